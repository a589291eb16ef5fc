/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Making a domain. create.c tells it in order: defaults.c completes the configuration, make.c has
 * the hypervisor and xenstore make an empty domain, build.c fills it with a kernel, attach.c gives it
 * to xenstored and adds console and devices.
 */
#ifndef LIBXL__CREATE_H
#define LIBXL__CREATE_H

#include "internal.h"

#include <xenguest.h>

/* What the steps hand on to each other. */
struct libxl__build {
	libxl_domain_config *config;
	uint32_t domid; /* LIBXL__NO_DOMID until there is one */
	const char *vm_path;
	uint32_t store_domid, console_domid; /* where xenstored and xenconsoled run */
	int store_port, console_port;
	unsigned long store_frame, console_frame;
};

/* ---- defaults.c: no domain yet; errors name the key of xl.cfg ---- */

/* all: devices too, and the files are looked at */
int libxl__config_setdefault(libxl__gc *gc, libxl_domain_config *config, uint32_t domid, bool all);
int libxl__build_info_setdefault(libxl__gc *gc, libxl_domain_build_info *info, uint32_t domid);
/* kB that must be free, for a completed info */
uint64_t libxl__need_memory(const libxl_domain_build_info *info);

/* ---- make.c ---- */

int libxl__domain_make(libxl__gc *gc, struct libxl__build *b);

/* ---- setup.c: vCPUs, memory limit, ports, CPU policy of the empty domain ---- */

int libxl__domain_setup(libxl__gc *gc, struct libxl__build *b);

/* ---- build.c ---- */

int libxl__domain_build(libxl__gc *gc, struct libxl__build *b);

/* ---- acpi.c: tables and memory map of a PVH guest ---- */

int libxl__pvh_firmware(libxl__gc *gc, const struct libxl__build *b, struct xc_dom_image *dom);

/* ---- attach.c; in a task ---- */

int libxl__domain_introduce(libxl__gc *gc, struct libxl__build *b);
int libxl__domain_attach(libxl__gc *gc, struct libxl__build *b);

#endif
