/* SPDX-License-Identifier: GPL-2.0-only */
/* The paging pool of a domain with nested paging: pages set aside for its tables, so that a guest cannot eat the heap. */
#ifndef ASM_HAP_H
#define ASM_HAP_H

#include <xen/types.h>

struct domain;
struct xen_domctl_shadow_op;

/* guest_ops.paging_op: XEN_DOMCTL_shadow_op. -EINVAL, -ENOMEM, -EOPNOTSUPP, -ERESTART (call again). */
long hap_paging_op(struct domain *d, struct xen_domctl_shadow_op *op);
/*
 * Pool of @pages table pages, but never fewer than are in use. 0, -ENOMEM (has what could be had), -ERESTART. Control
 * domain's call.
 */
int hap_set_allocation(struct domain *d, unsigned int pages);
unsigned int hap_get_allocation(const struct domain *d); /* pages */

#endif
