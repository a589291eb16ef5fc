#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Wraps the loadable part of an ELF64 image into an ELF32 file with one segment.

Multiboot loaders (QEMU -kernel, GRUB) want ELF32. usage: mkelf32.py IN OUT PHYSICAL-ADDRESS
The segment begins at file offset 4096, so that the Multiboot headers lie within the first 8 KiB."""
import struct
import sys

OFFSET = 4096


def segments(elf):
    """(virtual address, file offset, bytes in file, bytes in memory) of each PT_LOAD"""
    if elf[:5] != b"\x7fELF\x02":
        sys.exit("mkelf32: the input is not ELF64")
    phoff, phentsize, phnum = struct.unpack_from("<Q", elf, 32)[0], *struct.unpack_from("<HH", elf, 54)
    for i in range(phnum):
        p = struct.unpack_from("<IIQQQQQQ", elf, phoff + i * phentsize)
        if p[0] == 1:
            yield p[3], p[2], p[5], p[6]


def main(src, dst, paddr):
    elf = open(src, "rb").read()
    entry = struct.unpack_from("<Q", elf, 24)[0]
    segs = sorted(segments(elf))
    base = segs[0][0]
    end = max(va + mem for va, _, _, mem in segs)
    image = bytearray(max(va + size for va, _, size, _ in segs) - base)
    for va, off, size, _ in segs:
        image[va - base:va - base + size] = elf[off:off + size]
    header = struct.pack("<16sHHIIIIIHHHHHH", b"\x7fELF\x01\x01\x01", 2, 3, 1, paddr + entry - base, 52, 0, 0,
                         52, 32, 1, 40, 0, 0)
    header += struct.pack("<IIIIIIII", 1, OFFSET, paddr, paddr, len(image), end - base, 7, 4096)
    with open(dst, "wb") as f:
        f.write(header.ljust(OFFSET, b"\0") + image)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3], 0))
