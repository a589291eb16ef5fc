# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Locks between hotplug scripts. The kernel drops them with the process, however it ends.

LOCK_BASEDIR=/var/run/xen-hotplug
declare -A _lock_fds

# claim_lock NAME: waits for the lock. The file is never removed, so that nobody can lock one
# that has lost its name.
claim_lock() {
	local fd
	mkdir -p "$LOCK_BASEDIR"
	exec {fd}>>"$LOCK_BASEDIR/$1.lock"
	flock -x "$fd"
	_lock_fds[$1]=$fd
}

# release_lock NAME
release_lock() {
	local fd=${_lock_fds[$1]:-}
	if [ -z "$fd" ]; then
		return 0
	fi
	exec {fd}>&-
	unset "_lock_fds[$1]"
}
