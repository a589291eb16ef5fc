/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * GDT and LDT of PV guests. The guest gives frames (GDT) or a linear address (LDT); the hypervisor maps the
 * frames into the vCPU's window of the per-domain area and points GDTR and LDTR there. Every frame in a
 * window has type seg_desc: no one can write it but through checked updates.
 *
 *   window of a vCPU:  16 pages GDT (0..13 the guest's, 14 the CPU's reserved entries) | 16 pages LDT
 */
#include <xen/domain.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/desc.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/traps.h>
#include <asm/pv/usercopy.h>
#include <asm/system.h>
#include <asm/traps.h>

#define VCPUS_PER_L1 16
#define WINDOW_PAGES 32
#define LDT_FIRST_PAGE 16
#define LDT_PAGES 16
#define DESCS_PER_PAGE 512
#define GDT_GUEST_PAGES 14

#define DESC_PRESENT (1UL << 47)
#define DESC_CODE_OR_DATA (1UL << 44)
#define DESC_DPL_SHIFT 45

/*
 * Intel SDM vol. 3A 3.4.5. System descriptors (TSS, LDT, gates) stay out: they would let ring 3 enter ring 0
 * or address beyond its reach. Code and data are harmless at DPL 3.
 */
bool pv_check_descriptor(u64 *desc)
{
	u64 d = *desc;

	if (!(d & DESC_PRESENT))
		return true;
	if (!(d & DESC_CODE_OR_DATA))
		return false;
	*desc = d | 3UL << DESC_DPL_SHIFT;
	return true;
}

u64 *pv_gdt_ldt_ptes(const struct vcpu *v)
{
	u64 *l1 = v->domain->arch.pv.gdt_ldt_l1tab[v->vcpu_id / VCPUS_PER_L1];

	return l1 + (v->vcpu_id % VCPUS_PER_L1) * WINDOW_PAGES;
}

/* One L3 page, and an L2 in its first entry; L1 tables as vCPUs come. 16 vCPUs share an L1 table. */
int pv_perdomain_create(struct domain *d, unsigned int id)
{
	struct pv_domain *pv = &d->arch.pv;
	unsigned int n = id / VCPUS_PER_L1;
	u64 *l2, *l1;

	if (!pv->gdt_ldt_l1tab) {
		pv->gdt_ldt_l1tab = xzalloc_array(u64 *, DIV_ROUND_UP(d->max_vcpus, VCPUS_PER_L1));
		if (!pv->gdt_ldt_l1tab)
			return -ENOMEM;
	}
	if (!pv->perdomain_l3) {
		pv->perdomain_l3 = alloc_xenheap_page();
		if (!pv->perdomain_l3)
			return -ENOMEM;
		memset(pv->perdomain_l3, 0, PAGE_SIZE);
	}
	if (!pv->perdomain_l3[0]) {
		l2 = alloc_xenheap_page();
		if (!l2)
			return -ENOMEM;
		memset(l2, 0, PAGE_SIZE);
		pv->perdomain_l3[0] = pte_make(virt_to_mfn(l2), __PAGE_HYPERVISOR);
	}
	if (pv->gdt_ldt_l1tab[n])
		return 0;
	if (n >= PT_ENTRIES)
		return -EINVAL;
	l1 = alloc_xenheap_page();
	if (!l1)
		return -ENOMEM;
	memset(l1, 0, PAGE_SIZE);
	l2 = mfn_to_virt(pte_mfn(pv->perdomain_l3[0]));
	l2[n] = pte_make(virt_to_mfn(l1), __PAGE_HYPERVISOR);
	pv->gdt_ldt_l1tab[n] = l1;
	return 0;
}

void pv_perdomain_destroy(struct domain *d)
{
	struct pv_domain *pv = &d->arch.pv;

	for (unsigned int n = 0; pv->gdt_ldt_l1tab && n < DIV_ROUND_UP(d->max_vcpus, VCPUS_PER_L1); n++)
		if (pv->gdt_ldt_l1tab[n])
			free_xenheap_page(pv->gdt_ldt_l1tab[n]);
	if (pv->perdomain_l3) {
		if (pv->perdomain_l3[0])
			free_xenheap_page(mfn_to_virt(pte_mfn(pv->perdomain_l3[0])));
		free_xenheap_page(pv->perdomain_l3);
	}
	pv->perdomain_l3 = NULL;
	XFREE(pv->gdt_ldt_l1tab);
}

