# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The running xenstored is replaced, again and again, while a guest is created, runs and goes.
#: type=pv
start_tools
daemon=/proc/$(cat /run/xen/xenstored.pid)/exe
cp "$daemon" /tmp/xenstored.new
update() { xenstore-control live-update /tmp/xenstored.new; }

must "the daemon is replaced while idle" update
xenstore-watch -n 3 /watched >/tmp/watched &
watcher=$!
wait_until 10 grep -q . /tmp/watched
must "and with a watch set" update
xenstore-write /watched/a 1
must "and once more" update
xenstore-write /watched/b 2
check "the watch went with it" sh -c "wait_pid() { while [ -e /proc/$watcher ]; do sleep 1; done; }; wait_pid; grep -q /watched/b /tmp/watched"
xenstore-rm /watched

guest_config hello hello </dev/null
xl create /tmp/hello.cfg >/tmp/create 2>&1 &
creator=$!
updates=0 failed=0
while [ -e /proc/$creator ]; do
	if update >/tmp/update 2>&1; then updates=$((updates + 1)); else failed=$((failed + 1)); cat /tmp/update; fi
	sleep 1
done
check "the guest was created during $updates updates" wait $creator
check "no update failed" [ $failed = 0 ]
updates=0
until guest_is_gone hello || [ $updates -gt 100 ]; do
	update >/dev/null 2>&1 && updates=$((updates + 1))
	sleep 1
done
check "the guest ran and ended during $updates updates" guest_said hello "guest: done"
check "the daemon finds nothing wrong with itself" sh -c 'xenstore-control check | grep -q OK'
check "nothing of the guest is left in xenstore" wait_until 30 no_nodes_left
