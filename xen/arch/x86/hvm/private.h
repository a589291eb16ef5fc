/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVM_PRIVATE_H
#define HVM_PRIVATE_H

#include <xen/domain.h>
#include <asm/apic.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/system.h>
#include <asm/processor.h>
#include <asm/traps.h>
#include <public/sched.h>

int hvm_domain_create(struct domain *d, const struct xen_domctl_createdomain *cfg);
void hvm_domain_destroy(struct domain *d);
int hvm_vcpu_create(struct vcpu *v);
void hvm_vcpu_destroy(struct vcpu *v);
void hvm_switch_from(struct vcpu *v);
void hvm_switch_to(struct vcpu *v);
/* Real mode at @vector << 12, everything else as after INIT. v is current, or does not run. */
void hvm_vcpu_reset(struct vcpu *v, struct cpu_user_regs *regs, u8 vector);
int hvm_vcpu_set_context(struct vcpu *v, const void *ctx);
void hvm_vcpu_events_pending(struct vcpu *v);
size_t hvm_raw_read(void *dst, const void *guest, size_t n);
size_t hvm_raw_write(void *guest, const void *src, size_t n);
size_t hvm_raw_clear(void *guest, size_t n);
void hvm_set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args);
bool hvm_osxsave(const struct vcpu *v);

/* msr.c's rows: mtrr.c */
bool hvm_mtrr_read(struct vcpu *v, u32 msr, u64 *value);
bool hvm_mtrr_write(struct vcpu *v, u32 msr, u64 value);
/* Width of guest-physical addresses, as its CPU policy says: 32 to 52 bits. */
unsigned int hvm_paddr_bits(const struct domain *d);

/* Accepts interrupts: switched on by its base MSR and by software. */
static inline bool hvm_lapic_on(const struct vcpu *v)
{
	const struct vlapic *l = vcpu_vlapic(v);

	return (READ_ONCE(l->base) & APIC_BASE_ENABLE) && (READ_ONCE(l->regs[APIC_SPIV >> 4]) & APIC_SPIV_ENABLED);
}

/* Whether the guest would take an interrupt, NMI or event now: what ends HLT. v is current. */
bool hvm_interrupt_due(struct vcpu *v);
/* INIT and STARTUP that have arrived. v is current. */
void hvm_vcpu_start(struct vcpu *v);
/* DR0 to DR3 become 0. v is current, or does not run. */
void hvm_debug_reset(struct vcpu *v);
/* Debug registers across a context switch. */
void hvm_debug_switch_from(struct vcpu *v);
void hvm_debug_switch_to(struct vcpu *v);

#endif
