/* SPDX-License-Identifier: GPL-2.0-only */
/* create and config-update. */
#include <getopt.h>
#include <string.h>

#include "../create/create.h"
#include "../xl.h"
#include "cmd.h"

enum { OPT_IGNORE_MASKS = 256 };

/* FILE, where -f has not given one, then settings; the first word with "=" is a setting. */
static void take_words(struct create *c, char **words)
{
	char *longer;

	if (*words && !strchr(*words, '=')) {
		if (c->file)
			xl_error("xl: two configuration files: %s and %s; using the second", c->file, *words);
		c->file = *words++;
	}
	for (; *words; words++) {
		longer = xl_asprintf("%s%s\n", c->extra ? c->extra : "", *words);
		free(c->extra);
		c->extra = longer;
	}
}

static void debug_messages(void)
{
	xtl_stdiostream_set_minlevel(logger, XTL_DEBUG);
}

int cmd_create(int argc, char **argv)
{
	static const struct option options[] = {
		{ "dryrun", no_argument, NULL, 'n' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "defconfig", required_argument, NULL, 'f' },
		{ "vncviewer", no_argument, NULL, 'V' },
		{ "vncviewer-autopass", no_argument, NULL, 'A' },
		{ "ignore-global-affinity-masks", no_argument, NULL, OPT_IGNORE_MASKS },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	struct create c = { .monitor = true, .daemonize = true, .check_host = true };
	int opt, rc;

	while ((opt = xl_getopt(argc, argv, "Fnqf:pcdeVA", options, 0)) != -1) {
		switch (opt) {
		case 'f': c.file = optarg; break;
		case 'p': c.paused = true; break;
		case 'c': c.console = true; break;
		case 'd': debug_messages(); c.debug = true; break;
		case 'F': c.daemonize = false; break;
		case 'e': c.monitor = false; break;
		case 'n': c.dry_run = true; break;
		case 'q': c.quiet = true; break;
		case 'V': c.vnc = true; break;
		case 'A': c.vnc = c.vnc_autopass = true; break;
		case OPT_IGNORE_MASKS: c.ignore_global_masks = true; break;
		}
	}
	take_words(&c, argv + optind);
	if (!c.file && !c.extra) {
		xl_error("Config file not specified and none in save file: xl create FILE");
		return -ERROR_INVAL;
	}
	rc = create_domain(&c);
	free(c.extra);
	return rc;
}

int cmd_config_update(int argc, char **argv)
{
	static const struct option options[] = {
		{ "defconfig", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' }, { }
	};
	struct create c = { 0 };
	libxl_domain_config d;
	uint32_t domid;
	char *json;
	int opt, rc;

	while ((opt = xl_getopt(argc, argv, "df:", options, 1)) != -1) {
		if (opt == 'd')
			debug_messages();
		else
			c.file = optarg;
	}
	xl_error("WARNING: xl now has better capability to manage domain configuration, "
		 "avoid using this command when possible");
	domid = xl_domain(argv[optind]);
	take_words(&c, argv + optind + 1);
	if (!c.file && !c.extra) {
		xl_error("xl: no configuration file given: xl config-update DOMAIN FILE");
		return EXIT_FAILURE;
	}
	libxl_domain_config_init(&d);
	rc = create_read_config(&c, &d);
	if (!rc) {
		json = libxl_domain_config_to_json(ctx, &d);
		if (!dry_run)
			xl_error("setting dom%u configuration", domid);
		if (dry_run)
			fputs(json ? json : "", stdout);
		else if (!json || libxl_userdata_store(ctx, domid, "libxl-json", (uint8_t *)json,
						       strlen(json) + 1)) {
			xl_error("failed to update configuration");
			rc = ERROR_FAIL;
		}
		free(json);
	}
	libxl_domain_config_dispose(&d);
	if (c.settings)
		xlu_cfg_destroy(c.settings);
	free(c.extra);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
