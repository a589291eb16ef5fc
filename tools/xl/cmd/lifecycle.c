/* SPDX-License-Identifier: GPL-2.0-only */
/* destroy, shutdown, reboot, pause, unpause. */
#include <getopt.h>
#include <string.h>

#include <libxl_event.h>

#include "../xl.h"
#include "cmd.h"

int cmd_pause(int argc, char **argv)
{
	xl_getopt(argc, argv, "", NULL, 1);
	return libxl_domain_pause(ctx, xl_domain(argv[optind]), NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int cmd_unpause(int argc, char **argv)
{
	xl_getopt(argc, argv, "", NULL, 1);
	return libxl_domain_unpause(ctx, xl_domain(argv[optind]), NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int cmd_destroy(int argc, char **argv)
{
	bool force = force_execution;
	uint32_t domid;
	int rc;

	while (xl_getopt(argc, argv, "f", NULL, 1) != -1)
		force = true;
	domid = xl_domain(argv[optind]);
	if (domid == 0 && !force) {
		xl_error("Not destroying domain 0; use -f to force.\n"
			 "This can only be done when using a disaggregated hardware domain and toolstack.\n");
		return EXIT_FAILURE;
	}
	rc = libxl_domain_destroy(ctx, domid, NULL);
	if (rc)
		xl_error("destroy failed (rc=%d)", rc);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* shutdown and reboot differ only in these. */
struct request {
	int (*ask)(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *how);
	libxl_trigger trigger; /* what -F sends to a guest that cannot be asked */
	const char *doing, *name;
};

static const struct request shutdown_request = {
	libxl_domain_shutdown, LIBXL_TRIGGER_POWER, "Shutting down", "shutdown"
};
static const struct request reboot_request = {
	libxl_domain_reboot, LIBXL_TRIGGER_RESET, "Rebooting", "reboot"
};

struct waiting {
	int shutdowns; /* -w given once: a shutdown is enough, twice: the domain must be gone */
	int count;
};

/* 0 or a libxl error, reported */
static int send_request(uint32_t domid, const struct request *r, bool fallback)
{
	int rc;

	fprintf(stderr, "%s domain %d\n", r->doing, domid);
	rc = r->ask(ctx, domid, NULL);
	if (rc == ERROR_NOPARAVIRT && fallback) {
		xl_error("PV control interface not available:"
			 " sending ACPI %s event.", r->trigger == LIBXL_TRIGGER_POWER ? "power button" : "reset");
		rc = libxl_send_trigger(ctx, domid, r->trigger, 0, NULL);
	} else if (rc == ERROR_NOPARAVIRT) {
		xl_error("PV control interface not available:"
			 " external graceful %s not possible.\n"
			 "Use \"-F\" to fallback to ACPI %s event.", r->name,
			 r->trigger == LIBXL_TRIGGER_POWER ? "power" : "reset");
	}
	if (rc)
		xl_error("%s failed (rc=%d)", r->name, rc);
	return rc;
}

static libxl_evgen_domain_death *watch_death(uint32_t domid)
{
	libxl_evgen_domain_death *death;
	int rc = libxl_evenable_domain_death(ctx, domid, 0, &death);

	if (rc)
		xl_fatal("wait for death failed (evgen, rc=%d)", rc);
	return death;
}

/* Waits until as many domains as asked for are gone or have shut down. */
static void wait_for_deaths(const struct waiting *w)
{
	libxl_event *event;
	int left, rc;

	printf("Waiting for %d domains\n", w->count);
	for (left = w->count; left > 0;) {
		rc = libxl_event_wait(ctx, &event, LIBXL_EVENTMASK_ALL, NULL, NULL);
		if (rc)
			xl_fatal("Failed to get event, quitting (rc=%d)", rc);
		switch (event->type) {
		case LIBXL_EVENT_TYPE_DOMAIN_DEATH:
			printf("Domain %d has been destroyed\n", event->domid);
			left--;
			break;
		case LIBXL_EVENT_TYPE_DOMAIN_SHUTDOWN:
			if (w->shutdowns > 1)
				break;
			printf("Domain %d has been shut down, reason code %d\n", event->domid,
			       event->u.domain_shutdown.shutdown_reason);
			left--;
			break;
		default:
			break;
		}
		libxl_event_free(ctx, event);
	}
}

/* Whatever one of them answers, the others are asked too. */
static int request_all(const struct request *r, bool fallback, struct waiting *w)
{
	int i, count, rc = EXIT_SUCCESS;
	libxl_dominfo *info = libxl_list_domain(ctx, &count);
	libxl_evgen_domain_death **deaths;

	if (!info)
		xl_fatal("libxl_list_domain failed.");
	deaths = xl_calloc(count, sizeof(*deaths));
	for (i = 0; i < count; i++) {
		if (info[i].domid == 0 || libxl_is_stubdom(ctx, info[i].domid, NULL))
			continue;
		if (send_request(info[i].domid, r, fallback))
			rc = EXIT_FAILURE;
		else if (w->shutdowns)
			deaths[w->count++] = watch_death(info[i].domid);
	}
	if (w->shutdowns)
		wait_for_deaths(w);
	for (i = 0; i < w->count; i++)
		libxl_evdisable_domain_death(ctx, deaths[i]);
	free(deaths);
	libxl_dominfo_list_free(info, count);
	return rc;
}

static int request_one(const char *word, const struct request *r, bool fallback, struct waiting *w)
{
	uint32_t domid = xl_domain(word);
	libxl_evgen_domain_death *death;

	if (send_request(domid, r, fallback))
		return EXIT_FAILURE;
	if (w->shutdowns) {
		death = watch_death(domid);
		w->count = 1;
		wait_for_deaths(w);
		libxl_evdisable_domain_death(ctx, death);
	}
	return EXIT_SUCCESS;
}

static int shutdown_or_reboot(int argc, char **argv, const struct request *r)
{
	static const struct option options[] = {
		{ "all", no_argument, NULL, 'a' }, { "wait", no_argument, NULL, 'w' },
		{ "help", no_argument, NULL, 'h' }, { }
	};
	struct waiting w = { 0 };
	bool all = false, fallback = false;
	int opt;

	while ((opt = xl_getopt(argc, argv, "awF", options, 0)) != -1) {
		switch (opt) {
		case 'a': all = true; break;
		case 'w': w.shutdowns++; break;
		case 'F': fallback = true; break;
		}
	}
	if (!argv[optind] && !all) {
		xl_error("You must specify -a or a domain id.\n");
		return EXIT_FAILURE;
	}
	if (argv[optind] && all) {
		xl_error("You must specify -a or a domain id, not both.\n");
		return EXIT_FAILURE;
	}
	return all ? request_all(r, fallback, &w) : request_one(argv[optind], r, fallback, &w);
}

int cmd_shutdown(int argc, char **argv)
{
	return shutdown_or_reboot(argc, argv, &shutdown_request);
}

int cmd_reboot(int argc, char **argv)
{
	return shutdown_or_reboot(argc, argv, &reboot_request);
}
