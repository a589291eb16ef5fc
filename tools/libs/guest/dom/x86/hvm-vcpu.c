// SPDX-License-Identifier: LGPL-2.1-only
/* The vCPUs of an HVM or PVH guest, set through the hypervisor's save format. */
#include "x86.h"

#include <xen/hvm/save.h>

#define MTRR_DEF_ENABLED_WB 0x806

/* One record between header and end, which is what a load of a single thing looks like. */
struct load_cpu {
	struct hvm_save_descriptor header_d;
	HVM_SAVE_TYPE(HEADER) header;
	struct hvm_save_descriptor record_d;
	HVM_SAVE_TYPE(CPU) record;
	struct hvm_save_descriptor end_d;
	HVM_SAVE_TYPE(END) end;
};

struct load_mtrr {
	struct hvm_save_descriptor header_d;
	HVM_SAVE_TYPE(HEADER) header;
	struct hvm_save_descriptor record_d;
	HVM_SAVE_TYPE(MTRR) record;
	struct hvm_save_descriptor end_d;
	HVM_SAVE_TYPE(END) end;
};

/* The record of a type and instance in a context of size bytes, NULL if it has none. */
static const void *find_record(const uint8_t *ctx, size_t size, uint16_t type, uint16_t instance,
			       uint32_t length)
{
	struct hvm_save_descriptor d;

	while (size >= sizeof(d)) {
		memcpy(&d, ctx, sizeof(d));
		if (d.length > size - sizeof(d))
			break;
		if (d.typecode == type && d.instance == instance && d.length >= length)
			return ctx + sizeof(d);
		if (d.typecode == HVM_SAVE_CODE(END))
			break;
		ctx += sizeof(d) + d.length;
		size -= sizeof(d) + d.length;
	}
	return NULL;
}

static uint8_t *get_context(struct xc_dom_image *dom, size_t *size)
{
	int n = xc_domain_hvm_getcontext(dom->xch, dom->guest_domid, NULL, 0);
	uint8_t *ctx = n > 0 ? calloc(1, n) : NULL;

	if (ctx)
		n = xc_domain_hvm_getcontext(dom->xch, dom->guest_domid, ctx, n);
	if (!ctx || n < 0) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot read the guest's HVM context: %s", strerror(errno));
		free(ctx);
		return NULL;
	}
	*size = n;
	return ctx;
}

static int load(struct xc_dom_image *dom, const char *what, void *record, size_t size)
{
	if (!xc_domain_hvm_setcontext(dom->xch, dom->guest_domid, record, size))
		return 0;
	DOM_ERR(XC_INTERNAL_ERROR, "cannot set the guest's %s: %s", what, strerror(errno));
	return -1;
}

/* Without firmware nobody would turn the MTRRs on: memory is write-back by default. */
static int load_mtrrs(struct xc_dom_image *dom, const uint8_t *ctx, size_t size,
		      const HVM_SAVE_TYPE(HEADER) *header)
{
	struct load_mtrr m = { .header = *header };

	m.header_d.typecode = HVM_SAVE_CODE(HEADER);
	m.header_d.length = HVM_SAVE_LENGTH(HEADER);
	m.record_d.typecode = HVM_SAVE_CODE(MTRR);
	m.record_d.length = HVM_SAVE_LENGTH(MTRR);
	m.end_d.typecode = HVM_SAVE_CODE(END);
	for (unsigned int i = 0; i < dom->max_vcpus; i++) {
		const void *rec = find_record(ctx, size, HVM_SAVE_CODE(MTRR), i,
					      HVM_SAVE_LENGTH(MTRR));

		if (!rec) {
			errno = ENODATA;
			DOM_ERR(XC_INTERNAL_ERROR, "the hypervisor has no MTRRs for vCPU %u", i);
			return -1;
		}
		memcpy(&m.record, rec, sizeof(m.record));
		m.record.msr_mtrr_def_type = MTRR_DEF_ENABLED_WB;
		m.record_d.instance = i;
		if (load(dom, "MTRRs", &m, sizeof(m)))
			return -1;
	}
	return 0;
}

/* 32-bit protected mode, paging off, flat segments (pvh boot ABI). */
static int load_bsp(struct xc_dom_image *dom, const HVM_SAVE_TYPE(HEADER) *header)
{
	struct load_cpu c = { .header = *header };

	c.header_d.typecode = HVM_SAVE_CODE(HEADER);
	c.header_d.length = HVM_SAVE_LENGTH(HEADER);
	c.record_d.typecode = HVM_SAVE_CODE(CPU);
	c.record_d.length = HVM_SAVE_LENGTH(CPU);
	c.end_d.typecode = HVM_SAVE_CODE(END);
	c.record.cs_limit = c.record.ds_limit = c.record.es_limit = c.record.ss_limit = ~0u;
	c.record.cs_arbytes = 0xc9b;
	c.record.ds_arbytes = c.record.es_arbytes = c.record.ss_arbytes = 0xc93;
	c.record.tr_limit = 0x67;
	c.record.tr_arbytes = 0x8b;
	c.record.cr0 = 0x11;            /* PE, ET */
	c.record.rflags = 2;
	c.record.dr6 = 0xffff0ff0;
	c.record.dr7 = 0x400;
	c.record.rip = dom->parms->virt_entry;
	c.record.rbx = dom->start_info_pfn << PAGE_SHIFT;
	return load(dom, "first vCPU", &c, sizeof(c));
}

/* Each load puts all vCPUs down, so the first vCPU's registers come last. */
int hvm_vcpu(struct xc_dom_image *dom)
{
	const HVM_SAVE_TYPE(HEADER) *found;
	HVM_SAVE_TYPE(HEADER) header;
	size_t size;
	uint8_t *ctx = get_context(dom, &size);
	int rc = -1;

	if (!ctx)
		return -1;
	found = find_record(ctx, size, HVM_SAVE_CODE(HEADER), 0, HVM_SAVE_LENGTH(HEADER));
	if (found) {
		memcpy(&header, found, sizeof(header));
		if (dom->device_model || !load_mtrrs(dom, ctx, size, &header))
			rc = load_bsp(dom, &header);
	} else {
		errno = ENODATA;
		DOM_ERR(XC_INTERNAL_ERROR, "the guest's HVM context has no header");
	}
	free(ctx);
	return rc;
}

struct xc_dom_arch xc_dom_arch_hvm = {
	.guest_type = "hvm-3.0-x86_32",
	.native_protocol = "x86_32-abi",
	.page_shift = PAGE_SHIFT,
	.sizeof_pfn = 4,
	.alloc_magic_pages = hvm_alloc_magic_pages,
	.start_info = hvm_fill_start_info,
	.vcpu = hvm_vcpu,
	.meminit = hvm_meminit,
};
