// SPDX-License-Identifier: LGPL-2.1-only
/* vCPUs of a domain: what they do, where they may run, which are online. */
#include "xs.h"

static int fill_vcpu(libxl__gc *gc, uint32_t domid, uint32_t vcpu, libxl_vcpuinfo *out)
{
	xc_vcpuinfo_t info;

	libxl_vcpuinfo_init(out);
	if (libxl_cpu_bitmap_alloc(gc->ctx, &out->cpumap, 0) ||
	    libxl_cpu_bitmap_alloc(gc->ctx, &out->cpumap_soft, 0))
		return ERROR_FAIL;
	if (xc_vcpu_getinfo(gc->ctx->xch, domid, vcpu, &info)) {
		LOGED(ERROR, domid, "cannot get information about vCPU %u", vcpu);
		return ERROR_FAIL;
	}
	if (xc_vcpu_getaffinity(gc->ctx->xch, domid, vcpu, out->cpumap.map, out->cpumap_soft.map,
				XEN_VCPUAFFINITY_HARD | XEN_VCPUAFFINITY_SOFT)) {
		LOGED(ERROR, domid, "cannot get the affinity of vCPU %u", vcpu);
		return ERROR_FAIL;
	}
	out->vcpuid = vcpu;
	out->cpu = info.cpu;
	out->online = info.online;
	out->blocked = info.blocked;
	out->running = info.running;
	out->vcpu_time = info.cpu_time;
	return 0;
}

libxl_vcpuinfo *libxl_list_vcpu(libxl_ctx *ctx, uint32_t domid, int *nb_vcpu, int *nr_cpus_out)
{
	libxl_vcpuinfo *list;
	xc_domaininfo_t info;
	int i, n = 0, cpus;
	SCOPE(ctx);

	if (libxl__domain_info(gc, domid, &info)) {
		LOGD(ERROR, domid, "no such domain");
		return NULL;
	}
	cpus = libxl_get_max_cpus(ctx);
	if (cpus < 0)
		return NULL;
	if (info.max_vcpu_id != XEN_INVALID_MAX_VCPU_ID)
		n = info.max_vcpu_id + 1;
	list = libxl__zalloc_raw(n * sizeof(*list));
	for (i = 0; i < n; i++)
		if (fill_vcpu(gc, domid, i, &list[i])) {
			libxl_vcpuinfo_list_free(list, i + 1);
			return NULL;
		}
	*nb_vcpu = n;
	*nr_cpus_out = cpus;
	return list;
}

void libxl_vcpuinfo_list_free(libxl_vcpuinfo *list, int nr_vcpus)
{
	int i;

	for (i = 0; i < nr_vcpus; i++)
		libxl_vcpuinfo_dispose(&list[i]);
	free(list);
}

/* ---- affinity ---- */

/* The hypervisor answers with what it will really use; the caller's maps stay as they are. */
static int set_affinity(libxl_ctx *ctx, uint32_t domid, uint32_t vcpuid,
			const libxl_bitmap *hard, const libxl_bitmap *soft, uint32_t flags)
{
	libxl_bitmap h, s;
	int rc = 0;
	SCOPE(ctx);

	libxl_bitmap_init(&h);
	libxl_bitmap_init(&s);
	if (!hard && !soft && !flags)
		return ERROR_INVAL;
	if (hard) {
		flags |= XEN_VCPUAFFINITY_HARD;
		rc = libxl_cpu_bitmap_alloc(ctx, &h, 0);
		if (rc)
			goto out;
		libxl_bitmap_copy(ctx, &h, hard);
	}
	if (soft) {
		flags |= XEN_VCPUAFFINITY_SOFT;
		rc = libxl_cpu_bitmap_alloc(ctx, &s, 0);
		if (rc)
			goto out;
		libxl_bitmap_copy(ctx, &s, soft);
	}
	if (xc_vcpu_setaffinity(ctx->xch, domid, vcpuid, h.map, s.map, flags)) {
		LOGED(ERROR, domid, "cannot set the affinity of vCPU %u", vcpuid);
		rc = ERROR_FAIL;
		goto out;
	}
	if (hard && !libxl_bitmap_equal(hard, &h, 0))
		LOGD(DEBUG, domid, "vCPU %u: not all CPUs of its hard affinity are in its pool", vcpuid);
	if (soft && !libxl_bitmap_is_full(soft) && libxl_bitmap_is_empty(&s))
		LOGD(WARN, domid, "vCPU %u: none of the CPUs of its soft affinity can be used", vcpuid);
out:
	libxl_bitmap_dispose(&h);
	libxl_bitmap_dispose(&s);
	return rc;
}

