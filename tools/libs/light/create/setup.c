// SPDX-License-Identifier: LGPL-2.1-only
/* What an empty domain needs before its memory is filled. */
#include <time.h>

#include "cpuid/policy.h"
#include "create/create.h"
#include "xs.h"

/* ---- where it runs ---- */

/*
 * On a host with several nodes, unless told otherwise: the node with the most free memory among
 * those that can hold the domain.
 */
static int place_on_node(libxl__gc *gc, struct libxl__build *b)
{
	libxl_domain_build_info *info = &b->config->b_info;
	uint64_t best_free = 0, need = libxl__need_memory(info) * 1024;
	libxl_bitmap cpus, nodes_map;
	libxl_numainfo *nodes;
	int i, n, best = -1, rc;

	if (!libxl_defbool_val(info->numa_placement) || info->num_vcpu_hard_affinity ||
	    info->num_vcpu_soft_affinity || info->cpumap.size || info->nodemap.size)
		return 0;
	nodes = libxl_get_numainfo(gc->ctx, &n);
	if (!nodes)
		return ERROR_FAIL;
	for (i = 0; n > 1 && i < n; i++)
		if (nodes[i].size != LIBXL_NUMAINFO_INVALID_ENTRY && nodes[i].free >= need &&
		    nodes[i].free > best_free) {
			best = i;
			best_free = nodes[i].free;
		}
	libxl_numainfo_list_free(nodes, n);
	if (best < 0)
		return 0;
	LOGD(DETAIL, b->domid, "placed on node %d", best);
	libxl_bitmap_init(&cpus);
	libxl_bitmap_init(&nodes_map);
	rc = libxl_cpu_bitmap_alloc(gc->ctx, &cpus, 0);
	rc = rc ? rc : libxl_node_bitmap_alloc(gc->ctx, &nodes_map, 0);
	rc = rc ? rc : libxl_node_to_cpumap(gc->ctx, best, &cpus);
	if (!rc) {
		libxl_bitmap_set(&nodes_map, best);
		rc = libxl_domain_set_nodeaffinity(gc->ctx, b->domid, &nodes_map);
	}
	rc = rc ? rc : libxl_set_vcpuaffinity_all(gc->ctx, b->domid, info->max_vcpus, NULL, &cpus);
	libxl_bitmap_dispose(&cpus);
	libxl_bitmap_dispose(&nodes_map);
	return rc;
}

static int set_affinity(libxl__gc *gc, struct libxl__build *b)
{
	libxl_domain_build_info *info = &b->config->b_info;
	int i, rc = place_on_node(gc, b);

	if (!rc && info->nodemap.size)
		rc = libxl_domain_set_nodeaffinity(gc->ctx, b->domid, &info->nodemap);
	if (!rc && info->cpumap.size)
		rc = libxl_set_vcpuaffinity_all(gc->ctx, b->domid, info->max_vcpus, &info->cpumap,
						NULL);
	for (i = 0; !rc && i < info->max_vcpus; i++) {
		libxl_bitmap *hard = i < info->num_vcpu_hard_affinity &&
			info->vcpu_hard_affinity[i].size ? &info->vcpu_hard_affinity[i] : NULL;
		libxl_bitmap *soft = i < info->num_vcpu_soft_affinity &&
			info->vcpu_soft_affinity[i].size ? &info->vcpu_soft_affinity[i] : NULL;

		if (hard || soft)
			rc = libxl_set_vcpuaffinity(gc->ctx, b->domid, i, hard, soft);
	}
	return rc;
}

/* ---- time ---- */

static int set_time(libxl__gc *gc, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	int32_t offset = info->rtc_timeoffset;

	if (libxl_defbool_val(info->localtime)) {
		time_t t = time(NULL);
		struct tm tm;

		if (localtime_r(&t, &tm))
			offset += tm.tm_gmtoff;
	}
	if (offset && xc_domain_set_time_offset(gc->ctx->xch, b->domid, offset)) {
		LOGED(ERROR, b->domid, "cannot set its time offset");
		return ERROR_FAIL;
	}
	/* the numbers of enum libxl_tsc_mode are the hypervisor's */
	if (xc_domain_set_tsc_info(gc->ctx->xch, b->domid, info->tsc_mode, 0, 0, 0)) {
		LOGED(ERROR, b->domid, "cannot set tsc_mode=\"%s\"",
		      libxl_tsc_mode_to_string(info->tsc_mode));
		return ERROR_FAIL;
	}
	return 0;
}

/* ---- what differs by type ---- */

static int setup_pv(libxl__gc *gc, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	struct e820entry map = {
		.addr = 0,
		.size = (info->max_memkb + info->u.pv.slack_memkb) * 1024,
		.type = E820_RAM,
	};

	if (!xc_domain_set_memory_map(gc->ctx->xch, b->domid, &map, 1))
		return 0;
	LOGED(ERROR, b->domid, "cannot set its memory map");
	return ERROR_FAIL;
}