/* v is current (or paused, and then no CPU holds translations of its window after the switch away). */
static bool drop_ptes(struct vcpu *v, u64 *pte, unsigned int n)
{
	bool any = false;

	for (unsigned int i = 0; i < n; i++) {
		u64 e = pte[i];

		if (!(e & _PAGE_PRESENT))
			continue;
		WRITE_ONCE(pte[i], 0);
		any = true;
		put_page_and_type(mfn_to_page(pte_mfn(e)));
	}
	return any;
}

void pv_destroy_gdt(struct vcpu *v)
{
	if (drop_ptes(v, pv_gdt_ldt_ptes(v), GDT_GUEST_PAGES) && v == current)
		flush_tlb_local();
	memset(v->arch.pv.gdt_frames, 0, sizeof(v->arch.pv.gdt_frames));
	v->arch.pv.gdt_ents = 0;
}

int pv_set_gdt(struct vcpu *v, const unsigned long *frames, unsigned int entries)
{
	struct domain *d = v->domain;
	unsigned int n = DIV_ROUND_UP(entries, DESCS_PER_PAGE), i;
	u64 *pte = pv_gdt_ldt_ptes(v);

	if (entries > FIRST_RESERVED_GDT_ENTRY)
		return -EINVAL;
	for (i = 0; i < n; i++) {
		mfn_t mfn = _mfn(frames[i]);

		if (!mfn_valid(mfn) || !get_page_and_type(mfn_to_page(mfn), d, PGT_seg_desc_page)) {
			while (i--)
				put_page_and_type(mfn_to_page(_mfn(frames[i])));
			return hc_fail(-EINVAL, "%pv: frame %lx cannot hold descriptors", v, mfn_x(mfn));
		}
	}
	pv_destroy_gdt(v);
	v->arch.pv.gdt_ents = entries;
	for (i = 0; i < n; i++) {
		v->arch.pv.gdt_frames[i] = frames[i];
		pte[i] = pte_make(_mfn(frames[i]), __PAGE_HYPERVISOR | _PAGE_NX);
	}
	return 0;
}

long do_set_gdt(u64_in frames, u32 entries)
{
	struct vcpu *v = current;
	unsigned long copy[GDT_GUEST_PAGES];
	unsigned int n = DIV_ROUND_UP(entries, DESCS_PER_PAGE);
	long rc;

	if (entries > FIRST_RESERVED_GDT_ENTRY)
		return -EINVAL;
	if (guest_read_n(copy, frames, 0, n))
		return -EFAULT;
	rc = pv_set_gdt(v, copy, entries);
	if (!rc)
		flush_tlb_local();
	return rc;
}

bool pv_destroy_ldt(struct vcpu *v)
{
	bool any;

	if (!v->arch.pv.shadow_ldt_mapcnt)
		return false;
	any = drop_ptes(v, pv_gdt_ldt_ptes(v) + LDT_FIRST_PAGE, LDT_PAGES);
	v->arch.pv.shadow_ldt_mapcnt = 0;
	if (any && v == current)
		flush_tlb_local();
	return any;
}

int pv_set_ldt(struct vcpu *v, unsigned long base, unsigned int ents)
{
	if (ents > 8192 || (ents && ((base & ~PAGE_MASK) || !guest_range_ok(base, ents * 8UL))))
		return hc_fail(-EINVAL, "%pv: LDT %lx of %u entries", v, base, ents);
	if (v->arch.pv.ldt_base == base && v->arch.pv.ldt_ents == ents)
		return 0;
	pv_destroy_ldt(v);
	v->arch.pv.ldt_base = base;
	v->arch.pv.ldt_ents = ents;
	load_ldt(ents ? LDT_VIRT_START(v) : 0, ents);
	return 0;
}

