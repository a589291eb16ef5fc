/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory of the machine: the heap, page ownership and references, mapping of frames.
 *
 * Every machine page has a struct page_info. count_info holds the reference count and state, type_info
 * (PV only, arch/x86/pv/page_type) the type and type count. Owner changes go through owner_change() alone.
 */
#ifndef XEN_MM_H
#define XEN_MM_H

#include <xen/list.h>
#include <xen/lock.h>
#include <xen/mm-frame.h>
#include <xen/page-list.h>
#include <xen/lib.h>
#include <asm/mm.h> /* struct page_info, PGC_*, PGT_*, mfn_to_page(), map_domain_page() ... */

struct domain;

/* memflags */
#define MEMF_no_refcount (1U << 0)  /* does not count against d->max_pages */
#define MEMF_populate_on_demand (1U << 1)
#define MEMF_no_owner (1U << 2)     /* unassigned */
#define MEMF_no_scrub (1U << 3)     /* caller overwrites it all */
#define MEMF_no_tlbflush (1U << 4)
#define MEMF_exact_node (1U << 5)
#define MEMF_no_dma (1U << 6)
#define MEMF_counted (1U << 7)      /* assign_pages(): tot_pages has them already */
#define MEMF_bits(n) ((n) << 8)     /* address width limit in bits; 0: none */
#define MEMF_bits_of(f) (((f) >> 8) & 0xff)
#define MEMF_node(n) (((n) + 1) << 16)

#define MAX_ORDER 20

/* Xenheap: hypervisor memory, always mapped. 2^order pages, zeroed only if MEMF_... says so: not zeroed. NULL on failure. */
void *alloc_xenheap_pages(unsigned int order, unsigned int memflags);
void free_xenheap_pages(void *v, unsigned int order);
#define alloc_xenheap_page() alloc_xenheap_pages(0, 0)
#define free_xenheap_page(v) free_xenheap_pages(v, 0)

/* Domain memory: scrubbed of earlier owners' data, assigned to @d (NULL: anonymous) with one allocation reference. */
struct page_info *alloc_domheap_pages(struct domain *d, unsigned int order, unsigned int memflags);
void free_domheap_pages(struct page_info *pg, unsigned int order);
#define alloc_domheap_page(d, f) alloc_domheap_pages(d, 0, f)
#define free_domheap_page(p) free_domheap_pages(p, 0)
int assign_pages(struct page_info *pg, unsigned int count, struct domain *d, unsigned int memflags);
/*
 * Takes @pg from its domain @d if nobody else refers to it: then it belongs to the caller alone, without owner and count,
 * but d's tot_pages still has it. False: somebody uses it.
 */
bool __must_check steal_page(struct domain *d, struct page_info *pg);
unsigned long total_free_pages(void);
unsigned long avail_domheap_pages(void);
unsigned long total_heap_pages(void);
extern unsigned long total_pages;   /* RAM pages of the machine */
extern unsigned long max_page;      /* highest RAM frame + 1 */
/* d's claim on @pages more pages (0 cancels): -ENOMEM, -EINVAL. */
int domain_set_outstanding_pages(struct domain *d, unsigned long pages);

/* Small objects. xzalloc zeroes; type checked. Not from interrupt context. */
void *xmalloc_bytes(size_t size);
void *xzalloc_bytes(size_t size);
void *xmalloc_aligned(size_t size, size_t align);
void xfree(void *p); /* NULL is fine */
#define xmalloc(T) ((T *)xmalloc_bytes(sizeof(T)))
#define xzalloc(T) ((T *)xzalloc_bytes(sizeof(T)))
#define xmalloc_array(T, n) ((T *)xmalloc_array_bytes(sizeof(T), n))
#define xzalloc_array(T, n) ((T *)xzalloc_array_bytes(sizeof(T), n))
void *xmalloc_array_bytes(size_t size, size_t n); /* NULL on overflow */
void *xzalloc_array_bytes(size_t size, size_t n);
#define XFREE(p) do { xfree(p); (p) = NULL; } while (0)
/* Virtually contiguous zeroed memory of whole pages. */
void *vzalloc(size_t size);
void vfree(void *v);
void *vmap(const mfn_t *mfns, unsigned int n); /* maps n frames; vunmap() */
void vunmap(void *v);
void *ioremap(paddr_t pa, size_t len);         /* uncached */
void iounmap(void *v);

/*
 * References (asm/mm.h: get_page() -> false when the page is not d's or is being freed):
 *   bool get_page(struct page_info *pg, const struct domain *d);
 *   void put_page(struct page_info *pg);             frees the page when the last reference goes
 *   bool get_page_and_type(pg, d, type); void put_page_and_type(pg);
 *   bool get_page_type(pg, type); void put_page_type(pg);
 */
/* The page behind a guest's frame number, with a reference; NULL when there is none. For PV, gfn == mfn. */
struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn);

/*
 * arch: guests with a map of their own (is_hvm_domain()), as the memory operations need it. 0 or an error; with @start,
 * -ERESTART after setting it to the number of elements done.
 */
