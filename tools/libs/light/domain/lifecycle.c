// SPDX-License-Identifier: LGPL-2.1-only
/* Pause, unpause, shut down, destroy; requests to a guest. */
#include "domain/lifecycle.h"
#include "domain/name.h"
#include "domain/userdata.h"

#include <xenguest.h>

struct domain_args {
	uint32_t domid;
	const char *request;
	libxl_trigger trigger;
	uint32_t vcpuid;
	int cooperative;
};

/* ---- pause ---- */

static int pause_task(libxl__gc *gc, void *arg)
{
	struct domain_args *a = arg;

	if (!xc_domain_pause(gc->ctx->xch, a->domid))
		return 0;
	LOGED(ERROR, a->domid, "cannot pause it");
	return ERROR_FAIL;
}

static int unpause_task(libxl__gc *gc, void *arg)
{
	struct domain_args *a = arg;

	if (!xc_domain_unpause(gc->ctx->xch, a->domid))
		return 0;
	LOGED(ERROR, a->domid, "cannot unpause it");
	return ERROR_FAIL;
}

static int run(libxl_ctx *ctx, libxl__task_fn *fn, struct domain_args args,
	       const libxl_asyncop_how *how)
{
	libxl__gc *gc = libxl__ao_new(ctx, args.domid, how);
	struct domain_args *a = NEW(gc, struct domain_args);

	*a = args;
	return libxl__ao_run(gc, fn, a);
}

int libxl_domain_pause(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *ao_how)
{
	return run(ctx, pause_task, (struct domain_args){ .domid = domid }, ao_how);
}

int libxl_domain_unpause(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *ao_how)
{
	return run(ctx, unpause_task, (struct domain_args){ .domid = domid }, ao_how);
}

/* ---- ask the guest ---- */

static bool request_taken(libxl__gc *gc, const char *value, void *arg)
{
	return !value || !*value;
}

struct control_args {
	uint32_t domid;
	const char *path, *request, *still;
};

/* takes a request back if the guest has not acknowledged it */
static int withdraw(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct control_args *a = arg;
	int rc = libxl__xs_read_checked(gc, t, a->path, &a->still);

	if (!rc && a->still && *a->still)
		rc = libxl__xs_write(gc, t, a->path, "");
	return rc;
}

/* An HVM guest without PV drivers does not listen to xenstore. */
static bool has_pv_drivers(libxl__gc *gc, uint32_t domid)
{
	uint64_t callback;

	if (libxl__domain_type(gc, domid) != LIBXL_DOMAIN_TYPE_HVM)
		return true;
	return !xc_hvm_param_get(gc->ctx->xch, domid, HVM_PARAM_CALLBACK_IRQ, &callback) &&
	       callback;
}

static int control_task(libxl__gc *gc, void *arg)
{
	struct domain_args *a = arg;
	struct control_args c = {
		.domid = a->domid,
		.request = a->request,
		.path = SPRINTF("/local/domain/%u/control/shutdown", a->domid),
	};
	int rc = libxl__domain_info(gc, a->domid, NULL);

	if (rc) {
		LOGD(ERROR, a->domid, "no such domain");
		return rc;
	}
	if (!has_pv_drivers(gc, a->domid)) {
		LOGD(ERROR, a->domid, "the guest has no PV drivers to take the request");
		return ERROR_NOPARAVIRT;
	}
	rc = libxl__xs_write(gc, XBT_NULL, c.path, a->request);
	if (rc)
		return rc;
	/* one minute: a guest acknowledges at once or not at all */
	rc = libxl__wait_xs(gc, c.path, request_taken, NULL, 60 * 1000);
	if (rc != ERROR_TIMEDOUT)
		return rc;
	rc = libxl__xs_transaction(gc, withdraw, &c);
	if (rc || !c.still || !*c.still)
		return rc;
	LOGD(ERROR, a->domid, "the guest did not acknowledge the %s request", a->request);
	return ERROR_FAIL;
}

int libxl_domain_shutdown(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *ao_how)
{
	return run(ctx, control_task,
		   (struct domain_args){ .domid = domid, .request = "poweroff" }, ao_how);
}

int libxl_domain_reboot(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *ao_how)
{
	return run(ctx, control_task,
		   (struct domain_args){ .domid = domid, .request = "reboot" }, ao_how);
}

