/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared permission lists. */
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "tree.h"

static uint64_t hash_entry(uint64_t h, unsigned domid, unsigned access)
{
	return hash_mix(h, domid << 8 | access);
}

/* Staleness is no part of the hash: it changes while the list is linked. */
static uint64_t perms_hash(const struct hlink *link)
{
	const struct perms *p = container_of(link, struct perms, link);
	uint64_t h = p->count;
	unsigned i;

	for (i = 0; i < p->count; i++)
		h = hash_entry(h, p->perm[i].domid, p->perm[i].access);
	return h;
}

static struct htab lists = HTAB_INIT(perms_hash);

static bool same(const struct perms *p, const struct perm_spec *spec, unsigned count)
{
	unsigned i;

	if (p->count != count)
		return false;
	for (i = 0; i < count; i++) {
		if (p->perm[i].domid != spec[i].domid || p->perm[i].access != spec[i].access ||
		    p->perm[i].stale != spec[i].stale)
			return false;
	}
	return true;
}

static struct perms *perms_new(const struct perm_spec *spec, unsigned count)
{
	struct perms *p;
	unsigned i;

	if (htab_reserve(&lists))
		return NULL;
	p = malloc(sizeof(*p) + count * sizeof(p->perm[0]));
	if (!p)
		return NULL;
	p->refs = 1;
	p->count = count;
	for (i = 0; i < count; i++) {
		struct perm *e = &p->perm[i];
		struct domain *d = domain_find(spec[i].domid);

		*e = (struct perm){
			.domid = spec[i].domid, .access = spec[i].access,
			.stale = spec[i].stale, .index = i,
		};
		list_init(&e->mention);
		if (d && !e->stale)
			list_append(&d->mentions, &e->mention);
	}
	htab_insert(&lists, &p->link);
	return p;
}

struct perms *perms_get(const struct perm_spec *spec, unsigned count)
{
	struct perm_spec fixed[count];
	uint64_t hash = count;
	struct hlink *l;
	unsigned i;

	for (i = 0; i < count; i++) {
		fixed[i] = spec[i];
		if (!domain_find(spec[i].domid))
			fixed[i].stale = 1;
		hash = hash_entry(hash, spec[i].domid, spec[i].access);
	}
	for (l = htab_first(&lists, hash); l; l = l->next) {
		struct perms *p = container_of(l, struct perms, link);

		if (same(p, fixed, count))
			return perms_ref(p);
	}
	return perms_new(fixed, count);
}

struct perms *perms_ref(struct perms *perms)
{
	perms->refs++;
	return perms;
}

void perms_put(struct perms *perms)
{
	unsigned i;

	if (!perms || --perms->refs)
		return;
	for (i = 0; i < perms->count; i++)
		list_remove(&perms->perm[i].mention);
	htab_remove(&lists, &perms->link);
	free(perms);
}

struct perms *perms_with_owner(const struct perms *perms, unsigned owner)
{
	struct perm_spec spec[perms->count];
	unsigned i;

	for (i = 0; i < perms->count; i++) {
		spec[i].domid = perms->perm[i].domid;
		spec[i].access = perms->perm[i].access;
		spec[i].stale = perms->perm[i].stale;
	}
	spec[0].domid = owner;
	spec[0].stale = 0;
	return perms_get(spec, perms->count);
}

void perms_forget_domain(struct domain *dom)
{
	struct perm *e, *next;

	list_for_each_safe(e, next, &dom->mentions, mention) {
		e->stale = 1;
		list_remove(&e->mention);
	}
}


unsigned perms_access(const struct perms *perms, unsigned domid, unsigned target)
{
	unsigned owner = perms_owner(perms), i;

	if (!perms->perm[0].stale && (owner == domid || owner == target))
		return PERM_READ | PERM_WRITE | PERM_OWNER;
	for (i = 1; i < perms->count; i++) {
		const struct perm *e = &perms->perm[i];

		if (!e->stale && (e->domid == domid || e->domid == target))
			return e->access;
	}
	return perms->perm[0].access;
}
