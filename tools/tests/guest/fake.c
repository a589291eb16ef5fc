// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "fake.h"

#include <xen/hvm/save.h>

struct fake fake;

void fake_reset(bool hvm, unsigned long frames)
{
	fake_free();
	memset(&fake, 0, sizeof(fake));
	fake.hvm = hvm;
	fake.max_frames = frames;
	fake.max_order = 18;
	fake.ram = malloc(frames << 12);
	/* what the hypervisor hands out is not zero */
	if (fake.ram)
		memset(fake.ram, 0xc2, frames << 12);
	if (hvm)
		fake.pfn_frame = calloc(0x180000, sizeof(*fake.pfn_frame));
	fake.frame_pfn = calloc(frames, sizeof(*fake.frame_pfn));
}

void fake_free(void)
{
	free(fake.ram);
	free(fake.pfn_frame);
	free(fake.frame_pfn);
	fake.frame_pfn = NULL;
	fake.ram = NULL;
	fake.pfn_frame = NULL;
}

void *fake_page(unsigned long frame)
{
	if (!fake.hvm && frame == FAKE_SHARED)
		return fake.shared_info;
	if (fake.hvm)
		frame = frame < 0x180000 && fake.pfn_frame[frame] ? fake.pfn_frame[frame] - 1 : ~0UL;
	else
		frame -= FAKE_FRAME0;
	if (frame >= fake.nr_frames)
		return NULL;
	return fake.ram + (frame << 12);
}

/* --- libxenctrl ------------------------------------------------------------------------------- */

void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(fake.last_error, sizeof(fake.last_error), fmt, args);
	va_end(args);
}

void xtl_logv(struct xentoollog_logger *logger, xentoollog_level level, int errnoval,
	      const char *context, const char *format, va_list al)
{
}

struct xenforeignmemory_handle *xc_interface_fmem_handle(xc_interface *xch)
{
	return NULL;
}

int xc_version(xc_interface *xch, int cmd, void *arg)
{
	if (cmd == XENVER_version)
		return 4 << 16 | 17;
	if (cmd == XENVER_capabilities)
		strcpy(arg, "xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64 ");
	return 0;
}

/* a test may take over */
int fake_domctl(xc_interface *xch, struct xen_domctl *domctl) __attribute__((weak));

int xc_domctl(xc_interface *xch, struct xen_domctl *domctl)
{
	if (fake_domctl)
		return fake_domctl(xch, domctl);
	if (domctl->domain != FAKE_DOMID) {
		errno = ESRCH;
		return -1;
	}
	if (domctl->cmd == XEN_DOMCTL_set_address_size)
		fake.address_size = domctl->u.address_size.size;
	else if (domctl->cmd == XEN_DOMCTL_hypercall_init)
		fake.hypercall_gmfn = domctl->u.hypercall_init.gmfn;
	return 0;
}

int xc_domain_getinfo(xc_interface *xch, uint32_t first, unsigned int max, xc_dominfo_t *info)
{
	memset(info, 0, sizeof(*info));
	info->domid = FAKE_DOMID;
	info->hvm = fake.hvm;
	info->shared_info_frame = FAKE_SHARED;
	info->shutdown = 1;
	info->shutdown_reason = SHUTDOWN_suspend;
	return 1;
}

int xc_domain_claim_pages(xc_interface *xch, uint32_t domid, unsigned long nr)
{
	if (nr > fake.max_frames) {
		errno = ENOMEM;
		return -1;
	}
	if (nr)
		fake.claimed = nr;
	return 0;
}

int xc_domain_set_pod_target(xc_interface *xch, uint32_t domid, uint64_t target, uint64_t *tot,
			     uint64_t *cache, uint64_t *entries)
{
	fake.pod_target = target;
	return 0;
}

int xc_domain_populate_physmap(xc_interface *xch, uint32_t domid, unsigned long nr,
			       unsigned int order, unsigned int flags, xen_pfn_t *extents)
{
	unsigned long i;

	for (i = 0; i < nr; i++) {
		unsigned long n = 1UL << order, first = fake.nr_frames;

		if (order > fake.max_order || n > fake.max_frames - fake.nr_frames)
			break;
		if (extents[i] & (n - 1) && fake.hvm)
			fail_msg("extent %#lx of order %u is not aligned", extents[i], order);
		if (flags & XENMEMF_populate_on_demand)
			fake.pod_extents++;
		for (unsigned long j = 0; fake.hvm && j < n; j++) {
			if (extents[i] + j >= 0x180000) /* beyond the guest: refused, as by a hypervisor */
				return i;
			if (fake.pfn_frame[extents[i] + j])
				fail_msg("gfn %#lx populated twice", extents[i] + j);
			fake.pfn_frame[extents[i] + j] = first + j + 1;
		}
		for (unsigned long j = 0; !fake.hvm && j < n; j++)
			fake.frame_pfn[first + j] = extents[i] + j;
		if (!fake.hvm)
			extents[i] = FAKE_FRAME0 + first;
		fake.nr_frames += n;
	}
	return i;
}

int xc_domain_populate_physmap_exact(xc_interface *xch, uint32_t domid, unsigned long nr,
				     unsigned int order, unsigned int flags, xen_pfn_t *extents)
{
	errno = ENOMEM;
	return xc_domain_populate_physmap(xch, domid, nr, order, flags, extents) == (int)nr ? 0 : -1;
}

