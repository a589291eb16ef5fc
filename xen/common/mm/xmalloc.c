/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small objects: size classes, each a list of slab pages cut into equal objects. The slab's header stands at the
 * start of its page, so an object never starts a page: that is how xfree() tells slabs from larger blocks, which
 * are whole pages with their number in page_info.next.
 */
#include <xen/bitops.h>
#include <xen/list.h>
#include <xen/mm.h>
#include "private.h"

#define SLAB_MAGIC 0x51ab51abU

struct slab {
	struct list_head list;  /* in its class while it has free objects */
	void *free;             /* chain through the first word of each free object */
	u16 nr_free, nr_objects;
	u16 class, size;
	u32 magic;
	u32 pad[7];
};
_Static_assert(sizeof(struct slab) == 64, "objects are aligned to 64 bytes when their size is a multiple of it");

static const u16 class_size[] = { 16, 32, 48, 64, 96, 128, 192, 256, 320, 448, 640, 960, 1344, 2016 };
#define NR_CLASSES ARRAY_SIZE(class_size)
#define MAX_SMALL 2016

static DEFINE_SPINLOCK(xmalloc_lock, xmalloc);
static struct list_head partial[NR_CLASSES]; /* next == NULL until first used */
static struct xmalloc_stats stats;

static unsigned int size_to_class(size_t size)
{
	unsigned int c = 0;

	while (class_size[c] < size)
		c++;
	return c;
}

static struct slab *slab_create(unsigned int class)
{
	struct slab *s = alloc_xenheap_page();
	char *p;

	if (!s)
		return NULL;
	*s = (struct slab){ .class = class, .size = class_size[class], .magic = SLAB_MAGIC,
			    .nr_objects = (PAGE_SIZE - sizeof(*s)) / class_size[class] };
	p = (char *)(s + 1);
	for (unsigned int i = 0; i < s->nr_objects; i++, p += s->size) {
		*(void **)p = s->free;
		s->free = p;
	}
	s->nr_free = s->nr_objects;
	stats.slabs++;
	return s;
}

static void *slab_alloc(unsigned int class)
{
	struct list_head *list = &partial[class];
	struct slab *s;
	void *p;

	spin_lock(&xmalloc_lock);
	if (!list->next)
		INIT_LIST_HEAD(list);
	if (list_empty(list)) {
		s = slab_create(class);
		if (!s) {
			spin_unlock(&xmalloc_lock);
			return NULL;
		}
		list_add(&s->list, list);
	}
	s = list_first_entry(list, struct slab, list);
	p = s->free;
	s->free = *(void **)p;
	if (!--s->nr_free)
		list_del_init(&s->list);
	stats.objects++;
	spin_unlock(&xmalloc_lock);
	return p;
}

static void slab_free(struct slab *s, void *p)
{
	BUG_ON(s->magic != SLAB_MAGIC || s->class >= NR_CLASSES);
	BUG_ON(((unsigned long)p - (unsigned long)(s + 1)) % s->size);
	spin_lock(&xmalloc_lock);
	BUG_ON(s->nr_free >= s->nr_objects);
	*(void **)p = s->free;
	s->free = p;
	stats.objects--;
	if (!s->nr_free++)
		list_add_tail(&s->list, &partial[s->class]);
	/* One slab stays for the next request. */
	if (s->nr_free == s->nr_objects && partial[s->class].next != partial[s->class].prev) {
		list_del_init(&s->list);
		s->magic = 0;
		stats.slabs--;
		free_xenheap_page(s);
	}
	spin_unlock(&xmalloc_lock);
}

struct xmalloc_stats xmalloc_stats(void)
{
	struct xmalloc_stats now;

	spin_lock(&xmalloc_lock);
	now = stats;
	spin_unlock(&xmalloc_lock);
	return now;
}

/* Whole pages; what a power of two has too much goes back at once. */
static void *pages_alloc(size_t size)
{
	unsigned long n = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned int order = get_order_from_pages(n);
	char *p = alloc_xenheap_pages(order, 0);

	if (!p)
		return NULL;
	for (unsigned long i = n; i < 1UL << order; i++)
		free_xenheap_page(p + (i << PAGE_SHIFT));
	virt_to_page(p)->next = n;
	return p;
}

static void pages_free(char *p)
{
	unsigned long n = virt_to_page(p)->next;

	BUG_ON(!n || n == PAGE_LIST_NONE);
	virt_to_page(p)->next = PAGE_LIST_NONE;
	for (unsigned long i = 0; i < n; i++)
		free_xenheap_page(p + (i << PAGE_SHIFT));
}

void *xmalloc_aligned(size_t size, size_t align)
{
	unsigned int c;

	if (align > PAGE_SIZE || size > GB(1))
		return NULL;
	if (align > 64 || size > MAX_SMALL)
		return pages_alloc(size ? size : 1);
	c = size_to_class(size);
	/* Objects start at 64 + i * size: all of them aligned to 64 if the size is. */
	if (align > 16)
		while (c < NR_CLASSES && class_size[c] % 64)
			c++;
	return c < NR_CLASSES ? slab_alloc(c) : pages_alloc(size);
}

void *xmalloc_bytes(size_t size)
{
	return xmalloc_aligned(size, 16);
}

void *xzalloc_bytes(size_t size)
{
	void *p = xmalloc_bytes(size);

	return p ? memset(p, 0, size) : NULL;
}

void *xmalloc_array_bytes(size_t size, size_t n)
{
	return n && size > ~0UL / n ? NULL : xmalloc_bytes(size * n);
}

void *xzalloc_array_bytes(size_t size, size_t n)
{
	return n && size > ~0UL / n ? NULL : xzalloc_bytes(size * n);
}

void xfree(void *p)
{
	if (!p)
		return;
	if ((unsigned long)p & ~PAGE_MASK)
		slab_free((struct slab *)((unsigned long)p & PAGE_MASK), p);
	else
		pages_free(p);
}