int libxl_send_sysrq(libxl_ctx *ctx, uint32_t domid, char sysrq)
{
	SCOPE(ctx);

	return libxl__xs_writef(gc, XBT_NULL, SPRINTF("/local/domain/%u/control/sysrq", domid),
				"%c", sysrq);
}

/* ---- triggers ---- */

static int trigger_task(libxl__gc *gc, void *arg)
{
	static const struct { libxl_trigger trigger; uint32_t number; } table[] = {
		{ LIBXL_TRIGGER_NMI, XEN_DOMCTL_SENDTRIGGER_NMI },
		{ LIBXL_TRIGGER_RESET, XEN_DOMCTL_SENDTRIGGER_RESET },
		{ LIBXL_TRIGGER_INIT, XEN_DOMCTL_SENDTRIGGER_INIT },
		{ LIBXL_TRIGGER_POWER, XEN_DOMCTL_SENDTRIGGER_POWER },
		{ LIBXL_TRIGGER_SLEEP, XEN_DOMCTL_SENDTRIGGER_SLEEP },
	};
	struct domain_args *a = arg;
	size_t i;

	if (a->trigger == LIBXL_TRIGGER_S3RESUME) {
		if (!xc_hvm_param_set(gc->ctx->xch, a->domid, HVM_PARAM_ACPI_S_STATE, 0))
			return 0;
		LOGED(ERROR, a->domid, "cannot resume it from sleep");
		return ERROR_FAIL;
	}
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		if (table[i].trigger != a->trigger)
			continue;
		if (!xc_domain_send_trigger(gc->ctx->xch, a->domid, table[i].number, a->vcpuid))
			return 0;
		LOGED(ERROR, a->domid, "cannot send the %s trigger",
		      libxl_trigger_to_string(a->trigger));
		return ERROR_FAIL;
	}
	LOGD(ERROR, a->domid, "no such trigger: %d", a->trigger);
	return ERROR_INVAL;
}

int libxl_send_trigger(libxl_ctx *ctx, uint32_t domid, libxl_trigger trigger, uint32_t vcpuid,
		       const libxl_asyncop_how *ao_how)
{
	return run(ctx, trigger_task,
		   (struct domain_args){ .domid = domid, .trigger = trigger, .vcpuid = vcpuid },
		   ao_how);
}

/* ---- go on after a suspend that was called off ---- */

static int resume_task(libxl__gc *gc, void *arg)
{
	struct domain_args *a = arg;

	if (xc_domain_resume(gc->ctx->xch, a->domid, a->cooperative)) {
		LOGED(ERROR, a->domid, "cannot resume it");
		return ERROR_FAIL;
	}
	if (!xs_resume_domain(gc->ctx->xsh, a->domid)) {
		LOGED(ERROR, a->domid, "xenstored does not resume it");
		return ERROR_FAIL;
	}
	return 0;
}

int libxl_domain_resume(libxl_ctx *ctx, uint32_t domid, int suspend_cancel,
			const libxl_asyncop_how *ao_how)
{
	return run(ctx, resume_task,
		   (struct domain_args){ .domid = domid, .cooperative = suspend_cancel }, ao_how);
}

/* ---- destroy ---- */

struct forget_args {
	uint32_t domid;
	const char *vm;
};

static int forget_domain(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct forget_args *a = arg;
	const char *name = libxl__xs_readf(gc, t, "/local/domain/%u/name", a->domid);
	const char *vm = libxl__xs_readf(gc, t, "/local/domain/%u/vm", a->domid);
	int rc = name ? libxl__name_forget(gc, t, a->domid, name) : 0;

	rc = rc ? rc : libxl__xs_rm(gc, t, libxl__xs_domain_path(gc, a->domid));
	rc = rc ? rc : libxl__xs_rm(gc, t, libxl__xs_libxl_path(gc, a->domid));
	vm = vm ? vm : a->vm;
	if (!rc && vm && !strncmp(vm, "/vm/", 4))
		rc = libxl__xs_rm(gc, t, vm);
	return rc;
}

