/* SPDX-License-Identifier: GPL-2.0-only */
#include <getopt.h>
#include <string.h>

#include "xl.h"

static void too_few_words(const char *name, int required)
{
	xl_error("'xl %s' requires at least %d argument%s.\n", name, required,
		 required > 1 ? "s" : "");
	xl_help(name);
	exit(EXIT_USAGE);
}

int xl_getopt(int argc, char **argv, const char *short_options, const struct option *long_options,
	      int required)
{
	static const struct option none[] = { { "help", no_argument, NULL, 'h' }, { } };
	char shorts[64];
	int opt;

	snprintf(shorts, sizeof(shorts), "h%s", short_options);
	opterr = 0;
	opt = getopt_long(argc, argv, shorts, long_options ? long_options : none, NULL);
	switch (opt) {
	case '?':
		if (optopt)
			xl_error("option `%c' not supported.", optopt);
		else
			xl_error("option `%s' not supported.", argv[optind - 1]);
		exit(EXIT_USAGE);
	case 'h':
		xl_help(argv[0]);
		exit(EXIT_SUCCESS);
	case -1:
		if (argc - optind < required)
			too_few_words(argv[0], required);
	}
	return opt;
}
