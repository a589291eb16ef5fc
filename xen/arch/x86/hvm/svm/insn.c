/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long the intercepted instruction was, where the processor does not save the next rip (NRIPS).
 *
 * The page it was found in is remembered, so that the next exit from there costs no walk of the guest's page tables. The
 * guest may have changed its mapping since, without our knowledge; so the bytes count only if they are the instruction
 * that was intercepted, and then so is their length. The page itself cannot have left the domain: that flushes its map.
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

/* Up to the end of the page; NULL: not memory. *n: bytes there are. */
static const u8 *code_at(struct vcpu *v, unsigned long lip, unsigned int *n)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct hvm_copy_fault fault;
	struct page_info *pg;
	paddr_t gpa;

	*n = PAGE_SIZE - (lip & ~PAGE_MASK);
	if (likely(s->code.bytes && s->code.page == (lip & PAGE_MASK) && s->code.cr3 == s->vmcb->cr3))
		return s->code.bytes + (lip & ~PAGE_MASK);
	s->code.bytes = NULL;
	if (hvm_translate(v, lip, fetch_rights(s->vmcb), &gpa, &fault) != HVM_COPY_okay)
		return NULL;
	pg = p2m_get_page(v->domain, _gfn(gpa >> PAGE_SHIFT), NULL, 0);
	if (!pg)
		return NULL;
	s->code.bytes = map_domain_page(page_to_mfn(pg));
	s->code.page = lip & PAGE_MASK;
	s->code.cr3 = s->vmcb->cr3;
	put_page(pg); /* looked at, never trusted: see above */
	return s->code.bytes + (lip & ~PAGE_MASK);
}

static bool is_prefix(u8 byte, bool long_mode)
{
	switch (byte) {
	case 0x26: case 0x2e: case 0x36: case 0x3e: case 0x64: case 0x65: case 0x66: case 0x67: case 0xf0: case 0xf2: case 0xf3:
		return true;
	}
	return long_mode && (byte & 0xf0) == 0x40;
}

/* Copies what can be fetched of the instruction, prefixes counted in *prefixes. */
static unsigned int fetch(struct vcpu *v, const struct cpu_user_regs *regs, u8 *buf, unsigned int *prefixes)
{
	const struct vmcb *b = v->arch.hvm->svm->vmcb;
	unsigned long lip = linear_ip(b, regs->rip);
	bool long_mode = (b->efer & EFER_LMA) && (b->seg[X86_SEG_CS].attr & X86_SEG_ATTR_L);
	struct hvm_copy_fault fault;
	unsigned int n = X86_INSN_MAX, here = PAGE_SIZE - (lip & ~PAGE_MASK);

	if (hvm_copy_linear(v, lip, buf, n, fetch_rights(b), &fault) != HVM_COPY_okay) {
		n = min(here, n); /* the next page may not be there, nor be needed */
		if (hvm_copy_linear(v, lip, buf, n, fetch_rights(b), &fault) != HVM_COPY_okay)
			return 0;
	}
	*prefixes = 0;
	while (*prefixes < n && is_prefix(buf[*prefixes], long_mode))
		++*prefixes;
	return n;
}

unsigned int svm_insn_length(struct vcpu *v, const struct cpu_user_regs *regs, u32 opcode, unsigned int n)
{
	unsigned long lip = linear_ip(v->arch.hvm->svm->vmcb, regs->rip);
	u32 mask = n == 4 ? ~0U : (1U << 8 * n) - 1, word;
	unsigned int avail, prefixes;
	u8 buf[X86_INSN_MAX];
	const u8 *p = code_at(v, lip, &avail);

	if (likely(p && avail >= 4)) {
		memcpy(&word, p, 4);
		if (likely((word & mask) == opcode))
			return n;
	}
	avail = fetch(v, regs, buf, &prefixes);
	if (avail < prefixes + n || memcmp(buf + prefixes, &opcode, n))
		return 0;
	return prefixes + n;
}

unsigned int svm_insn_mov_crdr(struct vcpu *v, const struct cpu_user_regs *regs, u8 opcode, u8 *reg, u8 *gpr)
{
	u8 buf[X86_INSN_MAX], rex = 0;
	unsigned int prefixes, n = fetch(v, regs, buf, &prefixes);
	const struct vmcb *b = v->arch.hvm->svm->vmcb;

	if (n < prefixes + 3 || buf[prefixes] != 0x0f || buf[prefixes + 1] != opcode)
		return 0;
	if (prefixes && (b->efer & EFER_LMA) && (b->seg[X86_SEG_CS].attr & X86_SEG_ATTR_L) &&
	    (buf[prefixes - 1] & 0xf0) == 0x40)
		rex = buf[prefixes - 1];
	*reg = (buf[prefixes + 2] >> 3 & 7) | (rex & 4 ? 8 : 0);
	*gpr = (buf[prefixes + 2] & 7) | (rex & 1 ? 8 : 0);
	return prefixes + 3;
}
