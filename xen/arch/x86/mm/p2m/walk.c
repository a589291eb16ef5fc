/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one walker over both formats: four levels of 512 entries, leaves of 4 KiB, 2 MiB and 1 GiB.
 *
 * A change first counts the tables it will need; when the pool has them nothing can fail any more. A larger leaf in the
 * way is split, a table that becomes empty is taken out, and one that is full of what a larger leaf can say becomes one.
 * Processors may know a table that was taken out until the next flush, so until then it is not reused.
 */
#include <xen/atomic.h>
#include <xen/errno.h>
#include "private.h"

unsigned int p2m_leaf_levels __read_mostly = 2;

static u64 read_entry(const struct page_info *t, unsigned long gfn, unsigned int level)
{
	const u64 *p = map_domain_page(page_to_mfn(t));
	u64 e = READ_ONCE(p[level_index(gfn, level)]);

	unmap_domain_page(p);
	return e;
}

static void write_entry(struct page_info *t, unsigned long gfn, unsigned int level, u64 old, u64 e)
{
	u64 *p = map_domain_page(page_to_mfn(t));

	WRITE_ONCE(p[level_index(gfn, level)], e);
	unmap_domain_page(p);
	t->type_info += !!e - !!old;
}

static u64 leaf_entry(const struct p2m_domain *p2m, mfn_t mfn, enum p2m_type t, unsigned int level)
{
	u64 e = (u64)t << P2M_TYPE_SHIFT;

	if (p2m_types[t].frame)
		e |= pte_make(mfn, p2m->fmt->leaf(t, level));
	return e;
}

static u64 table_entry(const struct p2m_domain *p2m, const struct page_info *t)
{
	return pte_make(page_to_mfn(t), p2m->fmt->table) | (u64)P2M_TABLE << P2M_TYPE_SHIFT;
}

static struct page_info *table_of(u64 e)
{
	return mfn_to_page(entry_mfn(e));
}

u64 p2m_entry_get(const struct p2m_domain *p2m, unsigned long gfn, unsigned int *level)
{
	const struct page_info *t = mfn_to_page(p2m->root);

	for (unsigned int l = P2M_ROOT_LEVEL;; l--) {
		u64 e = read_entry(t, gfn, l);

		if (!entry_is_table(e)) {
			*level = l;
			return e;
		}
		t = table_of(e);
	}
}

/* How many tables a change of the frames [first, last] at @leaf takes below table @t of @level (NULL: not there yet). */
static unsigned long tables_needed(const struct page_info *t, unsigned int level, unsigned long first, unsigned long last,
				   unsigned int leaf, bool removing)
{
	unsigned long n = 0, end;

	if (level == leaf)
		return 0;
	for (unsigned long g = first; g <= last; g = end + 1) {
		u64 e = t ? read_entry(t, g, level) : 0;

		end = min(last, g | (level_frames(level) - 1));
		if (entry_is_table(e))
			n += tables_needed(table_of(e), level - 1, g, end, leaf, removing);
		else if (e || !removing)
			n += 1 + tables_needed(NULL, level - 1, g, end, leaf, false);
	}
	return n;
}

static void m2p_set(mfn_t mfn, unsigned long nr, unsigned long gfn)
{
	for (unsigned long i = 0; i < nr; i++)
		set_gpfn_from_mfn(mfn_add(mfn, i), gfn + i);
}

static void m2p_clear(mfn_t mfn, unsigned long nr, unsigned long gfn)
{
	for (unsigned long i = 0; i < nr; i++)
		if (get_gpfn_from_mfn(mfn_add(mfn, i)) == gfn + i)
			set_gpfn_from_mfn(mfn_add(mfn, i), INVALID_M2P_ENTRY);
}

static void put_later(struct p2m_domain *p2m, mfn_t mfn, bool typed)
{
	if (p2m->nr_put == P2M_PUT_BATCH)
		p2m_flush(p2m);
	p2m->put[p2m->nr_put].pg = mfn_to_page(mfn);
	p2m->put[p2m->nr_put++].typed = typed;
}

static void leaf_gone(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, u64 e)
{
	const struct p2m_type_row *r = &p2m_types[entry_type(e)];
	unsigned long nr = level_frames(level);

	if (r->access)
		p2m->need_flush = true;
	if (r->own)
		m2p_clear(entry_mfn(e), nr, gfn);
	if (r->ref) {
		put_later(p2m, entry_mfn(e), r->access & P2M_ACCESS_W);
		p2m->nr_refs--;
	}
	if (entry_type(e) == p2m_populate_on_demand)
		p2m->pod.entries -= nr;
}

static void leaf_came(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, u64 e)
{
	const struct p2m_type_row *r = &p2m_types[entry_type(e)];
	unsigned long nr = level_frames(level);

	if (r->own)
		m2p_set(entry_mfn(e), nr, gfn);
	if (r->ref)
		p2m->nr_refs++;
	if (entry_type(e) == p2m_populate_on_demand)
		p2m->pod.entries += nr;
}

