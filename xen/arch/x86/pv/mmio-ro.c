/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/rangeset.h>
#include <asm/pv/mmio-ro.h>

struct rangeset *mmio_ro_ranges;

static int __init mmio_ro_init(void)
{
	mmio_ro_ranges = rangeset_new("read-only MMIO");
	return mmio_ro_ranges ? 0 : -ENOMEM;
}
presmp_initcall(mmio_ro_init);
