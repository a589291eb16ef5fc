// SPDX-License-Identifier: GPL-2.0-only
/* The local APIC: priorities against a model, registers, modes, saved state. timers.c, ipis.c: the rest. */
#include "test.h"

/* Bits as bools, rules in the manual's words. */
static struct { bool irr[256], isr[256]; u8 tpr; } m;

static int top(const bool *bits)
{
	for (int i = 255; i >= 0; i--)
		if (bits[i])
			return i;
	return -1;
}

static u8 model_ppr(void)
{
	int isr = top(m.isr);

	if (isr < 0 || m.tpr / 16 >= isr / 16)
		return m.tpr;
	return isr & 0xf0;
}

static int model_pending(void)
{
	int irr = top(m.irr);

	return irr >= 0 && irr / 16 > model_ppr() / 16 ? irr : -1;
}

static bool reg_bit(unsigned int reg, unsigned int vector)
{
	return rd(0, reg + vector / 32 * 16) >> vector % 32 & 1;
}

static void compare(void)
{
	assert_int_equal(vlapic_pending(&vcpus[0]), model_pending());
	assert_int_equal(vlapic_highest_irr(&vcpus[0]), top(m.irr));
	assert_int_equal(rd(0, 0xa0), model_ppr());
	assert_int_equal(vlapic_get_cr8(&vcpus[0]), m.tpr / 16);
}

static void priority_step(void)
{
	u8 vector = fake_rand(256);
	int pending;

	switch (fake_rand(8)) {
	case 0 ... 2:
		vlapic_set_irq(&vcpus[0], vector);
		if (vector >= 16)
			m.irr[vector] = true;
		break;
	case 3:
		m.tpr = fake_rand(2) ? 0 : vector;
		wr(0, APIC_TASKPRI, m.tpr);
		break;
	case 4:
		m.tpr = fake_rand(16) << 4;
		vlapic_set_cr8(&vcpus[0], m.tpr >> 4);
		break;
	case 5 ... 6:
		pending = model_pending();
		assert_int_equal(take(0), pending);
		if (pending >= 0) {
			m.irr[pending] = false;
			m.isr[pending] = true;
		}
		break;
	default:
		forget();
		wr(0, APIC_EOI, 0);
		if (top(m.isr) >= 0)
			m.isr[top(m.isr)] = false;
		assert_int_equal(arrived[0].kicks, top(m.irr) >= 0); /* something may have become deliverable */
	}
}

static void test_priorities(void **state)
{
	fake_srand(1);
	memset(&m, 0, sizeof(m));
	for (unsigned long n = 0; fake_more_rounds(n, 60000); n++) {
		if (n == 30000) {
			set_mode(0, 0xfee00000); /* off: all is forgotten */
			set_mode(0, BASE_X2APIC);
			memset(&m, 0, sizeof(m));
			wr(0, APIC_SPIV, 0x1ff);
		}
		priority_step();
		compare();
		if (n % 64 == 0)
			for (unsigned int i = 0; i < 256; i++) {
				assert_int_equal(reg_bit(APIC_IRR, i), m.irr[i]);
				assert_int_equal(reg_bit(APIC_ISR, i), m.isr[i]);
			}
	}
}

static void test_kick_once(void **state)
{
	vlapic_set_irq(&vcpus[0], 0x40);
	vlapic_set_irq(&vcpus[0], 0x40);
	assert_int_equal(arrived[0].kicks, 1);
	vlapic_set_irq(&vcpus[0], 3);
	wr(0, APIC_ESR, 0);
	assert_int_equal(rd(0, APIC_ESR), 0x40);
}

