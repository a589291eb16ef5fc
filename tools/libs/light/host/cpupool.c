// SPDX-License-Identifier: LGPL-2.1-only
/* CPU pools. A pool's name is kept in xenstore: /local/pool/ID/name. */
#include "types/walk.h"
#include "xs.h"

static const char *pool_name(libxl__gc *gc, uint32_t poolid)
{
	return libxl__xs_readf(gc, XBT_NULL, "/local/pool/%u/name", poolid);
}

char *libxl_cpupoolid_to_name(libxl_ctx *ctx, uint32_t poolid)
{
	const char *name;
	SCOPE(ctx);

	name = pool_name(gc, poolid);
	if (!name && poolid == 0)
		name = "Pool-0";
	return libxl__strdup(NULL, name);
}

static void fill_pool(libxl__gc *gc, libxl_cpupoolinfo *out, const xc_cpupoolinfo_t *in)
{
	int size = xc_get_cpumap_size(gc->ctx->xch);

	libxl_cpupoolinfo_init(out);
	out->poolid = in->cpupool_id;
	out->pool_name = libxl_cpupoolid_to_name(gc->ctx, in->cpupool_id);
	out->sched = in->sched_id;
	out->n_dom = in->n_dom;
	libxl_bitmap_alloc(gc->ctx, &out->cpumap, MAX(size, 0) * 8);
	memcpy(out->cpumap.map, in->cpumap, out->cpumap.size);
}

/* the first pool from this id on; ERROR_FAIL logged, 1 when there is no more */
static int next_pool(libxl__gc *gc, uint32_t from, libxl_cpupoolinfo *out)
{
	xc_cpupoolinfo_t *p = xc_cpupool_getinfo(gc->ctx->xch, from);

	if (!p) {
		if (errno == ENOENT)
			return 1;
		LOGE(ERROR, "cannot get information about CPU pools");
		return ERROR_FAIL;
	}
	fill_pool(gc, out, p);
	xc_cpupool_infofree(gc->ctx->xch, p);
	return 0;
}

int libxl_cpupool_info(libxl_ctx *ctx, libxl_cpupoolinfo *info, uint32_t poolid)
{
	int rc;
	SCOPE(ctx);

	rc = next_pool(gc, poolid, info);
	if (rc)
		return rc > 0 ? ERROR_INVAL : rc;
	if (info->poolid != poolid) {
		libxl_cpupoolinfo_dispose(info);
		return ERROR_INVAL;
	}
	return 0;
}

libxl_cpupoolinfo *libxl_list_cpupool(libxl_ctx *ctx, int *nb_pool_out)
{
	libxl_cpupoolinfo info, *list = NULL;
	uint32_t from = 0;
	int n = 0, rc;
	SCOPE(ctx);

	while (!(rc = next_pool(gc, from, &info))) {
		list = libxl__realloc(NULL, list, (n + 1) * sizeof(*list));
		list[n++] = info;
		from = info.poolid + 1;
	}
	if (rc < 0) {
		libxl_cpupoolinfo_list_free(list, n);
		return NULL;
	}
	*nb_pool_out = n;
	return list;
}

void libxl_cpupoolinfo_list_free(libxl_cpupoolinfo *list, int nb_pool)
{
	int i;

	for (i = 0; i < nb_pool; i++)
		libxl_cpupoolinfo_dispose(&list[i]);
	free(list);
}

int libxl_cpupoolid_is_valid(libxl_ctx *ctx, uint32_t poolid)
{
	libxl_cpupoolinfo info;

	if (libxl_cpupool_info(ctx, &info, poolid))
		return 0;
	libxl_cpupoolinfo_dispose(&info);
	return 1;
}

int libxl_name_to_cpupoolid(libxl_ctx *ctx, const char *name, uint32_t *poolid)
{
	int i, n, rc = ERROR_INVAL;
	libxl_cpupoolinfo *list = libxl_list_cpupool(ctx, &n);

	if (!list)
		return ERROR_NOMEM;
	for (i = 0; i < n && rc; i++)
		if (list[i].pool_name && !strcmp(list[i].pool_name, name)) {
			*poolid = list[i].poolid;
			rc = 0;
		}
	libxl_cpupoolinfo_list_free(list, n);
	return rc;
}

