/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Watches, hung up by path: those that a change concerns are found with one look-up for each
 * component of the changed path, however many there are elsewhere.
 */
#ifndef XENSTORED_WATCH_H
#define XENSTORED_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "htab.h"
#include "list.h"
#include "path.h"

struct conn;
struct node;
struct perms;

/* A path somebody watches, whether or not a node is there. */
struct wpath {
	struct hlink link;
	struct list watches;	/* by age */
	uint64_t hash;
	uint32_t len;
	char path[];
};

struct watch {
	struct list on_path;
	struct list on_conn;
	struct conn *conn;
	struct wpath *wpath;
	uint64_t id;		/* ascending by age, unique */
	uint32_t home;		/* bytes of an event's path the watcher does not want to see */
	uint32_t charged;
	uint32_t token_len;
	char token[];
};

/* Returns 0, EEXIST, E2BIG (quota) or ENOMEM. */
int watch_add(struct conn *c, const struct path *p, const char *token, size_t token_len,
	      struct watch **out);
struct watch *watch_find(struct conn *c, const struct path *p, const char *token, size_t token_len);
void watch_remove(struct watch *w);
void watch_remove_all(struct conn *c);
/* Is there any watch at all? */
bool watch_any(void);

/*
 * Whose eyes a change is for: those who may read the node, could read it before, or may read its
 * parent. Each may be NULL.
 */
struct audience {
	const struct perms *now, *before, *parent;
};

/* Queue the events of a change of the path's node, oldest watch first. Returns 0 or ENOMEM. */
int watch_fire(const struct path *p, struct audience who);
/* The same for a change of a known node. */
int watch_fire_node(const struct node *n, struct audience who);
/*
 * Queue the events of the removal of everything from `top` down: those below concern only watches on
 * the very paths; children come before their parents.
 */
int watch_fire_removal(const struct node *top);
/* The same without `top` itself. */
int watch_fire_below(const struct node *top);
/* The whole of a special event: queued and committed. Returns 0 or ENOMEM (nobody was told). */
int watch_fire_special(const char *name);

#endif
