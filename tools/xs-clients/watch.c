/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>
#include <string.h>

#include "client.h"

int cmd_watch(struct context *c, int argc, char **argv)
{
	long left = c->opt.events;
	int i;

	for (i = 0; i < argc; i++) {
		if (!xs_watch(c->xsh, argv[i], argv[i]))
			return complain("Unable to add watch on %s", argv[i]);
	}
	while (left) {
		unsigned int n;
		char **event = xs_read_watch(c->xsh, &n);

		if (!event)
			return complain("lost the connection: %s", strerror(errno));
		printf("%s\n", event[XS_WATCH_PATH]);
		fflush(stdout);
		free(event);
		if (left > 0)
			left--;
	}
	return 0;
}
