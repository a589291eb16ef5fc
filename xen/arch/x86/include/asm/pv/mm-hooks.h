/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the PV wing's CPU side and its memory side meet. */
#ifndef ASM_PV_MM_HOOKS_H
#define ASM_PV_MM_HOOKS_H

#include <xen/types.h>
#include <xen/mm-frame.h>

struct vcpu;
struct domain;

/* Makes *@desc safe for ring 3 (its DPL becomes 3); false: a guest may not have it in a GDT or LDT. Pure. */
bool pv_check_descriptor(u64 *desc);
/* MMUEXT_SET_LDT of current: page-aligned @base, @ents <= 8192. -EINVAL. */
int pv_set_ldt(struct vcpu *v, unsigned long base, unsigned int ents);
/* Drops the mappings (and page references) of @v's LDT window; true if there were any. v is current or paused. */
bool pv_destroy_ldt(struct vcpu *v);
void pv_destroy_gdt(struct vcpu *v);
/* @frames already stand in hypervisor memory. -EINVAL: a frame is not the domain's or is writable somewhere. */
int pv_set_gdt(struct vcpu *v, const unsigned long *frames, unsigned int entries);

/* v->arch.cr3 = the table of the mode (kernel, user) that @v is in. */
void update_cr3(struct vcpu *v);
/* Loads v->arch.cr3 on this CPU. */
void write_ptbase(struct vcpu *v);

/* Effective L1 entry that maps linear @va in current's kernel page tables; 0 if not present at some level. */
u64 pv_guest_l1e(unsigned long va);

/* Slot PERDOMAIN_SLOT of @d's L4s: tables for the GDT/LDT window of vCPU @id exist afterwards. -ENOMEM. */
int pv_perdomain_create(struct domain *d, unsigned int id);
void pv_perdomain_destroy(struct domain *d);
/* The 32 L1 entries of @v's window: 16 GDT pages, 16 LDT pages. */
u64 *pv_gdt_ldt_ptes(const struct vcpu *v);

#endif
