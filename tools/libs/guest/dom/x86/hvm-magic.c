// SPDX-License-Identifier: LGPL-2.1-only
/* Pages of an HVM or PVH guest that the tools share with it, and blobs put into it. */
#include "x86.h"

#include <xen/hvm/hvm_info_table.h>

/* Below X86_HVM_END_SPECIAL_REGION, from its start: */
enum special_page {
	SPECIAL_PAGING,
	SPECIAL_ACCESS,
	SPECIAL_SHARING,
	SPECIAL_BUFIOREQ,
	SPECIAL_XENSTORE,
	SPECIAL_IOREQ,
	SPECIAL_IDENT_PT,
	SPECIAL_CONSOLE,
};

#define SPECIAL_PFN(n)   (X86_HVM_END_SPECIAL_REGION - X86_HVM_NR_SPECIAL_PAGES + (n))
#define NR_IOREQ_PAGES   8
#define IOREQ_SERVER_PFN (SPECIAL_PFN(0) - NR_IOREQ_PAGES)

/* hvmloader and what it relocates stay clear of modules */
#define MODULE_ALIGN     (2ULL << 20)

static const struct { uint32_t param; enum special_page page; } page_params[] = {
	{ HVM_PARAM_STORE_PFN, SPECIAL_XENSTORE },
	{ HVM_PARAM_BUFIOREQ_PFN, SPECIAL_BUFIOREQ },
	{ HVM_PARAM_IOREQ_PFN, SPECIAL_IOREQ },
	{ HVM_PARAM_CONSOLE_PFN, SPECIAL_CONSOLE },
	{ HVM_PARAM_PAGING_RING_PFN, SPECIAL_PAGING },
	{ HVM_PARAM_MONITOR_RING_PFN, SPECIAL_ACCESS },
	{ HVM_PARAM_SHARING_RING_PFN, SPECIAL_SHARING },
};

static int set_param(struct xc_dom_image *dom, uint32_t param, uint64_t value)
{
	if (!xc_hvm_param_set(dom->xch, dom->guest_domid, param, value))
		return 0;
	DOM_ERR(XC_INTERNAL_ERROR, "cannot set HVM parameter %u to %#"PRIx64": %s", param, value,
		strerror(errno));
	return -1;
}

/* count pages from first, allocated outside of RAM, mapped and cleared; NULL on failure */
static void *add_pages(struct xc_dom_image *dom, xen_pfn_t first, unsigned int count)
{
	xen_pfn_t *pfns = calloc(count, sizeof(*pfns));
	void *ptr = NULL;
	int rc = -1;

	for (unsigned int i = 0; pfns && i < count; i++)
		pfns[i] = first + i;
	if (pfns)
		rc = xc_domain_populate_physmap_exact(dom->xch, dom->guest_domid, count, 0, 0, pfns);
	free(pfns);
	if (rc)
		DOM_ERR(XC_OUT_OF_MEMORY, "no memory for %u pages at %#"PRIpfn": %s", count, first,
			strerror(errno));
	else
		ptr = xc_dom_pfn_to_ptr(dom, first, count);
	if (ptr)
		memset(ptr, 0, (size_t)count << PAGE_SHIFT);
	return ptr;
}

static int add_special_pages(struct xc_dom_image *dom)
{
	char *pages = add_pages(dom, SPECIAL_PFN(0), X86_HVM_NR_SPECIAL_PAGES);
	uint32_t *ident;

	if (!pages)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(page_params); i++)
		if (set_param(dom, page_params[i].param, SPECIAL_PFN(page_params[i].page)))
			return -1;
	/* for CPUs that cannot run a guest with paging off: 4 MiB pages, virtual = physical */
	ident = (uint32_t *)(pages + (SPECIAL_IDENT_PT << PAGE_SHIFT));
	for (uint32_t i = 0; i < PAGE_SIZE / sizeof(*ident); i++)
		ident[i] = i << 22 | 0xe7;      /* P RW US A D PSE */
	if (set_param(dom, HVM_PARAM_IDENT_PT, (uint64_t)SPECIAL_PFN(SPECIAL_IDENT_PT) << PAGE_SHIFT))
		return -1;
	dom->console_pfn = SPECIAL_PFN(SPECIAL_CONSOLE);
	dom->xenstore_pfn = SPECIAL_PFN(SPECIAL_XENSTORE);
	return 0;
}