int libxl_cpupool_qualifier_to_cpupoolid(libxl_ctx *ctx, const char *p, uint32_t *poolid_r,
					 int *was_name_r)
{
	long id = libxl__parse_id(p);

	if (was_name_r)
		*was_name_r = id < 0;
	if (id < 0)
		return libxl_name_to_cpupoolid(ctx, p, poolid_r);
	*poolid_r = id;
	return 0;
}

int libxl_get_freecpus(libxl_ctx *ctx, libxl_bitmap *cpumap)
{
	xc_cpumap_t map;
	int rc;
	SCOPE(ctx);

	map = xc_cpupool_freeinfo(ctx->xch);
	if (!map) {
		LOGE(ERROR, "cannot get the CPUs that are in no pool");
		return ERROR_FAIL;
	}
	rc = libxl_bitmap_alloc(ctx, cpumap, xc_get_cpumap_size(ctx->xch) * 8);
	if (!rc)
		memcpy(cpumap->map, map, cpumap->size);
	free(map);
	return rc;
}

/* ---- changes ---- */

int libxl_cpupool_cpuadd(libxl_ctx *ctx, uint32_t poolid, int cpu)
{
	SCOPE(ctx);

	if (!xc_cpupool_addcpu(ctx->xch, poolid, cpu))
		return 0;
	LOGE(ERROR, "cannot add CPU %d to pool %u", cpu, poolid);
	return ERROR_FAIL;
}

int libxl_cpupool_cpuremove(libxl_ctx *ctx, uint32_t poolid, int cpu)
{
	SCOPE(ctx);

	if (!xc_cpupool_removecpu(ctx->xch, poolid, cpu))
		return 0;
	LOGE(ERROR, "cannot remove CPU %d from pool %u", cpu, poolid);
	return ERROR_FAIL;
}

/* every CPU of a set; errors do not stop it, the last one is returned */
static int each_cpu(libxl_ctx *ctx, uint32_t poolid, const libxl_bitmap *cpumap,
		    int (*change)(libxl_ctx *, uint32_t, int), int *done)
{
	uint32_t cpu;
	int rc = 0;

	for (cpu = 0; cpu < cpumap->size * 8; cpu++) {
		int r;

		if (!libxl_bitmap_test(cpumap, cpu))
			continue;
		r = change(ctx, poolid, cpu);
		if (r)
			rc = r;
		else if (done)
			(*done)++;
	}
	return rc;
}

int libxl_cpupool_cpuadd_cpumap(libxl_ctx *ctx, uint32_t poolid, const libxl_bitmap *cpumap)
{
	return each_cpu(ctx, poolid, cpumap, libxl_cpupool_cpuadd, NULL);
}

int libxl_cpupool_cpuremove_cpumap(libxl_ctx *ctx, uint32_t poolid, const libxl_bitmap *cpumap)
{
	return each_cpu(ctx, poolid, cpumap, libxl_cpupool_cpuremove, NULL);
}

/* the CPUs of a node that are in `among`; the count of those that could be changed */
static int node_cpus(libxl_ctx *ctx, uint32_t poolid, int node, const libxl_bitmap *among,
		     int (*change)(libxl_ctx *, uint32_t, int), int *cpus)
{
	libxl_bitmap of_node, both;
	int rc;

	*cpus = 0;
	libxl_bitmap_init(&of_node);
	libxl_bitmap_init(&both);
	rc = libxl_cpu_bitmap_alloc(ctx, &of_node, 0);
	rc = rc ? rc : libxl_node_to_cpumap(ctx, node, &of_node);
	rc = rc ? rc : libxl_bitmap_and(ctx, &both, &of_node, among);
	if (!rc)
		each_cpu(ctx, poolid, &both, change, cpus);
	libxl_bitmap_dispose(&of_node);
	libxl_bitmap_dispose(&both);
	return rc;
}

