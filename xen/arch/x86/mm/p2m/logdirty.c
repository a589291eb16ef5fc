/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Log-dirty mode, for live migration. There is no log beside the map: memory that is writable in this mode has been written
 * to since it was looked at last (or appeared since), and memory of type ram_logdirty has not. The first write to a frame
 * makes it, alone, writable; looking at the log (clean) makes all it reports logdirty again.
 *
 * Pages that hypervisor and guest share are written to without a fault: they stay writable, which is to say dirty.
 */
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <public/domctl.h>
#include "private.h"

#define CHUNK 4096UL /* frames looked at under one hold of the lock */

/* [p2m write] What is of type @from in the entry at @gfn, but not beyond @end, becomes @to. Frames to go on by. */
static unsigned long convert_step(struct p2m_domain *p2m, unsigned long gfn, unsigned long end, enum p2m_type from,
				  enum p2m_type to, u8 *bits)
{
	unsigned int level;
	u64 e = p2m_entry_get(p2m, gfn, &level);
	unsigned long size = level_frames(level), n = min(end - gfn, size - (gfn & (size - 1)));
	mfn_t mfn = mfn_add(entry_mfn(e), gfn & (size - 1));

	if (entry_type(e) != from)
		return n;
	if (n < size) /* of a leaf larger than that */
		n = min(n, n >= 512 && !(gfn & 511) ? 512UL : 1UL);
	for (unsigned long i = 0; bits && i < n; i++)
		bits[(gfn + i) % CHUNK / 8] |= 1 << (gfn + i) % 8;
	/* Without a table for the split it remains dirty. */
	if (to != from && !(mfn_to_page(mfn)->count_info & PGC_xen_heap))
		(void)p2m_set_locked(p2m, gfn, mfn, n == 512 ? 9 : n == 1 ? 0 : 9 * (level - 1), to);
	return n;
}

/* A chunk of the map; its bits go to @out if that is not NULL. */
static int convert_chunk(struct p2m_domain *p2m, unsigned long from_gfn, unsigned long end, enum p2m_type from,
			 enum p2m_type to, u8 *out, u32 *dirty)
{
	u8 bits[CHUNK / 8] = { 0 };

	p2m_lock(p2m);
	for (unsigned long g = from_gfn; !mfn_eq(p2m->root, INVALID_MFN) && g < end;)
		g += convert_step(p2m, g, end, from, to, bits);
	p2m_unlock(p2m);
	if (!dirty)
		return 0;
	for (unsigned int i = 0; i < sizeof(bits); i++)
		*dirty += __builtin_popcount(bits[i]);
	if (out && guest_raw_write(out + from_gfn / 8, bits, DIV_ROUND_UP(end - from_gfn, 8)))
		return -EFAULT;
	return 0;
}

/* The frames below @limit, from where an interrupted call of the kind stopped. 0, -EFAULT, -ERESTART. */
static int convert(struct p2m_domain *p2m, unsigned long limit, enum p2m_type from, enum p2m_type to, u8 *out, u32 *dirty)
{
	struct logdirty *l = &p2m->log;
	int rc = 0;

	while (!rc && l->next < limit) {
		unsigned long end = min(limit, l->next + CHUNK);

		rc = convert_chunk(p2m, l->next, end, from, to, out, dirty);
		l->next = end;
		if (!rc && end < limit && hypercall_preempt_check())
			return -ERESTART;
	}
	l->next = 0;
	return rc;
}

static long report(struct p2m_domain *p2m, struct xen_domctl_shadow_op *op, bool clean)
{
	unsigned long limit = min_t(u64, op->pages, p2m->max_mapped + 1);
	long rc;

	if (!p2m->log.next)
		p2m->log.dirty = 0;
	rc = convert(p2m, limit, p2m_ram_rw, clean ? p2m_ram_logdirty : p2m_ram_rw, op->dirty_bitmap.p, &p2m->log.dirty);
	if (rc)
		return rc;
	op->pages = limit;
	op->stats.fault_count = p2m->log.faults;
	op->stats.dirty_count = p2m->log.dirty;
	if (clean)
		p2m->log.faults = 0;
	return 0;
}

static int disable(struct p2m_domain *p2m)
{
	int rc = p2m->logdirty ? convert(p2m, p2m->max_mapped + 1, p2m_ram_logdirty, p2m_ram_rw, NULL, NULL) : 0;

	if (!rc)
		p2m->logdirty = false;
	return rc;
}

static int enable(struct p2m_domain *p2m)
{
	if (p2m->logdirty && p2m->log.op != XEN_DOMCTL_SHADOW_OP_ENABLE_LOGDIRTY)
		return -EINVAL;
	p2m->logdirty = true;
	return convert(p2m, p2m->max_mapped + 1, p2m_ram_rw, p2m_ram_logdirty, NULL, NULL);
}

static long perform(struct p2m_domain *p2m, struct xen_domctl_shadow_op *op)
{
	switch (op->op) {
	case XEN_DOMCTL_SHADOW_OP_ENABLE_LOGDIRTY:
		return enable(p2m);
	case XEN_DOMCTL_SHADOW_OP_OFF:
		return disable(p2m);
	default:
		return p2m->logdirty ? report(p2m, op, op->op == XEN_DOMCTL_SHADOW_OP_CLEAN) : -EINVAL;
	}
}

long p2m_logdirty_op(struct domain *d, struct xen_domctl_shadow_op *op)
{
	struct p2m_domain *p2m = d->arch.p2m;
	long rc;

	/* The rest of a call that was interrupted; one that is never ended does not bind its successor. */
	if (p2m->log.op != op->op)
		p2m->log.next = 0;
	rc = perform(p2m, op);
	p2m->log.op = rc == -ERESTART ? op->op : 0;
	return rc;
}

void p2m_mark_dirty(struct domain *d, gfn_t gfn)
{
	struct p2m_domain *p2m = d->arch.p2m;
	unsigned long g = gfn_x(gfn), size;
	unsigned int level;
	u64 e;

	if (!READ_ONCE(p2m->logdirty) || g >= P2M_GFN_LIMIT)
		return;
	p2m_lock(p2m);
	if (!mfn_eq(p2m->root, INVALID_MFN)) {
		e = p2m_entry_get(p2m, g, &level);
		size = level_frames(level);
		p2m->log.faults++;
		/* Without a table for the split all of the leaf is dirty. */
		if (entry_type(e) == p2m_ram_logdirty &&
		    p2m_set_locked(p2m, g, mfn_add(entry_mfn(e), g & (size - 1)), 0, p2m_ram_rw))
			(void)p2m_set_locked(p2m, g & ~(size - 1), entry_mfn(e), 9 * (level - 1), p2m_ram_rw);
	}
	p2m_unlock(p2m);
}
