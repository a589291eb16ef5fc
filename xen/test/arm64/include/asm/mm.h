/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_MM_H
#define ASM_MM_H

#include <xen/mm-frame.h>
#include <asm/layout.h>

struct domain;
struct cpumask;

struct page_info {
	unsigned long count_info, type_info;
	u32 owner, tlbflush_timestamp, next, prev;
};
#define frame_table ((struct page_info *)FRAMETABLE_VIRT_START)
#define mfn_to_page(m) (&frame_table[mfn_x(m)])
#define page_to_mfn(pg) _mfn((pg) - frame_table)
static always_inline void *maddr_to_virt(paddr_t a) { return (void *)(a + DIRECTMAP_VIRT_START); }
paddr_t virt_to_maddr(const void *v);
#define virt_to_mfn(v) maddr_to_mfn(virt_to_maddr(v))
#define mfn_to_virt(m) maddr_to_virt(mfn_to_maddr(m))
#define virt_to_page(v) mfn_to_page(virt_to_mfn(v))
#define page_to_virt(pg) mfn_to_virt(page_to_mfn(pg))
static always_inline void *map_domain_page(mfn_t m) { return mfn_to_virt(m); }
static always_inline void unmap_domain_page(const void *p) { (void)p; }
void *map_domain_page_global(mfn_t m);
void unmap_domain_page_global(const void *p);
void put_page(struct page_info *pg);
void put_page_alloc_ref(struct page_info *pg);
bool __must_check get_page_type(struct page_info *pg, unsigned long type);
void put_page_type(struct page_info *pg);
static inline void put_page_and_type(struct page_info *pg)
{
	put_page_type(pg);
	put_page(pg);
}
void share_xen_page_with_guest(struct page_info *pg, struct domain *d, bool writable);
#define PGT_writable_page 1UL
unsigned long get_gpfn_from_mfn(mfn_t m);
void flush_area_mask(const struct cpumask *mask, const void *va, unsigned int flags);
#define FLUSH_TLB 1u
#define flush_tlb_mask(m) flush_area_mask(m, NULL, FLUSH_TLB)

#endif
