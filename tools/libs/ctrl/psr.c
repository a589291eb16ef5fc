/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Platform shared resources: cache monitoring and allocation, memory bandwidth (Intel SDM volume
 * 3B, sections 17.18 and 17.19).
 */
#include "private.h"

#define IA32_QM_EVTSEL 0xc8d
#define IA32_QM_CTR 0xc8e
#define IA32_TSC 0x10

#define IA32_QM_CTR_ERROR_MASK (3ULL << 62)

#define EVTID_L3_OCCUPANCY 1
#define EVTID_TOTAL_MEM 2
#define EVTID_LOCAL_MEM 3

#if defined(__i386__) || defined(__x86_64__)

static int cmt_domain_op(xc_interface *xch, uint32_t domid, uint32_t cmd, uint32_t *data)
{
	struct xen_domctl domctl = DOMCTL(psr_cmt_op, domid, .cmd = cmd);
	int rc = do_domctl(xch, &domctl);

	if (!rc && data)
		*data = domctl.u.psr_cmt_op.data;
	return rc;
}

int xc_psr_cmt_attach(xc_interface *xch, uint32_t domid)
{
	return cmt_domain_op(xch, domid, XEN_DOMCTL_PSR_CMT_OP_ATTACH, NULL);
}

int xc_psr_cmt_detach(xc_interface *xch, uint32_t domid)
{
	return cmt_domain_op(xch, domid, XEN_DOMCTL_PSR_CMT_OP_DETACH, NULL);
}

int xc_psr_cmt_get_domain_rmid(xc_interface *xch, uint32_t domid, uint32_t *rmid)
{
	return cmt_domain_op(xch, domid, XEN_DOMCTL_PSR_CMT_OP_QUERY_RMID, rmid);
}

/* A fact of the host: asked for once, and then kept in @cache. */
static int cmt_fact(xc_interface *xch, uint32_t cmd, uint32_t *cache, uint32_t *value)
{
	struct xen_sysctl sysctl = SYSCTL(psr_cmt_op, .cmd = cmd);
	int rc;

	if (!*cache) {
		rc = do_sysctl(xch, &sysctl);
		if (rc)
			return rc;
		*cache = sysctl.u.psr_cmt_op.u.data;
	}
	*value = *cache;
	return 0;
}

int xc_psr_cmt_get_total_rmid(xc_interface *xch, uint32_t *total_rmid)
{
	static uint32_t cache;

	return cmt_fact(xch, XEN_SYSCTL_PSR_CMT_get_total_rmid, &cache, total_rmid);
}

int xc_psr_cmt_get_l3_upscaling_factor(xc_interface *xch, uint32_t *upscaling_factor)
{
	static uint32_t cache;

	return cmt_fact(xch, XEN_SYSCTL_PSR_CMT_get_l3_upscaling_factor, &cache,
			upscaling_factor);
}

int xc_psr_cmt_get_l3_event_mask(xc_interface *xch, uint32_t *event_mask)
{
	uint32_t not_kept = 0;

	return cmt_fact(xch, XEN_SYSCTL_PSR_CMT_get_l3_event_mask, &not_kept, event_mask);
}

int xc_psr_cmt_get_l3_cache_size(xc_interface *xch, uint32_t cpu, uint32_t *l3_cache_size)
{
	struct xen_sysctl sysctl = SYSCTL(psr_cmt_op, .cmd = XEN_SYSCTL_PSR_CMT_get_l3_cache_size,
					  .u.l3_cache.cpu = cpu);
	int rc = do_sysctl(xch, &sysctl);

	if (!rc)
		*l3_cache_size = sysctl.u.psr_cmt_op.u.data;
	return rc;
}

/* The number with which the counter of a type is selected, or 0. */
static uint32_t event_id(xc_psr_cmt_type type)
{
	switch (type) {
	case XC_PSR_CMT_L3_OCCUPANCY:
		return EVTID_L3_OCCUPANCY;
	case XC_PSR_CMT_TOTAL_MEM_COUNT:
		return EVTID_TOTAL_MEM;
	case XC_PSR_CMT_LOCAL_MEM_COUNT:
		return EVTID_LOCAL_MEM;
	}
	return 0;
}

int xc_psr_cmt_get_data(xc_interface *xch, uint32_t rmid, uint32_t cpu, xc_psr_cmt_type type,
			uint64_t *monitor_data, uint64_t *tsc)
{
	/* Select, read, and in the same go the time at which it was read. */
	xc_resource_entry_t entries[] = {
		{ .u.cmd = XEN_RESOURCE_OP_MSR_WRITE, .idx = IA32_QM_EVTSEL,
		  .val = (uint64_t)rmid << 32 | event_id(type) },
		{ .u.cmd = XEN_RESOURCE_OP_MSR_READ, .idx = IA32_QM_CTR },
		{ .u.cmd = XEN_RESOURCE_OP_MSR_READ, .idx = IA32_TSC },
	};
	unsigned int wanted = tsc ? 3 : 2;
	xc_resource_op_t op = { .cpu = cpu, .nr_entries = wanted, .entries = entries };
	int rc;

	if (!event_id(type))
		return fail_with(EINVAL);

	rc = xc_resource_op(xch, 1, &op);
	if (rc < 0)
		return rc;
	if (op.result != wanted || entries[1].val & IA32_QM_CTR_ERROR_MASK)
		return fail_with(EIO);

	*monitor_data = entries[1].val;
	if (tsc)
		*tsc = entries[2].val;
	return 0;
}

