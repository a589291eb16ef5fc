/* SPDX-License-Identifier: GPL-2.0-only */
/* Configurations as JSON and as S-expressions. */
#ifndef XL_PRINT_H
#define XL_PRINT_H

#include <stdio.h>

#include <libxl.h>

/* A JSON list of { "domid", "config" }, printed when it ends. */
struct json_list;
struct json_list *json_list_begin(void);
void json_list_add(struct json_list *list, uint32_t domid, libxl_domain_config *config);
void json_list_end(struct json_list *list, FILE *out);

/* The configuration alone. */
void print_json(libxl_domain_config *config, FILE *out);
/* domid may be INVALID_DOMID. */
void print_sxp(uint32_t domid, libxl_domain_config *config, FILE *out);

#endif /* XL_PRINT_H */