/* Off, xAPIC, (EXTD without EN: never), x2APIC: which may follow which. */
static void test_modes(void **state)
{
	static const u64 modes[4] = { 0xfee00000, BASE_XAPIC, 0xfee00400, BASE_X2APIC };
	static const bool legal[4][4] = {
		[0] = { true, true, false, false },
		[1] = { true, true, false, true },
		[3] = { true, false, false, true },
	};

	for (unsigned int bsp = 0; bsp < 2; bsp++)
		for (unsigned int from = 0; from < 4; from++)
			for (unsigned int to = 0; from != 2 && to < 4; to++) {
				set_mode(bsp, modes[from]);
				assert_int_equal(vlapic_wrmsr(&vcpus[bsp], MSR_APIC_BASE, modes[to]), legal[from][to]);
				assert_int_equal(msr(bsp, MSR_APIC_BASE) & ~APIC_BASE_BSP, modes[legal[from][to] ? to : from]);
				assert_int_equal(!!(msr(bsp, MSR_APIC_BASE) & APIC_BASE_BSP), bsp == 0);
				assert_int_equal(vlapic_mmio_range(&vcpus[bsp], 0xfee00300),
						 (legal[from][to] ? to : from) == 1);
			}
	for (unsigned int bit = 0; bit < 64; bit++)
		if (bit != 8 && bit != 10 && bit != 11) {
			set_mode(0, BASE_XAPIC);
			assert_false(vlapic_wrmsr(&vcpus[0], MSR_APIC_BASE, BASE_XAPIC ^ 1UL << bit));
		}
	policy.basic[1].c = 0;
	assert_false(vlapic_wrmsr(&vcpus[0], MSR_APIC_BASE, BASE_X2APIC));
}

/* To x2APIC registers survive; when it is switched off they do not. */
static void test_mode_state(void **state)
{
	wr(5, APIC_TASKPRI, 0x33);
	wr(5, APIC_LVT0, 0x10700);
	assert_int_equal(rd(5, APIC_ID), 10U << 24);
	assert_true(vlapic_wrmsr(&vcpus[5], MSR_APIC_BASE, BASE_X2APIC));
	assert_int_equal(rd(5, APIC_TASKPRI), 0x33);
	assert_int_equal(rd(5, APIC_LVT0), 0x10700);
	assert_int_equal(rd(5, APIC_ID), 10);
	assert_int_equal(rd(5, APIC_LDR), 1U << 10);
	assert_true(vlapic_wrmsr(&vcpus[5], MSR_APIC_BASE, 0xfee00000));
	assert_true(vlapic_wrmsr(&vcpus[5], MSR_APIC_BASE, BASE_XAPIC));
	assert_int_equal(rd(5, APIC_TASKPRI), 0);
	assert_int_equal(rd(5, APIC_SPIV), 0xff);
	assert_int_equal(rd(5, APIC_LDR), 0);
	assert_int_equal(rd(5, APIC_LVR), 0x50014);
	/* INIT keeps the mode. */
	set_mode(5, BASE_X2APIC);
	wr(5, APIC_TASKPRI, 0x33);
	vlapic_reset(&vcpus[5]);
	assert_int_equal(rd(5, APIC_TASKPRI), 0);
	assert_int_equal(rd(5, APIC_LDR), 1U << 10);
	assert_int_equal(rd(19, APIC_ID) >> 24, 38);
	set_mode(19, BASE_X2APIC);
	assert_int_equal(rd(19, APIC_LDR), 2U << 16 | 1U << 6);
}

/* SDM table 11-6: what RDMSR and WRMSR may touch, and reserved bits. */
static const struct { unsigned int reg; bool r, w; u32 bits; } x2[] = {
	{ 0x20, true, false, 0 }, { 0x30, true, false, 0 }, { 0x80, true, true, 0xff }, { 0xa0, true, false, 0 },
	{ 0xb0, false, true, 0 }, { 0xd0, true, false, 0 }, { 0xf0, true, true, 0x3ff }, { 0x280, true, true, 0 },
	{ 0x320, true, true, 0x710ff }, { 0x330, true, true, 0x117ff }, { 0x340, true, true, 0x117ff },
	{ 0x350, true, true, 0x1f7ff }, { 0x360, true, true, 0x1f7ff }, { 0x370, true, true, 0x110ff },
	{ 0x380, true, true, ~0U }, { 0x390, true, false, 0 }, { 0x3e0, true, true, 0xb }, { 0x3f0, false, true, 0xff },
};

