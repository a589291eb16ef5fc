/* SPDX-License-Identifier: GPL-2.0-only */
/* autoballoon: make room for a guest by shrinking dom0. */
#include <string.h>

#include "../conf.h"
#include "../xl.h"
#include "create.h"

#define RETRIES 3
#define FREE_WAIT_SECONDS 10
#define TARGET_WAIT_SECONDS 1

/* True when dom0 was given a fixed size on the hypervisor's command line. */
static bool dom0_size_is_fixed(void)
{
	const libxl_version_info *v = libxl_get_version_info(ctx);
	const char *word = v ? v->commandline : NULL;

	for (; word && (word = strstr(word, "dom0_mem=")); word++)
		if (word == v->commandline || word[-1] == ' ')
			return true;
	return false;
}

static bool balloon_wanted(void)
{
	switch (conf.autoballoon) {
	case AUTOBALLOON_OFF: return false;
	case AUTOBALLOON_ON: return true;
	default: return !dom0_size_is_fixed();
	}
}

static int not_enough(const libxl_domain_config *d, uint64_t need_kb, uint64_t free_kb, const char *advice)
{
	blame_key("memory");
	xl_error("%s: not enough memory: it is to get %llu MiB and the host has %llu MiB free; %s", d->c_info.name,
		 (unsigned long long)need_kb >> 10, (unsigned long long)free_kb >> 10, advice);
	return ERROR_NOMEM;
}

/* What is certainly too little is said in plain words, before libxl finds it out half-way. */
static int check_free_memory(const libxl_domain_config *d)
{
	uint64_t free_kb;
	int rc = libxl_get_free_memory(ctx, &free_kb);

	if (rc || d->b_info.target_memkb == LIBXL_MEMKB_DEFAULT || free_kb >= d->b_info.target_memkb)
		return rc;
	return not_enough(d, d->b_info.target_memkb, free_kb, "lower `memory' or end other domains");
}

int create_free_memory(libxl_domain_config *d)
{
	uint64_t need_kb, free_kb;
	int i, rc;

	if (!balloon_wanted())
		return check_free_memory(d);
	rc = libxl_domain_need_memory(ctx, d, INVALID_DOMID, &need_kb);
	if (rc)
		return rc;
	for (i = 0; i < RETRIES; i++) {
		rc = libxl_get_free_memory(ctx, &free_kb);
		if (rc || free_kb >= need_kb)
			return rc;
		if (libxl_set_memory_target(ctx, 0, free_kb - need_kb, 1, 0))
			break;
		if (!libxl_wait_for_free_memory(ctx, INVALID_DOMID, need_kb, FREE_WAIT_SECONDS))
			return 0;
		/* while dom0 still shrinks there is hope */
		if (libxl_wait_for_memory_target(ctx, 0, TARGET_WAIT_SECONDS))
			break;
	}
	return not_enough(d, need_kb, free_kb, "and dom0 cannot give enough of its own; lower `memory' or end other domains");
}