int xc_psr_cmt_enabled(xc_interface *xch)
{
	struct xen_sysctl sysctl = SYSCTL(psr_cmt_op, .cmd = XEN_SYSCTL_PSR_CMT_enabled);

	return do_sysctl(xch, &sysctl) ? 0 : (int)sysctl.u.psr_cmt_op.u.data;
}

/* One row per kind of allocation. */
static const struct {
	uint32_t set, get;
} alloc_cmds[] = {
	[XC_PSR_CAT_L3_CBM] = { XEN_DOMCTL_PSR_SET_L3_CBM, XEN_DOMCTL_PSR_GET_L3_CBM },
	[XC_PSR_CAT_L3_CBM_CODE] = { XEN_DOMCTL_PSR_SET_L3_CODE, XEN_DOMCTL_PSR_GET_L3_CODE },
	[XC_PSR_CAT_L3_CBM_DATA] = { XEN_DOMCTL_PSR_SET_L3_DATA, XEN_DOMCTL_PSR_GET_L3_DATA },
	[XC_PSR_CAT_L2_CBM] = { XEN_DOMCTL_PSR_SET_L2_CBM, XEN_DOMCTL_PSR_GET_L2_CBM },
	[XC_PSR_MBA_THRTL] = { XEN_DOMCTL_PSR_SET_MBA_THRTL, XEN_DOMCTL_PSR_GET_MBA_THRTL },
};

static int alloc_type_known(xc_psr_type type)
{
	return type >= XC_PSR_CAT_L3_CBM && type < ARRAY_SIZE(alloc_cmds);
}

int xc_psr_set_domain_data(xc_interface *xch, uint32_t domid, xc_psr_type type, uint32_t target,
			   uint64_t data)
{
	if (!alloc_type_known(type))
		return fail_with(EINVAL);

	struct xen_domctl domctl = DOMCTL(psr_alloc, domid, .cmd = alloc_cmds[type].set,
					  .target = target, .data = data);

	return do_domctl(xch, &domctl);
}

int xc_psr_get_domain_data(xc_interface *xch, uint32_t domid, xc_psr_type type, uint32_t target,
			   uint64_t *data)
{
	if (!alloc_type_known(type))
		return fail_with(EINVAL);

	struct xen_domctl domctl = DOMCTL(psr_alloc, domid, .cmd = alloc_cmds[type].get,
					  .target = target);
	int rc = do_domctl(xch, &domctl);

	if (!rc)
		*data = domctl.u.psr_alloc.data;
	return rc;
}

static const uint32_t info_cmds[] = {
	[XC_PSR_CAT_L3] = XEN_SYSCTL_PSR_get_l3_info,
	[XC_PSR_CAT_L2] = XEN_SYSCTL_PSR_get_l2_info,
	[XC_PSR_MBA] = XEN_SYSCTL_PSR_get_mba_info,
};

int xc_psr_get_hw_info(xc_interface *xch, uint32_t socket, xc_psr_feat_type type,
		       xc_psr_hw_info *hw_info)
{
	struct xen_sysctl sysctl = SYSCTL(psr_alloc, .target = socket);
	const struct xen_sysctl_psr_alloc *out = &sysctl.u.psr_alloc;
	int rc;

	if (!hw_info || type >= ARRAY_SIZE(info_cmds))
		return fail_with(EINVAL);

	sysctl.u.psr_alloc.cmd = info_cmds[type];
	rc = do_sysctl(xch, &sysctl);
	if (rc)
		return rc;

	if (type == XC_PSR_MBA) {
		hw_info->mba.cos_max = out->u.mba_info.cos_max;
		hw_info->mba.thrtl_max = out->u.mba_info.thrtl_max;
		hw_info->mba.linear = out->u.mba_info.flags & XEN_SYSCTL_PSR_MBA_LINEAR;
		return 0;
	}
	hw_info->cat.cos_max = out->u.cat_info.cos_max;
	hw_info->cat.cbm_len = out->u.cat_info.cbm_len;
	hw_info->cat.cdp_enabled = type == XC_PSR_CAT_L3 &&
				   out->u.cat_info.flags & XEN_SYSCTL_PSR_CAT_L3_CDP;
	return 0;
}

#endif
