# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What xl create relies on fails while it runs: it ends in time with an error that says so, nothing is left behind, and the next
# guest is created once the daemon is back.
#: type=pv
start_tools
free_memory() { xl info | sed -n 's/^free_memory *: *//p'; }
free_before=$(free_memory)
memory_is_back() { [ "$(free_memory)" = "$free_before" ]; }
running() { [ -d "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status"; }
gone() { ! running "$1"; }

# creating MESSAGE CFG: fails, long before the test would give up, and says MESSAGE
creating_fails() {
	timeout 120 xl create "$2" >/tmp/create.out 2>&1
	status=$?
	cat /tmp/create.out
	[ $status != 0 ] && [ $status != 124 ] && grep -qF -e "$1" /tmp/create.out
}
nothing_left() {
	check "$1: nothing is left in xenstore" wait_until 30 no_nodes_left
	# dom0 has a file of its own
	check "$1: nor in /var/lib/xen" sh -c '! ls /var/lib/xen | grep "^userdata-[^.]*\.[1-9]"'
	check "$1: nor of its memory" wait_until 30 memory_is_back
}
works_again() { # works_again NAME
	check "$1: the next guest is created" timeout 120 xl create "/tmp/$1.cfg"
	check "$1: and runs" wait_until 180 guest_is_gone "$1"
	check "$1: to its end" guest_said "$1" "guest: done"
}

# xenconsoled is stopped, so that creating waits for it, and dies then
guest_config console hello </dev/null
console=$(cat /run/xen/xenconsoled.pid)
kill -STOP "$console"
xl create /tmp/console.cfg >/tmp/console.out 2>&1 &
creator=$!
wait_until 60 sh -c 'xenstore-ls -f /local/domain | grep -q "^/local/domain/[1-9][0-9]*/console/ring-ref"'
kill -KILL "$console"
check "without xenconsoled: an end" wait_until 60 gone $creator
gone $creator && wait $creator && result 1 "without xenconsoled: an error"
check "without xenconsoled: the error names it" grep -F "is xenconsoled running?" /tmp/console.out
nothing_left "without xenconsoled"
must "xenconsoled starts again" xenconsoled --pid-file=/run/xen/xenconsoled.pid --log=guest --log-dir=/var/log/xen/console
works_again console

# the backend's driver is not there
guest_config backend hello <<-'CONFIG'
	disk = [ "file:/tmp/disk.img,xvda,w" ]
CONFIG
dd if=/dev/zero of=/tmp/disk.img bs=64k count=16 2>/dev/null
must "the block backend's driver can be removed" rmmod xen-blkback
check "without blkback: the error names it" creating_fails "is the vbdback driver loaded" /tmp/backend.cfg
nothing_left "without blkback"
must "the driver comes back" insmod /modules/xen-blkback.ko
works_again backend
check "no loop device is left" wait_until 30 sh -c '! losetup -a | grep -q disk.img'

# a hotplug script fails
printf '#!/bin/sh\nexit 3\n' >/tmp/failing
chmod +x /tmp/failing
guest_config script hello <<-'CONFIG'
	vif = [ "script=/tmp/failing" ]
CONFIG
check "a failing script: the error names it" creating_fails "/tmp/failing" /tmp/script.cfg
nothing_left "a failing script"

# half a kernel
guest_config truncated hello </dev/null
head -c 3000000 /boot/vmlinuz-guest >/tmp/half
echo 'kernel = "/tmp/half"' >>/tmp/truncated.cfg
check "half a kernel: the error says so" creating_fails "truncated" /tmp/truncated.cfg
check "half a kernel: and names the file" grep -F 'kernel="/tmp/half"' /tmp/create.out
nothing_left "half a kernel"

# xenstored dies while a device is set up; last, because the kernel's own connection does not outlive it
# shellcheck disable=SC2016 # the killer expands it
printf '#!/bin/sh\nkill -KILL "$(cat /run/xen/xenstored.pid)"\n' >/tmp/killer
chmod +x /tmp/killer
guest_config store hello <<-'CONFIG'
	vif = [ "script=/tmp/killer" ]
CONFIG
console=$(cat /run/xen/xenconsoled.pid)
check "without xenstored: the error names it" creating_fails "did xenstored end?" /tmp/store.cfg
check "xenconsoled ends with it" wait_until 30 gone "$console"
start_tools
check "only dom0 is left" sh -c 'xl list | grep -c . | grep -qx 2'
nothing_left "without xenstored"
guest_config again hello </dev/null
works_again again
