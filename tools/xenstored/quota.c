/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <stdint.h>
#include <xen/io/xs_wire.h>

#include "conn.h"
#include "domain.h"
#include "log.h"
#include "quota.h"

struct quota quotas[QUOTA_COUNT] = {
	[QUOTA_NODES] = { "nodes", "Nodes per domain", .hard = 1000, .counted = true },
	[QUOTA_WATCHES] = { "watches", "Watches per domain", .hard = 128, .counted = true },
	[QUOTA_TRANSACTIONS] = {
		"transactions", "Transactions per domain", .hard = 10, .counted = true,
	},
	[QUOTA_OUTSTANDING] = {
		"outstanding", "Outstanding requests per domain", .hard = 20, .counted = true,
	},
	[QUOTA_TRANSACTION_NODES] = {
		"transaction-nodes", "Max. number of accessed nodes per transaction", .hard = 1024,
	},
	[QUOTA_MEMORY] = {
		"memory", "Total Xenstore memory per domain", .hard = 2621440, .soft = 2097152,
		.has_soft = true, .counted = true, .zero_is_off = true,
	},
	[QUOTA_NODE_SIZE] = { "node-size", "Max. size of a node", .hard = 2048 },
	[QUOTA_PATH_MAX] = {
		"path-max", "Max. length of a node path", .hard = XENSTORE_REL_PATH_MAX,
	},
	[QUOTA_PERMISSIONS] = { "permissions", "Max. number of permissions per node", .hard = 5 },
};

static struct list charged = LIST_INIT(charged);

struct quota *quota_find(const char *name)
{
	unsigned i;

	for (i = 0; i < QUOTA_COUNT; i++) {
		if (!strcmp(quotas[i].name, name))
			return &quotas[i];
	}
	return NULL;
}

int quota_set(const char *name, const char *value, bool soft)
{
	struct quota *q = quota_find(name);
	char *end;
	long v;

	errno = 0;
	v = strtol(value, &end, 10);
	if (!q || errno || end == value || *end || v < 0 || v > INT32_MAX)
		return EINVAL;
	if (soft && !q->has_soft)
		return EINVAL;
	if (q == &quotas[QUOTA_PATH_MAX] && v > XENSTORE_ABS_PATH_MAX)
		return EINVAL;
	if (soft)
		q->soft = v;
	else
		q->hard = v;
	return 0;
}

int quota_set_option(const char *assignment, bool soft)
{
	const char *eq = strchr(assignment, '=');
	char name[32];

	if (!eq || (size_t)(eq - assignment) >= sizeof(name))
		return EINVAL;
	memcpy(name, assignment, eq - assignment);
	name[eq - assignment] = 0;
	return quota_set(name, eq + 1, soft);
}

char *quota_table(bool soft)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	unsigned i;

	if (!f)
		return NULL;
	fputs("Quota settings:\n", f);
	for (i = 0; i < QUOTA_COUNT; i++) {
		const struct quota *q = &quotas[i];
		const char *level = soft ? " (warning level)" : q->has_soft ? " (error level)" : "";

		if (soft && !q->has_soft)
			continue;
		fprintf(f, "%-17s: %8ld %s%s\n", q->name, soft ? q->soft : q->hard, q->what, level);
	}
	if (fclose(f)) {
		free(text);
		return NULL;
	}
	return text;
}

char *quota_usage(unsigned domid)
{
	const struct domain *d = domain_find(domid);
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	unsigned i;

	if (!f)
		return NULL;
	fprintf(f, "Domain %u:\n", domid);
	for (i = 0; i < QUOTA_COUNT; i++) {
		if (quotas[i].counted)
			fprintf(f, "%-16s: %8ld\n", quotas[i].name, d->use[i]);
	}
	if (fclose(f)) {
		free(text);
		return NULL;
	}
	return text;
}

static bool over(struct domain *d, enum quota_id id, long value)
{
	const struct quota *q = &quotas[id];
	bool hard = value > q->hard && !(q->zero_is_off && !q->hard);
	bool soft = q->has_soft && q->soft && value > q->soft;

	if (hard && domain_may_log(d, id))
		log_warn("domain %u hits its quota of %ld for %s", d->domid, q->hard, q->name);
	if (soft && domain_may_log(d, LOG_TOPIC_SOFT(id)))
		log_warn("domain %u is above the soft quota of %ld for %s", d->domid, q->soft,
			 q->name);
	return hard;
}

bool quota_exceeded(const struct conn *c, enum quota_id id, long value)
{
	return !c->privileged && over(c->dom, id, value);
}

void charge_add(struct domain *dom, long nodes, long memory)
{
	if (list_is_empty(&dom->charged))
		list_append(&charged, &dom->charged);
	dom->delta_nodes += nodes;
	dom->delta_memory += memory;
}

int charge_check(const struct conn *c)
{
	struct domain *d;

	if (c->privileged)
		return 0;
	list_for_each(d, &charged, charged) {
		if (d->privileged)
			continue;
		if (d->delta_nodes > 0 &&
		    over(d, QUOTA_NODES, d->use[QUOTA_NODES] + d->delta_nodes))
			return ENOSPC;
		if (d->delta_memory > 0 &&
		    over(d, QUOTA_MEMORY, d->use[QUOTA_MEMORY] + d->delta_memory))
			return ENOMEM;
	}
	return 0;
}

static void charge_end(bool apply)
{
	struct domain *d, *next;

	list_for_each_safe(d, next, &charged, charged) {
		if (apply) {
			d->use[QUOTA_NODES] += d->delta_nodes;
			d->use[QUOTA_MEMORY] += d->delta_memory;
		}
		d->delta_nodes = d->delta_memory = 0;
		list_remove(&d->charged);
	}
}

void charge_commit(void)
{
	charge_end(true);
}

void charge_rollback(void)
{
	charge_end(false);
}

void account_add(struct domain *dom, enum quota_id id, long delta)
{
	dom->use[id] += delta;
}
