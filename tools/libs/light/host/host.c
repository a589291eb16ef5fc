// SPDX-License-Identifier: LGPL-2.1-only
/* The host: version, capabilities, CPUs, nodes. */
#include "internal.h"

/* ---- version ---- */

static char *version_text(libxl__gc *gc, int what, size_t size)
{
	char *buf = libxl__zalloc_raw(size + 1);

	if (xc_version(gc->ctx->xch, what, buf) < 0)
		LOGE(ERROR, "cannot get version information %d", what);
	return buf;
}

static void get_compile_info(libxl__gc *gc, libxl_version_info *v)
{
	xen_compile_info_t *c = NEW(gc, xen_compile_info_t);

	if (xc_version(gc->ctx->xch, XENVER_compile_info, c) < 0)
		LOGE(ERROR, "cannot get the compiler of the hypervisor");
	v->compiler = libxl__strndup(NULL, c->compiler, sizeof(c->compiler));
	v->compile_by = libxl__strndup(NULL, c->compile_by, sizeof(c->compile_by));
	v->compile_domain = libxl__strndup(NULL, c->compile_domain, sizeof(c->compile_domain));
	v->compile_date = libxl__strndup(NULL, c->compile_date, sizeof(c->compile_date));
}

/* hex digits; empty when the hypervisor has no build id */
static char *get_build_id(libxl__gc *gc)
{
	enum { MAX_ID = 256 };
	xen_build_id_t *id = libxl__zalloc(gc, sizeof(*id) + MAX_ID);
	char *text;
	int i, n;

	id->len = MAX_ID;
	n = xc_version(gc->ctx->xch, XENVER_build_id, id);
	if (n < 0)
		n = 0;
	text = libxl__zalloc_raw(2 * n + 1);
	for (i = 0; i < n; i++)
		sprintf(text + 2 * i, "%02x", id->buf[i]);
	return text;
}

const libxl_version_info *libxl_get_version_info(libxl_ctx *ctx)
{
	libxl_version_info *v = &ctx->version;
	xen_platform_parameters_t params = { 0 };
	long version;
	SCOPE(ctx);

	if (ctx->version_known)
		return v;
	version = xc_version(ctx->xch, XENVER_version, NULL);
	if (version < 0) {
		LOGE(ERROR, "cannot get the version of the hypervisor");
		return NULL;
	}
	v->xen_version_major = version >> 16;
	v->xen_version_minor = version & 0xffff;
	v->xen_version_extra = version_text(gc, XENVER_extraversion, XEN_EXTRAVERSION_LEN);
	get_compile_info(gc, v);
	v->capabilities = version_text(gc, XENVER_capabilities, XEN_CAPABILITIES_INFO_LEN);
	v->changeset = version_text(gc, XENVER_changeset, XEN_CHANGESET_INFO_LEN);
	if (xc_version(ctx->xch, XENVER_platform_parameters, &params) < 0)
		LOGE(ERROR, "cannot get the platform parameters");
	v->virt_start = params.virt_start;
	v->pagesize = xc_version(ctx->xch, XENVER_pagesize, NULL);
	v->commandline = version_text(gc, XENVER_commandline, sizeof(xen_commandline_t));
	v->build_id = get_build_id(gc);
	ctx->version_known = true;
	return v;
}

/* ---- physical information ---- */

/* memory sharing may not exist: then nothing is shared */
static uint64_t sharing(libxl__gc *gc, long n, const char *what)
{
	if (n >= 0)
		return n;
	if (n != -ENOSYS && errno != ENOSYS && errno != EOPNOTSUPP)
		LOGE(WARN, "cannot get the number of %s", what);
	return 0;
}

