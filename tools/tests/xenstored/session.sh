#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# session.sh BINDIR CONTROL: every command of the Xenstore clients, the same on any implementation; prints all
# that they say. The daemon is the one that $XENSTORED_PATH leads to, freshly started.
B=$1 CONTROL=$2
x() { # x COMMAND ARGS...: one client call with its output and status
	local cmd=$1; shift
	printf '$ %s %s\n' "$cmd" "$*"
	"$B/$cmd" "$@" 2>&1 | sed "s|$B/||g"
	printf '= %d\n' "${PIPESTATUS[0]}"
}
control() { printf '$ control %s\n' "$*"; "$CONTROL" "$@" 2>&1 | sed "s|$CONTROL|CONTROL|"; printf '= %d\n' "${PIPESTATUS[0]}"; }

x xenstore-ls
x xenstore-write /a/b/c hello /a/b/d 'a\tb\x41\\\n\001z' /a/e ''
x xenstore-read /a/b/c /a/b/d /a/e
x xenstore-read -p /a/b/c /a/e
printf '$ read -R\n'; "$B/xenstore-read" -R /a/b/d | od -c
x xenstore-write -R /a/raw 'x\ty'
x xenstore-read /a/raw
x xenstore-list /a /a/b
x xenstore-list -p /a
x xenstore-ls
x xenstore-ls -f /a
x xenstore-ls -p
x xenstore-ls -fp
x xenstore-exists /a
x xenstore-exists /a /nope
x xenstore-exists /nope
x xenstore-read /nope
x xenstore-list /nope
x xenstore-ls /nope
x xenstore-rm /nope
x xenstore-rm /nope/deeper
x xenstore-rm /
x xenstore-write /bad//path 1
x xenstore-write '/bad path' 1
x xenstore-write /only-a-key
x xenstore-read
x xenstore-chmod /a n0 r1 b2 w3
x xenstore-ls -p /
x xenstore-chmod -r /a b5
x xenstore-ls -fp /a
x xenstore-chmod -u /a/b/c r7 n8
x xenstore-ls -fp /a
x xenstore-chmod /a x9
x xenstore-chmod /nope n0
x xenstore-write "/wide/$(printf 'n%.0s' {1..60})" "$(printf 'v%.0s' {1..60})" /wide/short "$(printf 'w%.0s' {1..90})"
x xenstore-ls -p /wide
x xenstore-rm /a/b/c /a/b/d
x xenstore-rm -t /a/b
x xenstore-ls /a
x xenstore read /a/e
x xenstore ls
x xenstore bogus
x xenstore
x xenstore-ls -h
x xenstore chmod
x xenstore-watch -n 1 /a
printf '$ watch\n'
timeout 20 "$B/xenstore-watch" -n 4 /watched >watch.out & w=$!
until grep -q . watch.out 2>/dev/null; do sleep 0.05; done
"$B/xenstore-write" /watched 1; until grep -q '' <(sed -n 2p watch.out); do sleep 0.05; done
"$B/xenstore-write" /watched/x/y 2; until grep -q '' <(sed -n 3p watch.out); do sleep 0.05; done
"$B/xenstore-rm" /watched
wait $w; echo "= $?"; cat watch.out; rm -f watch.out
i=0; while [ $i -lt 900 ]; do printf '/big/a-child-of-it-%d v ' $i; i=$((i + 1)); done | xargs -n 100 "$B/xenstore-write"
printf '$ big directory\n'; "$B/xenstore-list" /big | md5sum
control check
control quota
control quota-soft
control quota set nodes 1234
control quota set nonsense 1
control quota 77
control print hello
control log on
control log off
control help
control nonsense
control live-update
control live-update /nonexistent
control
