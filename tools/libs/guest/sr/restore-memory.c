// SPDX-License-Identifier: LGPL-2.1-only
/* Pages out of the stream into the guest. */
#include <sys/mman.h>

#include "sr.h"

int restore_grow(struct sr_ctx *ctx, uint64_t pfn)
{
	struct restore_state *rs = ctx->rs;
	uint64_t room = rs->room ? rs->room : 1 << 15;
	void *populated, *frames, *types;

	if (pfn < rs->room)
		return 0;
	if (pfn >= SR_MAX_PFN) {
		errno = ERANGE;
		SR_ERR(ctx, "pfn %#"PRIx64" in the stream is out of range", pfn);
		return -1;
	}
	while (room <= pfn)
		room *= 2;
	populated = realloc(rs->populated, room / 8);
	if (populated)
		rs->populated = populated;
	frames = ctx->hvm ? rs->frames : realloc(rs->frames, room * sizeof(*rs->frames));
	if (frames)
		rs->frames = frames;
	types = ctx->hvm ? rs->types : realloc(rs->types, room * sizeof(*rs->types));
	if (types)
		rs->types = types;
	if (!populated || (!ctx->hvm && (!frames || !types))) {
		SR_ERR(ctx, "no memory for a guest of %#"PRIx64" pfns", room);
		return -1;
	}
	memset((char *)rs->populated + rs->room / 8, 0, (room - rs->room) / 8);
	if (!ctx->hvm)
		memset(rs->types + rs->room, 0, (room - rs->room) * sizeof(*rs->types));
	rs->room = room;
	return 0;
}

int restore_populate(struct sr_ctx *ctx, const uint64_t *pfns, unsigned int n)
{
	struct restore_state *rs = ctx->rs;
	xen_pfn_t frames[SR_BATCH], want[SR_BATCH];
	unsigned int nr = 0;

	for (unsigned int i = 0; i < n; i++) {
		if (restore_grow(ctx, pfns[i]))
			return -1;
		if (bit_test(rs->populated, pfns[i]))
			continue;
		bit_set(rs->populated, pfns[i]);        /* a pfn may be there twice */
		want[nr] = frames[nr] = pfns[i];
		nr++;
	}
	if (!nr)
		return 0;
	if (xc_domain_populate_physmap_exact(ctx->xch, ctx->domid, nr, 0, 0, frames)) {
		SR_ERR(ctx, "no memory for %u pages: %s", nr, strerror(errno));
		return -1;
	}
	for (unsigned int i = 0; i < nr && !ctx->hvm; i++)
		rs->frames[want[i]] = frames[i];
	return 0;
}

/* What of a PAGE_DATA record has data. */
struct pages {
	unsigned int n;
	uint64_t pfns[SR_BATCH];
	uint32_t types[SR_BATCH];
	xen_pfn_t frames[SR_BATCH];
	int errors[SR_BATCH];
};

static bool type_known(uint32_t type)
{
	switch (type & ~XEN_DOMCTL_PFINFO_LPINTAB) {
	case XEN_DOMCTL_PFINFO_L1TAB:
	case XEN_DOMCTL_PFINFO_L2TAB:
	case XEN_DOMCTL_PFINFO_L3TAB:
	case XEN_DOMCTL_PFINFO_L4TAB:
		return true;
	}
	return type == XEN_DOMCTL_PFINFO_NOTAB || !type_has_data(type);
}

/* Copies pages; a page table is localised on the way. In verify mode compares instead. */
static int put_pages(struct sr_ctx *ctx, const struct pages *p, uint8_t *mapped, const uint8_t *data)
{
	struct restore_state *rs = ctx->rs;
	uint64_t page[PAGE_SIZE / sizeof(uint64_t)];

	for (unsigned int i = 0; i < p->n; i++) {
		uint8_t *dest = mapped + i * PAGE_SIZE;

		if (p->errors[i]) {
			SR_ERR(ctx, "cannot map page %#"PRIx64": %s", p->pfns[i],
			       strerror(-p->errors[i]));
			return -1;
		}
		memcpy(page, data + i * PAGE_SIZE, PAGE_SIZE);
		if (!ctx->hvm && type_level(p->types[i]) &&
		    restore_ops(ctx)->localise(ctx, p->types[i], page))
			return -1;
		if (!rs->verify)
			memcpy(dest, page, PAGE_SIZE);
		else if (memcmp(dest, page, PAGE_SIZE)) {
			rs->differ++;
			SR_ERR(ctx, "page %#"PRIx64" (type %#x) differs", p->pfns[i], p->types[i]);
		}
	}
	return 0;
}