/* What @e, which stands nowhere any more, said of @gfn on. */
static void entry_gone(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, u64 e)
{
	if (!e)
		return;
	if (!entry_is_table(e)) {
		leaf_gone(p2m, gfn, level, e);
		return;
	}
	for (unsigned int i = 0; table_entries(table_of(e)) && i < 512; i++) {
		unsigned long g = gfn + i * level_frames(level - 1);
		u64 child = read_entry(table_of(e), g, level - 1);

		if (child) {
			write_entry(table_of(e), g, level - 1, child, 0);
			entry_gone(p2m, g, level - 1, child);
		}
	}
	p2m_table_retire(p2m, table_of(e));
}

/* The 512 smaller leaves that say what the leaf @e of @level says. */
static struct page_info *split(struct p2m_domain *p2m, u64 e, unsigned int level)
{
	struct page_info *t = p2m_table_take(p2m, level - 1);
	u64 *p = map_domain_page(page_to_mfn(t));

	for (unsigned int i = 0; i < 512; i++)
		p[i] = leaf_entry(p2m, mfn_add(entry_mfn(e), i * level_frames(level - 1)), entry_type(e), level - 1);
	unmap_domain_page(p);
	t->type_info += 512;
	return t;
}

/* Fills @path with the tables from the root to that of @level; false: nothing is there to remove. */
static bool descend(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, bool removing, struct page_info **path)
{
	path[P2M_ROOT_LEVEL] = mfn_to_page(p2m->root);
	for (unsigned int l = P2M_ROOT_LEVEL; l > level; l--) {
		u64 e = read_entry(path[l], gfn, l);

		if (entry_is_table(e)) {
			path[l - 1] = table_of(e);
			continue;
		}
		if (!e && removing)
			return false;
		path[l - 1] = e ? split(p2m, e, l) : p2m_table_take(p2m, l - 1);
		write_entry(path[l], gfn, l, e, table_entry(p2m, path[l - 1]));
	}
	return true;
}

static void unlink(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, struct page_info **path, u64 instead)
{
	write_entry(path[level + 1], gfn, level + 1, table_entry(p2m, path[level]), instead);
	p2m_table_retire(p2m, path[level]);
}

static void prune(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, struct page_info **path)
{
	for (; level < P2M_ROOT_LEVEL && !table_entries(path[level]); level++)
		unlink(p2m, gfn, level, path, 0);
}

/* Memory in one piece: the leaf that can say it all; 0: there is none. */
static u64 merged(const struct p2m_domain *p2m, const struct page_info *t, unsigned int level)
{
	unsigned long step = level_frames(level);
	const u64 *p = map_domain_page(page_to_mfn(t));
	mfn_t first = entry_mfn(p[0]);
	unsigned int i = 0;

	if (!(mfn_x(first) & (level_frames(level + 1) - 1)))
		while (i < 512 && entry_type(p[511 - i]) == p2m_ram_rw &&
		       mfn_eq(entry_mfn(p[511 - i]), mfn_add(first, (511 - i) * step)))
			i++;
	unmap_domain_page(p);
	return i == 512 ? leaf_entry(p2m, first, p2m_ram_rw, level + 1) : 0;
}

static void merge(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, struct page_info **path)
{
	for (; level < p2m_leaf_levels && !p2m->logdirty && !p2m_small_exec && table_entries(path[level]) == 512; level++) {
		u64 e = merged(p2m, path[level], level);

		if (!e)
			break;
		unlink(p2m, gfn, level, path, e);
	}
}

static void set_one(struct p2m_domain *p2m, unsigned long gfn, unsigned int level, u64 e)
{
	struct page_info *path[P2M_ROOT_LEVEL + 1];
	u64 old;

	if (!descend(p2m, gfn, level, !e, path))
		return;
	old = read_entry(path[level], gfn, level);
	write_entry(path[level], gfn, level, old, e);
	entry_gone(p2m, gfn, level, old);
	if (e)
		leaf_came(p2m, gfn, level, e);
	if (!e)
		prune(p2m, gfn, level, path);
	else if (entry_type(e) == p2m_ram_rw)
		merge(p2m, gfn, level, path);
}

int p2m_entries_set(struct p2m_domain *p2m, unsigned long gfn, mfn_t mfn, unsigned long nr, unsigned int level,
		    enum p2m_type t)
{
	unsigned long step = level_frames(level);

	if (tables_needed(mfn_to_page(p2m->root), P2M_ROOT_LEVEL, gfn, gfn + nr - 1, level, t == p2m_invalid) >
	    p2m->nr_free + p2m->nr_stale)
		return -ENOMEM;
	for (unsigned long i = 0; i < nr; i += step)
		set_one(p2m, gfn + i, level, leaf_entry(p2m, mfn_add(mfn, i), t, level));
	return 0;
}
