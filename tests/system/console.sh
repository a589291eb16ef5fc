# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The guest's console on a terminal: what is typed reaches the guest, what it says is shown, Ctrl-] leaves.
#: type=pv
start_tools
# on_terminal TYPESCRIPT COMMAND: with a terminal whose keyboard is standard input
on_terminal() { SHELL=/bin/sh script -qfc "$2" "$1" >/dev/null; }
said() { [ -f "/tmp/$1" ] && tr -d '\r' <"/tmp/$1" | grep -q "$2"; }
# types TYPESCRIPT WORD: has the guest's shell put together a word that is not what was typed; again until it does, because what
# is typed before a terminal is set up may be dropped
types() {
	for _ in $(seq 60); do
		said "$1" "^$2-42" && break
		echo "echo $2-\$((40 + 2))"
		sleep 2
	done
}

guest_config shell shell </dev/null
{ types create made; printf '\035'; } | on_terminal /tmp/create "xl create -c /tmp/shell.cfg" &
creating=$!
check "xl create -c comes back" wait_until 200 sh -c "! [ -e /proc/$creating ]"
check "the kernel's messages were shown" said create "guest: up on xen"
check "what was typed reached the guest" said create "^made-42"
check "leaving the console left the guest" xl list shell

{ types console again; printf '\035'; } | on_terminal /tmp/console "xl console shell" &
attached=$!
check "xl console comes back" wait_until 200 sh -c "! [ -e /proc/$attached ]"
check "xl console shows what is typed, and the answer" said console "^again-42"
tail -f /dev/null | on_terminal /tmp/ends "xl console shell" &
attached=$!
check "xl console is attached again" wait_until 60 pidof xenconsole
check "the guest is destroyed" xl destroy shell
check "which ends its console" wait_until 30 sh -c "! [ -e /proc/$attached ]"
check "nothing is left in xenstore" wait_until 30 no_nodes_left