int libxl_get_physinfo(libxl_ctx *ctx, libxl_physinfo *physinfo)
{
	xc_physinfo_t x = { 0 };
	SCOPE(ctx);

	if (xc_physinfo(ctx->xch, &x)) {
		LOGE(ERROR, "cannot get information about the host");
		return ERROR_FAIL;
	}
	libxl_physinfo_init(physinfo);
	physinfo->threads_per_core = x.threads_per_core;
	physinfo->cores_per_socket = x.cores_per_socket;
	physinfo->max_cpu_id = x.max_cpu_id;
	physinfo->nr_cpus = x.nr_cpus;
	physinfo->cpu_khz = x.cpu_khz;
	physinfo->total_pages = x.total_pages;
	physinfo->free_pages = x.free_pages;
	physinfo->scrub_pages = x.scrub_pages;
	physinfo->outstanding_pages = x.outstanding_pages;
	physinfo->sharing_freed_pages = sharing(gc, xc_sharing_freed_pages(ctx->xch),
						"pages freed by sharing");
	physinfo->sharing_used_frames = sharing(gc, xc_sharing_used_frames(ctx->xch),
						"shared frames");
	physinfo->max_possible_mfn = x.max_mfn;
	physinfo->nr_nodes = x.nr_nodes;
	memcpy(physinfo->hw_cap, x.hw_cap, sizeof(physinfo->hw_cap));
	physinfo->cap_hvm = x.capabilities & XEN_SYSCTL_PHYSCAP_hvm;
	physinfo->cap_pv = x.capabilities & XEN_SYSCTL_PHYSCAP_pv;
	physinfo->cap_hvm_directio = x.capabilities & XEN_SYSCTL_PHYSCAP_directio;
	physinfo->cap_hap = x.capabilities & XEN_SYSCTL_PHYSCAP_hap;
	physinfo->cap_shadow = x.capabilities & XEN_SYSCTL_PHYSCAP_shadow;
	physinfo->cap_iommu_hap_pt_share =
		x.capabilities & XEN_SYSCTL_PHYSCAP_iommu_hap_pt_share;
	physinfo->cap_vmtrace = x.capabilities & XEN_SYSCTL_PHYSCAP_vmtrace;
	physinfo->cap_vpmu = x.capabilities & XEN_SYSCTL_PHYSCAP_vpmu;
	physinfo->cap_gnttab_v1 = x.capabilities & XEN_SYSCTL_PHYSCAP_gnttab_v1;
	physinfo->cap_gnttab_v2 = x.capabilities & XEN_SYSCTL_PHYSCAP_gnttab_v2;
	return 0;
}

/* ---- CPUs and nodes ---- */

static int count(libxl_ctx *ctx, int n, const char *what)
{
	if (n >= 0)
		return n;
	LOGC(ctx, ERROR, "cannot get the number of %s", what);
	return ERROR_FAIL;
}

int libxl_get_max_cpus(libxl_ctx *ctx)
{
	return count(ctx, xc_get_max_cpus(ctx->xch), "possible CPUs");
}

int libxl_get_online_cpus(libxl_ctx *ctx)
{
	return count(ctx, xc_get_online_cpus(ctx->xch), "CPUs");
}

int libxl_get_max_nodes(libxl_ctx *ctx)
{
	return count(ctx, xc_get_max_nodes(ctx->xch), "possible nodes");
}

libxl_cputopology *libxl_get_cpu_topology(libxl_ctx *ctx, int *nb_cpu_out)
{
	libxl_cputopology *out;
	xc_cputopo_t *topo;
	unsigned int n = 0, i;
	SCOPE(ctx);

	if (xc_cputopoinfo(ctx->xch, &n, NULL)) {
		LOGE(ERROR, "cannot get the number of CPUs");
		return NULL;
	}
	topo = NEW_ARRAY(gc, xc_cputopo_t, n);
	if (xc_cputopoinfo(ctx->xch, &n, topo)) {
		LOGE(ERROR, "cannot get the CPU topology");
		return NULL;
	}
	out = libxl__zalloc_raw(n * sizeof(*out));
	for (i = 0; i < n; i++) {
		bool ok = topo[i].core != XEN_INVALID_CORE_ID;

		out[i].core = ok ? topo[i].core : LIBXL_CPUTOPOLOGY_INVALID_ENTRY;
		out[i].socket = topo[i].socket != XEN_INVALID_SOCKET_ID ?
			topo[i].socket : LIBXL_CPUTOPOLOGY_INVALID_ENTRY;
		out[i].node = topo[i].node != XEN_INVALID_NODE_ID ?
			topo[i].node : LIBXL_CPUTOPOLOGY_INVALID_ENTRY;
	}
	*nb_cpu_out = n;
	return out;
}

void libxl_cputopology_list_free(libxl_cputopology *list, int nb_cpu)
{
	free(list);
}

libxl_numainfo *libxl_get_numainfo(libxl_ctx *ctx, int *nr)
{
	unsigned int n = 0, i, j;
	libxl_numainfo *out;
	xc_meminfo_t *mem;
	uint32_t *dist;
	SCOPE(ctx);

	if (xc_numainfo(ctx->xch, &n, NULL, NULL)) {
		LOGE(ERROR, "cannot get the number of nodes");
		return NULL;
	}
	mem = NEW_ARRAY(gc, xc_meminfo_t, n);
	dist = NEW_ARRAY(gc, uint32_t, n * n);
	if (xc_numainfo(ctx->xch, &n, mem, dist)) {
		LOGE(ERROR, "cannot get information about the nodes");
		return NULL;
	}
	out = libxl__zalloc_raw(n * sizeof(*out));
	for (i = 0; i < n; i++) {
		bool ok = mem[i].memsize != XEN_INVALID_MEM_SZ;

		out[i].size = ok ? mem[i].memsize : LIBXL_NUMAINFO_INVALID_ENTRY;
		out[i].free = ok ? mem[i].memfree : LIBXL_NUMAINFO_INVALID_ENTRY;
		out[i].num_dists = n;
		out[i].dists = libxl__zalloc_raw(n * sizeof(uint32_t));
		for (j = 0; j < n; j++) {
			uint32_t d = dist[i * n + j];

			out[i].dists[j] = d != XEN_INVALID_NODE_DIST ?
				d : LIBXL_NUMAINFO_INVALID_ENTRY;
		}
	}
	*nr = n;
	return out;
}

