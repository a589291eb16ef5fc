/* SPDX-License-Identifier: GPL-2.0-only */
/* Segments and control registers: what hvm/ writes it reads, and the processor takes it (SDM vol. 3C 26.3.1). */
#include "test.h"

static unsigned int vmcs_number(enum x86_segment s) { return s == X86_SEG_LDTR ? 6 : s == X86_SEG_TR ? 7 : s; }

/* The checks of 26.3.1.2 that do not depend on the mode. */
static void assert_acceptable(enum x86_segment s)
{
	u32 n = 2 * vmcs_number(s), ar = field[VMCS_GUEST_ACCESS_RIGHTS + n], limit = field[VMCS_GUEST_LIMIT + n];

	assert_int_equal(ar & ~(AR_UNUSABLE | 0xf0ffU), 0);
	if (ar & AR_UNUSABLE)
		return;
	assert_true(ar & X86_SEG_ATTR_P);
	if ((limit & 0xfff) != 0xfff)
		assert_false(ar & 0x8000);
	if (limit >> 20)
		assert_true(ar & 0x8000);
	if (s == X86_SEG_TR)
		assert_true((ar & 15) == 3 || (ar & 15) == 11);
	else if (s != X86_SEG_LDTR)
		assert_true(ar & 1);
}

static void any_segment_is_acceptable(void **state)
{
	for (unsigned int i = 0; i < 200000; i++) {
		enum x86_segment s = rnd() % X86_SEG_NONE;
		struct segment_register in = { .sel = rnd(), .attr = rnd() & 0xfff, .limit = rnd() >> rnd() % 64, .base = rnd() }, out;
		u16 keep = X86_SEG_ATTR_DPL;

		if (s == X86_SEG_TR)
			in.attr = (in.attr & ~0x1f) | (rnd() & 1 ? 9 : 1);
		else if (s == X86_SEG_LDTR)
			in.attr = (in.attr & ~0x1f) | 2;
		else
			in.attr |= X86_SEG_ATTR_S;
		vmx_set_segment(&vcpu, s, &in);
		vmx_get_segment(&vcpu, s, &out);
		assert_int_equal(out.base, in.base);
		if (s == X86_SEG_GDTR || s == X86_SEG_IDTR) {
			assert_int_equal(out.limit, in.limit & 0xffff);
			continue;
		}
		assert_acceptable(s);
		assert_int_equal(out.sel, in.sel);
		if (in.attr & X86_SEG_ATTR_P) /* all that no fix touches */
			keep = 0xfff & ~(X86_SEG_ATTR_G | 3);
		else if (s != X86_SEG_SS)
			keep = 0;
		assert_int_equal(out.attr & keep, in.attr & keep);
		assert_int_equal(!(out.attr & X86_SEG_ATTR_P), !(in.attr & X86_SEG_ATTR_P));
		if (in.limit <= 0xfffff)
			assert_int_equal(out.limit, in.limit);
	}
}

