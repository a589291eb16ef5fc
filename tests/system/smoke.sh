# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The user's main job: the tools come up, a guest is created, seen, heard, and gone without a trace.
#: type=pv
#: type=pv vcpus=2 SMP=1
#: type=pvh vcpus=4
#: type=pv BOOT=iso
#: type=pvh vcpus=2 EMULATOR=bochs TIMEOUT=900
start_tools
must "xl info works" xl info
check "xl info names version 4.17" sh -c 'xl info | grep -q "^xen_version *: 4\.17"'
check "xl dmesg shows the hypervisor's log" sh -c 'xl dmesg | grep -qi xen'
[ "${BOOT:-}" != iso ] || check "GRUB started it by Multiboot2" sh -c 'xl dmesg | grep -q "Bootloader: GRUB .*Multiboot2"'
free_memory() { xl info | sed -n 's/^free_memory *: *//p'; }
free_before=$(free_memory)

memory_is_back() { [ "$(free_memory)" = "$free_before" ]; }

guest_config hello hello </dev/null
must "xl create" xl create /tmp/hello.cfg
check "xl list shows the guest" sh -c 'xl list | grep -q "^hello "'
check "the guest ends by itself" wait_until 120 guest_is_gone hello
check "the guest's kernel started on Xen with ${vcpus:-1} cpus" guest_said hello "guest: up on xen 4.17 with ${vcpus:-1} cpus"
check "the guest did its task" guest_said hello "guest: done"
wait_until 30 no_nodes_left
check "nothing of the guest is left in xenstore" no_nodes_left
check "memory is as it was before" wait_until 30 memory_is_back
# A page that somebody still refers to keeps its domain in the list, nameless.
only_dom0_is_left() { [ "$(xl list | sed 1d | wc -l)" = 1 ]; }
check "no dying domain stays behind" wait_until 30 only_dom0_is_left
