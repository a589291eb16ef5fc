/* SPDX-License-Identifier: GPL-2.0-only */
/* VCPUOP_initialise: where a further vCPU starts, in 32-bit or 64-bit mode. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <public/hvm/hvm_vcpu.h>
#include "private.h"

#define RFLAGS_RESERVED (1UL << 3 | 1UL << 5 | 1UL << 15)

struct new_state {
	struct cpu_user_regs regs;
	u64 cr0, cr3, cr4, efer;
	struct segment_register cs, ds, ss, es, tr;
};

static bool segment_from(struct segment_register *s, u16 sel, u32 base, u32 limit, u16 ar)
{
	*s = (struct segment_register){ .sel = sel, .attr = ar & 0xfff, .limit = limit, .base = base };
	if (ar & 0xf000)
		return false;
	if (!(ar & X86_SEG_ATTR_P))
		return true;
	/* What the limit says has to be possible with the granularity. */
	return ar & X86_SEG_ATTR_G ? (limit & 0xfff) == 0xfff : limit <= 0xfffff;
}

static int decode_32(struct new_state *n, const struct vcpu_hvm_x86_32 *c)
{
	n->regs = (struct cpu_user_regs){ .rax = c->eax, .rcx = c->ecx, .rdx = c->edx, .rbx = c->ebx, .rsp = c->esp,
					  .rbp = c->ebp, .rsi = c->esi, .rdi = c->edi, .rip = c->eip, .rflags = c->eflags };
	n->cr0 = c->cr0;
	n->cr3 = c->cr3;
	n->cr4 = c->cr4;
	n->efer = c->efer;
	if (c->pad1 || c->pad2[0] || c->pad2[1] || c->pad2[2])
		return -EINVAL;
	if (!segment_from(&n->cs, 0, c->cs_base, c->cs_limit, c->cs_ar) ||
	    !segment_from(&n->ds, 0, c->ds_base, c->ds_limit, c->ds_ar) ||
	    !segment_from(&n->ss, 0, c->ss_base, c->ss_limit, c->ss_ar) ||
	    !segment_from(&n->es, 0, c->es_base, c->es_limit, c->es_ar) ||
	    !segment_from(&n->tr, 0, c->tr_base, c->tr_limit, c->tr_ar))
		return -EINVAL;
	/* Code in CS, a writable stack of the same privilege in SS, a busy TSS in TR (AMD APM vol. 2 15.5.1). */
	if (!(n->cs.attr & X86_SEG_ATTR_P) || !(n->cs.attr & X86_SEG_ATTR_S) || !(n->cs.attr & 8) || (n->cs.attr & X86_SEG_ATTR_L))
		return -EINVAL;
	if (!(n->ss.attr & X86_SEG_ATTR_P) || !(n->ss.attr & X86_SEG_ATTR_S) || (n->ss.attr & 0xa) != 2 ||
	    x86_seg_dpl(n->ss.attr) != x86_seg_dpl(n->cs.attr))
		return -EINVAL;
	if (n->tr.attr & X86_SEG_ATTR_P ? (n->tr.attr & X86_SEG_ATTR_S) || (n->tr.attr & 7) != 3 : n->tr.attr)
		return -EINVAL;
	if (c->eip > c->cs_limit)
		return -EINVAL;
	if (!n->tr.attr)
		n->tr = (struct segment_register){ .attr = 0x8b, .limit = 0x67 };
	return 0;
}

