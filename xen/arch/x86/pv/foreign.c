/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/pv/foreign.h>

bool may_map_foreign(const struct domain *d)
{
	const struct domain *self = current->domain;

	return d == self || is_control_domain(self) || self->target == d;
}

struct domain *get_pg_owner(domid_t id)
{
	struct domain *self = current->domain, *d;

	if (likely(id == DOMID_SELF || id == self->domain_id)) {
		get_knownalive_domain(self);
		return self;
	}
	if (id == DOMID_IO) {
		get_knownalive_domain(dom_io);
		return dom_io;
	}
	if (id == DOMID_XEN) {
		if (!is_control_domain(self))
			return ERR_PTR(-EPERM);
		get_knownalive_domain(dom_xen);
		return dom_xen;
	}
	d = get_domain_by_id(id);
	if (!d)
		return ERR_PTR(-ESRCH);
	if (!may_map_foreign(d)) {
		put_domain(d);
		return ERR_PTR(-EPERM);
	}
	return d;
}
