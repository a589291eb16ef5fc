/* SPDX-License-Identifier: LGPL-2.1-only */
/* What the files of libxenctrl share: the handle, the paths to the hypervisor, bounced buffers. */
#ifndef XENCTRL_PRIVATE_H
#define XENCTRL_PRIVATE_H

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include <xenctrl.h>

#include <xencall.h>
#include <xendevicemodel.h>
#include <xenforeignmemory.h>

#define PAGE_SHIFT XC_PAGE_SHIFT
#define PAGE_SIZE XC_PAGE_SIZE
#define PAGE_MASK XC_PAGE_MASK

/*
 * The handle. Libraries built at another time (libxenguest) reach into it, so its layout is ABI:
 * the offsets are checked in core.c.
 */
struct xc_interface_core {
	int flags; /* XC_OPENFLAG_* */
	xentoollog_logger *error_handler, *error_handler_tofree;
	xentoollog_logger *dombuild_logger, *dombuild_logger_tofree;
	struct xc_error last_error; /* with NON_REENTRANT only; else there is one per thread */
	FILE *dombuild_logger_file;
	const char *currently_progress_reporting;
	xencall_handle *xcall;
	xenforeignmemory_handle *fmem;
	xendevicemodel_handle *dmod;
};

/* --- reporting; all keep errno --- */

void xc_reportv(xc_interface *xch, xentoollog_logger *lg, xentoollog_level level, int code,
		const char *fmt, va_list args) __attribute__((format(printf, 5, 0)));
