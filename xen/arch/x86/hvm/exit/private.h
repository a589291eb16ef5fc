/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVM_EXIT_PRIVATE_H
#define HVM_EXIT_PRIVATE_H

#include <xen/domain.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/exit.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/system.h>
#include <asm/processor.h>
#include <asm/traps.h>
#include <public/sched.h>

typedef void hvm_exit_fn(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e);
#define X(name) hvm_exit_fn hvm_exit_##name;
HVM_EXITS(X)
#undef X

/* The intercepted instruction has been executed: on to the next, with what that entails (RF, shadow, single step). */
void hvm_skip_insn(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e);
/*
 * Another instruction stands at rip than the one that was intercepted (a guest that changes its code, on a processor that
 * does not tell lengths): the guest executes what stands there now.
 */
static inline bool hvm_insn_gone(const struct hvm_exit *e) { return unlikely(!e->insn_len); }

/* General register by its number in instructions. rsp is regs->rsp. */
u64 *hvm_gpr(struct cpu_user_regs *regs, unsigned int nr);

#endif
