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

/* Boot. Regions of free RAM are handed over one by one; then the heap works. */
void init_heap_pages(mfn_t start, unsigned long count);
/* Early allocator for boot-time tables: @count frames aligned to @align frames; panics when there are none. */
mfn_t alloc_boot_pages(unsigned long count, unsigned long align);
void init_boot_pages(paddr_t start, paddr_t end);
void end_boot_allocator(void);
void scrub_free_pages_at_boot(void);

#endif
