# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What dom0, a PV guest and a PVH guest pay for each primitive, how long xl create takes and the guest's boot, and the memory
# that each guest costs. Lines "bench WHERE WHAT VALUE"; beside Debian's, and counted rather than timed:
#   ICOUNT=1 automation/boot tests/bench/guests.sh
#   ICOUNT=1 XEN=debian TOOLS=debian automation/boot tests/bench/guests.sh
up() { cut -d' ' -f1 /proc/uptime; }
since() { awk "BEGIN { print $(up) - $1 }"; }
# in KiB; what the hypervisor's debug key says: our words, those of Xen 4.17
free_memory() {
	xl dmesg -c >/dev/null
	xl debug-keys m
	sleep 1
	xl dmesg | sed -n 's/.*Heap: [0-9]* pages, \([0-9]*\) free.*/\1 4/p; s/.*Dom heap: \([0-9]*\)kB free.*/\1 1/p' |
		awk '{ print $1 * $2; exit }'
}
echo "bench dom0 userspace_seconds $(up)"
primitives | sed 's/^/bench dom0 /'
start_tools
primitives_of_guest() {
	# Without it Xen traps every RDTSC here, because the emulated TSC is not invariant; real machines do not pay that.
	memory=192 guest_config "$type" primitives <<-END
		tsc_mode = "native"
	END
	start=$(up)
	must "xl create of a $type guest" xl create -q "/tmp/$type.cfg"
	echo "bench $type xl_create_seconds $(since "$start")"
	sleep 10 # asking every second whether it has ended would be in its way
	check "the $type guest ends" wait_until 100 guest_is_gone "$type"
	guest_log "$type" | tr -d '\r' | sed -n "s/^guest: bench /bench $type /p; s/^guest: up .* after /bench $type boot_seconds /p"
	check "the $type guest did its task" guest_said "$type" "guest: done"
}
memory_of_guest() {
	sleep 3
	free=$(free_memory)
	memory=192 guest_config "idle$type" wait </dev/null
	must "xl create of another $type guest" xl create -q "/tmp/idle$type.cfg"
	check "it comes up" wait_until 60 guest_said "idle$type" "guest: up"
	echo "bench $type kib_for_192_mib $((free - $(free_memory)))"
	check "and goes" xl destroy "idle$type"
}
for type in ${types:-pv pvh}; do
	primitives_of_guest
	memory_of_guest
done
