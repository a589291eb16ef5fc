/* SPDX-License-Identifier: GPL-2.0-only */
/* A batch of hypercalls in one. */
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/system.h>

/*
 * Executes one entry; its result goes to the guest's copy. -ERESTART: the entry was preempted and stands in
 * the guest's list with the arguments to go on with.
 */
static long multicall_one(struct vcpu *v, multicall_entry_t_inout list, unsigned int i)
{
	struct multicall_state *mc = &v->multicall;
	multicall_entry_t_in in = inout_as_in(multicall_entry_t, list);
	multicall_entry_t_out out = inout_as_out(multicall_entry_t, list);

	if (guest_read(&mc->call, in, i))
		return -EFAULT;
	mc->preempted = false;
	mc->call.result = mc->call.op == __HYPERVISOR_multicall ? -EINVAL : do_hypercall(mc->call.op, mc->call.args);
	if (mc->preempted)
		return guest_write(out, i, &mc->call) ?: -ERESTART;
	return guest_write_field(out, i, &mc->call, result);
}

long do_multicall(multicall_entry_t_inout list, u32 count)
{
	struct vcpu *v = current;
	long rc = 0;
	u32 i;

	if (v->multicall.active)
		return -EINVAL;
	for (i = 0; !rc && i < count; i++) {
		if (i && hypercall_preempt_check())
			break;
		v->multicall.active = true;
		rc = multicall_one(v, list, i);
		v->multicall.active = false;
		if (rc == -ERESTART)
			break;
	}
	if (rc && rc != -ERESTART)
		return rc;
	if (i < count)
		return hypercall_continuation(__HYPERVISOR_multicall, 2, (unsigned long)inout_add(multicall_entry_t, list, i).inout, (unsigned long)(count - i));
	return 0;
}
