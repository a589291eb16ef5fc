/* SPDX-License-Identifier: GPL-2.0-only */
/* What the machine's ACPI tables say, gathered for those who need it. */
#ifndef ASM_ACPI_H
#define ASM_ACPI_H

#include <xen/acpi.h>
#include <xen/config.h>

struct pm_info {
	u16 timer_port;            /* 0: none */
	bool timer_32bit;
	u16 pm1a_cnt, pm1b_cnt, pm1a_evt, pm1b_evt; /* I/O ports, 0: none */
	u8 pm1_evt_len;
	u16 sci_irq;
	struct acpi_address reset_reg; /* address 0: none */
	u8 reset_value;
	u8 century_register;
	u16 boot_arch;
};
extern struct pm_info pm_info;

extern u32 x86_cpu_to_apicid[NR_CPUS];
extern u32 x86_cpu_to_acpiid[NR_CPUS];
#define BAD_APICID (~0U)
extern unsigned int nr_disabled_cpus;

void acpi_boot_init(void);         /* tables to pm_info, CPUs, IOAPICs, overrides */
const struct acpi_hpet *acpi_hpet(void);
const struct acpi_mcfg *acpi_mcfg(unsigned int *nr_entries);
/* XENPF_enter_acpi_sleep: dom0 has prepared everything and gives the values for PM1 control. */
struct xenpf_enter_acpi_sleep;
int acpi_enter_sleep(const struct xenpf_enter_acpi_sleep *sleep);

#endif
