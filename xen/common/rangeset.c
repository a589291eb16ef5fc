/* SPDX-License-Identifier: GPL-2.0-only */
/* A sorted array of ranges: sets here are small, read often and changed seldom, so a binary search serves best. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <xen/rangeset.h>

struct range {
	unsigned long s, e;
};

struct rangeset {
	rwlock_t lock;
	const char *name;
	struct range *range;   /* ascending, with a gap between any two */
	unsigned int nr, room;
};

#define MAX_RANGES 65536

struct rangeset *rangeset_new(const char *name)
{
	struct rangeset *r = xzalloc(struct rangeset);

	if (!r)
		return NULL;
	rwlock_init(&r->lock, rangeset);
	r->name = name;
	return r;
}

void rangeset_destroy(struct rangeset *r)
{
	if (!r)
		return;
	xfree(r->range);
	xfree(r);
}

/*
 * Room for one more range, which is all that a change can need: memory is allocated before the lock is taken,
 * so another change may come in between and use it up; then again.
 */
static int lock_with_room(struct rangeset *r)
{
	struct range *more = NULL, *old = NULL;
	unsigned int room = 0;

	for (;;) {
		write_lock(&r->lock);
		if (r->nr < r->room)
			break;
		if (more && room > r->nr) {
			memcpy(more, r->range, r->nr * sizeof(*more));
			old = r->range;
			r->range = more;
			r->room = room;
			more = NULL;
			break;
		}
		room = r->room ? r->room * 2 : 4;
		write_unlock(&r->lock);
		xfree(more);
		if (room > MAX_RANGES)
			return -ENOMEM;
		more = xmalloc_array(struct range, room);
		if (!more)
			return -ENOMEM;
	}
	/* Freed with the lock held it would break the order of locks: kept in the caller's hands until unlock. */
	if (old || more) {
		write_unlock(&r->lock);
		xfree(old);
		xfree(more);
		return lock_with_room(r);
	}
	return 0;
}

/* Index of the first range that ends at or after @n. */
static unsigned int first_ending_from(const struct rangeset *r, unsigned long n)
{
	unsigned int lo = 0, hi = r->nr;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;

		if (r->range[mid].e < n)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Replaces ranges [at, at + old) by the @new ones. */
static void splice(struct rangeset *r, unsigned int at, unsigned int old, const struct range *with, unsigned int new)
{
	memmove(&r->range[at + new], &r->range[at + old], (r->nr - at - old) * sizeof(struct range));
	memcpy(&r->range[at], with, new * sizeof(struct range));
	r->nr = r->nr - old + new;
}

int rangeset_add_range(struct rangeset *r, unsigned long s, unsigned long e)
{
	struct range n = { s, e };
	unsigned int at, end;
	int rc;

	if (s > e)
		return -EINVAL;
	rc = lock_with_room(r);
	if (rc)
		return rc;
	/* Ranges that overlap or touch the new one are swallowed. */
	at = first_ending_from(r, s ? s - 1 : 0);
	for (end = at; end < r->nr && (e == ~0UL || r->range[end].s <= e + 1); end++) {
		n.s = min(n.s, r->range[end].s);
		n.e = max(n.e, r->range[end].e);
	}
	splice(r, at, end - at, &n, 1);
	write_unlock(&r->lock);
	return 0;
}

int rangeset_remove_range(struct rangeset *r, unsigned long s, unsigned long e)
{
	struct range rest[2];
	unsigned int at, end, n = 0;
	int rc;

	if (s > e)
		return -EINVAL;
	rc = lock_with_room(r);
	if (rc)
		return rc;
	at = first_ending_from(r, s);
	for (end = at; end < r->nr && r->range[end].s <= e; end++)
		;
	if (end > at) {
		if (r->range[at].s < s)
			rest[n++] = (struct range){ r->range[at].s, s - 1 };
		if (r->range[end - 1].e > e)
			rest[n++] = (struct range){ e + 1, r->range[end - 1].e };
		splice(r, at, end - at, rest, n);
	}
	write_unlock(&r->lock);
	return 0;
}

bool rangeset_contains_range(struct rangeset *r, unsigned long s, unsigned long e)
{
	unsigned int at;
	bool in;

	if (!r || s > e)
		return false;
	read_lock(&r->lock);
	at = first_ending_from(r, s);
	in = at < r->nr && r->range[at].s <= s && r->range[at].e >= e;
	read_unlock(&r->lock);
	return in;
}

bool rangeset_overlaps_range(struct rangeset *r, unsigned long s, unsigned long e)
{
	unsigned int at;
	bool any;

	if (!r || s > e)
		return false;
	read_lock(&r->lock);
	at = first_ending_from(r, s);
	any = at < r->nr && r->range[at].s <= e;
	read_unlock(&r->lock);
	return any;
}

bool rangeset_is_empty(struct rangeset *r)
{
	return !r || !READ_ONCE(r->nr);
}

int rangeset_report_ranges(struct rangeset *r, unsigned long s, unsigned long e,
			   int (*fn)(unsigned long s, unsigned long e, void *ctxt), void *ctxt)
{
	int rc = 0;

	read_lock(&r->lock);
	for (unsigned int i = first_ending_from(r, s); !rc && i < r->nr && r->range[i].s <= e; i++)
		rc = fn(max(r->range[i].s, s), min(r->range[i].e, e), ctxt);
	read_unlock(&r->lock);
	return rc;
}

void rangeset_print(struct rangeset *r)
{
	if (!r)
		return;
	read_lock(&r->lock);
	printk("    %s {", r->name);
	for (unsigned int i = 0; i < r->nr; i++)
		printk(r->range[i].s == r->range[i].e ? "%s %lx" : "%s %lx-%lx", i ? "," : "", r->range[i].s, r->range[i].e);
	printk(" }\n");
	read_unlock(&r->lock);
}
