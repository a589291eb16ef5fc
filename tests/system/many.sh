# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Guests come and go, one after another, and then many at once, round after round; memory, xenstore, the daemons' descriptors, the
# processes and the list of domains end where they began, and dom0's processes run all the while. Guests of 4 MiB that sleep, but
# for the first $linux of each crowd, which are Linux. Of types=pv,pvh the first guest gets the first, the second the second, and
# so on. The long runs:
#   TIMEOUT=3000 automation/boot tests/system/many.sh guests=200 at_once=30
#   TIMEOUT=3000 automation/boot tests/system/many.sh types=pv,pvh guests=0 at_once=40 linux=4 rounds=10
#: types=pv,pvh guests=8 at_once=6 linux=2 rounds=2
start_tools
guests=${guests:-200} at_once=${at_once:-30} linux=${linux:-0} rounds=${rounds:-1}
types=$(echo "${types:-${type:-pv}}" | tr ',' ' ')
# Seconds for which dom0 may have stood still. A hang is looked for, not slowness: an emulator shares its machine with others.
WORST_GAP=20

type_of() { # type_of NUMBER
	# shellcheck disable=SC2086 # words are meant
	set -- "$1" $types
	shift $((1 + ($1 - 1) % ($# - 1)))
	echo "$1"
}
create() { # create NUMBER
	if [ "$1" -le "${real:-0}" ]; then
		type=$(type_of "$1") memory=128 guest_config "many$1" wait </dev/null
	else
		printf 'name = "many%d"\ntype = "%s"\nkernel = "/boot/tiny"\nmemory = 4\nvcpus = 1\n' "$1" "$(type_of "$1")" >"/tmp/many$1.cfg"
	fi
	xl create -q "/tmp/many$1.cfg" >/tmp/many.out 2>&1 || { cat /tmp/many.out; return 1; }
}
no_guests() { [ "$(xl list | wc -l)" = 2 ] && no_nodes_left; }
# What the hypervisor's debug key says: our words, or those of Xen 4.17. Our pages for small objects count as free, because how many
# are kept varies; the objects count by themselves.
hypervisor_memory() {
	xl dmesg -c >/dev/null
	xl debug-keys m
	xl dmesg | awk '
		/ Heap: [0-9]+ pages, / { sub(/.*pages, /, ""); pages = $1 }
		/ Small objects: / { sub(/.*objects: /, ""); objects = $1; pages += $3; ours = 1 }
		/ Dom heap: [0-9]+kB free/ { sub(/.*heap: /, ""); kib = $1 + 0 }
		END { if (ours) print "free memory: " pages " pages\nsmall objects: " objects; else print "free memory: " kib " KiB" }'
}
descriptors() { find "/proc/$(cat "/run/xen/$1.pid")/fd" -type l | wc -l; }
# those of a program: the kernel's own have none, and come and go
processes() {
	count=0
	for p in /proc/[0-9]*; do [ -e "$p/exe" ] && count=$((count + 1)); done
	echo $count
}
measure() {
	hypervisor_memory
	echo "xenstore nodes: $(xenstore-ls -f / | wc -l)"
	echo "descriptors of xenstored: $(descriptors xenstored)"
	echo "descriptors of xenconsoled: $(descriptors xenconsoled)"
	echo "processes: $(processes)"
	echo "domains: $(($(xl list | wc -l) - 1))"
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
# heartbeat FILE: until SIGTERM, how often it ran and the longest time between two runs, in hundredths of a second
heartbeat() {
	over='' beats=0 worst=0 last=''
	trap 'over=1' TERM
	while [ -z "$over" ]; do
		read -r now _ </proc/uptime
		now=${now%.*}${now#*.}
		beats=$((beats + 1))
		[ $((now - ${last:-$now})) -le $worst ] || worst=$((now - last))
		last=$now
		sleep 0.1
	done
	echo "$beats $worst" >"$1"
}
linux_is_up() {
	for n in $(seq "$real"); do guest_said "many$n" "guest: up on xen" || return; done
}
all_at_once() { # all_at_once NUMBER: what xl list said of them is in /tmp/at_once
	rm -f /var/log/xen/console/guest-many*.log
	real=$linux
	for n in $(seq "$1"); do create "$n" || return; done
	wait_until 200 linux_is_up || { echo "not every Linux guest came up"; return 1; }
	xl list >/tmp/at_once
	for n in $(seq "$1"); do xl destroy "many$n" || return; done
	real=0
}
with_heartbeat() { # with_heartbeat COMMAND...: sets gap and beats
	heartbeat /tmp/heartbeat &
	heart=$!
	"$@"
	status=$?
	kill $heart && wait $heart
	read -r beats gap </tmp/heartbeat
	return $status
}
# neither dying nor crashed nor shut down
alive() { grep -cE '^many[0-9]+ .* [r-][b-][p-]--- ' /tmp/at_once; }
compare() { # compare WHAT: what changed since the beginning
	check "guests and nodes are gone after $1" wait_until 60 no_guests
	wait_until 30 as_at_the_beginning
	sed "s/^/# after $1: /" /tmp/end
	check "all is as it was before, after $1" diff -U 0 /tmp/beginning /tmp/end
}

measure >/tmp/start
sed 's/^/# before the first guest: /' /tmp/start
# What is allocated once and kept: the first guest's modules, tables of dom0 for as many guests as will be there.
must "$at_once guests before counting begins" all_at_once "$at_once"
wait_until 60 no_guests
remember /tmp/beginning
sed 's/^/# beginning: /' /tmp/beginning
if [ "$guests" != 0 ]; then
	check "$guests guests, one after another" one_after_another "$guests"
	compare "$guests guests one after another"
fi
for round in $(seq "$rounds"); do
	check "round $round: $at_once guests at once" with_heartbeat all_at_once "$at_once"
	check "round $round: all of them lived" [ "$(alive)" = "$at_once" ]
	echo "# round $round: dom0's heart beat $beats times, at worst $gap/100 s apart"
	check "round $round: dom0 answered all the while" [ "$gap" -le $((WORST_GAP * 100)) ]
	compare "round $round"
done
