/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page bookkeeping. One 32-byte struct page_info per machine frame, at FRAMETABLE_VIRT_START + mfn * 32.
 *
 *  count_info:  63         62        61..60   59     58    57   56            53..0
 *               allocated  xen heap  state    extra  io    -    dirty on free  references
 *  type_info:   63..61     60        59         58       57      55..0
 *               type       pinned    validated  partial  locked  type references
 *
 * The reference that makes a page "allocated" counts as one. While the count is 0 the page is free, or the
 * hypervisor's own, or (io) no RAM at all. A page changes its type only when its type count is zero; the
 * transitions are in pv/page_type/word.h.
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
			bool need_tlbflush;
			u32 first_dirty; /* pages of the chunk from here on may hold others' data */
		} free;
	};
	u32 owner;                      /* frame number of the struct domain; owner_change() writes it */
	union {
		u32 tlbflush_timestamp; /* when its last use as a type, or by its owner, ended: mm/flushtlb.c */
		struct {                /* PGT_partial: what has been validated so far */
			u16 nr_valid;   /* entries [0, nr_valid) hold references */
			u16 child;      /* entry nr_valid names a page that is itself left partial */
		} partial;
	};
	u32 next, prev;                 /* list links as frame numbers, heap or page_list */
};
_Static_assert(sizeof(struct page_info) == 32, "32 bytes per frame");

#define PGC_allocated (1UL << 63)   /* holds one reference; put_page_alloc_ref() drops it */
#define PGC_xen_heap (1UL << 62)    /* hypervisor memory, perhaps shared with a guest; never freed by put_page() */
#define PGC_state_mask (3UL << 60)
#define PGC_state_inuse (0UL << 60)
#define PGC_state_offlining (1UL << 60)
#define PGC_state_offlined (2UL << 60)
#define PGC_state_free (3UL << 60)  /* head of a free chunk of the heap */
#define PGC_extra (1UL << 59)       /* assigned to a domain without counting against its max_pages */
#define PGC_io (1UL << 58)          /* has a struct page_info but is no RAM */
#define PGC_count_mask ((1UL << 54) - 1)

#define frame_table ((struct page_info *)FRAMETABLE_VIRT_START)
#define mfn_to_page(m) (&frame_table[mfn_x(m)])
#define page_to_mfn(pg) _mfn((pg) - frame_table)
#define page_to_maddr(pg) mfn_to_maddr(page_to_mfn(pg))
#define maddr_to_page(a) mfn_to_page(maddr_to_mfn(a))
bool mfn_valid(mfn_t m);            /* RAM with a struct page_info */
bool mfn_has_page(mfn_t m);         /* has a struct page_info, RAM or not */

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
/* The same for work that may be interrupted: 0, -EINVAL, -ERESTART (call again; what is validated stays so). */
int __must_check get_page_type_preemptible(struct page_info *pg, unsigned long type);
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
/* Drops the reference of the allocation, once: the page is freed when nobody else holds one. */
void put_page_alloc_ref(struct page_info *pg);
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
#define PGT_pinned (1UL << 60)     /* one type reference is the guest's pin */
#define PGT_validated (1UL << 59)  /* contents were checked against the type */
#define PGT_partial (1UL << 58)    /* (in)validation was interrupted; .partial says where */
#define PGT_locked (1UL << 57)     /* a CPU writes an entry of it; its type count may not reach 0 */
#define PGT_count_mask ((1UL << 56) - 1)

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
mfn_t xen_mapping_to_mfn(unsigned long va); /* frame behind a hypervisor address, or INVALID_MFN */
/* _PAGE_USER in @flags lets PV guests read it, in slot 256 only. */
extern l4_pgentry_t idle_pg_table[512]; /* master: its slots 256..271 stand in every L4 */
/* Fills the hypervisor slots of a PV guest's (or idle) L4. */
void init_xen_l4_slots(u64 *l4, mfn_t l4mfn, const struct domain *d);

/*
 * TLB. A clock ticks with every flush; a page remembers the tick of its last use, a CPU that of its last flush,
 * so that a page which changes hands needs a flush only on CPUs that have not had one since.
 */
struct cpumask;
#define FLUSH_TLB 1u
#define FLUSH_TLB_GLOBAL 2u
#define FLUSH_CACHE 4u
#define FLUSH_VCPU_STATE 0x200u /* write the lazily kept registers of a vCPU to memory */
#define FLUSH_ONE_PAGE 0x100u /* with FLUSH_TLB: only the page of @va */
void flush_area_local(const void *va, unsigned int flags);
/* All of @mask, this CPU included if it is a member; returns when done. Interrupts on when it names others. */
void flush_area_mask(const struct cpumask *mask, const void *va, unsigned int flags);
/* smp/: the IPI that makes @others run flush_area_local(va, flags); returns when all have. */
void smp_flush_area(const struct cpumask *others, const void *va, unsigned int flags);
void flush_tlb_all_cpus(void);
#define flush_tlb_local() flush_area_local(NULL, FLUSH_TLB)
#define flush_tlb_mask(m) flush_area_mask(m, NULL, FLUSH_TLB)
#define flush_tlb_one_local(va) flush_area_local((const void *)(va), FLUSH_TLB | FLUSH_ONE_PAGE)
/* Loads CR3, which also flushes what is not global. @l4: a frame whose hypervisor slots are filled. Any context. */
void switch_cr3(mfn_t l4);
/* The 2 MiB of the machine-to-phys table that describe frames from @unit * 2^18 on; INVALID_MFN: none. */
mfn_t m2p_frame(unsigned long unit);
void page_set_tlbflush_timestamp(struct page_info *pg);
/* Leaves in @mask the CPUs that have not flushed since @timestamp. */
void tlbflush_filter(struct cpumask *mask, u32 timestamp);

/* Boot (setup/start.c). Memory map to direct map, frame table, machine-to-phys table; loads idle_pg_table. */
struct e820;
void mm_init_early(const struct e820 *map);
/* Gives RAM that boot code has used (modules, init sections) to the heap. Whole pages inside [s, e). */
void mm_free_boot_range(paddr_t s, paddr_t e);

#endif
