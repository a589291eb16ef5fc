/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of xl create that stays: waits for the end of the domain and does what is configured then. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <libxl_event.h>

#include <_paths.h>

#include "../xl.h"
#include "create.h"

/* A guest that ends at once and is restarted must not keep the host busy. */
#define SECONDS_BETWEEN_STARTS 2

enum next { NEXT_EXIT, NEXT_GONE, NEXT_FAIL, NEXT_WAIT, NEXT_RESTART, NEXT_RENAME_RESTART };

void reopen_context(void)
{
	static const libxl_childproc_hooks hooks = {
		.chldowner = libxl_sigchld_owner_libxl_always_selective_reap,
	};

	libxl_postfork_child_noexec(ctx);
	ctx = NULL;
	if (libxl_ctx_alloc(&ctx, LIBXL_VERSION, 0, blame_logger((xentoollog_logger *)logger)))
		xl_fatal("cannot reinit xl context after fork");
	libxl_childproc_setmode(ctx, &hooks, NULL);
}

static void redirect(const char *name)
{
	char *log_name = xl_asprintf("xl-%s", name), *log_file;
	int null_fd, log_fd;

	if (libxl_create_logfile(ctx, log_name, &log_file))
		xl_fatal("cannot create a log file %s", log_name);
	log_fd = open(log_file, O_WRONLY | O_CREAT | O_APPEND, 0644);
	null_fd = open("/dev/null", O_RDONLY);
	if (log_fd < 0 || null_fd < 0)
		xl_fatal("cannot open %s: %s", log_fd < 0 ? log_file : "/dev/null", strerror(errno));
	dup2(null_fd, STDIN_FILENO);
	dup2(log_fd, STDOUT_FILENO);
	dup2(log_fd, STDERR_FILENO);
	if (null_fd > STDERR_FILENO)
		close(null_fd);
	if (log_fd > STDERR_FILENO)
		close(log_fd);
	free(log_file);
	free(log_name);
}

bool monitor_daemonize(const char *name)
{
	pid_t child = xl_fork("domain monitoring daemonizing child");

	if (child) {
		if (xl_wait(child, "domain monitoring daemonizing child"))
			exit(EXIT_FAILURE);
		return false;
	}
	reopen_context();
	redirect(name);
	/* this process ends here; its child is nobody's but init's */
	if (daemon(0, 1)) {
		xl_error("xl: cannot become a daemon: %s", strerror(errno));
		_exit(EXIT_FAILURE);
	}
	reopen_context();
	return true;
}

static libxl_action_on_shutdown action_for(const libxl_domain_config *d, uint32_t reason)
{
	switch (reason) {
	case LIBXL_SHUTDOWN_REASON_POWEROFF: return d->on_poweroff;
	case LIBXL_SHUTDOWN_REASON_REBOOT: return d->on_reboot;
	case LIBXL_SHUTDOWN_REASON_CRASH: return d->on_crash;
	case LIBXL_SHUTDOWN_REASON_WATCHDOG: return d->on_watchdog;
	case LIBXL_SHUTDOWN_REASON_SOFT_RESET: return d->on_soft_reset;
	default:
		xl_error("Unknown shutdown reason code %u. Destroying domain.", reason);
		return LIBXL_ACTION_ON_SHUTDOWN_DESTROY;
	}
}

/* The words of xl.cfg. */
static const char *action_name(libxl_action_on_shutdown action)
{
	static const char *const names[] = {
		[LIBXL_ACTION_ON_SHUTDOWN_DESTROY] = "destroy",
		[LIBXL_ACTION_ON_SHUTDOWN_RESTART] = "restart",
		[LIBXL_ACTION_ON_SHUTDOWN_RESTART_RENAME] = "rename-restart",
		[LIBXL_ACTION_ON_SHUTDOWN_PRESERVE] = "preserve",
		[LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_DESTROY] = "coredump-destroy",
		[LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_RESTART] = "coredump-restart",
		[LIBXL_ACTION_ON_SHUTDOWN_SOFT_RESET] = "soft-reset",
	};

	return action < ARRAY_SIZE(names) && names[action] ? names[action] : "unknown";
}

static void dump_core(uint32_t domid)
{
	char *name = xl_domain_name(domid);
	char *file = xl_asprintf(XEN_DUMP_DIR "/%s", name);
	int rc;

	xl_error("dumping core to %s", file);
	rc = libxl_domain_core_dump(ctx, domid, file, NULL);
	if (rc)
		xl_error("core dump failed (rc=%d)", rc);
	free(file);
	free(name);
}

static void destroy(uint32_t domid)
{
	xl_error("Domain %d needs to be cleaned up: destroying the domain", domid);
	libxl_domain_destroy(ctx, domid, NULL);
}

static enum next handle_shutdown(libxl_domain_config *d, uint32_t domid, uint32_t reason)
{
	libxl_action_on_shutdown action;