/* Localising needs frames for what tables point to: populated before anything is mapped. */
static int map_and_put(struct sr_ctx *ctx, struct pages *p, const uint8_t *data)
{
	uint8_t *mapped;
	int rc;

	if (restore_populate(ctx, p->pfns, p->n))
		return -1;
	for (unsigned int i = 0; i < p->n; i++)
		p->frames[i] = ctx->hvm ? p->pfns[i] : ctx->rs->frames[p->pfns[i]];
	mapped = xenforeignmemory_map(ctx->fmem, ctx->domid, PROT_READ | PROT_WRITE, p->n, p->frames,
				      p->errors);
	if (!mapped) {
		SR_ERR(ctx, "cannot map %u pages: %s", p->n, strerror(errno));
		return -1;
	}
	rc = put_pages(ctx, p, mapped, data);
	xenforeignmemory_unmap(ctx->fmem, mapped, p->n);
	return rc;
}

/* A page sent before has gone meanwhile (ballooned out, say). */
static int depopulate(struct sr_ctx *ctx, uint64_t pfn)
{
	struct restore_state *rs = ctx->rs;
	xen_pfn_t frame = ctx->hvm ? pfn : rs->frames[pfn];

	if (xc_domain_decrease_reservation_exact(ctx->xch, ctx->domid, 1, 0, &frame)) {
		SR_ERR(ctx, "cannot take page %#"PRIx64" back: %s", pfn, strerror(errno));
		return -1;
	}
	rs->populated[pfn / 64] &= ~(1UL << pfn % 64);
	return 0;
}

static int decode(struct sr_ctx *ctx, const uint64_t *wire, unsigned int count, struct pages *p)
{
	struct restore_state *rs = ctx->rs;

	for (unsigned int i = 0; i < count; i++) {
		uint64_t pfn = wire[i] & PAGE_DATA_PFN_MASK;
		uint32_t type = (wire[i] & PAGE_DATA_TYPE_MASK) >> PAGE_DATA_TYPE_SHIFT;

		if (wire[i] & ~(PAGE_DATA_PFN_MASK | PAGE_DATA_TYPE_MASK) || !type_known(type)) {
			errno = EINVAL;
			SR_ERR(ctx, "page %#"PRIx64" in the stream has an unknown type %#x", pfn, type);
			return -1;
		}
		if (type == XEN_DOMCTL_PFINFO_XALLOC && restore_populate(ctx, &pfn, 1))
			return -1;
		if (restore_grow(ctx, pfn))
			return -1;
		if (type == XEN_DOMCTL_PFINFO_XTAB && restore_has(rs, pfn) && depopulate(ctx, pfn))
			return -1;
		if (!ctx->hvm)
			rs->types[pfn] = type;
		if (!type_has_data(type))
			continue;
		p->pfns[p->n] = pfn;
		p->types[p->n++] = type;
	}
	return 0;
}

int restore_page_data(struct sr_ctx *ctx, struct sr_record *rec)
{
	const struct rec_page_data *head = rec->data;
	struct pages *p;
	size_t pfns_len;
	int rc = -1;

	if (rec->length < sizeof(*head) || !head->count || head->count > SR_BATCH ||
	    rec->length < sizeof(*head) + head->count * sizeof(uint64_t)) {
		errno = EINVAL;
		SR_ERR(ctx, "a page data record of %u bytes is too short, or has too many pages",
		       rec->length);
		return -1;
	}
	p = calloc(1, sizeof(*p));
	if (!p)
		return -1;
	pfns_len = head->count * sizeof(uint64_t);
	if (decode(ctx, (const uint64_t *)(head + 1), head->count, p))
		goto out;
	if (rec->length != sizeof(*head) + pfns_len + p->n * PAGE_SIZE) {
		errno = EINVAL;
		SR_ERR(ctx, "a page data record has %u bytes, should have %zu", rec->length,
		       sizeof(*head) + pfns_len + p->n * PAGE_SIZE);
		goto out;
	}
	rc = p->n ? map_and_put(ctx, p, (const uint8_t *)(head + 1) + pfns_len) : 0;
out:
	free(p);
	return rc;
}