static int add_ioreq_pages(struct xc_dom_image *dom)
{
	if (!add_pages(dom, IOREQ_SERVER_PFN, NR_IOREQ_PAGES))
		return -1;
	if (set_param(dom, HVM_PARAM_IOREQ_SERVER_PFN, IOREQ_SERVER_PFN))
		return -1;
	return set_param(dom, HVM_PARAM_NR_IOREQ_SERVER_PAGES, NR_IOREQ_PAGES);
}

/* What hvmloader learns of the machine, at a fixed address (<xen/hvm/hvm_info_table.h>). */
static int fill_hvm_info(struct xc_dom_image *dom)
{
	struct hvm_info_table *info;
	uint8_t sum = 0;
	char *page = xc_dom_pfn_to_ptr(dom, HVM_INFO_PFN, 1);

	if (!page)
		return -1;
	if (dom->max_vcpus > HVM_MAX_VCPUS) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "%u vCPUs, hvmloader takes %d", dom->max_vcpus, HVM_MAX_VCPUS);
		return -1;
	}
	info = (struct hvm_info_table *)(page + HVM_INFO_OFFSET);
	memset(info, 0, sizeof(*info));
	memcpy(info->signature, "HVM INFO", sizeof(info->signature));
	info->length = sizeof(*info);
	info->apic_mode = 1;
	info->nr_vcpus = dom->max_vcpus;
	for (unsigned int i = 0; i < dom->max_vcpus; i++)
		info->vcpu_online[i / 8] |= 1u << (i % 8);
	info->low_mem_pgend = dom->lowmem_end >> PAGE_SHIFT;
	info->high_mem_pgend = dom->highmem_end >> PAGE_SHIFT;
	info->reserved_mem_pgstart = IOREQ_SERVER_PFN;
	for (unsigned int i = 0; i < info->length; i++)
		sum += ((uint8_t *)info)[i];
	info->checksum = -sum;
	return 0;
}

/* Copies a blob for hvmloader into RAM behind what is there and tells the caller where. */
static int load_blob(struct xc_dom_image *dom, struct xc_hvm_firmware_module *blob,
		     const char *name)
{
	struct xc_dom_seg seg = { 0 };
	void *ptr;

	if (!blob->length)
		return 0;
	if (xc_dom_alloc_segment(dom, &seg, name, 0, blob->length))
		return -1;
	ptr = xc_dom_seg_to_ptr(dom, &seg);
	if (!ptr)
		return -1;
	memcpy(ptr, blob->data, blob->length);
	blob->guest_addr_out = seg.vstart;
	return 0;
}

static int load_blobs(struct xc_dom_image *dom)
{
	if (xc_dom_alloc_pad(dom, ROUND_UP(dom->virt_alloc_end, MODULE_ALIGN)) ||
	    load_blob(dom, &dom->system_firmware_module, "System Firmware") ||
	    load_blob(dom, &dom->smbios_module, "SMBIOS"))
		return -1;
	/* one blob of tables; hvmloader installs them */
	return load_blob(dom, &dom->acpi_modules[0], "ACPI");
}

/* PVH: the tables were made for their addresses, outside of RAM. */
static int place_acpi(struct xc_dom_image *dom, struct xc_hvm_firmware_module *mod)
{
	uint64_t offset = mod->guest_addr_out & (PAGE_SIZE - 1);
	char *ptr;

	if (!mod->length)
		return 0;
	if (mod->guest_addr_out < dom->lowmem_end || mod->guest_addr_out > UINT32_MAX - mod->length) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "ACPI tables cannot be at %#"PRIx64, mod->guest_addr_out);
		return -1;
	}
	ptr = add_pages(dom, mod->guest_addr_out >> PAGE_SHIFT,
			DIV_ROUND_UP(offset + mod->length, PAGE_SIZE));
	if (!ptr)
		return -1;
	memcpy(ptr + offset, mod->data, mod->length);
	DOMPRINTF("%s: %u bytes at %#"PRIx64, __func__, mod->length, mod->guest_addr_out);
	return 0;
}

int hvm_alloc_magic_pages(struct xc_dom_image *dom)
{
	if (hvm_alloc_start_info(dom))
		return -1;
	if (dom->device_model) {
		if (load_blobs(dom) || fill_hvm_info(dom) || add_ioreq_pages(dom))
			return -1;
	} else {
		for (int i = 0; i < MAX_ACPI_MODULES; i++)
			if (place_acpi(dom, &dom->acpi_modules[i]))
				return -1;
	}
	return add_special_pages(dom);
}
