/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hypercalls. include/hypercall.tbl has one row per call and sub-op; tools/gen-hypercall.py makes from it
 * the dispatch tables, the decoders (one copy-in per argument, target and privilege check) and the list of
 * names. Handlers see hypervisor copies of structures and a referenced struct domain.
 */
#ifndef XEN_HYPERCALL_H
#define XEN_HYPERCALL_H

#include <xen/domain.h>
#include <xen/guest_access.h>

#define NR_HYPERCALLS 64

/* Number of a hypercall -> result; args as the guest's registers held them. Entry code of each wing calls this. */
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
