/* SPDX-License-Identifier: GPL-2.0-only */
/* Handles of mapped grants: pages of entries, free ones chained through .ref. */
#include <xen/errno.h>
#include <xen/nospec.h>
#include "private.h"

struct grant_mapping *maptrack_lookup(const struct grant_table *gt, u32 handle)
{
	unsigned int limit = READ_ONCE(gt->nr_maptrack) * MAPTRACK_PER_PAGE;

	if (handle >= limit)
		return NULL;
	smp_rmb();
	handle = array_index_nospec(handle, limit);
	return &gt->maptrack[handle / MAPTRACK_PER_PAGE][handle % MAPTRACK_PER_PAGE];
}

/* [maptrack_lock] */
static bool add_page(struct grant_table *gt)
{
	u32 first = gt->nr_maptrack * MAPTRACK_PER_PAGE;
	struct grant_mapping *page;

	if (gt->nr_maptrack >= gt->max_maptrack)
		return false;
	page = alloc_xenheap_page();
	if (!page)
		return false;
	memset(page, 0, PAGE_SIZE);
	for (unsigned int i = 0; i < MAPTRACK_PER_PAGE; i++)
		page[i].ref = i + 1 < MAPTRACK_PER_PAGE ? first + i + 1 : HANDLE_NONE;
	gt->maptrack[gt->nr_maptrack] = page;
	smp_wmb();
	WRITE_ONCE(gt->nr_maptrack, gt->nr_maptrack + 1);
	gt->free_handle = first;
	return true;
}

struct grant_mapping *maptrack_get(struct grant_table *gt, u32 *handle)
{
	struct grant_mapping *m = NULL;

	spin_lock(&gt->maptrack_lock);
	if (gt->free_handle != HANDLE_NONE || add_page(gt)) {
		*handle = gt->free_handle;
		m = maptrack_lookup(gt, *handle);
		gt->free_handle = m->ref;
	}
	spin_unlock(&gt->maptrack_lock);
	return m;
}

void maptrack_put(struct grant_table *gt, u32 handle)
{
	struct grant_mapping *m = maptrack_lookup(gt, handle);

	spin_lock(&gt->maptrack_lock);
	WRITE_ONCE(m->flags, 0);
	m->ref = gt->free_handle;
	gt->free_handle = handle;
	spin_unlock(&gt->maptrack_lock);
}

int maptrack_init(struct grant_table *gt, unsigned int max_pages)
{
	spinlock_init(&gt->maptrack_lock, maptrack);
	gt->free_handle = HANDLE_NONE;
	gt->max_maptrack = max_pages;
	gt->maptrack = xzalloc_array(struct grant_mapping *, max_t(unsigned int, max_pages, 1));
	return gt->maptrack ? 0 : -ENOMEM;
}

void maptrack_destroy(struct grant_table *gt)
{
	for (unsigned int i = 0; i < gt->nr_maptrack; i++)
		free_xenheap_page(gt->maptrack[i]);
	xfree(gt->maptrack);
}
