/* SPDX-License-Identifier: LGPL-2.1-only */
/* Reserved device memory: strategy=host,policy=strict|relaxed; xl.cfg(5). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static int parse_setting(XLU_Config *cfg, libxl_rdm_reserve *rdm, const char *word, const char *spec)
{
	if (!strcmp(word, "strategy=host"))
		rdm->strategy = LIBXL_RDM_RESERVE_STRATEGY_HOST;
	else if (!strcmp(word, "policy=strict"))
		rdm->policy = LIBXL_RDM_RESERVE_POLICY_STRICT;
	else if (!strcmp(word, "policy=relaxed"))
		rdm->policy = LIBXL_RDM_RESERVE_POLICY_RELAXED;
	else
		return xlu__place_error(cfg, "rdm", spec,
			"`%s' is none of strategy=host, policy=strict, policy=relaxed", word);
	return 0;
}

int xlu_rdm_parse(XLU_Config *cfg, libxl_rdm_reserve *rdm, const char *str)
{
	char *copy = strdup(str), *rest = copy, *word;
	int rc = 0;

	if (!copy)
		return ENOMEM;
	while (!rc && (word = strsep(&rest, ","))) {
		word += strspn(word, " \t");
		rc = parse_setting(cfg, rdm, word, str);
	}
	free(copy);
	return rc;
}
