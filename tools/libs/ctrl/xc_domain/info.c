/* SPDX-License-Identifier: LGPL-2.1-only */
/* What the hypervisor knows about domains. */
#include "../private.h"

#include <xen/io/protocols.h>

static int getdomaininfo(xc_interface *xch, uint32_t domid, struct xen_domctl *domctl)
{
	*domctl = (struct xen_domctl)DOMCTL0(getdomaininfo, domid);
	return do_domctl(xch, domctl);
}

/* A domain that shut down for an error counts as crashed, and not as shut down. */
static void dominfo_flags(uint32_t flags, xc_dominfo_t *info)
{
	info->dying = !!(flags & XEN_DOMINF_dying);
	info->shutdown = !!(flags & XEN_DOMINF_shutdown);
	info->paused = !!(flags & XEN_DOMINF_paused);
	info->blocked = !!(flags & XEN_DOMINF_blocked);
	info->running = !!(flags & XEN_DOMINF_running);
	info->hvm = !!(flags & XEN_DOMINF_hvm_guest);
	info->debugged = !!(flags & XEN_DOMINF_debugged);
	info->xenstore = !!(flags & XEN_DOMINF_xs_domain);
	info->hap = !!(flags & XEN_DOMINF_hap);

	info->shutdown_reason = (flags >> XEN_DOMINF_shutdownshift) & XEN_DOMINF_shutdownmask;
	if (info->shutdown && info->shutdown_reason == SHUTDOWN_crash) {
		info->shutdown = 0;
		info->crashed = 1;
	}
}

static void dominfo_fill(const xc_domaininfo_t *from, xc_dominfo_t *info)
{
	*info = (xc_dominfo_t){
		.domid = from->domain,
		.ssidref = from->ssidref,
		.nr_pages = from->tot_pages,
		.nr_outstanding_pages = from->outstanding_pages,
		.nr_shared_pages = from->shr_pages,
		.nr_paged_pages = from->paged_pages,
		.max_memkb = from->max_pages << (PAGE_SHIFT - 10),
		.shared_info_frame = from->shared_info_frame,
		.cpu_time = from->cpu_time,
		.nr_online_vcpus = from->nr_online_vcpus,
		.max_vcpu_id = from->max_vcpu_id,
		.cpupool = from->cpupool,
		.gpaddr_bits = from->gpaddr_bits,
		.arch_config = from->arch_config,
	};
	memcpy(info->handle, from->handle, sizeof(xen_domain_handle_t));
	dominfo_flags(from->flags, info);
}

int xc_domain_getinfo(xc_interface *xch, uint32_t first_domid, unsigned int max_doms,
		      xc_dominfo_t *info)
{
	struct xen_domctl domctl;
	uint32_t next = first_domid;
	unsigned int nr;

	memset(info, 0, ARRAY_BYTES(info, max_doms));

	for (nr = 0; nr < max_doms; nr++) {
		/* The hypervisor answers for the first domain from this number on. */
		if (getdomaininfo(xch, next, &domctl) < 0)
			return nr ? (int)nr : -1;
		domctl.u.getdomaininfo.domain = domctl.domain;
		dominfo_fill(&domctl.u.getdomaininfo, &info[nr]);
		next = domctl.domain + 1u;
	}
	return nr;
}

int xc_domain_getinfolist(xc_interface *xch, uint32_t first_domain, unsigned int max_domains,
			  xc_domaininfo_t *info)
{
	struct xen_sysctl sysctl = SYSCTL(getdomaininfolist, .first_domain = first_domain,
					  .max_domains = max_domains);
	BOUNCE(buf, info, ARRAY_BYTES(info, max_domains), XC_OUT);

	set_bounce_handle(sysctl.u.getdomaininfolist.buffer, buf);
	if (do_sysctl(xch, &sysctl) < 0)
		return -1;
	return sysctl.u.getdomaininfolist.num_domains;
}

/* The same of one domain that must exist: ESRCH if it does not. */
static int getinfo_exact(xc_interface *xch, uint32_t domid, xc_dominfo_t *info)
{
	int rc = xc_domain_getinfo(xch, domid, 1, info);

	if (rc < 0)
		return -1;
	return rc == 1 && info->domid == domid ? 0 : fail_with(ESRCH);
}

int xc_domain_get_guest_width(xc_interface *xch, uint32_t domid, unsigned int *guest_width)
{
	struct xen_domctl domctl = DOMCTL0(get_address_size, domid);

	if (do_domctl(xch, &domctl))
		return -1;
	*guest_width = domctl.u.address_size.size / 8;
	return 0;
}

const char *xc_domain_get_native_protocol(xc_interface *xch, uint32_t domid)
{
	struct xen_domctl domctl = DOMCTL0(get_address_size, domid);

	if (do_domctl(xch, &domctl))
		return NULL;

#if defined(__i386__) || defined(__x86_64__)
	if (domctl.u.address_size.size == 32)
		return XEN_IO_PROTO_ABI_X86_32;
	if (domctl.u.address_size.size == 64)
		return XEN_IO_PROTO_ABI_X86_64;
#elif defined(__arm__) || defined(__aarch64__)
	if (domctl.u.address_size.size == 32 || domctl.u.address_size.size == 64)
		return XEN_IO_PROTO_ABI_ARM; /* one for both widths */
#endif
	errno = EINVAL;
	return NULL;
}

long xc_get_tot_pages(xc_interface *xch, uint32_t domid)
{
	xc_dominfo_t info;

	return getinfo_exact(xch, domid, &info) ? -1 : (long)info.nr_pages;
}
