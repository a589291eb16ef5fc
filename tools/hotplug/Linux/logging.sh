# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Messages of hotplug scripts: to the system log, errors to stderr too (libxl puts that in its log).

# log LEVEL WORDS...: LEVEL is a syslog level (debug info notice warning err)
log() {
	local level=$1
	shift
	if command -v logger >/dev/null; then
		logger -p "daemon.$level" -- "$0: $*" 2>/dev/null || true
	fi
	case $level in
	warning | err) echo "$0: $*" >&2 ;;
	esac
}
