/* SPDX-License-Identifier: GPL-2.0-only */
/* Save records (public/arch-x86/hvm/save.h): one row each. */
#ifndef HVM_SAVE_PRIVATE_H
#define HVM_SAVE_PRIVATE_H

#include <xen/domain.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <public/hvm/save.h>

/*
 * @v: for records of the domain, its vCPU 0 or NULL. The domain is paused.
 * save: fills @to, which is zeroed and of .max bytes; bytes used, 0: no such record now.
 * load: 0, or -EINVAL and nothing is changed. @size was checked against .min and .max; a shorter record is zero-extended.
 */
struct save_row {
	const char *name;
	u16 code;
	bool per_vcpu;
	u32 min, max;
	u32 (*save)(struct domain *d, struct vcpu *v, void *to);
	int (*load)(struct domain *d, struct vcpu *v, void *from, u32 size);
};

u32 save_header(struct domain *d, struct vcpu *v, void *to);
int load_header(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_cpu(struct domain *d, struct vcpu *v, void *to);
int load_cpu(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_lapic(struct domain *d, struct vcpu *v, void *to);
int load_lapic(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_lapic_regs(struct domain *d, struct vcpu *v, void *to);
int load_lapic_regs(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_mtrr(struct domain *d, struct vcpu *v, void *to);
int load_mtrr(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_xsave(struct domain *d, struct vcpu *v, void *to);
int load_xsave(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_vmce(struct domain *d, struct vcpu *v, void *to);
int load_vmce(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_tsc_adjust(struct domain *d, struct vcpu *v, void *to);
int load_tsc_adjust(struct domain *d, struct vcpu *v, void *from, u32 size);
u32 save_msrs(struct domain *d, struct vcpu *v, void *to);
int load_msrs(struct domain *d, struct vcpu *v, void *from, u32 size);

#endif
