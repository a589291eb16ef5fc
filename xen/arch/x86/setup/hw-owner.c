/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <xen/serial.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/hw-owner.h>
#include <asm/ioapic.h>
#include <asm/pv/mmio-ro.h>
#include <asm/setup.h>

/* The rest of the PC's ports is dom0's, ACPI's registers among them: it may switch the machine off anyway. */
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

	for (unsigned int i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (port >= own[i].first && port <= own[i].last)
			return true;
	if (pm_info.timer_port && port >= pm_info.timer_port && port < pm_info.timer_port + 4)
		return false; /* read-only by nature */
	return serial_owns_port(port);
}

int hw_owner_remove_iomem(struct rangeset *iomem)
{
	unsigned long image = xen_phys_start >> PAGE_SHIFT, end = (xen_phys_start + (_end - _stext)) >> PAGE_SHIFT;
	const struct acpi_hpet *hpet = acpi_hpet();
	int rc;

	rc = rangeset_remove_singleton(iomem, mfn_x(lapic_mfn()));
	for (unsigned int i = 0; i < nr_ioapics && !rc; i++)
		rc = rangeset_remove_singleton(iomem, ioapic_address(i) >> PAGE_SHIFT);
	if (!rc && hpet)
		/* The ACPI code of dom0 looks at the HPET; it may not change it under our clock. */
		rc = rangeset_add_singleton(mmio_ro_ranges, hpet->address.address >> PAGE_SHIFT);
	return rc ?: rangeset_remove_range(iomem, image, end);
}
