// SPDX-License-Identifier: LGPL-2.1-only
/* An empty domain: in the hypervisor, then its directories in xenstore. */
#include <sys/random.h>

#include "create/create.h"
#include "domain/lifecycle.h"
#include "domain/name.h"

static void fill_createdomain(const libxl_domain_config *config, struct xen_domctl_createdomain *c)
{
	const libxl_domain_create_info *info = &config->c_info;
	const libxl_domain_build_info *build = &config->b_info;

	*c = (struct xen_domctl_createdomain){
		.ssidref = info->ssidref,
		.max_vcpus = build->max_vcpus,
		.max_evtchn_port = build->event_channels,
		.max_grant_frames = build->max_grant_frames,
		.max_maptrack_frames = build->max_maptrack_frames,
		.grant_opts = XEN_DOMCTL_GRANT_version(build->max_grant_version),
		.cpupool_id = info->poolid,
	};
	memcpy(c->handle, info->uuid.uuid, sizeof(c->handle));
	if (info->type != LIBXL_DOMAIN_TYPE_PV) {
		c->flags |= XEN_DOMCTL_CDF_hvm;
		if (libxl_defbool_val(info->hap))
			c->flags |= XEN_DOMCTL_CDF_hap;
		if (!libxl_defbool_val(info->oos))
			c->flags |= XEN_DOMCTL_CDF_oos_off;
		c->arch.emulation_flags = XEN_X86_EMU_LAPIC;
	}
	if (libxl_defbool_val(build->vpmu))
		c->flags |= XEN_DOMCTL_CDF_vpmu;
	if (libxl_defbool_val(build->arch_x86.msr_relaxed))
		c->arch.misc_flags |= XEN_X86_MSR_RELAXED;
}

/* Any id that is a domain's, 0 excepted. */
static uint32_t random_domid(void)
{
	uint16_t n;

	do {
		if (getrandom(&n, sizeof(n), 0) != sizeof(n))
			n = 0;
	} while (!n || n >= DOMID_FIRST_RESERVED);
	return n;
}

/* The hypervisor goes on counting, so that after an id that was in use a moment ago it gives another one. */
static int make_in_xen(libxl__gc *gc, struct libxl__build *b)
{
	enum { TRIES = 1000 };
	libxl_domain_create_info *info = &b->config->c_info;
	bool given = info->domid && info->domid != (uint32_t)INVALID_DOMID &&
		     info->domid != (uint32_t)RANDOM_DOMID;
	struct xen_domctl_createdomain create;
	int i;

	for (i = 0; i < TRIES; i++) {
		uint32_t domid = INVALID_DOMID;

		if (given)
			domid = info->domid;
		else if (info->domid == (uint32_t)RANDOM_DOMID)
			domid = random_domid();
		fill_createdomain(b->config, &create);
		if (xc_domain_create(gc->ctx->xch, &domid, &create)) {
			if (errno == EEXIST && !given)
				continue;
			LOGE(ERROR, "cannot create the domain");
			return errno == ENOMEM ? ERROR_NOMEM : ERROR_FAIL;
		}
		if (!libxl__domid_is_recent(gc, domid)) {
			b->domid = domid;
			return 0;
		}
		xc_domain_destroy(gc->ctx->xch, domid);
		if (given) {
			LOGD(ERROR, domid, "this id was in use less than a minute ago");
			return ERROR_FAIL;
		}
	}
	LOG(ERROR, "no domain id is free that was not in use within the last minute");
	return ERROR_FAIL;
}

/* ---- xenstore ---- */

/* Who may do what: the guest reads what is ours, and owns what it is to fill in. */
enum owner { OURS, READABLE, GUEST };

/* where a guest says on which port it waits for requests to suspend */
#define SUSPEND_PORT "device/suspend/event-channel"