static void pvh_entry_state_is_kept(void **state)
{
	static const struct {
		enum x86_segment s;
		struct segment_register r;
	} rows[] = {
		{ X86_SEG_CS, { 0, 0xc9b, 0xffffffff, 0 } }, { X86_SEG_DS, { 0, 0xc93, 0xffffffff, 0 } },
		{ X86_SEG_TR, { 0, 0x8b, 0x67, 0 } }, { X86_SEG_FS, { 0, 0, 0, 0 } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct segment_register out;

		vmx_set_segment(&vcpu, rows[i].s, &rows[i].r);
		vmx_get_segment(&vcpu, rows[i].s, &out);
		assert_memory_equal(&out, &rows[i].r, sizeof(out));
	}
	assert_int_equal(field[VMCS_GUEST_ACCESS_RIGHTS + 2 * X86_SEG_CS], 0xc09b);
	assert_int_equal(field[VMCS_GUEST_ACCESS_RIGHTS + 2 * X86_SEG_FS], AR_UNUSABLE);
}

static void control_registers(void **state)
{
	for (unsigned int i = 0; i < 100000; i++) {
		u64 cr0 = rnd() & 0xe005003f, cr4 = rnd() & 0x3707ff, own;

		vmx_set_reg(&vcpu, HVM_REG_cr0, cr0);
		vmx_set_reg(&vcpu, HVM_REG_cr4, cr4);
		assert_int_equal(vmx_get_reg(&vcpu, HVM_REG_cr0), cr0);
		assert_int_equal(vmx_get_reg(&vcpu, HVM_REG_cr4), cr4);
		assert_true(field[VMCS_GUEST_CR0] & X86_CR0_NE);
		assert_int_equal(field[VMCS_GUEST_CR4] & (X86_CR4_VMXE | X86_CR4_MCE), X86_CR4_VMXE | X86_CR4_MCE);
		/* the guest changes what is its own without an exit */
		own = ~field[VMCS_CR0_MASK] & 0xffffffff;
		field[VMCS_GUEST_CR0] ^= own;
		assert_int_equal(vmx_get_reg(&vcpu, HVM_REG_cr0), cr0 ^ own);
		assert_int_equal(own & (X86_CR0_PE | X86_CR0_PG | X86_CR0_NE | 0x60000000), 0);
		own = ~field[VMCS_CR4_MASK];
		field[VMCS_GUEST_CR4] ^= own;
		assert_int_equal(vmx_get_reg(&vcpu, HVM_REG_cr4), cr4 ^ own);
		assert_int_equal(own, X86_CR4_PGE);
	}
}

static void long_mode_follows_efer(void **state)
{
	vmx_set_reg(&vcpu, HVM_REG_efer, EFER_LME | EFER_NX);
	assert_false(field[VMCS_ENTRY_CONTROLS] & ENTRY_IA32E);
	vmx_set_reg(&vcpu, HVM_REG_efer, EFER_LME | EFER_LMA | EFER_NX);
	assert_true(field[VMCS_ENTRY_CONTROLS] & ENTRY_IA32E);
	assert_int_equal(vmx_get_reg(&vcpu, HVM_REG_efer), EFER_LME | EFER_LMA | EFER_NX);
	vmx_set_reg(&vcpu, HVM_REG_efer, 0);
	assert_false(field[VMCS_ENTRY_CONTROLS] & ENTRY_IA32E);
}

static void pae_entries_come_from_memory(void **state)
{
	for (unsigned int i = 0; i < 4; i++)
		pdptes[i] = (i + 1) << 12 | 0xe19;
	vmx_set_reg(&vcpu, HVM_REG_cr3, 0x1234567);
	vmx_set_reg(&vcpu, HVM_REG_cr4, X86_CR4_PAE);
	assert_int_equal(field[VMCS_GUEST_PDPTE], 0);
	vmx_set_reg(&vcpu, HVM_REG_cr0, X86_CR0_PE | X86_CR0_PG);
	for (unsigned int i = 0; i < 4; i++)
		assert_int_equal(field[VMCS_GUEST_PDPTE + 2 * i], pdptes[i]);
}

/* Reserved bits (SDM vol. 3A table 4-8): the processor would refuse the entry. */
static void pae_entries_that_no_processor_takes(void **state)
{
	vmx_set_reg(&vcpu, HVM_REG_cr4, X86_CR4_PAE);
	vmx_set_reg(&vcpu, HVM_REG_cr0, X86_CR0_PE | X86_CR0_PG);
	for (unsigned int bit = 1; bit < 64; bit++) {
		bool reserved = bit == 1 || bit == 2 || (bit >= 5 && bit <= 8) || bit >= boot_cpu_data.phys_bits;

		pdptes[2] = 1 | 1UL << bit;
		pdptes[3] = 1UL << bit; /* not present: anything goes */
		vmx_set_reg(&vcpu, HVM_REG_cr3, 0x1000);
		assert_int_equal(field[VMCS_GUEST_PDPTE + 4], reserved ? 0 : pdptes[2]);
		assert_int_equal(field[VMCS_GUEST_PDPTE + 6], pdptes[3]);
	}
}

static void all_registers_are_kept(void **state)
{
	for (unsigned int r = 0; r < HVM_REG_count; r++) {
		u64 value = r == HVM_REG_shadow ? HVM_SHADOW_NMI | HVM_SHADOW_STI : r == HVM_REG_efer ? EFER_NX : 0x10000 + r;

		vmx_set_reg(&vcpu, r, value);
		assert_int_equal(vmx_get_reg(&vcpu, r), value);
	}
}

static void msr_bitmap(void **state)
{
	static const u32 msrs[] = { 0, 0x174, 0x1fff, 0xc0000000, 0xc0000102, 0xc0001fff };
	const u8 *map = (const u8 *)vcpu.arch.hvm->vmx->msr_bitmap;

	memset(vcpu.arch.hvm->vmx->msr_bitmap, 0xff, 4096);
	for (unsigned int i = 0; i < ARRAY_SIZE(msrs); i++) {
		u32 at = (msrs[i] & 0x1fff) / 8 + (msrs[i] >> 31) * 1024, bit = 1U << msrs[i] % 8;

		vmx_intercept_msr(&vcpu, msrs[i], false, true);
		assert_false(map[at] & bit);
		assert_true(map[at + 2048] & bit);
		vmx_intercept_msr(&vcpu, msrs[i], true, false);
		assert_true(map[at] & bit);
		assert_false(map[at + 2048] & bit);
		vmx_intercept_msr(&vcpu, msrs[i], true, true);
	}
	vmx_intercept_msr(&vcpu, 0x2000, false, false);
	vmx_intercept_msr(&vcpu, 0x80000000, false, false);
	vmx_intercept_msr(&vcpu, 0xc0002000, false, false);
	for (unsigned int i = 0; i < 4096; i++)
		assert_int_equal(map[i], 0xff);
}

int run_segments(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(any_segment_is_acceptable, machine_setup),
		cmocka_unit_test_setup(pvh_entry_state_is_kept, machine_setup),
		cmocka_unit_test_setup(control_registers, machine_setup),
		cmocka_unit_test_setup(long_mode_follows_efer, machine_setup),
		cmocka_unit_test_setup(pae_entries_come_from_memory, machine_setup),
		cmocka_unit_test_setup(pae_entries_that_no_processor_takes, machine_setup),
		cmocka_unit_test_setup(all_registers_are_kept, machine_setup),
		cmocka_unit_test_setup(msr_bitmap, machine_setup),
	};

	return cmocka_run_group_tests_name("vmx: state", tests, NULL, NULL);
}
