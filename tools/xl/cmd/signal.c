/* SPDX-License-Identifier: GPL-2.0-only */
/* sysrq, trigger, button-press. */
#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "../xl.h"
#include "cmd.h"

int cmd_sysrq(int argc, char **argv)
{
	const char *key;
	uint32_t domid;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	key = argv[optind + 1];
	if (!key[0] || key[1]) {
		xl_error("Invalid sysrq.\n");
		xl_help("sysrq");
		return EXIT_FAILURE;
	}
	return libxl_send_sysrq(ctx, domid, key[0]) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int cmd_trigger(int argc, char **argv)
{
	libxl_trigger trigger;
	long vcpu = 0;
	uint32_t domid;

	xl_getopt(argc, argv, "", NULL, 2);
	argv += optind;
	domid = xl_domain(argv[0]);
	if (libxl_trigger_from_string(argv[1], &trigger) || trigger == LIBXL_TRIGGER_UNKNOWN) {
		xl_error("Invalid trigger \"%s\"", argv[1]);
		return EXIT_FAILURE;
	}
	if (argv[2] && xl_parse_number(argv[2], INT_MAX, &vcpu)) {
		xl_error("Invalid vcpuid, using default vcpuid=0.\n");
		vcpu = 0;
	}
	return libxl_send_trigger(ctx, domid, trigger, vcpu, NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int cmd_button_press(int argc, char **argv)
{
	libxl_trigger trigger;
	uint32_t domid;

	xl_getopt(argc, argv, "", NULL, 2);
	xl_error("WARNING: \"button-press\" is deprecated. Please use \"trigger\"");
	domid = xl_domain(argv[optind]);
	if (!strcmp(argv[optind + 1], "power"))
		trigger = LIBXL_TRIGGER_POWER;
	else if (!strcmp(argv[optind + 1], "sleep"))
		trigger = LIBXL_TRIGGER_SLEEP;
	else {
		xl_error("%s is an invalid button identifier", argv[optind + 1]);
		return EXIT_USAGE;
	}
	return libxl_send_trigger(ctx, domid, trigger, 0, NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}
