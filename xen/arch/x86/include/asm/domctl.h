/* SPDX-License-Identifier: GPL-2.0-only */
/* Handlers of the domctl and sysctl rows that are x86's; arguments are the hypervisor's copies. See public/domctl.h. */
#ifndef ASM_DOMCTL_H
#define ASM_DOMCTL_H

#include <public/domctl.h>
#include <public/sysctl.h>

struct domain;

long sysctl_get_cpu_policy(struct xen_sysctl_cpu_policy *op);
long sysctl_get_cpu_featureset(struct xen_sysctl_cpu_featureset *op);
long domctl_get_cpu_policy(struct domain *d, struct xen_domctl_cpu_policy *op);
long domctl_set_cpu_policy(struct domain *d, struct xen_domctl_cpu_policy *op);
long domctl_shadow_op(struct domain *d, struct xen_domctl_shadow_op *op);
long domctl_get_paging_mempool_size(struct domain *d, struct xen_domctl_paging_mempool *op);
long domctl_set_paging_mempool_size(struct domain *d, struct xen_domctl_paging_mempool *op);
long domctl_hypercall_init(struct domain *d, struct xen_domctl_hypercall_init *op);
long domctl_set_address_size(struct domain *d, struct xen_domctl_address_size *op);
long domctl_get_address_size(struct domain *d, struct xen_domctl_address_size *op);
long domctl_gettscinfo(struct domain *d, struct xen_domctl_tsc_info *op);
long domctl_settscinfo(struct domain *d, struct xen_domctl_tsc_info *op);
long domctl_set_ext_vcpucontext(struct domain *d, struct xen_domctl_ext_vcpucontext *op);
long domctl_get_ext_vcpucontext(struct domain *d, struct xen_domctl_ext_vcpucontext *op);
long domctl_setvcpuextstate(struct domain *d, struct xen_domctl_vcpuextstate *op);
long domctl_getvcpuextstate(struct domain *d, struct xen_domctl_vcpuextstate *op);
long domctl_get_vcpu_msrs(struct domain *d, struct xen_domctl_vcpu_msrs *op);
long domctl_set_vcpu_msrs(struct domain *d, struct xen_domctl_vcpu_msrs *op);
long domctl_ioport_permission(struct domain *d, struct xen_domctl_ioport_permission *op);

/* pv/page_type/domctl.c: types of up to 1024 frames, for the tools that save a domain. -E2BIG, -EFAULT. */
struct xen_domctl_getpageframeinfo3;
long domctl_getpageframeinfo3(struct domain *d, struct xen_domctl_getpageframeinfo3 *op);

#endif
