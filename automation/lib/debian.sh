# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced after common.sh: what the emulated machine boots, from Debian's archive. Everything is fetched once into $CACHE.

# newest_kernel: the version that linux-image-amd64 stands for, as 6.1.0-25
newest_kernel() { apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: linux-image-\(.*\)-amd64$/\1/p' | head -n 1; }

# unpack_packages DIRECTORY PACKAGE...: downloads and unpacks, all or nothing
unpack_packages() {
	local into=$1 work deb
	shift
	[ -d "$into" ] && return
	mkdir -p "$CACHE" && work=$(mktemp -d "$CACHE/fetch.XXXXXX") && mkdir "$work/tree" || return
	say "downloading $*"
	if ! (cd "$work" && apt-get download -qq "$@" >&2); then
		rm -rf "$work"
		die "apt-get download failed; is the network there, and was apt-get update run?"
	fi
	for deb in "$work"/*.deb; do dpkg -x "$deb" "$work/tree" || return; done
	mv "$work/tree" "$into" && rm -rf "$work"
}

# fetch_kernels: sets KERNEL to the tree of Debian's kernels and KVER to their version
fetch_kernels() {
	KVER=$(cat "$CACHE/kernel-version" 2>/dev/null)
	if [ -z "$KVER" ]; then
		KVER=$(newest_kernel)
		[ -n "$KVER" ] || { [ "$(id -u)" = 0 ] && apt-get update -qq >&2; KVER=$(newest_kernel); }
		[ -n "$KVER" ] || die "apt does not know linux-image-amd64: run apt-get update"
	fi
	KERNEL=$CACHE/kernel-$KVER
	unpack_packages "$KERNEL" "linux-image-$KVER-amd64" "linux-image-$KVER-cloud-amd64" || return
	echo "$KVER" >"$CACHE/kernel-version"
}

# fetch_xen: sets DEBIAN_XEN to the tree of Debian's own hypervisor and tools, for comparison
fetch_xen() {
	DEBIAN_XEN=$CACHE/debian-xen
	unpack_packages "$DEBIAN_XEN" xen-hypervisor-4.17-amd64 xen-utils-4.17 xen-utils-common xenstore-utils libxenmisc4.17 \
		libxenstore4 libxencall1 libxendevicemodel1 libxenevtchn1 libxenforeignmemory1 libxengnttab1 libxenhypfs1 \
		libxentoolcore1 libxentoollog1 libyajl2 libaio1 || return
	[ -f "$DEBIAN_XEN/boot/xen" ] || gunzip -c "$DEBIAN_XEN/boot/xen-4.17-amd64.gz" >"$DEBIAN_XEN/boot/xen"
}
