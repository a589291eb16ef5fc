/* SPDX-License-Identifier: GPL-2.0-only */
/* PV domains and vCPUs: struct guest_ops, and vCPU contexts in the ABI's struct vcpu_guest_context. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/smp.h>
#include <asm/domain-switch.h>
#include <asm/pv/domain-ops.h>
#include <asm/pv/hypercall.h>
#include <asm/pv/misc.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/page_type.h>
#include <asm/pv/usercopy.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <asm/xstate.h>

static int pv_domain_create(struct domain *d, const struct xen_domctl_createdomain *cfg)
{
	if (cfg->arch.emulation_flags)
		return hc_fail(-EINVAL, "%pd: a PV guest has no emulated devices (%#x)", d, cfg->arch.emulation_flags);
	return 0;
}

static void pv_domain_destroy(struct domain *d)
{
	pv_perdomain_destroy(d);
}

static int pv_vcpu_create(struct vcpu *v)
{
	int rc = pv_perdomain_create(v->domain, v->vcpu_id);

	if (rc)
		return rc;
	v->arch.pv.trap_ctxt = xzalloc_array(struct trap_info, 256);
	if (!v->arch.pv.trap_ctxt)
		return -ENOMEM;
	spinlock_init(&v->arch.pv.shadow_ldt_lock, domain);
	v->arch.pv.ctrlreg[0] = read_cr0() & ~X86_CR0_TS;
	v->arch.pv.ctrlreg[4] = pv_fixup_guest_cr4(v, 0);
	return 0;
}

static void pv_vcpu_destroy(struct vcpu *v)
{
	XFREE(v->arch.pv.trap_ctxt);
}

/*
 * Takes a reference of type L4 on the frame that @cr3 of a context names. Validation may be preempted:
 * -ERESTART then, and what was done stays done for the next try.
 */
static int take_l4(struct vcpu *v, unsigned long cr3, mfn_t *out)
{
	mfn_t mfn = _mfn(xen_cr3_to_pfn(cr3));
	int rc;

	if (!mfn_valid(mfn))
		return hc_fail(-EINVAL, "%pv: page table base %lx is no frame", v, mfn_x(mfn));
	rc = get_page_and_type_preemptible(mfn_to_page(mfn), v->domain, PGT_l4_page_table);
	if (!rc)
		*out = mfn;
	return rc;
}

static void drop_l4(struct vcpu *v, mfn_t *mfn)
{
	struct page_info *pg = mfn_to_page(*mfn);

	if (mfn_eq(*mfn, INVALID_MFN))
		return;
	*mfn = INVALID_MFN;
	if (put_page_and_type_preemptible(pg))
		defer_table_put(v, pg); /* before its next operation, or the domain's end */
}

void pv_vcpu_drop_pagetables(struct vcpu *v)
{
	drop_l4(v, &v->arch.guest_table);
	drop_l4(v, &v->arch.guest_table_user);
	v->arch.cr3 = virt_to_mfn(idle_pg_table);
}

static int check_context(const struct vcpu *v, const struct vcpu_guest_context *c)
{
	if (c->ldt_ents > 8192 || (c->ldt_ents && ((c->ldt_base & ~PAGE_MASK) ||
						   !guest_range_ok(c->ldt_base, c->ldt_ents * 8))))
		return hc_fail(-EINVAL, "%pv: LDT %lx, %lu entries", v, c->ldt_base, c->ldt_ents);
	if (!is_canonical(c->user_regs.rip) || !is_canonical(c->event_callback_eip) ||
	    !is_canonical(c->failsafe_callback_eip) || !is_canonical(c->syscall_callback_eip))
		return hc_fail(-EINVAL, "%pv: an entry point is not canonical", v);
	if (!is_canonical(c->fs_base) || !is_canonical(c->gs_base_kernel) || !is_canonical(c->gs_base_user))
		return hc_fail(-EINVAL, "%pv: a segment base is not canonical", v);
	if (c->gdt_ents > FIRST_RESERVED_GDT_ENTRY)
		return hc_fail(-EINVAL, "%pv: %lu GDT entries", v, c->gdt_ents);
	for (unsigned int i = 0; i < 256; i++)
		if (!is_canonical(c->trap_ctxt[i].address))
			return hc_fail(-EINVAL, "%pv: handler of vector %u is not canonical", v, i);
	return 0;
}

