/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Giving a CPU to another vCPU.
 *
 * The register state of the vCPU that ran last stays on the CPU while the idle vCPU runs: `current` is idle,
 * curr_vcpu still names the guest. It is written to memory when another guest comes, or when another CPU
 * asks for it (FLUSH_VCPU_STATE). v->dirty_cpu names the CPU whose registers or TLB hold something of v.
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <asm/desc.h>
#include <asm/domain-switch.h>
#include <asm/processor.h>
#include <asm/pv/misc.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/traps.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <asm/xstate.h>

/* The guest vCPU whose registers this CPU holds; NULL: none's. */
DEFINE_PER_CPU(struct vcpu *, curr_vcpu);
/* A selector of the vCPU that was switched in could not be loaded: its failsafe callback is due. */
static DEFINE_PER_CPU(bool, segment_load_failed);

#define STACK_REGS_BYTES offsetof(struct cpu_user_regs, es)

static void pv_save_segments(struct vcpu *v)
{
	struct cpu_user_regs *regs = &v->arch.user_regs;

	regs->ds = read_sreg(ds);
	regs->es = read_sreg(es);
	regs->fs = read_sreg(fs);
	regs->gs = read_sreg(gs);
	v->arch.pv.fs_base = rdfsbase();
	if (v->arch.flags & TF_kernel_mode)
		v->arch.pv.gs_base_kernel = rdgsbase();
	else
		v->arch.pv.gs_base_user = rdgsbase();
}

/* The selector, or 0 when the processor refuses it. */
#define LOAD_SELECTOR(seg, sel)                                                              \
	({                                                                                   \
		unsigned int s_ = (sel);                                                     \
		__asm__ volatile("1: mov %w0, %%" #seg "\n2:\n"                              \
				 ".pushsection .text.fixup, \"ax\"\n"                        \
				 "3: xor %0, %0\n mov %w0, %%" #seg "\n jmp 2b\n.popsection" \
				 EXTABLE(1b, 3b) : "+r"(s_));                                \
		s_;                                                                          \
	})

static void pv_load_segments(const struct vcpu *v)
{
	const struct cpu_user_regs *r = &v->arch.user_regs;
	bool ok = true;

	/* Null selectors are the rule: nothing to load when the old ones are null too. */
	if ((read_sreg(ds) | r->ds) & ~3u)
		ok &= LOAD_SELECTOR(ds, r->ds) == r->ds;
	if ((read_sreg(es) | r->es) & ~3u)
		ok &= LOAD_SELECTOR(es, r->es) == r->es;
	if ((read_sreg(fs) | r->fs) & ~3u)
		ok &= LOAD_SELECTOR(fs, r->fs) == r->fs;
	if ((read_sreg(gs) | r->gs) & ~3u)
		ok &= LOAD_SELECTOR(gs, r->gs) == r->gs;
	wrfsbase(v->arch.pv.fs_base);
	wrgsbase(v->arch.flags & TF_kernel_mode ? v->arch.pv.gs_base_kernel : v->arch.pv.gs_base_user);
	if (!ok)
		this_cpu(segment_load_failed) = true;
}

static void pv_switch_from(struct vcpu *v)
{
	pv_save_segments(v);
	if (v->arch.debugreg[7] & 0xff)
		write_debugreg(7, X86_DR7_DEFAULT);
}

static void pv_switch_to(struct vcpu *v)
{
	WRITE_ONCE(pv_gdt_ldt_ptes(v)[FIRST_RESERVED_GDT_PAGE], this_cpu(gdt_l1e).l1);
	switch_cr3(v->arch.cr3);
	load_gdt(GDT_VIRT_START(v));
	load_ldt(v->arch.pv.ldt_ents ? LDT_VIRT_START(v) : 0, v->arch.pv.ldt_ents);
	pv_load_segments(v);
	pv_update_real_cr4(v);
	if (v->arch.debugreg[7] & 0xff)
		pv_load_debugregs(v);
	if (v->arch.pv.ctrlreg[0] & X86_CR0_TS)
		write_cr0(read_cr0() | X86_CR0_TS);
}

static void guest_state_save(struct vcpu *v)
{
	memcpy(&v->arch.user_regs, guest_cpu_user_regs(), STACK_REGS_BYTES);
	if (is_pv_vcpu(v)) {
		clts();
		pv_switch_from(v);
	} else {
		v->domain->ops->switch_from(v);
	}
	vcpu_save_fpu(v);
}