	if (reason == LIBXL_SHUTDOWN_REASON_SUSPEND) {
		xl_error("Domain has suspended.");
		return NEXT_EXIT;
	}
	action = action_for(d, reason);
	xl_error("Action for shutdown reason code %u is %s", reason, action_name(action));
	if (action == LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_DESTROY ||
	    action == LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_RESTART)
		dump_core(domid);
	switch (action) {
	case LIBXL_ACTION_ON_SHUTDOWN_PRESERVE:
		return NEXT_EXIT;
	case LIBXL_ACTION_ON_SHUTDOWN_RESTART:
	case LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_RESTART:
		return NEXT_RESTART;
	case LIBXL_ACTION_ON_SHUTDOWN_RESTART_RENAME:
		return NEXT_RENAME_RESTART;
	case LIBXL_ACTION_ON_SHUTDOWN_SOFT_RESET:
		if (!libxl_domain_soft_reset(ctx, d, domid, NULL, NULL))
			return NEXT_WAIT;
		xl_error("soft reset failed");
		/* fall through */
	default:
		destroy(domid);
		return NEXT_EXIT;
	}
}

/* Waits for one end of the domain and handles it. */
static enum next follow(libxl_domain_config *d, uint32_t domid)
{
	enum next next = NEXT_WAIT;
	libxl_event *event;

	while (next == NEXT_WAIT) {
		if (libxl_event_wait(ctx, &event, LIBXL_EVENTMASK_ALL, NULL, NULL)) {
			xl_error("Failed to get event, quitting");
			return NEXT_FAIL;
		}
		switch (event->type) {
		case LIBXL_EVENT_TYPE_DOMAIN_SHUTDOWN:
			xl_error("Domain %d has shut down, reason code %d 0x%x", event->domid,
				 event->u.domain_shutdown.shutdown_reason,
				 event->u.domain_shutdown.shutdown_reason);
			next = handle_shutdown(d, domid, event->u.domain_shutdown.shutdown_reason);
			break;
		case LIBXL_EVENT_TYPE_DOMAIN_DEATH:
			xl_error("Domain %d has been destroyed.", event->domid);
			next = NEXT_GONE;
			break;
		default:
			xl_error("warning, got unexpected event type %d", event->type);
		}
		libxl_event_free(ctx, event);
	}
	return next;
}

/* What the domain has become since it was created (devices, memory), or what config-update left for it. */
static void reload_config(uint32_t domid, libxl_domain_config *d)
{
	libxl_domain_config current;

	libxl_domain_config_init(&current);
	if (libxl_retrieve_domain_configuration(ctx, domid, &current, NULL)) {
		xl_error("cannot read the domain's current configuration; using the one it was created with");
		libxl_domain_config_dispose(&current);
		return;
	}
	libxl_domain_config_dispose(d);
	*d = current;
}

/* Keeps the ended domain under another name and UUID. False when that failed. */
static bool preserve(libxl_domain_config *d, uint32_t domid)
{
	time_t now = time(NULL);
	libxl_uuid new_uuid;
	char suffix[32];
	struct tm tm;

	libxl_uuid_generate(&new_uuid);
	if (!gmtime_r(&now, &tm) || !strftime(suffix, sizeof(suffix), "-%Y%m%dT%H%MZ", &tm))
		return false;
	xl_error("Preserving domain %u %s with suffix%s", domid, d->c_info.name, suffix);
	return !libxl_domain_preserve(ctx, domid, &d->c_info, suffix, new_uuid);
}

/* Starts the domain again; its number. INVALID_DOMID when it could not be. */
static uint32_t restart(const struct create *c, libxl_domain_config *d, uint32_t domid, bool rename,
			time_t started)
{
	struct create again = *c;
	time_t ran = time(NULL) - started;

	again.paused = false;
	again.console = false;
	reload_config(domid, d);
	if (!rename || !preserve(d, domid))
		destroy(domid);
	xl_error("Done. Rebooting now");
	if (ran >= 0 && ran < SECONDS_BETWEEN_STARTS)
		sleep(SECONDS_BETWEEN_STARTS - ran);
	return create_build(&again, d, &domid) ? NO_DOMAIN : domid;
}

static int monitor_one(libxl_domain_config *d, uint32_t domid, enum next *next)
{
	libxl_evgen_domain_death *death = NULL;
	int rc;

	xl_error("Waiting for domain %s (domid %u) to die [pid %ld]", d->c_info.name, domid,
		 (long)getpid());
	rc = libxl_evenable_domain_death(ctx, domid, 0, &death);
	if (rc) {
		xl_error("cannot watch the domain (rc=%d)", rc);
		return rc;
	}
	*next = follow(d, domid);
	libxl_evdisable_domain_death(ctx, death);
	return 0;
}

int monitor_domain(const struct create *c, libxl_domain_config *d, uint32_t domid)
{
	enum next next = NEXT_EXIT;
	time_t started;
	int rc;

	for (;;) {
		started = time(NULL);
		rc = monitor_one(d, domid, &next);
		if (rc)
			return -rc;
		if (next == NEXT_GONE || next == NEXT_FAIL)
			return next == NEXT_GONE ? EXIT_SUCCESS : EXIT_FAILURE;
		if (next == NEXT_EXIT)
			break;
		domid = restart(c, d, domid, next == NEXT_RENAME_RESTART, started);
		if (domid == NO_DOMAIN) {
			xl_error("cannot start the domain again");
			return EXIT_FAILURE;
		}
	}
	xl_error("Done. Exiting now");
	return EXIT_SUCCESS;
}
