# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced by the scripts of automation/ and tests/: messages, packages, the cache.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# What is downloaded from Debian, kept between runs.
# shellcheck disable=SC2034 # used by those that source this
CACHE=${XEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/xen-automation}
# the name of the script that sourced this, for messages
ME=$(basename "$0")

say() { echo "$ME: $*" >&2; }
die() { say "$*"; exit 2; }

# packages_of GROUP...: the names of automation/packages in these groups
packages_of() {
	local group
	for group in "$@"; do sed -n "s/^$group  *\\([^ #]*\\).*/\\1/p" "$ROOT/automation/packages"; done
}

# missing_packages GROUP...: those that are not installed
missing_packages() {
	local p
	for p in $(packages_of "$@"); do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"
	done
}

# install_packages GROUP...: as root installs what is missing, as anybody else says which command does
install_packages() {
	local missing
	mapfile -t missing < <(missing_packages "$@")
	[ ${#missing[@]} -gt 0 ] || return 0
	[ "$(id -u)" = 0 ] || die "missing packages; as root: apt-get install ${missing[*]}"
	say "installing ${missing[*]}"
	apt-get update -qq >&2 || say "apt-get update failed; trying with the lists that are there"
	# what is installed stays: this may be somebody's own machine
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-remove --no-install-recommends "${missing[@]}" >/dev/null ||
		die "apt-get install --no-remove ${missing[*]} failed"
}
