/* SPDX-License-Identifier: GPL-2.0-only */
/* The local APIC (Intel SDM vol. 3A ch. 11), as xAPIC in memory or x2APIC in MSRs. */
#ifndef ASM_APIC_H
#define ASM_APIC_H

#include <xen/types.h>
#include <xen/mm-frame.h>

#define APIC_ID 0x20
#define APIC_LVR 0x30
#define APIC_TASKPRI 0x80
#define APIC_EOI 0xb0
#define APIC_LDR 0xd0
#define APIC_DFR 0xe0
#define APIC_SPIV 0xf0
#define APIC_SPIV_ENABLED 0x100
#define APIC_ISR 0x100
#define APIC_TMR 0x180
#define APIC_IRR 0x200
#define APIC_ESR 0x280
#define APIC_LVTCMCI 0x2f0
#define APIC_ICR 0x300
#define APIC_ICR2 0x310
#define APIC_LVTT 0x320
#define APIC_LVTTHMR 0x330
#define APIC_LVTPC 0x340
#define APIC_LVT0 0x350
#define APIC_LVT1 0x360
#define APIC_LVTERR 0x370
#define APIC_TMICT 0x380
#define APIC_TMCCT 0x390
#define APIC_TDCR 0x3e0

#define APIC_DM_FIXED 0x000
#define APIC_DM_NMI 0x400
#define APIC_DM_INIT 0x500
#define APIC_DM_STARTUP 0x600
#define APIC_DM_EXTINT 0x700
#define APIC_ICR_BUSY 0x1000
#define APIC_INT_ASSERT 0x4000
#define APIC_INT_LEVELTRIG 0x8000
#define APIC_LVT_MASKED 0x10000
#define APIC_LVT_TIMER_DEADLINE 0x40000
#define APIC_TDR_DIV_1 0xb

#define MSR_X2APIC_FIRST 0x800U
#define APIC_BASE_BSP 0x100UL
#define APIC_BASE_EXTD 0x400UL
#define APIC_BASE_ENABLE 0x800UL

extern bool x2apic_enabled;

/* @reg: offset of the xAPIC register; ICR2 has no x2APIC counterpart. This CPU's APIC. */
u32 apic_read(unsigned int reg);
void apic_write(unsigned int reg, u32 v);
static inline void ack_APIC_irq(void) { apic_write(APIC_EOI, 0); }
u32 get_apic_id(void);
mfn_t lapic_mfn(void);             /* where the xAPIC registers lie: never for guests */

void apic_early_init(void);        /* CPU 0: which mode; registers mapped once the heap works */
void apic_map(void);
void setup_local_APIC(void);       /* each CPU */
void disable_local_APIC(void);     /* each CPU, before it stops */
/* One interrupt message to the CPU with that APIC ID. Interrupts in any state. */
void apic_send_ipi(u32 apicid, u32 icr_low);
void apic_timer_calibrate(void);   /* CPU 0, platform time runs */
void apic_timer_init_cpu(void);

#endif
