// SPDX-License-Identifier: GPL-2.0-only
/* The part of the pretended hypervisor that save and restore need. */
#include <stdio.h>

#include "fake.h"
#include "fake-sr.h"

struct fake_sr fake_sr;

int xc_domain_get_guest_width(xc_interface *xch, uint32_t domid, unsigned int *width)
{
	*width = 8;
	return 0;
}

int xc_maximum_ram_page(xc_interface *xch, unsigned long *max)
{
	*max = FAKE_FRAME0 + fake.max_frames - 1;
	return 0;
}

int xc_machphys_mfn_list(xc_interface *xch, unsigned long max, xen_pfn_t *extents)
{
	for (unsigned long i = 0; i < max; i++)
		extents[i] = FAKE_M2P + i * 512;
	return 0;
}

int xc_vcpu_getinfo(xc_interface *xch, uint32_t domid, uint32_t vcpu, xc_vcpuinfo_t *info)
{
	memset(info, 0, sizeof(*info));
	info->online = vcpu == 0;
	return 0;
}

int xc_vcpu_getcontext(xc_interface *xch, uint32_t domid, uint32_t vcpu,
		       vcpu_guest_context_any_t *ctxt)
{
	*ctxt = fake.vcpu;
	return 0;
}

int xc_domain_get_tsc_info(xc_interface *xch, uint32_t domid, uint32_t *mode, uint64_t *nsec,
			   uint32_t *khz, uint32_t *incarnation)
{
	*mode = 2;
	*nsec = 123456789;
	*khz = 1000000;
	*incarnation = 0;
	return 0;
}

int xc_domain_set_tsc_info(xc_interface *xch, uint32_t domid, uint32_t mode, uint64_t nsec,
			   uint32_t khz, uint32_t incarnation)
{
	fake_sr.tsc_nsec = nsec;
	return 0;
}

int xc_hvm_param_get(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t *value)
{
	*value = param < 64 ? fake.params[param] : 0;
	return 0;
}

int xc_domain_nr_gpfns(xc_interface *xch, uint32_t domid, xen_pfn_t *gpfns)
{
	*gpfns = 0xff000;
	return 0;
}

int xc_clear_domain_pages(xc_interface *xch, uint32_t domid, unsigned long pfn, int num)
{
	void *page = fake_page(pfn);

	if (!page || num != 1) {
		errno = EINVAL;
		return -1;
	}
	memset(page, 0, 4096);
	return 0;
}

int xc_domain_decrease_reservation_exact(xc_interface *xch, uint32_t domid, unsigned long nr,
					 unsigned int order, xen_pfn_t *extents)
{
	if (fake.hvm && extents[0] < 0x180000)
		fake.pfn_frame[extents[0]] = 0;
	return 0;
}

int xc_shadow_control(xc_interface *xch, uint32_t domid, unsigned int sop, unsigned int *mb,
		      unsigned int mode)
{
	fake_sr.logdirty = sop != XEN_DOMCTL_SHADOW_OP_OFF;
	return 0;
}

long long xc_logdirty_control(xc_interface *xch, uint32_t domid, unsigned int sop,
			      xc_hypercall_buffer_t *bitmap, unsigned long pages,
			      unsigned int mode, xc_shadow_op_stats_t *stats)
{
	unsigned long *map = bitmap->hbuf;

	memset(map, 0, (pages + 7) / 8);
	stats->fault_count = 0;
	stats->dirty_count = fake_sr.dirty_per_round;
	for (unsigned long i = 0; i < fake_sr.dirty_per_round; i++)
		map[(fake_sr.first_dirty + i) / 64] |= 1UL << (fake_sr.first_dirty + i) % 64;
	if (fake_sr.on_round)
		fake_sr.on_round();
	return pages;
}

void *xc__hypercall_buffer_alloc(xc_interface *xch, xc_hypercall_buffer_t *b, size_t size)
{
	b->hbuf = calloc(1, size ? size : 1);
	return b->hbuf;
}

void xc__hypercall_buffer_free(xc_interface *xch, xc_hypercall_buffer_t *b)
{
	free(b->hbuf);
	b->hbuf = NULL;
}

void *xc__hypercall_buffer_alloc_pages(xc_interface *xch, xc_hypercall_buffer_t *b, int pages)
{
	return xc__hypercall_buffer_alloc(xch, b, (size_t)pages << 12);
}

void xc__hypercall_buffer_free_pages(xc_interface *xch, xc_hypercall_buffer_t *b, int pages)
{
	xc__hypercall_buffer_free(xch, b);
}

int xc_sysctl(xc_interface *xch, struct xen_sysctl *s)
{
	s->u.cpu_policy.nr_leaves = 4;
	s->u.cpu_policy.nr_msrs = 2;
	return 0;
}

static int cpu_policy(struct xen_domctl *d)
{
	struct xen_domctl_cpu_policy *p = &d->u.cpu_policy;

	if (d->cmd == XEN_DOMCTL_get_cpu_policy) {
		p->nr_leaves = 3;
		p->nr_msrs = 1;
		for (uint32_t i = 0; i < 3; i++)
			p->leaves.p[i] = (xen_cpuid_leaf_t){ i, XEN_CPUID_NO_SUBLEAF, i, 2, 3, 4 };
		p->msrs.p[0] = (xen_msr_entry_t){ 0xce, 0, 7 };
		return 0;
	}
	fake_sr.policy_leaves = p->nr_leaves;
	fake_sr.policy_msrs = p->nr_msrs;
	return 0;
}

static void frame_types(xen_pfn_t *arr, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++) {
		unsigned long index = arr[i] - FAKE_FRAME0;

		if (!fake_page(arr[i]) || arr[i] == FAKE_SHARED)
			arr[i] = XEN_DOMCTL_PFINFO_XTAB;
		else
			arr[i] = !fake.hvm && fake_sr.types ? fake_sr.types[index] : 0;
	}
}

int fake_domctl(xc_interface *xch, struct xen_domctl *d);
int fake_domctl(xc_interface *xch, struct xen_domctl *d)
{
	switch (d->cmd) {
	case XEN_DOMCTL_getpageframeinfo3:
		frame_types(d->u.getpageframeinfo3.array.p, d->u.getpageframeinfo3.num);
		return 0;
	case XEN_DOMCTL_get_cpu_policy:
	case XEN_DOMCTL_set_cpu_policy:
		return cpu_policy(d);
	case XEN_DOMCTL_get_ext_vcpucontext:
		d->u.ext_vcpucontext.size = 16;
		return 0;
	case XEN_DOMCTL_set_ext_vcpucontext:
		fake_sr.extended_set = d->u.ext_vcpucontext.size;
		return 0;
	case XEN_DOMCTL_getvcpuextstate:
		d->u.vcpuextstate.size = 64;
		if (d->u.vcpuextstate.buffer.p)
			memset(d->u.vcpuextstate.buffer.p, 0x77, 64);
		return 0;
	case XEN_DOMCTL_setvcpuextstate:
		fake_sr.xsave_set = d->u.vcpuextstate.size;
		return 0;
	case XEN_DOMCTL_get_vcpu_msrs:
		d->u.vcpu_msrs.msr_count = 0;
		return 0;
	}
	return 0;
}
