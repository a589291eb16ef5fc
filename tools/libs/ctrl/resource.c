/* SPDX-License-Identifier: LGPL-2.1-only */
/* Batches of register accesses that the hypervisor performs on one processor without a break. */
#include "private.h"

static int resource_one(xc_interface *xch, xc_resource_op_t *op)
{
	struct xen_platform_op arg = { .cmd = XENPF_resource_op };
	BOUNCE(entries, op->entries, ARRAY_BYTES(op->entries, op->nr_entries), XC_INOUT);
	int rc;

	arg.u.resource_op.nr_entries = op->nr_entries;
	arg.u.resource_op.cpu = op->cpu;
	set_bounce_handle(arg.u.resource_op.entries, entries);

	rc = do_platform_op(xch, &arg);
	op->result = rc;
	return rc;
}

int xc_resource_op(xc_interface *xch, uint32_t nr_ops, xc_resource_op_t *ops)
{
	multicall_entry_t *calls;
	struct xen_platform_op *args;
	struct xc_bounce *entries;
	uint32_t i;
	int rc = -1;

	if (nr_ops == 1)
		return resource_one(xch, ops);
	if (!nr_ops)
		return fail_with(EINVAL);

	calls = xencall_alloc_buffer(xch->xcall, ARRAY_BYTES(calls, nr_ops));
	args = xencall_alloc_buffer(xch->xcall, ARRAY_BYTES(args, nr_ops));
	entries = calloc(nr_ops, sizeof(*entries));
	if (!calls || !args || !entries)
		goto out;

	for (i = 0; i < nr_ops; i++) {
		entries[i] = (struct xc_bounce){
			.xch = xch, .user = ops[i].entries, .dir = XC_INOUT,
			.size = ARRAY_BYTES(ops[i].entries, ops[i].nr_entries),
		};
		if (xc_bounce_start(&entries[i]))
			goto out;

		args[i] = (struct xen_platform_op){
			.cmd = XENPF_resource_op,
			.interface_version = XENPF_INTERFACE_VERSION,
			.u.resource_op = { .nr_entries = ops[i].nr_entries, .cpu = ops[i].cpu },
		};
		set_bounce_handle(args[i].u.resource_op.entries, entries[i]);
		calls[i] = (multicall_entry_t){
			.op = __HYPERVISOR_platform_op,
			.args[0] = (uintptr_t)&args[i],
		};
	}

	rc = xencall2(xch->xcall, __HYPERVISOR_multicall, (uintptr_t)calls, nr_ops);
	for (i = 0; i < nr_ops; i++)
		ops[i].result = calls[i].result;
out:
	for (i = 0; entries && i < nr_ops; i++)
		xc_bounce_end(&entries[i]);
	free(entries);
	xencall_free_buffer(xch->xcall, args);
	xencall_free_buffer(xch->xcall, calls);
	return rc;
}
