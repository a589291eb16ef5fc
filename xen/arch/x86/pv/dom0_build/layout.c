/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/errno.h>
#include <xen/lib.h>
#include "private.h"

#define SLACK_PAGES (KB(512) >> PAGE_SHIFT) /* the ABI promises at least that much behind the boot stack */
#define MAPPED_ALIGN (MB(4) >> PAGE_SHIFT)

/* Tables of levels 1 to 3 needed to map [va, va + pages), which has an L4 of its own or shares one. */
static unsigned long tables_for(unsigned long va, unsigned long pages)
{
	unsigned long n = 0, last = va + (pages << PAGE_SHIFT) - 1;

	for (int level = 1; level <= 3; level++)
		n += (last >> PT_SHIFT(level + 1)) - (va >> PT_SHIFT(level + 1)) + 1;
	return n;
}

/* The mapped area holds its own page tables: more tables may mean one more table. */
static void place_tables(struct dom0_layout *l, unsigned long at)
{
	unsigned long end;

	l->pt = at;
	for (l->nr_pt = 4;; l->nr_pt++) {
		end = at + l->nr_pt + 1 + SLACK_PAGES;
		end = (end + MAPPED_ALIGN - 1) & ~(MAPPED_ALIGN - 1);
		if (l->nr_pt >= 1 + tables_for(l->virt_base, end))
			break;
	}
	l->stack = at + l->nr_pt;
	l->mapped = end;
}

int __init dom0_layout(struct dom0_image *b, const char **why)
{
	struct dom0_layout *l = &b->l;
	unsigned long at = PAGE_ALIGN(b->elf.pend) >> PAGE_SHIFT;

	l->virt_base = b->elf.virt_base;
	l->nr_initrd = b->initrd ? PAGE_ALIGN(b->initrd->size) >> PAGE_SHIFT : 0;
	l->nr_p2m = DIV_ROUND_UP(l->nr_pages * 8, PAGE_SIZE);
	l->p2m_apart = b->elf.init_p2m != ~0UL;
	l->initrd_mapped = !b->elf.mod_start_pfn;

	if (l->virt_base & (MB(2) - 1) || !guest_range_ok(l->virt_base, GB(1)) || !is_canonical(l->virt_base)) {
		*why = "VIRT_BASE of the kernel is not usable";
		return -EINVAL;
	}
	if (l->initrd_mapped) {
		l->initrd = at;
		at += l->nr_initrd;
	}
	if (!l->p2m_apart) {
		l->p2m = at;
		l->p2m_virt = l->virt_base + (at << PAGE_SHIFT);
		at += l->nr_p2m;
	}
	l->start_info = at++;
	place_tables(l, at);
	at = l->mapped;
	if (!l->initrd_mapped) {
		l->initrd = at;
		at += l->nr_initrd;
	}
	if (l->p2m_apart) {
		l->p2m_virt = b->elf.init_p2m;
		if ((l->p2m_virt & (GB(1) - 1)) || !is_canonical(l->p2m_virt) ||
		    !guest_range_ok(l->p2m_virt, l->nr_p2m << PAGE_SHIFT) ||
		    l4_table_offset(l->p2m_virt) == l4_table_offset(l->virt_base)) {
			*why = "INIT_P2M of the kernel is not usable";
			return -EINVAL;
		}
		l->p2m = at;
		l->nr_p2m_tables = tables_for(l->p2m_virt, l->nr_p2m);
		at += l->nr_p2m + l->nr_p2m_tables;
	}
	if (at + (MB(4) >> PAGE_SHIFT) > l->nr_pages) {
		printk(XENLOG_ERR "dom0 needs %lu MiB for kernel, initrd and tables; it has %lu\n", (at >> 8) + 5,
		       l->nr_pages >> 8);
		*why = "dom0_mem is too small for this kernel and initrd";
		return -ENOMEM;
	}
	return 0;
}
