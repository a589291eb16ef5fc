// SPDX-License-Identifier: LGPL-2.1-only
/* The hypervisor's console ring, its debug keys and parameters. */
#include <xenhypfs.h>

#include "internal.h"

struct libxl__xen_console_reader {
	char *buffer;
	unsigned int size, count;
	uint32_t index;
	int clear;
	bool incremental;
};

libxl_xen_console_reader *libxl_xen_console_read_start(libxl_ctx *ctx, int clear)
{
	libxl_xen_console_reader *cr = libxl__zalloc_raw(sizeof(*cr));

	cr->size = 16384;
	cr->buffer = libxl__zalloc_raw(cr->size);
	cr->clear = clear;
	return cr;
}

/* 1 and a piece of text in the reader's buffer; 0 at the end; or an error */
int libxl_xen_console_read_line(libxl_ctx *ctx, libxl_xen_console_reader *cr, char **line_r)
{
	SCOPE(ctx);

	memset(cr->buffer, 0, cr->size);
	cr->count = cr->size - 1;
	if (xc_readconsolering(ctx->xch, cr->buffer, &cr->count, cr->clear, cr->incremental,
			       &cr->index)) {
		LOGE(ERROR, "cannot read the hypervisor's console");
		return ERROR_FAIL;
	}
	cr->incremental = true;
	if (!cr->count)
		return 0;
	*line_r = cr->buffer;
	return 1;
}

void libxl_xen_console_read_finish(libxl_ctx *ctx, libxl_xen_console_reader *cr)
{
	free(cr->buffer);
	free(cr);
}

int libxl_send_debug_keys(libxl_ctx *ctx, char *keys)
{
	SCOPE(ctx);

	if (!xc_send_debug_keys(ctx->xch, keys))
		return 0;
	LOGE(ERROR, "cannot send the debug keys \"%s\"", keys);
	return ERROR_FAIL;
}

/* "name=value name=value": each is written to /params of the hypervisor's file system */
static int set_one(libxl__gc *gc, xenhypfs_handle *fs, char *param)
{
	char *value = strchr(param, '=');
	const char *path;

	if (!value) {
		/* a boolean by itself, or with no- before it */
		bool off = !strncmp(param, "no-", 3);

		path = SPRINTF("/params/%s", off ? param + 3 : param);
		value = off ? "0" : "1";
	} else {
		*value++ = 0;
		path = SPRINTF("/params/%s", param);
	}
	if (!xenhypfs_write(fs, path, value))
		return 0;
	LOGE(ERROR, "cannot set hypervisor parameter %s to %s", path + 8, value);
	return errno == ENOENT ? ERROR_INVAL : ERROR_FAIL;
}

int libxl_set_parameters(libxl_ctx *ctx, char *params)
{
	char *copy, *save = NULL, *p;
	xenhypfs_handle *fs;
	int rc = 0;
	SCOPE(ctx);

	fs = xenhypfs_open(ctx->lg, 0);
	if (!fs) {
		LOGE(ERROR, "cannot open the hypervisor's file system");
		return ERROR_FAIL;
	}
	copy = libxl__strdup(gc, params);
	for (p = strtok_r(copy, " ", &save); p && !rc; p = strtok_r(NULL, " ", &save))
		rc = set_one(gc, fs, p);
	xenhypfs_close(fs);
	return rc;
}