/* In a process of its own, because the hypervisor takes its time over a large domain. */
static int destroy_in_child(libxl__gc *gc, void *arg)
{
	uint32_t domid = *(uint32_t *)arg;
	xc_interface *xch = xc_interface_open(gc->ctx->lg, gc->ctx->lg, 0);

	if (!xch || xc_domain_destroy(xch, domid)) {
		LOGED(ERROR, domid, "cannot destroy it");
		return 1;
	}
	return 0;
}

static int destroy_in_xen(libxl__gc *gc, uint32_t domid)
{
	int status, rc = libxl__wait_fork(gc, destroy_in_child, &domid, &status);

	if (!rc && status) {
		if (!WIFEXITED(status))
			libxl_report_child_exitstatus(gc->ctx, XTL_ERROR, "destruction of domain",
						      0, status);
		rc = ERROR_FAIL;
	}
	return rc;
}

int libxl__domain_destroy(libxl__gc *gc, uint32_t domid)
{
	struct forget_args forget = { .domid = domid };
	xc_domaininfo_t info;
	libxl_uuid uuid;
	int rc, r;

	rc = libxl__domain_info(gc, domid, &info);
	if (rc == ERROR_DOMAIN_NOTFOUND)
		LOGD(ERROR, domid, "no such domain");
	if (rc)
		return rc;
	memcpy(uuid.uuid, info.handle, sizeof(uuid.uuid));
	forget.vm = SPRINTF("/vm/" LIBXL_UUID_FMT, LIBXL_UUID_BYTES(uuid));
	if (xc_domain_pause(gc->ctx->xch, domid))
		LOGED(WARN, domid, "cannot pause it before its destruction");
	r = libxl__devices_destroy(gc, domid);
	if (r)
		LOGD(ERROR, domid, "not all of its devices could be removed cleanly");
	r = libxl__xs_transaction(gc, forget_domain, &forget);
	if (r)
		LOGD(ERROR, domid, "its xenstore entries could not be removed");
	libxl__userdata_remove_all(gc, domid, &uuid);
	libxl__domid_history_add(gc, domid);
	return destroy_in_xen(gc, domid);
}

static int destroy_task(libxl__gc *gc, void *arg)
{
	struct domain_args *a = arg;

	return libxl__domain_destroy(gc, a->domid);
}

int libxl_domain_destroy(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *ao_how)
{
	return run(ctx, destroy_task, (struct domain_args){ .domid = domid }, ao_how);
}

/* ---- keep a dead domain under another name and uuid ---- */

struct preserve_args {
	uint32_t domid;
	const char *old_vm, *new_vm, *old_name, *new_name;
	const char *uuid;
};

static int preserve(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct preserve_args *a = arg;
	struct xs_permissions perms[2] = { { 0, XS_PERM_NONE }, { a->domid, XS_PERM_READ } };
	int rc = libxl__xs_rm(gc, t, a->old_vm);

	rc = rc ? rc : libxl__xs_mknod(gc, t, a->new_vm, perms, 2);
	rc = rc ? rc : libxl__xs_write(gc, t, SPRINTF("/local/domain/%u/vm", a->domid), a->new_vm);
	rc = rc ? rc : libxl__xs_write(gc, t, SPRINTF("%s/uuid", a->new_vm), a->uuid);
	return rc ? rc : libxl__name_set(gc, t, a->domid, a->new_vm, a->old_name, a->new_name);
}

int libxl_domain_preserve(libxl_ctx *ctx, uint32_t domid, libxl_domain_create_info *info,
			  const char *name_suffix, libxl_uuid new_uuid)
{
	struct preserve_args a = { .domid = domid };
	SCOPE(ctx);

	a.old_vm = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/vm", domid);
	a.old_name = libxl__domid_to_name(gc, domid);
	if (!a.old_vm || !a.old_name) {
		LOGD(ERROR, domid, "no such domain");
		return ERROR_INVAL;
	}
	a.uuid = SPRINTF(LIBXL_UUID_FMT, LIBXL_UUID_BYTES(new_uuid));
	a.new_vm = SPRINTF("/vm/%s", a.uuid);
	a.new_name = SPRINTF("%s%s", info->name ? info->name : a.old_name, name_suffix);
	if (xc_domain_sethandle(ctx->xch, domid, new_uuid.uuid)) {
		LOGED(ERROR, domid, "cannot change its uuid");
		return ERROR_FAIL;
	}
	return libxl__xs_transaction(gc, preserve, &a);
}
