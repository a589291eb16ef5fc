/* SPDX-License-Identifier: GPL-2.0-only */
/* Grant mappings as entries of a PV guest's page tables (current's); the doors are in mm/p2m/grant.c. GNTST_*. */
#ifndef ASM_PV_GRANT_PTE_H
#define ASM_PV_GRANT_PTE_H

#include <xen/mm-frame.h>

int pv_create_grant_mapping(u64 host_addr, mfn_t frame, unsigned int flags);
int pv_replace_grant_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags);

#endif
