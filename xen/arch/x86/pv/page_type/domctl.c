/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tools that save a domain ask about its pages. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/domctl.h>
#include <asm/p2m.h>
#include "private.h"

#define MAX_FRAMES 1024

/* A translated guest's pages have no types. Promised memory has no contents. */
static u64 translated_frame_type(struct domain *d, u64 gfn)
{
	enum p2m_type t;

	p2m_lookup(d, _gfn(gfn), &t, NULL);
	if (t == p2m_populate_on_demand)
		return XEN_DOMCTL_PFINFO_XALLOC;
	return p2m_is_ram(t) ? XEN_DOMCTL_PFINFO_NOTAB : XEN_DOMCTL_PFINFO_XTAB;
}

static u64 frame_type(struct domain *d, u64 gfn)
{
	struct page_info *pg = get_page_from_gfn(d, _gfn(gfn));
	unsigned long w;
	u64 type;

	if (!pg)
		return XEN_DOMCTL_PFINFO_XTAB;
	w = READ_ONCE(pg->type_info);
	type = (u64)type_level(w) << XEN_DOMCTL_PFINFO_LTAB_SHIFT;
	if (!type_is_table(w) || !type_count(w))
		type = XEN_DOMCTL_PFINFO_NOTAB;
	else if (w & PGT_pinned)
		type |= XEN_DOMCTL_PFINFO_LPINTAB;
	put_page(pg);
	return type;
}

long domctl_getpageframeinfo3(struct domain *d, struct xen_domctl_getpageframeinfo3 *op)
{
	u64 *frame = op->array.p;

	if (op->num > MAX_FRAMES)
		return -E2BIG;
	for (unsigned int i = 0; i < op->num; i++) {
		u64 v;

		if (guest_raw_read(&v, &frame[i], sizeof(v)))
			return -EFAULT;
		v = is_hvm_domain(d) ? translated_frame_type(d, v) : frame_type(d, v);
		if (guest_raw_write(&frame[i], &v, sizeof(v)))
			return -EFAULT;
	}
	return 0;
}
