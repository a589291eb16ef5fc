// SPDX-License-Identifier: LGPL-2.1-only
/* Connecting to a guest's console. */
#include "device/device.h"

/* The console of a guest whose device model is a domain is that domain's; there are none yet. */
static libxl_console_type primary_type(libxl__gc *gc, uint32_t domid)
{
	return libxl__domain_type(gc, domid) == LIBXL_DOMAIN_TYPE_HVM ?
		LIBXL_CONSOLE_TYPE_SERIAL : LIBXL_CONSOLE_TYPE_PV;
}

static const char *type_word(libxl_console_type type)
{
	switch (type) {
	case LIBXL_CONSOLE_TYPE_SERIAL: return "serial";
	case LIBXL_CONSOLE_TYPE_PV: return "pv";
	case LIBXL_CONSOLE_TYPE_VUART: return "vuart";
	default: return NULL;
	}
}

int libxl_console_exec(libxl_ctx *ctx, uint32_t domid, int cons_num, libxl_console_type type,
		       int notify_fd)
{
	char *args[12];
	int n = 0;
	SCOPE(ctx);

	if (!type_word(type)) {
		LOGD(ERROR, domid, "no such type of console: %d", type);
		return ERROR_INVAL;
	}
	args[n++] = LIBEXEC_BIN "/xenconsole";
	args[n++] = SPRINTF("%u", domid);
	args[n++] = "--num";
	args[n++] = SPRINTF("%d", cons_num);
	args[n++] = "--type";
	args[n++] = (char *)type_word(type);
	if (notify_fd != -1) {
		args[n++] = "--start-notify-fd";
		args[n++] = SPRINTF("%d", notify_fd);
	}
	args[n] = NULL;
	execv(args[0], args);
	LOGED(ERROR, domid, "cannot run %s", args[0]);
	return ERROR_FAIL;
}

int libxl_primary_console_exec(libxl_ctx *ctx, uint32_t domid_vm, int notify_fd)
{
	libxl_console_type type;

	{
		SCOPE(ctx);

		type = primary_type(gc, domid_vm);
	}
	return libxl_console_exec(ctx, domid_vm, 0, type, notify_fd);
}

int libxl_console_get_tty(libxl_ctx *ctx, uint32_t domid, int cons_num, libxl_console_type type,
			  char **path)
{
	struct libxl__device d = { .kind = "console", .domid = domid, .devid = cons_num };
	const char *node, *tty;
	SCOPE(ctx);

	switch (type) {
	case LIBXL_CONSOLE_TYPE_SERIAL:
		node = SPRINTF("/local/domain/%u/serial/%d/tty", domid, cons_num);
		break;
	case LIBXL_CONSOLE_TYPE_PV:
		node = SPRINTF("%s/tty", libxl__device_front_path(gc, &d));
		break;
	default:
		return ERROR_INVAL;
	}
	tty = libxl__xs_read(gc, XBT_NULL, node);
	if (!tty || !*tty) {
		LOGD(ERROR, domid, "console %d has no terminal (%s); is xenconsoled running?",
		     cons_num, node);
		return ERROR_FAIL;
	}
	*path = libxl__strdup(NULL, tty);
	return 0;
}

int libxl_primary_console_get_tty(libxl_ctx *ctx, uint32_t domid_vm, char **path)
{
	libxl_console_type type;

	{
		SCOPE(ctx);

		type = primary_type(gc, domid_vm);
	}
	return libxl_console_get_tty(ctx, domid_vm, 0, type, path);
}