static void set_registers(struct vcpu *v, const struct vcpu_guest_context *c)
{
	struct cpu_user_regs *regs = &v->arch.user_regs;
	struct pv_vcpu *pv = &v->arch.pv;

	*regs = c->user_regs;
	regs->cs |= 3;
	regs->ss |= 3;
	regs->error_code = regs->entry_vector = 0;
	pv->iopl = (regs->rflags & X86_EFLAGS_IOPL) >> 12;
	regs->rflags = (regs->rflags & ~(X86_EFLAGS_IOPL | X86_EFLAGS_VM | X86_EFLAGS_VIF | X86_EFLAGS_VIP |
					 X86_EFLAGS_NT)) | X86_EFLAGS_IF | 2;
	pv->fs_base = c->fs_base;
	pv->gs_base_kernel = c->gs_base_kernel;
	pv->gs_base_user = c->gs_base_user;
	pv->kernel_ss = c->kernel_ss | 3;
	pv->kernel_sp = c->kernel_sp;
	pv->ctrlreg[0] = (read_cr0() & ~X86_CR0_TS) | (c->ctrlreg[0] & X86_CR0_TS);
	pv->ctrlreg[4] = pv_fixup_guest_cr4(v, c->ctrlreg[4]);
	pv->event_callback_eip = c->event_callback_eip;
	pv->failsafe_callback_eip = c->failsafe_callback_eip;
	pv->syscall_callback_eip = c->syscall_callback_eip;
	pv->vgc_flags = c->flags & (VGCF_failsafe_disables_events | VGCF_syscall_disables_events);
	pv->ldt_base = c->ldt_base;
	pv->ldt_ents = c->ldt_ents;
	memcpy(pv->trap_ctxt, c->trap_ctxt, sizeof(c->trap_ctxt));
	for (unsigned int i = 0; i < 256; i++)
		pv->trap_ctxt[i].cs |= 3;
	for (unsigned int i = 0; i < 8; i++)
		pv_set_debugreg(v, i, c->debugreg[i]); /* a value it may not have leaves the register as it was */
	v->arch.flags = c->flags & VGCF_in_kernel ? TF_kernel_mode : 0;
	if (c->flags & VGCF_i387_valid)
		vcpu_setup_fpu(v, &c->fpu_ctxt);
	else
		vcpu_reset_fpu(v);
}

/* @ctx: hypervisor's copy. v is paused and not current. -EINVAL, -ERESTART. */
static int pv_vcpu_set_context(struct vcpu *v, const void *ctx)
{
	const struct vcpu_guest_context *c = ctx;
	mfn_t kernel = INVALID_MFN, user = INVALID_MFN;
	int rc;

	sync_vcpu_execstate(v);
	rc = check_context(v, c);
	/* Refused tables are left to the caller, those that v had or was to have to v. */
	rc = rc ?: put_old_guest_table(current);
	rc = rc ?: put_old_guest_table(v);
	if (rc)
		return rc;
	if (!(c->flags & VGCF_in_kernel) && !c->ctrlreg[1])
		return hc_fail(-EINVAL, "%pv: user mode without user page tables", v);
	rc = take_l4(v, c->ctrlreg[3], &kernel);
	if (!rc && c->ctrlreg[1])
		rc = take_l4(v, c->ctrlreg[1] & ~1UL, &user);
	pv_destroy_ldt(v);
	if (!rc)
		rc = pv_set_gdt(v, c->gdt_frames, c->gdt_ents);
	if (rc) {
		drop_l4(v, &kernel);
		drop_l4(v, &user);
		return rc;
	}
	pv_vcpu_drop_pagetables(v);
	v->arch.guest_table = kernel;
	v->arch.guest_table_user = user;
	set_registers(v, c);
	/* The domain's, by way of its first vCPU: a restored guest does not switch them on again. */
	if (!v->vcpu_id)
		WRITE_ONCE(v->domain->vm_assist, c->vm_assist & vm_assist_valid(v->domain));
	update_cr3(v);
	v->is_initialised = true;
	if (c->flags & VGCF_online)
		clear_bit(_VPF_down, &v->pause_flags);
	else
		set_bit(_VPF_down, &v->pause_flags);
	return 0;
}

