#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes configure from configure.ac and m4/. Only needed after a change to those: configure is committed.
set -eu
cd "$(dirname "$0")"
command -v autoconf >/dev/null || { echo "autogen.sh: autoconf is missing; apt-get install autoconf" >&2; exit 1; }
autoconf -Wall
rm -rf autom4te.cache configure~
