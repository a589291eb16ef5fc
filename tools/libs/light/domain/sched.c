// SPDX-License-Identifier: LGPL-2.1-only
/* Schedulers and their parameters: of a pool, of a domain, of single vCPUs (rtds only). */
#include "domain/sched.h"

int libxl_get_scheduler(libxl_ctx *ctx)
{
	int id;
	SCOPE(ctx);

	if (!xc_sched_id(ctx->xch, &id))
		return id;
	LOGE(ERROR, "cannot get the scheduler");
	return ERROR_FAIL;
}

/* the scheduler of the pool that the domain is in */
libxl_scheduler libxl__domain_scheduler(libxl__gc *gc, uint32_t domid)
{
	libxl_scheduler sched = LIBXL_SCHEDULER_UNKNOWN;
	xc_domaininfo_t info;
	xc_cpupoolinfo_t *pool;

	if (libxl__domain_info(gc, domid, &info)) {
		LOGD(ERROR, domid, "no such domain");
		return sched;
	}
	pool = xc_cpupool_getinfo(gc->ctx->xch, info.cpupool);
	if (!pool) {
		LOGED(ERROR, domid, "cannot get information about its CPU pool");
		return sched;
	}
	if (pool->cpupool_id == info.cpupool)
		sched = pool->sched_id;
	xc_cpupool_infofree(gc->ctx->xch, pool);
	return sched;
}

/* ---- of a pool ---- */

int libxl_sched_credit_params_get(libxl_ctx *ctx, uint32_t poolid,
				  libxl_sched_credit_params *scinfo)
{
	struct xen_sysctl_credit_schedule s;
	SCOPE(ctx);

	if (xc_sched_credit_params_get(ctx->xch, poolid, &s)) {
		LOGE(ERROR, "cannot get the credit scheduler's parameters of pool %u", poolid);
		return ERROR_FAIL;
	}
	scinfo->tslice_ms = s.tslice_ms;
	scinfo->ratelimit_us = s.ratelimit_us;
	scinfo->vcpu_migr_delay_us = s.vcpu_migr_delay_us;
	return 0;
}

static bool in_range(libxl__gc *gc, const char *what, int v, int min, int max)
{
	if (v >= min && v <= max)
		return true;
	LOG(ERROR, "%s out of range: %d is not from %d to %d", what, v, min, max);
	return false;
}

int libxl_sched_credit_params_set(libxl_ctx *ctx, uint32_t poolid,
				  libxl_sched_credit_params *scinfo)
{
	struct xen_sysctl_credit_schedule s;
	SCOPE(ctx);

	if (!in_range(gc, "time slice (ms)", scinfo->tslice_ms, XEN_SYSCTL_CSCHED_TSLICE_MIN,
		      XEN_SYSCTL_CSCHED_TSLICE_MAX) ||
	    (scinfo->ratelimit_us &&
	     !in_range(gc, "rate limit (us)", scinfo->ratelimit_us,
		       XEN_SYSCTL_SCHED_RATELIMIT_MIN, XEN_SYSCTL_SCHED_RATELIMIT_MAX)))
		return ERROR_INVAL;
	if (scinfo->ratelimit_us > scinfo->tslice_ms * 1000) {
		LOG(ERROR, "the rate limit must not be longer than the time slice");
		return ERROR_INVAL;
	}
	s.tslice_ms = scinfo->tslice_ms;
	s.ratelimit_us = scinfo->ratelimit_us;
	s.vcpu_migr_delay_us = scinfo->vcpu_migr_delay_us;
	if (xc_sched_credit_params_set(ctx->xch, poolid, &s)) {
		LOGE(ERROR, "cannot set the credit scheduler's parameters of pool %u", poolid);
		return ERROR_FAIL;
	}
	scinfo->tslice_ms = s.tslice_ms;
	scinfo->ratelimit_us = s.ratelimit_us;
	scinfo->vcpu_migr_delay_us = s.vcpu_migr_delay_us;
	return 0;
}

int libxl_sched_credit2_params_get(libxl_ctx *ctx, uint32_t poolid,
				   libxl_sched_credit2_params *scinfo)
{
	struct xen_sysctl_credit2_schedule s;
	SCOPE(ctx);

	if (xc_sched_credit2_params_get(ctx->xch, poolid, &s)) {
		LOGE(ERROR, "cannot get the credit2 scheduler's parameters of pool %u", poolid);
		return ERROR_FAIL;
	}
	scinfo->ratelimit_us = s.ratelimit_us;
	return 0;
}

