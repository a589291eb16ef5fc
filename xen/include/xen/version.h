/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_VERSION_H
#define XEN_VERSION_H

#include <xen/types.h>

struct domain;

/* After "4.17": the third number and what a packager adds. */
#ifndef XEN_EXTRAVERSION_TEXT
#define XEN_EXTRAVERSION_TEXT ".0"
#endif

unsigned int xen_major_version(void);
unsigned int xen_minor_version(void);
const char *xen_extra_version(void);
const char *xen_changeset(void);
const char *xen_compile_date(void);
const char *xen_compiler(void);
const char *xen_compile_by(void);
const char *xen_compile_domain(void);
/* Length of the linker's build id, 0: none; *id points to it. */
unsigned int xen_build_id(const void **id);

/* Arch: XENFEAT_* bits of submap 0; kinds of guests that can be built; where the hypervisor's hole of @d begins. */
u32 arch_xen_features(const struct domain *d);
void arch_xen_capabilities(char *buf, size_t size);
unsigned long arch_xen_virt_start(const struct domain *d);

#endif
