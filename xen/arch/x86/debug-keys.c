/* SPDX-License-Identifier: GPL-2.0-only */
/* Debug keys that look at the CPUs: registers of all of them, of dom0's vCPUs, NMIs. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <xen/smp.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <asm/traps.h>

/* What this CPU was doing when the interrupt that is being served came; set by do_interrupt(). */
DEFINE_PER_CPU(struct cpu_user_regs *, irq_regs);

static int printing_turn; /* CPUs print one after the other */

static void dump_this_cpu(void *unused)
{
	struct cpu_user_regs *regs = this_cpu(irq_regs);
	unsigned int cpu = smp_processor_id();

	while (READ_ONCE(printing_turn) != cpu)
		cpu_relax();
	printk("\n*** Dumping CPU%u %s state: ***\n", cpu, regs && guest_mode(regs) ? "guest" : "host");
	if (regs)
		show_execution_state(regs);
	else
		printk("in the handler of this debug key\n");
	WRITE_ONCE(printing_turn, cpumask_next(cpu, &cpu_online_map));
}

static void dump_registers(unsigned char key)
{
	printk("'%c' pressed -> dumping registers\n", key);
	WRITE_ONCE(printing_turn, cpumask_first(&cpu_online_map));
	on_selected_cpus(&cpu_online_map, dump_this_cpu, NULL, true);
}

static void dump_dom0_registers(unsigned char key)
{
	struct vcpu *v;

	printk("'%c' pressed -> dumping Dom0's registers\n", key);
	if (!hardware_domain)
		return;
	for_each_vcpu(hardware_domain, v) {
		/* Running elsewhere: its registers come to memory only when it stops. */
		if (v != current)
			vcpu_pause(v);
		printk("*** Dumping %pv ***\n", v);
		arch_dump_vcpu(v);
		if (v != current)
			vcpu_unpause(v);
	}
}

static DEFINE_PER_CPU(unsigned int, nmi_count);
static bool own_nmi;

static bool count_nmi(const struct cpu_user_regs *regs, int cpu)
{
	this_cpu(nmi_count)++;
	return __atomic_exchange_n(&own_nmi, false, __ATOMIC_SEQ_CST);
}

static void trigger_nmi(unsigned char key)
{
	printk("'%c' pressed -> triggering an NMI on this CPU\n", key);
	own_nmi = true;
	apic_send_ipi(x86_cpu_to_apicid[smp_processor_id()], APIC_DM_NMI | APIC_INT_ASSERT);
}

static void nmi_statistics(unsigned char key)
{
	unsigned int cpu;

	printk("CPU\tNMI\n");
	for_each_online_cpu(cpu)
		printk("%3u\t%3u\n", cpu, per_cpu(nmi_count, cpu));
}

static int __init debug_keys_init(void)
{
	set_nmi_callback(count_nmi);
	register_keyhandler('d', dump_registers, "dump registers", false);
	register_keyhandler('0', dump_dom0_registers, "dump Dom0 registers", false);
	register_keyhandler('N', trigger_nmi, "trigger an NMI", false);
	register_keyhandler('n', nmi_statistics, "NMI statistics", false);
	return 0;
}
initcall(debug_keys_init);
