/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_E820_H
#define ASM_E820_H

#include <xen/types.h>

/* ACPI specification 6.4, table 15.1 (INT 15h, E820h) */
enum { E820_RAM = 1, E820_RESERVED, E820_ACPI, E820_NVS, E820_UNUSABLE };

struct e820_entry {
	u64 addr, size;
	u32 type;
} __packed;

#define E820_MAX 1024

struct e820 {
	unsigned int nr;
	struct e820_entry map[E820_MAX];
};

extern struct e820 e820;          /* sorted, without overlaps; what the hypervisor may use */
extern struct e820 e820_firmware; /* as the firmware gave it, sanitized; what dom0 is told */

/*
 * Sorts @in and resolves overlaps: the higher-numbered (less usable) type wins, neighbours of one type are
 * merged, empty and wrapping entries are dropped. -E2BIG if the result does not fit, -ENODATA when no RAM is left.
 */
int e820_sanitize(struct e820 *out, const struct e820_entry *in, unsigned int nr);
/* Makes the part of [start, end) that has type @from into type @to. False if the map is full. */
bool e820_change_type(struct e820 *m, u64 start, u64 end, u32 from, u32 to);
/* Cuts RAM at @limit bytes of address (mem=). */
void e820_clip_to(struct e820 *m, u64 limit);
u64 e820_ram_bytes(const struct e820 *m);
bool e820_all_mapped(const struct e820 *m, u64 start, u64 end, u32 type);
void e820_print(const struct e820 *m, const char *who);

#endif
