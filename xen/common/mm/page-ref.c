/* SPDX-License-Identifier: GPL-2.0-only */
/* Who owns a page, and the count of its users. Types of pages: arch/x86/pv/page_type. Any context. */
#include <xen/domain.h>
#include <xen/mm.h>

static inline u32 owner_pack(const struct domain *d)
{
	return d ? virt_to_maddr_direct(d) >> PAGE_SHIFT : 0;
}

static inline struct domain *owner_unpack(u32 o)
{
	return o ? mfn_to_virt(_mfn(o)) : NULL;
}

struct domain *page_get_owner(const struct page_info *pg)
{
	return owner_unpack(READ_ONCE(pg->owner));
}

bool owner_change(struct page_info *pg, struct domain *expected, struct domain *owner)
{
	u32 old = owner_pack(expected);

	return cmpxchg(&pg->owner, old, owner_pack(owner)) == old;
}

/* One more reference if there is any: a count of 0 means that the page is nobody's to refer to. */
static inline bool ref_inc(struct page_info *pg)
{
	unsigned long x = READ_ONCE(pg->count_info), seen;

	for (;; x = seen) {
		if (!(x & PGC_count_mask) || ((x + 1) & PGC_count_mask) == 0)
			return false;
		seen = cmpxchg(&pg->count_info, x, x + 1);
		if (seen == x)
			return true;
	}
}

bool get_page(struct page_info *pg, const struct domain *d)
{
	if (!ref_inc(pg))
		return false;
	if (likely(READ_ONCE(pg->owner) == owner_pack(d)))
		return true;
	put_page(pg);
	return false;
}

struct domain *page_get_owner_and_reference(struct page_info *pg)
{
	struct domain *d;

	if (!ref_inc(pg))
		return NULL;
	d = page_get_owner(pg);
	if (!d)
		put_page(pg);
	return d;
}

/* The last use of a shared hypervisor page has gone; those who allocated it free it. */
static void unshare_page(struct page_info *pg)
{
	struct domain *d = page_get_owner(pg);
	bool last;

	spin_lock(&d->page_alloc_lock);
	page_list_del(pg, &d->xenpage_list);
	last = !--d->xenheap_pages;
	pg->type_info = 0;
	owner_change(pg, d, NULL);
	spin_unlock(&d->page_alloc_lock);
	if (last)
		put_domain(d);
}

void put_page(struct page_info *pg)
{
	unsigned long x = __atomic_sub_fetch(&pg->count_info, 1, __ATOMIC_SEQ_CST);

	ASSERT((x & PGC_count_mask) != PGC_count_mask);
	if (likely(x & PGC_count_mask))
		return;
	if (x & PGC_xen_heap)
		unshare_page(pg);
	else
		free_domheap_page(pg);
}

void put_page_alloc_ref(struct page_info *pg)
{
	if (__atomic_fetch_and(&pg->count_info, ~PGC_allocated, __ATOMIC_SEQ_CST) & PGC_allocated)
		put_page(pg);
}

static void share_page(struct page_info *pg, struct domain *d, bool writable, struct page_list_head *list)
{
	spin_lock(&d->page_alloc_lock);
	/* Read-only: a type reference that can never be turned into a writable one. */
	pg->type_info = (writable ? PGT_writable_page : PGT_none) | PGT_validated | 1;
	owner_change(pg, NULL, d);
	smp_wmb();
	pg->count_info |= PGC_allocated | 1;
	if (list && !d->xenheap_pages++)
		get_knownalive_domain(d);
	if (list)
		page_list_add_tail(pg, list);
	spin_unlock(&d->page_alloc_lock);
}

void share_xen_page_with_guest(struct page_info *pg, struct domain *d, bool writable)
{
	if (page_get_owner(pg) != d)
		share_page(pg, d, writable, &d->xenpage_list);
}

void share_xen_page_with_privileged_guests(struct page_info *pg, bool writable)
{
	if (page_get_owner(pg) != dom_xen)
		share_page(pg, dom_xen, writable, NULL);
}