static void pv_vcpu_get_context(struct vcpu *v, void *ctx)
{
	struct vcpu_guest_context *c = ctx;
	const struct pv_vcpu *pv = &v->arch.pv;

	memset(c, 0, sizeof(*c));
	vcpu_get_fpu(v, &c->fpu_ctxt);
	c->user_regs = v->arch.user_regs;
	c->user_regs.rflags = (c->user_regs.rflags & ~X86_EFLAGS_IOPL) | (unsigned long)pv->iopl << 12;
	c->flags = VGCF_i387_valid | pv->vgc_flags;
	if (v->arch.flags & TF_kernel_mode)
		c->flags |= VGCF_in_kernel;
	if (!(v->pause_flags & VPF_down))
		c->flags |= VGCF_online;
	memcpy(c->trap_ctxt, pv->trap_ctxt, sizeof(c->trap_ctxt));
	c->ldt_base = pv->ldt_base;
	c->ldt_ents = pv->ldt_ents;
	memcpy(c->gdt_frames, pv->gdt_frames, sizeof(pv->gdt_frames));
	c->gdt_ents = pv->gdt_ents;
	c->kernel_ss = pv->kernel_ss;
	c->kernel_sp = pv->kernel_sp;
	memcpy(c->ctrlreg, pv->ctrlreg, sizeof(c->ctrlreg));
	if (!mfn_eq(v->arch.guest_table, INVALID_MFN))
		c->ctrlreg[3] = xen_pfn_to_cr3(mfn_x(v->arch.guest_table));
	c->ctrlreg[1] = mfn_eq(v->arch.guest_table_user, INVALID_MFN) ?
			0 : xen_pfn_to_cr3(mfn_x(v->arch.guest_table_user));
	memcpy(c->debugreg, v->arch.debugreg, sizeof(c->debugreg));
	c->event_callback_eip = pv->event_callback_eip;
	c->failsafe_callback_eip = pv->failsafe_callback_eip;
	c->syscall_callback_eip = pv->syscall_callback_eip;
	c->vm_assist = READ_ONCE(v->domain->vm_assist);
	c->fs_base = pv->fs_base;
	c->gs_base_kernel = pv->gs_base_kernel;
	c->gs_base_user = pv->gs_base_user;
}

static void pv_vcpu_kick(struct vcpu *v)
{
	bool running = READ_ONCE(v->is_running);

	vcpu_unblock(v);
	if (running && v != current)
		smp_send_event_check_cpu(v->processor);
}

const struct guest_ops pv_guest_ops = {
	.name = "pv",
	.domain_create = pv_domain_create,
	.domain_destroy = pv_domain_destroy,
	.vcpu_create = pv_vcpu_create,
	.vcpu_destroy = pv_vcpu_destroy,
	.vcpu_context_size = sizeof(struct vcpu_guest_context),
	.vcpu_set_context = pv_vcpu_set_context,
	.vcpu_get_context = pv_vcpu_get_context,
	.raw_read = pv_raw_read,
	.raw_write = pv_raw_write,
	.raw_clear = pv_raw_clear,
	.kick = pv_vcpu_kick,
	.set_continuation = pv_set_continuation,
};
