/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVM_VLAPIC_PRIVATE_H
#define HVM_VLAPIC_PRIVATE_H

#include <xen/bitops.h>
#include <xen/domain.h>
#include <asm/apic.h>
#include <asm/cpu-policy.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/vcpu.h>
#include <asm/hvm/vlapic.h>

/* Registers and fields that only guests' APICs need, beside those of asm/apic.h. */
#define APIC_ARBPRI 0x90
#define APIC_PROCPRI 0xa0
#define APIC_SELF_IPI 0x3f0
#define APIC_LVT_MODE 0x700          /* delivery mode, as in the ICR */
#define APIC_LVT_STATUS 0x1000       /* delivery status, read-only */
#define APIC_LVT_POLARITY 0x2000
#define APIC_LVT_REMOTE_IRR 0x4000
#define APIC_LVT_LEVEL 0x8000
#define APIC_LVT_PERIODIC 0x20000
#define APIC_ESR_SEND_ILLEGAL 0x20   /* vector 0-15 in an ICR */
#define APIC_ESR_RECV_ILLEGAL 0x40   /* ... in a message or an LVT entry */
#define APIC_ESR_ILLEGAL_REG 0x80

#define APIC_ICR_DEST_LOGICAL 0x800
#define APIC_ICR_SHORTHAND 0xc0000
enum { SHORTHAND_none, SHORTHAND_self, SHORTHAND_all, SHORTHAND_others };
enum { DM_fixed, DM_lowest, DM_smi, DM_remote, DM_nmi, DM_init, DM_startup, DM_extint };

#define MSR_TSC_DEADLINE 0x6e0U
#define X2APIC_MSR(reg) (MSR_X2APIC_FIRST + ((reg) >> 4))

static inline u32 vlapic_reg(const struct vlapic *a, unsigned int reg) { return READ_ONCE(a->regs[reg >> 4]); }
static inline void vlapic_set_reg(struct vlapic *a, unsigned int reg, u32 val) { WRITE_ONCE(a->regs[reg >> 4], val); }
static inline u32 *vlapic_bitmap(struct vlapic *a, unsigned int reg) { return &a->regs[reg >> 4]; }

static inline bool vlapic_hw_enabled(const struct vlapic *a) { return READ_ONCE(a->base) & APIC_BASE_ENABLE; }
static inline bool vlapic_x2apic(const struct vlapic *a) { return READ_ONCE(a->base) & APIC_BASE_EXTD; }
/* Off, it takes no vectors (SDM 11.4.7.2); what it has it keeps. */
static inline bool vlapic_sw_enabled(const struct vlapic *a) { return vlapic_reg(a, APIC_SPIV) & APIC_SPIV_ENABLED; }

static inline bool vlapic_has_x2apic(const struct vcpu *v) { return v->domain->arch.cpu_policy->basic[1].c & 1U << 21; }
static inline bool vlapic_has_deadline(const struct vcpu *v) { return v->domain->arch.cpu_policy->basic[1].c & 1U << 24; }

/* regs.c */
struct vlapic_register {
	u32 writable;   /* bits a write changes */
	u32 ignored;    /* bits that x2APIC lets software write without effect */
	u8 access;
	void (*write)(struct vcpu *v, unsigned int reg, u32 val); /* @val: writable bits only. NULL: just kept */
};
#define REG_r 1U        /* exists in xAPIC mode */
#define REG_w 2U
#define REG_x2r 4U      /* exists as an MSR */
#define REG_x2w 8U
/* The row of the register at offset @reg < 0x400; one without access does not exist. */
const struct vlapic_register *vlapic_register(unsigned int reg);
/* Writable bits, which for the timer's entry depend on the CPU policy. */
u32 vlapic_register_bits(const struct vcpu *v, unsigned int reg);
u32 vlapic_register_read(struct vcpu *v, unsigned int reg);
void vlapic_register_write(struct vcpu *v, unsigned int reg, u32 val);

/* base.c */
bool vlapic_base_write(struct vcpu *v, u64 val);
/* ID and LDR as the mode has them. */
void vlapic_set_ids(struct vcpu *v);
bool vlapic_base_valid(const struct vcpu *v, u64 val);
u32 vlapic_x2apic_ldr(u32 id);

/* priority.c */
u8 vlapic_ppr(const struct vlapic *a);
void vlapic_recheck(struct vcpu *v);             /* the priority may have fallen: what waits may now be injected */
void vlapic_set_tpr(struct vcpu *v, u8 tpr);
void vlapic_eoi(struct vcpu *v);
void vlapic_error(struct vcpu *v, u32 esr_bits); /* any context */

/* icr.c, ipi.c */
struct vlapic_ipi {
	u32 dest;            /* as written: 8 bits in xAPIC mode, 32 in x2APIC mode */
	u8 vector, mode, shorthand;
	bool logical, x2apic;
};
void vlapic_icr_write(struct vcpu *v, u32 low, u32 dest);
void vlapic_ipi_send(struct vcpu *v, const struct vlapic_ipi *ipi);

/* timer.c */
void vlapic_timer_init(struct vcpu *v);
void vlapic_timer_reset(struct vcpu *v);         /* stopped, nothing to fire */
u32 vlapic_timer_count(const struct vcpu *v);    /* TMCCT now */
void vlapic_timer_write_count(struct vcpu *v, u32 count);
void vlapic_timer_write_divide(struct vcpu *v, u32 val);
void vlapic_timer_write_lvt(struct vcpu *v, u32 val);
void vlapic_timer_load(struct vcpu *v, u32 count); /* after a restore: @count is left of TMICT */
void vlapic_timer_taken(struct vcpu *v);         /* the guest takes the timer's vector: on to the next tick */
u64 vlapic_deadline_read(const struct vcpu *v);
void vlapic_deadline_write(struct vcpu *v, u64 tsc);
unsigned int vlapic_timer_divisor(const struct vlapic *a);

#endif
