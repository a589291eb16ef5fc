# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Guests of 4 MiB come and go, one after another and then many at once; memory, xenstore, the daemons' descriptors and the
# processes end where they began. The long run:
#   TIMEOUT=3000 automation/boot tests/system/many.sh guests=200 at_once=30
#: guests=10 at_once=5
start_tools
guests=${guests:-200} at_once=${at_once:-30}
create() { # create NUMBER
	printf 'name = "many%d"\ntype = "%s"\nkernel = "/boot/tiny"\nmemory = 4\nvcpus = 1\n' "$1" "${type:-pv}" >/tmp/many.cfg
	xl create -q /tmp/many.cfg >/tmp/many.out 2>&1 || { cat /tmp/many.out; return 1; }
}
no_guests() { [ "$(xl list | wc -l)" = 2 ] && no_nodes_left; }
# what the hypervisor's debug key says: our words, those of Xen 4.17
free_memory() {
	xl dmesg -c >/dev/null
	xl debug-keys m
	xl dmesg | sed -n 's/.*Heap: [0-9]* pages, \([0-9]*\) free.*/\1 pages/p; s/.*Dom heap: \([0-9]*\)kB free.*/\1 KiB/p' | head -n 1
}
descriptors() { find "/proc/$(cat "/run/xen/$1.pid")/fd" -type l | wc -l; }
# those of a program: the kernel's own have none, and come and go
processes() {
	count=0
	for p in /proc/[0-9]*; do [ -e "$p/exe" ] && count=$((count + 1)); done
	echo $count
}
measure() {
	echo "free memory: $(free_memory)"
	echo "xenstore nodes: $(xenstore-ls -f / | wc -l)"
	echo "descriptors of xenstored: $(descriptors xenstored)"
	echo "descriptors of xenconsoled: $(descriptors xenconsoled)"
	echo "processes: $(processes)"
}
remember() { # remember FILE: the measurement, when two are the same: freed pages are on their way for a moment
	measure >"$1"
	for _ in $(seq 20); do
		sleep 1
		mv "$1" "$1.before"
		measure >"$1"
		cmp -s "$1" "$1.before" && return
	done
}
as_at_the_beginning() {
	measure >/tmp/end
	cmp -s /tmp/beginning /tmp/end
}
one_after_another() {
	for n in $(seq "$1"); do
		create "$n" && xl destroy "many$n" || return
	done
}
all_at_once() {
	for n in $(seq "$1"); do create "$n" || return; done
	echo "$1 at once: $(xl list | grep -c '^many') in xl list" >/tmp/at_once
	for n in $(seq "$1"); do xl destroy "many$n" || return; done
}
compare() { # compare WHAT: what changed since the beginning
	check "guests and nodes are gone after $1" wait_until 60 no_guests
	wait_until 30 as_at_the_beginning
	sed "s/^/# after $1: /" /tmp/end
	check "all is as it was before $1" diff -U 0 /tmp/beginning /tmp/end
}

measure >/tmp/start
sed 's/^/# before the first guest: /' /tmp/start
# What is allocated once and kept: the first guest's modules, tables of dom0 for as many guests as will be there.
must "$at_once guests before counting begins" all_at_once "$at_once"
wait_until 60 no_guests
remember /tmp/beginning
sed 's/^/# beginning: /' /tmp/beginning
check "$guests guests, one after another" one_after_another "$guests"
compare "$guests guests one after another"
check "$at_once guests at once" all_at_once "$at_once"
check "all of them were there" grep -q "$at_once at once: $at_once in" /tmp/at_once
compare "$at_once guests at once"
