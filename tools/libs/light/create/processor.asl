// SPDX-License-Identifier: LGPL-2.1-only
/*
 * One processor of a PVH guest. create/acpi.c makes the DSDT of copies of this table's body, one for each vCPU,
 * in which it fills in the name, the number that the MADT knows it by, and whether it is there.
 */
DefinitionBlock ("", "DSDT", 2, "Xen   ", "HVM     ", 0)
{
	Scope (\_SB)
	{
		Device (P000)
		{
			Name (_HID, "ACPI0007")
			Name (_UID, 0x12345678)
			Name (_STA, 0xA5)
		}
	}
}