int libxl_sched_credit2_params_set(libxl_ctx *ctx, uint32_t poolid,
				   libxl_sched_credit2_params *scinfo)
{
	struct xen_sysctl_credit2_schedule s;
	SCOPE(ctx);

	if (scinfo->ratelimit_us &&
	    !in_range(gc, "rate limit (us)", scinfo->ratelimit_us,
		      XEN_SYSCTL_SCHED_RATELIMIT_MIN, XEN_SYSCTL_SCHED_RATELIMIT_MAX))
		return ERROR_INVAL;
	s.ratelimit_us = scinfo->ratelimit_us;
	if (xc_sched_credit2_params_set(ctx->xch, poolid, &s)) {
		LOGE(ERROR, "cannot set the credit2 scheduler's parameters of pool %u", poolid);
		return ERROR_FAIL;
	}
	scinfo->ratelimit_us = s.ratelimit_us;
	return 0;
}

/* ---- of a domain ---- */

/*
 * One row per scheduler with parameters of a domain. get fills *p; set takes all of *p. Each
 * returns what libxc does.
 */
struct sched_row {
	libxl_scheduler id;
	int (*get)(xc_interface *xch, uint32_t domid, libxl_domain_sched_params *p);
	int (*set)(xc_interface *xch, uint32_t domid, const libxl_domain_sched_params *p);
	int weight_max, cap_max; /* cap_max: per vCPU */
};

static int credit_get(xc_interface *xch, uint32_t domid, libxl_domain_sched_params *p)
{
	struct xen_domctl_sched_credit s;
	int r = xc_sched_credit_domain_get(xch, domid, &s);

	p->weight = s.weight;
	p->cap = s.cap;
	return r;
}

static int credit_set(xc_interface *xch, uint32_t domid, const libxl_domain_sched_params *p)
{
	struct xen_domctl_sched_credit s = { .weight = p->weight, .cap = p->cap };

	return xc_sched_credit_domain_set(xch, domid, &s);
}

static int credit2_get(xc_interface *xch, uint32_t domid, libxl_domain_sched_params *p)
{
	struct xen_domctl_sched_credit2 s;
	int r = xc_sched_credit2_domain_get(xch, domid, &s);

	p->weight = s.weight;
	p->cap = s.cap;
	return r;
}

static int credit2_set(xc_interface *xch, uint32_t domid, const libxl_domain_sched_params *p)
{
	struct xen_domctl_sched_credit2 s = { .weight = p->weight, .cap = p->cap };

	return xc_sched_credit2_domain_set(xch, domid, &s);
}

static int rtds_get(xc_interface *xch, uint32_t domid, libxl_domain_sched_params *p)
{
	struct xen_domctl_sched_rtds s;
	int r = xc_sched_rtds_domain_get(xch, domid, &s);

	p->period = s.period;
	p->budget = s.budget;
	return r;
}

static int rtds_set(xc_interface *xch, uint32_t domid, const libxl_domain_sched_params *p)
{
	struct xen_domctl_sched_rtds s = { .period = p->period, .budget = p->budget };

	if (p->extratime > 0)
		s.flags = XEN_DOMCTL_SCHEDRT_extra;
	return xc_sched_rtds_domain_set(xch, domid, &s);
}

static const struct sched_row rows[] = {
	{ LIBXL_SCHEDULER_CREDIT, credit_get, credit_set, 65535, 100 },
	{ LIBXL_SCHEDULER_CREDIT2, credit2_get, credit2_set, 65535, 100 },
	{ LIBXL_SCHEDULER_RTDS, rtds_get, rtds_set, 0, 0 },
};

static const struct sched_row *row_of(libxl_scheduler id)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

/* the null scheduler and the like have none: success */
static bool has_none(libxl_scheduler id)
{
	return id == LIBXL_SCHEDULER_NULL || id == LIBXL_SCHEDULER_ARINC653;
}

