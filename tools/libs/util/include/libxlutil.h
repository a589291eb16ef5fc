/* SPDX-License-Identifier: LGPL-2.1-only */
/* Configuration files of xl, and the strings in them that describe devices. */
#ifndef LIBXLUTIL_H
#define LIBXLUTIL_H

#include <stdio.h>

#include "libxl.h"

enum XLU_ConfigValueType {
	XLU_STRING,
	XLU_LIST,
};

enum XLU_Operation {
	XLU_OP_ASSIGNMENT = 0, /* key = value */
	XLU_OP_ADDITION,       /* key += value */
};

typedef struct XLU_Config XLU_Config;
typedef struct XLU_ConfigList XLU_ConfigList;
typedef struct XLU_ConfigValue XLU_ConfigValue;

/*
 * Functions that return int return 0 or an errno value unless they say otherwise, and tell what is
 * wrong in one line on the report stream, naming file and line. Getters that take dont_warn are
 * silent when it is not 0. They return ESRCH for a key that is not set (never reported), EINVAL
 * for a value of another kind, ERANGE for a number out of range, ENOMEM.
 */

/* The stream stays the caller's and must live as long as the result; the name is copied. NULL when out of memory. */
XLU_Config *xlu_cfg_init(FILE *report, const char *report_filename);
void xlu_cfg_destroy(XLU_Config *cfg);

/* After a failure only xlu_cfg_destroy() may be called. Reading again adds to what was read before. */
int xlu_cfg_readfile(XLU_Config *cfg, const char *real_filename);
int xlu_cfg_readdata(XLU_Config *cfg, const char *data, int length);

/* *value_r belongs to cfg. */
int xlu_cfg_get_string(const XLU_Config *cfg, const char *n, const char **value_r, int dont_warn);
/* *value_r is freed and replaced by a copy that the caller frees; it is left alone on failure. */
int xlu_cfg_replace_string(const XLU_Config *cfg, const char *n, char **value_r, int dont_warn);
/* Decimal, 0x hexadecimal or 0 octal. */
int xlu_cfg_get_long(const XLU_Config *cfg, const char *n, long *value_r, int dont_warn);
int xlu_cfg_get_bounded_long(const XLU_Config *cfg, const char *n, long min, long max,
			     long *value_r, int dont_warn);
/* Zero is false, every other number true. */
int xlu_cfg_get_defbool(const XLU_Config *cfg, const char *n, libxl_defbool *b, int dont_warn);

/* *list_r belongs to cfg; either result pointer may be NULL. */
int xlu_cfg_get_list(const XLU_Config *cfg, const char *n, XLU_ConfigList **list_r, int *entries_r,
		     int dont_warn);
/* The caller disposes of *sl. Entries that are lists give EINVAL. */
int xlu_cfg_get_list_as_string_list(const XLU_Config *cfg, const char *n, libxl_string_list *sl,
				    int dont_warn);
/* NULL when entry is out of range or not a string. */
const char *xlu_cfg_get_listitem(const XLU_ConfigList *list, int entry);
/* NULL when entry is out of range. */
XLU_ConfigValue *xlu_cfg_get_listitem2(const XLU_ConfigList *list, int entry);

enum XLU_ConfigValueType xlu_cfg_value_type(const XLU_ConfigValue *value);
int xlu_cfg_value_get_string(const XLU_Config *cfg, XLU_ConfigValue *value, char **value_r,
			     int dont_warn);
int xlu_cfg_value_get_list(const XLU_Config *cfg, XLU_ConfigValue *value, XLU_ConfigList **value_r,
			   int dont_warn);

/*
 * Additions to the interface of 4.17, for callers that check a whole configuration.
 */
/* As xlu_cfg_readdata(), for text that comes from elsewhere than the report file name says. */
int xlu_cfg_readdata_from(XLU_Config *cfg, const char *source, const char *data, int length);
/* Calls visit for each key in the order of first appearance; stops at its first non-zero result and returns it. */
int xlu_cfg_for_each(const XLU_Config *cfg, int (*visit)(const char *key, void *opaque),
		     void *opaque);
/* The value of a key, or NULL. */
XLU_ConfigValue *xlu_cfg_get_value(const XLU_Config *cfg, const char *n);
/*
 * Prints "SOURCE:LINE: SEVERITY: MESSAGE". The place is the one of xlu_cfg_report_at(), else the
 * key's; the source alone when the key is NULL or not set.
 */
void xlu_cfg_report(const XLU_Config *cfg, const char *n, const char *severity, const char *fmt,
		    ...) __attribute__((format(printf, 4, 5)));

/* Reports are placed at value from now on; with NULL, again where they belong. */
void xlu_cfg_report_at(XLU_Config *cfg, const XLU_ConfigValue *value);

/*
 * Strings that describe devices; grammar in xl-disk-configuration(5), xl-pci-configuration(5),
 * xl.cfg(5) under rdm, and xl-network-configuration(5). The structure must have been initialised;
 * cfg serves for reports only. EINVAL for a bad string.
 */
int xlu_disk_parse(XLU_Config *cfg, int nspecs, const char *const *specs, libxl_device_disk *disk);
int xlu_pci_parse_bdf(XLU_Config *cfg, libxl_device_pci *pci, const char *str);
int xlu_pci_parse_spec_string(XLU_Config *cfg, libxl_device_pci *pci, const char *str);
int xlu_rdm_parse(XLU_Config *cfg, libxl_rdm_reserve *rdm, const char *str);
int xlu_vif_parse_rate(XLU_Config *cfg, const char *rate, libxl_device_nic *nic);

#endif /* LIBXLUTIL_H */
