#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each public header compiles by itself after <stdint.h>, and all together, with both compilers and all warnings. Prints TAP.
set -u
include=$(realpath "${1:?usage: alone.sh DIRECTORY-THAT-HOLDS-xen}")
flags=(-std=gnu11 -Wall -Wextra -Wstrict-prototypes -Wundef -Werror -fsyntax-only -D__XEN_TOOLS__ -I "$include" -x c)
# io/ring.h asks its user for barriers; headers of other architectures are not for this compiler
before='#include <stddef.h>
#include <stdint.h>
#include <string.h>
#define xen_mb() __sync_synchronize()
#define xen_rmb() __sync_synchronize()
#define xen_wmb() __sync_synchronize()
'
compilers=()
for c in gcc clang; do command -v $c >/dev/null && compilers+=("$c"); done
cd "$include" || exit 1
count=0 failed=0 all=''
while read -r header; do
	case $header in
	xen/arch-arm* | xen/arch-x86/xen-x86_* | xen/arch-x86/hvm/save.h | xen/dom0_ops.h | xen/sys/*) continue ;;
	esac
	all+="#include <$header>"$'\n'
	for c in "${compilers[@]}"; do
		count=$((count + 1))
		if errors=$(printf '%s#include <%s>\n' "$before" "$header" | $c "${flags[@]}" - 2>&1); then
			echo "ok $count - $c compiles <$header> alone"
		else
			failed=$((failed + 1))
			echo "not ok $count - $c compiles <$header> alone"
			printf '%s\n' "$errors" | sed 's/^/# /' | head -n 20
		fi
	done
done < <(find -L xen -name '*.h' | sort)
# all at once, also in programs of other kinds
common=(-Wall -Werror -fsyntax-only -D__XEN_TOOLS__ -I "$include")
for c in 'gcc -x c -std=gnu11' 'clang -x c -std=gnu11' 'gcc -x c -std=c99' 'g++ -x c++ -std=c++17'; do
	read -ra command <<<"$c"
	command -v "${command[0]}" >/dev/null || continue
	count=$((count + 1))
	if errors=$(printf '%s' "$before$all" | "${command[@]}" "${common[@]}" - 2>&1); then
		echo "ok $count - $c compiles all headers together"
	else
		failed=$((failed + 1))
		echo "not ok $count - $c compiles all headers together"
		printf '%s\n' "$errors" | sed 's/^/# /' | head -n 20
	fi
done
echo "1..$count"
[ $failed = 0 ]
