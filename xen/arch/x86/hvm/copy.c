/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guest memory by linear address: the guest's page tables are walked as its processor would (Intel SDM vol. 3A 4.2-4.7),
 * accessed and dirty bits set, and the frames behind are touched through the guest-physical map.
 */
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/p2m.h>
#include <asm/processor.h>
#include "private.h"

struct walk {
	struct vcpu *v;
	u64 cr0, cr3, cr4, efer;
	unsigned int flags;     /* HVM_COPY_* */
	bool smap;              /* in force for this access */
};

static void walk_init(struct walk *w, struct vcpu *v, unsigned int flags)
{
	w->v = v;
	w->flags = flags;
	w->cr0 = hvm_ops->get_reg(v, HVM_REG_cr0);
	if (!(w->cr0 & X86_CR0_PG))
		return;
	w->cr3 = hvm_ops->get_reg(v, HVM_REG_cr3);
	w->cr4 = hvm_ops->get_reg(v, HVM_REG_cr4);
	w->efer = hvm_ops->get_reg(v, HVM_REG_efer);
	w->smap = (w->cr4 & X86_CR4_SMAP) && !(flags & (HVM_COPY_user | HVM_COPY_fetch | HVM_COPY_no_smap));
}

/* One entry, with bits of @set put in if they are missing. False: no memory there. */
static bool table_entry(struct walk *w, paddr_t gpa, unsigned int size, u64 *entry)
{
	struct page_info *pg = p2m_get_page(w->v->domain, _gfn(gpa >> PAGE_SHIFT), NULL, P2M_ALLOC);
	const char *p;

	if (!pg)
		return false;
	p = map_domain_page(page_to_mfn(pg));
	*entry = size == 8 ? READ_ONCE(*(const u64 *)(p + (gpa & ~PAGE_MASK))) :
			     READ_ONCE(*(const u32 *)(p + (gpa & ~PAGE_MASK)));
	unmap_domain_page(p);
	put_page(pg);
	return true;
}

/* Accessed and dirty bits; that another CPU changes the entry meanwhile costs only them. */
static void mark_entry(struct walk *w, paddr_t gpa, unsigned int size, u64 old, u64 set)
{
	struct domain *d = w->v->domain;
	enum p2m_type t;
	struct page_info *pg;
	char *p;

	if (likely((old & set) == set))
		return;
	pg = p2m_get_page(d, _gfn(gpa >> PAGE_SHIFT), &t, 0);
	if (!pg)
		return;
	if (p2m_write_begin(pg, t)) {
		p = map_domain_page(page_to_mfn(pg));
		p += gpa & ~PAGE_MASK;
		if (size == 8)
			cmpxchg((u64 *)p, old, old | set);
		else
			cmpxchg((u32 *)p, (u32)old, (u32)(old | set));
		unmap_domain_page(p);
		p2m_write_end(d, _gfn(gpa >> PAGE_SHIFT), pg, t);
	}
	put_page(pg);
}

/* Rights that all levels gave together, against the access. 0, or the error code of the page fault. */
static u32 check_rights(const struct walk *w, u64 rights, bool nx)
{
	u32 error = PFEC_present;

	if (w->flags & HVM_COPY_write)
		error |= PFEC_write;
	if (w->flags & HVM_COPY_user)
		error |= PFEC_user;
	if ((w->flags & HVM_COPY_fetch) && ((w->efer & EFER_NX) || (w->cr4 & X86_CR4_SMEP)))
		error |= PFEC_insn_fetch;
	if ((w->flags & HVM_COPY_user) && !(rights & _PAGE_USER))
		return error;
	if ((w->flags & HVM_COPY_write) && !(rights & _PAGE_RW) && ((w->flags & HVM_COPY_user) || (w->cr0 & X86_CR0_WP)))
		return error;
	if ((w->flags & HVM_COPY_fetch) && nx)
		return error;
	if (!(w->flags & HVM_COPY_user) && (rights & _PAGE_USER) &&
	    (w->smap || ((w->flags & HVM_COPY_fetch) && (w->cr4 & X86_CR4_SMEP))))
		return error;
	return 0;
}

