# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# A guest whose RDTSC instructions are emulated: it boots, and its clock goes at the machine's pace.
#: type=pv
start_tools
guest_config tsc hello <<CFG
tsc_mode = "always_emulate"
CFG
must "xl create" xl create /tmp/tsc.cfg
check "the guest ends by itself" wait_until 120 guest_is_gone tsc
check "the guest did its task" guest_said tsc "guest: done"
