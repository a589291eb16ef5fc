// SPDX-License-Identifier: LGPL-2.1-only
/* Grants of the console and xenstore rings, which their backends map without asking the guest. */
#include <sys/mman.h>

#include "private.h"

static void seed_entry(grant_entry_v1_t *entry, domid_t domid, xen_pfn_t gfn)
{
	entry->frame = gfn;
	entry->domid = domid;
	xen_wmb();              /* flags make the entry valid */
	entry->flags = GTF_permit_access;
}

int xc_dom_gnttab_seed(xc_interface *xch, uint32_t guest_domid, bool is_hvm,
		       xen_pfn_t console_gfn, xen_pfn_t xenstore_gfn,
		       uint32_t console_domid, uint32_t xenstore_domid)
{
	xenforeignmemory_handle *fmem = xc_interface_fmem_handle(xch);
	xenforeignmemory_resource_handle *res;
	void *table = NULL;

	res = xenforeignmemory_map_resource(fmem, guest_domid, XENMEM_resource_grant_table,
					    XENMEM_resource_grant_table_id_shared, 0, 1, &table,
					    PROT_READ | PROT_WRITE, 0);
	if (!res) {
		xc_dom_panic(xch, XC_INTERNAL_ERROR, "cannot map the grant table of domain %u: %s",
			     guest_domid, strerror(errno));
		return -1;
	}
	/* a xenstore domain is not granted its own page */
	if (guest_domid != console_domid && console_gfn != INVALID_PFN)
		seed_entry((grant_entry_v1_t *)table + GNTTAB_RESERVED_CONSOLE, console_domid,
			   console_gfn);
	if (guest_domid != xenstore_domid && xenstore_gfn != INVALID_PFN)
		seed_entry((grant_entry_v1_t *)table + GNTTAB_RESERVED_XENSTORE, xenstore_domid,
			   xenstore_gfn);
	xenforeignmemory_unmap_resource(fmem, res);
	return 0;
}

int xc_dom_gnttab_init(struct xc_dom_image *dom)
{
	return xc_dom_gnttab_seed(dom->xch, dom->guest_domid, xc_dom_translated(dom),
				  xc_dom_p2m(dom, dom->console_pfn),
				  xc_dom_p2m(dom, dom->xenstore_pfn),
				  dom->console_domid, dom->xenstore_domid);
}
