/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/atomic.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <asm/apic.h>
#include <asm/io.h>
#include <asm/irq-vectors.h>
#include <asm/processor.h>

bool x2apic_enabled __read_mostly;
static volatile char *lapic_regs __read_mostly;
static paddr_t lapic_base __read_mostly = 0xfee00000;

static s8 opt_x2apic __initdata = -1;
static int __init parse_x2apic(const char *s)
{
	int b = *s ? parse_bool(s, NULL) : 1;

	if (b < 0)
		return -1;
	opt_x2apic = b;
	return 0;
}
custom_param("x2apic", parse_x2apic);

u32 apic_read(unsigned int reg)
{
	return x2apic_enabled ? (u32)rdmsr(MSR_X2APIC_FIRST + (reg >> 4)) : readl(lapic_regs + reg);
}

void apic_write(unsigned int reg, u32 v)
{
	if (x2apic_enabled)
		wrmsr(MSR_X2APIC_FIRST + (reg >> 4), v);
	else
		writel(v, lapic_regs + reg);
}

mfn_t lapic_mfn(void)
{
	return maddr_to_mfn(lapic_base);
}

/* Before the registers are mapped, CPUID knows the initial ID. */
u32 get_apic_id(void)
{
	if (x2apic_enabled)
		return apic_read(APIC_ID);
	return lapic_regs ? apic_read(APIC_ID) >> 24 : cpuid_count(1, 0).b >> 24;
}

/*
 * x2APIC is used when the firmware has turned it on (it cannot be left without trouble), or when asked for.
 * Without interrupt remapping an IOAPIC reaches IDs below 255 only, in either mode.
 */
void __init apic_early_init(void)
{
	u64 base = rdmsr(MSR_APIC_BASE);

	if (!boot_cpu_has(X86_FEATURE_APIC))
		panic("This CPU has no local APIC (or the firmware has switched it off)");
	lapic_base = base & 0xffffff000UL;
	if (base & APIC_BASE_EXTD)
		x2apic_enabled = true;
	else if (opt_x2apic > 0 && boot_cpu_has(X86_FEATURE_X2APIC))
		x2apic_enabled = true;
	if (x2apic_enabled)
		printk("x2APIC mode is %s.\n", base & APIC_BASE_EXTD ? "already enabled by the firmware" : "enabled");
	else if (opt_x2apic > 0)
		printk(XENLOG_WARNING "x2apic: this CPU has none\n");
	wrmsr(MSR_APIC_BASE, base | APIC_BASE_ENABLE | (x2apic_enabled ? APIC_BASE_EXTD : 0));
}

void __init apic_map(void)
{
	if (x2apic_enabled)
		return;
	lapic_regs = ioremap(lapic_base, PAGE_SIZE);
	if (!lapic_regs)
		panic("no memory to map the local APIC");
}

/* Interrupts that an earlier owner of the machine left in service would block lower ones for ever. */
static void clear_in_service(void)
{
	for (unsigned int turn = 0; turn < 256; turn++) {
		u32 any = 0;

		for (unsigned int i = 0; i < 8; i++)
			any |= apic_read(APIC_ISR + 16 * i);
		if (!any)
			return;
		ack_APIC_irq();
	}
}

static void mask_lvts(void)
{
	unsigned int maxlvt = (apic_read(APIC_LVR) >> 16) & 0xff;

	apic_write(APIC_LVTT, APIC_LVT_MASKED);
	apic_write(APIC_LVT0, APIC_LVT_MASKED);
	apic_write(APIC_LVT1, APIC_LVT_MASKED);
	if (maxlvt >= 3)
		apic_write(APIC_LVTERR, APIC_LVT_MASKED);
	if (maxlvt >= 4)
		apic_write(APIC_LVTPC, APIC_LVT_MASKED);
	if (maxlvt >= 5)
		apic_write(APIC_LVTTHMR, APIC_LVT_MASKED);
	if (maxlvt >= 6)
		apic_write(APIC_LVTCMCI, APIC_LVT_MASKED);
}

void setup_local_APIC(void)
{
	u64 base = rdmsr(MSR_APIC_BASE);

	wrmsr(MSR_APIC_BASE, base | APIC_BASE_ENABLE | (x2apic_enabled ? APIC_BASE_EXTD : 0));
	mask_lvts();
	if (!x2apic_enabled) {
		apic_write(APIC_DFR, ~0U); /* flat; destinations are physical, but some chips look at these anyway */
		apic_write(APIC_LDR, 0);
	}
	/* Vectors below 0x20 are exceptions: never let an interrupt in there. */
	apic_write(APIC_TASKPRI, 0x10);
	apic_write(APIC_SPIV, APIC_SPIV_ENABLED | SPURIOUS_APIC_VECTOR);
	clear_in_service();
	apic_write(APIC_LVT1, (smp_processor_id() ? APIC_LVT_MASKED : 0) | APIC_DM_NMI);
	apic_write(APIC_ESR, 0);
	apic_write(APIC_LVTERR, ERROR_APIC_VECTOR);
	apic_write(APIC_ESR, 0);
}

void disable_local_APIC(void)
{
	mask_lvts();
	apic_write(APIC_SPIV, SPURIOUS_APIC_VECTOR);
}

void apic_send_ipi(u32 apicid, u32 icr_low)
{
	unsigned long flags;

	if (x2apic_enabled) {
		smp_mb(); /* the MSR write does not order earlier stores */
		wrmsr(MSR_X2APIC_FIRST + (APIC_ICR >> 4), (u64)apicid << 32 | icr_low);
		return;
	}
	local_irq_save(flags);
	while (apic_read(APIC_ICR) & APIC_ICR_BUSY)
		cpu_relax();
	apic_write(APIC_ICR2, apicid << 24);
	apic_write(APIC_ICR, icr_low);
	local_irq_restore(flags);
}

/* A spurious interrupt needs no EOI unless its vector is really in service (SDM vol. 3A 11.9). */
void spurious_interrupt(struct cpu_user_regs *regs)
{
	if (apic_read(APIC_ISR + ((SPURIOUS_APIC_VECTOR & ~31) >> 1)) & (1U << (SPURIOUS_APIC_VECTOR & 31)))
		ack_APIC_irq();
}

void error_interrupt(struct cpu_user_regs *regs)
{
	static const char *const bits[] = { "send checksum", "receive checksum", "send accept", "receive accept",
					    "redirectable IPI", "send illegal vector", "received illegal vector",
					    "illegal register" };
	u32 esr;

	apic_write(APIC_ESR, 0);
	esr = apic_read(APIC_ESR);
	ack_APIC_irq();
	printk(XENLOG_DEBUG "APIC error on CPU%u: %02x", smp_processor_id(), esr);
	for (unsigned int i = 0; i < ARRAY_SIZE(bits); i++)
		if (esr & (1U << i))
			printk(", %s", bits[i]);
	printk("\n");
}

void cmci_interrupt(struct cpu_user_regs *regs)
{
	ack_APIC_irq();
}

void pmu_interrupt(struct cpu_user_regs *regs)
{
	ack_APIC_irq();
}
