/* SPDX-License-Identifier: GPL-2.0-only */
/* A vCPU's VMCB: what is always intercepted, and its bitmap of MSRs. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/p2m.h>
#include <asm/processor.h>
#include <asm/system.h>
#include <asm/traps.h>
#include "private.h"

#define MSRPM_ORDER 1 /* two pages */

/* Writes of CR0 and CR4 are checked against the guest's policy; CR8 is the VMCB's virtual TPR. */
#define CR_WRITES ((1U << 0 | 1U << 4) << 16)
#define ALL_DRS 0xffffffffU
#define EVENTS (SVM_I3_INTR | SVM_I3_NMI | SVM_I3_SMI | SVM_I3_INIT | SVM_I3_RDPMC | SVM_I3_CPUID | SVM_I3_INVD | \
		SVM_I3_HLT | SVM_I3_INVLPGA | SVM_I3_IOIO | SVM_I3_MSR | SVM_I3_TASK_SWITCH | SVM_I3_FERR_FREEZE | \
		SVM_I3_SHUTDOWN)
#define INSTRUCTIONS (SVM_I4_VMRUN | SVM_I4_VMMCALL | SVM_I4_VMLOAD | SVM_I4_VMSAVE | SVM_I4_STGI | SVM_I4_CLGI | \
		      SVM_I4_SKINIT | SVM_I4_WBINVD | SVM_I4_MONITOR | SVM_I4_MWAIT | SVM_I4_XSETBV | SVM_I4_RDPRU)

/* The guest's own: VMLOAD and VMSAVE switch them, or the processor does. */
static const u32 native_msrs[] = {
	MSR_FS_BASE, MSR_GS_BASE, MSR_SHADOW_GS_BASE, MSR_STAR, MSR_LSTAR, MSR_CSTAR, MSR_SYSCALL_MASK,
	MSR_SYSENTER_CS, MSR_SYSENTER_ESP, MSR_SYSENTER_EIP,
};

int svm_vcpu_create(struct vcpu *v)
{
	struct svm_vcpu *s = xzalloc(struct svm_vcpu);
	struct vmcb *b;

	if (!s)
		return -ENOMEM;
	v->arch.hvm->svm = s;
	b = s->vmcb = alloc_xenheap_page();
	s->msrpm = alloc_xenheap_pages(MSRPM_ORDER, 0);
	if (!b || !s->msrpm)
		return -ENOMEM; /* hvm's vcpu_create calls destroy */
	memset(b, 0, sizeof(*b));
	memset(s->msrpm, 0xff, PAGE_SIZE << MSRPM_ORDER);
	s->vmcb_pa = virt_to_maddr(b);
	s->last_cpu = ~0U;
	for (unsigned int i = 0; i < ARRAY_SIZE(native_msrs); i++)
		svm_intercept_msr(v, native_msrs[i], false, false);

	b->intercepts[0] = CR_WRITES;
	b->intercepts[1] = ALL_DRS;
	b->intercepts[2] = 1U << X86_EXC_MC;
	b->intercepts[3] = EVENTS;
	b->intercepts[4] = INSTRUCTIONS;
	b->iopm = virt_to_maddr(svm_iopm);
	b->msrpm = virt_to_maddr(s->msrpm);
	b->vintr = SVM_V_MASKING;
	b->np_enable = 1;
	b->ncr3 = mfn_to_maddr(p2m_root(v->domain));
	b->efer = EFER_SVME;
	svm_place(v);
	return 0;
}

void svm_vcpu_destroy(struct vcpu *v)
{
	struct svm_vcpu *s = v->arch.hvm->svm;

	if (!s)
		return;
	if (s->vmcb)
		free_xenheap_page(s->vmcb);
	if (s->msrpm)
		free_xenheap_pages(s->msrpm, MSRPM_ORDER);
	XFREE(v->arch.hvm->svm);
}

/* Bit number of @msr's read intercept; -1: outside of the map, always intercepted. */
static int msrpm_bit(u32 msr)
{
	static const u32 bases[] = { 0, 0xc0000000, 0xc0010000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(bases); i++)
		if (msr - bases[i] < 0x2000)
			return (i * 0x2000 + (msr - bases[i])) * 2;
	return -1;
}

void svm_intercept_msr(struct vcpu *v, u32 msr, bool read, bool write)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	int bit = msrpm_bit(msr);
	u8 *p;

	if (bit < 0)
		return;
	p = &s->msrpm[bit / 8];
	*p = (*p & ~(3 << bit % 8)) | (read | write << 1) << bit % 8;
	svm_dirty(s->vmcb, SVM_CLEAN_iopm);
}

void svm_intercept(struct vcpu *v, enum hvm_trap trap, bool on)
{
	struct vmcb *b = v->arch.hvm->svm->vmcb;
	static const struct {
		u8 word;
		u32 bits;
	} where[] = {
		[HVM_TRAP_tsc] = { 3, SVM_I3_RDTSC },
		[HVM_TRAP_dr] = { 1, ALL_DRS },
		[HVM_TRAP_cr3] = { 0, (1U << 3) << 16 },
		[HVM_TRAP_invlpg] = { 3, SVM_I3_INVLPG },
		[HVM_TRAP_pause] = { 3, SVM_I3_PAUSE },
	};

	b->intercepts[where[trap].word] &= ~where[trap].bits;
	if (on)
		b->intercepts[where[trap].word] |= where[trap].bits;
	if (trap == HVM_TRAP_tsc)
		b->intercepts[4] = on ? b->intercepts[4] | SVM_I4_RDTSCP : b->intercepts[4] & ~SVM_I4_RDTSCP;
	svm_dirty(b, SVM_CLEAN_intercepts);
}

void svm_intercept_exceptions(struct vcpu *v, u32 vectors)
{
	struct vmcb *b = v->arch.hvm->svm->vmcb;

	b->intercepts[2] = vectors | 1U << X86_EXC_MC;
	svm_dirty(b, SVM_CLEAN_intercepts);
}

void svm_dump(struct vcpu *v)
{
	const struct vmcb *b = v->arch.hvm->svm->vmcb;
	static const char names[][5] = { "ES", "CS", "SS", "DS", "FS", "GS", "GDTR", "LDTR", "IDTR", "TR" };

	printk("VMCB of %pv at %p: exit %lx info %lx %lx, int info %lx, inject %lx\n", v, b, b->exit_code, b->exit_info1,
	       b->exit_info2, b->exit_int_info, b->event_inj);
	printk(" intercepts %08x %08x %08x %08x %08x, ASID %u, TLB %u, vintr %lx, shadow %lx, NCR3 %lx\n", b->intercepts[0],
	       b->intercepts[1], b->intercepts[2], b->intercepts[3], b->intercepts[4], b->asid, b->tlb_control, b->vintr,
	       b->shadow, b->ncr3);
	printk(" rip %lx rsp %lx rflags %lx CPL %u; cr0 %lx cr2 %lx cr3 %lx cr4 %lx EFER %lx PAT %lx\n", b->rip, b->rsp,
	       b->rflags, b->cpl, b->cr0, b->cr2, b->cr3, b->cr4, b->efer, b->pat);
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		printk(" %-4s %04x attr %03x limit %08x base %016lx\n", names[i], b->seg[i].sel, b->seg[i].attr,
		       b->seg[i].limit, b->seg[i].base);
}