/* below /local/domain/N, in the order they are made */
static const struct { const char *path; enum owner owner; } nodes[] = {
	{ "cpu", READABLE },
	{ "memory", READABLE },
	{ "device", READABLE },
	{ SUSPEND_PORT, GUEST },
	{ "control", READABLE },
	{ "control/shutdown", GUEST },
	{ "control/feature-poweroff", GUEST },
	{ "control/feature-reboot", GUEST },
	{ "control/feature-suspend", GUEST },
	{ "control/sysrq", GUEST },
	{ "data", GUEST },
	{ "drivers", GUEST },
	{ "feature", GUEST },
	{ "attr", GUEST },
	{ "error", GUEST },
};

static int make_node(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *path,
		     enum owner owner)
{
	struct xs_permissions ours = { 0, XS_PERM_NONE };
	struct xs_permissions guest = { domid, XS_PERM_NONE };
	struct xs_permissions readable[2] = { ours, { domid, XS_PERM_READ } };

	switch (owner) {
	case OURS: return libxl__xs_mknod(gc, t, path, &ours, 1);
	case READABLE: return libxl__xs_mknod(gc, t, path, readable, 2);
	case GUEST: return libxl__xs_mknod(gc, t, path, &guest, 1);
	}
	return ERROR_FAIL;
}

static int make_root(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *path,
		     enum owner owner)
{
	int rc = libxl__xs_rm(gc, t, path);

	return rc ? rc : make_node(gc, t, domid, path, owner);
}

static int write_directories(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct libxl__build *b = arg;
	const libxl_domain_create_info *info = &b->config->c_info;
	const char *dom = libxl__xs_domain_path(gc, b->domid);
	const char *own = libxl__xs_libxl_path(gc, b->domid);
	size_t i;
	int rc;

	rc = libxl__name_check_free(gc, t, info->name, b->domid);
	rc = rc ? rc : make_root(gc, t, b->domid, dom, READABLE);
	rc = rc ? rc : make_root(gc, t, b->domid, b->vm_path, READABLE);
	rc = rc ? rc : make_root(gc, t, b->domid, own, OURS);
	rc = rc ? rc : make_node(gc, t, b->domid, SPRINTF("%s/device", own), OURS);
	rc = rc ? rc : libxl__xs_write(gc, t, SPRINTF("%s/vm", dom), b->vm_path);
	rc = rc ? rc : libxl__name_set(gc, t, b->domid, b->vm_path, NULL, info->name);
	for (i = 0; i < ARRAY_SIZE(nodes) && !rc; i++)
		if (strcmp(nodes[i].path, SUSPEND_PORT) || !libxl_defbool_val(info->xend_suspend_evtchn_compat))
			rc = make_node(gc, t, b->domid, SPRINTF("%s/%s", dom, nodes[i].path),
				       nodes[i].owner);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/uuid", b->vm_path), LIBXL_UUID_FMT,
					LIBXL_UUID_BYTES(info->uuid));
	rc = rc ? rc : libxl__xs_write_pairs(gc, t, dom, info->xsdata, NULL, 0);
	rc = rc ? rc : libxl__xs_write_pairs(gc, t, SPRINTF("%s/platform", dom),
					     info->platformdata, NULL, 0);
	rc = rc ? rc : libxl__xs_write(gc, t,
		SPRINTF("%s/control/platform-feature-multiprocessor-suspend", dom), "1");
	rc = rc ? rc : libxl__xs_write(gc, t,
		SPRINTF("%s/control/platform-feature-xs_reset_watches", dom), "1");
	rc = rc ? rc : libxl__xs_write(gc, t, SPRINTF("%s/type", own),
				       libxl_domain_type_to_string(info->type));
	return rc ? rc : libxl__xs_write(gc, t, SPRINTF("%s/dm-version", own),
		libxl_device_model_version_to_string(b->config->b_info.device_model_version));
}

int libxl__domain_make(libxl__gc *gc, struct libxl__build *b)
{
	int rc = make_in_xen(gc, b);

	if (rc)
		return rc;
	b->vm_path = SPRINTF("/vm/" LIBXL_UUID_FMT, LIBXL_UUID_BYTES(b->config->c_info.uuid));
	return libxl__xs_transaction(gc, write_directories, b);
}
