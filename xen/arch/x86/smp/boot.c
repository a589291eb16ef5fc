/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bringing CPUs up and down. An AP: trampoline -> ap_start64 (boot/head.S) -> start_secondary() -> idle loop.
 * What it needs (stack, per-CPU area, descriptor tables, idle vCPU) is made before it is started.
 */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <xen/timer.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/desc.h>
#include <asm/hvm/hvm.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include <asm/xstate.h>

extern const char trampoline_start[], trampoline_end[], trampoline_gdt_base[], trampoline_gdt[], trampoline_jump32[],
	trampoline_jump64[], trampoline_cr3[], trampoline32[], trampoline64[];
extern char boot_l4[];
extern unsigned long ap_stack;

static paddr_t trampoline_pa __read_mostly;
static void *cpu_stacks[NR_CPUS];
static DEFINE_SPINLOCK(hotplug_lock, cpu_hotplug);

/* Progress of the one CPU that is coming up. */
enum ap_state { AP_none, AP_started, AP_initialised, AP_go };
static enum ap_state ap_state;

static void __init patch(const char *field, u32 value)
{
	memcpy((char *)maddr_to_virt(trampoline_pa) + (field - trampoline_start), &value, sizeof(value));
}

/* The highest usable page below the EBDA; free RAM below 1 MiB never goes to the heap. */
void __init smp_prepare(void)
{
	for (unsigned int i = 0; i < e820.nr; i++) {
		const struct e820_entry *e = &e820.map[i];
		paddr_t end = min_t(u64, e->addr + e->size, 0xa0000) & PAGE_MASK;

		if (e->type == E820_RAM && e->addr < 0x9f000 && end >= e->addr + PAGE_SIZE && end > PAGE_SIZE)
			trampoline_pa = max_t(paddr_t, trampoline_pa, end - PAGE_SIZE);
	}
	if (!trampoline_pa) {
		printk(XENLOG_WARNING "No RAM below 1 MiB: other CPUs cannot be started\n");
		return;
	}
	memcpy(maddr_to_virt(trampoline_pa), trampoline_start, trampoline_end - trampoline_start);
	patch(trampoline_gdt_base, trampoline_pa + (trampoline_gdt - trampoline_start));
	patch(trampoline_jump32, trampoline_pa + (trampoline32 - trampoline_start));
	patch(trampoline_jump64, trampoline_pa + (trampoline64 - trampoline_start));
	patch(trampoline_cr3, virt_to_maddr(boot_l4));
}

static int alloc_stack(unsigned int cpu)
{
	struct cpu_info *info;

	if (!cpu_stacks[cpu])
		cpu_stacks[cpu] = alloc_xenheap_pages(STACK_ORDER, 0);
	if (!cpu_stacks[cpu])
		return -ENOMEM;
	memset(cpu_stacks[cpu], 0, STACK_SIZE);
	info = (struct cpu_info *)((char *)cpu_stacks[cpu] + STACK_SIZE) - 1;
	info->processor_id = cpu;
	info->per_cpu_offset = __per_cpu_offset[cpu];
	info->current_vcpu = idle_vcpu[cpu];
	ap_stack = (unsigned long)info;
	return 0;
}

static int prepare_cpu(unsigned int cpu)
{
	int rc;

	rc = percpu_alloc(cpu);
	if (rc)
		return rc;
	timer_cpu_up(cpu);
	rc = percpu_traps_alloc(cpu);
	rc = rc ?: scheduler_cpu_up(cpu);
	return rc ?: alloc_stack(cpu);
}

static bool wait_for(enum ap_state state, unsigned int ms)
{
	for (unsigned int i = 0; i < ms * 10; i++) {
		if (READ_ONCE(ap_state) >= state)
			return true;
		udelay(100);
	}
	return false;
}

/* INIT, then twice STARTUP (Intel SDM vol. 3A 9.4.4.1). */
static bool wake_cpu(u32 apicid)
{
	WRITE_ONCE(ap_state, AP_none);
	apic_send_ipi(apicid, APIC_DM_INIT | APIC_INT_LEVELTRIG | APIC_INT_ASSERT);
	udelay(200);
	apic_send_ipi(apicid, APIC_DM_INIT | APIC_INT_LEVELTRIG);
	if (boot_cpu_data.vendor == VENDOR_intel && boot_cpu_data.family < 6)
		udelay(10000);
	for (unsigned int turn = 0; turn < 2; turn++) {
		apic_send_ipi(apicid, APIC_DM_STARTUP | (trampoline_pa >> PAGE_SHIFT));
		if (wait_for(AP_started, turn ? 5000 : 10))
			return true;
	}
	return false;
}

static int start_cpu(unsigned int cpu)
{
	if (!trampoline_pa)
		return -ENODEV;
	if (!wake_cpu(x86_cpu_to_apicid[cpu]) || !wait_for(AP_initialised, 5000)) {
		printk(XENLOG_ERR "CPU%u (APIC ID %u) does not answer\n", cpu, x86_cpu_to_apicid[cpu]);
		return -EIO;
	}
	tsc_sync_check(cpu, false);
	WRITE_ONCE(ap_state, AP_go);
	while (!cpu_online(cpu))
		cpu_relax();
	return 0;
}

int cpu_up(unsigned int cpu)
{
	int rc;

	if (cpu >= nr_cpu_ids)
		return -EINVAL;
	if (!cpumask_test_cpu(cpu, &cpu_present_map))
		return -ENODEV;
	if (!spin_trylock(&hotplug_lock))
		return -EBUSY;
	rc = -EEXIST;
	if (!cpu_online(cpu)) {
		rc = prepare_cpu(cpu);
		rc = rc ?: start_cpu(cpu);
	}
	spin_unlock(&hotplug_lock);
	return rc;
}

void noreturn start_secondary(void)
{
	unsigned int cpu = smp_processor_id();

	WRITE_ONCE(ap_state, AP_started);
	get_cpu_info()->cr4 = read_cr4();
	identify_cpu();
	percpu_traps_init();
	xstate_init(false);
	hvm_cpu_up();
	setup_local_APIC();
	apic_timer_init_cpu();
	WRITE_ONCE(ap_state, AP_initialised);
	tsc_sync_check(cpu, true);
	while (READ_ONCE(ap_state) != AP_go)
		cpu_relax();
	init_percpu_time();
	cpumask_set_cpu(cpu, &cpu_online_map);
	local_irq_enable();
	startup_cpu_idle_loop();
}

void __init smp_bring_up_all(void)
{
	unsigned int cpu;

	for_each_present_cpu(cpu) {
		int rc;

		if (cpu_online(cpu))
			continue;
		rc = cpu_up(cpu);
		if (rc)
			printk(XENLOG_ERR "CPU%u stays off (%d)\n", cpu, rc);
	}
	printk("Brought up %u CPUs\n", cpumask_weight(&cpu_online_map));
}

void noreturn play_dead(void)
{
	local_irq_disable();
	disable_local_APIC();
	wbinvd();
	for (;;)
		halt();
}
