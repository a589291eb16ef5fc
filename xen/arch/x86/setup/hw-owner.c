/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <xen/serial.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/hw-owner.h>
#include <asm/ioapic.h>
#include <asm/pv/mmio-ro.h>
#include <asm/setup.h>

/* The rest of the PC's ports is dom0's, PM1 control too: its ACPI looks there whether ACPI mode is on. */
bool xen_owns_port(u16 port)
{
	static const struct {
		u16 first, last;
	} own[] = {
		{ 0x20, 0x21 }, { 0xa0, 0xa1 },   /* 8259s */
		{ 0x40, 0x43 }, { 0x61, 0x61 },   /* PIT and its gate */
		{ 0x70, 0x71 },                   /* CMOS: emulated, so that index and data stay together */
		{ 0xcf8, 0xcff },                 /* PCI configuration: emulated */
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(own); i++)
		if (port >= own[i].first && port <= own[i].last)
			return true;
	if (pm_info.timer_port && port >= pm_info.timer_port && port < pm_info.timer_port + 4)
		return true;
	return serial_owns_port(port);
}

/* Pages that dom0 may map and read, because its drivers look there, and whose writes are dropped. */
static int __init fill_read_only(void)
{
	const struct acpi_hpet *hpet = acpi_hpet();
	int rc = 0;

	for (unsigned int i = 0; i < nr_ioapics && !rc; i++)
		rc = rangeset_add_singleton(mmio_ro_ranges, ioapic_address(i) >> PAGE_SHIFT);
	if (!rc && hpet)
		rc = rangeset_add_singleton(mmio_ro_ranges, hpet->address.address >> PAGE_SHIFT);
	return rc;
}

int __init hw_owner_remove_iomem(struct rangeset *iomem)
{
	unsigned long image = xen_phys_start >> PAGE_SHIFT, end = (xen_phys_start + (_end - _stext) - 1) >> PAGE_SHIFT;
	int rc = rangeset_remove_singleton(iomem, mfn_x(lapic_mfn()));

	rc = rc ?: rangeset_remove_range(iomem, image, end);
	return rc ?: fill_read_only();
}
