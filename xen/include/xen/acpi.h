/* SPDX-License-Identifier: GPL-2.0-only */
/* ACPI tables (ACPI specification 6.4, ch. 5): found, checked, kept mapped. No AML: dom0 does that. */
#ifndef XEN_ACPI_H
#define XEN_ACPI_H

#include <xen/types.h>

struct acpi_header {
	char signature[4];
	u32 length;                /* of the whole table */
	u8 revision, checksum;
	char oem_id[6], oem_table_id[8];
	u32 oem_revision;
	char creator_id[4];
	u32 creator_revision;
} __packed;

/* Generic address (5.2.3.2) */
enum { ACPI_SPACE_MEMORY = 0, ACPI_SPACE_IO = 1 };
struct acpi_address {
	u8 space, bit_width, bit_offset, access;
	u64 address;
} __packed;

/* FADT (5.2.9), up to the 64-bit addresses used here */
struct acpi_fadt {
	struct acpi_header header;
	u32 facs, dsdt;
	u8 model, preferred_profile;
	u16 sci_int;
	u32 smi_cmd;
	u8 acpi_enable, acpi_disable, s4bios_req, pstate_cnt;
	u32 pm1a_evt_blk, pm1b_evt_blk, pm1a_cnt_blk, pm1b_cnt_blk, pm2_cnt_blk, pm_tmr_blk, gpe0_blk, gpe1_blk;
	u8 pm1_evt_len, pm1_cnt_len, pm2_cnt_len, pm_tmr_len, gpe0_blk_len, gpe1_blk_len, gpe1_base, cst_cnt;
	u16 c2_latency, c3_latency, flush_size, flush_stride;
	u8 duty_offset, duty_width, day_alarm, month_alarm, century;
	u16 iapc_boot_arch;
	u8 reserved;
	u32 flags;
	struct acpi_address reset_reg;
	u8 reset_value;
	u16 arm_boot_arch;
	u8 minor_revision;
	u64 x_facs, x_dsdt;
	struct acpi_address x_pm1a_evt_blk, x_pm1b_evt_blk, x_pm1a_cnt_blk, x_pm1b_cnt_blk, x_pm2_cnt_blk, x_pm_tmr_blk;
} __packed;
#define FADT_RESET_REG_SUP (1U << 10)
#define FADT_TMR_VAL_EXT (1U << 8)
#define FADT_APIC_PHYSICAL (1U << 19)

/* MADT (5.2.12) */
struct acpi_madt {
	struct acpi_header header;
	u32 lapic_address, flags; /* bit 0: an 8259 is there too */
} __packed;
struct acpi_subtable {
	u8 type, length;
} __packed;
enum { MADT_LAPIC = 0, MADT_IOAPIC = 1, MADT_OVERRIDE = 2, MADT_LAPIC_ADDRESS = 5, MADT_X2APIC = 9 };
struct madt_lapic { struct acpi_subtable h; u8 acpi_id, apic_id; u32 flags; } __packed;
struct madt_ioapic { struct acpi_subtable h; u8 id, reserved; u32 address, gsi_base; } __packed;
struct madt_override { struct acpi_subtable h; u8 bus, irq; u32 gsi; u16 flags; } __packed;
struct madt_lapic_address { struct acpi_subtable h; u16 reserved; u64 address; } __packed;
struct madt_x2apic { struct acpi_subtable h; u16 reserved; u32 apic_id, flags, acpi_id; } __packed;
#define MADT_ENABLED 1U
#define MADT_ONLINE_CAPABLE 2U

/* HPET (IA-PC HPET specification 3.2.4), MCFG (PCI firmware specification 4.1.2) */
struct acpi_hpet { struct acpi_header header; u32 id; struct acpi_address address; u8 number; u16 min_tick; u8 page; } __packed;
struct mcfg_entry { u64 address; u16 segment; u8 start_bus, end_bus; u32 reserved; } __packed;
struct acpi_mcfg { struct acpi_header header; u64 reserved; struct mcfg_entry entry[]; } __packed;

/* Finds the tables from the RSDP in the BIOS areas, else from the loader's @copy of it (@len bytes), and lists them
 * in the log. Heap needed.
 * -ENODEV: no RSDP or no root table; -EINVAL: it is damaged. */
int acpi_tables_init(const void *copy, size_t len);
/* The @nr-th table of that signature, checksum verified, mapped for good; NULL: there is none. */
const struct acpi_header *acpi_table(const char *signature, unsigned int nr);
/* Physical address of the RSDP; 0: none, or only the loader knew it. */
paddr_t acpi_rsdp(void);
/* Calls fn(subtable, data) for each subtable that lies fully within the table, after @offset bytes. Returns how many.
 * A length below 2 or beyond the table's end ends the walk. */
unsigned int acpi_walk(const struct acpi_header *table, u32 offset, void (*fn)(const struct acpi_subtable *s, void *data),
		       void *data);
/* SLP_TYP for PM1a and PM1b in state S5; false: the firmware does not say so in a way that is understood. */
bool acpi_s5_types(u8 *a, u8 *b);
u8 acpi_checksum(const void *p, size_t n); /* 0: right */

#endif
