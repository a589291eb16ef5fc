/* SPDX-License-Identifier: GPL-2.0-only */
/* uptime: of dom0 from its kernel, of guests from the day they were created. */
#include <getopt.h>
#include <time.h>

#include "../xl.h"
#include "cmd.h"

static void format_time(char *text, size_t size, long seconds, bool brief)
{
	long days = seconds / 86400, hours = seconds % 86400 / 3600;
	long minutes = seconds % 3600 / 60;
	char day[48] = "";

	if (days)
		snprintf(day, sizeof(day), "%ld day%s, ", days, days > 1 ? "s" : "");
	if (brief)
		snprintf(text, size, "%s%2ld:%02ld", day, hours, minutes);
	else
		snprintf(text, size, "%s%2ld:%02ld:%02ld", day, hours, minutes, seconds % 60);
}

static long dom0_seconds(void)
{
	FILE *f = fopen("/proc/uptime", "r");
	long seconds = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%ld", &seconds) != 1)
		seconds = 0;
	fclose(f);
	return seconds;
}

/* EXIT_FAILURE when there is no such domain; libxl finds a number valid that nobody has. */
static int print_uptime(uint32_t domid, bool brief, time_t now)
{
	char *name = libxl_domid_to_name(ctx, domid);
	char text[96], clock[16] = "";
	uint32_t start;
	long seconds;
	struct tm tm;

	if (!name) {
		xl_error("Domain %u does not exist.", domid);
		return EXIT_FAILURE;
	}
	if (domid == 0) {
		seconds = dom0_seconds();
	} else {
		start = libxl_vm_get_start_time(ctx, domid);
		seconds = start == (uint32_t)-1 || now < (time_t)start ? 0 : now - start;
	}
	format_time(text, sizeof(text), seconds, brief);
	if (!brief) {
		printf("%-33s %4u %s\n", name, domid, text);
	} else {
		if (localtime_r(&now, &tm))
			strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
		printf(" %s up %s, %s (%u)\n", clock, text, name, domid);
	}
	free(name);
	return EXIT_SUCCESS;
}

int cmd_uptime(int argc, char **argv)
{
	time_t now = time(NULL);
	libxl_dominfo *info;
	bool brief = false;
	int i, count, rc = EXIT_SUCCESS;

	while (xl_getopt(argc, argv, "s", NULL, 0) != -1)
		brief = true;
	if (!brief)
		printf("%-33s %4s %s\n", "Name", "ID", "Uptime");
	for (i = optind; i < argc; i++)
		rc |= print_uptime(xl_domain(argv[i]), brief, now);
	if (optind < argc)
		return rc;
	info = libxl_list_domain(ctx, &count);
	if (!info)
		xl_fatal("libxl_list_domain failed.");
	for (i = 0; i < count; i++)
		print_uptime(info[i].domid, brief, now);
	libxl_dominfo_list_free(info, count);
	return EXIT_SUCCESS;
}