void xc_report(xc_interface *xch, xentoollog_logger *lg, xentoollog_level level, int code,
	       const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Log an error, and remember it for xc_get_last_error(). */
void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Name an activity, and report how far it got. The name must outlive the reports. */
const char *xc_set_progress_prefix(xc_interface *xch, const char *doing);
void xc_report_progress_single(xc_interface *xch, const char *doing);
void xc_report_progress_step(xc_interface *xch, unsigned long done, unsigned long total);

#define ERROR(...) xc_report_error(xch, XC_INTERNAL_ERROR, __VA_ARGS__)
#define PERROR(fmt, ...) \
	ERROR(fmt " (%d = %s)", ##__VA_ARGS__, errno, xc_strerror(xch, errno))
#define DPRINTF(fmt, ...) \
	xc_report(xch, xch->error_handler, XTL_DETAIL, 0, fmt, ##__VA_ARGS__)

/* --- bounced buffers: caller's memory, copied into memory that the hypervisor may be shown --- */

enum xc_direction {
	XC_IN = 1,          /* to the hypervisor */
	XC_OUT = 2,         /* from it, even if the call fails: some report how far they got */
	XC_INOUT = XC_IN | XC_OUT,
};

struct xc_bounce {
	xc_interface *xch;
	void *user;
	void *hyp; /* what to give to the hypervisor; NULL for no memory, or for an empty buffer */
	size_t size;
	enum xc_direction dir;
};

/* Start a bounce: 0, or -1 with errno set. An empty buffer, or a NULL one, is NULL to the hypervisor. */
int xc_bounce_start(struct xc_bounce *b);

/* End it: copy back what came out, free the copy. Keeps errno. */
void xc_bounce_end(struct xc_bounce *b);

/*
 * Declare @name, a bounce of @size_ bytes at @ptr, that ends with the enclosing block, and return
 * @failed from the function if there is no memory for it.
 */
#define BOUNCE_OR(failed, name, ptr, size_, dir_)						\
	__attribute__((cleanup(xc_bounce_end))) struct xc_bounce name = {			\
		.xch = xch, .user = (void *)(ptr), .size = (size_), .dir = (dir_),		\
	};											\
	if (xc_bounce_start(&name))								\
		return failed
#define BOUNCE(name, ptr, size, dir) BOUNCE_OR(-1, name, ptr, size, dir)

/* Bytes of @n elements like @*ptr; SIZE_MAX, which no allocation grants, if that overflows. */
#define ARRAY_BYTES(ptr, n) xc_array_bytes(n, sizeof(*(ptr)))
static inline size_t xc_array_bytes(size_t n, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? SIZE_MAX : bytes;
}

#define set_bounce_handle(handle, bounce) set_xen_guest_handle_raw(handle, (bounce).hyp)
#define set_bounce_handle_at(handle, bounce, bytes) \
	set_xen_guest_handle_raw(handle, (void *)((char *)(bounce).hyp + (bytes)))

/* --- the calls. Each returns the hypercall's result, or -1 with errno set --- */

/* struct xen_domctl for operation @name on domain @dom; member of the union and fields follow. */
#define DOMCTL0(name, dom) { .cmd = XEN_DOMCTL_##name, .domain = (dom) }
#define DOMCTL_AS(name, member, dom, ...) \
	{ .cmd = XEN_DOMCTL_##name, .domain = (dom), .u.member = { __VA_ARGS__ } }
#define DOMCTL(name, dom, ...) DOMCTL_AS(name, name, dom, __VA_ARGS__)

#define SYSCTL0(name) { .cmd = XEN_SYSCTL_##name }
#define SYSCTL_AS(name, member, ...) { .cmd = XEN_SYSCTL_##name, .u.member = { __VA_ARGS__ } }
#define SYSCTL(name, ...) SYSCTL_AS(name, name, __VA_ARGS__)

int do_domctl(xc_interface *xch, struct xen_domctl *domctl);
int do_sysctl(xc_interface *xch, struct xen_sysctl *sysctl);
int do_platform_op(xc_interface *xch, struct xen_platform_op *op);
int do_physdev_op(xc_interface *xch, int cmd, void *arg, size_t size);
int do_evtchn_op(xc_interface *xch, int cmd, void *arg, size_t size);
int do_hvm_op(xc_interface *xch, int cmd, void *arg, size_t size);

/* The result of a domctl without arguments. */
int domctl_simple(xc_interface *xch, uint32_t cmd, uint32_t domid);

/* A result that must be zero or more, for calls whose success others expect as 0. */
static inline int zero_if_ok(long result)
{
	return result < 0 ? -1 : 0;
}

/* errno for a wrong argument, as a function's result. */
static inline int fail_with(int error)
{
	errno = error;
	return -1;
}

/* --- helpers that libraries built at another time import too --- */

/* The first of @fd's bytes, or all of them: 0, or -1 with errno set (0 at the end of the file). */
int read_exact(int fd, void *data, size_t size);
int write_exact(int fd, const void *data, size_t size);
int writev_exact(int fd, const struct iovec *iov, int iovcnt);

void discard_file_cache(xc_interface *xch, int fd, int flush);

/* Bitmaps: the hypervisor's little-endian bytes, and the machine's 64-bit words. */
void bitmap_64_to_byte(uint8_t *bytes, const uint64_t *words, int nbits);
void bitmap_byte_to_64(uint64_t *words, const uint8_t *bytes, int nbits);

/* The lowest set bit, counting from 1; 0 for none. */
int xc_ffs8(uint8_t x);
int xc_ffs16(uint16_t x);
int xc_ffs32(uint32_t x);
int xc_ffs64(uint64_t x);

int xc__hypercall_bounce_pre(xc_interface *xch, xc_hypercall_buffer_t *b);
void xc__hypercall_bounce_post(xc_interface *xch, xc_hypercall_buffer_t *b);

int xc_vm_event_control(xc_interface *xch, uint32_t domain_id, unsigned int op, unsigned int mode,
			uint32_t *port);
void *xc_vm_event_enable(xc_interface *xch, uint32_t domain_id, int param, uint32_t *port);

#define ARRAY_SIZE(a) (sizeof(a) / sizeof(*(a)))

#endif /* XENCTRL_PRIVATE_H */
