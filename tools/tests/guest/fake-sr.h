/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAKE_SR_H
#define FAKE_SR_H

#include <stdint.h>

struct fake_sr {
	uint32_t *types;                /* PV: XEN_DOMCTL_PFINFO_* by frame */
	unsigned long first_dirty, dirty_per_round;
	void (*on_round)(void);
	bool logdirty;

	/* what was set */
	uint64_t tsc_nsec;
	uint32_t policy_leaves, policy_msrs;
	uint32_t extended_set, xsave_set;
};
extern struct fake_sr fake_sr;

#endif
