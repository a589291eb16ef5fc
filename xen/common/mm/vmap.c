/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Virtually contiguous mappings between VMAP_VIRT_START and VMAP_VIRT_END. Areas are kept sorted by address, with
 * an unmapped page after each; a new one goes into the first gap that fits.
 */
#include <xen/list.h>
#include <xen/mm.h>

struct vm_area {
	struct list_head list;
	unsigned long start, nr; /* address; pages */
	bool owned;              /* the frames are freed with the area: vzalloc() */
};

static DEFINE_SPINLOCK(vmap_lock, vmap);
static LIST_HEAD(areas);

static bool area_place(struct vm_area *a)
{
	unsigned long at = VMAP_VIRT_START;
	struct vm_area *other;

	list_for_each_entry(other, &areas, list) {
		if (other->start - at >= (a->nr + 1) << PAGE_SHIFT)
			break;
		at = other->start + ((other->nr + 1) << PAGE_SHIFT);
	}
	if (VMAP_VIRT_END - at < (a->nr + 1) << PAGE_SHIFT)
		return false;
	a->start = at;
	list_add_tail(&a->list, &other->list); /* before the one that follows */
	return true;
}

static struct vm_area *area_create(unsigned long nr)
{
	struct vm_area *a;

	if (!nr || nr >= (VMAP_VIRT_END - VMAP_VIRT_START) >> PAGE_SHIFT)
		return NULL;
	a = xzalloc(struct vm_area);
	if (!a)
		return NULL;
	a->nr = nr;
	spin_lock(&vmap_lock);
	if (!area_place(a)) {
		spin_unlock(&vmap_lock);
		xfree(a);
		return NULL;
	}
	spin_unlock(&vmap_lock);
	return a;
}

static struct vm_area *area_find(const void *v)
{
	struct vm_area *a, *found = NULL;

	spin_lock(&vmap_lock);
	list_for_each_entry(a, &areas, list)
		if (a->start == ((unsigned long)v & PAGE_MASK))
			found = a;
	spin_unlock(&vmap_lock);
	return found;
}

/* The addresses are free for others only after no CPU translates them any more. */
static void area_destroy(struct vm_area *a)
{
	modify_xen_mappings(a->start, a->start + (a->nr << PAGE_SHIFT), 0);
	spin_lock(&vmap_lock);
	list_del(&a->list);
	spin_unlock(&vmap_lock);
	xfree(a);
}

static void *area_map(const mfn_t *mfns, unsigned long nr, bool contiguous, u64 flags)
{
	struct vm_area *a = area_create(nr);
	unsigned long step = contiguous ? nr : 1;

	if (!a)
		return NULL;
	for (unsigned long i = 0; i < nr; i += step)
		if (map_pages_to_xen(a->start + (i << PAGE_SHIFT), mfns[i], step, flags)) {
			area_destroy(a);
			return NULL;
		}
	return (void *)a->start;
}

void *vmap(const mfn_t *mfns, unsigned int n)
{
	return area_map(mfns, n, false, PAGE_HYPERVISOR);
}

void vunmap(void *v)
{
	struct vm_area *a = v ? area_find(v) : NULL;

	if (a)
		area_destroy(a);
	else
		WARN_ON(v);
}

void *vzalloc(size_t size)
{
	unsigned long nr = PAGE_ALIGN(size) >> PAGE_SHIFT, i;
	struct vm_area *a = area_create(nr);

	if (!a)
		return NULL;
	a->owned = true;
	for (i = 0; i < nr; i++) {
		struct page_info *pg = alloc_domheap_page(NULL, MEMF_no_scrub);

		if (!pg)
			break;
		if (map_pages_to_xen(a->start + (i << PAGE_SHIFT), page_to_mfn(pg), 1, PAGE_HYPERVISOR)) {
			free_domheap_page(pg);
			break;
		}
	}
	if (i < nr) {
		a->nr = nr;
		vfree((void *)a->start);
		return NULL;
	}
	return memset((void *)a->start, 0, nr << PAGE_SHIFT);
}

void vfree(void *v)
{
	struct vm_area *a = v ? area_find(v) : NULL;
	struct page_list_head frames = PAGE_LIST_HEAD_INIT;
	struct page_info *pg;

	if (!a) {
		WARN_ON(v);
		return;
	}
	for (unsigned long i = 0; i < a->nr; i++) {
		mfn_t m = xen_mapping_to_mfn(a->start + (i << PAGE_SHIFT));

		if (a->owned && !mfn_eq(m, INVALID_MFN))
			page_list_add(mfn_to_page(m), &frames);
	}
	area_destroy(a);
	while ((pg = page_list_remove_head(&frames)))
		free_domheap_page(pg);
}

void *ioremap(paddr_t pa, size_t len)
{
	unsigned long offset = pa & ~PAGE_MASK;
	mfn_t first = maddr_to_mfn(pa);
	char *v;

	if (!len || pa + len < pa)
		return NULL;
	v = area_map(&first, PAGE_ALIGN(offset + len) >> PAGE_SHIFT, true, PAGE_HYPERVISOR_UC);
	return v ? v + offset : NULL;
}

void iounmap(void *v)
{
	vunmap(v);
}
