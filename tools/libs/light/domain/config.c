// SPDX-License-Identifier: LGPL-2.1-only
/* The configuration of a domain as it is now: the stored one brought up to date. */
#include "domain/memory.h"
#include "domain/userdata.h"

struct retrieve_args {
	uint32_t domid;
	libxl_domain_config *config;
};

/* Drops from the stored list what is no longer there and adds what is not in it. */
static void merge_list(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
		       libxl_domain_config *config)
{
	int i, n, kept = 0, *count = libxl__config_count(t, config);
	char *stored = *libxl__config_list(t, config);
	char *present = libxl__device_list(gc, t, domid, &n);
	size_t size = t->type->size;

	for (i = 0; i < *count; i++) {
		char *dev = stored + i * size;

		if (!libxl__list_find(t, present, n, dev)) {
			libxl__type_dispose(t->type, dev);
			continue;
		}
		if (kept != i)
			memcpy(stored + kept * size, dev, size);
		kept++;
	}
	*count = kept;
	for (i = 0; i < n; i++) {
		char *dev = present + i * size;

		if (libxl__list_find(t, stored, *count, dev))
			continue;
		stored = libxl__realloc(NULL, stored, (*count + 1) * size);
		libxl__type_copy(t->type, stored + *count * size, dev);
		(*count)++;
	}
	*libxl__config_list(t, config) = stored;
	libxl__device_list_free(t, present, n);
}

/* which vCPUs the guest was told to use */
static int current_vcpus(libxl__gc *gc, uint32_t domid, libxl_bitmap *map)
{
	xc_domaininfo_t info;
	unsigned int i, max;
	int rc = libxl__domain_info(gc, domid, &info);

	if (rc)
		return rc;
	max = info.max_vcpu_id + 1;
	libxl_bitmap_dispose(map);
	libxl_bitmap_alloc(gc->ctx, map, max);
	for (i = 0; i < max; i++) {
		const char *v = libxl__xs_readf(gc, XBT_NULL,
			"/local/domain/%u/cpu/%u/availability", domid, i);

		if (!v || !strcmp(v, "online"))
			libxl_bitmap_set(map, i);
	}
	return 0;
}

static int current_memory(libxl__gc *gc, uint32_t domid, libxl_domain_config *config)
{
	uint64_t target, max;
	int rc = libxl__get_memory(gc, domid, &target, &max);

	if (rc)
		return rc;
	config->b_info.target_memkb = target;
	config->b_info.max_memkb = max;
	return 0;
}

static int retrieve_task(libxl__gc *gc, void *arg)
{
	struct retrieve_args *a = arg;
	libxl_domain_config *c = a->config;
	struct libxl__userdata_lock lock;
	const char *name;
	int i, rc;

	rc = libxl__userdata_lock(gc, a->domid, &lock);
	if (rc) {
		if (rc == ERROR_DOMAIN_NOTFOUND)
			LOGD(ERROR, a->domid, "no such domain");
		return rc;
	}
	rc = libxl__config_load(gc, a->domid, c);
	libxl__userdata_unlock(gc, &lock);
	if (rc)
		return rc;
	name = libxl__domid_to_name(gc, a->domid);
	if (name) {
		free(c->c_info.name);
		c->c_info.name = libxl__strdup(NULL, name);
	}
	rc = libxl_domain_sched_params_get(gc->ctx, a->domid, &c->b_info.sched_params);
	rc = rc ? rc : current_memory(gc, a->domid, c);
	if (!rc && a->domid)
		rc = current_vcpus(gc, a->domid, &c->b_info.avail_vcpus);
	for (i = 0; !rc && libxl__device_types[i]; i++)
		merge_list(gc, libxl__device_types[i], a->domid, c);
	return rc;
}

int libxl_retrieve_domain_configuration(libxl_ctx *ctx, uint32_t domid,
					libxl_domain_config *d_config,
					const libxl_asyncop_how *ao_how)
{
	libxl__gc *gc = libxl__ao_new(ctx, domid, ao_how);
	struct retrieve_args *a = NEW(gc, struct retrieve_args);

	*a = (struct retrieve_args){ domid, d_config };
	return libxl__ao_run(gc, retrieve_task, a);
}
