/* SPDX-License-Identifier: GPL-2.0-only */
/* Uses of an entry: checked against what the guest wrote, counted, and shown to it in GTF_reading and GTF_writing. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <xen/system.h>
#include "private.h"

#define STATUS_TRIES 5

/* Flags and domid of an entry change together in one atomic word. */
union entry_head {
	u32 word;
	struct {
		u16 flags;
		domid_t domid;
	};
};

struct active_entry *gnttab_active(const struct grant_table *gt, grant_ref_t ref)
{
	return &gt->active[ref / ACTIVE_PER_PAGE][ref % ACTIVE_PER_PAGE];
}

grant_entry_v1_t *gnttab_shared(const struct grant_table *gt, grant_ref_t ref)
{
	return &gt->shared[ref / ENTRIES_PER_FRAME][ref % ENTRIES_PER_FRAME];
}

/* Sets the status bits if the entry grants this use. The guest may change it any time: a few tries. */
static int set_status(grant_entry_v1_t *e, domid_t user, bool readonly)
{
	u32 *word = (u32 *)e;
	union entry_head old, new;

	old.word = READ_ONCE(*word);
	for (unsigned int i = 0; i < STATUS_TRIES; i++) {
		u32 seen;

		if ((old.flags & GTF_type_mask) != GTF_permit_access || old.domid != user)
			return GNTST_general_error;
		if (!readonly && (old.flags & GTF_readonly))
			return GNTST_general_error;
		new = old;
		new.flags |= GTF_reading | (readonly ? 0 : GTF_writing);
		seen = cmpxchg(word, old.word, new.word);
		if (seen == old.word)
			return GNTST_okay;
		old.word = seen;
	}
	return GNTST_general_error;
}

/* [act->lock] What nobody uses any more is shown so. */
static void clear_status(grant_entry_v1_t *e, const struct active_entry *act)
{
	u16 gone = (act->writers ? 0 : GTF_writing) | (act->writers || act->readers ? 0 : GTF_reading);

	if (gone)
		__atomic_fetch_and(&e->flags, (u16)~gone, __ATOMIC_SEQ_CST);
}

static int get_frame(struct domain *rd, unsigned long gfn, bool readonly, mfn_t *frame)
{
	struct page_info *pg = get_page_from_gfn(rd, _gfn(gfn));

	if (!pg)
		return GNTST_bad_page;
	if (!readonly && !get_page_type(pg, PGT_writable_page)) {
		put_page(pg);
		return GNTST_bad_page;
	}
	*frame = page_to_mfn(pg);
	return GNTST_okay;
}

static void put_frame(struct domain *rd, mfn_t frame, bool readonly)
{
	if (!readonly) {
		arch_mark_dirty(rd, frame);
		put_page_type(mfn_to_page(frame));
	}
	put_page(mfn_to_page(frame));
}

/* [act->lock] */
static int acquire(struct domain *rd, struct active_entry *act, grant_entry_v1_t *e, const struct domain *ld, bool readonly,
		   mfn_t *frame)
{
	bool in_use = act->readers || act->writers;
	int rc;

	if (in_use && act->domid != ld->domain_id)
		return GNTST_general_error;
	/* What an earlier use has established holds: only a first writer has to ask again. */
	if (!in_use || (!readonly && !act->writers)) {
		rc = set_status(e, ld->domain_id, readonly);
		if (rc)
			return rc;
	}
	/* Further uses are of the same frame, whatever the entry says by now. */
	rc = get_frame(rd, in_use ? mfn_to_gfn(rd, act->frame) : READ_ONCE(e->frame), readonly, frame);
	if (!rc && in_use && !mfn_eq(*frame, act->frame)) {
		put_frame(rd, *frame, readonly);
		rc = GNTST_bad_page;
	}
	if (rc) {
		clear_status(e, act);
		return rc;
	}
	act->domid = ld->domain_id;
	act->frame = *frame;
	if (readonly)
		act->readers++;
	else
		act->writers++;
	return GNTST_okay;
}

int gnttab_acquire(struct domain *rd, grant_ref_t ref, const struct domain *ld, bool readonly, mfn_t *frame)
{
	struct grant_table *gt = rd->grant_table;
	struct active_entry *act;
	int rc = GNTST_bad_gntref;

	if (!gt || rd->is_dying)
		return GNTST_general_error;
	read_lock(&gt->lock);
	if (likely(ref < gt_entries(gt))) {
		ref = array_index_nospec(ref, gt_entries(gt));
		act = gnttab_active(gt, ref);
		spin_lock(&act->lock);
		rc = acquire(rd, act, gnttab_shared(gt, ref), ld, readonly, frame);
		spin_unlock(&act->lock);
	}
	read_unlock(&gt->lock);
	return rc;
}

void gnttab_release(struct domain *rd, grant_ref_t ref, bool readonly, mfn_t frame)
{
	struct grant_table *gt = rd->grant_table;
	struct active_entry *act;

	read_lock(&gt->lock);
	act = gnttab_active(gt, ref);
	spin_lock(&act->lock);
	ASSERT(mfn_eq(act->frame, frame));
	if (readonly)
		act->readers--;
	else
		act->writers--;
	clear_status(gnttab_shared(gt, ref), act);
	spin_unlock(&act->lock);
	read_unlock(&gt->lock);
	put_frame(rd, frame, readonly);
}
