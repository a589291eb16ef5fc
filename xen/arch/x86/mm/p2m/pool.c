/* SPDX-License-Identifier: GPL-2.0-only */
/* The paging pool: the pages that a domain's tables are made of. Its size is the control domain's to say. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/page.h>
#include "private.h"

struct page_info *p2m_table_take(struct p2m_domain *p2m, unsigned int level)
{
	struct page_info *t;
	void *p;

	if (!p2m->nr_free)
		p2m_flush(p2m); /* those that wait for it */
	t = page_list_remove_head(&p2m->free);
	ASSERT(t);
	p2m->nr_free--;
	p2m->nr_tables++;
	page_list_add(t, &p2m->tables);
	t->type_info = (unsigned long)level << TABLE_LEVEL_SHIFT;
	p = map_domain_page(page_to_mfn(t));
	clear_page(p);
	unmap_domain_page(p);
	return t;
}

void p2m_table_retire(struct p2m_domain *p2m, struct page_info *t)
{
	page_list_del(t, &p2m->tables);
	p2m->nr_tables--;
	page_list_add(t, &p2m->stale);
	p2m->nr_stale++;
	p2m->need_flush = true;
}

void p2m_tables_recycle(struct p2m_domain *p2m)
{
	struct page_info *t;

	while ((t = page_list_remove_head(&p2m->stale))) {
		t->type_info = 0;
		page_list_add(t, &p2m->free);
		p2m->nr_free++;
		p2m->nr_stale--;
	}
}

/* One page more or fewer. False: there is none. */
static bool pool_step(struct p2m_domain *p2m, bool grow)
{
	struct page_info *pg;

	if (grow) {
		pg = alloc_domheap_page(NULL, MEMF_no_scrub);
		if (pg) {
			page_list_add(pg, &p2m->free);
			p2m->nr_free++;
		}
	} else {
		pg = page_list_remove_head(&p2m->free);
		if (pg) {
			p2m->nr_free--;
			free_domheap_page(pg);
		}
	}
	return pg;
}

int p2m_pool_resize(struct p2m_domain *p2m, unsigned int pages)
{
	for (unsigned int worked = 1;; worked++) {
		bool grow, more;
		unsigned int have;
		int rc = 0;

		p2m_lock(p2m);
		have = p2m->nr_free + p2m->nr_stale + p2m->nr_tables;
		grow = have < pages;
		more = have != pages && !mfn_eq(p2m->root, INVALID_MFN);
		if (more && !pool_step(p2m, grow)) {
			rc = grow ? -ENOMEM : 0; /* what is in use stays */
			more = false;
		}
		p2m_unlock(p2m);
		if (!more)
			return rc;
		if (worked % 64 == 0 && hypercall_preempt_check())
			return -ERESTART;
	}
}
