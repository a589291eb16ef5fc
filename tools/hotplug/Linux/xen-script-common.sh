# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# For scripts that are not bound to a device: stop at the first error, know the paths.

set -e
dir=${dir:-$(dirname "$0")}
# shellcheck source=/dev/null
. "$dir/hotplugpath.sh"
# shellcheck disable=SC2154 # set by hotplugpath.sh
PATH=$sbindir:$bindir:$LIBEXEC_BIN:/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin:$PATH
export PATH
# tools' output is parsed
export LC_ALL=C
