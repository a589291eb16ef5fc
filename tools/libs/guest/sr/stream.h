/* SPDX-License-Identifier: LGPL-2.1-only */
/* The migration stream, version 3 (docs/specs/libxc-migration-stream). Little-endian. */
#ifndef GUEST_SR_STREAM_H
#define GUEST_SR_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SR_MARKER   0xffffffffffffffffULL
#define SR_ID       0x58454e46u          /* "XENF" */
#define SR_VERSION  3u

/* 3.1; big-endian whatever the options say */
struct sr_image_header {
	uint64_t marker;
	uint32_t id;
	uint32_t version;
	uint16_t options;
	uint16_t reserved1;
	uint32_t reserved2;
};
#define SR_OPT_BIG_ENDIAN 1

/* 3.2 */
struct sr_domain_header {
	uint32_t type;
	uint16_t page_shift;
	uint16_t reserved;
	uint32_t xen_major;
	uint32_t xen_minor;
};
enum { SR_TYPE_X86_PV = 1, SR_TYPE_X86_HVM = 2 };

/* 4; the body follows, then zeroes up to a multiple of 8 bytes */
struct sr_record_header {
	uint32_t type;
	uint32_t length;
};

enum sr_record_type {
	REC_END = 0x00,
	REC_PAGE_DATA = 0x01,
	REC_X86_PV_INFO = 0x02,
	REC_X86_PV_P2M_FRAMES = 0x03,
	REC_X86_PV_VCPU_BASIC = 0x04,
	REC_X86_PV_VCPU_EXTENDED = 0x05,
	REC_X86_PV_VCPU_XSAVE = 0x06,
	REC_SHARED_INFO = 0x07,
	REC_X86_TSC_INFO = 0x08,
	REC_HVM_CONTEXT = 0x09,
	REC_HVM_PARAMS = 0x0a,
	REC_TOOLSTACK = 0x0b,
	REC_X86_PV_VCPU_MSRS = 0x0c,
	REC_VERIFY = 0x0d,
	REC_CHECKPOINT = 0x0e,
	REC_CHECKPOINT_DIRTY_PFN_LIST = 0x0f,
	REC_STATIC_DATA_END = 0x10,
	REC_X86_CPUID_POLICY = 0x11,
	REC_X86_MSR_POLICY = 0x12,
};
#define REC_OPTIONAL 0x80000000u

/* no record is longer: the largest is PAGE_DATA of a batch, or a p2m frame list */
#define REC_MAX_LENGTH (128u << 20)

struct rec_page_data {          /* pfns and pages follow */
	uint32_t count;
	uint32_t reserved;
};
#define PAGE_DATA_PFN_MASK  0x000fffffffffffffULL
#define PAGE_DATA_TYPE_MASK 0xf000000000000000ULL
#define PAGE_DATA_TYPE_SHIFT 32          /* to XEN_DOMCTL_PFINFO_* */
/* pages in one record, and in one hypercall */
#define SR_BATCH 1024

struct rec_pv_info {
	uint8_t guest_width;
	uint8_t pt_levels;
	uint16_t reserved1;
	uint32_t reserved2;
};

struct rec_p2m_frames {         /* pfns follow */
	uint32_t start_pfn;
	uint32_t end_pfn;
};

struct rec_vcpu {               /* context follows */
	uint32_t vcpu_id;
	uint32_t reserved;
};

struct rec_tsc_info {
	uint32_t mode;
	uint32_t khz;
	uint64_t nsec;
	uint32_t incarnation;
	uint32_t reserved;
};

struct rec_hvm_params {         /* entries follow */
	uint32_t count;
	uint32_t reserved;
};
struct rec_hvm_param {
	uint64_t index;
	uint64_t value;
};

/* A record's body in memory; freed by record_free(). */
struct sr_record {
	uint32_t type;
	uint32_t length;
	void *data;             /* NULL if length is 0 */
};

struct sr_ctx;
const char *record_name(uint32_t type);

/* 0, or -1 with errno set and logged. */
int stream_write(struct sr_ctx *ctx, const void *data, size_t len);
int stream_read(struct sr_ctx *ctx, void *data, size_t len);
/* A record whose body is head and then body. */
int record_write(struct sr_ctx *ctx, uint32_t type, const void *head, uint32_t head_len,
		 const void *body, uint32_t body_len);
int record_read(struct sr_ctx *ctx, struct sr_record *rec);
void record_free(struct sr_record *rec);

#endif
