/* SPDX-License-Identifier: LGPL-2.1-only */
/* Rings on which the hypervisor reports events of a domain: monitor, paging, sharing. */
#include <sys/mman.h>

#include "private.h"

#include <xen/vm_event.h>

int xc_vm_event_control(xc_interface *xch, uint32_t domain_id, unsigned int op, unsigned int mode,
			uint32_t *port)
{
	struct xen_domctl domctl = DOMCTL(vm_event_op, domain_id, .op = op, .mode = mode);
	int rc = do_domctl(xch, &domctl);

	if (!rc && port)
		*port = domctl.u.vm_event_op.u.enable.port;
	return rc;
}

/* Which kind of ring lives in the page that an HVM parameter names; 0 for no such parameter. */
static unsigned int ring_mode(int param)
{
	switch (param) {
	case HVM_PARAM_PAGING_RING_PFN:
		return XEN_DOMCTL_VM_EVENT_OP_PAGING;
	case HVM_PARAM_MONITOR_RING_PFN:
		return XEN_DOMCTL_VM_EVENT_OP_MONITOR;
	case HVM_PARAM_SHARING_RING_PFN:
		return XEN_DOMCTL_VM_EVENT_OP_SHARING;
	}
	return 0;
}

/* Map the ring's page, after putting memory there if the guest has none. */
static void *map_ring(xc_interface *xch, uint32_t domain_id, xen_pfn_t *pfn)
{
	void *ring = xenforeignmemory_map(xch->fmem, domain_id, PROT_READ | PROT_WRITE, 1, pfn,
					  NULL);

	if (ring)
		return ring;
	if (xc_domain_populate_physmap_exact(xch, domain_id, 1, 0, 0, pfn)) {
		PERROR("Failed to populate the ring pfn");
		return NULL;
	}
	ring = xenforeignmemory_map(xch->fmem, domain_id, PROT_READ | PROT_WRITE, 1, pfn, NULL);
	if (!ring)
		PERROR("Could not map the ring page");
	return ring;
}

/* With the domain paused: find, map and empty the ring, enable it, and take it from the guest. */
static void *enable_paused(xc_interface *xch, uint32_t domain_id, int param, uint32_t *port)
{
	unsigned int mode = ring_mode(param);
	xen_pfn_t ring_pfn;
	uint64_t pfn;
	void *ring;
	int saved;

	if (!mode) {
		errno = EINVAL;
		return NULL;
	}
	if (xc_hvm_param_get(xch, domain_id, param, &pfn)) {
		PERROR("Failed to get the pfn of the ring page");
		return NULL;
	}
	ring_pfn = pfn;
	ring = map_ring(xch, domain_id, &ring_pfn);
	if (!ring)
		return NULL;
	memset(ring, 0, PAGE_SIZE);

	if (xc_vm_event_control(xch, domain_id, XEN_VM_EVENT_ENABLE, mode, port)) {
		PERROR("Failed to enable vm_event");
	} else if (xc_domain_decrease_reservation_exact(xch, domain_id, 1, 0, &ring_pfn)) {
		PERROR("Failed to remove the ring page from the guest's physmap");
	} else {
		return ring;
	}

	saved = errno;
	xenforeignmemory_unmap(xch->fmem, ring, 1);
	errno = saved;
	return NULL;
}

void *xc_vm_event_enable(xc_interface *xch, uint32_t domain_id, int param, uint32_t *port)
{
	void *ring;
	int saved;

	if (!port) {
		errno = EINVAL;
		return NULL;
	}
	if (xc_domain_pause(xch, domain_id)) {
		PERROR("Unable to pause domain");
		return NULL;
	}

	ring = enable_paused(xch, domain_id, param, port);

	saved = errno;
	if (xc_domain_unpause(xch, domain_id)) {
		PERROR("Unable to unpause domain");
		saved = errno;
		if (ring)
			xenforeignmemory_unmap(xch->fmem, ring, 1);
		ring = NULL;
	}
	errno = saved;
	return ring;
}

int xc_vm_event_get_version(xc_interface *xch)
{
	struct xen_domctl domctl = DOMCTL(vm_event_op, DOMID_INVALID, .op = XEN_VM_EVENT_GET_VERSION,
					  .mode = XEN_DOMCTL_VM_EVENT_OP_MONITOR);
	int rc = do_domctl(xch, &domctl);

	return rc ? rc : (int)domctl.u.vm_event_op.u.version;
}
