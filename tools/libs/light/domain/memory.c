// SPDX-License-Identifier: LGPL-2.1-only
/* Memory of a domain. The balloon driver in the guest follows memory/target in xenstore. */
#include "create/create.h"
#include "domain/memory.h"
#include "xs.h"

#define PAGES_TO_KB(n) ((uint64_t)(n) * (XC_PAGE_SIZE / 1024))

int libxl_domain_setmaxmem(libxl_ctx *ctx, uint32_t domid, uint64_t max_memkb)
{
	const char *target;
	xc_domaininfo_t info;
	uint64_t now;
	int rc;
	SCOPE(ctx);

	target = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/memory/target", domid);
	if (!target) {
		LOGD(ERROR, domid, "its memory target is unknown: does it exist?");
		return ERROR_FAIL;
	}
	rc = libxl__domain_info(gc, domid, &info);
	if (rc)
		return rc;
	now = strtoull(target, NULL, 10);
	if (max_memkb < now) {
		LOGD(ERROR, domid, "its maximum cannot be %" PRIu64 " kB, less than its target of %"
		     PRIu64 " kB (xl mem-set changes that)", max_memkb, now);
		return ERROR_INVAL;
	}
	if (xc_domain_setmaxmem(ctx->xch, domid, max_memkb + LIBXL_MAXMEM_CONSTANT)) {
		LOGED(ERROR, domid, "cannot set its memory limit to %" PRIu64 " kB",
		      max_memkb + LIBXL_MAXMEM_CONSTANT);
		return ERROR_FAIL;
	}
	return 0;
}

/* Domain 0 starts without these nodes: what it has now is its target. */
int libxl__fill_dom0_memory(libxl__gc *gc, uint64_t *target_kb, uint64_t *max_kb)
{
	xc_domaininfo_t info;
	int rc = libxl__domain_info(gc, 0, &info);

	if (rc)
		return rc;
	*target_kb = PAGES_TO_KB(info.tot_pages);
	*max_kb = PAGES_TO_KB(info.max_pages);
	rc = libxl__xs_writef(gc, XBT_NULL, "/local/domain/0/memory/target", "%" PRIu64,
			      *target_kb);
	return rc ? rc : libxl__xs_writef(gc, XBT_NULL, "/local/domain/0/memory/static-max",
					  "%" PRIu64, *max_kb);
}

static int read_kb(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *node,
		   uint64_t *out, bool *missing)
{
	const char *v;
	int rc = libxl__xs_read_checked(gc, t,
		SPRINTF("/local/domain/%u/memory/%s", domid, node), &v);

	*missing = !v;
	*out = v ? strtoull(v, NULL, 10) : 0;
	return rc;
}

int libxl__get_memory(libxl__gc *gc, uint32_t domid, uint64_t *target_kb, uint64_t *max_kb)
{
	bool no_target, no_max;
	int rc = read_kb(gc, XBT_NULL, domid, "target", target_kb, &no_target);

	rc = rc ? rc : read_kb(gc, XBT_NULL, domid, "static-max", max_kb, &no_max);
	if (rc)
		return rc;
	if (no_target && domid == 0)
		return libxl__fill_dom0_memory(gc, target_kb, max_kb);
	if (no_target || no_max) {
		LOGD(ERROR, domid, "its memory target is unknown: does it exist?");
		return ERROR_FAIL;
	}
	return 0;
}

int libxl_get_memory_target(libxl_ctx *ctx, uint32_t domid, uint64_t *out_target)
{
	uint64_t max;
	SCOPE(ctx);

	return libxl__get_memory(gc, domid, out_target, &max);
}

struct target_args {
	uint32_t domid;
	int64_t target; /* kB */
	bool relative, enforce;
	bool is_pv;
	const char *vm;
};

/* the new target in *a, in the transaction that also writes it */
static int write_target(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct target_args *a = arg;
	uint64_t now, max, video, new;
	bool no_target, no_max, no_video;
	int rc = read_kb(gc, t, a->domid, "target", &now, &no_target);

	rc = rc ? rc : read_kb(gc, t, a->domid, "static-max", &max, &no_max);
	rc = rc ? rc : read_kb(gc, t, a->domid, "videoram", &video, &no_video);
	if (rc)
		return rc;
	if (no_target) {
		LOGD(ERROR, a->domid, "its memory target is unknown: does it exist?");
		return ERROR_FAIL;
	}
	if (a->relative && a->target < 0 && (uint64_t)-a->target > now)
		new = 0;
	else
		new = a->relative ? now + a->target : (uint64_t)a->target;
	if (!no_max && max && new > max) {
		LOGD(ERROR, a->domid, "memory target %" PRIu64 " kB is more than its maximum, %"
		     PRIu64 " kB", new, max);
		return ERROR_INVAL;
	}
	if (new < video || (a->domid == 0 && new < 128 * 1024)) {
		LOGD(ERROR, a->domid, "memory target %" PRIu64 " kB is too little", new);
		return ERROR_INVAL;
	}
	rc = libxl__xs_writef(gc, t, SPRINTF("/local/domain/%u/memory/target", a->domid),
			      "%" PRIu64, new);
	if (!rc && a->vm)
		rc = libxl__xs_writef(gc, t, SPRINTF("%s/memory", a->vm), "%" PRIu64, new / 1024);
	if (rc)
		return rc;
	if (a->enforce && xc_domain_setmaxmem(gc->ctx->xch, a->domid,
					      new + LIBXL_MAXMEM_CONSTANT)) {
		LOGED(ERROR, a->domid, "cannot set its memory limit to %" PRIu64 " kB",
		      new + LIBXL_MAXMEM_CONSTANT);
		return ERROR_FAIL;
	}
	if (!a->is_pv && a->domid &&
	    xc_domain_set_pod_target(gc->ctx->xch, a->domid,
				     (new - video + LIBXL_MAXMEM_CONSTANT) / 4, NULL, NULL, NULL)) {
		LOGED(ERROR, a->domid, "cannot set the target of its populate-on-demand memory");
		return ERROR_FAIL;
	}
	return 0;
}