/*
 * LDT pages are mapped when first used: the processor faults in the window, we look where the guest has it. It reads
 * descriptors as a supervisor; a guest that reads the window itself is not helped, however often it tries: each page
 * there has one reference.
 */
bool pv_handle_ldt_fault(unsigned long va, struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	unsigned long offset = va - LDT_VIRT_START(v);
	struct page_info *pg;
	u64 gl1e, *pte;

	if (!is_pv_vcpu(v) || va < LDT_VIRT_START(v) || offset >= v->arch.pv.ldt_ents * 8UL ||
	    (regs->error_code & (PFEC_present | PFEC_user)))
		return false;
	pte = pv_gdt_ldt_ptes(v) + LDT_FIRST_PAGE + (offset >> PAGE_SHIFT);
	if (*pte & _PAGE_PRESENT)
		return false;
	gl1e = pv_guest_l1e(v->arch.pv.ldt_base + offset);
	if (!(gl1e & _PAGE_PRESENT) || !mfn_valid(pte_mfn(gl1e)))
		return false;
	pg = mfn_to_page(pte_mfn(gl1e));
	if (!get_page_and_type(pg, v->domain, PGT_seg_desc_page))
		return false;
	*pte = pte_make(page_to_mfn(pg), __PAGE_HYPERVISOR | _PAGE_NX);
	v->arch.pv.shadow_ldt_mapcnt++;
	return true;
}

/*
 * HYPERVISOR_update_descriptor: one entry, named by machine address. The frame may be a descriptor page or,
 * while a guest still builds its table, an ordinary writable one.
 */
long do_update_descriptor(u64 maddr, u64 desc)
{
	struct domain *d = current->domain;
	mfn_t mfn = maddr_to_mfn(maddr);
	struct page_info *pg;
	bool typed;
	u64 *table;
	long rc = -EINVAL;

	if ((maddr & 7) || !pv_check_descriptor(&desc))
		return -EINVAL;
	if (!mfn_valid(mfn))
		return -EINVAL;
	pg = mfn_to_page(mfn);
	if (!get_page(pg, d))
		return -EINVAL;
	typed = (pg->type_info & PGT_type_mask) == PGT_seg_desc_page ? get_page_type(pg, PGT_seg_desc_page) :
								       get_page_type(pg, PGT_writable_page);
	if (typed) {
		table = map_domain_page(mfn);
		WRITE_ONCE(table[(maddr & ~PAGE_MASK) / 8], desc);
		unmap_domain_page(table);
		put_page_type(pg);
		rc = 0;
	}
	put_page(pg);
	return rc;
}

/*
 * HYPERVISOR_set_segment_base: FS, GS of kernel mode (live now), GS of user mode (kept for the next switch).
 * GS_USER_SEL loads a selector whose base becomes user mode's; a bad selector becomes 0.
 */
long do_set_segment_base(u32 which, u64 base)
{
	struct vcpu *v = current;
	unsigned long kernel_gs;
	unsigned int sel;

	if (which != SEGBASE_GS_USER_SEL && !is_canonical(base))
		return -EINVAL;
	switch (which) {
	case SEGBASE_FS:
		wrfsbase(base);
		return 0;
	case SEGBASE_GS_USER:
		v->arch.pv.gs_base_user = base;
		return 0;
	case SEGBASE_GS_KERNEL:
		wrgsbase(base);
		return 0;
	case SEGBASE_GS_USER_SEL:
		sel = base & 0xffff;
		if (sel & ~3u)
			sel |= 3;
		kernel_gs = rdgsbase();
		__asm__ volatile("1: mov %w0, %%gs\n2:\n"
				 ".pushsection .text.fixup, \"ax\"\n3: xor %0, %0\n mov %w0, %%gs\n jmp 2b\n.popsection"
				 EXTABLE(1b, 3b) : "+r"(sel));
		v->arch.pv.gs_base_user = rdgsbase();
		wrgsbase(kernel_gs);
		return 0;
	}
	return -EINVAL;
}
