/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_DOM0_H
#define ASM_DOM0_H

#include <xen/types.h>

struct domain;
struct boot_module;

/* Boot: makes dom0 from its kernel and initrd (NULL: none), paused. Panics with one clear line when it cannot. */
struct domain *create_dom0(const struct boot_module *kernel, const struct boot_module *initrd);
/* max: of dom0_mem, in pages; what dom0 may balloon up to */
u64 dom0_max_tot_pages(unsigned long nr_pages);

#endif
