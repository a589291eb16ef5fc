// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Hotplug scripts: block scripts for vbd, network scripts for vif. They find the device by
 * XENBUS_PATH and answer in its backend directory: hotplug-status, or hotplug-error and why.
 */
#include "device/device.h"

static void env_add(libxl__gc *gc, struct libxl__nodes *env, const char *name, const char *value)
{
	libxl__nodes_add(gc, env, name, "%s", value ? value : "");
}

static const char *vif_name(libxl__gc *gc, const struct libxl__device *d, const char *back)
{
	const char *name = libxl__xs_readf(gc, XBT_NULL, "%s/vifname", back);

	return name ? name : SPRINTF("vif%u.%d", d->domid, d->devid);
}

int libxl__hotplug(libxl__gc *gc, const struct libxl__device *d, bool add)
{
	bool vif = !strcmp(d->backend_kind, "vif");
	const char *back = libxl__device_back_path(gc, d);
	const char *script = libxl__xs_readf(gc, XBT_NULL, "%s/script", back), *error;
	struct libxl__nodes env = { NULL, 0 };
	char **args = NEW_ARRAY(gc, char *, 4);
	struct libxl__exec e;
	int rc;

	/* a backend in another domain runs its scripts there */
	if (!script || !*script || d->backend_domid != 0)
		return 0;
	env_add(gc, &env, "script", script);
	env_add(gc, &env, "XENBUS_TYPE", d->backend_kind);
	env_add(gc, &env, "XENBUS_PATH",
		SPRINTF("backend/%s/%u/%d", d->backend_kind, d->domid, d->devid));
	env_add(gc, &env, "XENBUS_BASE_PATH", "backend");
	args[0] = libxl__strdup(gc, script);
	if (vif) {
		env_add(gc, &env, "netdev", libxl__xs_readf(gc, XBT_NULL, "%s/gatewaydev", back));
		env_add(gc, &env, "vif", vif_name(gc, d, back));
		args[1] = add ? "online" : "offline";
		args[2] = "type_if=vif";
	} else {
		args[1] = add ? "add" : "remove";
	}
	e = (struct libxl__exec){
		.args = args,
		.env = env.pairs,
		.what = SPRINTF("%s %s", script, args[1]),
		.timeout_ms = LIBXL_HOTPLUG_TIMEOUT * 1000,
	};
	rc = libxl__wait_exec(gc, &e);
	error = libxl__xs_readf(gc, XBT_NULL, "%s/hotplug-error", back);
	if (error && (add || rc)) {
		LOGD(ERROR, d->domid, "%s: %s", script, error);
		rc = rc ? rc : ERROR_FAIL;
	}
	return rc;
}
