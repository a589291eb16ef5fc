/* SPDX-License-Identifier: GPL-2.0-only */
/* Xenstore paths, split and hashed once per request. */
#ifndef XENSTORED_PATH_H
#define XENSTORED_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PATH_BYTES_MAX 3200	/* absolute limit of 3072 plus the longest home prefix */
#define PATH_PARTS_MAX (PATH_BYTES_MAX / 2)

struct part {
	const char *str;	/* not terminated */
	uint32_t len;
	uint32_t hash;
};

struct node;

/* The nodes of a path's first parts, as far as they were found: see tree_walk(). */
struct path_nodes {
	unsigned count;
	uint64_t removals;	/* how many nodes had gone from the tree by then: valid while that stands */
	struct node *node[PATH_PARTS_MAX];
};

/* "/a/b" has two parts, "/" none; "@name" is one part below the root of the special nodes. */
struct path {
	bool special;
	unsigned parts;
	unsigned len;		/* strlen(abs) */
	unsigned home;		/* bytes that the caller's relative form leaves out; 0 if absolute */
	struct path_nodes *nodes; /* NULL: not kept */
	struct part part[PATH_PARTS_MAX];
	char abs[PATH_BYTES_MAX + 1];
};

/* Two paths are held apart by their hashes' secret, drawn once at start. */
void path_init(uint64_t secret);
uint32_t path_hash_name(const char *str, size_t len);
/* The same in every process: for what a live update takes along. */
uint64_t path_hash_bytes(const void *data, size_t len);

/*
 * Reads `len` bytes at `str` as a node's path; a relative one is taken below /local/domain/<domid>.
 * With `allow_special`, "@..." is accepted. `limit` is the path-max quota, which does not count a
 * leading /local/domain/<n>/. Returns 0 or EINVAL (syntax, length).
 */
int path_parse(struct path *p, const char *str, size_t len, unsigned domid, unsigned limit,
	       bool allow_special);
/*
 * The same for a `p` that is all zero or was parsed before: what the new path begins with as the old one
 * did is not looked at again. Clients name a node's siblings one after the other.
 */
int path_parse_next(struct path *p, const char *str, size_t len, unsigned domid, unsigned limit,
		    bool allow_special);

struct name;

/* The path of a node whose names are given from the root down. */
void path_from_names(struct path *p, bool special, const struct name *const *names, unsigned count);

/* Chained hash of the first `parts` parts, by which watches are found. */
static inline uint64_t path_hash_step(uint64_t above, uint32_t part_hash)
{
	return (above ^ part_hash) * 0xff51afd7ed558ccdu + (above >> 29);
}

#define PATH_HASH_ROOT 0x2545f4914f6cdd1du

#endif
