/* SPDX-License-Identifier: GPL-2.0-only */
/* A processor that has VMX, and what the room needs of the rest of the hypervisor. */
#include <stdio.h>
#include <stdlib.h>
#include <xen/percpu.h>
#include <asm/cpu-policy.h>
#include <asm/domain-switch.h>
#include <asm/hvm/asid.h>
#include <asm/hvm/domain.h>
#include "test.h"

struct vcpu vcpu, *fake_current = &vcpu;
struct cpu_info fake_cpu_info;
u64 field[0x7000];
char printed[8192];
struct hvm_exit last_exit;
unsigned int exits, interrupts, flushes, clears, faults, softirq_pending_bits[NR_CPUS];
u8 interrupt_vector;
u32 last_wrmsr;
u64 pdptes[4];
struct spec_ctrl spec_ctrl;
unsigned long __per_cpu_offset[NR_CPUS];
struct cpuinfo_x86 boot_cpu_data;
DEFINE_PER_CPU(struct vcpu *, curr_vcpu);
DEFINE_PER_CPU(struct hvm_asids, hvm_asids);

static struct domain domain;
static struct hvm_domain hvm_domain;
static struct hvm_vcpu hvm;
static struct vmx_vcpu vmx;
static unsigned long bitmap[512];
static u64 msrs[0x800];
static u64 seed = 88172645463325252UL;

u64 rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

void forget(void)
{
	printed[0] = 0;
	exits = interrupts = flushes = clears = faults = 0;
}

void set_msr(u32 msr, u64 value) { msrs[msr] = value; }
u64 rdmsr(u32 msr) { return msr < 0x800 ? msrs[msr] : 0; }
void wrmsr(u32 msr, u64 value) { last_wrmsr = msr; }
int rdmsr_safe(u32 msr, u64 *value) { *value = rdmsr(msr); return 0; }
int wrmsr_safe(u32 msr, u64 value) { set_msr(msr, value); return 0; }
unsigned long read_cr2(void) { return 0xc2; }
void write_cr2(unsigned long value) { }
unsigned long vmread(unsigned long f) { assert_true(f < 0x7000); return field[f]; }
void vmwrite(unsigned long f, unsigned long v) { assert_true(f < 0x7000); field[f] = v; }
unsigned long vmx_borrow(struct vcpu *v) { fail(); return 0; }
void vmx_give_back(struct vcpu *v, unsigned long cookie) { }
void vmx_load(struct vcpu *v) { }
void vmx_clear(struct vcpu *v) { v->arch.hvm->vmx->launched = false; clears++; }
void vmx_dump(struct vcpu *v) { }
void vmx_flush(struct vcpu *v) { }
void hvm_flush_vcpu(struct vcpu *v, u8 what) { flushes++; }
bool hvm_prepare_entry(struct vcpu *v) { return true; }
bool hvm_copy_from_phys(struct domain *d, paddr_t gpa, void *buf, size_t n) { memcpy(buf, pdptes, n); return true; }
u8 vlapic_get_cr8(const struct vcpu *v) { return 5; }
void domain_crash_at(struct domain *d, const char *func, int line) { fail(); }
void do_softirq(void) { fail(); }
bool domain_has_feature(const struct domain *d, unsigned int feature) { return true; }

void hvm_inject_exception(u8 vector, u32 error)
{
	faults++;
	hvm.event = (struct hvm_event){ .valid = true, .type = HVM_EVENT_exception, .vector = vector };
}

void do_interrupt(struct cpu_user_regs *regs)
{
	interrupts++;
	interrupt_vector = regs->entry_vector;
}

void hvm_handle_exit(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	exits++;
	last_exit = *e;
}

void printk(const char *fmt, ...)
{
	size_t n = strlen(printed);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(printed + n, sizeof(printed) - n, fmt, ap);
	va_end(ap);
}

void bug_at(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s at %s:%d\n", what, file, line);
	abort();
}

void all_msrs_allow(void)
{
	for (u32 msr = MSR_VMX_PINBASED_CTLS; msr <= MSR_VMX_ENTRY_CTLS; msr++)
		set_msr(msr, 0xffffffffUL << 32 | 0x10);
	for (u32 msr = MSR_VMX_TRUE_PINBASED_CTLS; msr <= MSR_VMX_TRUE_ENTRY_CTLS; msr++)
		set_msr(msr, 0xffffffffUL << 32 | 0x10);
	set_msr(MSR_VMX_PROCBASED_CTLS2, 0xffffffffUL << 32);
	set_msr(MSR_VMX_BASIC, 1 | 1024UL << 32 | (u64)MEMORY_TYPE_WB << 50 | VMX_BASIC_TRUE_CTLS);
	set_msr(MSR_VMX_EPT_VPID_CAP, ~0UL);
	set_msr(MSR_VMX_CR0_FIXED0, 0x80000021);
	set_msr(MSR_VMX_CR0_FIXED1, 0xffffffff);
	set_msr(MSR_VMX_CR4_FIXED0, X86_CR4_VMXE);
	set_msr(MSR_VMX_CR4_FIXED1, 0x3727ff);
	set_msr(MSR_FEATURE_CONTROL, 0);
}

int machine_setup(void **state)
{
	memset(field, 0, sizeof(field));
	memset(&vmx, 0, sizeof(vmx));
	memset(&hvm, 0, sizeof(hvm));
	vmx.msr_bitmap = bitmap;
	hvm.vmx = &vmx;
	vcpu.arch.hvm = &hvm;
	vcpu.domain = &domain;
	domain.arch.hvm = &hvm_domain;
	fake_cpu_info.cr4 = X86_CR4_MCE | X86_CR4_VMXE;
	all_msrs_allow();
	assert_true(vmx_negotiate());
	boot_cpu_data.phys_bits = 40;
	spec_ctrl = (struct spec_ctrl){ 0 };
	forget();
	return 0;
}
