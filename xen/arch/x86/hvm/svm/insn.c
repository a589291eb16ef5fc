/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long the intercepted instruction was, where the processor does not save the next rip (NRIPS).
 *
 * The page it was found in is remembered, so that the next exit from there costs no walk of the guest's page tables. The
 * guest may have changed its mapping since, without our knowledge; so the bytes count only if they are the instruction
 * that was intercepted, and then so is their length.
 */
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/p2m.h>
#include "private.h"

static unsigned long linear_ip(const struct vmcb *b, unsigned long rip)
{
	const struct segment_register *cs = &b->seg[X86_SEG_CS];

	return (b->efer & EFER_LMA) && (cs->attr & X86_SEG_ATTR_L) ? rip : (u32)(cs->base + rip);
}

static unsigned int fetch_rights(const struct vmcb *b)
{
	return HVM_COPY_fetch | (b->cpl == 3 ? HVM_COPY_user : 0);
}

/* NULL: not memory. Interrupts are on. */
static const u8 *find_page(struct vcpu *v, unsigned long lip)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct hvm_copy_fault fault;
	struct page_info *pg;
	paddr_t gpa;

	if (hvm_translate(v, lip, fetch_rights(s->vmcb), &gpa, &fault) != HVM_COPY_okay)
		return NULL;
	pg = p2m_get_page(v->domain, _gfn(gpa >> PAGE_SHIFT), NULL, 0);
	if (!pg)
		return NULL;
	s->code.bytes = map_domain_page(page_to_mfn(pg));
	s->code.page = lip & PAGE_MASK;
	s->code.cr3 = s->vmcb->cr3;
	put_page(pg); /* looked at by read_known() alone */
	return s->code.bytes;
}

/*
 * Four bytes of the page that is known. One that has left the domain since is not read: whoever takes it out asks for a
 * flush first and then waits for this CPU, which does not answer while interrupts are off.
 */
static bool read_known(struct vcpu *v, unsigned long lip, u32 *word)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	bool known;

	local_irq_disable();
	known = s->code.bytes && s->code.page == (lip & PAGE_MASK) && s->code.cr3 == s->vmcb->cr3 &&
		!(READ_ONCE(v->arch.hvm->flush) & HVM_FLUSH_p2m);
	if (likely(known))
		*word = *(const u32 *)(s->code.bytes + (lip & ~PAGE_MASK)); /* one load, whatever the guest writes meanwhile */
	local_irq_enable();
	return known;
}

/* What can be fetched of the instruction. */
static unsigned int fetch(struct vcpu *v, unsigned long lip, u8 *buf)
{
	unsigned int rights = fetch_rights(v->arch.hvm->svm->vmcb), n = X86_INSN_MAX;
	struct hvm_copy_fault fault;

	if (hvm_copy_linear(v, lip, buf, n, rights, &fault) == HVM_COPY_okay)
		return n;
	n = min_t(unsigned int, n, PAGE_SIZE - (lip & ~PAGE_MASK)); /* the next page may not be there, nor be needed */
	return hvm_copy_linear(v, lip, buf, n, rights, &fault) == HVM_COPY_okay ? n : 0;
}

unsigned int svm_insn_length(struct vcpu *v, const struct cpu_user_regs *regs, u32 opcode, unsigned int n)
{
	unsigned long lip = linear_ip(v->arch.hvm->svm->vmcb, regs->rip);
	u32 mask = (1U << 8 * n) - 1, word;
	u8 buf[X86_INSN_MAX];

	if (likely(PAGE_SIZE - (lip & ~PAGE_MASK) >= 4) &&
	    (likely(read_known(v, lip, &word)) || (find_page(v, lip) && read_known(v, lip, &word))) && (word & mask) == opcode)
		return n;
	n = fetch(v, lip, buf);
	return x86_insn_length_of(buf, n, hvm_address_bytes(v), opcode);
}
