/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * create_domain(): read the configuration, build the domain under the host's lock, start it, then
 * attach its console and look after it, as asked.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <libxl_event.h>

#include <_paths.h>

#include "../cfg/config.h"
#include "../conf.h"
#include "../print.h"
#include "../xl.h"
#include "create.h"

#define DEFAULT_LOCK XEN_LOCK_DIR "/xl"

static pid_t console_child;

int create_read_config(struct create *c, libxl_domain_config *d)
{
	struct config_text text = {
		.name = c->file ? c->file : "command line",
		.extra = c->extra,
		.quiet = c->quiet,
		.ignore_global_masks = c->ignore_global_masks,
		.check_host = c->check_host && !c->dry_run && !dry_run,
		.keep = &c->settings,
	};
	void *data = NULL;
	int rc;

	if (c->file) {
		rc = libxl_read_file_contents(ctx, c->file, &data, &text.length);
		if (rc) {
			xl_error("Failed to read config file: %s: %s", c->file,
				 strerror(rc > 0 ? rc : errno));
			return ERROR_FAIL;
		}
		if (!c->quiet)
			xl_error("Parsing config from %s", c->file);
	}
	text.data = data ? data : "";
	rc = config_parse(&text, d);
	free(data);
	return rc;
}

/* One domain at a time is created on a host: the memory that one found free is not taken by another. */
static int take_lock(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const char *file = conf.lockfile ? conf.lockfile : DEFAULT_LOCK;
	int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), rc;

	if (fd < 0) {
		xl_error("cannot open the lockfile %s: %s", file, strerror(errno));
		return -1;
	}
	do
		rc = fcntl(fd, F_SETLKW, &lock);
	while (rc < 0 && errno == EINTR);
	if (rc < 0) {
		xl_error("cannot acquire lock %s: %s", file, strerror(errno));
		close(fd);
		return -1;
	}
	return fd;
}

/* libxl tells when the console can be attached to, which is before the guest runs. */
static void attach_console(libxl_ctx *ctx_ignored, libxl_event *event, void *opaque)
{
	uint32_t domid = event->domid;

	libxl_event_free(ctx, event);
	console_child = xl_fork("console child");
	if (console_child)
		return;
	reopen_context();
	libxl_primary_console_exec(ctx, domid, -1);
	xl_error("Unable to attach console");
	_exit(EXIT_FAILURE);
}

static int build_locked(const struct create *c, libxl_domain_config *d, uint32_t *domid)
{
	const libxl_asyncprogress_how console_how = { .callback = attach_console };
	int rc = create_free_memory(d);

	if (rc) {
		if (rc != ERROR_NOMEM) /* which says itself how much there is */
			xl_error("failed to free memory for the domain");
		return rc;
	}
	return libxl_domain_create_new(ctx, d, domid, NULL, c->console ? &console_how : NULL);
}

int create_build(const struct create *c, libxl_domain_config *d, uint32_t *domid)
{
	int lock = take_lock(), rc;

	if (lock < 0)
		return ERROR_FAIL;
	d->c_info.domid = conf.random_domid ? RANDOM_DOMID : INVALID_DOMID;
	*domid = INVALID_DOMID;
	rc = build_locked(c, d, domid);
	close(lock);
	if (!rc && !c->paused)
		rc = libxl_domain_unpause(ctx, *domid, NULL);
	if (rc)
		blame_report(c->settings);
	if (rc && *domid != NO_DOMAIN)
		libxl_domain_destroy(ctx, *domid, NULL);
	return rc;
}

static void show_screen(const struct create *c, uint32_t domid)
{
	if (!c->vnc || xl_fork("vncviewer child"))
		return;
	reopen_context();
	libxl_vncviewer_exec(ctx, domid, c->vnc_autopass);
	xl_error("Unable to execute vncviewer");
	_exit(EXIT_FAILURE);
}

static void print_config(libxl_domain_config *d, FILE *to)
{
	if (conf.output_format == OUTPUT_SXP)
		print_sxp(INVALID_DOMID, d, to);
	else
		print_json(d, to);
}

static int create_and_follow(const struct create *c, libxl_domain_config *d)
{
	uint32_t domid;
	int rc = create_build(c, d, &domid);

	if (rc) {
		if (console_child)
			xl_wait(console_child, "console child");
		return -rc;
	}
	show_screen(c, domid);
	if (c->monitor && (!c->daemonize || monitor_daemonize(d->c_info.name)))
		return monitor_domain(c, d, domid);
	if (console_child)
		xl_wait(console_child, "console child");
	return EXIT_SUCCESS;
}

int create_domain(struct create *c)
{
	libxl_domain_config d;
	int rc;

	libxl_domain_config_init(&d);
	rc = -create_read_config(c, &d);
	if (!rc && (c->dry_run || dry_run))
		print_config(&d, stdout);
	else if (!rc) {
		if (c->debug)
			print_config(&d, stderr);
		rc = create_and_follow(c, &d);
	}
	libxl_domain_config_dispose(&d);
	if (c->settings)
		xlu_cfg_destroy(c->settings);
	c->settings = NULL;
	return rc;
}
