/* SPDX-License-Identifier: GPL-2.0-only */
/* Whose memory a page-table hypercall is about. */
#ifndef ASM_PV_FOREIGN_H
#define ASM_PV_FOREIGN_H

#include <xen/domain.h>

/*
 * The domain a caller names as owner of memory: itself, DOMID_IO, and for those with rights over it another domain
 * or DOMID_XEN. Referenced; put_domain(). ERR_PTR(-ESRCH), ERR_PTR(-EPERM).
 */
struct domain *get_pg_owner(domid_t id);
/* May current's domain act on @d's memory? */
bool may_map_foreign(const struct domain *d);

#endif