static u32 not_present(const struct walk *w)
{
	return (w->flags & HVM_COPY_write ? PFEC_write : 0) | (w->flags & HVM_COPY_user ? PFEC_user : 0) |
	       ((w->flags & HVM_COPY_fetch) && (w->efer & EFER_NX) ? PFEC_insn_fetch : 0);
}

/* True: the address is in *gpa. False: the page fault's error code, which may be 0, is in *code. */
static bool walk(struct walk *w, unsigned long addr, paddr_t *gpa, u32 *code)
{
	bool pae = w->cr4 & X86_CR4_PAE, lma = w->efer & EFER_LMA, nx = false;
	unsigned int size = pae ? 8 : 4, bits = pae ? 9 : 10, level = lma ? 4 : pae ? 3 : 2, shift;
	u64 rights = _PAGE_RW | _PAGE_USER, entry, mark = _PAGE_ACCESSED;
	u64 phys = PTE_ADDR_MASK, table = w->cr3 & (lma ? PTE_ADDR_MASK : pae ? 0xffffffe0UL : 0xfffff000UL);
	paddr_t where;

	for (;; level--) {
		shift = 12 + bits * (level - 1);
		where = table + ((addr >> shift) & ((1U << bits) - 1)) * size;
		if (pae && !lma && level == 3)
			where = table + (addr >> 30 & 3) * size;
		if (!table_entry(w, where, size, &entry) || !(entry & _PAGE_PRESENT)) {
			*code = not_present(w);
			return false;
		}
		if (pae && !lma && level == 3) { /* PDPTEs have no rights */
			table = entry & phys;
			continue;
		}
		rights &= entry;
		nx |= size == 8 && (w->efer & EFER_NX) && (entry & _PAGE_NX);
		if (level == 1 || ((entry & _PAGE_PSE) && level <= 3 && (pae || (w->cr4 & X86_CR4_PSE))))
			break;
		mark_entry(w, where, size, entry, _PAGE_ACCESSED);
		table = entry & (size == 8 ? phys : 0xfffff000UL);
	}
	*code = check_rights(w, rights, nx);
	if (*code)
		return false;
	if (w->flags & HVM_COPY_write)
		mark |= _PAGE_DIRTY;
	mark_entry(w, where, size, entry, mark);
	if (size == 4 && level == 2) /* PSE-36 */
		*gpa = (entry & 0xffc00000) | (entry >> 13 & 0xff) << 32;
	else
		*gpa = entry & (size == 8 ? phys : 0xffffffffUL) & ~((1UL << shift) - 1);
	*gpa |= addr & ((1UL << shift) - 1);
	return true;
}

/* Up to the end of the page. */
static enum hvm_copy_result translate(struct walk *w, unsigned long addr, paddr_t *gpa, struct hvm_copy_fault *fault)
{
	fault->addr = addr;
	if (!(w->cr0 & X86_CR0_PG)) {
		*gpa = (u32)addr;
		return HVM_COPY_okay;
	}
	if ((w->efer & EFER_LMA) && !is_canonical(addr))
		fault->error = not_present(w);
	else if (walk(w, w->efer & EFER_LMA ? addr : (u32)addr, gpa, &fault->error))
		return HVM_COPY_okay;
	return HVM_COPY_fault;
}

enum hvm_copy_result hvm_translate(struct vcpu *v, unsigned long addr, unsigned int flags, paddr_t *gpa,
				   struct hvm_copy_fault *fault)
{
	struct walk w;

	walk_init(&w, v, flags);
	return translate(&w, addr, gpa, fault);
}

