# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What xl's commands print and how they end, beside one paused guest; the texts are those of xl 4.17 (Debian's passes, but for
# the rows marked ours, where 4.17 only warns or says less).
#: type=pv
start_tools
out() { "$@" 2>&1; }
# prints LINE CMD...: some line of the output is exactly LINE
prints() { line=$1; shift; out "$@" | grep -qxF -e "$line"; }
# matches REGEX CMD...
matches() { regex=$1; shift; out "$@" | grep -qE -e "$regex"; }
# ends STATUS CMD...
ends() { status=$1; shift; "$@" >/dev/null 2>&1; [ $? = "$status" ]; }
tab=$(printf '\t')
bad_config() { # bad_config LINE MESSAGE: creating with LINE added fails, says MESSAGE and leaves nothing
	{ cat /tmp/hello.cfg; echo "name = 'bad'"; echo "$1"; } >/tmp/bad.cfg
	if out xl create /tmp/bad.cfg >/tmp/bad.out; then return 1; fi
	grep -qF -e "$2" /tmp/bad.out || { cat /tmp/bad.out; return 1; }
	! xl list bad >/dev/null 2>&1
}

guest_config hello hello </dev/null
lines=$(wc -l </tmp/hello.cfg)
must "xl create -p" xl create -p /tmp/hello.cfg
check "list: heading" prints "Name                                        ID   Mem VCPUs${tab}State${tab}Time(s)" xl list
check "list: a paused guest" matches '^hello {36} +[0-9]+ +[0-9]+ +1     --p---  {3,}[0-9.]+$' xl list
check "list -v: UUID, reason, label" matches '^hello .* [0-9a-f]{8}-[0-9a-f-]{27}        -                -$' xl list -v
check "list -l: JSON" matches '^                "name": "hello",$' xl list -l hello
check "list: no such name" prints "nosuch is an invalid domain identifier (rc=-6)" xl list nosuch
check "list: no such number" prints "Error: Domain '99' does not exist." xl list 99
check "list: status of a failure" ends 1 xl list nosuch
check "vcpu-list" matches '^hello {28}[0-9 ]{5} +0 .*  all / all$' xl vcpu-list hello
check "vcpu-pin" xl vcpu-pin hello 0 0 all
check "vcpu-pin: wrong vCPU" prints "Error: Invalid argument x as VCPU." xl vcpu-pin hello x 0
check "vcpu-pin: wrong CPUs" prints "Invalid pcpu range: frob." xl vcpu-pin hello 0 frob
check "sched-credit2 -d" matches '^hello {29}[0-9 ]{4} +256    0$' xl sched-credit2 -d hello
check "sched-credit2 -w -c" xl sched-credit2 -d hello -w 512 -c 50
check "sched-credit2 shows it" matches '^hello .* 512   50$' xl sched-credit2
check "sched-credit2 needs a domain" prints "Must specify a domain." xl sched-credit2 -w 5
check "mem-set: not a size" prints "invalid memory size: 1x" xl mem-set hello 1x
check "mem-max" xl mem-max hello 300m
check "vcpu-set: not a number" prints "Error: Invalid argument." xl vcpu-set hello x
check "domid" sh -c 'xl domid hello | grep -qx "[0-9]*"'
name_of_number() { [ "$(xl domname "$(xl domid "$1")")" = "$1" ]; }
check "domname" name_of_number hello
check "domid: none" prints "Can't get domid of domain name 'nosuch', maybe this domain does not exist." xl domid nosuch
check "rename" sh -c 'xl rename hello other && xl rename other hello'
check "rename to a name that is taken" ends 1 xl rename hello Domain-0
check "uptime" matches '^hello {29}[0-9 ]{4}  [0-9]:[0-9]{2}:[0-9]{2}$' xl uptime
check "block-list: heading" prints "Vdev  BE  handle state evt-ch ring-ref BE-path                       " xl block-list hello
check "network-list: heading" prints "Idx BE Mac Addr.         handle state evt-ch   tx-/rx-ring-ref BE-path                       " xl network-list hello
check "cpupool-list" matches '^Pool-0 {13} *[0-9]+ +credit2       y +2$' xl cpupool-list
check "claims: heading" prints "Name                                        ID   Mem VCPUs${tab}State${tab}Time(s)  Claimed" xl claims
check "info: xen_version" matches '^xen_version            : 4\.17' xl info
check "info -n: topology" prints "cpu:    core    socket     node" xl info -n
check "debug-keys and dmesg" sh -c 'xl debug-keys h && xl dmesg | grep -q pressed'
cleared() { xl dmesg -c >/dev/null && [ -z "$(xl dmesg)" ]; }
check "dmesg -c clears" cleared
check "trigger: unknown" prints 'Invalid trigger "frob"' xl trigger hello frob
check "shutdown without a domain" prints "You must specify -a or a domain id." xl shutdown
check "destroy of dom0" prints "Not destroying domain 0; use -f to force." xl destroy 0
check "destroy without a domain" prints "'xl destroy' requires at least 1 argument." xl destroy
check "a mistake on the command line" ends 2 xl destroy
check "unknown option" prints "option \`z' not supported." xl list -z
check "unknown command" prints "command not implemented" xl frob
check "a name that is taken" ends 3 xl create /tmp/hello.cfg
check "ours: it says by whom" matches "^/tmp/hello.cfg:1: error: \`name': a domain with the name hello exists, number [0-9]+;" xl create /tmp/hello.cfg
check "no such file" prints "Failed to read config file: /tmp/nosuch: No such file or directory" xl create /tmp/nosuch
check "dry run" matches '^        "name": "hello",$' xl create -n /tmp/hello.cfg
check "settings of the command line" matches '^        "name": "y",$' xl create -n /tmp/hello.cfg 'name="y"'
n=$((lines + 2))
check "ours: unknown key" bad_config 'memroy = 5' "/tmp/bad.cfg:$n: error: unknown key \`memroy'; did you mean \`memory'?"
check "ours: wrong type" bad_config 'memory = "much"' "/tmp/bad.cfg:$n: error: \`memory': \`much' is not a number; write memory = NUMBER"
check "ours: wrong vif" bad_config 'vif = [ "brige=x" ]' "/tmp/bad.cfg:$n: error: \`vif': unrecognized argument \`brige=x'"
check "wrong action" bad_config 'on_crash = "explode"' 'explode'
check "ours: no such kernel" bad_config 'kernel = "/nosuch"' "/tmp/bad.cfg:$n: error: \`kernel': cannot read /nosuch"
check "ours: no such bridge" bad_config 'vif = [ "bridge=nosuch0" ]' "/tmp/bad.cfg:$n: error: \`vif': there is no bridge nosuch0"
check "ours: not enough memory" bad_config 'memory = 1700' 'not enough memory'
check "ours: more memory than there is" bad_config 'memory = 900000' "/tmp/bad.cfg:$n: error: \`memory': 900000 MiB are more than the host has"
check "no such disk" bad_config 'disk = [ "/nosuch,raw,xvda,w" ]' '/nosuch'
check "destroy" xl destroy hello
wait_until 30 no_nodes_left
check "nothing is left in xenstore" no_nodes_left
check "the daemon's log" wait_until 30 grep -q "^Domain [0-9]* has been destroyed.$" /var/log/xen/xl-hello.log