/* TSC_AUX of this CPU and bit 63; 0: it is not known. */
static DEFINE_PER_CPU(u64, tsc_aux);
#define TSC_AUX_KNOWN (1UL << 63)

void vcpu_load_tsc_aux(const struct vcpu *v)
{
	u64 wanted = v->arch.tsc_aux | TSC_AUX_KNOWN;

	if (likely(this_cpu(tsc_aux) == wanted) ||
	    !(boot_cpu_has(X86_FEATURE_RDTSCP) || boot_cpu_has(X86_FEATURE_RDPID)))
		return;
	wrmsr_safe(MSR_TSC_AUX, v->arch.tsc_aux);
	this_cpu(tsc_aux) = wanted;
}

static void guest_state_load(struct vcpu *v)
{
	memcpy(guest_cpu_user_regs(), &v->arch.user_regs, STACK_REGS_BYTES);
	v->dirty_cpu = smp_processor_id();
	vcpu_restore_fpu(v);
	vcpu_load_tsc_aux(v);
	if (is_pv_vcpu(v))
		pv_switch_to(v);
	else
		v->domain->ops->switch_to(v);
}

/* Interrupts off. From the vCPU whose state is on this CPU to `current`. */
static void __context_switch(void)
{
	struct vcpu *p = this_cpu(curr_vcpu), *n = current;

	if (p) {
		guest_state_save(p);
		p->dirty_cpu = VCPU_CPU_CLEAN;
	}
	if (!is_idle_vcpu(n)) {
		guest_state_load(n);
		this_cpu(curr_vcpu) = n;
	} else {
		switch_cr3(virt_to_mfn(idle_pg_table));
		load_idle_gdt();
		load_ldt(0, 0);
		this_cpu(curr_vcpu) = NULL;
	}
}

void context_switch(struct vcpu *prev, struct vcpu *next)
{
	unsigned int cpu = smp_processor_id(), dirty = READ_ONCE(next->dirty_cpu);

	ASSERT(!local_irq_is_enabled());
	if (unlikely(dirty != cpu && dirty != VCPU_CPU_CLEAN)) {
		cpumask_t mask = cpumask_of(dirty);

		/* Two CPUs may be asking each other: the answers come as interrupts. */
		local_irq_enable();
		flush_area_mask(&mask, NULL, FLUSH_VCPU_STATE);
		local_irq_disable();
	}
	set_current(next);
	if (this_cpu(curr_vcpu) != next && !is_idle_vcpu(next))
		__context_switch();
	local_irq_enable();
	sched_context_switched(prev, next);
	if (is_idle_vcpu(next))
		reset_stack_and_jump(idle_loop);

	update_vcpu_system_time(next);
	/* It is seen running before it looks at what others have marked: pv_vcpu_kick(), hvm_kick(), hvm_flush_p2m(). */
	smp_mb();
	if (is_hvm_vcpu(next)) {
		update_runstate_area(next); /* as far as it is mapped now */
		next->domain->ops->resume(next);
		BUG();
	}
	pv_kernel_mode_updates(next);
	if (unlikely(this_cpu(segment_load_failed))) {
		this_cpu(segment_load_failed) = false;
		pv_deliver_failsafe(guest_cpu_user_regs());
	}
	reset_stack_and_jump(ret_to_guest);
}

bool sync_local_execstate(void)
{
	unsigned long flags;
	bool live;

	local_irq_save(flags);
	live = this_cpu(curr_vcpu) && this_cpu(curr_vcpu) != current;
	if (live)
		__context_switch();
	local_irq_restore(flags);
	return live;
}

void sync_vcpu_execstate(struct vcpu *v)
{
	unsigned int dirty = READ_ONCE(v->dirty_cpu);

	if (dirty == smp_processor_id()) {
		sync_local_execstate();
	} else if (dirty != VCPU_CPU_CLEAN) {
		cpumask_t mask = cpumask_of(dirty);

		flush_area_mask(&mask, NULL, FLUSH_VCPU_STATE);
	}
}

/* Areas in kernel memory wait until kernel page tables are loaded. */
void pv_kernel_mode_updates(struct vcpu *v)
{
	bool ok;

	if (!(v->arch.flags & TF_kernel_mode)) {
		v->arch.pv.need_kernel_mode_updates = true;
		return;
	}
	ok = update_runstate_area(v);
	ok &= update_secondary_system_time(v);
	v->arch.pv.need_kernel_mode_updates = !ok;
}
