/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pretended hypervisor under libxenguest: one domain whose machine frames are pages of one
 * array. Frames are handed out so that a pfn is never its own frame number.
 */
#ifndef FAKE_H
#define FAKE_H

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "dom/private.h"

#define FAKE_DOMID     5
#define FAKE_FRAME0    0x90000UL        /* the first frame handed out to a PV guest */
#define FAKE_SHARED    0x80000UL        /* the shared info frame */
#define FAKE_M2P       0x70000UL        /* the first frame of the machine-to-physical table */

struct fake {
	bool hvm;
	unsigned long max_frames;       /* memory there is */
	unsigned int max_order;         /* larger extents are refused */
	unsigned long nr_frames;        /* PV: handed out so far */
	unsigned char *ram;             /* of max_frames pages */
	uint32_t *pfn_frame;            /* HVM: 1 + index into ram by gfn, 0 a hole */
	uint32_t *frame_pfn;            /* PV: pfn by index into ram */
	unsigned char shared_info[4096];
	grant_entry_v1_t grants[4096 / sizeof(grant_entry_v1_t)];
	unsigned long mapped;           /* pages mapped now */

	/* what was asked for */
	unsigned long claimed, pod_target;
	unsigned int pod_extents;
	unsigned long pinned;           /* frame */
	unsigned long mapped_at_pin;
	unsigned int address_size;
	uint64_t hypercall_gmfn;
	uint64_t params[64];
	vcpu_guest_context_any_t vcpu;
	unsigned char hvm_cpu[1032];
	unsigned int nr_mtrr;
	char last_error[1024];
};

extern struct fake fake;

/* Forgets everything; frames of memory for the guest. */
void fake_reset(bool hvm, unsigned long frames);
void fake_free(void);
/* The page behind a machine frame (PV) or gfn (HVM); fails the test if there is none. */
void *fake_page(unsigned long frame);

#endif
