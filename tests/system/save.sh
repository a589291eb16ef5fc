# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A guest is saved to a file and goes on from it: it counts on where it was, with what it had in memory. Debian's tools, which can.
#: TOOLS=debian type=pv
#: TOOLS=debian type=pvh
start_tools
logs=/var/log/xen/console
# the last number that the guest counted to; a restored guest's console may go to a log of its own
count() { cat $logs/guest-saved*.log | tr -d '\r' | sed -n 's/^guest: count \([0-9]*\)$/\1/p' | tail -n 1; }
counts_beyond() { [ "$(count)" -gt "$1" ]; }
boots() { cat $logs/guest-saved*.log | grep -c 'guest: up on xen'; }

guest_config saved count </dev/null
must "xl create" xl create /tmp/saved.cfg
must "the guest counts" wait_until 120 counts_beyond 2
for round in 1 2; do
	must "round $round: xl save" xl save saved /tmp/saved.state
	check "round $round: the guest is gone" guest_is_gone saved
	before=$(count)
	echo "# round $round: saved at $before, $(($(stat -c %s /tmp/saved.state) >> 20)) MiB"
	must "round $round: xl restore" xl restore /tmp/saved.state
	rm /tmp/saved.state
	check "round $round: it has its name" xl list saved
	check "round $round: it counts on" wait_until 60 counts_beyond $((before + 3))
done
check "the guest was started once" [ "$(boots)" = 1 ]
check "it counted every number once" sh -c "cat $logs/guest-saved*.log | tr -d '\r' | sed -n 's/^guest: count //p' | sort -n | uniq -d | wc -l | grep -qx 0"
cat $logs/guest-saved*.log | grep -iE 'warn|bug|oops|call trace|lost' | sed 's/^/# /'
check "xl destroy" xl destroy saved
check "nothing is left in xenstore" wait_until 30 no_nodes_left
xl dmesg | tail -n 20 | sed 's/^/# /'
