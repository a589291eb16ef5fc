// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "console.h"

#define MIN_ROOM 4096

void buffer_init(struct buffer *b, size_t limit)
{
	memset(b, 0, sizeof(*b));
	b->limit = limit < MIN_ROOM ? MIN_ROOM : limit;
}

void buffer_set_limit(struct buffer *b, size_t limit)
{
	b->limit = limit < MIN_ROOM ? MIN_ROOM : limit;
	if (b->used > b->limit) {
		b->dropped += b->used - b->limit;
		buffer_drop(b, b->used - b->limit);
	}
}

void buffer_free(struct buffer *b)
{
	free(b->data);
	b->data = NULL;
	b->room = b->start = b->used = 0;
}

/* A larger buffer, with what there is at its beginning. */
static bool grow(struct buffer *b, size_t need)
{
	size_t room = b->room ? b->room : MIN_ROOM, first;
	char *data;

	while (room < need)
		room *= 2;
	if (room > b->limit)
		room = b->limit;
	data = malloc(room);
	if (!data)
		return false;
	first = b->room - b->start < b->used ? b->room - b->start : b->used;
	if (b->used) {
		memcpy(data, b->data + b->start, first);
		memcpy(data + first, b->data, b->used - first);
	}
	free(b->data);
	b->data = data;
	b->room = room;
	b->start = 0;
	return true;
}

bool buffer_append(struct buffer *b, const char *data, size_t len)
{
	size_t end, first;

	if (len > b->limit) {
		b->dropped += len - b->limit;
		data += len - b->limit;
		len = b->limit;
	}
	if (len > b->limit - b->used) {
		b->dropped += len - (b->limit - b->used);
		buffer_drop(b, len - (b->limit - b->used));
	}
	if (b->used + len > b->room && !grow(b, b->used + len))
		return false;
	end = (b->start + b->used) % b->room;
	first = b->room - end < len ? b->room - end : len;
	memcpy(b->data + end, data, first);
	memcpy(b->data, data + first, len - first);
	b->used += len;
	return true;
}

const char *buffer_peek(const struct buffer *b, size_t *len)
{
	*len = b->room - b->start < b->used ? b->room - b->start : b->used;
	return b->data + b->start;
}

void buffer_drop(struct buffer *b, size_t len)
{
	b->start = (b->start + len) % b->room;
	b->used -= len;
	if (!b->used)
		b->start = 0;
}
