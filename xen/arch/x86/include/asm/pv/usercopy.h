/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PV_USERCOPY_H
#define ASM_PV_USERCOPY_H

#include <xen/types.h>

/* Bytes not copied. current is a PV vCPU with its page tables loaded. */
size_t pv_raw_read(void *dst, const void *guest, size_t n);
size_t pv_raw_write(void *guest, const void *src, size_t n);
size_t pv_raw_clear(void *guest, size_t n);

#endif
