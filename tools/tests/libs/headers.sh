#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# headers.sh FLAG...: the public headers, alone and together, in the languages that programs are written in. Prints TAP.
failed=0 number=0
# xenctrl.h comes first, because it widens what xen/xen.h shows
headers='xenctrl xentoolcore xentoollog xencall xenevtchn xengnttab xenforeignmemory xendevicemodel xenhypfs'
all=''
for h in $headers; do all="$all#include <$h.h>
"; done
wants='#define XC_WANT_COMPAT_EVTCHN_API
#define XC_WANT_COMPAT_GNTTAB_API
#define XC_WANT_COMPAT_DEVICEMODEL_API
#define XC_WANT_COMPAT_MAP_FOREIGN_API
'

try() { # try NAME SOURCE COMPILER FLAG...
	name=$1 source=$2
	shift 2
	number=$((number + 1))
	if errors=$(printf '%s' "$source" | "$@" -c -o /dev/null - 2>&1); then
		echo "ok $number - $name"
	else
		failed=1
		echo "not ok $number - $name"
		echo "$errors" | head -n 10 | sed 's/^/# /'
	fi
}

for h in $headers; do
	try "$h.h alone" "#include <$h.h>" "${CC:-cc}" -x c -Wall -Wextra -Werror "$@"
done
for std in c99 gnu99 c11 gnu17; do
	try "all headers, -std=$std" "$wants$all" "${CC:-cc}" -x c -std=$std -Wall -Werror "$@"
done
for std in c++11 gnu++17; do
	try "all headers, -std=$std" "$wants$all" "${CXX:-c++}" -x c++ -std=$std -Wall -Werror "$@"
done
echo "1..$number"
exit $failed
