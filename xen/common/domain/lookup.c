/* SPDX-License-Identifier: GPL-2.0-only */
/* All domains there are: by number, and in order of their numbers. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

#define BUCKETS 256
static DEFINE_RWLOCK(domlist_lock, domlist);
static struct domain *buckets[BUCKETS];  /* [domlist_lock] */
static LIST_HEAD(domains);               /* [domlist_lock] */
static domid_t last_id;                  /* [domlist_lock] the number given out last */

struct domain *hardware_domain;

/* [domlist_lock] */
static struct domain *find(domid_t id)
{
	struct domain *d = buckets[id % BUCKETS];

	while (d && d->domain_id != id)
		d = d->next_in_bucket;
	return d;
}

int domain_list_add(struct domain *d)
{
	struct domain *other;
	int rc = -EEXIST;

	write_lock(&domlist_lock);
	if (!find(d->domain_id)) {
		d->next_in_bucket = buckets[d->domain_id % BUCKETS];
		buckets[d->domain_id % BUCKETS] = d;
		list_for_each_entry(other, &domains, list)
			if (other->domain_id > d->domain_id)
				break;
		list_add_tail(&d->list, &other->list);
		rc = 0;
	}
	write_unlock(&domlist_lock);
	return rc;
}

void domain_list_remove(struct domain *d)
{
	struct domain **link;

	write_lock(&domlist_lock);
	for (link = &buckets[d->domain_id % BUCKETS]; *link != d; link = &(*link)->next_in_bucket)
		;
	*link = d->next_in_bucket;
	list_del_init(&d->list);
	write_unlock(&domlist_lock);
}

domid_t domid_alloc(void)
{
	domid_t id, first;

	write_lock(&domlist_lock);
	first = id = last_id;
	do {
		id = id + 1 >= DOMID_FIRST_RESERVED ? 1 : id + 1;
		if (!find(id))
			break;
	} while (id != first);
	if (find(id))
		id = DOMID_INVALID;
	else
		last_id = id;
	write_unlock(&domlist_lock);
	return id;
}

struct domain *get_domain_by_id(domid_t id)
{
	struct domain *d;

	read_lock(&domlist_lock);
	d = find(id);
	if (d && !get_domain(d))
		d = NULL;
	read_unlock(&domlist_lock);
	return d;
}

struct domain *get_domain_by_any_id(domid_t id)
{
	if (id == DOMID_SELF || id == current->domain->domain_id) {
		get_knownalive_domain(current->domain);
		return current->domain;
	}
	return get_domain_by_id(id);
}

struct domain *get_next_domain(domid_t id)
{
	struct domain *d, *found = NULL;

	read_lock(&domlist_lock);
	list_for_each_entry(d, &domains, list)
		if (d->domain_id >= id && get_domain(d)) {
			found = d;
			break;
		}
	read_unlock(&domlist_lock);
	return found;
}