int libxl_cpupool_cpuadd_node(libxl_ctx *ctx, uint32_t poolid, int node, int *cpus)
{
	libxl_bitmap free_cpus;
	int rc;

	libxl_bitmap_init(&free_cpus);
	rc = libxl_get_freecpus(ctx, &free_cpus);
	rc = rc ? rc : node_cpus(ctx, poolid, node, &free_cpus, libxl_cpupool_cpuadd, cpus);
	libxl_bitmap_dispose(&free_cpus);
	return rc;
}

int libxl_cpupool_cpuremove_node(libxl_ctx *ctx, uint32_t poolid, int node, int *cpus)
{
	libxl_cpupoolinfo info;
	int rc = libxl_cpupool_info(ctx, &info, poolid);

	if (rc)
		return rc;
	rc = node_cpus(ctx, poolid, node, &info.cpumap, libxl_cpupool_cpuremove, cpus);
	libxl_cpupoolinfo_dispose(&info);
	return rc;
}

int libxl_cpupool_movedomain(libxl_ctx *ctx, uint32_t poolid, uint32_t domid)
{
	SCOPE(ctx);

	if (!xc_cpupool_movedomain(ctx->xch, poolid, domid))
		return 0;
	LOGED(ERROR, domid, "cannot move it to CPU pool %u", poolid);
	return ERROR_FAIL;
}

struct pool_args {
	uint32_t poolid;
	const char *name, *uuid;
};

static int write_pool(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct pool_args *a = arg;
	const char *dir = SPRINTF("/local/pool/%u", a->poolid);
	int rc = libxl__xs_write(gc, t, SPRINTF("%s/name", dir), a->name);

	return rc || !a->uuid ? rc : libxl__xs_write(gc, t, SPRINTF("%s/uuid", dir), a->uuid);
}

int libxl_cpupool_create(libxl_ctx *ctx, const char *name, libxl_scheduler sched,
			 libxl_bitmap cpumap, libxl_uuid *uuid, uint32_t *poolid)
{
	struct pool_args a = { .name = name };
	int rc;
	SCOPE(ctx);

	if (xc_cpupool_create(ctx->xch, poolid, sched)) {
		LOGE(ERROR, "cannot create CPU pool \"%s\"", name);
		return ERROR_FAIL;
	}
	rc = libxl_cpupool_cpuadd_cpumap(ctx, *poolid, &cpumap);
	a.poolid = *poolid;
	a.uuid = SPRINTF(LIBXL_UUID_FMT, LIBXL_UUID_BYTES(*uuid));
	rc = rc ? rc : libxl__xs_transaction(gc, write_pool, &a);
	if (rc)
		libxl_cpupool_destroy(ctx, *poolid);
	return rc;
}

int libxl_cpupool_destroy(libxl_ctx *ctx, uint32_t poolid)
{
	libxl_cpupoolinfo info;
	int rc;
	SCOPE(ctx);

	rc = libxl_cpupool_info(ctx, &info, poolid);
	if (rc) {
		LOG(ERROR, "there is no CPU pool %u", poolid);
		return rc;
	}
	if (poolid == 0 || info.n_dom) {
		LOG(ERROR, "CPU pool %u is in use by %u domains", poolid, info.n_dom);
		rc = ERROR_INVAL;
	}
	rc = rc ? rc : libxl_cpupool_cpuremove_cpumap(ctx, poolid, &info.cpumap);
	if (!rc && xc_cpupool_destroy(ctx->xch, poolid)) {
		LOGE(ERROR, "cannot destroy CPU pool %u", poolid);
		libxl_cpupool_cpuadd_cpumap(ctx, poolid, &info.cpumap);
		rc = ERROR_FAIL;
	}
	libxl_cpupoolinfo_dispose(&info);
	return rc ? rc : libxl__xs_rm(gc, XBT_NULL, SPRINTF("/local/pool/%u", poolid));
}

int libxl_cpupool_rename(libxl_ctx *ctx, const char *name, uint32_t poolid)
{
	struct pool_args a = { poolid, name, NULL };
	SCOPE(ctx);

	if (!libxl_cpupoolid_is_valid(ctx, poolid))
		return ERROR_INVAL;
	return libxl__xs_transaction(gc, write_pool, &a);
}
