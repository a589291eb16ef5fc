/* SPDX-License-Identifier: LGPL-2.1-only */
/* Walking a guest's page tables (Intel SDM volume 3A, chapter 4), for debuggers. */
#include <sys/mman.h>

#include "private.h"

#include <xen/hvm/save.h>

#if defined(__i386__) || defined(__x86_64__)

#define CR0_PG (1u << 31)
#define CR4_PAE (1u << 5)
#define EFER_LMA (1u << 10)

#define PTE_PRESENT (1ULL << 0)
#define PTE_PSE (1ULL << 7)
#define PAE_FRAME_MASK 0x000ffffffffff000ULL

/* How many levels of tables, of which entry size, from which root. */
struct paging {
	unsigned int levels, entry_size;
	uint64_t root;
};

static int hvm_paging(xc_interface *xch, uint32_t dom, int vcpu, struct paging *p)
{
	struct hvm_hw_cpu ctx;

	if (xc_domain_hvm_getcontext_partial(xch, dom, HVM_SAVE_CODE(CPU), vcpu, &ctx, sizeof(ctx)))
		return -1;
	if (!(ctx.cr0 & CR0_PG)) {
		p->levels = 0;
		return 0;
	}

	p->levels = ctx.msr_efer & EFER_LMA ? 4 : ctx.cr4 & CR4_PAE ? 3 : 2;
	p->entry_size = p->levels == 2 ? 4 : 8;
	/* The root of three levels is 32-byte aligned, the others page aligned. */
	p->root = p->levels == 3 ? ctx.cr3 & ~0x1fULL :
		  p->levels == 4 ? ctx.cr3 & PAE_FRAME_MASK : ctx.cr3 & 0xfffff000;
	return 0;
}

static int pv_paging(xc_interface *xch, uint32_t dom, int vcpu, struct paging *p)
{
	vcpu_guest_context_any_t ctx;
	unsigned int width;

	if (xc_vcpu_getcontext(xch, dom, vcpu, &ctx) ||
	    xc_domain_get_guest_width(xch, dom, &width))
		return -1;

	p->entry_size = 8;
	p->levels = width == 8 ? 4 : 3;
	/* A 32-bit guest's CR3 has the frame number rotated, so that 32 bits of it fit. */
	p->root = width == 8 ? (uint64_t)xen_cr3_to_pfn_x86_64(ctx.x64.ctrlreg[3]) << PAGE_SHIFT :
			       (uint64_t)xen_cr3_to_pfn_x86_32(ctx.x32.ctrlreg[3]) << PAGE_SHIFT;
	return 0;
}

static int read_entry(xc_interface *xch, uint32_t dom, uint64_t paddr, unsigned int size,
		      uint64_t *entry)
{
	xen_pfn_t frame = paddr >> PAGE_SHIFT;
	char *map = xenforeignmemory_map(xch->fmem, dom, PROT_READ, 1, &frame, NULL);

	if (!map)
		return -1;
	*entry = 0;
	memcpy(entry, map + (paddr & ~PAGE_MASK), size);
	xenforeignmemory_unmap(xch->fmem, map, 1);
	return 0;
}

unsigned long xc_translate_foreign_address(xc_interface *xch, uint32_t dom, int vcpu,
					   unsigned long long virt)
{
	xc_dominfo_t info;
	struct paging p;
	uint64_t table, entry, size;
	unsigned int level, index_bits, shift;

	if (xc_domain_getinfo(xch, dom, 1, &info) != 1 || info.domid != dom)
		return 0;
	if (info.hvm ? hvm_paging(xch, dom, vcpu, &p) : pv_paging(xch, dom, vcpu, &p))
		return 0;
	if (!p.levels)
		return virt >> PAGE_SHIFT;

	index_bits = p.entry_size == 8 ? 9 : 10;
	if (p.levels == 3)
		virt &= 0xffffffff;

	for (table = p.root, level = p.levels; level; level--) {
		shift = PAGE_SHIFT + (level - 1) * index_bits;
		if (read_entry(xch, dom,
			       table + ((virt >> shift) & ((1u << index_bits) - 1)) * p.entry_size,
			       p.entry_size, &entry))
			return 0;
		if (!(entry & PTE_PRESENT)) {
			errno = EADDRNOTAVAIL;
			return 0;
		}
		table = p.entry_size == 8 ? entry & PAE_FRAME_MASK : entry & 0xfffff000;

		/* A large page: the rest of the address is the offset in it. */
		if (level > 1 && (entry & PTE_PSE) && (p.levels == 4 ? level < 4 : level == 2)) {
			size = 1ULL << shift;
			return ((table & ~(size - 1)) + (virt & (size - 1))) >> PAGE_SHIFT;
		}
	}
	return table >> PAGE_SHIFT;
}

#else

unsigned long xc_translate_foreign_address(xc_interface *xch, uint32_t dom, int vcpu,
					   unsigned long long virt)
{
	errno = ENOSYS;
	return 0;
}

#endif
