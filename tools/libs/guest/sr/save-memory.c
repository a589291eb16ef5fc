// SPDX-License-Identifier: LGPL-2.1-only
/* PAGE_DATA records, a batch of pages at a time. */
#include <sys/mman.h>

#include "sr.h"

/* in place of a type: not sent this time */
#define TYPE_DEFERRED 1u

struct batch {
	unsigned int n;
	xen_pfn_t pfns[SR_BATCH];
	uint32_t types[SR_BATCH];
	uint64_t wire[SR_BATCH];        /* pfns with types, as sent */
	xen_pfn_t frames[SR_BATCH];     /* of those with data */
	unsigned int index[SR_BATCH];   /* of each of them in pfns */
	unsigned int nr_data;
	int errors[SR_BATCH];
	uint8_t *data;                  /* nr_data pages ready to send */
};

static int find_types(struct sr_ctx *ctx, struct batch *b)
{
	xen_pfn_t arr[SR_BATCH];

	for (unsigned int i = 0; i < b->n; i++) {
		b->frames[i] = save_ops(ctx)->frame(ctx, b->pfns[i]);
		arr[i] = b->frames[i];
	}
	if (sr_get_types(ctx, arr, b->n))
		return -1;
	b->nr_data = 0;
	for (unsigned int i = 0; i < b->n; i++) {
		uint32_t type = b->frames[i] == INVALID_MFN ? XEN_DOMCTL_PFINFO_XTAB :
				arr[i] & XEN_DOMCTL_PFINFO_LTAB_MASK;

		b->types[i] = type;
		if (!type_has_data(type))
			continue;
		b->frames[b->nr_data] = b->frames[i];
		b->index[b->nr_data++] = i;
	}
	return 0;
}

/* A page that cannot be sent as it is now is sent once the guest is suspended. */
static void defer(struct sr_ctx *ctx, struct batch *b, unsigned int i)
{
	b->types[i] = TYPE_DEFERRED;
	if (!bit_test(ctx->deferred, b->pfns[i])) {
		bit_set(ctx->deferred, b->pfns[i]);
		ctx->nr_deferred++;
	}
}

/* Copies the mapped pages, page tables made portable; leaves out those that have gone. */
static int copy_pages(struct sr_ctx *ctx, struct batch *b, const uint8_t *mapped)
{
	unsigned int out = 0;

	for (unsigned int j = 0; j < b->nr_data; j++) {
		unsigned int i = b->index[j];
		const uint8_t *page = mapped + j * PAGE_SIZE;
		uint8_t *dest = b->data + out * PAGE_SIZE;
		int rc = 0;

		if (b->errors[j]) {
			if (!ctx->live) {
				SR_ERR(ctx, "cannot map page %#"PRI_xen_pfn": %s", b->pfns[i],
				       strerror(-b->errors[j]));
				return -1;
			}
			rc = -EAGAIN;
		} else if (type_level(b->types[i]) && !ctx->hvm) {
			rc = save_ops(ctx)->normalise(ctx, b->types[i], page, dest);
		} else {
			memcpy(dest, page, PAGE_SIZE);
		}
		if (rc && !ctx->live) {
			errno = -rc;
			SR_ERR(ctx, "page table %#"PRI_xen_pfn" maps frames that are not the guest's",
			       b->pfns[i]);
			return -1;
		}
		if (rc)
			defer(ctx, b, i);
		else
			out++;
	}
	b->nr_data = out;
	return 0;
}

static int map_pages(struct sr_ctx *ctx, struct batch *b)
{
	unsigned int count = b->nr_data;
	void *mapped;
	int rc;

	if (!count)
		return 0;
	mapped = xenforeignmemory_map(ctx->fmem, ctx->domid, PROT_READ, count, b->frames, b->errors);
	if (!mapped) {
		SR_ERR(ctx, "cannot map %u pages: %s", count, strerror(errno));
		return -1;
	}
	rc = copy_pages(ctx, b, mapped);
	xenforeignmemory_unmap(ctx->fmem, mapped, count);
	return rc;
}

/* Holes are told only to a receiver that may have got the page before. */
static int send_batch(struct sr_ctx *ctx, struct batch *b, bool tell_holes)
{
	struct rec_page_data head = { 0 };
	uint8_t *body;
	int rc;

	if (!b->n)
		return 0;
	if (find_types(ctx, b))
		return -1;
	rc = map_pages(ctx, b);
	for (unsigned int i = 0; i < b->n; i++)
		if (b->types[i] != TYPE_DEFERRED &&
		    (tell_holes || b->types[i] != XEN_DOMCTL_PFINFO_XTAB))
			b->wire[head.count++] = (uint64_t)b->types[i] << PAGE_DATA_TYPE_SHIFT |
						b->pfns[i];
	b->n = 0;
	if (rc || !head.count)
		return rc;
	/* header and pfns in front of the pages, which begin after SR_BATCH pfns' room */
	body = b->data - head.count * sizeof(uint64_t);
	memcpy(body, b->wire, head.count * sizeof(uint64_t));
	ctx->pages_sent += b->nr_data;
	return record_write(ctx, REC_PAGE_DATA, &head, sizeof(head), body,
			    head.count * sizeof(uint64_t) + b->nr_data * PAGE_SIZE);
}

int save_pages(struct sr_ctx *ctx, const unsigned long *bitmap)
{
	size_t room = SR_BATCH * sizeof(uint64_t);
	struct batch *b = calloc(1, sizeof(*b));
	uint8_t *buf = malloc(room + SR_BATCH * PAGE_SIZE);
	int rc = -1;

	if (!b || !buf) {
		SR_ERR(ctx, "no memory for a batch of pages");
		goto out;
	}
	b->data = buf + room;
	for (xen_pfn_t pfn = 0; pfn < ctx->nr_pfns; pfn++) {
		if (bitmap && !bit_test(bitmap, pfn))
			continue;
		b->pfns[b->n++] = pfn;
		if (b->n == SR_BATCH && send_batch(ctx, b, bitmap != NULL))
			goto out;
	}
	rc = send_batch(ctx, b, bitmap != NULL);
out:
	free(buf);
	free(b);
	return rc;
}
