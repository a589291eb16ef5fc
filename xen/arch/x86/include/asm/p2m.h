/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest-physical map of a domain that has one (HVM, PVH): which machine frame, and what kind of thing, stands behind
 * each guest frame. It is what the processor walks (NPT, EPT), so a change is at once the guest's.
 *
 * All functions take the map's own lock (rank p2m) and may be called under locks of lower ranks, with interrupts on.
 */
#ifndef ASM_P2M_H
#define ASM_P2M_H

#include <xen/mm-frame.h>

struct domain;
struct page_info;
struct p2m_domain; /* d->arch.p2m */

/*
 * Types up to p2m_ram_logdirty but the first are memory of the domain's own: the page's allocation keeps it, and the
 * machine-to-phys table says its one guest frame. What the others hold is said beside them.
 */
enum p2m_type {
	p2m_invalid,            /* nothing: accesses are emulated */
	p2m_ram_rw,
	p2m_ram_ro,             /* writes are refused */
	p2m_ram_logdirty,       /* read-only until the first write, which is noted */
	p2m_mmio_direct,        /* a device's registers; no reference */
	p2m_mmio_dm,            /* explicitly a device model's; no frame */
	p2m_grant_map_rw,       /* another domain's page; the grant holds the references */
	p2m_grant_map_ro,
	p2m_map_foreign,        /* another domain's page; the entry holds a reference with type writable */
	p2m_map_foreign_ro,     /* the same, a plain reference: page tables of PV guests are mapped so */
	p2m_populate_on_demand, /* memory that gets a frame when it is touched; no frame */
	P2M_TYPES
};

/* How entries look to the processor: the two of mm/p2m/{npt,ept}.c. */
struct p2m_format;
extern const struct p2m_format npt_format, ept_format;
/* Boot: the processor has large leaf entries up to @level (2: 2 MiB, 3: 1 GiB). Before the first p2m_init(). */
void p2m_set_leaf_levels(unsigned int level);
/*
 * Boot: large entries of the EPT are not executable, and the first fetch from one splits it. On some Intel processors a guest
 * that changes the size of a page it executes from stops the machine (CVE-2018-12207).
 */
void p2m_forbid_large_exec(void);

/* An empty map and its pool of table pages. -ENOMEM. */
int p2m_init(struct domain *d, const struct p2m_format *fmt);
/*
 * Dying, no vCPU runs any more: gives back references, demand memory and tables. 0 or -ERESTART: call again. Afterwards
 * nothing is mapped and nothing can be.
 */
int p2m_relinquish(struct domain *d);
/* Last reference gone, or creation failed (after p2m_relinquish() or without). NULL d->arch.p2m is fine. */
void p2m_destroy(struct domain *d);

/* What NCR3 or EPTP point to: the table of level 4. */
mfn_t p2m_root(const struct domain *d);

/* Guest frames are [0, P2M_GFN_LIMIT): 48 bits of guest-physical address. */
#define P2M_GFN_LIMIT (1UL << 36)

/*
 * The frame behind @gfn, its type in *@t and 2^*@order the size of the entry it is part of (both may be NULL).
 * INVALID_MFN: there is none. Without a reference the answer may be outdated at once.
 */
mfn_t p2m_lookup(struct domain *d, gfn_t gfn, enum p2m_type *t, unsigned int *order);

/*
 * The page behind @gfn with a reference, of whatever owner; NULL: none. *@t (may be NULL) its type. The caller writes only
 * between p2m_write_begin() and p2m_write_end().
 */
#define P2M_ALLOC 1u /* populate on demand */
struct page_info *p2m_get_page(struct domain *d, gfn_t gfn, enum p2m_type *t, unsigned int flags);

/*
 * The hypervisor writes to the page that p2m_get_page() gave for @gfn with type @t. The entry may go meanwhile; that another
 * domain's page does not become one of its page tables under the write is what begin sees to. False: it may not be written.
 */
bool p2m_write_begin(struct page_info *pg, enum p2m_type t);
void p2m_write_end(struct domain *d, gfn_t gfn, struct page_info *pg, enum p2m_type t);

/*
 * Maps 2^@order frames from @mfn at @gfn as @t (INVALID_MFN for types without a frame; p2m_invalid: removes). What stood
 * there goes: references of its entries are dropped, but memory of d's own remains allocated, without a guest frame.
 * For p2m_map_foreign[_ro] the caller's references go over to the entries if the call succeeds.
 * 0, -EINVAL (range), -ENOMEM (the pool has no tables left; nothing was changed), -ESRCH (dying).
 */
int p2m_set(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order, enum p2m_type t);

/* A nested page fault at @gpa; @access = bits R 1, W 2, X 4. */
#define P2M_ACCESS_R 1u
#define P2M_ACCESS_W 2u
#define P2M_ACCESS_X 4u
enum p2m_fault_result {
	P2M_RETRY,   /* mended, or the entry allows it by now (or the domain has been crashed) */
	P2M_EMULATE, /* nothing is mapped there */
	P2M_DENIED,  /* the type forbids it */
};
enum p2m_fault_result p2m_fault(struct domain *d, paddr_t gpa, unsigned int access);

/* The hypervisor has written to @gfn on the guest's behalf. */
void p2m_mark_dirty(struct domain *d, gfn_t gfn);

bool p2m_is_ram(enum p2m_type t);      /* of the domain's own, with a frame */
bool p2m_is_writable(enum p2m_type t); /* by the guest, at once or after it was noted */

/* Highest guest frame that ever had an entry. */
gfn_t p2m_max_mapped(const struct domain *d);

/*
 * In hvm: entries of d's map were lowered or removed; all its vCPUs see that before the function returns. Called with the
 * map's lock held for writing.
 */
void hvm_flush_p2m(struct domain *d);

#endif
