/* SPDX-License-Identifier: GPL-2.0-only */
/* mem-max, mem-set. */
#include <getopt.h>

#include "../xl.h"
#include "cmd.h"

#define MIB_SHIFT 20

static int64_t parse_size(const char *text)
{
	int64_t kb = xl_parse_memory_kb(text, MIB_SHIFT);

	if (kb < 0)
		xl_error("invalid memory size: %s", text);
	return kb;
}

int cmd_mem_max(int argc, char **argv)
{
	uint32_t domid;
	int64_t kb;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	kb = parse_size(argv[optind + 1]);
	if (kb < 0)
		return EXIT_FAILURE;
	if (libxl_domain_setmaxmem(ctx, domid, kb)) {
		xl_error("cannot set domid %u static max memory to : %s", domid, argv[optind + 1]);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

int cmd_mem_set(int argc, char **argv)
{
	uint32_t domid;
	int64_t kb;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	kb = parse_size(argv[optind + 1]);
	if (kb < 0)
		return EXIT_FAILURE;
	if (libxl_set_memory_target(ctx, domid, kb, 0, 1)) {
		xl_error("cannot set domid %u dynamic max memory to : %s", domid, argv[optind + 1]);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
