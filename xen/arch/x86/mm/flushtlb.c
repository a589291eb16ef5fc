/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TLB flushes and their clock. The clock ticks before each flush takes effect, so a CPU whose last flush has a later
 * tick than the moment a mapping was removed cannot translate by that mapping.
 */
#include <xen/atomic.h>
#include <xen/cpumask.h>
#include <xen/percpu.h>
#include <xen/smp.h>
#include <asm/domain-switch.h>
#include <asm/system.h>
#include "private.h"

static u64 tlbflush_clock = 1;
static u64 tlbflush_time[NR_CPUS]; /* tick of each CPU's last flush */

static void pre_flush(void)
{
	WRITE_ONCE(tlbflush_time[smp_processor_id()], __atomic_add_fetch(&tlbflush_clock, 1, __ATOMIC_SEQ_CST));
}

void switch_cr3(mfn_t l4)
{
	pre_flush();
	write_cr3(mfn_to_maddr(l4));
}

static void flush_all(unsigned int flags)
{
	unsigned long irq, cr4;

	pre_flush();
	cr4 = get_cpu_info()->cr4;
	if (!(flags & FLUSH_TLB_GLOBAL) || !(cr4 & X86_CR4_PGE)) {
		write_cr3(read_cr3());
		return;
	}
	local_irq_save(irq);
	write_cr4(cr4 & ~X86_CR4_PGE);
	write_cr4(cr4);
	local_irq_restore(irq);
}

void flush_area_local(const void *va, unsigned int flags)
{
	if (flags & FLUSH_VCPU_STATE)
		sync_local_execstate();
	if (flags & FLUSH_ONE_PAGE)
		__asm__ volatile("invlpg (%0)" : : "r"(va) : "memory");
	else if (flags & (FLUSH_TLB | FLUSH_TLB_GLOBAL))
		flush_all(flags);
	if (flags & FLUSH_CACHE)
		__asm__ volatile("wbinvd" : : : "memory");
}

void flush_area_mask(const struct cpumask *mask, const void *va, unsigned int flags)
{
	cpumask_t others = *mask;
	unsigned int cpu = smp_processor_id();

	if (cpumask_test_and_clear_cpu(cpu, &others))
		flush_area_local(va, flags);
	cpumask_and(&others, &others, &cpu_online_map);
	if (!cpumask_empty(&others))
		smp_flush_area(&others, va, flags);
}

void flush_tlb_all_cpus(void)
{
	flush_area_mask(&cpu_online_map, NULL, FLUSH_TLB | FLUSH_TLB_GLOBAL);
}

void page_set_tlbflush_timestamp(struct page_info *pg)
{
	/* The mapping went by an atomic exchange or the like, which on x86 is a barrier before this read. */
	barrier();
	pg->tlbflush_timestamp = READ_ONCE(tlbflush_clock);
}

void tlbflush_filter(struct cpumask *mask, u32 timestamp)
{
	u64 now = READ_ONCE(tlbflush_clock);
	/* Only the low half was kept: a stamp older than 2^32 ticks looks younger, which errs towards flushing. */
	u64 used = now - (u32)((u32)now - timestamp);
	unsigned int cpu;

	for_each_cpu(cpu, mask)
		if (READ_ONCE(tlbflush_time[cpu]) > used)
			cpumask_clear_cpu(cpu, mask);
}
