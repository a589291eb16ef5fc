/* SPDX-License-Identifier: GPL-2.0-only */
/* The screen as the hypervisor's console: VGA text, or a linear frame buffer set up by the boot loader. */
#ifndef XEN_VGA_H
#define XEN_VGA_H

#include <xen/types.h>

bool vga_init(void);            /* false: there is none */
void vga_puts(const char *s, size_t n);
void vga_endboot(void);         /* dom0 takes the screen unless vga=keep */
bool vga_is_ours(void);

#endif
