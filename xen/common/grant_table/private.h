/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Grant tables, version 1. The shared frames hold what the granting domain wrote; beside each entry stands an active
 * entry, ours, that counts the uses and remembers the frame. Uses by other domains have a handle in the user's maptrack.
 *
 * Locks: the table's lock (read) to use entries, (write) to grow it; an active entry's lock to count; maptrack_lock for
 * the free handles. Page-table work is done without any of them: what it needs is pinned before.
 */
#ifndef COMMON_GRANT_TABLE_PRIVATE_H
#define COMMON_GRANT_TABLE_PRIVATE_H

#include <xen/domain.h>
#include <xen/grant_table.h>
#include <xen/hypercall.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <public/grant_table.h>

#define ENTRIES_PER_FRAME (PAGE_SIZE / sizeof(grant_entry_v1_t))
#define ACTIVE_PER_PAGE (PAGE_SIZE / sizeof(struct active_entry))
#define MAPTRACK_PER_PAGE (PAGE_SIZE / sizeof(struct grant_mapping))
#define HANDLE_NONE (~0U)

struct active_entry {
	spinlock_t lock;       /* rank grant_entry */
	u32 readers, writers;  /* [lock] uses; while there are any, the rest is constant */
	domid_t domid;         /* [lock] of the user: there is one only */
	mfn_t frame;           /* [lock] */
};

/* A use by a mapping. Free: flags 0, ref is the next free handle. */
struct grant_mapping {
	grant_ref_t ref;       /* [claimed] */
	domid_t domid;         /* [claimed] who granted */
	u16 flags;             /* [act lock of the entry] GNTMAP_{host_map,device_map,readonly}, MAPPING_BUSY */
	u32 extra;             /* the avail bits of the flags */
};
#define MAPPING_BUSY 0x8000u /* somebody is unmapping it */

struct grant_table {
	rwlock_t lock;                       /* rank grant */
	unsigned int nr_frames, max_frames;  /* [lock], [I] */
	grant_entry_v1_t **shared;           /* [lock] per frame */
	struct active_entry **active;        /* [lock] per page of active entries */
	unsigned int nr_active_pages;        /* [lock] */
	spinlock_t maptrack_lock;            /* rank maptrack */
	struct grant_mapping **maptrack;     /* pages; the array [I] */
	unsigned int nr_maptrack, max_maptrack; /* [maptrack_lock], [I] in pages */
	u32 free_handle;                     /* [maptrack_lock] */
	u32 release_next;                    /* [domctl] gnttab_release_mappings() goes on here */
};

static inline unsigned int gt_entries(const struct grant_table *gt) { return gt->nr_frames * ENTRIES_PER_FRAME; }

/* Unmapped in this hypercall, and still referenced until the TLBs have forgotten it. */
#define UNMAP_BATCH 32
struct gnttab_batch {
	unsigned int n;
	struct unmapped { struct domain *rd; grant_ref_t ref; u32 handle; mfn_t frame; u16 done; } item[UNMAP_BATCH];
};

/* active.c. Take one use of @rd's entry @ref for @ld (and a reference on the frame, of writable type for !readonly). GNTST_*. */
int gnttab_acquire(struct domain *rd, grant_ref_t ref, const struct domain *ld, bool readonly, mfn_t *frame);
void gnttab_release(struct domain *rd, grant_ref_t ref, bool readonly, mfn_t frame);
/* [gt->lock] */
struct active_entry *gnttab_active(const struct grant_table *gt, grant_ref_t ref);
grant_entry_v1_t *gnttab_shared(const struct grant_table *gt, grant_ref_t ref);

/* maptrack.c */
struct grant_mapping *maptrack_get(struct grant_table *gt, u32 *handle); /* NULL: none left */
void maptrack_put(struct grant_table *gt, u32 handle);
struct grant_mapping *maptrack_lookup(const struct grant_table *gt, u32 handle); /* NULL: no such handle */
int maptrack_init(struct grant_table *gt, unsigned int max_pages);
void maptrack_destroy(struct grant_table *gt);

/* table.c [gt->lock write] */
int gnttab_grow(struct domain *d, unsigned int nr_frames);

/* How @d names a frame it owns. */
static inline unsigned long mfn_to_gfn(const struct domain *d, mfn_t m)
{
	return is_hvm_domain(d) ? get_gpfn_from_mfn(m) : mfn_x(m);
}

void gnttab_batch_complete(struct gnttab_batch *b);

/* Arch: current's page tables; no lock held. GNTST_*. The references are ours. */
int create_grant_host_mapping(u64 host_addr, mfn_t frame, unsigned int flags, unsigned int cache);
int replace_grant_host_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags);

#endif
