// SPDX-License-Identifier: LGPL-2.1-only
/* A PV guest's page types and p2m for tools that look into it. */
#include <sys/mman.h>

#include "sr/sr.h"

xen_pfn_t *xc_map_m2p(xc_interface *xch, unsigned long max_mfn, int prot, unsigned long *mfn0)
{
	size_t pages;

	return pv_map_m2p(xch, max_mfn, prot, &pages, mfn0);
}

static int get_types(struct sr_ctx *ctx, struct xc_domain_meminfo *m)
{
	for (unsigned long pfn = 0; pfn < m->p2m_size; pfn += SR_BATCH) {
		unsigned int n = m->p2m_size - pfn < SR_BATCH ? m->p2m_size - pfn : SR_BATCH;

		for (unsigned int i = 0; i < n; i++)
			m->pfn_type[pfn + i] = m->p2m_table[pfn + i];
		if (sr_get_types(ctx, m->pfn_type + pfn, n))
			return -1;
	}
	return 0;
}

/* The table stays mapped; the other mappings were only needed to find it. */
int xc_map_domain_meminfo(xc_interface *xch, uint32_t domid, struct xc_domain_meminfo *minfo)
{
	struct sr_ctx ctx = {
		.xch = xch, .fmem = xc_interface_fmem_handle(xch), .domid = domid, .doing = "inspection",
	};
	struct pv_guest *g = &ctx.pv;
	int rc = -1;

	if (pv_guest_init(g, xch, domid) || pv_guest_map_shared_info(g) || pv_guest_map_p2m(g))
		goto out;
	minfo->guest_width = g->width;
	minfo->pt_levels = g->levels;
	minfo->p2m_size = g->p2m_size;
	minfo->p2m_frames = g->nr_p2m_frames;
	minfo->p2m_table = (xen_pfn_t *)g->p2m;
	minfo->pfn_type = calloc(minfo->p2m_size, sizeof(*minfo->pfn_type));
	if (!minfo->pfn_type || get_types(&ctx, minfo)) {
		free(minfo->pfn_type);
		minfo->pfn_type = NULL;
		minfo->p2m_table = NULL;
		goto out;
	}
	g->p2m = NULL;          /* the caller's now */
	rc = 0;
out:
	pv_guest_unmap(g);
	return rc;
}

int xc_unmap_domain_meminfo(xc_interface *xch, struct xc_domain_meminfo *mem)
{
	free(mem->pfn_type);
	mem->pfn_type = NULL;
	if (mem->p2m_table)
		xenforeignmemory_unmap(xc_interface_fmem_handle(xch), mem->p2m_table, mem->p2m_frames);
	mem->p2m_table = NULL;
	return 0;
}
