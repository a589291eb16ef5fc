/* SPDX-License-Identifier: GPL-2.0-only */
/* I/O APICs (Intel 82093AA data sheet): redirection of global system interrupts (GSIs). */
#ifndef ASM_IOAPIC_H
#define ASM_IOAPIC_H

#include <xen/types.h>

/* Redirection table entry, 3.2.4 */
struct ioapic_rte {
	u32 vector : 8, delivery : 3, logical : 1, status : 1, active_low : 1, remote_irr : 1, level : 1, masked : 1,
		reserved : 15;
	u32 reserved2 : 24, dest : 8;
};

#define MAX_IOAPICS 128
extern unsigned int nr_ioapics;

/* Boot: from the MADT. */
void ioapic_add(u8 id, paddr_t address, u32 gsi_base);
void ioapic_add_override(u8 irq, u32 gsi, u16 flags);
void ioapic_init(void);            /* maps them, masks all lines; needs the heap */
unsigned int ioapic_nr_gsis(void); /* highest GSI + 1 */
bool gsi_exists(unsigned int gsi);
/* The GSI an ISA interrupt line is wired to, and its trigger. */
unsigned int isa_irq_to_gsi(unsigned int irq);
unsigned int gsi_to_isa_irq(unsigned int gsi); /* ~0U: none */
void gsi_default_trigger(unsigned int gsi, bool *level, bool *active_low);

/* Lock rank ioapic inside; any context. */
void ioapic_write_rte(unsigned int gsi, struct ioapic_rte rte);
struct ioapic_rte ioapic_read_rte(unsigned int gsi);
void ioapic_mask(unsigned int gsi, bool masked);
void ioapic_eoi(unsigned int gsi);

/* PHYSDEVOP_apic_read/write: by the physical address of the chip. -ENODEV. */
int ioapic_guest_read(paddr_t address, unsigned int reg, u32 *v);
int ioapic_guest_write(paddr_t address, unsigned int reg, u32 v);
/* The chips' pages, which dom0 may read only. */
paddr_t ioapic_address(unsigned int i);
void ioapic_mask_all(void);        /* shutdown */

#endif
