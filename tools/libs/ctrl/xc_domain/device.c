/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handing devices, their registers and their interrupts to domains. */
#include "../private.h"

int xc_domain_ioport_permission(xc_interface *xch, uint32_t domid, uint32_t first_port,
				uint32_t nr_ports, uint32_t allow_access)
{
	struct xen_domctl domctl = DOMCTL(ioport_permission, domid, .first_port = first_port,
		.nr_ports = nr_ports, .allow_access = allow_access);

	return do_domctl(xch, &domctl);
}

int xc_domain_irq_permission(xc_interface *xch, uint32_t domid, uint32_t pirq, bool allow_access)
{
	struct xen_domctl domctl = DOMCTL(irq_permission, domid, .pirq = pirq,
					  .allow_access = allow_access);

	return do_domctl(xch, &domctl);
}

int xc_domain_iomem_permission(xc_interface *xch, uint32_t domid, unsigned long first_mfn,
			       unsigned long nr_mfns, uint8_t allow_access)
{
	struct xen_domctl domctl = DOMCTL(iomem_permission, domid, .first_mfn = first_mfn,
		.nr_mfns = nr_mfns, .allow_access = allow_access);

	return do_domctl(xch, &domctl);
}

/* --- assigning --- */

static int pci_device_op(xc_interface *xch, uint32_t cmd, uint32_t domid, uint32_t machine_sbdf,
			 uint32_t flags)
{
	struct xen_domctl domctl = {
		.cmd = cmd,
		.domain = domid,
		.u.assign_device = {
			.dev = XEN_DOMCTL_DEV_PCI,
			.flags = flags,
			.u.pci.machine_sbdf = machine_sbdf,
		},
	};

	return do_domctl(xch, &domctl);
}

int xc_assign_device(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf, uint32_t flag)
{
	return pci_device_op(xch, XEN_DOMCTL_assign_device, domid, machine_sbdf, flag);
}

int xc_test_assign_device(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf)
{
	return pci_device_op(xch, XEN_DOMCTL_test_assign_device, domid, machine_sbdf, 0);
}

int xc_deassign_device(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf)
{
	return pci_device_op(xch, XEN_DOMCTL_deassign_device, domid, machine_sbdf, 0);
}

static int dt_device_op(xc_interface *xch, uint32_t cmd, uint32_t domid, char *path)
{
	size_t size = strlen(path);
	struct xen_domctl domctl = {
		.cmd = cmd,
		.domain = domid,
		.u.assign_device = { .dev = XEN_DOMCTL_DEV_DT, .u.dt.size = size },
	};
	BOUNCE(buf, path, size, XC_IN);

	set_bounce_handle(domctl.u.assign_device.u.dt.path, buf);
	return do_domctl(xch, &domctl);
}

int xc_assign_dt_device(xc_interface *xch, uint32_t domid, char *path)
{
	return dt_device_op(xch, XEN_DOMCTL_assign_device, domid, path);
}

int xc_test_assign_dt_device(xc_interface *xch, uint32_t domid, char *path)
{
	return dt_device_op(xch, XEN_DOMCTL_test_assign_device, domid, path);
}

int xc_deassign_dt_device(xc_interface *xch, uint32_t domid, char *path)
{
	return dt_device_op(xch, XEN_DOMCTL_deassign_device, domid, path);
}

int xc_get_device_group(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf,
			uint32_t max_sdevs, uint32_t *num_sdevs, uint32_t *sdev_array)
{
	struct xen_domctl domctl = DOMCTL(get_device_group, domid, .machine_sbdf = machine_sbdf,
					  .max_sdevs = max_sdevs);
	BOUNCE(buf, sdev_array, ARRAY_BYTES(sdev_array, max_sdevs), XC_OUT);
	int rc;

	set_bounce_handle(domctl.u.get_device_group.sdev_array, buf);
	rc = do_domctl(xch, &domctl);
	*num_sdevs = domctl.u.get_device_group.num_sdevs;
	return rc;
}

/* --- registers --- */

/*
 * The hypervisor refuses more frames at once than it can handle without a pause (E2BIG): ask for
 * ever fewer. What was mapped is taken away again if a later part fails.
 */
int xc_domain_memory_mapping(xc_interface *xch, uint32_t domid, unsigned long first_gfn,
			     unsigned long first_mfn, unsigned long nr_mfns, uint32_t add_mapping)
{
	unsigned long done = 0, max_batch = nr_mfns, nr;
	xc_dominfo_t info;
	int rc = 0, saved;

	rc = xc_domain_getinfo(xch, domid, 1, &info);
	if (rc < 0 || info.domid != domid) {
		PERROR("could not get info for dom%u", domid);
		return rc < 0 ? -1 : fail_with(ESRCH);
	}
	/* Without a translated physmap there is nothing to map into. */
	if (!info.hvm)
		return 0;

	while (done < nr_mfns) {
		nr = nr_mfns - done < max_batch ? nr_mfns - done : max_batch;

		struct xen_domctl domctl = DOMCTL(memory_mapping, domid,
			.first_gfn = first_gfn + done, .first_mfn = first_mfn + done,
			.nr_mfns = nr, .add_mapping = add_mapping);

		rc = do_domctl(xch, &domctl);
		if (rc < 0 && errno == E2BIG && max_batch > 1) {
			max_batch >>= 1;
			continue;
		}
		if (rc > 0) {
			/* It did that many and asks to be called again. */
			nr = rc;
			rc = 0;
		}
		/* Unmapping goes on: nothing is gained by leaving the rest mapped. */
		if (rc < 0 && add_mapping == DPCI_ADD_MAPPING)
			break;
		done += nr;
	}

	if (rc < 0 && add_mapping == DPCI_ADD_MAPPING && done) {
		saved = errno;
		xc_domain_memory_mapping(xch, domid, first_gfn, first_mfn, done,
					 DPCI_REMOVE_MAPPING);
		errno = saved;
	}
	return rc;
}

