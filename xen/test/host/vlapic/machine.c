// SPDX-License-Identifier: GPL-2.0-only
/* Twenty vCPUs with APICs, and what the APIC needs of HVM. */
#include "test.h"

struct domain dom;
struct vcpu vcpus[NR_VCPUS];
struct cpu_policy policy;
struct arrivals arrived[NR_VCPUS];
static struct vcpu *table[NR_VCPUS];
static struct hvm_vcpu hvm[NR_VCPUS];
u32 cpu_khz = TSC_KHZ;

void hvm_kick(struct vcpu *v) { arrived[v->vcpu_id].kicks++; }
void hvm_inject_nmi(struct vcpu *v) { arrived[v->vcpu_id].nmis++; }
void hvm_vcpu_init_signal(struct vcpu *v) { arrived[v->vcpu_id].inits++; }
void hvm_vcpu_sipi(struct vcpu *v, u8 vector)
{
	arrived[v->vcpu_id].sipis++;
	arrived[v->vcpu_id].sipi = vector;
}
u64 fake_tsc_offset = 12345;
u64 hvm_guest_tsc(const struct vcpu *v) { return fake_tsc_offset + fake_now * (TSC_KHZ / 1000000); }

void forget(void) { memset(arrived, 0, sizeof(arrived)); }

int machine_setup(void **state)
{
	fake_cpus(2);
	fake_now = 1000000;
	timer_subsys_init();
	memset(&dom, 0, sizeof(dom));
	memset(vcpus, 0, sizeof(vcpus));
	memset(hvm, 0, sizeof(hvm));
	policy.basic[1].c = 1U << 21 | 1U << 24;
	dom.arch.cpu_policy = &policy;
	dom.arch.tsc_khz = TSC_KHZ;
	dom.max_vcpus = NR_VCPUS;
	dom.vcpu = table;
	for (unsigned int i = 0; i < NR_VCPUS; i++) {
		table[i] = &vcpus[i];
		vcpus[i].vcpu_id = i;
		vcpus[i].domain = &dom;
		vcpus[i].processor = i % 2;
		vcpus[i].arch.hvm = &hvm[i];
		assert_int_equal(vlapic_init(&vcpus[i]), 0);
		wr(i, APIC_SPIV, 0x1ff);
	}
	forget();
	return 0;
}

int machine_teardown(void **state)
{
	for (unsigned int i = 0; i < NR_VCPUS; i++)
		vlapic_destroy(&vcpus[i]);
	fake_run_softirqs();
	for (unsigned int c = 0; c < 2; c++)
		assert_int_equal(timer_expires_next(c), STIME_MAX);
	return 0;
}

u64 msr(unsigned int i, u32 index)
{
	u64 val;

	assert_true(vlapic_rdmsr(&vcpus[i], index, &val));
	return val;
}

static bool in_x2apic(unsigned int i) { return msr(i, MSR_APIC_BASE) & APIC_BASE_EXTD; }

void wr(unsigned int i, unsigned int reg, u32 val)
{
	if (in_x2apic(i))
		assert_true(vlapic_wrmsr(&vcpus[i], 0x800 + (reg >> 4), val));
	else
		vlapic_mmio_write(&vcpus[i], reg, 4, val);
}

u32 rd(unsigned int i, unsigned int reg)
{
	return in_x2apic(i) ? msr(i, 0x800 + (reg >> 4)) : vlapic_mmio_read(&vcpus[i], reg, 4);
}

void set_mode(unsigned int i, u64 base)
{
	if (in_x2apic(i))
		assert_true(vlapic_wrmsr(&vcpus[i], MSR_APIC_BASE, 0xfee00000));
	if (base & APIC_BASE_ENABLE)
		assert_true(vlapic_wrmsr(&vcpus[i], MSR_APIC_BASE, BASE_XAPIC));
	assert_true(vlapic_wrmsr(&vcpus[i], MSR_APIC_BASE, base));
}

int take(unsigned int i)
{
	int vector = vlapic_pending(&vcpus[i]);

	if (vector >= 0)
		vlapic_ack(&vcpus[i], vector);
	return vector;
}
