#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the first inputs of each fuzzer: one of each request, a ring in use, a whole state stream."""
import os
import struct
import sys

REQUESTS = [
    (1, b"/local\0"), (2, b"/local/domain/1\0"), (3, b"device\0"), (4, b"device\0tok\0"), (5, b"device\0tok\0"),
    (6, b"\0"), (11, b"device/vif/0/state\0004"), (12, b"a/b/c\0"), (14, b"a\0n1\0r2\0b3\0"), (13, b"a/b\0"),
    (7, b"T\0"), (8, b"1\00011\0007\0"), (9, b"2\0"), (10, b"3\0"), (17, b"1\0"), (18, b"1\0"), (19, b"1\0002\0"),
    (21, b"\0"), (22, b"/\0000\0"), (0, b"quota\0"), (0, b"check\0"),
]


def message(kind, body):
    return struct.pack("<4I", kind, 1, 0, len(body)) + body


def record(kind, body):
    return struct.pack("<II", kind, len(body)) + body + bytes(-len(body) % 8)


def node(path, value, perms):
    return struct.pack("<IIHHHH", 0, 0, len(path) + 1, len(value), 0, len(perms)) + b"".join(
        struct.pack("<cBH", p, 0, d) for p, d in perms) + path + b"\0" + value


def state():
    log = struct.pack("<IIQ", 2, 2, 0) + b"/\0" + bytes(6)
    return (b"xenstore" + struct.pack(">II", 1, 0) + record(1, struct.pack("<ii", -1, 0)) +
            record(6, struct.pack("<HHI", 1, 0, 1000) + b"nodes\0") +
            record(2, struct.pack("<IHHHHIHHI", 5, 0, 0, 1, 0x7ff4, 101, 3, 0, 19) + b"abc" +
                   message(2, b"OK\0")) +
            record(0x80000002, struct.pack("<HHI", 1, 0x7ff4, 1)) +
            record(5, node(b"/", b"", [(b"n", 0)])) + record(5, node(b"/a", b"val", [(b"n", 1), (b"r", 2)])) +
            record(5, node(b"/a/b", b"", [(b"b", 0)])) + record(5, node(b"@releaseDomain", b"", [(b"n", 0)])) +
            record(3, struct.pack("<IHH", 5, 3, 4) + b"/a\0tok\0") + record(4, struct.pack("<II", 5, 1)) +
            record(0x80000001, struct.pack("<4I", 5, 1, 0, len(log)) + log) + record(0, b""))


def main(top):
    ring = b""
    every = b""
    for target in ("socket", "ring", "state"):
        os.makedirs(os.path.join(top, target), exist_ok=True)
    for n, (kind, body) in enumerate(REQUESTS):
        one = b"".join(bytes((kind, 0, who, len(body))) + body for who in (0, 1))
        every += one
        msg = message(kind, body)
        ring += bytes((2, len(msg))) + msg
        with open(os.path.join(top, "socket", "request-%02d" % n), "wb") as f:
            f.write(one)
    for target, data in (("socket", every), ("ring", ring), ("state", state())):
        with open(os.path.join(top, target, "all"), "wb") as f:
            f.write(data)


main(sys.argv[1])