int xc_mmuext_op(xc_interface *xch, struct mmuext_op *op, unsigned int nr, uint32_t dom)
{
	if (op->cmd == MMUEXT_PIN_L4_TABLE) {
		fake.pinned = op->arg1.mfn;
		fake.mapped_at_pin = fake.mapped;
	}
	return 0;
}

int xc_vcpu_setcontext(xc_interface *xch, uint32_t domid, uint32_t vcpu,
		       vcpu_guest_context_any_t *ctxt)
{
	fake.vcpu = *ctxt;
	return 0;
}

int xc_hvm_param_set(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t value)
{
	if (param < 64)
		fake.params[param] = value;
	return 0;
}

struct fake_context {
	struct hvm_save_descriptor header_d;
	HVM_SAVE_TYPE(HEADER) header;
	struct {
		struct hvm_save_descriptor d;
		HVM_SAVE_TYPE(MTRR) mtrr;
	} vcpu[2];
	struct hvm_save_descriptor end_d;
};

int xc_domain_hvm_getcontext(xc_interface *xch, uint32_t domid, uint8_t *buf, uint32_t size)
{
	struct fake_context c = { 0 };

	if (!buf)
		return sizeof(c) + 100;
	c.header_d.typecode = HVM_SAVE_CODE(HEADER);
	c.header_d.length = HVM_SAVE_LENGTH(HEADER);
	c.header.magic = 0x54381286;
	for (int i = 0; i < 2; i++) {
		c.vcpu[i].d.typecode = HVM_SAVE_CODE(MTRR);
		c.vcpu[i].d.instance = i;
		c.vcpu[i].d.length = HVM_SAVE_LENGTH(MTRR);
		c.vcpu[i].mtrr.msr_mtrr_cap = 0x508;
	}
	memcpy(buf, &c, sizeof(c));
	return sizeof(c);
}

int xc_domain_hvm_setcontext(xc_interface *xch, uint32_t domid, uint8_t *ctx, uint32_t size)
{
	struct hvm_save_descriptor d;
	unsigned int skip = sizeof(d) + HVM_SAVE_LENGTH(HEADER);

	memcpy(&d, ctx + skip, sizeof(d));
	if (d.typecode == HVM_SAVE_CODE(MTRR))
		fake.nr_mtrr++;
	else if (d.typecode == HVM_SAVE_CODE(CPU))
		memcpy(fake.hvm_cpu, ctx + skip + sizeof(d), HVM_SAVE_LENGTH(CPU));
	return 0;
}

/* A page of the machine-to-physical table, made when it is asked for. */
static void *m2p_page(unsigned long frame)
{
	static uint64_t page[512];

	for (unsigned long i = 0; i < 512; i++) {
		unsigned long mfn = (frame - FAKE_M2P) * 512 + i;

		page[i] = mfn >= FAKE_FRAME0 && mfn - FAKE_FRAME0 < fake.nr_frames ?
			  fake.frame_pfn[mfn - FAKE_FRAME0] : ~0ULL;
	}
	return page;
}

/* --- foreign memory: pages are copied in on mapping and back on unmapping -------------------- */

struct mapping {
	struct mapping *next;
	unsigned char *ptr;
	size_t pages;
	void **page;
};
static struct mapping *mappings;

void *xenforeignmemory_map(xenforeignmemory_handle *fmem, uint32_t dom, int prot, size_t pages,
			   const xen_pfn_t arr[], int err[])
{
	struct mapping *m = calloc(1, sizeof(*m));

	m->page = calloc(pages, sizeof(void *));
	m->ptr = malloc(pages << 12);
	m->pages = pages;
	for (size_t i = 0; i < pages; i++) {
		m->page[i] = dom == DOMID_XEN ? m2p_page(arr[i]) : fake_page(arr[i]);
		if (err)
			err[i] = m->page[i] ? 0 : -EINVAL;
		if (err && !m->page[i])
			continue;
		if (!m->page[i]) {
			free(m->page);
			free(m->ptr);
			free(m);
			errno = EINVAL;
			return NULL;
		}
		memcpy(m->ptr + (i << 12), m->page[i], 4096);
	}
	m->next = mappings;
	mappings = m;
	fake.mapped += pages;
	return m->ptr;
}

int xenforeignmemory_unmap(xenforeignmemory_handle *fmem, void *addr, size_t pages)
{
	for (struct mapping **link = &mappings, *m; (m = *link) != NULL; link = &m->next) {
		if (m->ptr != addr)
			continue;
		for (size_t i = 0; i < m->pages; i++)
			if (m->page[i])
				memcpy(m->page[i], m->ptr + (i << 12), 4096);
		fake.mapped -= m->pages;
		*link = m->next;
		free(m->page);
		free(m->ptr);
		free(m);
		return 0;
	}
	errno = EINVAL;
	return -1;
}

struct xenforeignmemory_resource_handle { int dummy; };

xenforeignmemory_resource_handle *xenforeignmemory_map_resource(
	xenforeignmemory_handle *fmem, domid_t domid, unsigned int type, unsigned int id,
	unsigned long frame, unsigned long nr, void **paddr, int prot, int flags)
{
	static struct xenforeignmemory_resource_handle handle;

	if (type != XENMEM_resource_grant_table || id || frame || nr != 1)
		return NULL;
	*paddr = fake.grants;
	return &handle;
}

int xenforeignmemory_unmap_resource(xenforeignmemory_handle *fmem,
				    xenforeignmemory_resource_handle *res)
{
	return 0;
}
