/* SPDX-License-Identifier: LGPL-2.1-only */
/* Parameters of the schedulers, of a domain, of its vCPUs and of a cpupool. */
#include "../private.h"

/*
 * One scheduler's parameters of a domain (a member of the union in scheduler_op) and, if it has
 * them, of a cpupool: the functions that set and get them.
 */
static int sched_domain_op(xc_interface *xch, uint32_t domid, uint32_t sched_id, uint32_t cmd,
			   void *params, size_t size)
{
	struct xen_domctl domctl = DOMCTL(scheduler_op, domid, .sched_id = sched_id, .cmd = cmd);
	int rc;

	if (cmd == XEN_DOMCTL_SCHEDOP_putinfo)
		memcpy(&domctl.u.scheduler_op.u, params, size);
	rc = do_domctl(xch, &domctl);
	if (!rc && cmd == XEN_DOMCTL_SCHEDOP_getinfo)
		memcpy(params, &domctl.u.scheduler_op.u, size);
	return rc;
}

static int sched_pool_op(xc_interface *xch, uint32_t cpupool_id, uint32_t sched_id, uint32_t cmd,
			 void *params, size_t size)
{
	struct xen_sysctl sysctl = SYSCTL(scheduler_op, .cpupool_id = cpupool_id,
					  .sched_id = sched_id, .cmd = cmd);
	int rc;

	if (cmd == XEN_SYSCTL_SCHEDOP_putinfo)
		memcpy(&sysctl.u.scheduler_op.u, params, size);
	rc = do_sysctl(xch, &sysctl);
	/* What was set may have been adjusted, so it comes back too. */
	if (!rc)
		memcpy(params, &sysctl.u.scheduler_op.u, size);
	return rc;
}

#define SCHED_DOMAIN(name, ID)									\
	int xc_sched_##name##_domain_set(xc_interface *xch, uint32_t domid,			\
					 struct xen_domctl_sched_##name *sdom)			\
	{											\
		return sched_domain_op(xch, domid, XEN_SCHEDULER_##ID,				\
				       XEN_DOMCTL_SCHEDOP_putinfo, sdom, sizeof(*sdom));	\
	}											\
	int xc_sched_##name##_domain_get(xc_interface *xch, uint32_t domid,			\
					 struct xen_domctl_sched_##name *sdom)			\
	{											\
		return sched_domain_op(xch, domid, XEN_SCHEDULER_##ID,				\
				       XEN_DOMCTL_SCHEDOP_getinfo, sdom, sizeof(*sdom));	\
	}

#define SCHED_POOL(name, ID)									\
	int xc_sched_##name##_params_set(xc_interface *xch, uint32_t cpupool_id,		\
					 struct xen_sysctl_##name##_schedule *schedule)		\
	{											\
		return sched_pool_op(xch, cpupool_id, XEN_SCHEDULER_##ID,			\
				     XEN_SYSCTL_SCHEDOP_putinfo, schedule, sizeof(*schedule));	\
	}											\
	int xc_sched_##name##_params_get(xc_interface *xch, uint32_t cpupool_id,		\
					 struct xen_sysctl_##name##_schedule *schedule)		\
	{											\
		return sched_pool_op(xch, cpupool_id, XEN_SCHEDULER_##ID,			\
				     XEN_SYSCTL_SCHEDOP_getinfo, schedule, sizeof(*schedule));	\
	}

SCHED_DOMAIN(credit, CREDIT)
SCHED_POOL(credit, CREDIT)
SCHED_DOMAIN(credit2, CREDIT2)
SCHED_POOL(credit2, CREDIT2)
SCHED_DOMAIN(rtds, RTDS)

static int rtds_vcpu_op(xc_interface *xch, uint32_t domid, uint32_t cmd,
			struct xen_domctl_schedparam_vcpu *vcpus, uint32_t num_vcpus,
			enum xc_direction dir)
{
	struct xen_domctl domctl = DOMCTL(scheduler_op, domid, .sched_id = XEN_SCHEDULER_RTDS,
					  .cmd = cmd, .u.v.nr_vcpus = num_vcpus);
	BOUNCE(buf, vcpus, ARRAY_BYTES(vcpus, num_vcpus), dir);

	set_bounce_handle(domctl.u.scheduler_op.u.v.vcpus, buf);
	return do_domctl(xch, &domctl);
}

int xc_sched_rtds_vcpu_set(xc_interface *xch, uint32_t domid,
			   struct xen_domctl_schedparam_vcpu *vcpus, uint32_t num_vcpus)
{
	return rtds_vcpu_op(xch, domid, XEN_DOMCTL_SCHEDOP_putvcpuinfo, vcpus, num_vcpus, XC_IN);
}

int xc_sched_rtds_vcpu_get(xc_interface *xch, uint32_t domid,
			   struct xen_domctl_schedparam_vcpu *vcpus, uint32_t num_vcpus)
{
	return rtds_vcpu_op(xch, domid, XEN_DOMCTL_SCHEDOP_getvcpuinfo, vcpus, num_vcpus, XC_INOUT);
}

static int arinc653_op(xc_interface *xch, uint32_t cpupool_id, uint32_t cmd,
		       struct xen_sysctl_arinc653_schedule *schedule, enum xc_direction dir)
{
	struct xen_sysctl sysctl = SYSCTL(scheduler_op, .cpupool_id = cpupool_id,
					  .sched_id = XEN_SCHEDULER_ARINC653, .cmd = cmd);
	BOUNCE(buf, schedule, sizeof(*schedule), dir);

	set_bounce_handle(sysctl.u.scheduler_op.u.sched_arinc653.schedule, buf);
	return do_sysctl(xch, &sysctl);
}

int xc_sched_arinc653_schedule_set(xc_interface *xch, uint32_t cpupool_id,
				   struct xen_sysctl_arinc653_schedule *schedule)
{
	return arinc653_op(xch, cpupool_id, XEN_SYSCTL_SCHEDOP_putinfo, schedule, XC_IN);
}

int xc_sched_arinc653_schedule_get(xc_interface *xch, uint32_t cpupool_id,
				   struct xen_sysctl_arinc653_schedule *schedule)
{
	return arinc653_op(xch, cpupool_id, XEN_SYSCTL_SCHEDOP_getinfo, schedule, XC_OUT);
}

int xc_sched_id(xc_interface *xch, int *sched_id)
{
	struct xen_sysctl sysctl = SYSCTL0(sched_id);
	int rc = do_sysctl(xch, &sysctl);

	if (!rc)
		*sched_id = sysctl.u.sched_id.sched_id;
	return rc;
}
