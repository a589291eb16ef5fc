/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page bookkeeping. One 32-byte struct page_info per machine frame, at FRAMETABLE_VIRT_START + mfn * 32.
 *
 * count_info:  63 allocated | 62 xen heap | 61..59 state (inuse, offlining, offlined, free) | ... | references
 * type_info:   63..61 type (none, l1..l4, seg_desc, writable) | 60 pinned | 59 validated | 58 partial |
 *              ... | type references
 * A page changes its type only when its type count is zero. (Owned by the page_type code: pv/page_type.)
 */
#ifndef ASM_MM_H
#define ASM_MM_H

#include <xen/list.h>
#include <xen/mm-frame.h>
#include <asm/layout.h>
#include <asm/page.h>

struct domain;
struct vcpu;

struct page_info {
	unsigned long count_info;       /* [a] */
	union {
		unsigned long type_info; /* [a] while in use */
		struct {                /* while free, head of its buddy chunk [heap] */
			u8 order;
			bool need_tlbflush, need_scrub;
		} free;
	};
	u32 owner;                      /* domain, compressed; owner_change() writes it */
	u32 tlbflush_timestamp;         /* when its last use ended, for lazy flushes; or validation progress */
	u32 next, prev;                 /* list links as frame numbers, heap or page_list */
};
_Static_assert(sizeof(struct page_info) == 32, "32 bytes per frame");

#define frame_table ((struct page_info *)FRAMETABLE_VIRT_START)
#define mfn_to_page(m) (&frame_table[mfn_x(m)])
#define page_to_mfn(pg) _mfn((pg) - frame_table)
#define page_to_maddr(pg) mfn_to_maddr(page_to_mfn(pg))
#define maddr_to_page(a) mfn_to_page(maddr_to_mfn(a))
bool mfn_valid(mfn_t m);            /* RAM with a struct page_info */

/* Hypervisor (xenheap and boot) memory has one address for life. Not for guest frames. */
static always_inline void *maddr_to_virt(paddr_t a) { return (void *)(a + DIRECTMAP_VIRT_START); }
static always_inline paddr_t virt_to_maddr_direct(const void *v) { return (unsigned long)v - DIRECTMAP_VIRT_START; }
paddr_t virt_to_maddr(const void *v); /* direct map or Xen image */
#define virt_to_mfn(v) maddr_to_mfn(virt_to_maddr(v))
#define mfn_to_virt(m) maddr_to_virt(mfn_to_maddr(m))
#define virt_to_page(v) mfn_to_page(virt_to_mfn(v))
#define page_to_virt(pg) mfn_to_virt(page_to_mfn(pg))

/* A window on a frame, for a short time and on this CPU. Guest frames are touched only so. */
static always_inline void *map_domain_page(mfn_t m) { return mfn_to_virt(m); }
static always_inline void unmap_domain_page(const void *p) { (void)p; }
void *map_domain_page_global(mfn_t m); /* until unmap_domain_page_global(), all CPUs */
void unmap_domain_page_global(const void *p);

struct domain *page_get_owner(const struct page_info *pg);
/* [p] compare and swap of the owner: false when it was not @expected. The only writer. */
bool owner_change(struct page_info *pg, struct domain *expected, struct domain *owner);
bool __must_check get_page(struct page_info *pg, const struct domain *d);
struct domain *__must_check page_get_owner_and_reference(struct page_info *pg);
void put_page(struct page_info *pg);
bool __must_check get_page_type(struct page_info *pg, unsigned long type);
void put_page_type(struct page_info *pg);
static inline bool __must_check get_page_and_type(struct page_info *pg, const struct domain *d, unsigned long type)
{
	if (!get_page(pg, d))
		return false;
	if (get_page_type(pg, type))
		return true;
	put_page(pg);
	return false;
}
static inline void put_page_and_type(struct page_info *pg)
{
	put_page_type(pg);
	put_page(pg);
}
/* Gives a hypervisor page to guests: owned by @d, mappable read-only or read-write. */
void share_xen_page_with_guest(struct page_info *pg, struct domain *d, bool writable);
void share_xen_page_with_privileged_guests(struct page_info *pg, bool writable);

#define PGT_SHIFT 61
#define PGT_none (0UL << PGT_SHIFT)
#define PGT_l1_page_table (1UL << PGT_SHIFT)
#define PGT_l2_page_table (2UL << PGT_SHIFT)
#define PGT_l3_page_table (3UL << PGT_SHIFT)
#define PGT_l4_page_table (4UL << PGT_SHIFT)
#define PGT_seg_desc_page (5UL << PGT_SHIFT)
#define PGT_writable_page (7UL << PGT_SHIFT)
#define PGT_type_mask (7UL << PGT_SHIFT)

/* Machine-to-phys: pfn of a guest-owned frame. */
#define INVALID_M2P_ENTRY (~0UL)
#define SHARED_M2P_ENTRY (~0UL - 1)
#undef machine_to_phys_mapping /* the guests' read-only window in the public header */
#define machine_to_phys_mapping ((unsigned long *)RDWR_MPT_VIRT_START)
static inline void set_gpfn_from_mfn(mfn_t m, unsigned long pfn) { machine_to_phys_mapping[mfn_x(m)] = pfn; }
static inline unsigned long get_gpfn_from_mfn(mfn_t m) { return machine_to_phys_mapping[mfn_x(m)]; }

/* Hypervisor mappings. flags: PAGE_HYPERVISOR*. Allocates tables; -ENOMEM. nr in 4 KiB pages; uses superpages where it can. */
int map_pages_to_xen(unsigned long va, mfn_t mfn, unsigned long nr, u64 flags);
int modify_xen_mappings(unsigned long s, unsigned long e, u64 flags); /* flags 0: unmap */
extern l4_pgentry_t idle_pg_table[512]; /* master: its slots 256..271 stand in every L4 */
/* Fills the hypervisor slots of a PV guest's (or idle) L4. */
void init_xen_l4_slots(u64 *l4, mfn_t l4mfn, const struct domain *d);

/* TLB */
struct cpumask;
#define FLUSH_TLB 1u
#define FLUSH_TLB_GLOBAL 2u
#define FLUSH_CACHE 4u
void flush_area_local(const void *va, unsigned int flags);
void flush_area_mask(const struct cpumask *mask, const void *va, unsigned int flags);
void flush_tlb_all_cpus(void);
#define flush_tlb_local() flush_area_local(NULL, FLUSH_TLB)
#define flush_tlb_mask(m) flush_area_mask(m, NULL, FLUSH_TLB)
#define flush_tlb_one_local(va) flush_area_local((const void *)(va), FLUSH_TLB | 0x100u) /* 0x100: one page */

#endif
