/* SPDX-License-Identifier: GPL-2.0-only */
/* References that last: the guest's pins, tables whose invalidation goes on later, and the end of a domain. */
#include <xen/atomic.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include "private.h"

#define PGT_pinned_bit 60

int page_pin(struct page_info *pg, struct domain *d, unsigned long type)
{
	int rc = get_page_and_type_preemptible(pg, d, type);

	if (rc)
		return rc;
	if (test_and_set_bit(PGT_pinned_bit, &pg->type_info)) {
		/* Not the last, unless another vCPU takes the pin away at this moment. */
		if (put_page_and_type_preemptible(pg))
			defer_table_put(current, pg);
		return hc_fail(-EBUSY, "frame %lx is pinned already", mfn_x(page_to_mfn(pg)));
	}
	/* The end of @d either sees the pin, or we see that it has begun. */
	smp_mb();
	if (unlikely(d->is_dying != DOMDYING_alive) && test_and_clear_bit(PGT_pinned_bit, &pg->type_info)) {
		if (put_page_and_type_preemptible(pg))
			defer_table_put(current, pg);
		return -ESRCH;
	}
	return 0;
}

int pv_take_and_pin_l4(struct domain *d, mfn_t l4)
{
	struct page_info *pg = mfn_to_page(l4);

	if (!get_page_and_type(pg, d, PGT_l4_page_table))
		return -EINVAL;
	return page_pin(pg, d, PGT_l4_page_table);
}

int page_unpin(struct page_info *pg)
{
	int rc;

	if (!test_and_clear_bit(PGT_pinned_bit, &pg->type_info))
		return hc_fail(-EINVAL, "frame %lx is not pinned", mfn_x(page_to_mfn(pg)));
	rc = put_page_and_type_preemptible(pg);
	if (rc)
		defer_table_put(current, pg);
	return rc;
}

void defer_table_put(struct vcpu *v, struct page_info *pg)
{
	struct page_info **old = v->arch.old_guest_table;
	unsigned int i = 0;

	/*
	 * Operations finish what is deferred before they start. One may leave a table of each level from L2 to L4 (refused
	 * at the bottom, and each interrupted while it gave back what it had), and then the table it was to change.
	 */
	while (old[i] && i < NR_OLD_TABLES - 1)
		i++;
	while (unlikely(old[i]) && page_type_finish(old[i])) /* more than there can be: it costs time */
		;
	old[i] = pg;
}

int put_old_guest_table(struct vcpu *v)
{
	struct page_info **old = v->arch.old_guest_table;
	unsigned int n = 0;

	if (likely(!old[0]))
		return 0;
	while (n < NR_OLD_TABLES && old[n])
		n++;
	for (; n; n--) {
		if (page_type_finish(old[n - 1]))
			return -ERESTART;
		old[n - 1] = NULL;
	}
	return 0;
}

static int drop_base(struct vcpu *v, mfn_t *base)
{
	struct page_info *pg;
	int rc;

	if (mfn_eq(*base, INVALID_MFN) || !mfn_x(*base))
		return 0;
	pg = mfn_to_page(*base);
	*base = INVALID_MFN;
	rc = put_page_and_type_preemptible(pg);
	if (rc)
		defer_table_put(v, pg);
	return rc;
}

int pv_relinquish_page_tables(struct domain *d)
{
	struct vcpu *v;

	for_each_vcpu (d, v) {
		int rc = put_old_guest_table(v);

		v->arch.cr3 = _mfn(0);
		if (!rc)
			rc = drop_base(v, &v->arch.guest_table);
		if (!rc)
			rc = drop_base(v, &v->arch.guest_table_user);
		if (rc)
			return rc;
	}
	return 0;
}

/* A page that validation or invalidation was interrupted on, by a vCPU that does not come back to it. */
static int finish_partial(struct page_info *pg)
{
	int rc;

	if (!(READ_ONCE(pg->type_info) & PGT_partial) || !get_page(pg, page_get_owner(pg)))
		return 0;
	rc = page_type_finish(pg);
	if (rc)
		put_page(pg);
	return rc;
}

static int release_page(struct page_info *pg)
{
	int rc = 0;

	if (test_and_clear_bit(PGT_pinned_bit, &pg->type_info)) {
		rc = put_page_and_type_preemptible(pg);
		if (rc)
			put_page(pg); /* partial holds its own: found again below or in the next round */
	}
	if (!rc)
		rc = finish_partial(pg);
	return rc;
}

/*
 * Pages are taken from the front; one that others still refer to goes to the back without its allocation's
 * reference, so when such a page is at the front all have been seen.
 */
int relinquish_memory(struct domain *d, struct page_list_head *list)
{
	for (;;) {
		struct page_info *pg;
		int rc;

		spin_lock(&d->page_alloc_lock);
		pg = page_list_first(list);
		if (pg && !(pg->count_info & PGC_allocated))
			pg = NULL;
		/* Allocated, so it has a reference; that of the list is not enough once the lock is dropped. */
		if (pg && !get_page(pg, d))
			pg = NULL;
		if (!pg) {
			spin_unlock(&d->page_alloc_lock);
			return 0;
		}
		spin_unlock(&d->page_alloc_lock);

		rc = release_page(pg);
		if (rc) {
			put_page(pg);
			return rc;
		}
		spin_lock(&d->page_alloc_lock);
		page_list_del(pg, list);
		page_list_add_tail(pg, list);
		spin_unlock(&d->page_alloc_lock);
		put_page_alloc_ref(pg);
		put_page(pg);
		if (hypercall_preempt_check())
			return -ERESTART;
	}
}