/* Within a page. @from NULL: clears. */
static bool copy_page_part(struct domain *d, paddr_t gpa, void *to, const void *from, size_t n, bool write)
{
	enum p2m_type t;
	struct page_info *pg = p2m_get_page(d, _gfn(gpa >> PAGE_SHIFT), &t, P2M_ALLOC);
	char *p;

	if (!pg)
		return false;
	if (write && !p2m_write_begin(pg, t)) {
		put_page(pg);
		return false;
	}
	p = map_domain_page(page_to_mfn(pg));
	if (!write)
		memcpy(to, p + (gpa & ~PAGE_MASK), n);
	else if (from)
		memcpy(p + (gpa & ~PAGE_MASK), from, n);
	else
		memset(p + (gpa & ~PAGE_MASK), 0, n);
	unmap_domain_page(p);
	if (write)
		p2m_write_end(d, _gfn(gpa >> PAGE_SHIFT), pg, t);
	put_page(pg);
	return true;
}

/* *left: bytes that were not copied. @buf NULL: clears. */
static enum hvm_copy_result copy_linear(struct vcpu *v, unsigned long addr, char *buf, size_t *left, unsigned int flags,
					struct hvm_copy_fault *fault)
{
	enum hvm_copy_result rc;
	struct walk w;
	paddr_t gpa;
	size_t n;

	walk_init(&w, v, flags);
	for (; *left; *left -= n, addr += n, buf = buf ? buf + n : NULL) {
		n = min_t(size_t, *left, PAGE_SIZE - (addr & ~PAGE_MASK));
		rc = translate(&w, addr, &gpa, fault);
		if (unlikely(rc != HVM_COPY_okay))
			return rc;
		if (unlikely(!copy_page_part(v->domain, gpa, buf, buf, n, flags & HVM_COPY_write))) {
			fault->gpa = gpa;
			fault->addr = addr;
			return HVM_COPY_mmio;
		}
	}
	return HVM_COPY_okay;
}

enum hvm_copy_result hvm_copy_linear(struct vcpu *v, unsigned long addr, void *buf, size_t n, unsigned int flags,
				     struct hvm_copy_fault *fault)
{
	return copy_linear(v, addr, buf, &n, flags, fault);
}

/* Hypercall arguments: the kernel's own accesses. Nothing is injected: the hypercall says -EFAULT. */
static size_t hypercall_copy(unsigned long addr, void *buf, size_t n, unsigned int flags)
{
	struct hvm_copy_fault fault;

	if (guest_cpu_user_regs()->rflags & X86_EFLAGS_AC)
		flags |= HVM_COPY_no_smap;
	copy_linear(current, addr, buf, &n, flags, &fault);
	return n;
}

size_t hvm_raw_read(void *dst, const void *guest, size_t n)
{
	return hypercall_copy((unsigned long)guest, dst, n, 0);
}

size_t hvm_raw_write(void *guest, const void *src, size_t n)
{
	return hypercall_copy((unsigned long)guest, (void *)src, n, HVM_COPY_write);
}

size_t hvm_raw_clear(void *guest, size_t n)
{
	return hypercall_copy((unsigned long)guest, NULL, n, HVM_COPY_write);
}

static bool copy_phys(struct domain *d, paddr_t gpa, char *to, const char *from, size_t n, bool write)
{
	size_t part;

	for (; n; n -= part, gpa += part) {
		part = min_t(size_t, n, PAGE_SIZE - (gpa & ~PAGE_MASK));
		if (!copy_page_part(d, gpa, to, from, part, write))
			return false;
		if (write)
			from += part;
		else
			to += part;
	}
	return true;
}

bool hvm_copy_from_phys(struct domain *d, paddr_t gpa, void *buf, size_t n)
{
	return copy_phys(d, gpa, buf, NULL, n, false);
}

bool hvm_copy_to_phys(struct domain *d, paddr_t gpa, const void *buf, size_t n)
{
	return copy_phys(d, gpa, NULL, buf, n, true);
}
