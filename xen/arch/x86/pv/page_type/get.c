/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Type references: the transitions of word.h carried out by compare-and-swap, and the work they ask for. This is the
 * one place that flushes translations of a page's earlier life before it begins a new one.
 */
#include <xen/atomic.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/system.h>
#include "private.h"

/* One transition; loops only while other CPUs change the word or work on the page. */
static always_inline struct type_step step(struct page_info *pg,
					   struct type_step (*fn)(unsigned long w, unsigned long arg),
					   unsigned long arg, unsigned long *from)
{
	unsigned long w = READ_ONCE(pg->type_info);

	for (;;) {
		struct type_step s = fn(w, arg);
		unsigned long seen;

		if (s.kind == STEP_WAIT) {
			cpu_relax();
			w = READ_ONCE(pg->type_info);
			continue;
		}
		*from = w;
		if (s.next == w)
			return s;
		seen = cmpxchg(&pg->type_info, w, s.next);
		if (likely(seen == w))
			return s;
		w = seen;
	}
}

static struct type_step put_step(unsigned long w, unsigned long arg) { return type_put(w); }
static struct type_step finish_step(unsigned long w, unsigned long arg) { return type_finish(w); }

/* The word is ours while the page is in work; only the lock bit's users look, and they wait. */
static void end_work(struct page_info *pg, unsigned long w)
{
	__atomic_store_n(&pg->type_info, w, __ATOMIC_SEQ_CST);
}

/* CPUs that may still have translations of the page's former use, or of what it pointed to as a table. */
static void flush_former_use(const struct page_info *pg)
{
	cpumask_t mask = cpu_online_map;

	tlbflush_filter(&mask, pg->tlbflush_timestamp);
	if (!cpumask_empty(&mask))
		flush_area_mask(&mask, NULL, FLUSH_TLB);
}

/* Leaves the page to whoever takes it up next; the state itself holds a reference, so the page stays. */
static void leave_partial(struct page_info *pg, unsigned long w)
{
	bool ok = get_page(pg, page_get_owner(pg));

	ASSERT(ok);
	(void)ok;
	end_work(pg, type_interrupted(w));
}

/* In work -> unused. 0, or -ERESTART: partial. */
static int invalidate(struct page_info *pg, unsigned long w, bool preemptible)
{
	int rc = table_invalidate(pg, page_get_owner(pg), preemptible);

	if (rc) {
		leave_partial(pg, w);
		return rc;
	}
	page_set_tlbflush_timestamp(pg);
	end_work(pg, type_unused(w));
	return 0;
}

static int validate(struct page_info *pg, unsigned long w, bool preemptible)
{
	struct domain *d = page_get_owner(pg);
	int rc = 0;

	if (type_is_table(w))
		rc = table_validate(pg, d, preemptible);
	else if (type_of(w) == PGT_seg_desc_page)
		rc = desc_validate(pg);
	if (!rc) {
		end_work(pg, type_validated(w));
		return 0;
	}
	if (rc == -ERESTART) {
		leave_partial(pg, w);
		return rc;
	}
	if (!type_is_table(w)) {
		page_set_tlbflush_timestamp(pg);
		end_work(pg, type_unused(w));
	} else if (invalidate(pg, w, preemptible)) {
		/* Refused, and too much to undo at once. */
		bool ok = get_page(pg, d);

		ASSERT(ok);
		(void)ok;
		defer_table_put(current, pg);
	}
	return rc;
}

int type_acquire(struct page_info *pg, unsigned long type, bool preemptible)
{
	unsigned long old;
	struct type_step s = step(pg, type_get, type, &old);

	switch (s.kind) {
	case STEP_DONE:
		return 0;
	case STEP_VALIDATE:
		if (type_of(old) != type && type_of(old) != PGT_none)
			flush_former_use(pg);
		pg->partial.nr_valid = pg->partial.child = 0;
		return validate(pg, s.next, preemptible);
	case STEP_RESUME:
		put_page(pg); /* partial's; the caller has its own */
		return validate(pg, s.next, preemptible);
	case STEP_OVERFLOW:
		return -EBUSY;
	default:
		return -EINVAL;
	}
}

int type_release(struct page_info *pg, bool preemptible)
{
	unsigned long old;
	struct type_step s;

	/* Before the count can become 0 and another CPU reads the stamp; harmless if the count does not. */
	if (!type_is_table(READ_ONCE(pg->type_info)))
		page_set_tlbflush_timestamp(pg);
	s = step(pg, put_step, 0, &old);
	if (s.kind != STEP_INVALIDATE)
		return 0;
	pg->partial.nr_valid = PT_ENTRIES;
	pg->partial.child = 0;
	return invalidate(pg, s.next, preemptible);
}

bool get_page_type(struct page_info *pg, unsigned long type)
{
	return !type_acquire(pg, type, false);
}

int get_page_type_preemptible(struct page_info *pg, unsigned long type)
{
	return type_acquire(pg, type, true);
}

void put_page_type(struct page_info *pg)
{
	int rc = type_release(pg, false);

	ASSERT(!rc);
	(void)rc;
}

int get_page_and_type_preemptible(struct page_info *pg, struct domain *d, unsigned long type)
{
	int rc;

	if (!get_page(pg, d))
		return -EINVAL;
	rc = type_acquire(pg, type, true);
	if (rc)
		put_page(pg);
	return rc;
}

int put_page_and_type_preemptible(struct page_info *pg)
{
	int rc = type_release(pg, true);

	if (!rc)
		put_page(pg);
	return rc;
}

int page_type_finish(struct page_info *pg)
{
	unsigned long old;
	struct type_step s = step(pg, finish_step, 0, &old);
	int rc = 0;

	if (s.kind == STEP_INVALIDATE) {
		rc = invalidate(pg, s.next, true);
		put_page(pg); /* the reference of the partial state that we took up */
	}
	if (!rc)
		put_page(pg);
	return rc;
}

bool page_lock_l1(struct page_info *pg, const struct domain *d)
{
	unsigned long old;

	if (unlikely(step(pg, type_lock, PGT_l1_page_table, &old).kind != STEP_DONE))
		return false;
	/* Valid, so somebody has references: the owner cannot change. */
	if (likely(page_get_owner(pg) == d))
		return true;
	page_unlock(pg);
	return false;
}

void page_unlock(struct page_info *pg)
{
	__atomic_and_fetch(&pg->type_info, ~PGT_locked, __ATOMIC_SEQ_CST);
}