int libxl_domain_sched_params_get(libxl_ctx *ctx, uint32_t domid, libxl_domain_sched_params *params)
{
	const struct sched_row *row;
	libxl_scheduler id;
	SCOPE(ctx);

	libxl_domain_sched_params_init(params);
	id = libxl__domain_scheduler(gc, domid);
	row = row_of(id);
	if (!row && !has_none(id)) {
		LOGD(ERROR, domid, "its scheduler %d is unknown", id);
		return ERROR_INVAL;
	}
	params->sched = id;
	if (row && row->get(ctx->xch, domid, params)) {
		LOGED(ERROR, domid, "cannot get its scheduling parameters");
		return ERROR_FAIL;
	}
	return 0;
}

/* replaces what is given in *in */
static void merge(libxl_domain_sched_params *now, const libxl_domain_sched_params *in)
{
	if (in->weight != LIBXL_DOMAIN_SCHED_PARAM_WEIGHT_DEFAULT)
		now->weight = in->weight;
	if (in->cap != LIBXL_DOMAIN_SCHED_PARAM_CAP_DEFAULT)
		now->cap = in->cap;
	if (in->period != LIBXL_DOMAIN_SCHED_PARAM_PERIOD_DEFAULT)
		now->period = in->period;
	if (in->budget != LIBXL_DOMAIN_SCHED_PARAM_BUDGET_DEFAULT)
		now->budget = in->budget;
	if (in->extratime != LIBXL_DOMAIN_SCHED_PARAM_EXTRATIME_DEFAULT)
		now->extratime = in->extratime;
}

static bool valid(libxl__gc *gc, uint32_t domid, const struct sched_row *row,
		  const libxl_domain_sched_params *p)
{
	xc_domaininfo_t info;

	if (row->weight_max) {
		if (libxl__domain_info(gc, domid, &info))
			return false;
		return in_range(gc, "CPU weight", p->weight, 1, row->weight_max) &&
		       in_range(gc, "CPU cap", p->cap, 0,
				(int)(info.max_vcpu_id + 1) * row->cap_max);
	}
	if (p->period < 1 || p->budget < 1 || p->budget > p->period) {
		LOGD(ERROR, domid, "period %d and budget %d: the budget must be at least 1 us and "
		     "at most the period", p->period, p->budget);
		return false;
	}
	return true;
}

static bool nothing_given(const libxl_domain_sched_params *p)
{
	return p->weight == -1 && p->cap == -1 && p->period == -1 && p->budget == -1 &&
	       p->extratime == -1;
}

int libxl_domain_sched_params_set(libxl_ctx *ctx, uint32_t domid,
				  const libxl_domain_sched_params *scinfo)
{
	libxl_domain_sched_params p;
	const struct sched_row *row;
	libxl_scheduler id = scinfo->sched;
	SCOPE(ctx);

	if (nothing_given(scinfo) && id == LIBXL_SCHEDULER_UNKNOWN)
		return 0;
	if (id == LIBXL_SCHEDULER_UNKNOWN)
		id = libxl__domain_scheduler(gc, domid);
	row = row_of(id);
	if (!row) {
		if (has_none(id))
			return 0;
		LOGD(ERROR, domid, "its scheduler %d is unknown", id);
		return ERROR_INVAL;
	}
	libxl_domain_sched_params_init(&p);
	if (row->get(ctx->xch, domid, &p)) {
		LOGED(ERROR, domid, "cannot get its scheduling parameters");
		return ERROR_FAIL;
	}
	merge(&p, scinfo);
	if (!valid(gc, domid, row, &p))
		return ERROR_INVAL;
	if (row->set(ctx->xch, domid, &p)) {
		LOGED(ERROR, domid, "cannot set its scheduling parameters");
		return ERROR_FAIL;
	}
	return 0;
}

/* ---- of vCPUs ---- */

static int need_rtds(libxl__gc *gc, uint32_t domid)
{
	libxl_scheduler id = libxl__domain_scheduler(gc, domid);

	if (id == LIBXL_SCHEDULER_RTDS)
		return 0;
	LOGD(ERROR, domid, "its scheduler (%s) has no parameters per vCPU",
	     libxl_scheduler_to_string(id) ? libxl_scheduler_to_string(id) : "unknown");
	return ERROR_INVAL;
}

