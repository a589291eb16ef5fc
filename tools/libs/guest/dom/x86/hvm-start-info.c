// SPDX-License-Identifier: LGPL-2.1-only
/* The PVH boot information (<xen/arch-x86/hvm/start_info.h>), which hvmloader gets as well. */
#include "x86.h"

#include <xen/arch-x86/hvm/start_info.h>

/* the image's modules and hvmloader's firmware */
#define MAX_MODULES (XG_MAX_MODULES + 1)

/* The parts of the start_info segment, in this order. */
struct layout {
	size_t modules, memmap, strings, size;
};

static size_t string_size(const char *s)
{
	return s ? strlen(s) + 1 : 0;
}

/* memory map entries are known only later: room for as many as there can be */
static void lay_out(struct xc_dom_image *dom, struct layout *l)
{
	l->modules = sizeof(struct hvm_start_info);
	l->memmap = l->modules + MAX_MODULES * sizeof(struct hvm_modlist_entry);
	l->strings = l->memmap + E820MAX * sizeof(struct hvm_memmap_table_entry);
	l->size = l->strings + string_size(dom->cmdline) + sizeof("firmware");
	for (unsigned int i = 0; i < dom->num_modules; i++)
		l->size += string_size(dom->modules[i].cmdline);
}

int hvm_alloc_start_info(struct xc_dom_image *dom)
{
	struct layout l;

	lay_out(dom, &l);
	if (xc_dom_alloc_segment(dom, &dom->start_info_seg, "HVM start info", 0, l.size))
		return -1;
	dom->start_info_pfn = dom->start_info_seg.pfn;
	return 0;
}

/* Copies a string behind those there are; its address in the guest, 0 for none. */
static uint64_t put_string(struct xc_dom_image *dom, char *base, size_t *used, const char *s)
{
	uint64_t paddr = (dom->start_info_pfn << PAGE_SHIFT) + *used;

	if (!s)
		return 0;
	memcpy(base + *used, s, strlen(s) + 1);
	*used += strlen(s) + 1;
	return paddr;
}

static void put_modules(struct xc_dom_image *dom, char *base, size_t *strings,
			struct hvm_start_info *si, struct hvm_modlist_entry *list)
{
	const struct xc_hvm_firmware_module *fw = &dom->system_firmware_module;
	unsigned int n = 0;

	for (unsigned int i = 0; i < dom->num_modules; i++, n++) {
		list[n].paddr = dom->modules[i].seg.vstart;
		list[n].size = dom->modules[i].size;
		list[n].cmdline_paddr = put_string(dom, base, strings, dom->modules[i].cmdline);
	}
	if (fw->guest_addr_out && fw->length) {
		list[n].paddr = fw->guest_addr_out;
		list[n].size = fw->length;
		list[n].cmdline_paddr = put_string(dom, base, strings, "firmware");
		n++;
	}
	si->nr_modules = n;
}

/* The RSDP is the blob that says so. */
static uint64_t find_rsdp(struct xc_dom_image *dom)
{
	for (int i = 0; i < MAX_ACPI_MODULES; i++) {
		const struct xc_hvm_firmware_module *mod = &dom->acpi_modules[i];

		if (mod->length >= 20 && !memcmp(mod->data, "RSD PTR ", 8))
			return mod->guest_addr_out;
	}
	return 0;
}

static void put_memmap(struct xc_dom_image *dom, struct hvm_memmap_table_entry *map)
{
	for (unsigned int i = 0; i < dom->e820_entries; i++) {
		map[i].addr = dom->e820[i].addr;
		map[i].size = dom->e820[i].size;
		map[i].type = dom->e820[i].type;
	}
}

static int fill_start_info(struct xc_dom_image *dom)
{
	uint64_t paddr = dom->start_info_pfn << PAGE_SHIFT;
	struct hvm_start_info *si = xc_dom_seg_to_ptr(dom, &dom->start_info_seg);
	char *base = (char *)si;
	struct layout l;
	size_t strings;

	if (!si)
		return -1;
	if (dom->e820_entries > E820MAX) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "%u memory map entries", dom->e820_entries);
		return -1;
	}
	lay_out(dom, &l);
	strings = l.strings;
	memset(si, 0, l.size);
	si->magic = XEN_HVM_START_MAGIC_VALUE;
	si->version = 1;
	si->cmdline_paddr = put_string(dom, base, &strings, dom->cmdline);
	put_modules(dom, base, &strings, si, (struct hvm_modlist_entry *)(base + l.modules));
	si->modlist_paddr = si->nr_modules ? paddr + l.modules : 0;
	if (!dom->device_model)
		si->rsdp_paddr = find_rsdp(dom);
	put_memmap(dom, (struct hvm_memmap_table_entry *)(base + l.memmap));
	si->memmap_entries = dom->e820_entries;
	si->memmap_paddr = dom->e820_entries ? paddr + l.memmap : 0;
	return 0;
}

static int set_evtchn(struct xc_dom_image *dom, uint32_t param, unsigned int port)
{
	if (!xc_hvm_param_set(dom->xch, dom->guest_domid, param, port))
		return 0;
	DOM_ERR(XC_INTERNAL_ERROR, "cannot set HVM parameter %u to port %u: %s", param, port,
		strerror(errno));
	return -1;
}

int hvm_fill_start_info(struct xc_dom_image *dom)
{
	if (fill_start_info(dom) ||
	    set_evtchn(dom, HVM_PARAM_CONSOLE_EVTCHN, dom->console_evtchn))
		return -1;
	return set_evtchn(dom, HVM_PARAM_STORE_EVTCHN, dom->xenstore_evtchn);
}
