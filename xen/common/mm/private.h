/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the heap share: the free lists and their counters, all under heap_lock; what the small objects take. */
#ifndef COMMON_MM_PRIVATE_H
#define COMMON_MM_PRIVATE_H

#include <xen/domain.h>
#include <xen/mm.h>

/*
 * A zone holds the frames whose numbers have the same highest bit, so that "below 2^n bytes" is a range of
 * zones. Allocation takes from the highest zone allowed and keeps low memory for those who must have it.
 */
#define NR_ZONES 41
#define MAX_NODES 8

struct heap_node {
	struct page_list_head free[NR_ZONES][MAX_ORDER + 1];
	u32 orders[NR_ZONES];           /* bit n: free[zone][n] is not empty */
	unsigned long avail[NR_ZONES];  /* pages */
	unsigned long dirty;            /* pages that need scrubbing */
};

struct heap {
	struct heap_node *node[MAX_NODES];
	unsigned int nr_nodes;
	unsigned long avail, total, claimed;
};

extern struct heap heap;
extern spinlock_t heap_lock;

static inline unsigned int mfn_to_zone(mfn_t m) { return flsl(mfn_x(m)); }
static inline unsigned int mfn_to_node(mfn_t m) { return 0; }

/* 2^order pages of zones [lo, hi], contents and TLB entries cleaned as @memflags asks, counts all 0. NULL. */
struct page_info *alloc_heap_pages(unsigned int lo, unsigned int hi, unsigned int order, unsigned int memflags,
				   struct domain *d);
/* @dirty: others' data is in them. Their counts are 0. */
void free_heap_pages(struct page_info *pg, unsigned int order, bool dirty);

/* Objects that xmalloc() gave out of slabs, and these slabs, a page each. */
struct xmalloc_stats {
	unsigned long objects, slabs;
};
struct xmalloc_stats xmalloc_stats(void);

#endif