int libxl_set_vcpuaffinity(libxl_ctx *ctx, uint32_t domid, uint32_t vcpuid,
			   const libxl_bitmap *cpumap_hard, const libxl_bitmap *cpumap_soft)
{
	return set_affinity(ctx, domid, vcpuid, cpumap_hard, cpumap_soft, 0);
}

int libxl_set_vcpuaffinity_force(libxl_ctx *ctx, uint32_t domid, uint32_t vcpuid,
				 const libxl_bitmap *cpumap_hard, const libxl_bitmap *cpumap_soft)
{
	return set_affinity(ctx, domid, vcpuid, cpumap_hard, cpumap_soft, XEN_VCPUAFFINITY_FORCE);
}

int libxl_set_vcpuaffinity_all(libxl_ctx *ctx, uint32_t domid, unsigned int max_vcpus,
			       const libxl_bitmap *cpumap_hard, const libxl_bitmap *cpumap_soft)
{
	unsigned int i;
	int r, rc = 0;

	for (i = 0; i < max_vcpus; i++) {
		r = libxl_set_vcpuaffinity(ctx, domid, i, cpumap_hard, cpumap_soft);
		rc = rc ? rc : r;
	}
	return rc;
}

int libxl_domain_set_nodeaffinity(libxl_ctx *ctx, uint32_t domid, libxl_bitmap *nodemap)
{
	SCOPE(ctx);

	if (!xc_domain_node_setaffinity(ctx->xch, domid, nodemap->map))
		return 0;
	LOGED(ERROR, domid, "cannot set its node affinity");
	return ERROR_FAIL;
}

int libxl_domain_get_nodeaffinity(libxl_ctx *ctx, uint32_t domid, libxl_bitmap *nodemap)
{
	SCOPE(ctx);

	if (!xc_domain_node_getaffinity(ctx->xch, domid, nodemap->map))
		return 0;
	LOGED(ERROR, domid, "cannot get its node affinity");
	return ERROR_FAIL;
}

/* ---- online ---- */

struct online_args {
	uint32_t domid;
	libxl_bitmap *map;
	unsigned int max;
};

static int write_availability(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct online_args *a = arg;
	unsigned int i;
	int rc = 0;

	for (i = 0; i < a->max && !rc; i++)
		rc = libxl__xs_write(gc, t,
			SPRINTF("/local/domain/%u/cpu/%u/availability", a->domid, i),
			libxl_bitmap_test(a->map, i) ? "online" : "offline");
	return rc;
}

static int online_task(libxl__gc *gc, void *arg)
{
	struct online_args *a = arg;
	xc_domaininfo_t info;
	int wanted = libxl_bitmap_count_set(a->map), rc;

	rc = libxl__domain_info(gc, a->domid, &info);
	if (rc) {
		LOGD(ERROR, a->domid, "no such domain");
		return rc;
	}
	a->max = info.max_vcpu_id + 1;
	if (wanted > (int)a->max) {
		LOGD(ERROR, a->domid, "Requested %d VCPUs, however maxcpus is %u!", wanted, a->max);
		return ERROR_FAIL;
	}
	if (libxl__domain_type(gc, a->domid) == LIBXL_DOMAIN_TYPE_HVM)
		return libxl__not_implemented(gc->ctx, "changing the vCPUs of an HVM guest");
	return libxl__xs_transaction(gc, write_availability, a);
}

int libxl_set_vcpuonline(libxl_ctx *ctx, uint32_t domid, libxl_bitmap *cpumap,
			 const libxl_asyncop_how *ao_how)
{
	libxl__gc *gc = libxl__ao_new(ctx, domid, ao_how);
	struct online_args *a = NEW(gc, struct online_args);

	*a = (struct online_args){ domid, cpumap, 0 };
	return libxl__ao_run(gc, online_task, a);
}
