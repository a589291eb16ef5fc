/* SPDX-License-Identifier: GPL-2.0-only */
/* Records HEADER and CPU. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <asm/xstate.h>
#include "private.h"

#define HVM_FILE_VERSION_SEEN 2 /* what 4.17 writes, beside the header's 1 */

u32 save_header(struct domain *d, struct vcpu *v, void *to)
{
	struct hvm_save_header *h = to;

	h->magic = HVM_FILE_MAGIC;
	h->version = HVM_FILE_VERSION_SEEN;
	h->changeset = ~0UL;
	h->cpuid = cpuid(1).a;
	h->gtsc_khz = d->arch.tsc_khz ?: cpu_khz;
	return sizeof(*h);
}

int load_header(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	const struct hvm_save_header *h = from;

	if (h->magic != HVM_FILE_MAGIC || !h->version || h->version > HVM_FILE_VERSION_SEEN)
		return -EINVAL;
	if (h->gtsc_khz)
		d->arch.tsc_khz = h->gtsc_khz;
	return 0;
}

/* Record fields of each segment register; GDTR and IDTR have base and limit only. */
static const struct {
	u8 seg;
	u16 sel, limit, base, ar;
} segments[] = {
#define S(name, NAME)                                                                                             \
	{ X86_SEG_##NAME, offsetof(struct hvm_hw_cpu, name##_sel), offsetof(struct hvm_hw_cpu, name##_limit),     \
	  offsetof(struct hvm_hw_cpu, name##_base), offsetof(struct hvm_hw_cpu, name##_arbytes) }
	S(cs, CS), S(ds, DS), S(es, ES), S(fs, FS), S(gs, GS), S(ss, SS), S(tr, TR), S(ldtr, LDTR),
#undef S
	{ X86_SEG_GDTR, 0, offsetof(struct hvm_hw_cpu, gdtr_limit), offsetof(struct hvm_hw_cpu, gdtr_base), 0 },
	{ X86_SEG_IDTR, 0, offsetof(struct hvm_hw_cpu, idtr_limit), offsetof(struct hvm_hw_cpu, idtr_base), 0 },
};

static const struct {
	u8 reg;
	u16 offset;
} regs[] = {
#define R(reg, field) { HVM_REG_##reg, offsetof(struct hvm_hw_cpu, field) }
	R(efer, msr_efer), R(cr4, cr4), R(cr3, cr3), R(cr0, cr0), R(cr2, cr2), R(dr6, dr6), R(dr7, dr7),
	R(sysenter_cs, sysenter_cs), R(sysenter_esp, sysenter_esp), R(sysenter_eip, sysenter_eip), R(star, msr_star),
	R(lstar, msr_lstar), R(cstar, msr_cstar), R(syscall_mask, msr_syscall_mask), R(kernel_gs_base, shadow_gs),
#undef R
};

#define FIELD32(c, off) (*(u32 *)((char *)(c) + (off)))
#define FIELD64(c, off) (*(u64 *)((char *)(c) + (off)))

static const struct {
	u16 user, record;
} gprs[] = {
#define G(r) { offsetof(struct cpu_user_regs, r), offsetof(struct hvm_hw_cpu, r) }
	G(rax), G(rbx), G(rcx), G(rdx), G(rbp), G(rsi), G(rdi), G(rsp), G(r8), G(r9), G(r10), G(r11), G(r12), G(r13),
	G(r14), G(r15), G(rip), G(rflags),
#undef G
};

/* Raised by an instruction to which rip still points: it is executed again. */
static bool of_instruction(u8 type)
{
	return type == HVM_EVENT_soft_int || type == HVM_EVENT_priv_soft || type == HVM_EVENT_soft_exception;
}

u32 save_cpu(struct domain *d, struct vcpu *v, void *to)
{
	struct hvm_hw_cpu *c = to;
	const struct hvm_event *e = &v->arch.hvm->event;

	/* One that does not run and waits to be started has nothing to say: it comes back as one that waits. */
	if (v->pause_flags & VPF_down)
		return 0;
	sync_vcpu_execstate(v);
	if (!hvm_vcpu_settle(v))
		return 0;
	vcpu_get_fpu(v, c->fpu_regs);
	c->flags = XEN_X86_FPU_INITIALISED;
	for (unsigned int i = 0; i < ARRAY_SIZE(gprs); i++)
		FIELD64(c, gprs[i].record) = FIELD64(&v->arch.user_regs, gprs[i].user);
	for (unsigned int i = 0; i < ARRAY_SIZE(regs); i++)
		FIELD64(c, regs[i].offset) = hvm_ops->get_reg(v, regs[i].reg);
	for (unsigned int i = 0; i < ARRAY_SIZE(segments); i++) {
		struct segment_register s;

		hvm_ops->get_segment(v, segments[i].seg, &s);
		FIELD32(c, segments[i].limit) = s.limit;
		FIELD64(c, segments[i].base) = s.base;
		if (!segments[i].ar)
			continue;
		FIELD32(c, segments[i].sel) = s.sel;
		FIELD32(c, segments[i].ar) = s.attr;
	}
	c->dr0 = v->arch.debugreg[0];
	c->dr1 = v->arch.debugreg[1];
	c->dr2 = v->arch.debugreg[2];
	c->dr3 = v->arch.debugreg[3];
	c->msr_tsc_aux = v->arch.tsc_aux;
	c->tsc = hvm_guest_tsc(v);
	if (e->valid && !of_instruction(e->type)) {
		c->pending_valid = 1;
		c->pending_vector = e->vector;
		c->pending_type = e->type;
		c->pending_error_valid = e->has_error;
		c->error_code = e->error;
	}
	return sizeof(*c);
}

/* What no processor would run with. */
static bool valid(const struct domain *d, const struct hvm_hw_cpu *c)
{
	const struct hvm_domain *hd = d->arch.hvm;
	bool pg = c->cr0 & X86_CR0_PG, lma = c->msr_efer & EFER_LMA;

	if (!hvm_valid_cr0(c->cr0) || (c->cr4 & ~hd->cr4_valid) || (c->msr_efer & ~hd->efer_valid) ||
	    lma != (pg && (c->msr_efer & EFER_LME)) || (lma && !(c->cr4 & X86_CR4_PAE)) ||
	    ((c->cr4 & X86_CR4_PCIDE) && !lma) || (c->cr3 & ~(1UL << 63)) >> 52)
		return false;
	if (c->rflags >> 22 || (lma && !is_canonical(c->rip)) || c->dr7 >> 32 || c->dr6 >> 32)
		return false;
	if (c->msr_syscall_mask >> 32) /* loaded with WRMSR, which would fault */
		return false;
	if (!is_canonical(c->sysenter_esp) || !is_canonical(c->sysenter_eip) || !is_canonical(c->msr_lstar) ||
	    !is_canonical(c->msr_cstar) || !is_canonical(c->shadow_gs) || !is_canonical(c->fs_base) || !is_canonical(c->gs_base))
		return false;
	if (c->pending_valid && (c->pending_reserved || c->pending_type == 1 || c->pending_type == 7 ||
				 (c->pending_type == HVM_EVENT_exception && c->pending_vector >= 32)))
		return false;
	return !(c->msr_tsc_aux >> 32);
}

int load_cpu(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	struct hvm_hw_cpu *c = from;
	struct hvm_vcpu *hv = v->arch.hvm;

	if (size != sizeof(*c) && _hvm_hw_fix_cpu(c, size))
		return -EINVAL;
	if (!valid(d, c))
		return -EINVAL;
	sync_vcpu_execstate(v);
	if (c->flags & XEN_X86_FPU_INITIALISED)
		vcpu_setup_fpu(v, c->fpu_regs);
	else
		vcpu_reset_fpu(v);
	for (unsigned int i = 0; i < ARRAY_SIZE(gprs); i++)
		FIELD64(&v->arch.user_regs, gprs[i].user) = FIELD64(c, gprs[i].record);
	v->arch.user_regs.rflags |= 2;
	for (unsigned int i = 0; i < ARRAY_SIZE(regs); i++)
		hvm_ops->set_reg(v, regs[i].reg, FIELD64(c, regs[i].offset));
	for (unsigned int i = 0; i < ARRAY_SIZE(segments); i++) {
		struct segment_register s = { .limit = FIELD32(c, segments[i].limit), .base = FIELD64(c, segments[i].base) };

		if (segments[i].ar) {
			s.sel = FIELD32(c, segments[i].sel);
			s.attr = FIELD32(c, segments[i].ar) & 0xfff;
		}
		hvm_ops->set_segment(v, segments[i].seg, &s);
	}
	v->arch.debugreg[0] = c->dr0;
	v->arch.debugreg[1] = c->dr1;
	v->arch.debugreg[2] = c->dr2;
	v->arch.debugreg[3] = c->dr3;
	v->arch.tsc_aux = c->msr_tsc_aux;
	/* The first vCPU's TSC is the domain's: all of them differed by nothing when they were saved, one after the other. */
	if (c->tsc && !v->vcpu_id)
		d->arch.hvm->tsc_offset = c->tsc - hvm_base_tsc(d);
	hvm_set_tsc_offset(v, d->arch.hvm->tsc_offset);
	hvm_ops->set_reg(v, HVM_REG_shadow, 0); /* the record has none */
	hv->event = (struct hvm_event){ .valid = c->pending_valid && !of_instruction(c->pending_type), .vector = c->pending_vector, .type = c->pending_type,
					.has_error = c->pending_error_valid, .error = c->error_code, .cr2 = c->cr2 };
	hv->waiting_for_sipi = false;
	WRITE_ONCE(hv->start, 0);
	hv->intr_check = true;
	hvm_flush_vcpu(v, HVM_FLUSH_linear | HVM_FLUSH_p2m);
	v->is_initialised = true;
	clear_bit(_VPF_down, &v->pause_flags);
	return 0;
}
