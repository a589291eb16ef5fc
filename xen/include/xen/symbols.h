/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_SYMBOLS_H
#define XEN_SYMBOLS_H
#include <xen/types.h>
/* "name+0x12/0x345" for an address in the hypervisor's text; its number when unknown. Any context. */
void symbol_format(char *buf, size_t size, unsigned long addr);
bool symbol_is_text(unsigned long addr);
/* "nr-th symbol" for XENPF_get_symbol: false past the end. */
bool symbol_get(unsigned int nr, unsigned long *addr, char *type, char *name, size_t size);
#endif
