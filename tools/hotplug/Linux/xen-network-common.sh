# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Interfaces and bridges, by iproute2.

# the first bridge of this domain, for a vif that names none
find_default_bridge() {
	ip -o link show type bridge 2>/dev/null | awk -F': ' 'NR == 1 { sub(/@.*/, "", $2); print $2 }'
}

is_bridge() {
	[ -d "/sys/class/net/$1/bridge" ]
}

# The highest unicast address: a bridge takes the lowest of its ports', and must not change its own
# when a guest comes or goes.
_setup_port() {
	ip link set dev "$1" down
	ip link set dev "$1" arp off
	ip link set dev "$1" multicast off
	ip link set dev "$1" address fe:ff:ff:ff:ff:ff
	ip addr flush dev "$1"
}

# setup_virtual_bridge_port DEV: a backend's interface, which is to be a port and nothing else
setup_virtual_bridge_port() {
	_setup_port "$1" || fatal "cannot set up $1 as a bridge port"
}

# add_to_bridge BRIDGE DEV
add_to_bridge() {
	local bridge=$1 dev=$2
	if [ "$(readlink "/sys/class/net/$dev/master" 2>/dev/null)" != "../$bridge" ]; then
		ip link set dev "$dev" master "$bridge" || fatal "cannot add $dev to bridge $bridge"
	fi
	ip link set dev "$dev" up
}

# set_mtu BRIDGE DEV TYPE: the configured MTU or the bridge's, told to a guest's frontend as well
set_mtu() {
	local bridge=$1 dev=$2 type=$3 mtu frontend
	mtu=
	if [ "$type" = vif ]; then
		mtu=$(xenstore_read_default "$XENBUS_PATH/mtu" "")
	fi
	if [ -z "$mtu" ]; then
		mtu=$(cat "/sys/class/net/$bridge/mtu" 2>/dev/null || true)
	fi
	if [ -z "$mtu" ] || [ "$mtu" -le 0 ]; then
		return 0
	fi
	ip link set dev "$dev" mtu "$mtu" || log warning "cannot set the MTU of $dev to $mtu"
	if [ "$type" = vif ]; then
		frontend=$(xenstore_read_default "$XENBUS_PATH/frontend" "")
		if [ -n "$frontend" ]; then
			xenstore-write "$frontend/mtu" "$mtu" || log warning "cannot tell the guest its MTU"
		fi
	fi
}
