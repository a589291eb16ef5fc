/* SPDX-License-Identifier: GPL-2.0-only */
/* Each CPU's next timer interrupt: by TSC deadline where the CPU has it, else by the APIC's one-shot counter. */
#include <xen/atomic.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <xen/softirq.h>
#include <asm/apic.h>
#include <asm/irq-vectors.h>
#include <asm/processor.h>
#include <asm/time.h>

static bool opt_tdt = true;
boolean_param("tdt", opt_tdt);
static bool use_deadline __read_mostly;
static u32 apic_khz __read_mostly; /* of the one-shot counter */

void __init apic_timer_calibrate(void)
{
	u64 start, end;
	u32 used;

	if (opt_tdt && boot_cpu_has(X86_FEATURE_TSC_DEADLINE)) {
		use_deadline = true;
		printk("TSC deadline timer enabled\n");
		return;
	}
	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
	apic_write(APIC_LVTT, APIC_LVT_MASKED | LOCAL_TIMER_VECTOR);
	/* Against the TSC, whose frequency is known: the two can be read within nanoseconds of each other. */
	start = rdtsc_ordered();
	apic_write(APIC_TMICT, ~0U);
	udelay(20000);
	used = ~0U - apic_read(APIC_TMCCT);
	end = rdtsc_ordered();
	apic_write(APIC_TMICT, 0);
	apic_khz = (u64)used * cpu_khz / (end - start);
	if (apic_khz < 1000)
		panic("The local APIC's timer does not count (%u kHz)", apic_khz);
	printk("APIC timer runs at %u.%03u MHz\n", apic_khz / 1000, apic_khz % 1000);
}

void apic_timer_init_cpu(void)
{
	if (use_deadline) {
		apic_write(APIC_LVTT, APIC_LVT_TIMER_DEADLINE | LOCAL_TIMER_VECTOR);
		smp_mb(); /* an xAPIC write must have arrived before the MSR is written (SDM vol. 3A 11.5.4.1) */
	} else {
		apic_write(APIC_TDCR, APIC_TDR_DIV_1);
		apic_write(APIC_LVTT, LOCAL_TIMER_VECTOR);
		apic_write(APIC_TMICT, 0);
	}
}

bool reprogram_timer(s_time_t deadline)
{
	s_time_t left;
	u64 ticks;

	if (!deadline) {
		if (use_deadline)
			wrmsr(MSR_TSC_DEADLINE, 0);
		else
			apic_write(APIC_TMICT, 0);
		return true;
	}
	left = deadline - NOW();
	if (left <= 0)
		return false;
	if (use_deadline) {
		wrmsr(MSR_TSC_DEADLINE, ns_to_tsc(deadline));
		return true;
	}
	/* A far deadline fires early and is programmed again. */
	ticks = (u64)min_t(s_time_t, left, SECONDS(1)) * apic_khz / 1000000;
	apic_write(APIC_TMICT, min_t(u64, ticks + 1, ~0U));
	return true;
}

void apic_timer_interrupt(struct cpu_user_regs *regs)
{
	ack_APIC_irq();
	raise_softirq(TIMER_SOFTIRQ);
}
