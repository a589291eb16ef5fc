/* SPDX-License-Identifier: LGPL-2.1-only */
/* Memory for hypercall arguments, with a small cache of single pages. */
#include <errno.h>
#include <string.h>

#include "private.h"

static void cache_lock(xencall_handle *xcall)
{
	if (!(xcall->flags & XENCALL_OPENFLAG_NON_REENTRANT))
		pthread_mutex_lock(&xcall->cache_lock);
}

static void cache_unlock(xencall_handle *xcall)
{
	if (!(xcall->flags & XENCALL_OPENFLAG_NON_REENTRANT))
		pthread_mutex_unlock(&xcall->cache_lock);
}

/*
 * A child must not use the pages its parent cached: those of the device are shared with the parent, which may be
 * in a hypercall with them, and ordinary ones are not there at all. This counts the forks between the process
 * that loaded the library and this one.
 */
static unsigned int forks;

static void count_fork(void)
{
	forks++;
}

static void watch_forks(void)
{
	pthread_atfork(NULL, NULL, count_fork);
}

void buffer_init_cache(xencall_handle *xcall)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, watch_forks);
	pthread_mutex_init(&xcall->cache_lock, NULL);
	xcall->cache_forks = forks;
}

/* With the lock held. What a parent cached stays mapped: whether it still is, and whose it is now, is not known. */
static void cache_check_owner(xencall_handle *xcall)
{
	if (xcall->cache_forks == forks)
		return;
	xcall->cache_forks = forks;
	xcall->cache_nr = 0;
}

static void *cache_get(xencall_handle *xcall)
{
	void *p = NULL;

	cache_lock(xcall);
	cache_check_owner(xcall);
	if (xcall->cache_nr)
		p = xcall->cache[--xcall->cache_nr];
	cache_unlock(xcall);

	return p;
}

static int cache_put(xencall_handle *xcall, void *p)
{
	int kept = 0;

	cache_lock(xcall);
	cache_check_owner(xcall);
	if (xcall->cache_nr < BUFFER_CACHE_SIZE) {
		xcall->cache[xcall->cache_nr++] = p;
		kept = 1;
	}
	cache_unlock(xcall);

	return kept;
}

void buffer_release_cache(xencall_handle *xcall)
{
	void *p;

	while ((p = cache_get(xcall)))
		os_free_pages(xcall, p, 1);
}

void *xencall_alloc_buffer_pages(xencall_handle *xcall, size_t nr_pages)
{
	void *p = nr_pages == 1 ? cache_get(xcall) : NULL;

	if (p)
		return memset(p, 0, PAGE_SIZE);

	if (!nr_pages || nr_pages > SIZE_MAX >> PAGE_SHIFT) {
		errno = EINVAL;
		return NULL;
	}
	p = os_alloc_pages(xcall, nr_pages);
	if (!p)
		PERROR(xcall, "no memory for a hypercall buffer of %zu pages", nr_pages);
	return p;
}

void xencall_free_buffer_pages(xencall_handle *xcall, void *p, size_t nr_pages)
{
	int saved = errno;

	if (p && !(nr_pages == 1 && cache_put(xcall, p)))
		os_free_pages(xcall, p, nr_pages);
	errno = saved;
}

/*
 * A byte-sized buffer: its page count is kept in front of it, so that freeing needs no size and a
 * buffer of just under a page can come from the cache.
 */
struct buffer_header {
	size_t nr_pages;
} __attribute__((aligned(16)));

void *xencall_alloc_buffer(xencall_handle *xcall, size_t size)
{
	struct buffer_header *header;
	size_t nr_pages;

	if (size > SIZE_MAX - sizeof(*header) - PAGE_SIZE) {
		errno = ENOMEM;
		return NULL;
	}
	nr_pages = (size + sizeof(*header) + PAGE_SIZE - 1) >> PAGE_SHIFT;
	header = xencall_alloc_buffer_pages(xcall, nr_pages);
	if (!header)
		return NULL;
	header->nr_pages = nr_pages;
	return header + 1;
}

void xencall_free_buffer(xencall_handle *xcall, void *p)
{
	struct buffer_header *header = p;

	if (p)
		xencall_free_buffer_pages(xcall, header - 1, header[-1].nr_pages);
}

int xencall_buffers_never_fault(xencall_handle *xcall)
{
	return xcall->buf_fd >= 0;
}
