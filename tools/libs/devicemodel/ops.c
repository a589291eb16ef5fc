/* SPDX-License-Identifier: LGPL-2.1-only */
/* The operations: one function each, that fills in the arguments and picks up the results. */
#include <limits.h>

#include "private.h"

/* A struct xen_dm_op for operation @name with the union member of that name; the rest is zero. */
#define DM_OP(name, ...) { .op = XEN_DMOP_##name, .u.name = { __VA_ARGS__ } }

static int issue(xendevicemodel_handle *dmod, domid_t domid, struct xen_dm_op *op)
{
	struct dm_buf buf = { .ptr = op, .size = sizeof(*op) };

	return dm_op_issue(dmod, domid, 1, &buf);
}

static int issue_with_array(xendevicemodel_handle *dmod, domid_t domid, struct xen_dm_op *op,
			    void *array, size_t size)
{
	struct dm_buf bufs[] = {
		{ .ptr = op, .size = sizeof(*op) },
		{ .ptr = array, .size = size },
	};

	return dm_op_issue(dmod, domid, 2, bufs);
}

int xendevicemodel_create_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
				       int handle_bufioreq, ioservid_t *id)
{
	struct xen_dm_op op = DM_OP(create_ioreq_server, .handle_bufioreq = handle_bufioreq);
	int rc = issue(dmod, domid, &op);

	if (!rc)
		*id = op.u.create_ioreq_server.id;
	return rc;
}

int xendevicemodel_get_ioreq_server_info(xendevicemodel_handle *dmod, domid_t domid, ioservid_t id,
					 xen_pfn_t *ioreq_gfn, xen_pfn_t *bufioreq_gfn,
					 evtchn_port_t *bufioreq_port)
{
	struct xen_dm_op op = DM_OP(get_ioreq_server_info, .id = id,
				    .flags = ioreq_gfn || bufioreq_gfn ? 0 : XEN_DMOP_no_gfns);
	int rc = issue(dmod, domid, &op);

	if (rc)
		return rc;
	if (ioreq_gfn)
		*ioreq_gfn = op.u.get_ioreq_server_info.ioreq_gfn;
	if (bufioreq_gfn)
		*bufioreq_gfn = op.u.get_ioreq_server_info.bufioreq_gfn;
	if (bufioreq_port)
		*bufioreq_port = op.u.get_ioreq_server_info.bufioreq_port;
	return 0;
}

int xendevicemodel_map_io_range_to_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						ioservid_t id, int is_mmio, uint64_t start,
						uint64_t end)
{
	struct xen_dm_op op = DM_OP(map_io_range_to_ioreq_server, .id = id,
		.type = is_mmio ? XEN_DMOP_IO_RANGE_MEMORY : XEN_DMOP_IO_RANGE_PORT,
		.start = start, .end = end);

	return issue(dmod, domid, &op);
}

int xendevicemodel_unmap_io_range_from_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						    ioservid_t id, int is_mmio, uint64_t start,
						    uint64_t end)
{
	struct xen_dm_op op = DM_OP(unmap_io_range_from_ioreq_server, .id = id,
		.type = is_mmio ? XEN_DMOP_IO_RANGE_MEMORY : XEN_DMOP_IO_RANGE_PORT,
		.start = start, .end = end);

	return issue(dmod, domid, &op);
}

/* The range that means one PCI function, or EINVAL for one that does not exist. */
static int pci_range(uint16_t segment, uint8_t bus, uint8_t device, uint8_t function,
		     uint32_t *sbdf)
{
	if (device > 0x1f || function > 0x7) {
		errno = EINVAL;
		return -1;
	}
	*sbdf = XEN_DMOP_PCI_SBDF((uint32_t)segment, bus, device, function);
	return 0;
}

int xendevicemodel_map_pcidev_to_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
					      ioservid_t id, uint16_t segment, uint8_t bus,
					      uint8_t device, uint8_t function)
{
	struct xen_dm_op op = DM_OP(map_io_range_to_ioreq_server, .id = id,
				    .type = XEN_DMOP_IO_RANGE_PCI);
	uint32_t sbdf;

	if (pci_range(segment, bus, device, function, &sbdf))
		return -1;
	op.u.map_io_range_to_ioreq_server.start = sbdf;
	op.u.map_io_range_to_ioreq_server.end = sbdf;
	return issue(dmod, domid, &op);
}

int xendevicemodel_unmap_pcidev_from_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						  ioservid_t id, uint16_t segment, uint8_t bus,
						  uint8_t device, uint8_t function)
{
	struct xen_dm_op op = DM_OP(unmap_io_range_from_ioreq_server, .id = id,
				    .type = XEN_DMOP_IO_RANGE_PCI);
	uint32_t sbdf;

	if (pci_range(segment, bus, device, function, &sbdf))
		return -1;
	op.u.unmap_io_range_from_ioreq_server.start = sbdf;
	op.u.unmap_io_range_from_ioreq_server.end = sbdf;
	return issue(dmod, domid, &op);
}

int xendevicemodel_map_mem_type_to_ioreq_server(xendevicemodel_handle *dmod, domid_t domid,
						ioservid_t id, uint16_t type, uint32_t flags)
{
	struct xen_dm_op op = DM_OP(map_mem_type_to_ioreq_server, .id = id, .type = type,
				    .flags = flags);

	if (type != HVMMEM_ioreq_server || flags & ~XEN_DMOP_IOREQ_MEM_ACCESS_WRITE) {
		errno = EINVAL;
		return -1;
	}
	return issue(dmod, domid, &op);
}

