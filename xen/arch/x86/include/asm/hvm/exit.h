/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a guest left the processor, in words that are neither AMD's nor Intel's. A vendor room decodes into this and
 * calls hvm_handle_exit(); exit/ decides. The room deals with what no policy is needed for itself (an interrupt or
 * NMI of the host) and reports it as HVM_EXIT_host, for the statistics.
 */
#ifndef ASM_HVM_EXIT_H
#define ASM_HVM_EXIT_H

#include <xen/types.h>

struct vcpu;
struct cpu_user_regs;

/* name, handler hvm_exit_<name>(v, regs, exit) */
#define HVM_EXITS(X)                                                                                  \
	X(host)         /* an interrupt, NMI or the like of the host: nothing left to do */           \
	X(cpuid)                                                                                      \
	X(hypercall)    /* VMCALL or VMMCALL, the processor's own one */                              \
	X(hlt)                                                                                        \
	X(msr)                                                                                        \
	X(cr)                                                                                         \
	X(dr)                                                                                         \
	X(io)                                                                                         \
	X(npf)          /* the guest-physical map does not allow an access */                         \
	X(exception)    /* one that hvm_ops->intercept_exceptions asked for */                        \
	X(irq_window)   /* open_window(): interrupts are accepted now */                              \
	X(nmi_window)                                                                                 \
	X(tsc)          /* RDTSC, RDTSCP */                                                           \
	X(pmc)          /* RDPMC */                                                                   \
	X(pause)                                                                                      \
	X(cache)        /* WBINVD, INVD */                                                            \
	X(xsetbv)                                                                                     \
	X(invlpg)                                                                                     \
	X(undefined)    /* an instruction that guests do not have: #UD */                             \
	X(task_switch)  /* to a TSS: refused, crashes */                                              \
	X(triple_fault)                                                                               \
	X(fatal)        /* the processor refused the guest's state, or an exit nobody asked for */

enum hvm_exit_kind {
#define X(name) HVM_EXIT_##name,
	HVM_EXITS(X)
#undef X
	HVM_EXIT_count
};

#define HVM_ACCESS_R 1u /* as p2m_fault() takes them */
#define HVM_ACCESS_W 2u
#define HVM_ACCESS_X 4u

struct hvm_exit {
	u8 kind;                        /* enum hvm_exit_kind */
	u8 insn_len;                    /* bytes of the intercepted instruction; 0: none, or another one stands there by now */
	u8 code_bytes;                  /* hvm_address_bytes(), where the room has it at hand; else 0 */
	bool no_shadow;                 /* the room knows that HVM_REG_shadow is 0 */
	union {
		struct {
			bool write;
		} msr;                  /* index in ecx, value in edx:eax */
		struct {
			u8 cr;          /* 0, 3, 4, 8 */
			u8 gpr;         /* number of the register, 0 rax .. 15 r15 */
			bool write;
			bool decoded;   /* false: the instruction emulator has to look */
			bool clts;
			bool lmsw;
			u16 msw;        /* of LMSW */
		} cr;
		struct {
			u8 dr, gpr;
			bool write, decoded;
		} dr;
		struct {
			u16 port;
			u8 size;        /* 1, 2, 4 */
			bool in, string, rep;
			unsigned long next_rip; /* 0: use insn_len */
		} io;
		struct {
			paddr_t gpa;
			u8 access;      /* HVM_ACCESS_* */
			bool gla_valid; /* gla is the linear address, and the access was no page walk's */
			unsigned long gla;
		} npf;
		struct {
			u8 vector;
			u32 error;      /* of those that have one */
			unsigned long addr; /* #PF: CR2; #DB: the bits for DR6 */
		} exception;
		struct {
			bool rdtscp;
		} tsc;
		struct {
			bool invd;
		} cache;
		struct {
			u16 selector;
		} task;
		struct {
			u64 reason, info1, info2; /* in the vendor's words, for the log */
		} fatal;
	};
};

/*
 * @v is current, its GPRs, rip, rsp and rflags in @regs, everything else behind hvm_ops->get_*(). Interrupts on.
 * Returns for the guest to be entered again, unless the domain crashed or the vCPU went down: softirqs tell.
 */
void hvm_handle_exit(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *exit);
extern const char *const hvm_exit_names[HVM_EXIT_count];

#endif
