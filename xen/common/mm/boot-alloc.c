/* SPDX-License-Identifier: GPL-2.0-only */
/* Frames for tables that must exist before the heap: taken from the top of the free regions, never freed. */
#include "private.h"

#define MAX_BOOT_REGIONS 256

struct boot_region {
	unsigned long s, e; /* frames [s, e) */
};

static struct boot_region __initdata regions[MAX_BOOT_REGIONS];
static unsigned int __initdata nr_regions;
static unsigned long __initdata limit = ~0UL;

static void __init add_region(unsigned long s, unsigned long e)
{
	if (s >= e)
		return;
	if (nr_regions == MAX_BOOT_REGIONS) {
		printk(XENLOG_WARNING "Memory map too fragmented: frames %lx-%lx stay unused\n", s, e);
		return;
	}
	regions[nr_regions++] = (struct boot_region){ s, e };
}

void __init init_boot_pages(paddr_t start, paddr_t end)
{
	/* Frame 0 stays unused, so that no valid address is 0. */
	add_region(max_t(unsigned long, PAGE_ALIGN(start) >> PAGE_SHIFT, 1), end >> PAGE_SHIFT);
}

void __init boot_alloc_limit(mfn_t l)
{
	limit = mfn_x(l);
}

mfn_t __init alloc_boot_pages(unsigned long count, unsigned long align)
{
	struct boot_region *best = NULL;
	unsigned long at = 0, old_end;

	for (unsigned int i = 0; i < nr_regions; i++) {
		struct boot_region *r = &regions[i];
		unsigned long top = min(r->e, limit), s;

		if (top < count)
			continue;
		s = (top - count) & ~(align - 1);
		if (s >= r->s && s > at) {
			at = s;
			best = r;
		}
	}
	if (!best)
		panic("Out of memory at boot: no %lu contiguous frames below frame %lx", count, limit);
	old_end = best->e;
	best->e = at;
	add_region(at + count, old_end);
	if (best->s == best->e)
		*best = regions[--nr_regions];
	return _mfn(at);
}

void __init end_boot_allocator(void)
{
	for (unsigned int i = 0; i < nr_regions; i++)
		init_heap_pages(_mfn(regions[i].s), regions[i].e - regions[i].s);
	nr_regions = 0;
	printk("Heap: %lu MiB free in %u node%s\n", heap.avail >> 8, heap.nr_nodes, heap.nr_nodes == 1 ? "" : "s");
}
