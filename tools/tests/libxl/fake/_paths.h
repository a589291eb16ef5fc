/* SPDX-License-Identifier: GPL-2.0-only */
/* Directories of the tests: where they run. */
#define XEN_RUN_DIR "."
#define XEN_LOG_DIR "."
#define XEN_LIB_DIR "."
#define XEN_LOCK_DIR "."
#define XEN_SCRIPT_DIR "/etc/xen/scripts"
#define XEN_CONFIG_DIR "/etc/xen"
#define LIBEXEC_BIN "/usr/lib/xen/bin"
#define XENFIRMWAREDIR "/usr/lib/xen/boot"
