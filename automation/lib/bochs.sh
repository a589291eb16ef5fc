# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced in place of machine.sh: Bochs, whose processor has Intel's VMX with EPT, which QEMU's does not. It is some fifty times
# slower than QEMU: one processor, an unpacked kernel, little in the initial RAM disk. GRUB loads from a disk image.
# A fault of Bochs 2.7: at a VM entry with IF 0 it masks the host's interrupts, until the guest changes IF. A guest that waits
# there for another vCPU, without a PAUSE, waits for ever, and the host with it, whatever the hypervisor: Linux does, when its
# second vCPU measures the delay loop. BOCHS_GUEST_WORDS tell it the result (jiffies of 4 ms at 100 million instructions a second).
BOCHS_MODEL=corei7_haswell_4770
# shellcheck disable=SC2034 # automation/boot uses it
BOCHS_GUEST_WORDS=lpj=400000

is_elf() { head -c 4 "$1" | LC_ALL=C grep -qaP '^\x7fELF'; }

# unpack_kernel KERNEL OUT: the ELF file that it is or that is inside; unpacking is not for slow processors
unpack_kernel() {
	local offset
	! is_elf "$1" || { cp "$1" "$2"; return; }
	offset=$(LC_ALL=C grep -obUaP -m1 '\xfd7zXZ\x00' "$1" | head -n 1 | cut -d: -f1)
	[ -n "$offset" ] || { say "no xz stream in $1"; return 1; }
	# what follows the stream is not for xz
	tail -c +$((offset + 1)) "$1" | xz -dc --single-stream >"$2" 2>/dev/null
	is_elf "$2" || { say "no ELF file inside $1"; return 1; }
}

# bochs_disk WORK HYPERVISOR KERNEL INITRD "KERNEL WORDS": $WORK/disk, which boots by itself; INITRD may be empty
bochs_disk() {
	local tree=$1/tree size cylinder=$((16 * 63 * 512)) initrd='' by='multiboot2 /boot/xen' module=module2 name=''
	# this GRUB crashes when it loads Debian's hypervisor by Multiboot2; by 1 the first word of a line is the file's name
	[ "${XEN:-}" != debian ] || { by='multiboot /boot/xen xen x2apic=0' module=module name=name; }
	mkdir -p "$tree/boot/grub"
	cp "$2" "$tree/boot/xen" && unpack_kernel "$3" "$tree/boot/vmlinux" || return
	if [ -n "$4" ]; then
		gunzip -c "$4" >"$tree/boot/initrd" || return
		initrd="$module /boot/initrd $name"
	fi
	# x2APIC is off in Bochs' BIOS, and gfxpayload keeps GRUB from a mode that this VGA BIOS does not have
	cat >"$tree/boot/grub/grub.cfg" <<-CONFIG
		set timeout=0
		set gfxpayload=text
		serial --unit=0 --speed=115200
		terminal_output serial
		menuentry xen {
			$by dom0_mem=${DOM0_MEM:-384M} dom0_max_vcpus=1 console=com1 com1=115200,8n1 noreboot ${XENOPTS:-}
			$module /boot/vmlinux $name $5
			$initrd
		}
	CONFIG
	# a rescue image is a disk image as well; Bochs wants whole cylinders
	grub-mkrescue -d /usr/lib/grub/i386-pc -o "$1/disk" "$tree" >"$1/grub.log" 2>&1 || { cat "$1/grub.log" >&2; return 1; }
	size=$(stat -c %s "$1/disk")
	truncate -s $(((size + cylinder - 1) / cylinder * cylinder)) "$1/disk"
	rm -rf "$tree"
}

bochs_config() { # bochs_config WORK; its mixer dies on a machine without a sound card unless told to be silent
	cat <<-CONFIG
		display_library: rfb, options="timeout=0"
		romimage: file=/usr/share/bochs/BIOS-bochs-latest
		vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
		cpu: model=${CPU:-$BOCHS_MODEL}, count=1, ips=100000000, reset_on_triple_fault=0, ignore_bad_msrs=1
		memory: guest=${MEM:-704}, host=${MEM:-704}
		pci: enabled=1, chipset=i440fx
		sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
		clock: sync=none, time0=utc
		boot: disk
		ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
		ata0-master: type=disk, mode=flat, path=$1/disk
		com1: enabled=1, mode=file, dev=$1/console
		log: $1/log
		panic: action=fatal
		error: action=ignore
		info: action=ignore
		debug: action=ignore
	CONFIG
}

# run_machine HYPERVISOR KERNEL INITRD "KERNEL WORDS": as machine.sh's. Powering off is a "panic" to Bochs, so its status says nothing.
run_machine() {
	local at pid
	at=$(mktemp -d)
	if bochs_disk "$at" "$@"; then
		bochs_config "$at" >"$at/bochsrc"
		: >"$at/console"
		# Debian's Bochs has its debugger built in, which waits for this
		echo c >"$at/commands"
		timeout "${TIMEOUT:-900}" bochs -q -f "$at/bochsrc" -rc "$at/commands" </dev/null >"$at/out" 2>&1 &
		pid=$!
		# it has no -no-reboot
		tail -f --pid=$pid -n +1 "$at/console" | while IFS= read -r line || [ -n "$line" ]; do
			printf '%s\n' "$line"
			case $line in *'rebooting machine'*) kill $pid ;; esac
		done
		wait $pid
		grep -qE 'ACPI S5|rebooting machine' "$at/console" || tail -n 5 "$at/out" "$at/log" >&2
	fi
	rm -rf "$at"
}
