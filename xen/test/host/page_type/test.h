/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TEST_PAGE_TYPE_H
#define TEST_PAGE_TYPE_H

#include <xen/hypercall.h>
#include <xen/rangeset.h>
#include <asm/pv/mmio-ro.h>
#include <asm/pv/page_type.h>
#include "../../../common/mm/private.h"
#include "../../../arch/x86/pv/page_type/private.h"
#include "../../../arch/x86/pv/pt-update.h"
#include "../fake/fake.h"

/* What hypercall_continuation() was asked for last. */
struct continuation {
	bool wanted;
	unsigned long arg[6];
};
extern struct continuation fake_continuation;
extern struct domain *fake_doms[2];

#endif
