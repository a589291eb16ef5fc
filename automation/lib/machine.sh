# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced: the emulated machine. QEMU without acceleration, so that it is the same everywhere.
#
# SMAP is off because QEMU 7.2 takes the stack access of an IRET in user mode for one of the kernel's; RDTSCP because its intercept
# arrives as RDTSC's; PKU because its register is lost when a virtual machine is entered. None of them says anything about a hypervisor.
CPU_MODEL=max,-smap,-rdtscp,-pku

# run_machine HYPERVISOR KERNEL INITRD "KERNEL WORDS": the console is standard output; ends when the machine powers off or after
# $TIMEOUT seconds (0: never). With INTERACTIVE=1 standard input is the console's, too. BOOT=iso boots by way of GRUB. With ICOUNT=1
# its time is the number of instructions, a nanosecond each: one processor then.
run_machine() {
	local serial=stdio monitor=(-monitor none) input=/dev/null cpus=${SMP:-2} clock=() boot iso status
	[ -z "${ICOUNT:-}" ] || clock=(-icount "shift=0,sleep=off") cpus=1
	[ -z "${INTERACTIVE:-}" ] || serial=mon:stdio monitor=() input=/dev/stdin
	if [ "${BOOT:-}" = iso ]; then
		iso=$(mktemp)
		make_iso "$iso" "$1" "$2" "$3" "$(hypervisor_words)" "$4"
		boot=(-cdrom "$iso" -boot d)
	else
		# QEMU ends a module at a comma; two of them stand for one
		boot=(-kernel "$1" -append "$(hypervisor_words)" -initrd "$2 ${4//,/,,},$3")
	fi
	timeout --foreground "${TIMEOUT:-600}" "${EMULATOR:-qemu-system-x86_64}" \
		-machine q35 -accel tcg -cpu "${CPU:-$CPU_MODEL}" -smp "$cpus" "${clock[@]}" -m "${MEM:-2048}" \
		-display none -no-reboot -serial "$serial" "${monitor[@]}" "${boot[@]}" <"$input"
	status=$?
	rm -f "${iso:-}"
	return $status
}
