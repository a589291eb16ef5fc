/* SPDX-License-Identifier: MIT */
/*
 * Devices, interrupts, event channels and grants of domains. Part of xenctrl.h, which includes
 * it.
 */
#ifndef XENCTRL_DEVICE_H
#define XENCTRL_DEVICE_H

#ifdef __cplusplus
extern "C" {
#endif

/* --- permissions --- */

int xc_domain_ioport_permission(xc_interface *xch, uint32_t domid, uint32_t first_port,
				uint32_t nr_ports, uint32_t allow_access);
int xc_domain_irq_permission(xc_interface *xch, uint32_t domid, uint32_t pirq, bool allow_access);
int xc_domain_iomem_permission(xc_interface *xch, uint32_t domid, unsigned long first_mfn,
			       unsigned long nr_mfns, uint8_t allow_access);

/* --- assigning; a PCI function is segment << 16 | bus << 8 | device << 3 | function --- */

/* @flag: 0, or XEN_DOMCTL_DEV_RDM_RELAXED. */
int xc_assign_device(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf, uint32_t flag);
int xc_test_assign_device(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf);
int xc_deassign_device(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf);

/* Devices by their device tree path. */
int xc_assign_dt_device(xc_interface *xch, uint32_t domid, char *path);
int xc_test_assign_dt_device(xc_interface *xch, uint32_t domid, char *path);
int xc_deassign_dt_device(xc_interface *xch, uint32_t domid, char *path);

/* The functions that can only be assigned together with @machine_sbdf. */
int xc_get_device_group(xc_interface *xch, uint32_t domid, uint32_t machine_sbdf,
			uint32_t max_sdevs, uint32_t *num_sdevs, uint32_t *sdev_array);

/*
 * Show the host's registers to an HVM domain (DPCI_ADD_MAPPING, DPCI_REMOVE_MAPPING): all or
 * nothing.
 */
int xc_domain_memory_mapping(xc_interface *xch, uint32_t domid, unsigned long first_gfn,
			     unsigned long first_mfn, unsigned long nr_mfns, uint32_t add_mapping);
int xc_domain_ioport_mapping(xc_interface *xch, uint32_t domid, uint32_t first_gport,
			     uint32_t first_mport, uint32_t nr_ports, uint32_t add_mapping);

/* --- interrupts --- */

/*
 * Deliver physical interrupt @pirq to an HVM guest as the MSI vector @gvec with
 * XEN_DOMCTL_VMSI_X86_*.
 */
int xc_domain_update_msi_irq(xc_interface *xch, uint32_t domid, uint32_t gvec, uint32_t pirq,
			     uint32_t gflags, uint64_t gtable);
int xc_domain_unbind_msi_irq(xc_interface *xch, uint32_t domid, uint32_t gvec, uint32_t pirq,
			     uint32_t gflags);

/* The same for other kinds (PT_IRQ_TYPE_*), of which each uses the arguments it needs. */
int xc_domain_bind_pt_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq, uint8_t irq_type,
			  uint8_t bus, uint8_t device, uint8_t intx, uint8_t isa_irq);
int xc_domain_unbind_pt_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq,
			    uint8_t irq_type, uint8_t bus, uint8_t device, uint8_t intx,
			    uint8_t isa_irq);
int xc_domain_bind_pt_pci_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq, uint8_t bus,
			      uint8_t device, uint8_t intx);
int xc_domain_bind_pt_isa_irq(xc_interface *xch, uint32_t domid, uint8_t machine_irq);
int xc_domain_bind_pt_spi_irq(xc_interface *xch, uint32_t domid, uint16_t vspi, uint16_t spi);
int xc_domain_unbind_pt_spi_irq(xc_interface *xch, uint32_t domid, uint16_t vspi, uint16_t spi);

/*
 * Give the domain interrupt @index. *@pirq is the number wanted (-1: any) and receives the one
 * given.
 */
int xc_physdev_map_pirq(xc_interface *xch, uint32_t domid, int index, int *pirq);
int xc_physdev_map_pirq_msi(xc_interface *xch, uint32_t domid, int index, int *pirq, int devfn,
			    int bus, int entry_nr, uint64_t table_base);
int xc_physdev_unmap_pirq(xc_interface *xch, uint32_t domid, int pirq);

/* Always fails with ENOSYS. */
int xc_physdev_pci_access_modify(xc_interface *xch, uint32_t domid, int bus, int dev, int func,
				 int enable);

/* Emulate a UART of the domain; *@evtchn receives the port of the console's backend. */
int xc_dom_vuart_init(xc_interface *xch, uint32_t type, uint32_t domid, uint32_t console_domid,
		      xen_pfn_t gfn, evtchn_port_t *evtchn);

/* --- event channels of other domains (this domain's own: xenevtchn.h) --- */

/* A port fits in 31 bits, so -1 can say "error, see errno". */
typedef int xc_evtchn_port_or_error_t;

/* A port of domain @dom that @remote_dom may connect to: for domains being built. */
xc_evtchn_port_or_error_t xc_evtchn_alloc_unbound(xc_interface *xch, uint32_t dom,
						  uint32_t remote_dom);

/* Close all ports of the domain. */
int xc_evtchn_reset(xc_interface *xch, uint32_t dom);

typedef struct evtchn_status xc_evtchn_status_t;

/* @status names domain and port, and receives the rest. */
int xc_evtchn_status(xc_interface *xch, xc_evtchn_status_t *status);

/* --- grant tables of domains (mapping grants: xengnttab.h) --- */

/* query->status has the hypervisor's verdict. */
int xc_gnttab_query_size(xc_interface *xch, struct gnttab_query_size *query);

/* 1 or 2, or -1. Never logged. */
int xc_gnttab_get_version(xc_interface *xch, uint32_t domid);

/* Map the whole table, if it is of that version; the number of its entries to *@gnt_num. Logged. */
grant_entry_v1_t *xc_gnttab_map_table_v1(xc_interface *xch, uint32_t domid, int *gnt_num);
grant_entry_v2_t *xc_gnttab_map_table_v2(xc_interface *xch, uint32_t domid, int *gnt_num);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_DEVICE_H */
