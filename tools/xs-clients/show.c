/* SPDX-License-Identifier: GPL-2.0-only */
/* read, list, exists */
#include <stdlib.h>

#include "client.h"

int cmd_read(struct context *c, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++) {
		unsigned int len;
		char *value = xs_read(c->xsh, c->txn, argv[i], &len), *text;

		if (!value)
			return complain("couldn't read path %s", argv[i]);
		if (c->opt.prefix)
			fprintf(c->out, "%s: ", argv[i]);
		if (c->opt.raw) {
			fwrite(value, 1, len, c->out);
		} else {
			text = escape(value, len);
			fprintf(c->out, "%s\n", text);
			free(text);
		}
		free(value);
	}
	return 0;
}

int cmd_list(struct context *c, int argc, char **argv)
{
	unsigned int n, k;
	int i;

	for (i = 0; i < argc; i++) {
		char **names = xs_directory(c->xsh, c->txn, argv[i], &n);

		if (!names)
			return complain("could not list path %s", argv[i]);
		for (k = 0; k < n; k++) {
			if (c->opt.prefix)
				fprintf(c->out, "%s/", argv[i]);
			fprintf(c->out, "%s\n", names[k]);
		}
		free(names);
	}
	return 0;
}

int cmd_exists(struct context *c, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++) {
		char *value = xs_read(c->xsh, c->txn, argv[i], NULL);

		if (!value)
			return 1;
		free(value);
	}
	return 0;
}
