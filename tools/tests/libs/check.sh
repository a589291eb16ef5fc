#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# check.sh MODE...: the records of all functions in each mode, then for leaks and errors, then the units. Prints TAP.
failed=0
for mode; do
	FAKEXEN=$mode LD_PRELOAD=./fakexen.so ./callall >"got.$mode"
	"${PYTHON:-python3}" compare.py --exact "libxenctrl, $mode" "records/$mode" "got.$mode" || failed=1

	FAKEXEN=$mode ./callall-san >"got.san.$mode" 2>"got.san.$mode.err"
	if [ -s "got.san.$mode.err" ] || grep -qE 'leaked|died' "got.san.$mode"; then
		failed=1
		echo "not ok - libxenctrl leaks or misuses memory, $mode"
		grep -hE 'leaked|died' "got.san.$mode" | sed 's/^/# /'
		head -n 30 "got.san.$mode.err" | sed 's/^/# /'
	else
		echo "ok - libxenctrl leaks and misuses no memory, $mode"
	fi
done
CMOCKA_MESSAGE_OUTPUT=TAP ./units || failed=1
exit $failed
