// SPDX-License-Identifier: LGPL-2.1-only
/* Machine frames taken out of use, or back into it. */
#include <errno.h>
#include <string.h>

#include <xenctrl.h>
#include "xenguest.h"

void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define ERR(fmt, args...) xc_report_error(xch, XC_INTERNAL_ERROR, "%s: " fmt, __func__, ## args)

static int offline_op(xc_interface *xch, unsigned int cmd, unsigned long start, unsigned long end,
		      uint32_t *status)
{
	struct xen_sysctl sysctl = { .cmd = XEN_SYSCTL_page_offline_op };
	DECLARE_HYPERCALL_BUFFER(uint32_t, buf);
	size_t size;
	int rc;

	if (!status || end < start || end > UINT32_MAX) {
		errno = EINVAL;
		ERR("frames %#lx to %#lx", start, end);
		return -1;
	}
	size = (end - start + 1) * sizeof(*status);
	buf = xc_hypercall_buffer_alloc(xch, buf, size);
	if (!buf)
		return -1;
	memset(buf, 0, size);
	sysctl.u.page_offline.cmd = cmd;
	sysctl.u.page_offline.start = start;
	sysctl.u.page_offline.end = end;
	set_xen_guest_handle(sysctl.u.page_offline.status, buf);
	rc = xc_sysctl(xch, &sysctl);
	memcpy(status, buf, size);
	xc_hypercall_buffer_free(xch, buf);
	return rc;
}

int xc_mark_page_online(xc_interface *xch, unsigned long start, unsigned long end,
			uint32_t *status)
{
	return offline_op(xch, sysctl_page_online, start, end, status);
}

int xc_mark_page_offline(xc_interface *xch, unsigned long start, unsigned long end,
			 uint32_t *status)
{
	return offline_op(xch, sysctl_page_offline, start, end, status);
}

int xc_query_page_offline_status(xc_interface *xch, unsigned long start, unsigned long end,
				 uint32_t *status)
{
	return offline_op(xch, sysctl_query_page_offline, start, end, status);
}

int xc_exchange_page(xc_interface *xch, uint32_t domid, xen_pfn_t mfn)
{
	errno = EOPNOTSUPP;
	ERR("frame %#"PRI_xen_pfn" of domain %u: not implemented", mfn, domid);
	return -1;
}
