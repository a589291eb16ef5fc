/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Names of domains. They live at /local/domain/N/name; /libxl/names/NAME is an index from which a
 * name is found without looking at every domain. An entry counts only if the domain it gives bears
 * the name, so a stale one does no harm.
 */
#ifndef LIBXL__NAME_H
#define LIBXL__NAME_H

#include "xs.h"

/* Is the name free for domid? 0, ERROR_INVAL when another domain has it, or an error. */
int libxl__name_check_free(libxl__gc *gc, xs_transaction_t t, const char *name, uint32_t domid);
/* writes the name, at both places and the index; old may be NULL */
int libxl__name_set(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *vm_path,
	const char *old, const char *name);
int libxl__name_forget(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *name);

#endif
