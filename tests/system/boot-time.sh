# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# How long dom0, `xl create` and a guest take, by the clocks of their kernels. In Bochs these count instructions: 100 million
# are a second there, whatever the machine below does (docs/benchmarks.md, "VMX, Bochs").
uptime() { cut -d' ' -f1 /proc/uptime; }
at_start=$(uptime)
start_tools
guest_config timed hello </dev/null
before=$(uptime)
must "xl create" xl create /tmp/timed.cfg
after=$(uptime)
check "the guest ends by itself" wait_until 120 guest_is_gone timed
check "the guest did its task" guest_said timed "guest: done"
echo "# seconds: dom0 to userspace $at_start, xl create $(echo "$before $after" | awk '{ print $2 - $1 }')," \
	"the guest until it powered off $(guest_log timed | sed -n 's/^\[ *\([0-9.]*\)\] reboot: .*/\1/p')"