static void test_x2apic_msrs(void **state)
{
	u64 val;

	for (u32 index = 0x800; index < 0x900; index++) { /* not in xAPIC mode */
		assert_false(vlapic_rdmsr(&vcpus[0], index, &val));
		assert_false(vlapic_wrmsr(&vcpus[0], index, 0));
	}
	set_mode(0, BASE_X2APIC);
	for (u32 index = 0x800; index < 0x900; index++) {
		unsigned int reg = (index - 0x800) << 4, i;

		if (index == 0x830)
			continue; /* 64 bits: ipis.c */
		for (i = 0; i < ARRAY_SIZE(x2) && x2[i].reg != reg; i++)
			;
		if (i == ARRAY_SIZE(x2)) {
			assert_int_equal(vlapic_rdmsr(&vcpus[0], index, &val), reg >= 0x100 && reg < 0x280);
			assert_false(vlapic_wrmsr(&vcpus[0], index, 0));
			continue;
		}
		assert_int_equal(vlapic_rdmsr(&vcpus[0], index, &val), x2[i].r);
		assert_int_equal(vlapic_wrmsr(&vcpus[0], index, 0), x2[i].w);
		for (unsigned int bit = 0; bit < 64; bit++)
			assert_int_equal(vlapic_wrmsr(&vcpus[0], index, 1UL << bit),
					 x2[i].w && bit < 32 && x2[i].bits >> bit & 1);
	}
	wr(0, APIC_TMICT, 0);
}

static void test_mmio(void **state)
{
	struct vcpu *v = &vcpus[0];

	wr(0, APIC_LVT0, 0xffffffff);
	assert_int_equal(rd(0, APIC_LVT0), 0x1a7ff);
	assert_int_equal(vlapic_mmio_read(v, APIC_LVT0 + 1, 1), 0xa7);
	assert_int_equal(vlapic_mmio_read(v, APIC_LVT0 + 2, 2), 1);
	vlapic_mmio_write(v, APIC_LVT0 + 2, 1, 0);
	assert_int_equal(rd(0, APIC_LVT0), 0xa7ff);
	assert_int_equal(vlapic_mmio_read(v, APIC_LVT0 + 3, 2), 0);
	assert_int_equal(vlapic_mmio_read(v, APIC_LVT0 + 4, 4), 0);
	assert_int_equal(vlapic_mmio_read(v, 0xffc, 4), 0);
	vlapic_mmio_write(v, APIC_ID, 4, ~0U); /* read-only, all of them */
	assert_int_equal(rd(0, APIC_ID), 0);
	wr(0, APIC_SPIV, 0xff); /* software off masks the LVT, and keeps it masked */
	assert_int_equal(rd(0, APIC_LVT0), 0x1a7ff);
	wr(0, APIC_LVT0, 0x700);
	assert_int_equal(rd(0, APIC_LVT0), 0x10700);
	assert_int_equal(rd(0, APIC_LVTT), 0x10000);
}

static void invariants(unsigned int i)
{
	const struct vlapic *a = apic(i);

	for (unsigned int reg = APIC_LVTT; reg <= APIC_LVTERR; reg += 16)
		assert_true((a->regs[APIC_SPIV >> 4] & 0x100) || (a->regs[reg >> 4] & 0x10000));
	assert_int_equal(a->regs[APIC_IRR >> 4] & 0xffff, 0);
	assert_int_equal(a->regs[APIC_ISR >> 4] & 0xffff, 0);
	assert_int_equal(a->base & ~0xd00UL, 0xfee00000);
	assert_false((a->base & 0xc00) == 0x400);
	assert_int_equal(a->regs[APIC_LVR >> 4], 0x50014);
}

static void random_access(void)
{
	unsigned int i = fake_rand(4), len = 1 << fake_rand(3);
	u64 val = fake_rand(2) ? fake_rand(~0U) : (u64)fake_rand(~0U) << 32 | 1U << fake_rand(32), out;

	switch (fake_rand(8)) {
	case 0 ... 2:
		vlapic_mmio_write(&vcpus[i], fake_rand(4) ? fake_rand(64) * 16 : fake_rand(0x1000), len, val);
		break;
	case 3:
		vlapic_mmio_read(&vcpus[i], fake_rand(0x1000), len);
		break;
	case 4:
		vlapic_wrmsr(&vcpus[i], 0x800 + fake_rand(256), fake_rand(2) ? val : (u32)val);
		break;
	case 5:
		vlapic_rdmsr(&vcpus[i], 0x800 + fake_rand(256), &out);
		vlapic_wrmsr(&vcpus[i], fake_rand(2) ? 0x6e0 : MSR_APIC_BASE, fake_rand(2) ? val : 0xfee00000 | fake_rand(16) << 8);
		break;
	case 6:
		take(i);
		break;
	default:
		fake_run_until(fake_now + fake_rand(1000000));
	}
}

