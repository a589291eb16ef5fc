# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Processes fork, map, pin and kill in dom0 and in two PV guests, whose vCPUs move from CPU to CPU meanwhile. Nothing may be found
# wrong by them, by the kernels or by a hypervisor that checks its locks. The long run:
#   SMP=2 XEN=debug TIMEOUT=1800 automation/boot tests/system/stress.sh seconds=600
#: SMP=2 XEN=debug seconds=20
start_tools
seconds=${seconds:-600}
# quiet COMMAND...: its output warns of nothing, but for what this kernel says of each vCPU of a PV guest, under Xen 4.17, too
quiet() {
	! "$@" | tr -d '\r' | grep -v 'Firmware Bug.: CPU[0-9]*: APIC id mismatch' | grep -iE 'warn|bug|oops|call trace|protection fault|lockup|stall|hung|bad page|bad rss|tainted|unhandled|segfault|traps:|corrupt|lock |assert|panic|fatal'
}
moves=0
move_vcpus() { # to one CPU, to the other, to any
	for cpus in 0 1 all; do
		xl vcpu-pin stress1 0 $cpus || return
		xl vcpu-pin stress2 0 $cpus && xl vcpu-pin stress2 1 $cpus || return
		moves=$((moves + 3))
	done
}

dmesg -c >/dev/null
xl dmesg -c >/dev/null
for n in 1 2; do
	# shellcheck disable=SC2034 # guest_config uses it
	vcpus=$n
	guest_config stress$n "stress seconds=$seconds seed=$n" </dev/null
	must "guest $n with $n vCPUs is created" xl create /tmp/stress$n.cfg
done
stress "$seconds" 3 >/tmp/dom0.log 2>&1 &
worker=$!
while [ -e /proc/$worker ]; do
	move_vcpus || break
	sleep 1
done >/tmp/moves 2>&1
wait $worker
check "vCPUs were moved: $moves times" [ $moves != 0 ]
sed 's/^/# dom0: /' /tmp/dom0.log
check "dom0: all is well" grep -q "all is well" /tmp/dom0.log
for n in 1 2; do
	check "guest $n comes to its end" wait_until $((seconds + 200)) guest_is_gone stress$n
	guest_log stress$n | grep stress: | sed 's/^/# /'
	check "guest $n: all is well" guest_said stress$n "all is well"
	check "guest $n's kernel warns of nothing" quiet guest_log stress$n
done
check "dom0's kernel warns of nothing" quiet dmesg
check "the hypervisor warns of nothing" quiet xl dmesg
xl dmesg | tail -n 30 | sed 's/^/# /'
