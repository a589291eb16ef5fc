/* SPDX-License-Identifier: LGPL-2.1-only */
/* Grant tables of domains. (Mapping grants into this process: libxengnttab.) */
#include <sys/mman.h>

#include "private.h"

int xc_gnttab_op(xc_interface *xch, int cmd, void *op, int op_size, int count)
{
	BOUNCE(buf, op, xc_array_bytes(count, op_size), XC_INOUT);

	return xencall3(xch->xcall, __HYPERVISOR_grant_table_op, cmd, (uintptr_t)buf.hyp, count);
}

int xc_gnttab_query_size(xc_interface *xch, struct gnttab_query_size *query)
{
	int rc = xc_gnttab_op(xch, GNTTABOP_query_size, query, sizeof(*query), 1);

	if (rc || query->status != GNTST_okay)
		ERROR("could not query the grant table size of dom%u", query->dom);
	return rc;
}

int xc_gnttab_get_version(xc_interface *xch, uint32_t domid)
{
	struct gnttab_get_version query = { .dom = domid };
	int rc = xc_gnttab_op(xch, GNTTABOP_get_version, &query, sizeof(query), 1);

	return rc < 0 ? rc : (int)query.version;
}

/*
 * The frames of a domain's grant table, which nothing in its physmap need show, in an array for
 * the caller to free; their number to *@nr.
 */
static xen_pfn_t *table_frames(xc_interface *xch, uint32_t domid, uint32_t *nr)
{
	struct gnttab_query_size query = { .dom = domid };
	struct gnttab_setup_table setup = { .dom = domid };
	xen_pfn_t *frames;
	int rc;

	if (xc_gnttab_query_size(xch, &query) || query.status != GNTST_okay) {
		ERROR("cannot query the grant table of dom%u: its size is unknown", domid);
		return NULL;
	}
	frames = calloc(query.nr_frames, sizeof(*frames));
	if (!frames) {
		ERROR("no memory for %u grant frames", query.nr_frames);
		return NULL;
	}

	{
		BOUNCE_OR((free(frames), NULL), buf, frames, ARRAY_BYTES(frames, query.nr_frames),
			  XC_OUT);

		setup.nr_frames = query.nr_frames;
		set_bounce_handle(setup.frame_list, buf);
		rc = xc_gnttab_op(xch, GNTTABOP_setup_table, &setup, sizeof(setup), 1);
	}
	if (rc || setup.status != GNTST_okay) {
		ERROR("cannot get the grant frames of dom%u", domid);
		free(frames);
		return NULL;
	}
	*nr = setup.nr_frames;
	return frames;
}

/* Map a domain's grant table, if it is of @version; the number of its entries to *@gnt_num. */
static void *map_table(xc_interface *xch, uint32_t domid, int version, size_t entry_size,
		       int *gnt_num)
{
	int actual = xc_gnttab_get_version(xch, domid);
	xen_pfn_t *frames;
	uint32_t nr;
	void *table;

	/* A hypervisor that cannot tell has version 1 only. */
	if ((actual == 2) != (version == 2)) {
		ERROR("grant table version mismatch: dom%u has version %d, not %d", domid, actual,
		      version);
		if (actual >= 0)
			errno = EINVAL;
		return NULL;
	}

	frames = table_frames(xch, domid, &nr);
	if (!frames)
		return NULL;

	table = xenforeignmemory_map(xch->fmem, domid, PROT_READ | PROT_WRITE, nr, frames, NULL);
	free(frames);
	if (!table) {
		PERROR("could not map the grant table of dom%u", domid);
		return NULL;
	}
	*gnt_num = nr * (PAGE_SIZE / entry_size);
	return table;
}

grant_entry_v1_t *xc_gnttab_map_table_v1(xc_interface *xch, uint32_t domid, int *gnt_num)
{
	return map_table(xch, domid, 1, sizeof(grant_entry_v1_t), gnt_num);
}

grant_entry_v2_t *xc_gnttab_map_table_v2(xc_interface *xch, uint32_t domid, int *gnt_num)
{
	return map_table(xch, domid, 2, sizeof(grant_entry_v2_t), gnt_num);
}
