/* SPDX-License-Identifier: GPL-2.0-only */
/* console: becomes xenconsole. */
#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "../xl.h"
#include "cmd.h"

int cmd_console(int argc, char **argv)
{
	libxl_console_type type = LIBXL_CONSOLE_TYPE_UNKNOWN;
	bool chosen = false;
	uint32_t domid;
	long number = 0;
	int opt;

	while ((opt = xl_getopt(argc, argv, "n:t:", NULL, 1)) != -1) {
		chosen = true;
		if (opt == 'n') {
			if (xl_parse_number(optarg, INT_MAX, &number))
				xl_fatal("Invalid console number `%s'; consoles count from 0.", optarg);
		} else if (libxl_console_type_from_string(optarg, &type) ||
			   type == LIBXL_CONSOLE_TYPE_UNKNOWN) {
			xl_error("console type supported are: pv, serial, vuart");
			return EXIT_FAILURE;
		}
	}
	domid = xl_domain(argv[optind]);
	/* these return only when it cannot be run */
	if (chosen)
		libxl_console_exec(ctx, domid, number,
				   type == LIBXL_CONSOLE_TYPE_UNKNOWN ? LIBXL_CONSOLE_TYPE_PV : type, -1);
	else
		libxl_primary_console_exec(ctx, domid, -1);
	xl_error("Unable to attach console");
	return EXIT_FAILURE;
}
