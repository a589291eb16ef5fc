/* SPDX-License-Identifier: GPL-2.0-only */
/* dump-core. */
#include <getopt.h>

#include "../xl.h"
#include "cmd.h"

int cmd_dump_core(int argc, char **argv)
{
	uint32_t domid;
	int rc;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	rc = libxl_domain_core_dump(ctx, domid, argv[optind + 1], NULL);
	if (rc == ERROR_NI)
		xl_error("xl: dumping a domain's memory is not implemented yet");
	else if (rc)
		xl_error("core dump failed (rc=%d)", rc);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