int libxl_set_memory_target(libxl_ctx *ctx, uint32_t domid, int64_t target_memkb, int relative,
			    int enforce)
{
	struct target_args a = { domid, target_memkb, relative, enforce, true, NULL };
	xc_domaininfo_t info;
	uint64_t target, max;
	int rc;
	SCOPE(ctx);

	rc = libxl__domain_info(gc, domid, &info);
	if (rc) {
		LOGD(ERROR, domid, "no such domain");
		return rc;
	}
	if (domid == 0) {
		rc = libxl__get_memory(gc, 0, &target, &max);
		if (rc)
			return rc;
	} else {
		a.vm = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/vm", domid);
	}
	a.is_pv = !(info.flags & XEN_DOMINF_hvm_guest);
	return libxl__xs_transaction(gc, write_target, &a);
}

/* ---- how much is needed, how much is there ---- */

int libxl_get_free_memory(libxl_ctx *ctx, uint64_t *memkb)
{
	xc_physinfo_t info = { 0 };
	SCOPE(ctx);

	if (xc_physinfo(ctx->xch, &info)) {
		LOGE(ERROR, "cannot get information about the host");
		return ERROR_FAIL;
	}
	*memkb = PAGES_TO_KB(info.free_pages + info.scrub_pages - info.outstanding_pages);
	return 0;
}

int libxl_wait_for_free_memory(libxl_ctx *ctx, uint32_t domid, uint64_t memory_kb, int wait_secs)
{
	uint64_t now;
	int rc;

	for (;;) {
		rc = libxl_get_free_memory(ctx, &now);
		if (rc || now >= memory_kb)
			return rc;
		if (wait_secs-- <= 0)
			return ERROR_NOMEM;
		sleep(1);
	}
}

int libxl_wait_for_memory_target(libxl_ctx *ctx, uint32_t domid, int wait_secs)
{
	uint64_t target, max, now, before = 0;
	libxl_dominfo info;
	int rc;

	for (;;) {
		{
			SCOPE(ctx);

			rc = libxl__get_memory(gc, domid, &target, &max);
		}
		if (rc)
			return rc;
		rc = libxl_domain_info(ctx, &info, domid);
		if (rc)
			return rc;
		now = info.current_memkb + info.outstanding_memkb;
		libxl_dominfo_dispose(&info);
		if (now <= target)
			return 0;
		/* time only runs while there is no progress */
		if ((!before || now >= before) && wait_secs-- <= 0)
			return ERROR_FAIL;
		before = now;
		sleep(1);
	}
}

int libxl_domain_need_memory(libxl_ctx *ctx, libxl_domain_config *config,
			     uint32_t domid_for_logging, uint64_t *need_memkb)
{
	int rc;
	SCOPE(ctx);

	rc = libxl__config_setdefault(gc, config, domid_for_logging, false);
	if (!rc)
		*need_memkb = libxl__need_memory(&config->b_info);
	return rc;
}

int libxl_domain_need_memory_0x041200(libxl_ctx *ctx, const libxl_domain_build_info *b_info_in,
				      uint64_t *need_memkb)
{
	libxl_domain_build_info info;
	int rc;
	SCOPE(ctx);

	libxl_domain_build_info_copy(ctx, &info, b_info_in);
	rc = libxl__build_info_setdefault(gc, &info, LIBXL__NO_DOMID);
	if (!rc)
		*need_memkb = libxl__need_memory(&info);
	libxl_domain_build_info_dispose(&info);
	return rc;
}

/* of 4.7: 32 bits, which is an error when they do not suffice */
static int narrow(int rc, uint64_t wide, uint32_t *out)
{
	if (rc)
		return rc;
	*out = wide;
	return *out == wide ? 0 : ERROR_FAIL;
}

int libxl_domain_need_memory_0x040700(libxl_ctx *ctx, const libxl_domain_build_info *b_info_in,
				      uint32_t *need_memkb)
{
	uint64_t kb = 0;
	int rc = libxl_domain_need_memory_0x041200(ctx, b_info_in, &kb);

	return narrow(rc, kb, need_memkb);
}

int libxl_get_free_memory_0x040700(libxl_ctx *ctx, uint32_t *memkb)
{
	uint64_t kb = 0;
	int rc = libxl_get_free_memory(ctx, &kb);

	return narrow(rc, kb, memkb);
}

int libxl_get_memory_target_0x040700(libxl_ctx *ctx, uint32_t domid, uint32_t *out_target)
{
	uint64_t kb = 0;
	int rc = libxl_get_memory_target(ctx, domid, &kb);

	return narrow(rc, kb, out_target);
}
