/* SPDX-License-Identifier: GPL-2.0-only */
/* The processor: what it is and can do, control registers that are shared between users. */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <xen/percpu.h>
#include <asm/cpufeature.h>
#include <asm/system.h>

#define cpuid(leaf) cpuid_count(leaf, 0)

/* Not executed before earlier loads and instructions are complete. */
static always_inline u64 rdtsc_ordered(void)
{
	__asm__ volatile("lfence" ::: "memory");
	return rdtsc();
}

/* This CPU's CR4; cpu_info remembers it because reading the register is slow. */
static inline void set_in_cr4(unsigned long mask)
{
	struct cpu_info *info = get_cpu_info();

	info->cr4 = read_cr4() | mask;
	write_cr4(info->cr4);
}

#define X86_CR0_PE 0x1UL
#define X86_CR0_MP 0x2UL
#define X86_CR0_EM 0x4UL
#define X86_CR0_NE 0x20UL
#define X86_CR0_AM 0x40000UL
#define X86_CR0_PG 0x80000000UL
#define MSR_TSC 0x10U
#define MSR_TSC_ADJUST 0x3bU
#define MSR_TSC_DEADLINE 0x6e0U

enum cpu_vendor { VENDOR_unknown, VENDOR_intel, VENDOR_amd, VENDOR_hygon, VENDOR_centaur, VENDOR_shanghai };

struct cpuinfo_x86 {
	enum cpu_vendor vendor;
	char vendor_id[13];
	char model_id[49];                     /* brand string, trimmed */
	u8 family, model, stepping;            /* with the extended fields added */
	u32 cpuid_level, extended_level;
	u8 phys_bits, virt_bits;
	u32 apicid;
	u16 clflush_bytes;
	u32 features[FSCAPINTS];               /* as X86_FEATURE_ words */
};

extern struct cpuinfo_x86 boot_cpu_data;
static inline bool boot_cpu_has(unsigned int feature)
{
	return (boot_cpu_data.features[feature / 32] >> (feature % 32)) & 1;
}
/* Hides a feature that is broken or switched off (cpuid=, no-x2apic...). Boot only. */
void setup_clear_cpu_cap(unsigned int feature);
void early_cpu_identify(void);             /* CPU 0, before anything asks boot_cpu_has() */
void identify_cpu(void);                   /* each CPU: errata, MTRR/PAT; APs are compared with CPU 0 */
void print_cpu_info(void);

#endif
