/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hypercalls. include/hypercall.tbl has one row per call and sub-op; tools/gen-hypercall.py makes from it
 * the dispatch tables, the decoders (one copy-in per argument, target and privilege check) and the list of
 * names. Handlers see hypervisor copies of structures and a referenced struct domain.
 */
#ifndef XEN_HYPERCALL_H
#define XEN_HYPERCALL_H

#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <public/event_channel.h>
#include <public/grant_table.h>
#include <public/hvm/hvm_op.h>
#include <public/platform.h>
#include <public/sched.h>
#include <public/sysctl.h>
#include <public/vcpu.h>

struct gnttab_batch; /* common/grant_table */
#include <gen/hypercall-defs.h>

#define NR_HYPERCALLS 64

/* One row per hypercall (hypercall_fn_t): unpacks the registers and calls the handler. NULL: answers -ENOSYS. */
extern const hypercall_fn_t pv_hypercall_table[NR_HYPERCALLS], hvm_hypercall_table[NR_HYPERCALLS];
/* The same for 32-bit code of HVM guests (vcpu.args32): registers come zero-extended, structures through layout32.c. */
extern const hypercall_fn_t hvm32_hypercall_table[NR_HYPERCALLS];
extern const char *const hypercall_names[NR_HYPERCALLS];

/* Sub-operations of one hypercall (rows "op" of hypercall.tbl). */
#define SUBOP_in (1U << 0)       /* the argument is copied in first */
#define SUBOP_out (1U << 1)      /* and back after success */
#define SUBOP_control (1U << 2)  /* for control domains */
#define SUBOP_hwdom (1U << 3)    /* for the hardware domain */
#define SUBOP_nodomain (1U << 4) /* domctl: .domain names none */
#define SUBOP_others (1U << 5)   /* domctl: .domain may not be the caller */
#define SUBOP_always (1U << 6)   /* copied back after errors too */
struct subop {
	long (*fn)(void *ctx, void *arg); /* NULL: -ENOSYS */
	const char *name;
	u16 size, offset;                 /* of the argument, and where it lies in the family's structure */
	u32 flags;
	const struct layout32 *layout;    /* of the argument, for 32-bit callers */
};
struct subop_table {
	const char *name;
	const struct subop *rows;
	unsigned int nr;
};
extern const struct subop_table event_channel_op_table, sched_op_table, vcpu_op_table, domctl_table, sysctl_table,
	platform_op_table, grant_table_op_table, hvm_op_table;
/* The largest argument of families whose whole argument is copied by subop_call(). */
#define SUBOP_ARG_MAX 64
/* The row of @cmd, NULL if there is none; safe against speculation past the table. */
const struct subop *subop_find(const struct subop_table *t, unsigned int cmd);
/* 0, or -EPERM: may current use the row? */
long subop_permitted(const struct subop *op);
/* Copies in, calls, copies back. */
long subop_call(const struct subop_table *t, unsigned int cmd, void *ctx, u8_inout arg);
/* Logs, once per domain and name, that something does not exist here; -ENOSYS. */
long hypercall_missing(const char *name);

/*
 * Number of a hypercall -> result; args as the guest's registers held them. Entry code of each wing calls this, with
 * current->args32 set while it executes one of 32-bit code.
 */
unsigned long do_hypercall(unsigned int nr, const unsigned long args[6]);

/*
 * Preemption: a long operation asks hypercall_preempt_check() every few elements; when true it returns
 * hypercall_continuation(op, nargs, args...): the guest (or multicall) then re-executes the call with those
 * arguments, and the value -ERESTART never reaches the guest.
 */
bool hypercall_preempt_check(void);
unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...);
/* For a hypercall that needs to run on another CPU: fn(data) runs there, its result is the hypercall's. */
int continue_hypercall_on_cpu(unsigned int cpu, long (*fn)(void *), void *data);

#endif
