/* SPDX-License-Identifier: LGPL-2.1-only */
/* Looking into domains, vCPUs, interfaces and disks of a snapshot. */
#include "private.h"

/* A member, as it is. */
#define GETTER(type, what, member)							\
	type xenstat_##what##_##member(xenstat_##what *what)				\
	{										\
		return what->member;							\
	}

/* An element of an array, or NULL. */
#define ELEMENT(element)								\
	xenstat_##element *xenstat_domain_##element(xenstat_domain *domain, unsigned int index) \
	{										\
		return domain->element##s && index < domain->num_##element##s ?		\
			       &domain->element##s[index] : NULL;			\
	}

/* A flag of the hypervisor's. */
#define STATE(state)									\
	unsigned int xenstat_domain_##state(xenstat_domain *domain)			\
	{										\
		return !!(domain->flags & XEN_DOMINF_##state);				\
	}

GETTER(unsigned, domain, id)
GETTER(char *, domain, name)
GETTER(unsigned long long, domain, cpu_ns)
GETTER(unsigned long long, domain, cur_mem)
GETTER(unsigned long long, domain, max_mem)
GETTER(unsigned int, domain, ssid)
GETTER(unsigned int, domain, num_vcpus)
GETTER(unsigned int, domain, num_networks)
GETTER(unsigned int, domain, num_vbds)
ELEMENT(vcpu)
ELEMENT(network)
ELEMENT(vbd)
STATE(dying)
STATE(paused)
STATE(blocked)
STATE(running)

/* A domain that shut down for an error counts as crashed, and not as shut down. */
static bool crashed(const xenstat_domain *domain)
{
	return ((domain->flags >> XEN_DOMINF_shutdownshift) & XEN_DOMINF_shutdownmask) ==
	       SHUTDOWN_crash;
}

unsigned int xenstat_domain_crashed(xenstat_domain *domain)
{
	return domain->flags & XEN_DOMINF_shutdown && crashed(domain);
}

unsigned int xenstat_domain_shutdown(xenstat_domain *domain)
{
	return domain->flags & XEN_DOMINF_shutdown && !crashed(domain);
}

GETTER(unsigned int, vcpu, online)
GETTER(unsigned long long, vcpu, ns)

GETTER(unsigned int, network, id)
GETTER(unsigned long long, network, rbytes)
GETTER(unsigned long long, network, rpackets)
GETTER(unsigned long long, network, rerrs)
GETTER(unsigned long long, network, rdrop)
GETTER(unsigned long long, network, tbytes)
GETTER(unsigned long long, network, tpackets)
GETTER(unsigned long long, network, terrs)
GETTER(unsigned long long, network, tdrop)

GETTER(unsigned int, vbd, dev)
GETTER(bool, vbd, error)
GETTER(unsigned long long, vbd, oo_reqs)
GETTER(unsigned long long, vbd, rd_reqs)
GETTER(unsigned long long, vbd, wr_reqs)
GETTER(unsigned long long, vbd, rd_sects)
GETTER(unsigned long long, vbd, wr_sects)

unsigned int xenstat_vbd_type(xenstat_vbd *vbd)
{
	return vbd->back_type;
}
