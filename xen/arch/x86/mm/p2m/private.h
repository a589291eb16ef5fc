/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of the guest-physical map share. */
#ifndef MM_P2M_PRIVATE_H
#define MM_P2M_PRIVATE_H

#include <xen/domain.h>
#include <xen/mm.h>
#include <asm/p2m.h>

/* What a type is, for all formats. One row per enum p2m_type. */
struct p2m_type_row {
	const char *name;
	u8 access;   /* P2M_ACCESS_*: what the processor allows */
	bool frame;  /* has a machine frame */
	bool own;    /* ... which is memory of the domain's own: the machine-to-phys table knows it */
	bool ref;    /* the entry holds a reference on the page, with type writable if .access has W; of 4 KiB only */
};
extern const struct p2m_type_row p2m_types[P2M_TYPES];

/*
 * Entries. Both formats keep the frame in bits 12..51 and ignore bits 52..55, where we keep the type (or P2M_TABLE); so
 * only the making of an entry asks the format. An entry without anything is 0.
 *
 *    63  56 55  52 51            12 11        0
 *   | hw   | type |     frame      | hardware  |
 */
struct p2m_format {
	const char *name;
	u64 table;                                         /* hardware bits of an entry that names a table */
	u64 (*leaf)(enum p2m_type t, unsigned int level);  /* ... of one that maps; 0 for types without access */
};

#define P2M_TYPE_SHIFT 52
#define P2M_TABLE 15u
_Static_assert(P2M_TYPES <= P2M_TABLE, "a type has four bits");
#define P2M_ROOT_LEVEL 4

static inline unsigned int entry_kind(u64 e) { return (e >> P2M_TYPE_SHIFT) & 15; }
static inline bool entry_is_table(u64 e) { return entry_kind(e) == P2M_TABLE; }
static inline enum p2m_type entry_type(u64 e) { return (enum p2m_type)entry_kind(e); } /* of leaves */
static inline mfn_t entry_mfn(u64 e) { return pte_mfn(e); }
static inline unsigned long level_frames(unsigned int level) { return 1UL << (9 * (level - 1)); }
static inline unsigned int level_index(unsigned long gfn, unsigned int level) { return (gfn >> (9 * (level - 1))) & 511; }

#define POD_BATCH 16 /* pages that one sweep takes back */

/* Frames and promises of populate-on-demand: pod.c. All [p2m]. */
struct p2m_pod {
	struct page_list_head super, single; /* the cache: chunks of 512 (by their first page) and single pages, zeroed */
	unsigned long cached;                /* pages in the cache; the domain's tot_pages counts them */
	unsigned long entries;               /* guest frames of type populate_on_demand */
	unsigned long sweep_next;            /* guest frame where the next sweep begins */
	unsigned long swept_in_vain;         /* guest frames since one was found */
};

#define P2M_PUT_BATCH 32

/* Log-dirty mode: logdirty.c */
struct logdirty {
	u32 op;                          /* [domctl] XEN_DOMCTL_SHADOW_OP_* that was interrupted; 0: none */
	unsigned long next;              /* [domctl] guest frame where it goes on */
	u32 dirty;                       /* [domctl] frames it has found so far */
	u32 faults;                      /* [p2m] first writes since the last clean */
};

struct p2m_domain {
	struct domain *domain;           /* [I] */
	const struct p2m_format *fmt;    /* [I] */
	rwlock_t lock;                   /* rank p2m; readers look up, writers change */
	mfn_t root;                      /* [p2m] INVALID_MFN: there is no map any more */
	unsigned long max_mapped;        /* [p2m] */
	unsigned long nr_refs;           /* [p2m] entries that hold references */
	bool logdirty;                   /* [domctl] */
	struct logdirty log;

	/* Between a change and the flush: nothing of this may be used again before. [p2m] */
	bool need_flush;
	unsigned int nr_put;
	struct { struct page_info *pg; bool typed; } put[P2M_PUT_BATCH];
	struct page_list_head stale;     /* tables taken out of use */
	unsigned int nr_stale;

	/* The pool: free and used table pages. A used one has its level and its number of entries in type_info. [p2m] */
	struct page_list_head free, tables;
	unsigned int nr_free, nr_tables;

	struct p2m_pod pod;
};

/* core.c: the lock. Unlocking flushes what was changed, then drops what the changes gave up. */
void p2m_lock(struct p2m_domain *p2m);
void p2m_unlock(struct p2m_domain *p2m);
/* Leaves that to a later p2m_unlock(), which the caller sees to: pages of the guest's are not reused before. */
void p2m_unlock_deferred(struct p2m_domain *p2m);
/* [p2m write] Now. */
void p2m_flush(struct p2m_domain *p2m);
/* [p2m write] p2m_set() for those who hold the lock. */
int p2m_set_locked(struct p2m_domain *p2m, unsigned long gfn, mfn_t mfn, unsigned int order, enum p2m_type t);

/* walk.c. [p2m] The entry that says what @gfn is, and its level; hardware may have set accessed and dirty bits. */
u64 p2m_entry_get(const struct p2m_domain *p2m, unsigned long gfn, unsigned int *level);
/* [p2m write] The @nr frames from @gfn at @level (all are multiples of its size): -ENOMEM, and then nothing is changed. */
int p2m_entries_set(struct p2m_domain *p2m, unsigned long gfn, mfn_t mfn, unsigned long nr, unsigned int level,
		    enum p2m_type t);
extern unsigned int p2m_leaf_levels;
extern bool p2m_small_exec; /* p2m_forbid_large_exec() */

/* pool.c. [p2m write] A zeroed table for @level; the caller has seen that there is one. */
struct page_info *p2m_table_take(struct p2m_domain *p2m, unsigned int level);
/* It is linked no more, but processors may still know it: free after the next flush. */
void p2m_table_retire(struct p2m_domain *p2m, struct page_info *t);
void p2m_tables_recycle(struct p2m_domain *p2m);
/* Grows or shrinks the pool to @pages, at least what is in use. 0, -ENOMEM, -ERESTART. Takes the lock. */
int p2m_pool_resize(struct p2m_domain *p2m, unsigned int pages);

#define TABLE_LEVEL_SHIFT 16
static inline unsigned int table_level(const struct page_info *t) { return t->type_info >> TABLE_LEVEL_SHIFT; }
static inline unsigned int table_entries(const struct page_info *t) { return t->type_info & 0xffff; }

/* logdirty.c. Enable, off, clean, peek. -EINVAL (not in that mode, or twice), -EFAULT, -ERESTART. [domctl] */
struct xen_domctl_shadow_op;
long p2m_logdirty_op(struct domain *d, struct xen_domctl_shadow_op *op);

/* pod.c */
void pod_init(struct p2m_domain *p2m);
/*
 * [p2m write] @gfn, of type populate_on_demand in an entry of @level, gets memory. 0; -ENOMEM: there is none;
 * -EAGAIN: memory was looked for, and more can be: try again.
 */
int pod_populate(struct p2m_domain *p2m, unsigned long gfn, unsigned int level);
/* [p2m write] @pg of the domain, mapped nowhere any more, goes to the cache if nobody else uses it. */
void pod_take_back(struct p2m_domain *p2m, struct page_info *pg);
/* [p2m write] @max promises have gone: pages that no promise needs follow, as many. */
void pod_trim(struct p2m_domain *p2m, unsigned long max);
int pod_relinquish(struct p2m_domain *p2m); /* 0 or -ERESTART; takes the lock */

#endif