static int rtds_vcpu_get(libxl__gc *gc, uint32_t domid, libxl_vcpu_sched_params *params)
{
	xen_domctl_schedparam_vcpu_t *v = NEW_ARRAY(gc, xen_domctl_schedparam_vcpu_t,
						    params->num_vcpus);
	int i;

	for (i = 0; i < params->num_vcpus; i++)
		v[i].vcpuid = params->vcpus[i].vcpuid;
	if (xc_sched_rtds_vcpu_get(gc->ctx->xch, domid, v, params->num_vcpus)) {
		LOGED(ERROR, domid, "cannot get the scheduling parameters of its vCPUs");
		return ERROR_FAIL;
	}
	params->sched = LIBXL_SCHEDULER_RTDS;
	for (i = 0; i < params->num_vcpus; i++) {
		params->vcpus[i].period = v[i].u.rtds.period;
		params->vcpus[i].budget = v[i].u.rtds.budget;
		params->vcpus[i].extratime = !!(v[i].u.rtds.flags & XEN_DOMCTL_SCHEDRT_extra);
	}
	return 0;
}

int libxl_vcpu_sched_params_get(libxl_ctx *ctx, uint32_t domid, libxl_vcpu_sched_params *params)
{
	int rc;
	SCOPE(ctx);

	rc = need_rtds(gc, domid);
	return rc ? rc : rtds_vcpu_get(gc, domid, params);
}

int libxl_vcpu_sched_params_get_all(libxl_ctx *ctx, uint32_t domid, libxl_vcpu_sched_params *params)
{
	xc_domaininfo_t info;
	int i, rc;
	SCOPE(ctx);

	rc = need_rtds(gc, domid);
	rc = rc ? rc : libxl__domain_info(gc, domid, &info);
	if (rc)
		return rc;
	params->num_vcpus = info.max_vcpu_id + 1;
	params->vcpus = libxl__zalloc_raw(params->num_vcpus * sizeof(*params->vcpus));
	for (i = 0; i < params->num_vcpus; i++) {
		libxl_sched_params_init(&params->vcpus[i]);
		params->vcpus[i].vcpuid = i;
	}
	return rtds_vcpu_get(gc, domid, params);
}

static int rtds_vcpu_set(libxl__gc *gc, uint32_t domid, const libxl_vcpu_sched_params *params,
			 bool all)
{
	xen_domctl_schedparam_vcpu_t *v;
	xc_domaininfo_t info;
	int i, n, rc;

	rc = need_rtds(gc, domid);
	rc = rc ? rc : libxl__domain_info(gc, domid, &info);
	if (rc)
		return rc;
	n = all ? (int)info.max_vcpu_id + 1 : params->num_vcpus;
	v = NEW_ARRAY(gc, xen_domctl_schedparam_vcpu_t, n);
	for (i = 0; i < n; i++) {
		const libxl_sched_params *p = &params->vcpus[all ? 0 : i];

		v[i].vcpuid = all ? i : p->vcpuid;
		if (p->period < 1 || p->budget < 1 || p->budget > p->period) {
			LOGD(ERROR, domid, "vCPU %u: period %d and budget %d make no sense",
			     v[i].vcpuid, p->period, p->budget);
			return ERROR_INVAL;
		}
		v[i].u.rtds.period = p->period;
		v[i].u.rtds.budget = p->budget;
		v[i].u.rtds.flags = p->extratime > 0 ? XEN_DOMCTL_SCHEDRT_extra : 0;
	}
	if (xc_sched_rtds_vcpu_set(gc->ctx->xch, domid, v, n)) {
		LOGED(ERROR, domid, "cannot set the scheduling parameters of its vCPUs");
		return ERROR_FAIL;
	}
	return 0;
}

int libxl_vcpu_sched_params_set(libxl_ctx *ctx, uint32_t domid,
				const libxl_vcpu_sched_params *params)
{
	SCOPE(ctx);

	return rtds_vcpu_set(gc, domid, params, false);
}

int libxl_vcpu_sched_params_set_all(libxl_ctx *ctx, uint32_t domid,
				    const libxl_vcpu_sched_params *params)
{
	SCOPE(ctx);

	if (params->num_vcpus < 1)
		return ERROR_INVAL;
	return rtds_vcpu_set(gc, domid, params, true);
}
