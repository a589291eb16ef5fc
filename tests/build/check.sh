#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Tests configure, version.sh and the top Makefile in a copy of what git knows, so that the tree at hand stays as it is. Prints TAP.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir "$copy"
(cd "$root" && tar -cf - configure configure.ac m4 config/*.in config/Version.mk autogen.sh version.sh Config.mk Makefile docs/Makefile automation/packages) | tar -xf - -C "$copy"
cd "$copy" || exit

number=0 failed=0
result() { # result STATUS NAME: $work/out is shown when it fails
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=1
		echo "not ok $number - $2"
		tail -n 20 "$work/out" | sed 's/^/# /'
	fi
}
says() { grep -q -- "$1" "$work/out"; }
configure() { rm -f config/*.mk.tmp; ./configure "$@" >"$work/out" 2>&1; }
# refuses PATTERN ARGUMENTS...: configure fails and says something that matches
refuses() {
	local pattern=$1
	shift
	! configure "$@" && says "$pattern"
}
# value NAME: of a path, as make expands it
value() {
	# shellcheck disable=SC2016 # for make, not for the shell
	printf 'include Config.mk\ninclude config/Paths.mk\ninclude config/Tools.mk\nx:;@echo $(%s)\n' "$1" | make -s -f - x
}
is() { # is NAME VALUE
	[ "$(value "$1")" = "$2" ] || { echo "$1 is $(value "$1"), not $2" >"$work/out"; return 1; }
}

configure --prefix=/usr
result $? "configure works without any step before it"
is LIBEXEC_BIN /usr/lib/xen/bin && is XEN_SCRIPT_DIR /etc/xen/scripts && is XEN_RUN_DIR /var/run/xen && is libdir /usr/lib &&
	is SYSCONFIG_DIR /etc/default && is XENSTORED_KIND xenstored && is debug n
result $? "the defaults are 4.17's"

configure --libdir=/usr/lib/x86_64-linux-gnu --with-sysconfig-leaf-dir=sysconfig --with-initddir=/etc/rc.d/init.d \
	--with-xenstored=oxenstored --with-linux-backend-modules="one two" --enable-debug --prefix=/opt/xen && is LINUX_BACKEND_MODULES "one two" &&
	is libdir /usr/lib/x86_64-linux-gnu && is SYSCONFIG_DIR /etc/sysconfig && is INITD_DIR /etc/rc.d/init.d &&
	is XENSTORED_KIND oxenstored && is debug y && is SBINDIR /opt/xen/sbin
result $? "options reach the Makefiles"

configure --disable-tools --disable-docs ac_cv_lib_z_inflateInit2_=no && grep -q '^SUBSYSTEMS := *xen$' config/Toplevel.mk
result $? "a part that is left out is neither built nor checked for"

refuses 'apt-get install zlib1g-dev' ac_cv_lib_z_inflateInit2_=no
result $? "a missing library is named with its Debian package"
mkdir "$work/bin"
find /usr/bin /bin -maxdepth 1 -regextype egrep ! -regex '.*/([^/]*-)?(gcc|cc|clang|c[89]9|tcc)[^/]*' -exec ln -sft "$work/bin" {} +
PATH=$work/bin refuses 'apt-get install gcc libc6-dev .*flex' CC=
result $? "without a compiler all packages are named"
refuses 'apt-get install flex' ac_cv_prog_FLEX=
result $? "a missing program is named with its Debian package"
refuses 'bison.*flex.*liblzma-dev' ac_cv_prog_FLEX= ac_cv_prog_BISON= ac_cv_header_lzma_h=no
result $? "all that is missing is named at once"
refuses 'Python 3.9 or newer' PYTHON=/bin/false
result $? "a Python that does not run is refused"
refuses 'xenstored or oxenstored' --with-xenstored=other
result $? "an unknown xenstored is refused"
refuses 'not in this source tree' --enable-stubdom
result $? "a part that this tree does not have is refused, not ignored"
configure --disable-stubdom --disable-ocamltools
result $? "leaving such a part out is accepted"

[ "$(./version.sh)" = "$(make -s -f - x <<<$'include Config.mk\nx:;@echo $(XEN_FULLVERSION)')" ] && [ "$(./version.sh --short)" = 4.17 ]
result $? "version.sh and make agree"
make help >"$work/out" 2>&1 && says '  dist ' && says '  world '
result $? "make help lists the targets"

# libxen-dev is on every machine that runs all tests, and would serve a header that a Makefile forgot
if find "$root/tools" -name '*.d' -print -quit | grep -q .; then
	! find "$root/tools" -name '*.d' -exec grep -HoE ' /usr/include/(xen|libxl)[^ :]*' {} + >"$work/out"
	result $? "the tools are built without the system's Xen headers"
else
	number=$((number + 1))
	echo "ok $number - the tools are built without the system's Xen headers # SKIP nothing is built"
fi

if command -v autoconf >/dev/null && [ "$(autoconf --version | sed -n '1s/.* //p')" = "$(sed -n 's/.*GNU Autoconf \([0-9.]*[0-9]\).*/\1/p' configure | head -n 1)" ]; then
	cp configure old && ./autogen.sh >"$work/out" 2>&1 && diff old configure >"$work/out"
	result $? "configure was made from this configure.ac"
else
	number=$((number + 1))
	echo "ok $number - configure was made from this configure.ac # SKIP no autoconf of the same version"
fi
echo "1..$number"
exit $failed
