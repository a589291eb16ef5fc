/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts from CPU to CPU: look for softirqs, run a function, flush the TLB. */
#include <xen/atomic.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <xen/softirq.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/irq-vectors.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/time.h>

static void send(unsigned int cpu, u32 vector)
{
	apic_send_ipi(x86_cpu_to_apicid[cpu], APIC_DM_FIXED | APIC_INT_ASSERT | vector);
}

static void send_mask(const cpumask_t *mask, u32 vector)
{
	unsigned int cpu, self = smp_processor_id();

	for_each_cpu(cpu, mask)
		if (cpu != self && cpu_online(cpu))
			send(cpu, vector);
}

void smp_send_event_check_cpu(unsigned int cpu)
{
	if (cpu != smp_processor_id() && cpu_online(cpu))
		send(cpu, EVENT_CHECK_VECTOR);
}

void smp_send_event_check_mask(const cpumask_t *mask)
{
	send_mask(mask, EVENT_CHECK_VECTOR);
}

/* Having come is all: softirqs and events are looked at on the way out. */
void event_check_interrupt(struct cpu_user_regs *regs)
{
	ack_APIC_irq();
}

/* One call at a time. A CPU of .todo removes itself from .todo when it has read fn and data, or has run fn (wait). */
static DEFINE_SPINLOCK(call_lock, call);
static struct {
	void (*fn)(void *);
	void *data;
	bool wait;
	cpumask_t todo;
} call;

void on_selected_cpus(const cpumask_t *mask, void (*fn)(void *), void *data, bool wait)
{
	unsigned int self = smp_processor_id();
	bool here = cpumask_test_cpu(self, mask);
	unsigned long flags;

	ASSERT(local_irq_is_enabled());
	spin_lock(&call_lock);
	cpumask_and(&call.todo, mask, &cpu_online_map);
	cpumask_clear_cpu(self, &call.todo);
	call.fn = fn;
	call.data = data;
	call.wait = wait;
	smp_wmb();
	send_mask(&call.todo, CALL_FUNCTION_VECTOR);
	if (here) {
		local_irq_save(flags);
		fn(data);
		local_irq_restore(flags);
	}
	while (!cpumask_empty(&call.todo))
		cpu_relax();
	spin_unlock(&call_lock);
}

void smp_call_function(void (*fn)(void *), void *data, bool wait)
{
	cpumask_t others = cpu_online_map;

	cpumask_clear_cpu(smp_processor_id(), &others);
	on_selected_cpus(&others, fn, data, wait);
}

void call_function_interrupt(struct cpu_user_regs *regs)
{
	unsigned int self = smp_processor_id();
	void (*fn)(void *);
	void *data;

	ack_APIC_irq();
	if (!cpumask_test_cpu(self, &call.todo))
		return;
	smp_rmb();
	fn = call.fn;
	data = call.data;
	if (call.wait) {
		fn(data);
		smp_mb();
		cpumask_clear_cpu(self, &call.todo);
	} else {
		cpumask_clear_cpu(self, &call.todo);
		fn(data);
	}
}

/* TLB flushes have a slot of their own, so that they never wait for a slow call. */
static DEFINE_SPINLOCK(flush_lock, tlb_flush);
static struct {
	const void *va;
	unsigned int flags;
	cpumask_t todo;
} flush;

void smp_flush_area(const cpumask_t *others, const void *va, unsigned int flags)
{
	spin_lock(&flush_lock);
	cpumask_and(&flush.todo, others, &cpu_online_map);
	cpumask_clear_cpu(smp_processor_id(), &flush.todo);
	flush.va = va;
	flush.flags = flags;
	smp_wmb();
	send_mask(&flush.todo, INVALIDATE_TLB_VECTOR);
	while (!cpumask_empty(&flush.todo))
		cpu_relax();
	spin_unlock(&flush_lock);
}

void invalidate_tlb_interrupt(struct cpu_user_regs *regs)
{
	unsigned int self = smp_processor_id();

	ack_APIC_irq();
	if (!cpumask_test_cpu(self, &flush.todo))
		return;
	smp_rmb();
	flush_area_local(flush.va, flush.flags);
	smp_mb();
	cpumask_clear_cpu(self, &flush.todo);
}

static void stop_this_cpu(void *unused)
{
	cpumask_clear_cpu(smp_processor_id(), &cpu_online_map);
	play_dead();
}

/* Called in a crash: nothing may wait for ever. */
void smp_send_stop(void)
{
	unsigned int self = smp_processor_id(), cpu;

	if (cpumask_weight(&cpu_online_map) < 2)
		return;
	call.fn = stop_this_cpu;
	call.wait = false;
	cpumask_copy(&call.todo, &cpu_online_map);
	cpumask_clear_cpu(self, &call.todo);
	smp_wmb();
	send_mask(&call.todo, CALL_FUNCTION_VECTOR);
	for (unsigned int ms = 0; ms < 100 && cpumask_weight(&cpu_online_map) > 1; ms++)
		udelay(1000);
	for_each_online_cpu(cpu) /* those with interrupts off do not notice less */
		if (cpu != self)
			apic_send_ipi(x86_cpu_to_apicid[cpu], APIC_DM_INIT | APIC_INT_ASSERT);
}

void smp_send_nmi_allbutself(void)
{
	unsigned int self = smp_processor_id(), cpu;

	for_each_online_cpu(cpu)
		if (cpu != self)
			apic_send_ipi(x86_cpu_to_apicid[cpu], APIC_DM_NMI | APIC_INT_ASSERT);
}
