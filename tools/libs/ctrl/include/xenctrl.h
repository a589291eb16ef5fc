/* SPDX-License-Identifier: MIT */
/*
 * libxenctrl: the control interfaces of the hypervisor, one function per operation.
 *
 * Unless stated otherwise a function returns 0 (or a pointer) on success, and on failure -1 (or
 * NULL) with errno set: the hypervisor's error, or that of the kernel or of this library. "Logged"
 * means that the reason also went to the logger of the handle; errno survives that.
 */
#ifndef XENCTRL_H
#define XENCTRL_H

/* The public headers then also show what only a toolstack may use. */
#ifndef __XEN_TOOLS__
#define __XEN_TOOLS__ 1
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <xen/xen.h>
#include <xen/domctl.h>
#include <xen/event_channel.h>
#include <xen/grant_table.h>
#include <xen/hvm/dm_op.h>
#include <xen/hvm/params.h>
#include <xen/kexec.h>
#include <xen/memory.h>
#include <xen/physdev.h>
#include <xen/platform.h>
#include <xen/sched.h>
#include <xen/sysctl.h>
#include <xen/version.h>
#include <xen/xsm/flask_op.h>

#include "xentoollog.h"

#if defined(__i386__) || defined(__x86_64__)
#include <xen/arch-x86/xen-mca.h>
#include <xen/foreign/x86_32.h>
#include <xen/foreign/x86_64.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define XC_PAGE_SHIFT 12
#define XC_PAGE_SIZE (1UL << XC_PAGE_SHIFT)
#define XC_PAGE_MASK (~(XC_PAGE_SIZE - 1))

#define INVALID_MFN (~0UL)

/* Barriers between this processor and others that look at the same shared memory. */
#define xen_barrier() __asm__ __volatile__("" : : : "memory")
#if defined(__i386__) || defined(__x86_64__)
/*
 * Loads and stores of each kind stay in order by themselves: only a full barrier costs something.
 */
#define xen_mb() __sync_synchronize()
#define xen_rmb() xen_barrier()
#define xen_wmb() xen_barrier()
#elif defined(__aarch64__)
#define xen_mb() __asm__ __volatile__("dmb sy" : : : "memory")
#define xen_rmb() xen_mb()
#define xen_wmb() xen_mb()
#elif defined(__arm__)
#define xen_mb() __asm__ __volatile__("dmb" : : : "memory")
#define xen_rmb() xen_mb()
#define xen_wmb() xen_mb()
#else
#error "unknown architecture: its memory barriers are missing here"
#endif

/* --- the handle --- */

/* Handles are pointers; they were file descriptors before Xen 4.1. */
#define XENCTRL_HAS_XC_INTERFACE 1

typedef struct xc_interface_core xc_interface;

enum xc_open_flags {
	XC_OPENFLAG_DUMMY = 1 << 0,         /* open nothing: for functions that need no hypervisor */
	XC_OPENFLAG_NON_REENTRANT = 1 << 1, /* never used by two threads at once: saves locks */
};

/*
 * Open the hypervisor's interface. @logger receives errors (NULL: stderr), @dombuild_logger what
 * the domain builder has to say (NULL: a log file of its own); both must outlive the handle.
 * @open_flags is of enum xc_open_flags. NULL on failure, logged: not on Xen, or not privileged.
 *
 * The child of a fork(2) may do nothing with an inherited handle but close it.
 */
xc_interface *xc_interface_open(xentoollog_logger *logger, xentoollog_logger *dombuild_logger,
				unsigned open_flags);

/* Close a handle, whatever is returned; NULL is fine. */
int xc_interface_close(xc_interface *xch);

/* The handles of the libraries beneath, for use while @xch is open. NULL in a dummy. */
struct xencall_handle *xc_interface_xcall_handle(xc_interface *xch);
struct xenforeignmemory_handle *xc_interface_fmem_handle(xc_interface *xch);
struct xendevicemodel_handle *xc_interface_dmod_handle(xc_interface *xch);

/* --- errors --- */

enum xc_error_code {
	XC_ERROR_NONE = 0,
	XC_INTERNAL_ERROR = 1,
	XC_INVALID_KERNEL = 2,
	XC_INVALID_PARAM = 3,
	XC_OUT_OF_MEMORY = 4,
};
typedef enum xc_error_code xc_error_code;

#define XC_MAX_ERROR_MSG_LEN 1024

typedef struct xc_error {
	enum xc_error_code code;
	char message[XC_MAX_ERROR_MSG_LEN];
} xc_error;

/* A code as text: a fixed string, never NULL. */
const char *xc_error_code_to_desc(int code);

/* An errno value as text, valid until this thread's next call. */
const char *xc_strerror(xc_interface *xch, int errcode);

/* The error that was logged last, of this thread (or, with NON_REENTRANT, of this handle). */
const xc_error *xc_get_last_error(xc_interface *xch);
void xc_clear_last_error(xc_interface *xch);

#ifdef __cplusplus
}
#endif

/* In this order: host has the types of processor maps, which domain uses. */
#include "xenctrl_buffer.h"
#include "xenctrl_host.h"
#include "xenctrl_pm.h"
#include "xenctrl_domain.h"
#include "xenctrl_memory.h"
#include "xenctrl_device.h"
#include "xenctrl_monitor.h"
#include "xenctrl_flask.h"
#include "xenctrl_compat.h"

#endif /* XENCTRL_H */
