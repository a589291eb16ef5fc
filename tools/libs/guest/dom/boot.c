// SPDX-License-Identifier: LGPL-2.1-only
/* From an image to a domain that can be unpaused. */
#include <sys/mman.h>

#include "private.h"

int xc_dom_boot_xen_init(struct xc_dom_image *dom, xc_interface *xch, uint32_t domid)
{
	dom->xch = xch;
	dom->guest_domid = domid;
	dom->xen_version = xc_version(xch, XENVER_version, NULL);
	if (dom->xen_version < 0 || xc_version(xch, XENVER_capabilities, &dom->xen_caps) < 0) {
		xc_dom_panic(xch, XC_INTERNAL_ERROR, "cannot ask the hypervisor for its version: %s",
			     strerror(errno));
		return -1;
	}
	DOMPRINTF("%s: ver %d.%d, caps %s", __func__, dom->xen_version >> 16,
		  dom->xen_version & 0xffff, dom->xen_caps);
	return 0;
}

int xc_dom_boot_mem_init(struct xc_dom_image *dom)
{
	if (dom->arch_hooks->meminit(dom)) {
		DOM_ERR(XC_OUT_OF_MEMORY, "cannot allocate memory for domain %u", dom->guest_domid);
		return -1;
	}
	return 0;
}

/* The capabilities are words such as "xen-3.0-x86_64 hvm-3.0-x86_32p". */
int xc_dom_compat_check(struct xc_dom_image *dom)
{
	const char *word = dom->xen_caps;
	size_t len = strlen(dom->guest_type);

	while ((word = strstr(word, dom->guest_type)) != NULL) {
		if ((word == dom->xen_caps || word[-1] == ' ') &&
		    (word[len] == ' ' || word[len] == 0))
			return 1;
		word += len;
	}
	errno = EOPNOTSUPP;
	DOM_ERR(XC_INVALID_KERNEL, "the hypervisor does not run guests of type %s (it runs: %s)",
		dom->guest_type, dom->xen_caps);
	return 0;
}

bool xc_dom_translated(const struct xc_dom_image *dom)
{
	return dom->container_type == XC_DOM_HVM_CONTAINER;
}

static int set_shared_info(struct xc_dom_image *dom)
{
	xenforeignmemory_handle *fmem = xc_interface_fmem_handle(dom->xch);
	xen_pfn_t mfn = dom->shared_info_mfn;
	void *ptr;
	int rc;

	if (!dom->arch_hooks->shared_info)
		return 0;
	ptr = xenforeignmemory_map(fmem, dom->guest_domid, PROT_READ | PROT_WRITE, 1, &mfn, NULL);
	if (!ptr) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot map the shared info page (mfn %#"PRIpfn"): %s", mfn,
			strerror(errno));
		return -1;
	}
	rc = dom->arch_hooks->shared_info(dom, ptr);
	xenforeignmemory_unmap(fmem, ptr, 1);
	return rc;
}

static int hook(struct xc_dom_image *dom, int (*fn)(struct xc_dom_image *dom))
{
	return fn ? fn(dom) : 0;
}

int xc_dom_boot_image(struct xc_dom_image *dom)
{
	struct xc_dom_arch *arch = dom->arch_hooks;
	xc_dominfo_t info;

	if (!xc_dom_compat_check(dom))
		return -1;
	if (xc_domain_getinfo(dom->xch, dom->guest_domid, 1, &info) != 1 ||
	    info.domid != dom->guest_domid) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot get information on domain %u", dom->guest_domid);
		return -1;
	}
	dom->shared_info_mfn = info.shared_info_frame;
	if (hook(dom, arch->setup_pgtables) || hook(dom, arch->start_info) ||
	    hook(dom, arch->bootearly))
		return -1;
	xc_dom_unmap_all(dom);
	if (hook(dom, arch->bootlate) || set_shared_info(dom) || hook(dom, arch->vcpu))
		return -1;
	xc_dom_unmap_all(dom);
	xc_dom_log_memory_footprint(dom);
	return 0;
}
