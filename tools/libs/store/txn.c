/* SPDX-License-Identifier: LGPL-2.1-only */
#include <stdlib.h>

#include "private.h"

xs_transaction_t xs_transaction_start(struct xs_handle *h)
{
	char *answer = xs_talk_string(h, XBT_NULL, XS_TRANSACTION_START, "", NULL);
	xs_transaction_t id;

	if (!answer)
		return XBT_NULL;
	id = strtoul(answer, NULL, 0);
	free(answer);
	return id;
}

bool xs_transaction_end(struct xs_handle *h, xs_transaction_t t, bool abort)
{
	struct piece piece = { abort ? "F" : "T", 2 };

	return xs_order(h, t, XS_TRANSACTION_END, &piece, 1);
}
