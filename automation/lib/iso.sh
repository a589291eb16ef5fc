# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced after common.sh: an ISO image with GRUB, which starts the hypervisor by Multiboot2 as on an installed machine (BIOS).

# What both loaders give to the hypervisor.
hypervisor_words() { echo "dom0_mem=${DOM0_MEM:-768M} console=com1 ${XENOPTS:-}"; }

# make_iso OUT HYPERVISOR KERNEL INITRD "HYPERVISOR'S WORDS" "KERNEL'S WORDS"
make_iso() {
	local work output
	work=$(mktemp -d)
	mkdir -p "$work/boot/grub"
	gzip -1 <"$2" >"$work/boot/xen.gz"
	cp "$3" "$work/boot/vmlinuz"
	cp "$4" "$work/boot/initrd"
	# What stands for the file name is dropped, as in the menus that update-grub writes. The initrd goes to dom0 packed.
	cat >"$work/boot/grub/grub.cfg" <<-CONFIG
		serial --unit=0 --speed=115200
		terminal_input console serial
		terminal_output console serial
		set timeout=0
		set gfxpayload=text
		menuentry "Xen" {
			multiboot2 /boot/xen.gz placeholder $5
			module2 --nounzip /boot/vmlinuz placeholder $6
			module2 --nounzip /boot/initrd
		}
	CONFIG
	output=$(grub-mkrescue -d /usr/lib/grub/i386-pc -o "$1" "$work" 2>&1) || { printf '%s\n' "$output" >&2; die "grub-mkrescue failed"; }
	rm -rf "$work"
}
