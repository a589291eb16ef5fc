# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced: a configured and built tree.

# configure_tree: a tree that was configured is left as it is
configure_tree() {
	cd "$ROOT" || return
	[ -f config/Tools.mk ] && [ -f config.status ] && return
	local output
	output=$(./configure --prefix=/usr 2>&1) || { printf '%s\n' "$output" >&2; return 1; }
}

# build_dist: dist/install is up to date
build_dist() {
	configure_tree && make -s -j"$(nproc)" -C "$ROOT" dist
}
