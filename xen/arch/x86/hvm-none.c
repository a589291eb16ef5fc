/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the HVM wing. */
#include <xen/domain.h>
#include <asm/hvm/hvm.h>

const struct guest_ops *hvm_guest_ops(void)
{
	return NULL;
}
