/* SPDX-License-Identifier: LGPL-2.1-only */
/* What save and restore share. */
#ifndef GUEST_SR_H
#define GUEST_SR_H

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <xenctrl.h>
#include <xenforeignmemory.h>
#include "xenguest.h"

#include "pv-guest.h"
#include "stream.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE  4096UL
#define ARRAY_SIZE(a)      (sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))

/* no guest is larger (16 TiB); bounds what a stream can make us allocate */
#define SR_MAX_PFN (1ULL << 32)

struct sr_ctx {
	xc_interface *xch;
	xenforeignmemory_handle *fmem;
	uint32_t domid;
	int fd;
	bool hvm;
	const char *doing;              /* "save" or "restore", for messages */
	struct pv_guest pv;

	/* save */
	struct save_callbacks *save_cb;
	bool live;
	bool debug;
	xen_pfn_t nr_pfns;
	uint64_t pages_sent;
	bool logdirty;
	unsigned long *deferred;        /* bitmap: pages that could not be sent consistently */
	uint64_t nr_deferred;

	/* restore */
	struct restore_callbacks *restore_cb;
	struct restore_state *rs;
};

void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define SR_ERR(ctx, fmt, args...) \
	xc_report_error((ctx)->xch, XC_INTERNAL_ERROR, "%s of domain %u: " fmt, (ctx)->doing, \
			(ctx)->domid, ## args)

/* Types of the frames or gfns in arr, which are replaced (XEN_DOMCTL_PFINFO_*); at most SR_BATCH. */
int sr_get_types(struct sr_ctx *ctx, xen_pfn_t *arr, unsigned int n);

static inline bool type_has_data(uint32_t type)
{
	return type != XEN_DOMCTL_PFINFO_XTAB && type != XEN_DOMCTL_PFINFO_XALLOC &&
	       type != XEN_DOMCTL_PFINFO_BROKEN;
}
/* 1..4 for a page table of that level, else 0 */
static inline unsigned int type_level(uint32_t type)
{
	unsigned int l = (type & XEN_DOMCTL_PFINFO_LTABTYPE_MASK) >> XEN_DOMCTL_PFINFO_LTAB_SHIFT;

	return type_has_data(type) && l <= 4 ? l : 0;
}

static inline bool bit_test(const unsigned long *map, uint64_t n)
{
	return map[n / 64] >> n % 64 & 1;
}
static inline void bit_set(unsigned long *map, uint64_t n)
{
	map[n / 64] |= 1UL << n % 64;
}

/* save-memory.c: every page (bitmap NULL) or those of a bitmap of nr_pfns bits */
int save_pages(struct sr_ctx *ctx, const unsigned long *bitmap);

/* What PV and HVM do each their own way. */
struct save_ops {
	int (*setup)(struct sr_ctx *ctx);
	/* records before STATIC_DATA_END, and before the memory */
	int (*static_data)(struct sr_ctx *ctx);
	int (*start)(struct sr_ctx *ctx);
	/* the frame for a pfn, INVALID_MFN for none */
	xen_pfn_t (*frame)(struct sr_ctx *ctx, xen_pfn_t pfn);
	/* makes a page table portable; 0, or -EAGAIN if it holds what is not the guest's */
	int (*normalise)(struct sr_ctx *ctx, uint32_t type, const void *page, void *out);
	/* records after the memory */
	int (*end)(struct sr_ctx *ctx);
};
extern const struct save_ops save_pv_ops, save_hvm_ops;
static inline const struct save_ops *save_ops(struct sr_ctx *ctx)
{
	return ctx->hvm ? &save_hvm_ops : &save_pv_ops;
}
int save_cpu_policy(struct sr_ctx *ctx);
int save_tsc(struct sr_ctx *ctx);

/* --- restore ---------------------------------------------------------------------------------- */

struct blob {
	void *data;
	uint32_t length;
};

struct restore_state {
	unsigned int store_evtchn, console_evtchn;
	uint32_t store_domid, console_domid;
	xen_pfn_t store_gfn, console_gfn;       /* out */

	uint32_t version;               /* of the stream */
	bool static_done;
	unsigned int policies_seen;     /* XGR_SDD_MISSING_* bits not missing */
	struct blob cpuid, msrs;

	uint64_t room;                  /* pfns the arrays have room for */
	unsigned long *populated;
	xen_pfn_t *frames;              /* PV: by pfn, valid where populated */
	uint32_t *types;                /* PV: by pfn */
	bool verify;
	uint64_t differ;

	/* HVM */
	struct blob hvm_context;

	/* PV */
	bool pv_info_seen;
	uint64_t *p2m_pfns;             /* where the guest keeps its p2m */
	uint32_t nr_p2m_pfns;
	uint64_t p2m_size;
	unsigned int nr_vcpus;
	struct vcpu_blobs { struct blob basic, extended, xsave, msrs; } *vcpus;
	bool shared_info_seen;
	uint64_t shared_info[PAGE_SIZE / 8];
};

struct restore_ops {
	int (*setup)(struct sr_ctx *ctx);
	/* a record that is not of all guests; 1 if it was not this kind's either */
	int (*record)(struct sr_ctx *ctx, struct sr_record *rec);
	/* makes a page table of this host's frames */
	int (*localise)(struct sr_ctx *ctx, uint32_t type, uint64_t *page);
	/* after the last record */
	int (*complete)(struct sr_ctx *ctx);
};
extern const struct restore_ops restore_pv_ops, restore_hvm_ops;
static inline const struct restore_ops *restore_ops(struct sr_ctx *ctx)
{
	return ctx->hvm ? &restore_hvm_ops : &restore_pv_ops;
}

/* restore-memory.c */
int restore_page_data(struct sr_ctx *ctx, struct sr_record *rec);
/* Gives the guest those of the pfns it has not got. */
int restore_populate(struct sr_ctx *ctx, const uint64_t *pfns, unsigned int n);
/* Makes room in the arrays for pfns up to and with this one. */
int restore_grow(struct sr_ctx *ctx, uint64_t pfn);
static inline bool restore_has(const struct restore_state *rs, uint64_t pfn)
{
	return pfn < rs->room && bit_test(rs->populated, pfn);
}

/* restore.c */
int restore_static_done(struct sr_ctx *ctx, bool inferred);
/* Takes the record's body over. */
void blob_take(struct blob *blob, struct sr_record *rec);
void blob_free(struct blob *blob);

#endif
