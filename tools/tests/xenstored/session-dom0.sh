# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# The scripted session in a dom0: our daemon and Debian's, each with our clients and with Debian's. A scenario of a boot whose
# initramfs has session.sh, session-dom0.expected and ours/ (xenstored, the clients, libxenstore.so.4) in /xs, and Debian's tools. pairs=DAEMON-CLIENTS picks some of the pairs.
debian=$(dirname "$(command -v xenstored)")

one() { # one DAEMON CLIENTS: both "ours" or "debian"
	local exe bin control lib
	# -D: the kernel's own connection outlives no daemon, and each session wants a fresh one. Debian's serves nobody
	# with -D: its session is the last of a boot.
	[ "$1" = ours ] && exe="/xs/ours/xenstored -D" || exe=$debian/xenstored
	if [ "$2" = ours ]; then
		bin=/xs/ours control=/xs/ours/xenstore-control lib=/xs/ours:$LD_LIBRARY_PATH
	else
		bin=/usr/bin control=$debian/xenstore-control lib=$LD_LIBRARY_PATH
	fi
	rm -rf /run/xs; mkdir /run/xs
	# shellcheck disable=SC2086 # words on purpose
	XENSTORED_RUNDIR=/run/xs $exe --pid-file /run/xs/pid || fail "$1's xenstored did not start"
	# Debian's returns before it is ready; a client that finds no socket asks the kernel, and waits for ever
	until [ -S /run/xs/socket ] && [ -s /run/xs/pid ]; do sleep 0.1; done
	if [ "$1" = debian ]; then # what the kernel writes when it finds a daemon is no part of the session
		export XENSTORED_PATH=/run/xs/socket
		until /usr/bin/xenstore-exists /local/domain/0/control/feature-suspend; do sleep 0.1; done
		/usr/bin/xenstore-rm /local
	fi
	(cd /run/xs && XENSTORED_PATH=/run/xs/socket LD_LIBRARY_PATH=$lib bash /xs/session.sh "$bin" "$control") >/run/out 2>&1
	kill "$(cat /run/xs/pid)"
	if cmp /run/out /xs/session-dom0.expected; then
		echo "SESSION $1's daemon, $2's clients: as expected ($(wc -l </run/out) lines)"
	else
		diff /run/out /xs/session-dom0.expected | head -n 20
		different=1
	fi
}

different=
# shellcheck disable=SC2154 # of the kernel's command line
for pair in ${pairs:-ours-debian ours-ours debian-ours}; do one "${pair%-*}" "${pair#*-}"; done
[ -z "$different" ] || fail "sessions differ"
pass "session $pairs"
