/* SPDX-License-Identifier: GPL-2.0-only */
/* Page-table entries of x86-64: four levels of 512 8-byte entries (Intel SDM vol. 3A 4.5, AMD APM vol. 2 5.3). */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <xen/mm-frame.h>

#define _PAGE_PRESENT (1UL << 0)
#define _PAGE_RW (1UL << 1)
#define _PAGE_USER (1UL << 2)
#define _PAGE_PWT (1UL << 3)
#define _PAGE_PCD (1UL << 4)
#define _PAGE_ACCESSED (1UL << 5)
#define _PAGE_DIRTY (1UL << 6)
#define _PAGE_PSE (1UL << 7)
#define _PAGE_PAT (1UL << 7)   /* in L1 entries */
#define _PAGE_GLOBAL (1UL << 8)
#define _PAGE_AVAIL (7UL << 9) /* software bits, the guest's */
#define _PAGE_PSE_PAT (1UL << 12)
#define _PAGE_GNTTAB (1UL << 62) /* ours: L1 entry made by a grant mapping, whose references the grant holds */
#define _PAGE_NX (1UL << 63)
#define _PAGE_CACHE_MASK (_PAGE_PWT | _PAGE_PCD | _PAGE_PAT) /* of L1 entries */
#define PADDR_BITS 52
#define PTE_ADDR_MASK (((1UL << PADDR_BITS) - 1) & PAGE_MASK)
#define PTE_FLAGS_MASK (~PTE_ADDR_MASK)

/* PAT as Xen sets it, an ABI fact: WB WT UC- UC WC WP UC UC */
#define XEN_MSR_PAT 0x050100070406UL

#define __PAGE_HYPERVISOR (_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY)
#define PAGE_HYPERVISOR (__PAGE_HYPERVISOR | _PAGE_NX)
#define PAGE_HYPERVISOR_RO (_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_NX)
#define PAGE_HYPERVISOR_RX (_PAGE_PRESENT | _PAGE_ACCESSED)
#define PAGE_HYPERVISOR_UC (__PAGE_HYPERVISOR | _PAGE_NX | _PAGE_PCD | _PAGE_PWT)
#define PAGE_HYPERVISOR_WC (__PAGE_HYPERVISOR | _PAGE_NX | _PAGE_PAT)

typedef struct { u64 l1; } l1_pgentry_t;
typedef struct { u64 l2; } l2_pgentry_t;
typedef struct { u64 l3; } l3_pgentry_t;
typedef struct { u64 l4; } l4_pgentry_t;
typedef struct { u64 raw; } pgentry_t; /* of a level known only at run time */

#define PT_ENTRIES 512
#define L1_SHIFT 12
#define L2_SHIFT 21
#define L3_SHIFT 30
#define L4_SHIFT 39
#define PT_SHIFT(level) (12 + 9 * ((level) - 1))
#define pt_index(va, level) (((unsigned long)(va) >> PT_SHIFT(level)) & 511)
#define l1_table_offset(va) pt_index(va, 1)
#define l2_table_offset(va) pt_index(va, 2)
#define l3_table_offset(va) pt_index(va, 3)
#define l4_table_offset(va) pt_index(va, 4)

static always_inline mfn_t pte_mfn(u64 e) { return _mfn((e & PTE_ADDR_MASK) >> PAGE_SHIFT); }
static always_inline u64 pte_flags(u64 e) { return e & PTE_FLAGS_MASK; }
static always_inline u64 pte_make(mfn_t m, u64 flags) { return ((u64)mfn_x(m) << PAGE_SHIFT) | flags; }

#define is_canonical(va) ((long)(va) >> 47 == 0 || (long)(va) >> 47 == -1)
/* A PV guest may hand us these: canonical and outside the hypervisor's slots. */
#define guest_range_ok(va, n)                                                                   \
	({                                                                                      \
		unsigned long a_ = (unsigned long)(va), n_ = (n);                               \
		(a_ + n_ >= a_) && ((a_ + n_ <= (1UL << 47)) || a_ >= 0xffff880000000000UL);    \
	})

static always_inline void clear_page(void *p)
{
	unsigned long n = PAGE_SIZE / 8;

	__asm__ volatile("rep stosq" : "+D"(p), "+c"(n) : "a"(0UL) : "memory");
}

static always_inline void copy_page(void *to, const void *from)
{
	unsigned long n = PAGE_SIZE / 8;

	__asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
}

#endif