void libxl_numainfo_list_free(libxl_numainfo *list, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		libxl_numainfo_dispose(&list[i]);
	free(list);
}

/* ---- bitmaps of them ---- */

static int alloc_for(libxl_ctx *ctx, libxl_bitmap *map, int max, int (*host_max)(libxl_ctx *))
{
	if (max < 0)
		return ERROR_INVAL;
	if (max == 0)
		max = host_max(ctx);
	if (max <= 0)
		return ERROR_FAIL;
	return libxl_bitmap_alloc(ctx, map, max);
}

int libxl_cpu_bitmap_alloc(libxl_ctx *ctx, libxl_bitmap *cpumap, int max_cpus)
{
	return alloc_for(ctx, cpumap, max_cpus, libxl_get_max_cpus);
}

int libxl_node_bitmap_alloc(libxl_ctx *ctx, libxl_bitmap *nodemap, int max_nodes)
{
	return alloc_for(ctx, nodemap, max_nodes, libxl_get_max_nodes);
}

static int count_sockets(libxl_ctx *ctx)
{
	int i, n, max = 0;
	libxl_cputopology *t = libxl_get_cpu_topology(ctx, &n);

	if (!t)
		return ERROR_FAIL;
	for (i = 0; i < n; i++)
		if (t[i].socket != LIBXL_CPUTOPOLOGY_INVALID_ENTRY)
			max = MAX(max, (int)t[i].socket + 1);
	libxl_cputopology_list_free(t, n);
	return max;
}

int libxl_socket_bitmap_alloc(libxl_ctx *ctx, libxl_bitmap *socketmap, int max_sockets)
{
	return alloc_for(ctx, socketmap, max_sockets, count_sockets);
}

int libxl_get_online_socketmap(libxl_ctx *ctx, libxl_bitmap *socketmap)
{
	int i, n;
	libxl_cputopology *t = libxl_get_cpu_topology(ctx, &n);

	if (!t)
		return ERROR_FAIL;
	libxl_bitmap_set_none(socketmap);
	for (i = 0; i < n; i++)
		if (t[i].socket != LIBXL_CPUTOPOLOGY_INVALID_ENTRY)
			libxl_bitmap_set(socketmap, t[i].socket);
	libxl_cputopology_list_free(t, n);
	return 0;
}

int libxl_nodemap_to_cpumap(libxl_ctx *ctx, const libxl_bitmap *nodemap, libxl_bitmap *cpumap)
{
	int i, n;
	libxl_cputopology *t = libxl_get_cpu_topology(ctx, &n);

	if (!t)
		return ERROR_FAIL;
	libxl_bitmap_set_none(cpumap);
	for (i = 0; i < n; i++)
		if (t[i].node != LIBXL_CPUTOPOLOGY_INVALID_ENTRY &&
		    libxl_bitmap_test(nodemap, t[i].node))
			libxl_bitmap_set(cpumap, i);
	libxl_cputopology_list_free(t, n);
	return 0;
}

int libxl_node_to_cpumap(libxl_ctx *ctx, int node, libxl_bitmap *cpumap)
{
	libxl_bitmap nodemap;
	int rc;

	libxl_bitmap_init(&nodemap);
	rc = libxl_node_bitmap_alloc(ctx, &nodemap, 0);
	if (rc)
		return rc;
	libxl_bitmap_set(&nodemap, node);
	rc = libxl_nodemap_to_cpumap(ctx, &nodemap, cpumap);
	libxl_bitmap_dispose(&nodemap);
	return rc;
}

int libxl_cpumap_to_nodemap(libxl_ctx *ctx, const libxl_bitmap *cpumap, libxl_bitmap *nodemap)
{
	int i, n;
	libxl_cputopology *t = libxl_get_cpu_topology(ctx, &n);

	if (!t)
		return ERROR_FAIL;
	libxl_bitmap_set_none(nodemap);
	for (i = 0; i < n; i++)
		if (t[i].node != LIBXL_CPUTOPOLOGY_INVALID_ENTRY && libxl_bitmap_test(cpumap, i))
			libxl_bitmap_set(nodemap, t[i].node);
	libxl_cputopology_list_free(t, n);
	return 0;
}
