// SPDX-License-Identifier: LGPL-2.1-only
/* Records to and from a descriptor. What comes in is not trusted. */
#include <sys/uio.h>
#include <unistd.h>

#include "sr.h"

static const char *const names[] = {
	[REC_END] = "End",
	[REC_PAGE_DATA] = "Page data",
	[REC_X86_PV_INFO] = "x86 PV info",
	[REC_X86_PV_P2M_FRAMES] = "x86 PV P2M frames",
	[REC_X86_PV_VCPU_BASIC] = "x86 PV vcpu basic",
	[REC_X86_PV_VCPU_EXTENDED] = "x86 PV vcpu extended",
	[REC_X86_PV_VCPU_XSAVE] = "x86 PV vcpu xsave",
	[REC_SHARED_INFO] = "Shared info",
	[REC_X86_TSC_INFO] = "x86 TSC info",
	[REC_HVM_CONTEXT] = "HVM context",
	[REC_HVM_PARAMS] = "HVM params",
	[REC_TOOLSTACK] = "Toolstack",
	[REC_X86_PV_VCPU_MSRS] = "x86 PV vcpu msrs",
	[REC_VERIFY] = "Verify",
	[REC_CHECKPOINT] = "Checkpoint",
	[REC_CHECKPOINT_DIRTY_PFN_LIST] = "Checkpoint dirty pfn list",
	[REC_STATIC_DATA_END] = "Static data end",
	[REC_X86_CPUID_POLICY] = "x86 CPUID policy",
	[REC_X86_MSR_POLICY] = "x86 MSR policy",
};

const char *record_name(uint32_t type)
{
	type &= ~REC_OPTIONAL;
	return type < ARRAY_SIZE(names) ? names[type] : "unknown record";
}

static int write_all(struct sr_ctx *ctx, struct iovec *iov, int n)
{
	while (n) {
		ssize_t len = writev(ctx->fd, iov, n);

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0) {
			SR_ERR(ctx, "cannot write to the stream: %s", strerror(errno));
			return -1;
		}
		while (n && (size_t)len >= iov->iov_len) {
			len -= iov->iov_len;
			iov++;
			n--;
		}
		if (n) {
			iov->iov_base = (char *)iov->iov_base + len;
			iov->iov_len -= len;
		}
	}
	return 0;
}

int stream_write(struct sr_ctx *ctx, const void *data, size_t len)
{
	struct iovec iov = { (void *)data, len };

	return write_all(ctx, &iov, 1);
}

int stream_read(struct sr_ctx *ctx, void *data, size_t len)
{
	char *p = data;

	while (len) {
		ssize_t n = read(ctx->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (n == 0)
				errno = EPIPE;
			SR_ERR(ctx, "%s", n ? strerror(errno) : "the stream ends too early");
			return -1;
		}
		p += n;
		len -= n;
	}
	return 0;
}

static uint32_t padding(uint32_t length)
{
	return -length & 7;
}

int record_write(struct sr_ctx *ctx, uint32_t type, const void *head, uint32_t head_len,
		 const void *body, uint32_t body_len)
{
	static const char zero[8];
	struct sr_record_header h = { type, head_len + body_len };
	struct iovec iov[4] = {
		{ &h, sizeof(h) },
		{ (void *)head, head_len },
		{ (void *)body, body_len },
		{ (void *)zero, padding(h.length) },
	};

	if (h.length > REC_MAX_LENGTH) {
		errno = EMSGSIZE;
		SR_ERR(ctx, "a %s record of %u bytes is too long", record_name(type), h.length);
		return -1;
	}
	return write_all(ctx, iov, ARRAY_SIZE(iov));
}

int record_read(struct sr_ctx *ctx, struct sr_record *rec)
{
	struct sr_record_header h;

	rec->data = NULL;
	if (stream_read(ctx, &h, sizeof(h)))
		return -1;
	rec->type = h.type;
	rec->length = h.length;
	if (h.length > REC_MAX_LENGTH) {
		errno = EMSGSIZE;
		SR_ERR(ctx, "a %s record (%#x) of %u bytes is too long", record_name(h.type), h.type,
		       h.length);
		return -1;
	}
	if (!h.length)
		return 0;
	rec->data = malloc(h.length + padding(h.length));
	if (!rec->data) {
		SR_ERR(ctx, "no memory for a %s record of %u bytes", record_name(h.type), h.length);
		return -1;
	}
	if (stream_read(ctx, rec->data, h.length + padding(h.length))) {
		record_free(rec);
		return -1;
	}
	return 0;
}

void record_free(struct sr_record *rec)
{
	free(rec->data);
	rec->data = NULL;
	rec->length = 0;
}
