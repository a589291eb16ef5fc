/* SPDX-License-Identifier: GPL-2.0-only */
/* From the number in a guest's register to the handler. */
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <xen/system.h>

static noinline unsigned long unimplemented(unsigned int nr, const unsigned long args[6])
{
	struct domain *d = current->domain;
	const char *name = nr < NR_HYPERCALLS ? hypercall_names[nr] : NULL;

	if (!test_and_set_bit(nr < NR_HYPERCALLS ? nr : NR_HYPERCALLS - 1, &d->missing_logged))
		printk(XENLOG_G_WARNING "d%u: hypercall %u (%s) is not implemented: args %lx %lx %lx\n", d->domain_id, nr,
		       name ?: "unknown", args[0], args[1], args[2]);
	return -ENOSYS;
}

unsigned long do_hypercall(unsigned int nr, const unsigned long args[6])
{
	const struct vcpu *v = current;
	const hypercall_fn_t *table = unlikely(v->args32) ? hvm32_hypercall_table : v->domain->hypercalls;
	hypercall_fn_t fn;

	if (unlikely(nr >= NR_HYPERCALLS))
		return unimplemented(nr, args);
	fn = table[array_index_nospec(nr, NR_HYPERCALLS)];
	if (unlikely(!fn))
		return unimplemented(nr, args);
	return fn(args);
}

/* Names that have been logged. A new one takes the first free slot; more than there are slots are logged no more. */
static bool first_time(const char *name)
{
	static const char *logged[64];

	for (unsigned int i = 0; i < ARRAY_SIZE(logged); i++) {
		const char *seen = cmpxchg(&logged[i], NULL, name);

		if (!seen || seen == name)
			return !seen;
	}
	return false;
}

long hypercall_missing(const char *name)
{
	if (first_time(name))
		printk(XENLOG_G_WARNING "d%u: %s is not implemented\n", current->domain->domain_id, name);
	return -ENOSYS;
}

const struct subop *subop_find(const struct subop_table *t, unsigned int cmd)
{
	return cmd < t->nr ? &t->rows[array_index_nospec(cmd, t->nr)] : NULL;
}

long subop_permitted(const struct subop *op)
{
	const struct domain *d = current->domain;

	if ((op->flags & SUBOP_control) && !is_control_domain(d))
		return -EPERM;
	if ((op->flags & SUBOP_hwdom) && !is_hardware_domain(d))
		return -EPERM;
	return 0;
}

long subop_call(const struct subop_table *t, unsigned int cmd, void *ctx, u8_inout guest)
{
	const struct subop *op = subop_find(t, cmd);
	u64 arg[SUBOP_ARG_MAX / 8];
	long rc;

	if (!op || !op->fn)
		return -ENOSYS;
	rc = subop_permitted(op);
	if (rc)
		return rc;
	if ((op->flags & SUBOP_in) && guest_layout_read(arg, guest.inout, op->size, op->layout))
		return -EFAULT;
	if ((op->flags & (SUBOP_in | SUBOP_out)) == SUBOP_out)
		memset(arg, 0, op->size); /* nothing of our stack leaves in padding */
	rc = op->fn(ctx, arg);
	if (rc >= 0 && (op->flags & SUBOP_out) && guest_layout_write(guest.inout, arg, op->size, op->layout))
		return -EFAULT;
	return rc;
}

/* The tables themselves. */
_Static_assert(sizeof(evtchn_status_t) <= SUBOP_ARG_MAX && sizeof(vcpu_runstate_info_t) <= SUBOP_ARG_MAX, "copied by subop_call");
#include <gen/hypercall-tables.h>
