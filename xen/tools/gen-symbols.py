#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""nm -n on stdin -> assembly of the symbol table that common/symbols.c reads. Functions only: backtraces name them."""
import sys

BASE = 0xffff82d040000000


def main():
    syms = []
    for line in sys.stdin:
        parts = line.split()
        if len(parts) == 3 and parts[1] in "tT" and not parts[2].startswith((".L", "$")):
            syms.append((int(parts[0], 16) - BASE, parts[2]))
    syms = sorted(s for s in set(syms) if 0 <= s[0] < 1 << 30)
    out = ['.section .rodata.symbols,"a"', ".globl symbols_count",
           ".balign 8", "symbols_count: .quad %d" % len(syms)]
    out += [".long %#x" % off for off, _ in syms]
    pos = 0
    for _, name in syms:
        out.append(".long %d" % pos)
        pos += len(name) + 1
    out += ['.asciz "%s"' % name for _, name in syms]
    print("\n".join(out))


main()