/* Random garbage: no access goes wild, nothing reserved gets in, time goes on. */
static void test_garbage(void **state)
{
	fake_srand(9);
	for (unsigned long n = 0; fake_more_rounds(n, 100000); n++) {
		random_access();
		for (unsigned int i = 0; i < 4; i++)
			invariants(i);
	}
}

static void test_save(void **state)
{
	struct hvm_hw_lapic lapic;
	struct hvm_hw_lapic_regs regs, again;

	set_mode(0, BASE_X2APIC);
	wr(0, APIC_SPIV, 0x1ff);
	wr(0, APIC_TASKPRI, 0x21);
	vlapic_set_irq(&vcpus[0], 0x80);
	vlapic_set_irq(&vcpus[0], 0x90);
	take(0);
	assert_true(vlapic_wrmsr(&vcpus[0], 0x830, 0x1200000451));
	wr(0, APIC_TDCR, 0xb);
	wr(0, APIC_LVTT, 0xef);
	wr(0, APIC_TMICT, 1000000);
	fake_run_until(fake_now + MILLISECS(4));
	vlapic_save(&vcpus[0], &lapic);
	vlapic_save_regs(&vcpus[0], &regs);
	assert_int_equal(lapic.timer_divisor, 1);
	assert_int_equal(lapic.disabled, 0);
	set_mode(0, 0xfee00000);
	fake_run_until(fake_now + SECONDS(1)); /* meanwhile, on another machine */
	assert_int_equal(vlapic_load(&vcpus[0], &lapic), 0);
	forget();
	assert_int_equal(vlapic_load_regs(&vcpus[0], &regs), 0);
	assert_true(arrived[0].kicks);
	vlapic_save_regs(&vcpus[0], &again);
	assert_memory_equal(&regs, &again, sizeof(regs));
	assert_true(msr(0, 0x830) == 0x1200000451);
	assert_int_equal(vlapic_pending(&vcpus[0]), -1);
	wr(0, APIC_EOI, 0);
	assert_int_equal(take(0), 0x80);
	wr(0, APIC_EOI, 0);
	fake_run_until(fake_now + MILLISECS(6) - 1);
	assert_int_equal(take(0), -1);
	fake_run_until(fake_now + 50001);
	assert_int_equal(take(0), 0xef);
	wr(0, APIC_EOI, 0);
	/* The deadline comes with the other record. */
	wr(0, APIC_LVTT, 0x400ef);
	assert_true(vlapic_wrmsr(&vcpus[0], 0x6e0, hvm_guest_tsc(&vcpus[0]) + 2000000));
	vlapic_save(&vcpus[0], &lapic);
	vlapic_save_regs(&vcpus[0], &regs);
	vlapic_reset(&vcpus[0]);
	assert_int_equal(vlapic_load(&vcpus[0], &lapic), 0);
	assert_int_equal(vlapic_load_regs(&vcpus[0], &regs), 0);
	fake_run_until(fake_now + 1050000);
	assert_int_equal(take(0), 0xef);
}

static void test_load_garbage(void **state)
{
	struct hvm_hw_lapic lapic = { 0 };
	struct hvm_hw_lapic_regs regs;

	fake_srand(21);
	for (unsigned int n = 0; n < 3000; n++) {
		for (unsigned int i = 0; i < sizeof(regs); i++)
			regs.data[i] = fake_rand(256);
		lapic.apic_base_msr = fake_rand(2) ? fake_rand(~0U) : 0xfee00000 | fake_rand(16) << 8;
		lapic.tdt_msr = fake_rand(~0U);
		if (vlapic_load(&vcpus[1], &lapic))
			assert_true((lapic.apic_base_msr & ~0xd00UL) != 0xfee00000 || (lapic.apic_base_msr & 0xc00) == 0x400);
		assert_int_equal(vlapic_load_regs(&vcpus[1], &regs), 0);
		invariants(1);
		vlapic_dump_stats(&vcpus[1]);
		fake_run_until(fake_now + fake_rand(1000000));
		take(1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_priorities, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_kick_once, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_modes, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_mode_state, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_x2apic_msrs, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_mmio, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_garbage, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_save, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_load_garbage, machine_setup, machine_teardown),
	};

	return cmocka_run_group_tests_name("vlapic", tests, NULL, NULL) + run_timers() + run_ipis();
}
