// SPDX-License-Identifier: LGPL-2.1-only
/* The creation of a domain, told in order. */
#include "create/create.h"
#include "device/device.h"
#include "domain/lifecycle.h"
#include "domain/userdata.h"

struct create_args {
	libxl_domain_config *config;
	uint32_t *domid;
	bool report_console;
	libxl_asyncprogress_how console_how;
};

/*
 * What is stored is what the caller gave, so that a restart decides anew, plus the choices that
 * have to stay: uuid, device numbers, addresses.
 */
static void keep_choices(libxl_domain_config *stored, const libxl_domain_config *used)
{
	int i;

	stored->c_info.uuid = used->c_info.uuid;
	stored->b_info.video_memkb = used->b_info.video_memkb;
	stored->b_info.arch_x86.msr_relaxed = used->b_info.arch_x86.msr_relaxed;
	stored->b_info.max_memkb = used->b_info.max_memkb;
	stored->b_info.target_memkb = used->b_info.target_memkb;
	for (i = 0; i < stored->num_disks; i++)
		stored->disks[i].colo_restore_enable = used->disks[i].colo_restore_enable;
	for (i = 0; i < stored->num_nics; i++) {
		stored->nics[i].devid = used->nics[i].devid;
		stored->nics[i].nictype = used->nics[i].nictype;
		memcpy(stored->nics[i].mac, used->nics[i].mac, sizeof(libxl_mac));
	}
}

static int store_config(libxl__gc *gc, uint32_t domid, libxl_domain_config *stored)
{
	struct libxl__userdata_lock lock;
	int rc = libxl__userdata_lock(gc, domid, &lock);

	if (rc)
		return rc;
	rc = libxl__config_store(gc, domid, stored);
	libxl__userdata_unlock(gc, &lock);
	return rc;
}

static int create_steps(libxl__gc *gc, struct create_args *a, struct libxl__build *b,
			libxl_domain_config *stored)
{
	libxl_event *ev;
	int rc;

	rc = libxl__config_setdefault(gc, a->config, LIBXL__NO_DOMID, true);
	if (rc)
		return rc;
	keep_choices(stored, a->config);
	rc = libxl__domain_make(gc, b);
	rc = rc ? rc : store_config(gc, b->domid, stored);
	rc = rc ? rc : libxl__domain_setup(gc, b);
	rc = rc ? rc : libxl__domain_build(gc, b);
	rc = rc ? rc : libxl__domain_introduce(gc, b);
	rc = rc ? rc : libxl__domain_attach(gc, b);
	rc = rc ? rc : libxl_domain_sched_params_set(gc->ctx, b->domid,
						     &a->config->b_info.sched_params);
	if (rc)
		return rc;
	if (a->report_console) {
		ev = libxl__event_new(gc->ctx, LIBXL_EVENT_TYPE_DOMAIN_CREATE_CONSOLE_AVAILABLE,
				      b->domid, a->console_how.for_event);
		ev->domuuid = a->config->c_info.uuid;
		libxl__ao_progress(gc, &a->console_how, ev);
	}
	return 0;
}

static int create_task(libxl__gc *gc, void *arg)
{
	struct create_args *a = arg;
	struct libxl__build b = { .config = a->config, .domid = LIBXL__NO_DOMID };
	libxl_domain_config stored;
	int rc;

	libxl_domain_config_copy(gc->ctx, &stored, a->config);
	rc = create_steps(gc, a, &b, &stored);
	libxl_domain_config_dispose(&stored);
	if (!rc) {
		*a->domid = b.domid;
		return 0;
	}
	*a->domid = INVALID_DOMID;
	if (b.domid != LIBXL__NO_DOMID) {
		libxl__ao_ignore_abort(gc);
		if (libxl__domain_destroy(gc, b.domid))
			LOGD(ERROR, b.domid, "remains of its failed creation could not be removed");
	}
	return rc;
}

int libxl_domain_create_new(libxl_ctx *ctx, libxl_domain_config *d_config, uint32_t *domid,
			    const libxl_asyncop_how *ao_how,
			    const libxl_asyncprogress_how *aop_console_how)
{
	libxl__gc *gc = libxl__ao_new(ctx, LIBXL__NO_DOMID, ao_how);
	struct create_args *a = NEW(gc, struct create_args);

	a->config = d_config;
	a->domid = domid;
	if (aop_console_how) {
		a->report_console = true;
		a->console_how = *aop_console_how;
	}
	*domid = INVALID_DOMID;
	return libxl__ao_run(gc, create_task, a);
}
