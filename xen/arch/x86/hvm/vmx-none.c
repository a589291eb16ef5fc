/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the VMX room. */
#include <asm/hvm/ops.h>

__attribute__((weak)) const struct hvm_ops *vmx_probe(void)
{
	return NULL;
}
