# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# For vif scripts. Sets, from arguments and environment:
#   command   online offline (vif), add remove (tap, hot-(un)plug)
#   type_if   vif or tap
#   dev       the interface
#   ip        the guest's addresses from its configuration, separated by spaces; may be empty

dir=${dir:-$(dirname "$0")}
# shellcheck source=xen-hotplug-common.sh
. "$dir/xen-hotplug-common.sh"
# shellcheck source=xen-network-common.sh
. "$dir/xen-network-common.sh"

command=${1:-}
type_if=${type_if:-vif}
shift || true
for arg in "$@"; do
	case $arg in
	type_if=* | vif=* | dev=* | bridge=* | ip=* | netdev=* | mac=*) declare "${arg%%=*}=${arg#*=}" ;;
	*) log warning "argument $arg is not understood" ;;
	esac
done

case $command in
online | offline | add | remove) ;;
*) fatal "usage: $0 online|offline|add|remove [type_if=vif|tap] (not \"$command\")" ;;
esac

case $type_if in
vif)
	[ -n "$XENBUS_PATH" ] || fatal "XENBUS_PATH is not set"
	dev=${vif:-${dev:-}}
	if [ -z "$dev" ]; then
		dev=$(xenstore_read_default "$XENBUS_PATH/vifname" "")
	fi
	[ -n "$dev" ] || fatal "\$vif does not name the interface"
	# netback calls it vifD.N; the configuration may want another name
	vifname=$(xenstore_read_default "$XENBUS_PATH/vifname" "")
	if [ -n "$vifname" ] && [ "$vifname" != "$dev" ] && [ "$command" = online ] &&
		[ ! -e "/sys/class/net/$vifname" ]; then
		do_or_die ip link set dev "$dev" down
		do_or_die ip link set dev "$dev" name "$vifname"
	fi
	if [ -n "$vifname" ]; then
		dev=$vifname
	fi
	ip=${ip:-$(xenstore_read_default "$XENBUS_PATH/ip" "")}
	;;
tap)
	# the device model's interface, which has no backend directory to write to
	dev=${INTERFACE:-${vif:-${dev:-}}}
	[ -n "$dev" ] || fatal "\$INTERFACE does not name the interface"
	if [ "$command" = online ]; then
		command=add
	fi
	ip=${ip:-}
	;;
*) fatal "type_if=$type_if is neither vif nor tap" ;;
esac

# main_ip DEV: an address of an interface, to be the source of routes to guests
main_ip() {
	ip -4 -o addr show dev "$1" scope global primary 2>/dev/null | awk 'NR == 1 { sub(/\/.*/, "", $4); print $4 }'
}

# any address of this domain
dom0_ip() {
	local nd=${netdev:-}
	if [ -z "$nd" ]; then
		nd=$(ip -4 route show default 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") { print $(i + 1); exit } }')
	fi
	[ -n "$nd" ] || fatal "there is no default route: set gatewaydev= in the vif's configuration"
	main_ip "$nd"
}

_firewall_on() {
	command -v iptables >/dev/null || return 1
	[ "$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null)" = 1 ] || [ "${1:-}" = routed ]
}

# _rule -I|-D WORDS...: a rule of the FORWARD chain; removing one that is not there is no failure
_rule() {
	local op=$1
	shift
	if [ "$op" = -D ]; then
		iptables -w -D FORWARD "$@" 2>/dev/null || true
	else
		iptables -w -C FORWARD "$@" 2>/dev/null || iptables -w -I FORWARD "$@" ||
			log warning "iptables -I FORWARD $* failed; the guest's packets may be dropped"
	fi
}

# handle_iptable -I|-D [routed]: where the firewall sees bridged packets, lets the guest's through,
# only those from its own addresses if it has been given any
handle_iptable() {
	local op=$1 addr
	_firewall_on "${2:-}" || return 0
	claim_lock iptables
	_rule "$op" -m physdev --physdev-is-bridged --physdev-out "$dev" -j ACCEPT
	if [ -z "$ip" ]; then
		_rule "$op" -m physdev --physdev-is-bridged --physdev-in "$dev" -j ACCEPT
	else
		_rule "$op" -m physdev --physdev-is-bridged --physdev-in "$dev" -p udp --sport 68 --dport 67 -j ACCEPT
		for addr in $ip; do
			case $addr in
			*:*) ;;
			*) _rule "$op" -m physdev --physdev-is-bridged --physdev-in "$dev" -s "$addr" -j ACCEPT ;;
			esac
		done
	fi
	release_lock iptables
}
