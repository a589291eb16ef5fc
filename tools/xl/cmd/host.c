/* SPDX-License-Identifier: GPL-2.0-only */
/* The hypervisor's console and keys; xentop. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "../xl.h"
#include "cmd.h"

int cmd_dmesg(int argc, char **argv)
{
	static const struct option options[] = {
		{ "clear", no_argument, NULL, 'c' }, { "help", no_argument, NULL, 'h' }, { }
	};
	libxl_xen_console_reader *reader;
	bool clear = false;
	char *line;
	int rc;

	while (xl_getopt(argc, argv, "c", options, 0) != -1)
		clear = true;
	reader = libxl_xen_console_read_start(ctx, clear);
	if (!reader)
		return EXIT_FAILURE;
	while ((rc = libxl_xen_console_read_line(ctx, reader, &line)) > 0)
		fputs(line, stdout);
	libxl_xen_console_read_finish(ctx, reader);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

int cmd_debug_keys(int argc, char **argv)
{
	xl_getopt(argc, argv, "", NULL, 1);
	if (libxl_send_debug_keys(ctx, argv[optind])) {
		xl_error("cannot send debug keys: %s", argv[optind]);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

int cmd_set_parameters(int argc, char **argv)
{
	xl_getopt(argc, argv, "", NULL, 1);
	if (libxl_set_parameters(ctx, argv[optind])) {
		xl_error("cannot set parameters: %s", argv[optind]);
		xl_error("Use \"xl dmesg\" to look for possible reason.");
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

int cmd_top(int argc, char **argv)
{
	xl_getopt(argc, argv, "", NULL, 0);
	execlp("xentop", "xentop", NULL);
	xl_error("xl: cannot run xentop: %s", strerror(errno));
	return EXIT_FAILURE;
}
