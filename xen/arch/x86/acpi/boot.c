/* SPDX-License-Identifier: GPL-2.0-only */
/* From ACPI tables to what boot needs: processors, interrupt controllers, timers, power registers. */
#include <xen/cpumask.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/ioapic.h>
#include <asm/setup.h>

struct pm_info pm_info;
u32 x86_cpu_to_apicid[NR_CPUS] = { [0 ... NR_CPUS - 1] = BAD_APICID };
u32 x86_cpu_to_acpiid[NR_CPUS] = { [0 ... NR_CPUS - 1] = BAD_APICID };
unsigned int nr_disabled_cpus;

static u32 opt_maxcpus __initdata = NR_CPUS;
integer_param("maxcpus", opt_maxcpus);
static bool opt_nosmp __initdata;
boolean_param("nosmp", opt_nosmp);
/* acpi=[force | off | strict | ht | noirq | verbose]: of these "off" and "noirq" would leave no interrupts. */
static bool opt_acpi __initdata = true;
static int __init parse_acpi(const char *s)
{
	if (!strcmp(s, "off") || parse_bool(s, NULL) == 0)
		opt_acpi = false;
	else if (strcmp(s, "force") && strcmp(s, "strict") && strcmp(s, "verbose"))
		return -EINVAL;
	return 0;
}
custom_param("acpi", parse_acpi);

static unsigned int nr_cpus_seen __initdata = 1; /* CPU 0 is the boot CPU wherever it stands in the table */

static void __init add_cpu(u32 apicid, u32 acpi_id, u32 flags)
{
	unsigned int cpu;

	if (!(flags & MADT_ENABLED)) {
		nr_disabled_cpus += !!(flags & MADT_ONLINE_CAPABLE);
		return;
	}
	if (apicid == get_apic_id()) {
		x86_cpu_to_acpiid[0] = acpi_id;
		return;
	}
	for (cpu = 1; cpu < nr_cpus_seen; cpu++)
		if (x86_cpu_to_apicid[cpu] == apicid) {
			printk(XENLOG_WARNING "ACPI: APIC ID %u stands twice in the table of processors\n", apicid);
			return;
		}
	if (nr_cpus_seen >= min_t(u32, NR_CPUS, opt_maxcpus) || opt_nosmp || (apicid > 254 && !x2apic_enabled)) {
		nr_disabled_cpus++;
		return;
	}
	cpu = nr_cpus_seen++;
	x86_cpu_to_apicid[cpu] = apicid;
	x86_cpu_to_acpiid[cpu] = acpi_id;
	cpumask_set_cpu(cpu, &cpu_present_map);
	cpumask_set_cpu(cpu, &cpu_possible_map);
	nr_cpu_ids = cpu + 1;
}

static void __init madt_entry(const struct acpi_subtable *s, void *unused)
{
	switch (s->type) {
	case MADT_LAPIC:
		if (s->length >= sizeof(struct madt_lapic)) {
			const struct madt_lapic *l = (const void *)s;

			add_cpu(l->apic_id, l->acpi_id, l->flags);
		}
		break;
	case MADT_X2APIC:
		if (s->length >= sizeof(struct madt_x2apic)) {
			const struct madt_x2apic *l = (const void *)s;

			add_cpu(l->apic_id, l->acpi_id, l->flags);
		}
		break;
	case MADT_IOAPIC:
		if (s->length >= sizeof(struct madt_ioapic)) {
			const struct madt_ioapic *io = (const void *)s;

			ioapic_add(io->id, io->address, io->gsi_base);
		}
		break;
	case MADT_OVERRIDE:
		if (s->length >= sizeof(struct madt_override)) {
			const struct madt_override *o = (const void *)s;

			ioapic_add_override(o->irq, o->gsi, o->flags);
		}
		break;
	}
}

static u16 __init fadt_port(const struct acpi_fadt *f, u32 legacy, size_t x_offset)
{
	const struct acpi_address *x = (const void *)((const char *)f + x_offset);

	if (f->header.length >= x_offset + sizeof(*x) && x->space == ACPI_SPACE_IO && x->address && x->address < 0x10000)
		return x->address;
	return legacy < 0x10000 ? legacy : 0;
}

static void __init fadt_parse(const struct acpi_fadt *f)
{
	if (f->header.length < offsetof(struct acpi_fadt, reset_reg)) {
		printk(XENLOG_WARNING "ACPI: FADT is too short\n");
		return;
	}
#define PORT(name) fadt_port(f, f->name, offsetof(struct acpi_fadt, x_##name))
	pm_info.timer_port = f->pm_tmr_len == 4 ? PORT(pm_tmr_blk) : 0;
	pm_info.pm1a_cnt = PORT(pm1a_cnt_blk);
	pm_info.pm1b_cnt = PORT(pm1b_cnt_blk);
	pm_info.pm1a_evt = PORT(pm1a_evt_blk);
	pm_info.pm1b_evt = PORT(pm1b_evt_blk);
#undef PORT
	pm_info.timer_32bit = f->flags & FADT_TMR_VAL_EXT;
	pm_info.pm1_evt_len = f->pm1_evt_len;
	pm_info.sci_irq = f->sci_int;
	pm_info.century_register = f->century;
	pm_info.boot_arch = f->iapc_boot_arch;
	if ((f->flags & FADT_RESET_REG_SUP) && f->header.length > offsetof(struct acpi_fadt, reset_value)) {
		pm_info.reset_reg = f->reset_reg;
		pm_info.reset_value = f->reset_value;
	}
}

const struct acpi_hpet *acpi_hpet(void)
{
	const struct acpi_hpet *h = (const void *)acpi_table("HPET", 0);

	return h && h->header.length >= sizeof(*h) && h->address.space == ACPI_SPACE_MEMORY ? h : NULL;
}

const struct acpi_mcfg *acpi_mcfg(unsigned int *nr)
{
	const struct acpi_mcfg *m = (const void *)acpi_table("MCFG", 0);

	*nr = m && m->header.length >= sizeof(*m) ? (m->header.length - sizeof(*m)) / sizeof(struct mcfg_entry) : 0;
	return *nr ? m : NULL;
}

void __init acpi_boot_init(void)
{
	const struct acpi_header *madt, *fadt;
	int rc;

	x86_cpu_to_apicid[0] = get_apic_id();
	if (!opt_acpi) {
		printk("ACPI: not used (acpi=off): one CPU, 8259 interrupts\n");
		return;
	}
	rc = acpi_tables_init(boot_info.rsdp, boot_info.rsdp_len);
	if (rc) {
		printk(XENLOG_WARNING "ACPI: no tables (%d): one CPU\n", rc);
		return;
	}
	fadt = acpi_table("FACP", 0);
	if (fadt)
		fadt_parse((const void *)fadt);
	madt = acpi_table("APIC", 0);
	if (madt && madt->length >= sizeof(struct acpi_madt))
		acpi_walk(madt, sizeof(struct acpi_madt), madt_entry, NULL);
	else
		printk(XENLOG_WARNING "ACPI: no table of interrupt controllers (MADT)\n");
	if (nr_disabled_cpus)
		printk("ACPI: %u CPUs are not used (disabled, or maxcpus=/nosmp)\n", nr_disabled_cpus);
}
