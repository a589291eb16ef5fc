/* SPDX-License-Identifier: GPL-2.0-only */
/* sched-credit2: parameters of domains and of pools. */
#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "../xl.h"
#include "cmd.h"

struct settings {
	const char *domain, *pool;
	bool schedparam; /* -s */
	bool has_weight, has_cap, has_ratelimit;
	int weight, cap, ratelimit;
};

static int get_params(uint32_t domid, libxl_domain_sched_params *p)
{
	int rc;

	libxl_domain_sched_params_init(p);
	rc = libxl_domain_sched_params_get(ctx, domid, p);
	if (rc) {
		xl_error("libxl_domain_sched_params_get failed.");
		return rc;
	}
	if (p->sched != LIBXL_SCHEDULER_CREDIT2)
		return ERROR_INVAL;
	return 0;
}

static void print_heading(void)
{
	printf("%-33s %4s %6s %4s\n", "Name", "ID", "Weight", "Cap");
}

static int print_domain(uint32_t domid)
{
	libxl_domain_sched_params p;
	char *name;
	int rc = get_params(domid, &p);

	if (!rc) {
		name = xl_domain_name(domid);
		printf("%-33s %4d %6d %4d\n", name, domid, p.weight, p.cap);
		free(name);
	}
	libxl_domain_sched_params_dispose(&p);
	return rc;
}

static int print_pool_line(const libxl_cpupoolinfo *pool)
{
	libxl_sched_credit2_params p;
	int rc = libxl_sched_credit2_params_get(ctx, pool->poolid, &p);

	if (rc)
		xl_error("libxl_sched_credit2_params_get failed.");
	else
		printf("Cpupool %s: ratelimit=%dus\n", pool->pool_name, p.ratelimit_us);
	return rc;
}

static void print_pool_domains(const libxl_cpupoolinfo *pool)
{
	int i, count;
	libxl_dominfo *info = libxl_list_domain(ctx, &count);

	if (!info)
		xl_fatal("libxl_list_domain failed.");
	print_heading();
	for (i = 0; i < count; i++)
		if (info[i].cpupool == pool->poolid)
			print_domain(info[i].domid);
	libxl_dominfo_list_free(info, count);
}

static int print_pools(const struct settings *s)
{
	libxl_cpupoolinfo *pools;
	uint32_t wanted = 0;
	int i, count;

	if (s->pool && (libxl_cpupool_qualifier_to_cpupoolid(ctx, s->pool, &wanted, NULL) ||
			!libxl_cpupoolid_is_valid(ctx, wanted))) {
		xl_error("unknown cpupool '%s'", s->pool);
		return EXIT_FAILURE;
	}
	pools = libxl_list_cpupool(ctx, &count);
	if (!pools) {
		xl_error("error getting cpupool info");
		return EXIT_FAILURE;
	}
	for (i = 0; i < count; i++) {
		if (pools[i].sched != LIBXL_SCHEDULER_CREDIT2 || (s->pool && pools[i].poolid != wanted))
			continue;
		if (!print_pool_line(&pools[i]) && !s->schedparam)
			print_pool_domains(&pools[i]);
	}
	libxl_cpupoolinfo_list_free(pools, count);
	return EXIT_SUCCESS;
}

static int set_domain(const struct settings *s, uint32_t domid)
{
	libxl_domain_sched_params p;
	int rc;

	libxl_domain_sched_params_init(&p);
	p.sched = LIBXL_SCHEDULER_CREDIT2;
	if (s->has_weight)
		p.weight = s->weight;
	if (s->has_cap)
		p.cap = s->cap;
	rc = libxl_domain_sched_params_set(ctx, domid, &p);
	if (rc)
		xl_error("libxl_domain_sched_params_set failed.");
	libxl_domain_sched_params_dispose(&p);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int set_pool(const struct settings *s)
{
	libxl_sched_credit2_params p = { .ratelimit_us = s->ratelimit };
	uint32_t pool = 0;

	if (s->pool && (libxl_cpupool_qualifier_to_cpupoolid(ctx, s->pool, &pool, NULL) ||
			!libxl_cpupoolid_is_valid(ctx, pool))) {
		xl_error("unknown cpupool '%s'", s->pool);
		return EXIT_FAILURE;
	}
	return libxl_sched_credit2_params_set(ctx, pool, &p) ? EXIT_FAILURE : EXIT_SUCCESS;
}

static const char *contradiction(const struct settings *s)
{
	bool domain_params = s->has_weight || s->has_cap;

	if (s->schedparam && (s->domain || domain_params))
		return "Specifying domain parameters with -s is not allowed.";
	if (s->pool && (s->domain || domain_params))
		return "Specifying a cpupool is not allowed with other options.";
	if (!s->domain && domain_params)
		return "Must specify a domain.";
	if (s->has_ratelimit && !s->schedparam)
		return "Must specify -s to set scheduler parameters.";
	return NULL;
}

static int number(const char *text, char option)
{
	long value;

	if (xl_parse_number(text, INT_MAX, &value))
		xl_fatal("xl: option -%c needs a number, not `%s'", option, text);
	return value;
}

int cmd_sched_credit2(int argc, char **argv)
{
	static const struct option options[] = {
		{ "domain", required_argument, NULL, 'd' }, { "weight", required_argument, NULL, 'w' },
		{ "cap", required_argument, NULL, 'c' },    { "schedparam", no_argument, NULL, 's' },
		{ "ratelimit_us", required_argument, NULL, 'r' },
		{ "cpupool", required_argument, NULL, 'p' }, { "help", no_argument, NULL, 'h' }, { }
	};
	struct settings s = { 0 };
	const char *wrong;
	uint32_t domid;
	int opt;

	while ((opt = xl_getopt(argc, argv, "d:w:c:p:r:s", options, 0)) != -1) {
		switch (opt) {
		case 'd': s.domain = optarg; break;
		case 'w': s.weight = number(optarg, 'w'); s.has_weight = true; break;
		case 'c': s.cap = number(optarg, 'c'); s.has_cap = true; break;
		case 'r': s.ratelimit = number(optarg, 'r'); s.has_ratelimit = true; break;
		case 's': s.schedparam = true; break;
		case 'p': s.pool = optarg; break;
		}
	}
	wrong = contradiction(&s);
	if (wrong) {
		xl_error("%s", wrong);
		return EXIT_FAILURE;
	}
	if (!s.domain)
		return s.has_ratelimit ? set_pool(&s) : print_pools(&s);
	domid = xl_domain(s.domain);
	if (s.has_weight || s.has_cap)
		return set_domain(&s, domid);
	print_heading();
	return print_domain(domid) ? EXIT_FAILURE : EXIT_SUCCESS;
}