static int decode_64(struct new_state *n, const struct vcpu_hvm_x86_64 *c)
{
	const struct segment_register data = { .attr = 0xc93, .limit = ~0U };

	n->regs = (struct cpu_user_regs){ .rax = c->rax, .rcx = c->rcx, .rdx = c->rdx, .rbx = c->rbx, .rsp = c->rsp,
					  .rbp = c->rbp, .rsi = c->rsi, .rdi = c->rdi, .rip = c->rip, .rflags = c->rflags };
	n->cr0 = c->cr0;
	n->cr3 = c->cr3;
	n->cr4 = c->cr4;
	n->efer = c->efer;
	n->cs = (struct segment_register){ .attr = 0xa9b, .limit = ~0U };
	n->ds = n->ss = n->es = data;
	n->tr = (struct segment_register){ .attr = 0x8b, .limit = 0x67 };
	if (!is_canonical(c->rip))
		return -EINVAL;
	if (!(c->cr0 & X86_CR0_PG) || !(c->cr0 & X86_CR0_PE) || !(c->cr4 & X86_CR4_PAE) ||
	    (c->efer & (EFER_LME | EFER_LMA)) != (EFER_LME | EFER_LMA))
		return -EINVAL;
	return 0;
}

/* Null, data, or code that may be read. */
static bool loadable_data(const struct segment_register *s)
{
	return !(s->attr & X86_SEG_ATTR_P) || ((s->attr & X86_SEG_ATTR_S) && (s->attr & 0xa) != 8);
}

/* Reserved bits and combinations that no processor would enter. */
static int check(const struct vcpu *v, const struct new_state *n)
{
	const struct hvm_domain *hd = v->domain->arch.hvm;
	bool long_mode = (n->efer & EFER_LME) && (n->cr0 & X86_CR0_PG);

	if (!hvm_valid_cr0(n->cr0) || (n->cr4 & ~hd->cr4_valid) ||
	    (n->efer & ~hd->efer_valid) || !!(n->efer & EFER_LMA) != long_mode || (long_mode && !(n->cr4 & X86_CR4_PAE)) ||
	    ((n->cr4 & X86_CR4_PCIDE) && !long_mode) || n->cr3 >> hvm_paddr_bits(v->domain))
		return -EINVAL;
	if ((n->regs.rflags & (X86_EFLAGS_VM | RFLAGS_RESERVED)) || n->regs.rflags >> 22)
		return -EINVAL;
	if (!loadable_data(&n->ds) || !loadable_data(&n->es) || (long_mode && (n->tr.attr & X86_SEG_ATTR_TYPE) != 0xb))
		return -EINVAL;
	return 0;
}

int hvm_vcpu_set_context(struct vcpu *v, const void *ctx)
{
	const struct vcpu_hvm_context *c = ctx;
	struct new_state n;
	int rc;

	if (c->pad)
		return -EINVAL;
	switch (c->mode) {
	case VCPU_HVM_MODE_32B:
		rc = decode_32(&n, &c->cpu_regs.x86_32);
		break;
	case VCPU_HVM_MODE_64B:
		rc = decode_64(&n, &c->cpu_regs.x86_64);
		break;
	default:
		rc = -EINVAL;
	}
	rc = rc ?: check(v, &n);
	if (rc)
		return hc_fail(rc, "%pv: initial context of mode %u", v, c->mode);

	hvm_vcpu_reset(v, &v->arch.user_regs, 0);
	n.regs.rflags |= 2;
	memcpy(&v->arch.user_regs, &n.regs, offsetof(struct cpu_user_regs, es));
	hvm_ops->set_segment(v, X86_SEG_CS, &n.cs);
	hvm_ops->set_segment(v, X86_SEG_DS, &n.ds);
	hvm_ops->set_segment(v, X86_SEG_SS, &n.ss);
	hvm_ops->set_segment(v, X86_SEG_ES, &n.es);
	hvm_ops->set_segment(v, X86_SEG_TR, &n.tr);
	hvm_ops->set_reg(v, HVM_REG_efer, n.efer);
	hvm_ops->set_reg(v, HVM_REG_cr4, n.cr4);
	hvm_ops->set_reg(v, HVM_REG_cr3, n.cr3);
	hvm_ops->set_reg(v, HVM_REG_cr0, n.cr0 | 0x10);
	v->arch.hvm->waiting_for_sipi = false;
	WRITE_ONCE(v->arch.hvm->start, 0); /* an INIT or STARTUP that came before */
	return 0;
}
