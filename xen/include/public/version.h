/* SPDX-License-Identifier: MIT */
/* xen_version(cmd, argument): what the hypervisor is. */
#ifndef __XEN_PUBLIC_VERSION_H__
#define __XEN_PUBLIC_VERSION_H__

#include "xen.h"

#define XENVER_version 0 /* no argument; answers major << 16 | minor */
#define XENVER_extraversion 1 /* xen_extraversion_t */

typedef char xen_extraversion_t[16];

#define XEN_EXTRAVERSION_LEN (sizeof(xen_extraversion_t))
#define XENVER_compile_info 2 /* xen_compile_info */

struct xen_compile_info {
	char compiler[64];
	char compile_by[16];
	char compile_domain[32];
	char compile_date[32];
};
typedef struct xen_compile_info xen_compile_info_t;

/* xen_capabilities_info_t: kinds of guests, as "xen-3.0-x86_64 hvm-3.0-x86_64" */
#define XENVER_capabilities 3

typedef char xen_capabilities_info_t[1024];

#define XEN_CAPABILITIES_INFO_LEN (sizeof(xen_capabilities_info_t))
#define XENVER_changeset 4 /* xen_changeset_info_t */

typedef char xen_changeset_info_t[64];

#define XEN_CHANGESET_INFO_LEN (sizeof(xen_changeset_info_t))
#define XENVER_platform_parameters 5 /* xen_platform_parameters */

struct xen_platform_parameters {
	xen_ulong_t virt_start; /* start of the hypervisor's addresses */
};
typedef struct xen_platform_parameters xen_platform_parameters_t;

#define XENVER_get_features 6 /* xen_feature_info */

struct xen_feature_info {
	unsigned int submap_idx; /* in: which 32 of features.h */
	uint32_t submap; /* out */
};
typedef struct xen_feature_info xen_feature_info_t;

#include "features.h"

#define XENVER_pagesize 7 /* no argument; answers bytes */
#define XENVER_guest_handle 8 /* xen_domain_handle_t */
#define XENVER_commandline 9 /* xen_commandline_t */

typedef char xen_commandline_t[1024];

#define XENVER_build_id 10 /* xen_build_id; answers its length; with no argument too */

struct xen_build_id {
	uint32_t len; /* in: room */
	unsigned char buf[];
};
typedef struct xen_build_id xen_build_id_t;

#endif
