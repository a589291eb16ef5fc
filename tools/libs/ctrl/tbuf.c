/* SPDX-License-Identifier: LGPL-2.1-only */
/* Trace buffers of the hypervisor, and processor traces of guests. */
#include <sys/mman.h>

#include "private.h"

#include <xen/trace.h>

#define TBUF(cmd_, ...) SYSCTL(tbuf_op, .cmd = XEN_SYSCTL_TBUFOP_##cmd_, __VA_ARGS__)

int xc_tbuf_set_size(xc_interface *xch, unsigned long size)
{
	struct xen_sysctl sysctl = TBUF(set_size, .size = size);

	return do_sysctl(xch, &sysctl);
}

/* Where the buffers are; 0 bytes if there are none. */
static int tbuf_info(xc_interface *xch, struct xen_sysctl *sysctl)
{
	*sysctl = (struct xen_sysctl)TBUF(get_info);
	return do_sysctl(xch, sysctl);
}

/* The size of one buffer stands in the table that tells where the buffers are. */
int xc_tbuf_get_size(xc_interface *xch, unsigned long *size)
{
	struct xen_sysctl sysctl;
	const struct t_info *info;
	xen_pfn_t frame;

	if (tbuf_info(xch, &sysctl))
		return -1;
	if (!sysctl.u.tbuf_op.size)
		return fail_with(EINVAL);

	frame = sysctl.u.tbuf_op.buffer_mfn;
	info = xenforeignmemory_map(xch->fmem, DOMID_XEN, PROT_READ, 1, &frame, NULL);
	if (!info)
		return -1;
	*size = (unsigned long)info->tbuf_size * PAGE_SIZE;
	xenforeignmemory_unmap(xch->fmem, (void *)info, 1);
	return 0;
}

int xc_tbuf_enable(xc_interface *xch, unsigned long pages, unsigned long *mfn, unsigned long *size)
{
	struct xen_sysctl sysctl = TBUF(enable);
	int rc;

	/* The size can be set only once, by the command line or by an earlier caller: not an error. */
	xc_tbuf_set_size(xch, pages);

	rc = do_sysctl(xch, &sysctl);
	if (rc)
		return rc;
	rc = tbuf_info(xch, &sysctl);
	if (rc)
		return rc;
	*size = sysctl.u.tbuf_op.size;
	*mfn = sysctl.u.tbuf_op.buffer_mfn;
	return 0;
}

int xc_tbuf_disable(xc_interface *xch)
{
	struct xen_sysctl sysctl = TBUF(disable);

	return do_sysctl(xch, &sysctl);
}

int xc_tbuf_set_cpu_mask(xc_interface *xch, xc_cpumap_t mask)
{
	struct xen_sysctl sysctl = TBUF(set_cpu_mask);
	int bits = xc_get_max_cpus(xch);

	if (bits <= 0)
		return -1;

	BOUNCE(buf, mask, xc_get_cpumap_size(xch), XC_IN);

	set_bounce_handle(sysctl.u.tbuf_op.cpu_mask.bitmap, buf);
	sysctl.u.tbuf_op.cpu_mask.nr_bits = bits;
	return do_sysctl(xch, &sysctl);
}

int xc_tbuf_set_evt_mask(xc_interface *xch, uint32_t mask)
{
	struct xen_sysctl sysctl = TBUF(set_evt_mask, .evt_mask = mask);

	return do_sysctl(xch, &sysctl);
}

/* --- processor traces of a guest's vCPU --- */

static int vmtrace(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint32_t cmd, uint64_t key,
		   uint64_t value, uint64_t *out)
{
	struct xen_domctl domctl = DOMCTL(vmtrace_op, domid, .cmd = cmd, .vcpu = vcpu, .key = key,
					  .value = value);
	int rc = do_domctl(xch, &domctl);

	if (!rc && out)
		*out = domctl.u.vmtrace_op.value;
	return rc;
}

int xc_vmtrace_enable(xc_interface *xch, uint32_t domid, uint32_t vcpu)
{
	return vmtrace(xch, domid, vcpu, XEN_DOMCTL_vmtrace_enable, 0, 0, NULL);
}

int xc_vmtrace_disable(xc_interface *xch, uint32_t domid, uint32_t vcpu)
{
	return vmtrace(xch, domid, vcpu, XEN_DOMCTL_vmtrace_disable, 0, 0, NULL);
}

int xc_vmtrace_reset_and_enable(xc_interface *xch, uint32_t domid, uint32_t vcpu)
{
	return vmtrace(xch, domid, vcpu, XEN_DOMCTL_vmtrace_reset_and_enable, 0, 0, NULL);
}

int xc_vmtrace_output_position(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint64_t *pos)
{
	return vmtrace(xch, domid, vcpu, XEN_DOMCTL_vmtrace_output_position, 0, 0, pos);
}

int xc_vmtrace_get_option(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint64_t key,
			  uint64_t *value)
{
	return vmtrace(xch, domid, vcpu, XEN_DOMCTL_vmtrace_get_option, key, 0, value);
}

int xc_vmtrace_set_option(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint64_t key,
			  uint64_t value)
{
	return vmtrace(xch, domid, vcpu, XEN_DOMCTL_vmtrace_set_option, key, value, NULL);
}