static int set_param(libxl__gc *gc, uint32_t domid, uint32_t param, uint64_t value)
{
	if (!xc_hvm_param_set(gc->ctx->xch, domid, param, value))
		return 0;
	LOGED(ERROR, domid, "cannot set HVM parameter %u to %" PRIu64, param, value);
	return ERROR_FAIL;
}

static int setup_pvh(libxl__gc *gc, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	int rc = set_param(gc, b->domid, HVM_PARAM_TIMER_MODE, info->timer_mode);

	return rc ? rc : set_param(gc, b->domid, HVM_PARAM_ALTP2M, info->altp2m);
}

static int set_paging_pool(libxl__gc *gc, struct libxl__build *b)
{
	uint64_t bytes = b->config->b_info.shadow_memkb * 1024;

	if (!xc_set_paging_mempool_size(gc->ctx->xch, b->domid, bytes))
		return 0;
	LOGED(ERROR, b->domid, "cannot set aside %" PRIu64 " kB for its page tables", bytes / 1024);
	return ERROR_NOMEM;
}

/* ---- hardware given to the guest directly ---- */

static int give_hardware(libxl__gc *gc, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	xc_interface *xch = gc->ctx->xch;
	int i;

	for (i = 0; i < info->num_ioports; i++) {
		const libxl_ioport_range *r = &info->ioports[i];

		if (xc_domain_ioport_permission(xch, b->domid, r->first, r->number, 1)) {
			LOGED(ERROR, b->domid, "ioports: cannot give it 0x%x-0x%x", r->first,
			      r->first + r->number - 1);
			return ERROR_FAIL;
		}
	}
	for (i = 0; i < info->num_irqs; i++) {
		int pirq = info->irqs[i];

		if (xc_physdev_map_pirq(xch, b->domid, pirq, &pirq) ||
		    xc_domain_irq_permission(xch, b->domid, pirq, 1)) {
			LOGED(ERROR, b->domid, "irqs: cannot give it interrupt %u", info->irqs[i]);
			return ERROR_FAIL;
		}
	}
	for (i = 0; i < info->num_iomem; i++) {
		const libxl_iomem_range *r = &info->iomem[i];
		uint64_t gfn = r->gfn == (uint64_t)-1 ? r->start : r->gfn;

		if (xc_domain_iomem_permission(xch, b->domid, r->start, r->number, 1) ||
		    (info->type != LIBXL_DOMAIN_TYPE_PV &&
		     xc_domain_memory_mapping(xch, b->domid, gfn, r->start, r->number, 1))) {
			LOGED(ERROR, b->domid, "iomem: cannot give it frames 0x%" PRIx64 "-0x%"
			      PRIx64, r->start, r->start + r->number - 1);
			return ERROR_FAIL;
		}
	}
	return 0;
}

/* ---- ports ---- */

/* a daemon's domain: 0 unless it says otherwise */
static uint32_t daemon_domid(libxl__gc *gc, const char *path)
{
	const char *v = libxl__xs_read(gc, XBT_NULL, path);
	long id = v ? libxl__parse_id(v) : 0;

	return id < 0 ? 0 : id;
}

static int alloc_port(libxl__gc *gc, struct libxl__build *b, uint32_t remote, int *port)
{
	*port = xc_evtchn_alloc_unbound(gc->ctx->xch, b->domid, remote);
	if (*port >= 0)
		return 0;
	LOGED(ERROR, b->domid, "cannot allocate an event channel to domain %u", remote);
	return ERROR_FAIL;
}

int libxl__domain_setup(libxl__gc *gc, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	bool pv = info->type == LIBXL_DOMAIN_TYPE_PV;
	int rc;

	if (xc_domain_max_vcpus(gc->ctx->xch, b->domid, info->max_vcpus)) {
		LOGED(ERROR, b->domid, "cannot give it %d vCPUs", info->max_vcpus);
		return ERROR_FAIL;
	}
	rc = set_affinity(gc, b);
	if (rc)
		return rc;
	if (xc_domain_setmaxmem(gc->ctx->xch, b->domid,
				info->target_memkb + LIBXL_MAXMEM_CONSTANT +
				(pv ? info->u.pv.slack_memkb : 0))) {
		LOGED(ERROR, b->domid, "cannot set its memory limit");
		return ERROR_FAIL;
	}
	b->store_domid = daemon_domid(gc, "/tool/xenstored/domid");
	b->console_domid = daemon_domid(gc, "/tool/xenconsoled/domid");
	rc = alloc_port(gc, b, b->store_domid, &b->store_port);
	rc = rc ? rc : alloc_port(gc, b, b->console_domid, &b->console_port);
	rc = rc ? rc : pv ? setup_pv(gc, b) : setup_pvh(gc, b);
	rc = rc ? rc : set_time(gc, b);
	if (!rc && !pv)
		rc = set_paging_pool(gc, b);
	rc = rc ? rc : give_hardware(gc, b);
	return rc ? rc : libxl__cpuid_apply(gc, b->domid, info);
}
