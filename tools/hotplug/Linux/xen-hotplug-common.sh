# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What every device's script starts from. The caller sets XENBUS_PATH to the backend's xenstore
# directory, relative to domain 0's own or absolute.
#
# However a script ends short of success(), the device's node hotplug-error tells why and
# hotplug-status is "error", which ends the toolstack's wait.

dir=${dir:-$(dirname "$0")}
# shellcheck source=xen-script-common.sh
. "$dir/xen-script-common.sh"
# shellcheck source=logging.sh
. "$dir/logging.sh"
# shellcheck source=locking.sh
. "$dir/locking.sh"

# a script must not keep what the toolstack had open, nor block on its stdin
exec </dev/null

XENBUS_PATH=${XENBUS_PATH:-}

# fatal WORDS...: reports a failure of this device and ends the script
fatal() {
	trap - ERR
	log err "$*"
	if [ -n "$XENBUS_PATH" ]; then
		xenstore-write "$XENBUS_PATH/hotplug-error" "$*" \
			"$XENBUS_PATH/hotplug-status" error || true
	fi
	exit 1
}

# success: the device works
success() {
	xenstore_write "$XENBUS_PATH/hotplug-status" connected
}

do_or_die() {
	"$@" || fatal "$* failed"
}

do_without_error() {
	"$@" 2>/dev/null || log debug "$* failed"
}

# a fatal() in a command substitution has reported already
_unexpected() {
	if [ -n "$XENBUS_PATH" ] && [ -n "$(xenstore-read "$XENBUS_PATH/hotplug-error" 2>/dev/null)" ]; then
		exit 1
	fi
	fatal "line $1: \"$2\" failed"
}
set -E
trap '_unexpected "$LINENO" "$BASH_COMMAND"' ERR

# xenstore_read PATH: its value; a missing node is fatal
xenstore_read() {
	xenstore-read "$1" 2>/dev/null || fatal "xenstore node $1 cannot be read"
}

# xenstore_read_default PATH DEFAULT
xenstore_read_default() {
	xenstore-read "$1" 2>/dev/null || echo "$2"
}

# xenstore_write PATH VALUE [PATH VALUE]...
xenstore_write() {
	log debug "writing $*"
	xenstore-write "$@" || fatal "cannot write to xenstore: $*"
}
