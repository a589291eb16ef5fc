/* SPDX-License-Identifier: GPL-2.0-only */
/* What boot assembly needs of page-table entries (asm/page.h is C). */
#ifndef ASM_PAGE_BITS_H
#define ASM_PAGE_BITS_H

#define PTE_RWX 0x63       /* present, writable, accessed, dirty */
#define _PAGE_PSE_L 0x80
#define BOOT_XEN_SUPERPAGES 16 /* 32 MiB: more than the image will ever be */
#define XEN_IMG_PADDR 0x200000 /* as in Rules.mk */

#endif
