/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hypervisor's own page tables. idle_pg_table's slots 256..271 are copied into every guest's L4, so the L3 tables
 * behind them exist from boot on and stay; whatever lies below may change at any time.
 *
 * Mappings are as large as alignment allows; a change within a large one splits it first. Tables are never freed.
 */
#include <xen/atomic.h>
#include <xen/errno.h>
#include <asm/system.h>
#include "private.h"

l4_pgentry_t __aligned(4096) idle_pg_table[512];
static DEFINE_SPINLOCK(map_lock, xen_map);

static bool have_1g(void)
{
	static s8 known; /* 0: not yet asked */

	if (!known)
		known = cpuid_count(0x80000000U, 0).a >= 0x80000001U &&
			(cpuid_count(0x80000001U, 0).d & (1U << 26)) ? 1 : -1;
	return known > 0;
}

static mfn_t alloc_xen_table(void)
{
	mfn_t m;

	if (heap_ready()) {
		void *p = alloc_xenheap_page();

		if (!p)
			return INVALID_MFN;
		m = virt_to_mfn(p);
	} else {
		m = alloc_boot_pages(1, 1);
	}
	clear_page(mfn_to_virt(m));
	return m;
}

static u64 *table_of(u64 e)
{
	return mfn_to_virt(pte_mfn(e));
}

/* PAT stands in bit 7 of an L1 entry and in bit 12 of larger ones. */
static u64 flags_at_level(u64 flags, unsigned int level)
{
	if (level == 1)
		return flags;
	return (flags & ~_PAGE_PAT) | _PAGE_PSE | (flags & _PAGE_PAT ? _PAGE_PSE_PAT : 0);
}

static u64 flags_from_large(u64 e, unsigned int level)
{
	u64 f = e & PTE_FLAGS_MASK & ~_PAGE_PSE;

	if (e & _PAGE_PSE_PAT)
		f |= _PAGE_PAT;
	return level == 1 ? f : flags_at_level(f, level);
}

static mfn_t large_mfn(u64 e, unsigned int level)
{
	return _mfn(mfn_x(pte_mfn(e)) & ~((1UL << (9 * (level - 1))) - 1));
}

static bool is_leaf(u64 e, unsigned int level)
{
	return level == 1 || (e & _PAGE_PSE);
}

static bool split(u64 *slot, unsigned int level)
{
	mfn_t t = alloc_xen_table(), m = large_mfn(*slot, level);
	u64 flags = flags_from_large(*slot, level - 1), *table;

	if (mfn_eq(t, INVALID_MFN))
		return false;
	table = mfn_to_virt(t);
	for (unsigned int i = 0; i < PT_ENTRIES; i++)
		table[i] = pte_make(mfn_add(m, (unsigned long)i << (9 * (level - 2))), flags);
	WRITE_ONCE(*slot, pte_make(t, __PAGE_HYPERVISOR | (flags & _PAGE_USER)));
	return true;
}

/*
 * The entry for @va at @level, or at a higher level when a mapping of that size is there and @level is 0 (look-up).
 * Makes tables and splits larger mappings on the way; NULL: out of memory, or (look-up) nothing mapped.
 */
static u64 *walk(unsigned long va, unsigned int *level, u64 user)
{
	unsigned int want = *level, l = 4;
	u64 *slot = &idle_pg_table[l4_table_offset(va)].l4;

	for (; l > want; l--) {
		if (!(*slot & _PAGE_PRESENT)) {
			mfn_t t;

			if (!want)
				return NULL;
			t = alloc_xen_table();
			if (mfn_eq(t, INVALID_MFN))
				return NULL;
			*slot = pte_make(t, __PAGE_HYPERVISOR | user);
		} else if (l < 4 && is_leaf(*slot, l)) {
			if (!want)
				break;
			if (!split(slot, l))
				return NULL;
		}
		slot = &table_of(*slot)[pt_index(va, l - 1)];
		if (!want && l == 2) {
			l = 1;
			break;
		}
	}
	*level = l;
	return slot;
}

/* The largest level at which the rest of the range can be mapped, and no table is in the way. */
static unsigned int best_level(unsigned long va, mfn_t mfn, unsigned long nr)
{
	for (unsigned int level = have_1g() ? 3 : 2; level > 1; level--) {
		unsigned long pages = 1UL << (9 * (level - 1));

		if (nr >= pages && !((va >> PAGE_SHIFT | mfn_x(mfn)) & (pages - 1)))
			return level;
	}
	return 1;
}

/* Whether entries that a CPU may have cached were changed. */
static bool set_entry(u64 *slot, u64 e)
{
	u64 old = xchg(slot, e);

	return (old & _PAGE_PRESENT) && old != e;
}

static void flush_after_change(bool changed)
{
	if (changed)
		flush_tlb_all_cpus();
}

int map_pages_to_xen(unsigned long va, mfn_t mfn, unsigned long nr, u64 flags)
{
	u64 user = flags & _PAGE_USER;
	bool changed = false;
	int rc = 0;

	flags |= _PAGE_GLOBAL;
	spin_lock(&map_lock);
	while (nr) {
		unsigned int level = best_level(va, mfn, nr);
		unsigned long pages;
		u64 *slot = walk(va, &level, user);

		/* A table that is already there stays, and is filled. */
		while (slot && level > 1 && (*slot & _PAGE_PRESENT) && !is_leaf(*slot, level)) {
			level--;
			slot = walk(va, &level, user);
		}
		if (!slot) {
			rc = -ENOMEM;
			break;
		}
		changed |= set_entry(slot, pte_make(mfn, flags_at_level(flags, level)));
		pages = 1UL << (9 * (level - 1));
		va += pages << PAGE_SHIFT;
		mfn = mfn_add(mfn, pages);
		nr -= pages;
	}
	spin_unlock(&map_lock);
	flush_after_change(changed);
	return rc;
}

int modify_xen_mappings(unsigned long s, unsigned long e, u64 flags)
{
	bool changed = false;
	int rc = 0;

	spin_lock(&map_lock);
	while (s < e) {
		unsigned int level = 0;
		u64 *slot = walk(s, &level, 0);
		unsigned long size = 1UL << PT_SHIFT(slot ? level : 1);

		if (!slot || !(*slot & _PAGE_PRESENT)) {
			s = (s + size) & ~(size - 1);
			continue;
		}
		if ((s & (size - 1)) || e - s < size) {
			if (!split(slot, level)) {
				rc = -ENOMEM;
				break;
			}
			changed = true;
			continue;
		}
		changed |= set_entry(slot, flags ? pte_make(large_mfn(*slot, level),
							    flags_at_level(flags | _PAGE_GLOBAL, level)) : 0);
		s += size;
	}
	spin_unlock(&map_lock);
	flush_after_change(changed);
	return rc;
}

mfn_t xen_mapping_to_mfn(unsigned long va)
{
	unsigned int level = 0;
	mfn_t m = INVALID_MFN;
	u64 *slot;

	spin_lock(&map_lock);
	slot = walk(va, &level, 0);
	if (slot && (*slot & _PAGE_PRESENT))
		m = mfn_add(large_mfn(*slot, level), (va & ((1UL << PT_SHIFT(level)) - 1)) >> PAGE_SHIFT);
	spin_unlock(&map_lock);
	return m;
}
