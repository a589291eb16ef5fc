# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced after debian.sh: makes the initial RAM disks of dom0 and of the guest.
# shellcheck disable=SC2153 # ROOT comes from common.sh
MACHINE=$ROOT/automation/machine

# new_root DIRECTORY: an empty file system with /usr merged, and busybox under all its names
new_root() {
	local root=$1 d applet
	mkdir -p "$root"/{dev,etc,proc,run,sys,tmp,boot,root,usr/{bin,sbin,lib,lib64},var/{lib,log,tmp}}
	for d in bin sbin lib lib64; do ln -s "usr/$d" "$root/$d"; done
	ln -s /run "$root/var/run"
	ln -s /run/lock "$root/var/lock"
	cp "$(command -v busybox)" "$root/usr/bin/busybox"
	for applet in $(busybox --list); do
		[ -e "$root/usr/bin/$applet" ] || ln -s busybox "$root/usr/bin/$applet"
	done
}

# add_libraries ROOT FILE...: what the dynamic linker loads for these; LIBRARY_PATH_OF_TREE comes first
add_libraries() {
	local root=$1 lib
	shift
	for lib in $(LD_LIBRARY_PATH=${LIBRARY_PATH_OF_TREE:-} ldd "$@" 2>/dev/null | grep -o '/[^ :]*' | sort -u); do
		case $lib in
		"${TREE:-/nowhere}"/*) ;; # is there already
		*) [ -f "$lib" ] && ! [ -e "$root$lib" ] && install -D "$lib" "$root$lib" ;;
		esac
	done
	return 0
}

# add_programs ROOT NAME...: programs of this machine, in place of busybox's
add_programs() {
	local root=$1 name file
	shift
	for name in "$@"; do
		file=$(command -v "$name") || die "$name is missing: automation/packages lists what is needed"
		rm -f "$root/usr/bin/$name"
		install -D "$file" "$root/usr/bin/$name"
		add_libraries "$root" "$file"
	done
}

# add_tree ROOT TREE: an installed toolstack, without what running it does not need
add_tree() {
	local root=$1 file files
	TREE=$2
	[ -d "$TREE" ] || die "no toolstack at $TREE: make dist first, or set TOOLS="
	tar -C "$TREE" -cf - --exclude=./boot --exclude=./usr/include --exclude=./usr/share/doc --exclude=./usr/share/man \
		--exclude=./usr/lib/debug --exclude='*.a' . | tar -C "$root" -xf - --keep-directory-symlink
	LIBRARY_PATH_OF_TREE=$(find "$TREE" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
	mapfile -t files < <(find "$TREE" -type f \( -perm -u+x -o -name '*.so*' \) -exec grep -lF -m1 $'\x7fELF' {} +)
	for file in "${files[@]}"; do add_libraries "$root" "$file"; done
	TREE='' LIBRARY_PATH_OF_TREE=''
}

# add_modules ROOT FLAVOUR NAME...: kernel modules into /modules, and the order in which to load them
add_modules() {
	local root=$1 from=$KERNEL/lib/modules/$KVER-$2 name file
	shift 2
	mkdir -p "$root/modules"
	for name in "$@"; do
		file=$(find "$from" -name "$name.ko" | head -n 1)
		[ -n "$file" ] || die "Debian's kernel $KVER has no module $name"
		cp "$file" "$root/modules/"
		echo "$name" >>"$root/modules/order"
	done
}

# add_payloads ROOT: the small programs of automation/machine, built here: stress, cpuid, primitives, and tiny, the smallest guest
add_payloads() {
	local root=$1 object=$1/tmp/tiny.o name
	for name in stress cpuid primitives; do
		gcc -std=gnu11 -O2 -Wall -Wextra -static -pthread -o "$root/usr/bin/$name" "$MACHINE/$name.c" || die "$name.c does not compile"
	done
	gcc -c -o "$object" "$MACHINE/tiny.S" || die "tiny.S does not assemble"
	ld --no-warn-rwx-segments -n -T "$MACHINE/tiny.lds" -o "$root/boot/tiny" "$object" || die "tiny cannot be linked"
	rm "$object"
}

pack() { (cd "$1" && find . -print0 | LC_ALL=C sort -z | cpio --null -o -H newc --quiet) | gzip -1 >"$2"; }

guest_image() { # guest_image OUT
	local root
	root=$(mktemp -d)
	new_root "$root"
	add_payloads "$root"
	add_modules "$root" cloud-amd64 msr xen-privcmd xen-evtchn xen-blkfront xen-netfront
	install "$MACHINE/guest-init" "$root/init"
	pack "$root" "$1"
	rm -rf "$root"
}

dom0_image() { # dom0_image OUT TREE SCENARIO
	local root
	root=$(mktemp -d)
	new_root "$root"
	add_tree "$root" "$2"
	# the hotplug scripts are bash and need more than busybox; script is a terminal for xl console
	add_programs "$root" bash ip losetup flock stat readlink logger script
	# pthread_cancel() loads it when it is needed
	install -D "$(gcc -print-file-name=libgcc_s.so.1)" "$root/usr/lib/x86_64-linux-gnu/libgcc_s.so.1"
	add_payloads "$root"
	add_modules "$root" amd64 llc stp bridge loop xen-privcmd xenfs xen-evtchn xen-gntdev xen-gntalloc xen-blkback xen-netback
	cp "$KERNEL/boot/vmlinuz-$KVER-cloud-amd64" "$root/boot/vmlinuz-guest"
	guest_image "$root/boot/initrd-guest"
	install "$MACHINE/dom0-init" "$root/init"
	cp "$MACHINE/dom0-lib" "$root/dom0-lib"
	cp "$3" "$root/scenario"
	pack "$root" "$1"
	rm -rf "$root"
}
