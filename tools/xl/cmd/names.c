/* SPDX-License-Identifier: GPL-2.0-only */
/* domid, domname, rename. */
#include <getopt.h>

#include "../xl.h"
#include "cmd.h"

int cmd_domid(int argc, char **argv)
{
	uint32_t domid;

	xl_getopt(argc, argv, "", NULL, 1);
	if (libxl_name_to_domid(ctx, argv[optind], &domid)) {
		xl_error("Can't get domid of domain name '%s', maybe this domain does not exist.",
			 argv[optind]);
		return EXIT_FAILURE;
	}
	printf("%u\n", domid);
	return EXIT_SUCCESS;
}

int cmd_domname(int argc, char **argv)
{
	char *name;
	long domid;

	xl_getopt(argc, argv, "", NULL, 1);
	if (xl_parse_number(argv[optind], UINT32_MAX, &domid)) {
		xl_error("Invalid domain id '%s'; a number is needed here.\n", argv[optind]);
		return EXIT_FAILURE;
	}
	name = libxl_domid_to_name(ctx, domid);
	if (!name) {
		xl_error("Can't get domain name of domain id '%s', maybe this domain does not exist.",
			 argv[optind]);
		return EXIT_FAILURE;
	}
	printf("%s\n", name);
	free(name);
	return EXIT_SUCCESS;
}

int cmd_rename(int argc, char **argv)
{
	uint32_t domid;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	if (!*argv[optind + 1]) {
		xl_error("Can't rename domain '%s': the new name is empty.", argv[optind]);
		return EXIT_FAILURE;
	}
	if (libxl_domain_rename(ctx, domid, NULL, argv[optind + 1])) {
		xl_error("Can't rename domain '%s'.", argv[optind]);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