int xendevicemodel_destroy_ioreq_server(xendevicemodel_handle *dmod, domid_t domid, ioservid_t id)
{
	struct xen_dm_op op = DM_OP(destroy_ioreq_server, .id = id);

	return issue(dmod, domid, &op);
}

int xendevicemodel_set_ioreq_server_state(xendevicemodel_handle *dmod, domid_t domid, ioservid_t id,
					  int enabled)
{
	struct xen_dm_op op = DM_OP(set_ioreq_server_state, .id = id, .enabled = !!enabled);

	return issue(dmod, domid, &op);
}

int xendevicemodel_set_pci_intx_level(xendevicemodel_handle *dmod, domid_t domid, uint16_t segment,
				      uint8_t bus, uint8_t device, uint8_t intx,
				      unsigned int level)
{
	struct xen_dm_op op = DM_OP(set_pci_intx_level, .domain = segment, .bus = bus,
				    .device = device, .intx = intx, .level = level);

	return issue(dmod, domid, &op);
}

int xendevicemodel_set_isa_irq_level(xendevicemodel_handle *dmod, domid_t domid, uint8_t irq,
				     unsigned int level)
{
	struct xen_dm_op op = DM_OP(set_isa_irq_level, .isa_irq = irq, .level = level);

	return issue(dmod, domid, &op);
}

int xendevicemodel_set_irq_level(xendevicemodel_handle *dmod, domid_t domid, unsigned int irq,
				 unsigned int level)
{
	struct xen_dm_op op = DM_OP(set_irq_level, .irq = irq, .level = level);

	return issue(dmod, domid, &op);
}

int xendevicemodel_set_pci_link_route(xendevicemodel_handle *dmod, domid_t domid, uint8_t link,
				      uint8_t irq)
{
	struct xen_dm_op op = DM_OP(set_pci_link_route, .link = link, .isa_irq = irq);

	return issue(dmod, domid, &op);
}

int xendevicemodel_inject_msi(xendevicemodel_handle *dmod, domid_t domid, uint64_t msi_addr,
			      uint32_t msi_data)
{
	struct xen_dm_op op = DM_OP(inject_msi, .addr = msi_addr, .data = msi_data);

	return issue(dmod, domid, &op);
}

int xendevicemodel_inject_event(xendevicemodel_handle *dmod, domid_t domid, int vcpu,
				uint8_t vector, uint8_t type, uint32_t error_code, uint8_t insn_len,
				uint64_t extra)
{
	struct xen_dm_op op = DM_OP(inject_event, .vcpuid = vcpu, .vector = vector, .type = type,
				    .error_code = error_code, .insn_len = insn_len, .cr2 = extra);

	return issue(dmod, domid, &op);
}

int xendevicemodel_track_dirty_vram(xendevicemodel_handle *dmod, domid_t domid, uint64_t first_pfn,
				    uint32_t nr, unsigned long *dirty_bitmap)
{
	struct xen_dm_op op = DM_OP(track_dirty_vram, .first_pfn = first_pfn, .nr = nr);

	return issue_with_array(dmod, domid, &op, dirty_bitmap,
				((size_t)nr + CHAR_BIT - 1) / CHAR_BIT);
}

int xendevicemodel_modified_memory_bulk(xendevicemodel_handle *dmod, domid_t domid,
					struct xen_dm_op_modified_memory_extent extents[],
					uint32_t nr)
{
	struct xen_dm_op op = DM_OP(modified_memory, .nr_extents = nr);

	return issue_with_array(dmod, domid, &op, extents, (size_t)nr * sizeof(*extents));
}

int xendevicemodel_modified_memory(xendevicemodel_handle *dmod, domid_t domid, uint64_t first_pfn,
				   uint32_t nr)
{
	struct xen_dm_op_modified_memory_extent extent = { .first_pfn = first_pfn, .nr = nr };

	return xendevicemodel_modified_memory_bulk(dmod, domid, &extent, 1);
}

int xendevicemodel_set_mem_type(xendevicemodel_handle *dmod, domid_t domid, hvmmem_type_t mem_type,
				uint64_t first_pfn, uint32_t nr)
{
	struct xen_dm_op op = DM_OP(set_mem_type, .mem_type = mem_type, .first_pfn = first_pfn,
				    .nr = nr);

	return issue(dmod, domid, &op);
}

int xendevicemodel_relocate_memory(xendevicemodel_handle *dmod, domid_t domid, uint32_t size,
				   uint64_t src_gfn, uint64_t dst_gfn)
{
	struct xen_dm_op op = DM_OP(relocate_memory, .size = size, .src_gfn = src_gfn,
				    .dst_gfn = dst_gfn);

	return issue(dmod, domid, &op);
}

int xendevicemodel_pin_memory_cacheattr(xendevicemodel_handle *dmod, domid_t domid, uint64_t start,
					uint64_t end, uint32_t type)
{
	struct xen_dm_op op = DM_OP(pin_memory_cacheattr, .start = start, .end = end, .type = type);

	return issue(dmod, domid, &op);
}

int xendevicemodel_shutdown(xendevicemodel_handle *dmod, domid_t domid, unsigned int reason)
{
	struct xen_dm_op op = DM_OP(remote_shutdown, .reason = reason);

	return issue(dmod, domid, &op);
}

int xendevicemodel_nr_vcpus(xendevicemodel_handle *dmod, domid_t domid, unsigned int *vcpus)
{
	struct xen_dm_op op = DM_OP(nr_vcpus, .vcpus = 0);
	int rc = issue(dmod, domid, &op);

	if (!rc)
		*vcpus = op.u.nr_vcpus.vcpus;
	return rc;
}
