/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The life of a type word (page_info.type_info), as a pure function from one word to the next.
 *
 *   unused      count 0, any type           nobody relies on the contents
 *   in work     count 1, nothing set        one CPU validates or invalidates; everybody else waits
 *   valid       count >= 1, validated       any number of users of this type
 *   partial     count 1, partial            work was interrupted; nobody has it; any CPU may take it up again
 *
 *   unused --get--> in work --validated--> valid --get/put--> valid --last put--> in work --invalidated--> unused
 *                   in work --interrupted--> partial --get, finish--> in work
 *
 * Pages whose type needs no look at their contents (writable) go from unused to valid at once, unless the type
 * changes: then stale translations must be flushed in between, which is work.
 */
#ifndef PAGE_TYPE_WORD_H
#define PAGE_TYPE_WORD_H

#include <asm/mm.h>

enum type_step_kind {
	STEP_DONE,       /* .next is the new word; nothing else to do */
	STEP_VALIDATE,   /* .next is "in work": the caller validates, then type_validated() or type_unused() */
	STEP_RESUME,     /* the same, from where .partial says; the caller inherits partial's page reference */
	STEP_INVALIDATE, /* .next is "in work": the caller invalidates, then type_unused() */
	STEP_MISMATCH,   /* other type in use */
	STEP_WAIT,       /* another CPU is at work: look again */
	STEP_OVERFLOW,   /* count would wrap */
};

struct type_step {
	enum type_step_kind kind;
	unsigned long next;
};

#define PGT_state_mask (PGT_pinned | PGT_validated | PGT_partial | PGT_locked)

static inline unsigned long type_of(unsigned long w) { return w & PGT_type_mask; }
static inline unsigned long type_count(unsigned long w) { return w & PGT_count_mask; }
static inline bool type_is_table(unsigned long w)
{
	return type_of(w) >= PGT_l1_page_table && type_of(w) <= PGT_l4_page_table;
}
static inline unsigned int type_level(unsigned long w) { return type_of(w) >> PGT_SHIFT; }

/* Ends of work. */
static inline unsigned long type_validated(unsigned long w) { return w | PGT_validated; }
static inline unsigned long type_unused(unsigned long w) { return type_of(w); }
static inline unsigned long type_interrupted(unsigned long w) { return w | PGT_partial; }

static inline struct type_step type_get(unsigned long w, unsigned long type)
{
	if (!type_count(w)) {
		/* Nothing can be left over of a page that never had a type, or had this one and holds only data. */
		if (type == PGT_writable_page && (type_of(w) == type || type_of(w) == PGT_none))
			return (struct type_step){ STEP_DONE, type | PGT_validated | 1 };
		return (struct type_step){ STEP_VALIDATE, type | 1 };
	}
	if (type_of(w) != type)
		return (struct type_step){ STEP_MISMATCH, w };
	if (w & PGT_partial)
		return (struct type_step){ STEP_RESUME, w & ~PGT_partial };
	if (!(w & PGT_validated))
		return (struct type_step){ STEP_WAIT, w };
	if (type_count(w + 1) == 0)
		return (struct type_step){ STEP_OVERFLOW, w };
	return (struct type_step){ STEP_DONE, w + 1 };
}

/* The caller has one of the references. */
static inline struct type_step type_put(unsigned long w)
{
	if (type_count(w) > 1)
		return (struct type_step){ STEP_DONE, w - 1 };
	if (w & PGT_locked)
		return (struct type_step){ STEP_WAIT, w };
	if (type_is_table(w))
		return (struct type_step){ STEP_INVALIDATE, type_of(w) | 1 };
	return (struct type_step){ STEP_DONE, type_unused(w) };
}

/* Takes up an interrupted page in order to invalidate it; DONE when there is nothing of the kind. */
static inline struct type_step type_finish(unsigned long w)
{
	if (type_count(w) == 1 && (w & PGT_partial))
		return (struct type_step){ STEP_INVALIDATE, w & ~PGT_partial };
	return (struct type_step){ STEP_DONE, w };
}

/* A writer of entries keeps a valid table valid for a moment, without counting. */
static inline struct type_step type_lock(unsigned long w, unsigned long type)
{
	if (type_of(w) != type || !type_count(w) || (w & PGT_partial))
		return (struct type_step){ STEP_MISMATCH, w };
	if ((w & PGT_locked) || !(w & PGT_validated))
		return (struct type_step){ STEP_WAIT, w };
	return (struct type_step){ STEP_DONE, w | PGT_locked };
}

#endif
