# SPDX-License-Identifier: GPL-2.0-only
"""Shows that compare.py notices what it is for. Prints TAP."""
import datetime
import sys

import compare

THEIRS = ("liba.so.1", {"a_open@@A_1.0", "a_close@@A_1.0"})
TODAY = datetime.date(2030, 1, 2)


def complaints(ours, rows=()):
	rows = compare.read_rows(rows)
	return list(compare.judge("liba.so.1", ours, THEIRS, rows)) + list(compare.stale(rows, TODAY))


CASES = [
	("the same library is fine", [], (THEIRS,)),
	("more symbols are fine", [], (("liba.so.1", THEIRS[1] | {"a_more@@A_1.1"}),)),
	("another SONAME", ["SONAME"], (("liba.so.2", THEIRS[1]),)),
	("a missing symbol", ["a_close@@A_1.0 is missing"], (("liba.so.1", {"a_open@@A_1.0"}),)),
	("another version", ["a_close@@A_1.0 is missing"], (("liba.so.1", {"a_open@@A_1.0", "a_close@@A_1.1"}),)),
	("no library", ["a_close", "a_open"], (None,)),
	("a row excuses", [], (None, ["liba.so.1 a_* 2030-01-02 not written"])),
	("a row is late", ["line 1"], (None, ["liba.so.1 a_* 2030-01-01 not written"])),
	("a row is idle", ["line 2"], (THEIRS, ["# comment", "liba.so.1 a_* 2030-01-03 not written"])),
]

print("1..%d" % len(CASES))
bad = 0
for number, (what, expected, arguments) in enumerate(CASES, 1):
	got = complaints(*arguments)
	good = len(got) == len(expected) and all(e in g for e, g in zip(expected, got))
	bad += not good
	print("%s %d - %s" % ("ok" if good else "not ok", number, what))
sys.exit(1 if bad else 0)
