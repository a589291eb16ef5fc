/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_FORMAT_H
#define XEN_FORMAT_H
#include <xen/types.h>
/* Writes the name of the object @p of @kind ('d' domain, 'v' vcpu) for %pd and %pv; false if unknown. */
bool format_object(char *buf, size_t size, char kind, const void *p);
#endif
