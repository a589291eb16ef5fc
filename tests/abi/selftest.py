# SPDX-License-Identifier: GPL-2.0-only
"""Shows that compare.py sees a change of each kind: it edits a header in memory and expects a difference. Prints TAP."""
import sys

import compare

BEFORE = """
#define A_MASK 0x10u
#define A_CALL(x) (x)
#define A_TEXT "one"
#define a_old a.x
enum { A_FIRST = 1 };
struct a { uint32_t x; union { uint16_t y; uint8_t z : 3; } u; uint64_t last[2]; };
typedef struct a a_t;
"""
CHANGES = [
	("a constant's value", "0x10u", "0x20u", "A_MASK"),
	("a constant's type", "0x10u", "0x10", "A_MASK"),
	("a text", '"one"', '"two"', "A_TEXT"),
	("another name for something", "a_old a.x", "a_old a.y", "a_old"),
	("a macro's parameters", "A_CALL(x) (x)", "A_CALL(x, y) (x)", "A_CALL"),
	("a macro that is missing", "#define A_CALL(x) (x)", "", "A_CALL"),
	("an enumerator", "A_FIRST = 1", "A_FIRST = 2", "enumerator A_FIRST"),
	("a member's type", "uint16_t y", "int16_t y", "struct a"),
	("a member's name", "uint16_t y", "uint16_t w", "struct a"),
	("the width of a bit-field", "z : 3", "z : 4", "struct a"),
	("an array's length", "last[2]", "last[3]", "struct a"),
	("a type that is missing", "typedef struct a a_t;", "", "typedef a_t"),
	("a name of our own", "#define A_MASK", "#define A_MORE 1\n#define A_MASK", "A_MORE"),
]


class Text:
	def __init__(self, text):
		cc = compare.Compiler(["gcc"])
		body = compare.PROLOGUE
		self.macros = compare.macros(cc, body, text)
		self.constants = compare.constants(cc, body + text, self.macros)
		self.types = compare.Types(cc, body + text).named()


def main():
	failed = 0
	theirs = Text(BEFORE)
	print("1..%d" % (len(CHANGES) + 1))
	same = not list(compare.differences(Text(BEFORE), theirs))
	print("%s 1 - the same header has no difference" % ("ok" if same else "not ok"))
	for number, (what, old, new, name) in enumerate(CHANGES, 2):
		found = [n for n, _ in compare.differences(Text(BEFORE.replace(old, new)), theirs)]
		good = name in found
		failed += not good
		print("%s %d - %s is noticed" % ("ok" if good else "not ok", number, what))
	return 1 if failed or not same else 0


sys.exit(main())
