/* SPDX-License-Identifier: MIT */
/*
 * What a device model does to the domain it serves (hypercall dm_op). Unless stated otherwise the
 * functions return 0, or -1 with errno set.
 */
#ifndef XENDEVICEMODEL_H
#define XENDEVICEMODEL_H

#include <stdint.h>

#include <xen/xen.h>
#include <xen/hvm/dm_op.h>
#include <xen/hvm/hvm_op.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xentoollog_logger;

typedef struct xendevicemodel_handle xendevicemodel_handle;

/* @logger may be NULL (then stderr) and must outlive the handle. NULL with errno set, logged. */
xendevicemodel_handle *xendevicemodel_open(struct xentoollog_logger *logger,
					   unsigned int open_flags);
int xendevicemodel_close(xendevicemodel_handle *dmod);

/* From now on act on domain @domid only. */
int xendevicemodel_restrict(xendevicemodel_handle *dmod, domid_t domid);

/* --- ioreq servers: who emulates which accesses of the guest --- */

/* @handle_bufioreq is one of HVM_IOREQSRV_BUFIOREQ_*; the new server's number goes to *@id. */
int xendevicemodel_create_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
				       int handle_bufioreq, ioservid_t *id);

/*
 * Where a server's requests arrive. Any of the three may be NULL; asking for neither frame avoids
 * that frames of the guest are spent on them.
 */
int xendevicemodel_get_ioreq_server_info(xendevicemodel_handle *dmod, domid_t domid, ioservid_t id,
					 xen_pfn_t *ioreq_gfn, xen_pfn_t *bufioreq_gfn,
					 evtchn_port_t *bufioreq_port);

/* Claim, or give up, guest addresses (@is_mmio) or I/O ports @start to @end inclusive. */
int xendevicemodel_map_io_range_to_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						ioservid_t id, int is_mmio, uint64_t start,
						uint64_t end);
int xendevicemodel_unmap_io_range_from_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						    ioservid_t id, int is_mmio, uint64_t start,
						    uint64_t end);

/* Claim accesses (@flags: XEN_DMOP_IOREQ_MEM_ACCESS_*, 0 gives up) to memory of type @type. */
int xendevicemodel_map_mem_type_to_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						ioservid_t id, uint16_t type, uint32_t flags);

/* Claim, or give up, the configuration space of a PCI function. */
int xendevicemodel_map_pcidev_to_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
					      ioservid_t id, uint16_t segment, uint8_t bus,
					      uint8_t device, uint8_t function);
int xendevicemodel_unmap_pcidev_from_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						  ioservid_t id, uint16_t segment, uint8_t bus,
						  uint8_t device, uint8_t function);

int xendevicemodel_destroy_ioreq_server(xendevicemodel_handle *dmod, domid_t domid, ioservid_t id);

/* Requests arrive, and the frames above mean something, only while a server is enabled. */
int xendevicemodel_set_ioreq_server_state(xendevicemodel_handle *dmod, domid_t domid, ioservid_t id,
					  int enabled);

/* --- interrupts --- */

/* Set pin @intx (0 is INTA) of an emulated PCI device to @level (1 is asserted). */
int xendevicemodel_set_pci_intx_level(xendevicemodel_handle *dmod, domid_t domid, uint16_t segment,
				      uint8_t bus, uint8_t device, uint8_t intx,
				      unsigned int level);

/* Set ISA interrupt line @irq (0 to 15), or on Arm interrupt @irq, to @level. */
int xendevicemodel_set_isa_irq_level(xendevicemodel_handle *dmod, domid_t domid, uint8_t irq,
				     unsigned int level);
int xendevicemodel_set_irq_level(xendevicemodel_handle *dmod, domid_t domid, unsigned int irq,
				 unsigned int level);

/* Route PCI interrupt link @link (0 is INTA) to ISA interrupt line @irq. */
int xendevicemodel_set_pci_link_route(xendevicemodel_handle *dmod, domid_t domid, uint8_t link,
				      uint8_t irq);

/* Deliver a message signalled interrupt; @msi_addr is 0xfeexxxxx. */
int xendevicemodel_inject_msi(xendevicemodel_handle *dmod, domid_t domid, uint64_t msi_addr,
			      uint32_t msi_data);

/*
 * Inject an event of type @type (XEN_DMOP_EVENT_*) when vCPU @vcpu next runs. @error_code is ~0
 * for none; @extra is CR2 of a page fault, or the pending bits of a debug exception.
 */
int xendevicemodel_inject_event(xendevicemodel_handle *dmod, domid_t domid, int vcpu,
				uint8_t vector, uint8_t type, uint32_t error_code, uint8_t insn_len,
				uint64_t extra);

/* --- memory --- */

/*
 * In one step: read which of @nr frames from @first_pfn were written since the last call into
 * @dirty_bitmap (one bit a frame), forget that, and track these frames from now on. @nr 0 stops.
 */
int xendevicemodel_track_dirty_vram(xendevicemodel_handle *dmod, domid_t domid, uint64_t first_pfn,
				    uint32_t nr, unsigned long *dirty_bitmap);

/* Say that frames were written from outside: @nr from @first_pfn, or @nr extents. */
int xendevicemodel_modified_memory(xendevicemodel_handle *dmod, domid_t domid, uint64_t first_pfn,
				   uint32_t nr);
int xendevicemodel_modified_memory_bulk(xendevicemodel_handle *dmod, domid_t domid,
					struct xen_dm_op_modified_memory_extent extents[],
					uint32_t nr);

/* Treat @nr frames from @first_pfn as memory of @mem_type. */
int xendevicemodel_set_mem_type(xendevicemodel_handle *dmod, domid_t domid, hvmmem_type_t mem_type,
				uint64_t first_pfn, uint32_t nr);

/* Move @size frames from @src_gfn to @dst_gfn. */
int xendevicemodel_relocate_memory(xendevicemodel_handle *dmod, domid_t domid, uint32_t size,
				   uint64_t src_gfn, uint64_t dst_gfn);

/* Fix the caching of frames @start to @end inclusive (XEN_DMOP_MEM_CACHEATTR_*, or DELETE). */
int xendevicemodel_pin_memory_cacheattr(xendevicemodel_handle *dmod, domid_t domid, uint64_t start,
					uint64_t end, uint32_t type);

/* --- the domain --- */

/* Shut the domain down; @reason is one of SHUTDOWN_*. */
int xendevicemodel_shutdown(xendevicemodel_handle *dmod, domid_t domid, unsigned int reason);

int xendevicemodel_nr_vcpus(xendevicemodel_handle *dmod, domid_t domid, unsigned int *vcpus);

#ifdef __cplusplus
}
#endif

#endif /* XENDEVICEMODEL_H */
