#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Prints the version (4.17.0); with --full or --short, "4.17.0" or "4.17".
set -eu
file=$(dirname "$0")/config/Version.mk
field() { sed -n "s/^$1 *[:?]*= *\([^\$ ]*\).*/\1/p" "$file"; }
short=$(field XEN_VERSION).$(field XEN_SUBVERSION)
case ${1:---full} in
--short) echo "$short" ;;
--full) echo "$short$(field XEN_EXTRAVERSION)" ;;
*) echo "usage: version.sh [--full|--short]" >&2; exit 2 ;;
esac
