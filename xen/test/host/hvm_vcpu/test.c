/* SPDX-License-Identifier: GPL-2.0-only */
/* HLT against INIT, STARTUP and interrupts that another vCPU sends at that moment. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/cpu-policy.h>
#include <asm/desc.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/processor.h>
#include <cmocka.h>
#include "../../../arch/x86/hvm/private.h"

#define VECTOR 0x9f

static struct vcpu vcpu;
struct vcpu *fake_current = &vcpu;
struct cpu_info fake_cpu_info;
struct cpu_user_regs fake_regs;
l4_pgentry_t idle_pg_table[512];
static struct domain domain;
static struct hvm_domain hvm_domain;
static struct cpu_policy policy;
static struct hvm_vcpu hvm;
static struct segment_register cs;
static bool interrupt;
static unsigned int wakes, schedules;
static void (*meanwhile)(void); /* what others do, once, just before the vCPU is seen to halt */

static void now(void)
{
	void (*fn)(void) = meanwhile;

	meanwhile = NULL;
	if (fn)
		fn();
}

static void set_reg(struct vcpu *v, enum hvm_reg reg, u64 value) { }
static void set_segment(struct vcpu *v, enum x86_segment seg, const struct segment_register *s)
{
	if (seg == X86_SEG_CS)
		cs = *s;
}
static void intercept_exceptions(struct vcpu *v, u32 vectors) { }
static const struct hvm_ops ops = {
	.set_reg = set_reg, .set_segment = set_segment, .intercept_exceptions = intercept_exceptions,
};
const struct hvm_ops *hvm_ops = &ops;

void hvm_debug_reset(struct vcpu *v) { }
void hvm_debug_switch_from(struct vcpu *v) { }
void hvm_debug_switch_to(struct vcpu *v) { }
void hvm_set_tsc_offset(struct vcpu *v, u64 offset) { }
void load_idle_gdt(void) { }
void load_ldt(unsigned long base, unsigned int nr) { }
void switch_cr3(mfn_t table) { }
void vcpu_sync_xcr0(struct vcpu *v) { }
void smp_send_event_check_cpu(unsigned int cpu) { }
void spin_lock(spinlock_t *l) { }
void spin_unlock(spinlock_t *l) { }
paddr_t virt_to_maddr(const void *p) { return 0; }
int vlapic_init(struct vcpu *v) { return 0; }
void vlapic_reset(struct vcpu *v) { }
void vlapic_destroy(struct vcpu *v) { }
void vlapic_set_irq(struct vcpu *v, u8 vector) { }
void *xzalloc_bytes(size_t n) { return calloc(1, n); }
void xfree(void *p) { free(p); }

bool hvm_interrupt_due(struct vcpu *v)
{
	bool due = hvm.nmi_pending || hvm.start || interrupt;

	now();
	return due;
}
void raise_softirq(unsigned int nr) { schedules++; }
void vcpu_sleep_nosync(struct vcpu *v) { }
void vcpu_wake(struct vcpu *v) { wakes++; }
void vcpu_unblock(struct vcpu *v)
{
	if (test_and_clear_bit(_VPF_blocked, &v->pause_flags))
		vcpu_wake(v);
}
long vcpu_op_down(struct vcpu *v)
{
	now();
	set_bit(_VPF_down, &v->pause_flags);
	return 0;
}

static int setup(void **state)
{
	memset(&hvm, 0, sizeof(hvm));
	memset(&vcpu, 0, sizeof(vcpu));
	memset(&cs, 0, sizeof(cs));
	domain.arch.hvm = &hvm_domain;
	domain.arch.cpu_policy = &policy;
	vcpu.domain = &domain;
	vcpu.arch.hvm = &hvm;
	fake_regs = (struct cpu_user_regs){ .rflags = 2 };
	interrupt = false;
	wakes = schedules = 0;
	meanwhile = NULL;
	return 0;
}

static void start_it(void)
{
	hvm_vcpu_init_signal(&vcpu);
	hvm_vcpu_sipi(&vcpu, VECTOR);
}

static void starts(void)
{
	assert_false(vcpu.pause_flags & (VPF_down | VPF_blocked));
	assert_true(hvm.intr_check);
	hvm_vcpu_start(&vcpu);
	assert_false(vcpu.pause_flags & VPF_down);
	assert_int_equal(cs.base, VECTOR << 12);
	assert_int_equal(hvm.start, 0);
}

/* A CPU that stops itself (CLI, HLT) is started again by one INIT and one STARTUP, whenever they come. */
static void a_startup_is_not_lost(void **state)
{
	start_it();
	hvm_halt(&vcpu, &fake_regs);
	starts();

	setup(state);
	meanwhile = start_it;
	hvm_halt(&vcpu, &fake_regs);
	assert_null(meanwhile);
	starts();

	setup(state);
	hvm_halt(&vcpu, &fake_regs);
	assert_true(vcpu.pause_flags & VPF_down);
	start_it();
	assert_int_equal(wakes, 1);
	starts();
}

/* INIT alone ends nothing that the guest would see, and a STARTUP without one nothing at all. */
static void an_init_alone_waits(void **state)
{
	hvm_vcpu_init_signal(&vcpu);
	hvm_halt(&vcpu, &fake_regs);
	assert_false(vcpu.pause_flags & VPF_blocked);
	hvm_vcpu_start(&vcpu);
	assert_true(vcpu.pause_flags & VPF_down);
	hvm_vcpu_sipi(&vcpu, VECTOR);
	assert_int_equal(wakes, 1);
	starts();

	setup(state);
	hvm_halt(&vcpu, &fake_regs);
	hvm_vcpu_sipi(&vcpu, VECTOR);
	assert_true(vcpu.pause_flags & VPF_down);
}

/* What a vCPU that is saved was sent and has not seen yet is part of its state; until a STARTUP it has none. */
static void a_saved_vcpu_is_settled(void **state)
{
	assert_true(hvm_vcpu_settle(&vcpu));
	assert_int_equal(cs.base, 0);
	hvm_vcpu_init_signal(&vcpu);
	assert_false(hvm_vcpu_settle(&vcpu));
	assert_int_equal(hvm.start, 1 << HVM_START_init); /* it is still to be obeyed if the guest goes on here */
	hvm_vcpu_sipi(&vcpu, VECTOR);
	vcpu.arch.user_regs.rip = 5;
	assert_true(hvm_vcpu_settle(&vcpu));
	assert_int_equal(cs.base, VECTOR << 12);
	assert_int_equal(vcpu.arch.user_regs.rip, 0);
}

static void interrupted(void)
{
	interrupt = true;
	hvm_kick(&vcpu);
}

static void an_interrupt_ends_it(void **state)
{
	fake_regs.rflags = X86_EFLAGS_IF | 2;
	interrupted();
	hvm_halt(&vcpu, &fake_regs);
	assert_int_equal(schedules, 0);
	assert_false(vcpu.pause_flags & VPF_blocked);

	setup(state);
	fake_regs.rflags = X86_EFLAGS_IF | 2;
	meanwhile = interrupted;
	hvm_halt(&vcpu, &fake_regs);
	assert_int_equal(wakes, 1);
	assert_false(vcpu.pause_flags & VPF_blocked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_startup_is_not_lost, setup),
		cmocka_unit_test_setup(an_init_alone_waits, setup),
		cmocka_unit_test_setup(a_saved_vcpu_is_settled, setup),
		cmocka_unit_test_setup(an_interrupt_ends_it, setup),
	};

	return cmocka_run_group_tests_name("hvm, halted vCPUs", tests, NULL, NULL);
}
