/* SPDX-License-Identifier: GPL-2.0-only */
/* Segment descriptors, gates and the TSS (Intel SDM vol. 3A ch. 3, 6, 7). */
#ifndef ASM_DESC_H
#define ASM_DESC_H

#include <xen/percpu.h>
#include <asm/page.h>

struct tss64 {
	u32 reserved0;
	u64 rsp[3];
	u64 reserved1;
	u64 ist[7]; /* ist[n - 1] is IST n */
	u64 reserved2;
	u16 reserved3, iomap_base;
} __packed;
_Static_assert(sizeof(struct tss64) == 104, "SDM vol. 3A fig. 7-11");

struct idt_gate {
	u16 offset_lo, selector;
	u8 ist, type_dpl;
	u16 offset_mid;
	u32 offset_hi, reserved;
};
_Static_assert(sizeof(struct idt_gate) == 16, "SDM vol. 3A fig. 6-8");

struct desc_ptr {
	u16 limit;
	u64 base;
} __packed;

enum { IST_none, IST_mce, IST_nmi, IST_df, IST_db };

DECLARE_PER_CPU(u64 *, gdt_page);       /* this CPU's page of reserved descriptors (xenheap) */
DECLARE_PER_CPU(l1_pgentry_t, gdt_l1e); /* what maps it at page 14 of the running vCPU's GDT window */

void traps_init(void);                  /* CPU 0: IDT contents, then percpu_traps_init() */
int percpu_traps_alloc(unsigned int cpu); /* before @cpu starts: its GDT page, TSS; -ENOMEM */
void percpu_traps_init(void);           /* on the CPU itself: loads GDT, TSS, IDT, syscall MSRs */
unsigned long host_tss_base(void);      /* of this CPU */
void load_idle_gdt(void);               /* GDT for a CPU that runs no guest */
void load_gdt(unsigned long base);      /* limit: up to the last reserved entry */
void load_ldt(unsigned long base, unsigned int ents); /* 0 entries: a null LDT */

#endif