int xc_domain_ioport_mapping(xc_interface *xch, uint32_t domid, uint32_t first_gport,
			     uint32_t first_mport, uint32_t nr_ports, uint32_t add_mapping)
{
	struct xen_domctl domctl = DOMCTL(ioport_mapping, domid, .first_gport = first_gport,
		.first_mport = first_mport, .nr_ports = nr_ports, .add_mapping = add_mapping);

	return do_domctl(xch, &domctl);
}

/* --- interrupts --- */

int xc_domain_update_msi_irq(xc_interface *xch, uint32_t domid, uint32_t gvec, uint32_t pirq,
			     uint32_t gflags, uint64_t gtable)
{
	struct xen_domctl domctl = DOMCTL(bind_pt_irq, domid, .machine_irq = pirq,
		.irq_type = PT_IRQ_TYPE_MSI,
		.u.msi = { .gvec = gvec, .gflags = gflags, .gtable = gtable });

	return do_domctl(xch, &domctl);
}

int xc_domain_unbind_msi_irq(xc_interface *xch, uint32_t domid, uint32_t gvec, uint32_t pirq,
			     uint32_t gflags)
{
	struct xen_domctl domctl = DOMCTL_AS(unbind_pt_irq, bind_pt_irq, domid, .machine_irq = pirq,
		.irq_type = PT_IRQ_TYPE_MSI, .u.msi = { .gvec = gvec, .gflags = gflags });

	return do_domctl(xch, &domctl);
}

static int pt_irq_op(xc_interface *xch, uint32_t cmd, uint32_t domid, uint32_t machine_irq,
		     uint8_t irq_type, uint8_t bus, uint8_t device, uint8_t intx, uint16_t irq)
{
	struct xen_domctl domctl = {
		.cmd = cmd,
		.domain = domid,
		.u.bind_pt_irq = { .machine_irq = machine_irq, .irq_type = irq_type },
	};

	switch (irq_type) {
	case PT_IRQ_TYPE_PCI:
	case PT_IRQ_TYPE_MSI_TRANSLATE:
		domctl.u.bind_pt_irq.u.pci.bus = bus;
		domctl.u.bind_pt_irq.u.pci.device = device;
		domctl.u.bind_pt_irq.u.pci.intx = intx;
		break;
	case PT_IRQ_TYPE_ISA:
		domctl.u.bind_pt_irq.u.isa.isa_irq = irq;
		break;
	case PT_IRQ_TYPE_SPI:
		domctl.u.bind_pt_irq.u.spi.spi = irq;
		break;
	default:
		return fail_with(EINVAL);
	}
	return do_domctl(xch, &domctl);
}

int xc_domain_bind_pt_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq, uint8_t irq_type,
			  uint8_t bus, uint8_t device, uint8_t intx, uint8_t isa_irq)
{
	return pt_irq_op(xch, XEN_DOMCTL_bind_pt_irq, domid, machine_irq, irq_type, bus, device,
			 intx, isa_irq);
}

int xc_domain_unbind_pt_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq,
			    uint8_t irq_type, uint8_t bus, uint8_t device, uint8_t intx,
			    uint8_t isa_irq)
{
	return pt_irq_op(xch, XEN_DOMCTL_unbind_pt_irq, domid, machine_irq, irq_type, bus, device,
			 intx, isa_irq);
}

int xc_domain_bind_pt_pci_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq, uint8_t bus,
			      uint8_t device, uint8_t intx)
{
	return xc_domain_bind_pt_irq(xch, domid, machine_irq, PT_IRQ_TYPE_PCI, bus, device, intx,
				     0);
}

int xc_domain_bind_pt_isa_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq)
{
	return xc_domain_bind_pt_irq(xch, domid, machine_irq, PT_IRQ_TYPE_ISA, 0, 0, 0,
				     machine_irq);
}

int xc_domain_bind_pt_spi_irq(xc_interface *xch, uint32_t domid, uint16_t vspi, uint16_t spi)
{
	return pt_irq_op(xch, XEN_DOMCTL_bind_pt_irq, domid, vspi, PT_IRQ_TYPE_SPI, 0, 0, 0, spi);
}

int xc_domain_unbind_pt_spi_irq(xc_interface *xch, uint32_t domid, uint16_t vspi, uint16_t spi)
{
	return pt_irq_op(xch, XEN_DOMCTL_unbind_pt_irq, domid, vspi, PT_IRQ_TYPE_SPI, 0, 0, 0,
			 spi);
}

int xc_dom_vuart_init(xc_interface *xch, uint32_t type, uint32_t domid, uint32_t console_domid,
		      xen_pfn_t gfn, evtchn_port_t *evtchn)
{
	struct xen_domctl domctl = DOMCTL(vuart_op, domid, .cmd = XEN_DOMCTL_VUART_OP_INIT,
		.type = type, .console_domid = console_domid, .gfn = gfn);
	int rc = do_domctl(xch, &domctl);

	if (rc < 0)
		return rc;
	*evtchn = domctl.u.vuart_op.evtchn;
	return rc;
}