struct xen_memory_reservation;
struct xen_add_to_physmap;
struct xen_add_to_physmap_batch;
struct xen_pod_target;
/* Somebody else than d has written to @mfn, d's: for log-dirty mode. */
void arch_mark_dirty(struct domain *d, mfn_t mfn);
unsigned long arch_maximum_gpfn(const struct domain *d);
int arch_physmap_add(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order);
/*
 * Memory taken out of the map, to be given back when no vCPU can reach it any more: each page with a reference beside its
 * allocation's. arch_physmap_complete() does both.
 */
#define PAGE_BATCH 64
struct page_batch {
	unsigned int n;
	struct page_info *pg[PAGE_BATCH];
};
/* All of 2^@order frames. -EINVAL, -ENOENT (a frame is not its memory), -EPERM (shared with the hypervisor), -ENOMEM. */
int arch_physmap_release(struct domain *d, gfn_t gfn, unsigned int order, struct page_batch *b);
void arch_physmap_complete(struct domain *d, struct page_batch *b);
void arch_physmap_flush(struct domain *d);
/* The frame is no more what it was; memory stays the domain's. -ENOENT. */
int arch_remove_from_physmap(struct domain *d, gfn_t gfn);
/* -EPERM (not a controller's call, not translated), -EBUSY (has memory), -EINVAL, -ENOMEM. */
int arch_physmap_populate_on_demand(struct domain *d, gfn_t gfn, unsigned int order);
int arch_add_to_physmap(struct domain *d, struct xen_add_to_physmap *a, unsigned long *start);
int arch_add_to_physmap_batch(struct domain *d, struct xen_add_to_physmap_batch *a, unsigned long *start);
int arch_pod_target(struct domain *d, struct xen_pod_target *t, bool set);
/* Frames of ioreq servers and the like; 0: no such resource. */
unsigned int arch_resource_max_frames(const struct domain *d, unsigned int type, unsigned int id);
int arch_acquire_resource(struct domain *d, unsigned int type, unsigned int id, unsigned int from, unsigned int nr,
			  mfn_t *mfns);
/* d's frame @mfn appears at @gfn of @self, which has a map of its own. */
int arch_map_resource(struct domain *self, gfn_t gfn, struct domain *d, mfn_t mfn);

/* struct domain lives in page-aligned hypervisor memory, since page_info.owner is its frame number. Zeroed; NULL. */
struct domain *alloc_domain_struct(void);
void free_domain_struct(struct domain *d);

/*
 * Cleans some dirty free memory, for the idle loop; true: there is more. No locks, interrupts on.
 * It stops early when softirqs are pending.
 */
bool scrub_free_pages(void);

/* Boot. Regions of free RAM are handed over one by one; then the heap works. */
void init_heap_pages(mfn_t start, unsigned long count);
/* Early allocator for boot-time tables: @count frames aligned to @align frames; panics when there are none. */
mfn_t alloc_boot_pages(unsigned long count, unsigned long align);
void init_boot_pages(paddr_t start, paddr_t end);
/* Frames at or above @limit are not handed out from now on. */
void boot_alloc_limit(mfn_t limit);
void end_boot_allocator(void);
bool heap_ready(void);
void scrub_free_pages_at_boot(void);

/* Lists of pages (page-list.h). Locks: the owner's of the list. */
static inline struct page_info *page_list_at(u32 n) { return n == PAGE_LIST_NONE ? NULL : mfn_to_page(_mfn(n)); }
static inline u32 page_list_index(const struct page_info *pg) { return mfn_x(page_to_mfn(pg)); }
static inline struct page_info *page_list_first(const struct page_list_head *h) { return page_list_at(h->first); }
static inline struct page_info *page_list_next(const struct page_info *pg) { return page_list_at(pg->next); }

static inline void page_list_add(struct page_info *pg, struct page_list_head *h)
{
	u32 n = page_list_index(pg);

	pg->prev = PAGE_LIST_NONE;
	pg->next = h->first;
	if (h->first == PAGE_LIST_NONE)
		h->last = n;
	else
		page_list_at(h->first)->prev = n;
	h->first = n;
}

static inline void page_list_add_tail(struct page_info *pg, struct page_list_head *h)
{
	u32 n = page_list_index(pg);

	pg->next = PAGE_LIST_NONE;
	pg->prev = h->last;
	if (h->last == PAGE_LIST_NONE)
		h->first = n;
	else
		page_list_at(h->last)->next = n;
	h->last = n;
}

static inline void page_list_del(struct page_info *pg, struct page_list_head *h)
{
	if (pg->prev == PAGE_LIST_NONE)
		h->first = pg->next;
	else
		page_list_at(pg->prev)->next = pg->next;
	if (pg->next == PAGE_LIST_NONE)
		h->last = pg->prev;
	else
		page_list_at(pg->next)->prev = pg->prev;
}

static inline struct page_info *page_list_remove_head(struct page_list_head *h)
{
	struct page_info *pg = page_list_first(h);

	if (pg)
		page_list_del(pg, h);
	return pg;
}

#define page_list_for_each(pg, h) for ((pg) = page_list_first(h); (pg); (pg) = page_list_next(pg))
#define page_list_for_each_safe(pg, n, h) \
	for ((pg) = page_list_first(h); (pg) && ((n) = page_list_next(pg), true); (pg) = (n))

#endif
