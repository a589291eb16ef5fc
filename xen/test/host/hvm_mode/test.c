/* SPDX-License-Identifier: GPL-2.0-only */
/* CR0 on its way into long mode and out of it: what the instruction refuses, a processor would not enter a guest with. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/processor.h>
#include <cmocka.h>

static struct vcpu vcpu;
struct vcpu *fake_current = &vcpu;
struct cpu_info fake_cpu_info;
struct cpu_user_regs fake_regs;
static struct domain domain;
static struct hvm_domain hvm_domain;
static struct cpu_policy policy;
static struct hvm_vcpu hvm;
static u64 regs[HVM_REG_count];
static struct segment_register segs[10];

static u64 get_reg(struct vcpu *v, enum hvm_reg reg) { return regs[reg]; }
static void set_reg(struct vcpu *v, enum hvm_reg reg, u64 value) { regs[reg] = value; }
static void get_segment(struct vcpu *v, enum x86_segment seg, struct segment_register *s) { *s = segs[seg]; }
static const struct hvm_ops ops = { .get_reg = get_reg, .set_reg = set_reg, .get_segment = get_segment };
const struct hvm_ops *hvm_ops = &ops;

void hvm_flush_vcpu(struct vcpu *v, u8 what) { }
u8 vlapic_get_cr8(const struct vcpu *v) { return 0; }
void vlapic_set_cr8(struct vcpu *v, u8 cr8) { }
void policy_get_features(const struct cpu_policy *p, u32 *words) { memset(words, 0xff, 4 * POLICY_FEATURE_WORDS); }

#define TSS(type) (X86_SEG_ATTR_P | (type))

/* Protected mode without paging, EFER.LME and CR4.PAE set. */
static int setup(void **state)
{
	memset(segs, 0, sizeof(segs));
	memset(regs, 0, sizeof(regs));
	vcpu.domain = &domain;
	vcpu.arch.hvm = &hvm;
	domain.arch.hvm = &hvm_domain;
	domain.arch.cpu_policy = &policy;
	hvm_policy_changed(&domain);
	regs[HVM_REG_cr0] = X86_CR0_PE;
	regs[HVM_REG_cr4] = X86_CR4_PAE;
	regs[HVM_REG_efer] = EFER_LME;
	segs[X86_SEG_CS].attr = X86_SEG_ATTR_P | X86_SEG_ATTR_S | 0xb;
	segs[X86_SEG_TR].attr = TSS(0xb);
	return 0;
}

static bool paging_on(void) { return hvm_set_cr(&vcpu, 0, X86_CR0_PE | X86_CR0_PG); }

static void long_mode_begins_with_paging(void **state)
{
	assert_true(paging_on());
	assert_int_equal(regs[HVM_REG_efer], EFER_LME | EFER_LMA);
	segs[X86_SEG_CS].attr |= X86_SEG_ATTR_L;
	assert_false(hvm_set_cr(&vcpu, 0, X86_CR0_PE)); /* 64-bit code */
	segs[X86_SEG_CS].attr &= ~X86_SEG_ATTR_L;
	assert_true(hvm_set_cr(&vcpu, 0, X86_CR0_PE));
	assert_int_equal(regs[HVM_REG_efer], EFER_LME);
}

static void refused(void)
{
	assert_false(paging_on());
	assert_int_equal(regs[HVM_REG_cr0], X86_CR0_PE);
	assert_int_equal(regs[HVM_REG_efer], EFER_LME);
}

static void not_with_a_16_bit_tss(void **state)
{
	static const u8 types[] = { 1, 3 };

	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++) {
		segs[X86_SEG_TR].attr = TSS(types[i]);
		refused();
	}
	regs[HVM_REG_efer] = 0; /* other paging does not mind */
	assert_true(paging_on());
}

static void not_in_64_bit_code_or_without_pae(void **state)
{
	segs[X86_SEG_CS].attr |= X86_SEG_ATTR_L;
	refused();
	setup(NULL);
	regs[HVM_REG_cr4] = 0;
	refused();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(long_mode_begins_with_paging, setup),
		cmocka_unit_test_setup(not_with_a_16_bit_tss, setup),
		cmocka_unit_test_setup(not_in_64_bit_code_or_without_pae, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
