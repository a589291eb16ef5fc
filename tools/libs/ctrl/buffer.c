/* SPDX-License-Identifier: LGPL-2.1-only */
/* Hypercall buffers: the public kind, declared by macros of xenctrl.h, and bounces. */
#include "private.h"

/* What xen_set_guest_handle() is given in place of NULL. */
xc_hypercall_buffer_t XC__HYPERCALL_BUFFER_NAME(HYPERCALL_BUFFER_NULL) = {
	HYPERCALL_BUFFER_INIT_NO_BOUNCE,
};

void *xc__hypercall_buffer_alloc_pages(xc_interface *xch, xc_hypercall_buffer_t *b, int nr_pages)
{
	void *p = nr_pages > 0 ? xencall_alloc_buffer_pages(xch->xcall, nr_pages) : NULL;

	b->hbuf = p;
	return p;
}

void xc__hypercall_buffer_free_pages(xc_interface *xch, xc_hypercall_buffer_t *b, int nr_pages)
{
	xencall_free_buffer_pages(xch->xcall, b->hbuf, nr_pages);
	b->hbuf = NULL;
}

void *xc__hypercall_buffer_alloc(xc_interface *xch, xc_hypercall_buffer_t *b, size_t size)
{
	b->hbuf = xencall_alloc_buffer(xch->xcall, size);
	return b->hbuf;
}

void xc__hypercall_buffer_free(xc_interface *xch, xc_hypercall_buffer_t *b)
{
	xencall_free_buffer(xch->xcall, b->hbuf);
	b->hbuf = NULL;
}

/* --- bounces of the public kind: dir 1 is in, 2 is out, 3 both --- */

int xc__hypercall_bounce_pre(xc_interface *xch, xc_hypercall_buffer_t *b)
{
	/* A buffer that was never given memory of the caller's. */
	if (b->ubuf == (void *)-1 || !b->dir)
		abort();

	b->hbuf = NULL;
	if (!b->ubuf || !b->sz)
		return 0;

	if (!xc__hypercall_buffer_alloc(xch, b, b->sz))
		return -1;
	if (b->dir & XC_IN)
		memcpy(b->hbuf, b->ubuf, b->sz);
	return 0;
}

void xc__hypercall_bounce_post(xc_interface *xch, xc_hypercall_buffer_t *b)
{
	if (b->ubuf == (void *)-1 || !b->dir)
		abort();

	if (!b->hbuf)
		return;
	if (b->dir & XC_OUT)
		memcpy(b->ubuf, b->hbuf, b->sz);
	xc__hypercall_buffer_free(xch, b);
}

/* --- bounces inside this library --- */

int xc_bounce_start(struct xc_bounce *b)
{
	b->hyp = NULL;
	if (!b->user || !b->size)
		return 0;

	b->hyp = xencall_alloc_buffer(b->xch->xcall, b->size);
	if (!b->hyp)
		return -1;
	if (b->dir & XC_IN)
		memcpy(b->hyp, b->user, b->size);
	return 0;
}

void xc_bounce_end(struct xc_bounce *b)
{
	if (!b->hyp)
		return;
	if (b->dir & XC_OUT)
		memcpy(b->user, b->hyp, b->size);
	xencall_free_buffer(b->xch->xcall, b->hyp);
}

/* --- arrays of buffers --- */

struct xc_hypercall_buffer_array {
	unsigned max_bufs;
	xc_hypercall_buffer_t bufs[];
};

xc_hypercall_buffer_array_t *xc_hypercall_buffer_array_create(xc_interface *xch, unsigned n)
{
	xc_hypercall_buffer_array_t *array;

	array = calloc(1, sizeof(*array) + (size_t)n * sizeof(array->bufs[0]));
	if (array)
		array->max_bufs = n;
	return array;
}

void *xc__hypercall_buffer_array_alloc(xc_interface *xch, xc_hypercall_buffer_array_t *array,
				       unsigned index, xc_hypercall_buffer_t *hbuf, size_t size)
{
	void *p;

	/* Using one twice, or one that is not there, is the caller's mistake. */
	if (index >= array->max_bufs || array->bufs[index].hbuf)
		abort();

	p = xc__hypercall_buffer_alloc(xch, hbuf, size);
	if (p)
		array->bufs[index] = *hbuf;
	return p;
}

void *xc__hypercall_buffer_array_get(xc_interface *xch, xc_hypercall_buffer_array_t *array,
				     unsigned index, xc_hypercall_buffer_t *hbuf)
{
	if (index >= array->max_bufs || !array->bufs[index].hbuf)
		abort();

	*hbuf = array->bufs[index];
	return hbuf->hbuf;
}

void xc_hypercall_buffer_array_destroy(xc_interface *xch, xc_hypercall_buffer_array_t *array)
{
	unsigned i;

	if (!array)
		return;
	for (i = 0; i < array->max_bufs; i++)
		xc__hypercall_buffer_free(xch, &array->bufs[i]);
	free(array);
}
