/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/smp.h>
#include <xen/softirq.h>
#include <xen/system.h>

unsigned int softirq_pending_bits[NR_CPUS];
static void (*handlers[NR_SOFTIRQS])(void);

void open_softirq(enum softirq nr, void (*handler)(void))
{
	ASSERT(nr < NR_SOFTIRQS);
	handlers[nr] = handler;
}

void raise_softirq(enum softirq nr)
{
	set_bit(nr, &softirq_pending_bits[smp_processor_id()]);
}

void cpu_raise_softirq(unsigned int cpu, enum softirq nr)
{
	if (!test_and_set_bit(nr, &softirq_pending_bits[cpu]) && cpu != smp_processor_id())
		smp_send_event_check_cpu(cpu);
}

void cpumask_raise_softirq(const cpumask_t *mask, enum softirq nr)
{
	unsigned int cpu;

	for_each_cpu(cpu, mask)
		cpu_raise_softirq(cpu, nr);
}

/* Runs pending softirqs other than @ignored, lowest first, until none is left. */
static void run_softirqs(u32 ignored)
{
	for (;;) {
		/* Re-read each time: schedule() may go on on another CPU's behalf, and handlers raise more. */
		unsigned int cpu = smp_processor_id();
		u32 pending = softirq_pending(cpu) & ~ignored;
		unsigned int nr;

		if (!pending || !cpu_online(cpu))
			return;
		nr = ffsl(pending) - 1;
		clear_bit(nr, &softirq_pending_bits[cpu]);
		if (likely(handlers[nr]))
			handlers[nr]();
	}
}

void do_softirq(void)
{
	assert_no_locks_held();
	run_softirqs(0);
}

void process_pending_softirqs(void)
{
	ASSERT(!in_irq() && local_irq_is_enabled());
	/* Tasklets may wait for what the caller is in the middle of, and schedule() must not leave it. */
	run_softirqs((1U << SCHEDULE_SOFTIRQ) | (1U << TASKLET_SOFTIRQ));
}
