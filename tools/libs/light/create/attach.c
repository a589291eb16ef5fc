// SPDX-License-Identifier: LGPL-2.1-only
/* Make a built domain known to xenstored and xenconsoled, and give it its devices. */
#include <sys/time.h>

#include "create/create.h"
#include "device/device.h"

static int write_image(libxl__gc *gc, xs_transaction_t t, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	char *pairs[] = {
		"ostype", "linux",
		"kernel", info->kernel,
		"ramdisk", info->ramdisk,
		"cmdline", info->cmdline,
		NULL,
	};

	if (info->type != LIBXL_DOMAIN_TYPE_PV)
		return 0;
	return libxl__xs_write_pairs(gc, t, SPRINTF("%s/image", b->vm_path), pairs, NULL, 0);
}

static int write_domain(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct libxl__build *b = arg;
	const libxl_domain_build_info *info = &b->config->b_info;
	const char *dom = libxl__xs_domain_path(gc, b->domid);
	struct timeval now;
	int i, rc;

	gettimeofday(&now, NULL);
	rc = libxl__xs_writef(gc, t, SPRINTF("%s/memory/static-max", dom), "%" PRIu64,
			      info->max_memkb);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/memory/target", dom), "%" PRIu64,
					info->target_memkb - info->video_memkb);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/memory/videoram", dom), "%" PRIu64,
					info->video_memkb);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/domid", dom), "%u", b->domid);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/store/port", dom), "%d", b->store_port);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/store/ring-ref", dom), "%lu",
					b->store_frame);
	for (i = 0; i < info->max_vcpus && !rc; i++)
		rc = libxl__xs_write(gc, t, SPRINTF("%s/cpu/%d/availability", dom, i),
			libxl_bitmap_test(&info->avail_vcpus, i) ? "online" : "offline");
	rc = rc ? rc : write_image(gc, t, b);
	return rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/start_time", b->vm_path), "%lu.%02d",
					  (unsigned long)now.tv_sec, (int)(now.tv_usec / 10000));
}

int libxl__domain_introduce(libxl__gc *gc, struct libxl__build *b)
{
	int rc = libxl__xs_transaction(gc, write_domain, b);

	if (rc)
		return rc;
	if (!xs_introduce_domain(gc->ctx->xsh, b->domid, b->store_frame, b->store_port)) {
		LOGED(ERROR, b->domid, "xenstored refuses it");
		return ERROR_FAIL;
	}
	return 0;
}

static bool is_filled(libxl__gc *gc, const char *value, void *arg)
{
	return value && *value;
}

static int wait_for_console(libxl__gc *gc, struct libxl__build *b)
{
	const char *path = SPRINTF("%s/console/tty", libxl__xs_domain_path(gc, b->domid));
	int rc = libxl__wait_xs(gc, path, is_filled, NULL, LIBXL_INIT_TIMEOUT * 1000);

	if (rc == ERROR_TIMEDOUT)
		LOGD(ERROR, b->domid, "no console within %d s (is xenconsoled running?)",
		     LIBXL_INIT_TIMEOUT);
	return rc;
}

int libxl__domain_attach(libxl__gc *gc, struct libxl__build *b)
{
	struct libxl__console console = {
		.type = "xenconsoled",
		.output = "pty",
		.port = b->console_port,
		.frame = b->console_frame,
	};
	int rc = libxl__console_add(gc, b->domid, &console);

	rc = rc ? rc : libxl__devices_add(gc, b->domid, b->config);
	return rc ? rc : wait_for_console(gc, b);
}
