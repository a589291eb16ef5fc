/* SPDX-License-Identifier: LGPL-2.1-only */
/* Requests about domains, and to the daemon itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define NUMBERS_MAX 3

/* A request whose body is decimal numbers, each with its NUL. */
static char *talk_numbers(struct xs_handle *h, uint32_t type, const unsigned long *number,
			  unsigned int count)
{
	char text[NUMBERS_MAX * MAX_STRLEN(unsigned long)];
	struct piece piece = { text, 0 };
	unsigned int i;

	for (i = 0; i < count; i++)
		piece.len += snprintf(text + piece.len, sizeof(text) - piece.len, "%lu",
				      number[i]) + 1;
	return xs_talk(h, XBT_NULL, type, &piece, 1, NULL);
}

static bool order_numbers(struct xs_handle *h, uint32_t type, const unsigned long *number,
			  unsigned int count)
{
	char *answer = talk_numbers(h, type, number, count);

	free(answer);
	return answer;
}

bool xs_introduce_domain(struct xs_handle *h, unsigned int domid, unsigned long mfn,
			 unsigned int eventchn)
{
	unsigned long n[] = { domid, mfn, eventchn };

	return order_numbers(h, XS_INTRODUCE, n, 3);
}

bool xs_set_target(struct xs_handle *h, unsigned int domid, unsigned int target)
{
	unsigned long n[] = { domid, target };

	return order_numbers(h, XS_SET_TARGET, n, 2);
}

bool xs_resume_domain(struct xs_handle *h, unsigned int domid)
{
	unsigned long n = domid;

	return order_numbers(h, XS_RESUME, &n, 1);
}

bool xs_release_domain(struct xs_handle *h, unsigned int domid)
{
	unsigned long n = domid;

	return order_numbers(h, XS_RELEASE, &n, 1);
}

char *xs_get_domain_path(struct xs_handle *h, unsigned int domid)
{
	unsigned long n = domid;

	return talk_numbers(h, XS_GET_DOMAIN_PATH, &n, 1);
}

bool xs_is_domain_introduced(struct xs_handle *h, unsigned int domid)
{
	unsigned long n = domid;
	char *answer = talk_numbers(h, XS_IS_DOMAIN_INTRODUCED, &n, 1);
	bool yes = answer && !strcmp(answer, "T");

	free(answer);
	return yes;
}

char *xs_control_command(struct xs_handle *h, const char *cmd, void *data, unsigned int len)
{
	struct piece piece[] = { { cmd, strlen(cmd) + 1 }, { data, len } };

	return xs_talk(h, XBT_NULL, XS_CONTROL, piece, 2, NULL);
}

int xs_suspend_evtchn_port(int domid)
{
	struct xs_handle *h = xs_open(0);
	char path[128], *value;
	int port = -1;

	if (!h)
		return -1;
	snprintf(path, sizeof(path), "/local/domain/%d/device/suspend/event-channel", domid);
	value = xs_read(h, XBT_NULL, path, NULL);
	if (value)
		port = atoi(value);
	free(value);
	xs_close(h);
	return port;
}
