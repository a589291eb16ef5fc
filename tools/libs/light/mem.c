// SPDX-License-Identifier: LGPL-2.1-only
/* Memory that belongs to a scope. */
#include <stdio.h>

#include "internal.h"

struct libxl__block {
	struct libxl__block *next;
	void *p;
};

static void out_of_memory(size_t bytes)
{
	fprintf(stderr, "libxl: fatal: out of memory (%zu bytes)\n", bytes);
	abort();
}

void *libxl__own(libxl__gc *gc, void *p)
{
	struct libxl__block *b;

	if (!p || !gc)
		return p;
	b = malloc(sizeof(*b));
	if (!b)
		out_of_memory(sizeof(*b));
	b->p = p;
	b->next = gc->blocks;
	gc->blocks = b;
	return p;
}

void *libxl__zalloc_raw(size_t bytes)
{
	void *p = calloc(bytes ? bytes : 1, 1);

	if (!p)
		out_of_memory(bytes);
	return p;
}

void *libxl__zalloc(libxl__gc *gc, size_t bytes)
{
	return libxl__own(gc, libxl__zalloc_raw(bytes));
}

void *libxl__realloc(libxl__gc *gc, void *p, size_t bytes)
{
	struct libxl__block *b;
	void *q = realloc(p, bytes ? bytes : 1);

	if (!q)
		out_of_memory(bytes);
	if (!gc)
		return q;
	for (b = gc->blocks; p && b; b = b->next)
		if (b->p == p) {
			b->p = q;
			return q;
		}
	return libxl__own(gc, q);
}

char *libxl__strdup(libxl__gc *gc, const char *s)
{
	return s ? libxl__strndup(gc, s, strlen(s)) : NULL;
}

char *libxl__strndup(libxl__gc *gc, const char *s, size_t n)
{
	char *p = strndup(s, n);

	if (!p)
		out_of_memory(n);
	return libxl__own(gc, p);
}

char *libxl__vsprintf(libxl__gc *gc, const char *fmt, va_list ap)
{
	char *p;

	if (vasprintf(&p, fmt, ap) < 0)
		out_of_memory(strlen(fmt));
	return libxl__own(gc, p);
}

char *libxl__sprintf(libxl__gc *gc, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = libxl__vsprintf(gc, fmt, ap);
	va_end(ap);
	return p;
}

void libxl__gc_free(libxl__gc *gc)
{
	struct libxl__block *b, *next;

	for (b = gc->blocks; b; b = next) {
		next = b->next;
		free(b->p);
		free(b);
	}
	gc->blocks = NULL;
}

void libxl__lock(libxl_ctx *ctx)
{
	if (ctx)
		pthread_mutex_lock(&ctx->lock);
}

void libxl__unlock(libxl_ctx *ctx)
{
	if (ctx)
		pthread_mutex_unlock(&ctx->lock);
}

void libxl__scope_end(libxl__gc *gc)
{
	int e = errno;

	libxl__gc_free(gc);
	libxl__unlock(gc->ctx);
	errno = e;
}
