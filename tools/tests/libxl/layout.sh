#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# layout.sh OUR-INCLUDE-FLAGS...: compare libxl's ABI with libxen-dev's. Prints TAP; skips what is not installed.
set -u
here=$(dirname "$0")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
reference=/usr/include/_libxl_types.h
library=/usr/lib/x86_64-linux-gnu/libxenlight.so.4.17
ours=$here/../../libs/light/libxenlight.so.4.17
failed=0

result() { # result STATUS NUMBER NAME
	if [ "$1" = 0 ]; then echo "ok $2 - $3"; else echo "not ok $2 - $3"; failed=1; fi
}

layout_same() {
	python3 "$here/gen-layout.py" "$reference" >"$work/layout.c" &&
		${CC:-gcc} -w -o "$work/theirs" "$work/layout.c" &&
		${CC:-gcc} -w "$@" -o "$work/mine" "$work/layout.c" &&
		"$work/theirs" >"$work/theirs.txt" && "$work/mine" >"$work/mine.txt" &&
		[ -s "$work/theirs.txt" ] && diff "$work/theirs.txt" "$work/mine.txt" | sed 's/^/# /' >&2 &&
		cmp -s "$work/theirs.txt" "$work/mine.txt"
}

exported() { objdump -T "$1" | awk '$0 ~ /VERS_4\.17\.0 +libxl_[a-z]/ && !/\*UND\*/ { print $NF }' | sort -u; }

symbols_same() {
	exported "$library" >"$work/theirs.sym"
	exported "$ours" >"$work/mine.sym"
	[ -s "$work/theirs.sym" ] && comm -23 "$work/theirs.sym" "$work/mine.sym" >"$work/missing"
	sed 's/^/# missing: /' "$work/missing"
	[ ! -s "$work/missing" ]
}

echo 1..2
if [ -f "$reference" ]; then
	layout_same "$@"
	result $? 1 "types have the layout of libxen-dev"
else
	echo "ok 1 # skip libxen-dev is not installed"
fi
if [ -f "$library" ] && [ -f "$ours" ]; then
	symbols_same
	result $? 2 "every public symbol of Debian's library is exported"
else
	echo "ok 2 # skip no libxenlight to compare"
fi
exit $failed
