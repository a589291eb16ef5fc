# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# For block scripts: what to do is in $command (add or remove), the device in $XENBUS_PATH.

dir=${dir:-$(dirname "$0")}
# shellcheck source=xen-hotplug-common.sh
. "$dir/xen-hotplug-common.sh"

command=${1:-}
case $command in
add | remove) ;;
*) fatal "usage: $0 add|remove, with XENBUS_PATH set (not \"$command\")" ;;
esac
[ -n "$XENBUS_PATH" ] || fatal "XENBUS_PATH is not set"

# device_major_minor DEVICE: its numbers as blkback wants them, hexadecimal
device_major_minor() {
	stat -L -c %t:%T "$1"
}

# write_dev DEVICE: hands the device to the backend and reports success. From the moment
# physical-device is there the backend may open it.
write_dev() {
	local numbers
	[ -b "$1" ] || fatal "$1 is not a block device"
	numbers=$(device_major_minor "$1")
	xenstore_write "$XENBUS_PATH/physical-device-path" "$1"
	xenstore_write "$XENBUS_PATH/physical-device" "$numbers"
	success
}

# canonicalise_mode MODE: r (read-only), w (read-write, alone) or ! (read-write, shared)
canonicalise_mode() {
	case $1 in
	*!*) echo '!' ;;
	*w*) echo w ;;
	*) echo r ;;
	esac
}
