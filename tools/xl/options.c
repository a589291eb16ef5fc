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

/* word: the one that getopt has just taken; a letter among several in one word leaves that word in place. */
static void __attribute__((noreturn)) wrong_option(const char *word, bool needs_value)
{
	char letter[2] = { (char)optopt };
	bool is_long = !strncmp(word, "--", 2);

	xl_error("option `%s' %s.", is_long ? word : letter, needs_value ? "needs a value" : "not supported");
	exit(EXIT_USAGE);
}

/* "-1": an operand; no subcommand has a digit for an option. */
static bool is_negative(const char *word)
{
	return word[0] == '-' && word[1] && !word[1 + strspn(word + 1, "0123456789")];
}

/*
 * getopt gives the words in their order, so that a negative number can be told from an option. The operands are
 * gathered at the front of argv, over words that are done with, and put at its end when no option is left.
 */
static int next_option(int argc, char **argv, const char *shorts, const struct option *longs)
{
	static int operands; /* argv[1] and on, as many */
	int opt, word;

	if (!optind) {
		operands = 0;
		getopt_long(1, argv, shorts, longs, NULL); /* begins anew, with no word to look at */
	}
	for (;;) {
		word = optind;
		if (word < argc && is_negative(argv[word])) {
			argv[++operands] = argv[word];
			optind++;
			continue;
		}
		opt = getopt_long(argc, argv, shorts, longs, NULL);
		if (opt != 1)
			break;
		argv[++operands] = optarg;
	}
	if (opt == -1) {
		optind -= operands;
		memmove(argv + optind, argv + 1, operands * sizeof(*argv));
	}
	return opt;
}

int xl_getopt(int argc, char **argv, const char *short_options, const struct option *long_options,
	      int required)
{
	static const struct option none[] = { { "help", no_argument, NULL, 'h' }, { } };
	int opt, before = optind ? optind : 1;
	char shorts[64];

	snprintf(shorts, sizeof(shorts), "-:h%s", short_options);
	opterr = 0;
	opt = next_option(argc, argv, shorts, long_options ? long_options : none);
	switch (opt) {
	case '?':
	case ':':
		wrong_option(optind > before ? argv[optind - 1] : "", opt == ':');
	case 'h':
		xl_help(argv[0]);
		exit(EXIT_SUCCESS);
	case -1:
		if (argc - optind < required)
			too_few_words(argv[0], required);
	}
	return opt;
}
