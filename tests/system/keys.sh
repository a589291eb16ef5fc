# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Keys of a guest's configuration, seen from inside the guest: maxmem=, cpuid=, tsc_mode=, and the local APIC in xAPIC mode.
#: type=pvh
start_tools
guest_line() { guest_log "$1" | tr -d '\r' | sed -n "s/^guest: $2 //p" | tail -n 1; }
show_facts() {
	for fact in time model apic clocksource; do echo "# $1: $fact $(guest_line "$1" $fact)"; done
}
has_flag() { # has_flag GUEST FLAG
	guest_line "$1" flags | grep -q " $2 "
}
lacks_flag() { ! has_flag "$@" && [ -n "$(guest_line "$1" flags)" ]; }
memory_between() { # memory_between GUEST LOW HIGH: MiB that the guest has
	kb=$(guest_line "$1" memory | sed 's/ .*//')
	[ "$((kb >> 10))" -ge "$2" ] && [ "$((kb >> 10))" -le "$3" ]
}
listed_between() { # the same, of xl list
	mb=$(xl list "$1" | awk 'END { print $3 }')
	[ "$mb" -ge "$2" ] && [ "$mb" -le "$3" ]
}
time_leaf() { # time_leaf GUEST: "FLAGS MODE", flag 1: the TSC is emulated
	# shellcheck disable=SC2046 # words are meant
	set -- $(guest_line "$1" time)
	echo "$((0x$1 & 1)) $((0x$2))"
}
apic_mode() { # apic_mode GUEST: the bits "enabled" and "x2APIC mode" of IA32_APIC_BASE
	echo "$((0x$(guest_line "$1" apic | tr -d ' ') & 0xc00))"
}
in_x2apic_mode() { [ "$(apic_mode "$1")" = $((0xc00)) ]; }
in_xapic_mode() { [ "$(apic_mode "$1")" = $((0x800)) ]; }
# create NAME KERNEL-WORDS: a guest of $memory and $vcpus, with more lines from standard input
create() {
	# guest_config's, too
	export memory vcpus
	guest_config "$1" "facts $2"
	must "xl create $1" xl create "/tmp/$1.cfg"
	must "$1 is up" wait_until 120 guest_said "$1" "guest: memory"
	show_facts "$1"
}

create plain </dev/null
check "a guest's APIC is in x2APIC mode" in_x2apic_mode plain
for flag in avx2 aes sse4_2; do check "the processor has $flag" has_flag plain $flag; done
check "tsc_mode=default is what it says by itself" [ "$(time_leaf plain | cut -d' ' -f2)" = 0 ]
check "xl destroy plain" xl destroy plain

create narrow <<'CFG'
cpuid = "host,avx2=0,aes=0"
tsc_mode = "always_emulate"
CFG
check "cpuid= took AVX2 away" lacks_flag narrow avx2
check "cpuid= took AES away" lacks_flag narrow aes
check "cpuid= left SSE4.2" has_flag narrow sse4_2
check "tsc_mode=always_emulate: it says so" [ "$(time_leaf narrow)" = "1 1" ]
check "xl destroy narrow" xl destroy narrow

memory=160
create room <<'CFG'
maxmem = 256
cpuid = [ "0x00000001:ecx=xxxxxx0xxxxxxxxxxxxxxxxxxxxxxxxx" ]
tsc_mode = "native"
CFG
check "cpuid= by bits took AES away" lacks_flag room aes
check "cpuid= by bits left AVX2" has_flag room avx2
check "tsc_mode=native: it says so" [ "$(time_leaf room)" = "0 2" ]
check "the guest gives back what is beyond memory=" wait_until 60 memory_between room 150 161
check "xl list says so" wait_until 30 listed_between room 159 161
xl mem-set room 224
check "it takes more up to maxmem=" wait_until 60 memory_between room 214 225
check "xl list says so, too" wait_until 30 listed_between room 223 225
echo "# room: $(guest_line room memory); $(xl list room | tail -n 1)"
check "xl destroy room" xl destroy room

unset memory
vcpus=2
create xapic nox2apic </dev/null
check "nox2apic: it is in xAPIC mode, its registers in memory" in_xapic_mode xapic
check "the second processor was started by that" guest_said xapic "with 2 cpus"
check "xl destroy xapic" xl destroy xapic
check "nothing is left in xenstore" wait_until 30 no_nodes_left
xl dmesg | grep -E '\(XEN\) d[1-9]' | sed 's/^/# /'
