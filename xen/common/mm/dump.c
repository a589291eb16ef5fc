/* SPDX-License-Identifier: GPL-2.0-only */
/* Debug key 'm': what the heap has, and the pages that keep dying domains from going. */
#include <xen/console.h>
#include <xen/param.h>
#include "private.h"

static void dump_heap(void)
{
	printk("Heap: %lu pages, %lu free, %lu claimed\n", heap.total, heap.avail, heap.claimed);
	for (unsigned int i = 0; i < heap.nr_nodes; i++) {
		const struct heap_node *n = heap.node[i];

		printk("  node %u: %lu pages to be scrubbed\n", i, n->dirty);
		for (unsigned int z = 0; z < NR_ZONES; z++)
			if (n->avail[z])
				printk("    zone %u (below %#lx): %lu pages, orders %x\n", z, 1UL << (z + PAGE_SHIFT),
				       n->avail[z], n->orders[z]);
	}
}

/* The few pages that are left when something keeps a domain from going. [p] */
static void dump_pages(const struct page_list_head *list, const char *what)
{
	struct page_info *pg;
	unsigned int n = 0;

	page_list_for_each(pg, list)
		if (n++ < 10)
			printk("    %s %lx (guest's %lx): count %016lx type %016lx\n", what, mfn_x(page_to_mfn(pg)),
			       get_gpfn_from_mfn(page_to_mfn(pg)), pg->count_info, pg->type_info);
}

static void dump_domain(struct domain *d)
{
	spin_lock(&d->page_alloc_lock);
	printk("Domain %u%s: %u of %u pages, %u of the hypervisor's, %u claimed\n", d->domain_id,
	       d->is_dying ? " (dying)" : "", d->tot_pages, d->max_pages, d->xenheap_pages, d->outstanding_pages);
	if (d->is_dying) {
		dump_pages(&d->page_list, "page");
		dump_pages(&d->xenpage_list, "hypervisor's page");
	}
	spin_unlock(&d->page_alloc_lock);
}

static void dump_memory(unsigned char key)
{
	struct xmalloc_stats small = xmalloc_stats();
	struct domain *d;

	dump_heap();
	printk("Small objects: %lu in %lu pages\n", small.objects, small.slabs);
	for (unsigned int id = 0; (d = get_next_domain(id)); id = d->domain_id + 1, put_domain(d))
		dump_domain(d);
}

static int __init dump_init(void)
{
	register_keyhandler('m', dump_memory, "memory info", false);
	return 0;
}
initcall(dump_init);
