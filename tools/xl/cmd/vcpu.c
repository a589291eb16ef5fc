/* SPDX-License-Identifier: GPL-2.0-only */
/* vcpu-list, vcpu-pin, vcpu-set. */
#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "../conf.h"
#include "../cpulist.h"
#include "../xl.h"
#include "cmd.h"

enum { OPT_IGNORE_MASKS = 256 };

static void print_vcpu(const char *name, uint32_t domid, const libxl_vcpuinfo *v, int nr_cpus)
{
	printf("%-32s %5u %5u", name, domid, v->vcpuid);
	if (v->online)
		printf(" %4u   %c%c- ", v->cpu, v->running ? 'r' : '-', v->blocked ? 'b' : '-');
	else
		printf(" %4c   --p ", '-');
	printf(" %8.1f  ", (double)v->vcpu_time / 1e9);
	xl_cpulist_print(stdout, &v->cpumap, nr_cpus);
	printf(" / ");
	xl_cpulist_print(stdout, &v->cpumap_soft, nr_cpus);
	putchar('\n');
}

static int list_vcpus(uint32_t domid, int nr_cpus)
{
	libxl_vcpuinfo *info;
	char *name;
	int i, count, cpus;

	info = libxl_list_vcpu(ctx, domid, &count, &cpus);
	if (!info) {
		xl_error("libxl_list_vcpu failed.");
		return EXIT_FAILURE;
	}
	name = libxl_domid_to_name(ctx, domid);
	for (i = 0; i < count; i++)
		print_vcpu(name ? name : "(null)", domid, &info[i], nr_cpus);
	free(name);
	libxl_vcpuinfo_list_free(info, count);
	return EXIT_SUCCESS;
}

int cmd_vcpu_list(int argc, char **argv)
{
	libxl_dominfo *domains;
	libxl_physinfo phys;
	int i, count, nr_cpus, rc = EXIT_SUCCESS;

	xl_getopt(argc, argv, "", NULL, 0);
	libxl_physinfo_init(&phys);
	if (libxl_get_physinfo(ctx, &phys))
		xl_fatal("libxl_physinfo failed.");
	nr_cpus = phys.nr_cpus;
	libxl_physinfo_dispose(&phys);
	printf("%-32s %5s %5s %5s %5s %9s %s\n", "Name", "ID", "VCPU", "CPU", "State", "Time(s)",
	       "Affinity (Hard / Soft)");
	for (i = optind; i < argc && !rc; i++)
		rc = list_vcpus(xl_domain(argv[i]), nr_cpus);
	if (optind < argc)
		return rc;
	domains = libxl_list_domain(ctx, &count);
	if (!domains)
		xl_fatal("libxl_list_domain failed.");
	for (i = 0; i < count; i++)
		list_vcpus(domains[i].domid, nr_cpus);
	libxl_dominfo_list_free(domains, count);
	return EXIT_SUCCESS;
}

/* "-": leave alone (NULL result), a list otherwise. False when it is neither. */
static bool parse_affinity(const char *word, libxl_bitmap *map, libxl_bitmap **result)
{
	*result = NULL;
	if (!word || !strcmp(word, "-"))
		return true;
	if (libxl_cpu_bitmap_alloc(ctx, map, libxl_get_max_cpus(ctx)))
		xl_fatal("libxl_cpu_bitmap_alloc failed");
	if (*word && xl_cpulist_parse(word, map)) { /* "": an empty map, which is no hard affinity */
		xl_error("Invalid pcpu range: %s.", word);
		return false;
	}
	*result = map;
	return true;
}

static bool check_hard(uint32_t domid, libxl_bitmap *hard, bool ignore_masks)
{
	libxl_dominfo info;

	if (!hard)
		return true;
	libxl_dominfo_init(&info);
	if (libxl_domain_info(ctx, &info, domid)) {
		xl_error("Could not get domain info");
		return false;
	}
	if (!ignore_masks)
		xl_conf_mask_cpus(info.domain_type, hard);
	libxl_dominfo_dispose(&info);
	if (!libxl_bitmap_is_empty(hard))
		return true;
	xl_error("vcpu hard affinity map is empty");
	return false;
}

static void show_pinning(uint32_t domid, const char *vcpu, const libxl_bitmap *hard,
			 const libxl_bitmap *soft)
{
	int nr_cpus = libxl_get_online_cpus(ctx);

	printf("cpumap: ");
	if (hard)
		xl_cpulist_print(stdout, hard, nr_cpus);
	else
		putchar('-');
	if (soft) {
		putchar(' ');
		xl_cpulist_print(stdout, soft, nr_cpus);
	}
	putchar('\n');
}

static int pin_all(uint32_t domid, const libxl_bitmap *hard, const libxl_bitmap *soft, bool force)
{
	int i, count, cpus, rc = 0;
	libxl_vcpuinfo *info = libxl_list_vcpu(ctx, domid, &count, &cpus);

	if (!info) {
		xl_error("libxl_list_vcpu failed.");
		return EXIT_FAILURE;
	}
	libxl_vcpuinfo_list_free(info, count);
	if (!force)
		rc = libxl_set_vcpuaffinity_all(ctx, domid, count, hard, soft);
	for (i = 0; force && i < count && !rc; i++)
		rc = libxl_set_vcpuaffinity_force(ctx, domid, i, hard, soft);
	if (rc)
		xl_error("Could not set affinity.");
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int pin_one(uint32_t domid, long vcpu, const libxl_bitmap *hard, const libxl_bitmap *soft,
		   bool force)
{
	int rc = force ? libxl_set_vcpuaffinity_force(ctx, domid, vcpu, hard, soft)
		       : libxl_set_vcpuaffinity(ctx, domid, vcpu, hard, soft);

	if (rc)
		xl_error("Could not set affinity for vcpu `%ld'.", vcpu);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

int cmd_vcpu_pin(int argc, char **argv)
{
	static const struct option options[] = {
		{ "force", no_argument, NULL, 'f' },
		{ "ignore-global-affinity-masks", no_argument, NULL, OPT_IGNORE_MASKS },
		{ "help", no_argument, NULL, 'h' }, { }
	};
	libxl_bitmap hard_map, soft_map, *hard, *soft;
	bool force = false, ignore_masks = false, all;
	int opt, rc = EXIT_FAILURE;
	long vcpu = 0;
	uint32_t domid;

	while ((opt = xl_getopt(argc, argv, "f", options, 3)) != -1) {
		if (opt == 'f')
			force = true;
		else
			ignore_masks = true;
	}
	argv += optind;
	domid = xl_domain(argv[0]);
	all = !strcmp(argv[1], "all");
	if (!all && xl_parse_number(argv[1], INT_MAX, &vcpu)) {
		xl_error("Error: Invalid argument %s as VCPU.", argv[1]);
		return EXIT_FAILURE;
	}
	libxl_bitmap_init(&hard_map);
	libxl_bitmap_init(&soft_map);
	if (!parse_affinity(argv[2], &hard_map, &hard) || !parse_affinity(argv[3], &soft_map, &soft) ||
	    !check_hard(domid, hard, ignore_masks))
		;
	else if (dry_run) {
		show_pinning(domid, argv[1], hard, soft);
		rc = EXIT_SUCCESS;
	} else {
		rc = all ? pin_all(domid, hard, soft, force) : pin_one(domid, vcpu, hard, soft, force);
	}
	libxl_bitmap_dispose(&hard_map);
	libxl_bitmap_dispose(&soft_map);
	return rc;
}

/* More vCPUs than the host has CPUs only slow the guest down. */
static void check_overcommit(uint32_t domid, long wanted)
{
	int host = libxl_get_online_cpus(ctx);
	libxl_dominfo info;

	libxl_dominfo_init(&info);
	if (host > 0 && wanted > host && !libxl_domain_info(ctx, &info, domid) &&
	    wanted > (long)info.vcpu_online)
		xl_fatal("You are overcommmitting! You have %d physical CPUs and want %ld vCPUs! "
			 "Aborting, use --ignore-host to continue", host, wanted);
	libxl_dominfo_dispose(&info);
}

int cmd_vcpu_set(int argc, char **argv)
{
	static const struct option options[] = {
		{ "ignore-host", no_argument, NULL, 'i' }, { "help", no_argument, NULL, 'h' }, { }
	};
	bool ignore_host = false;
	libxl_bitmap online;
	uint32_t domid;
	long count, i;
	int rc;

	while (xl_getopt(argc, argv, "i", options, 2) != -1)
		ignore_host = true;
	domid = xl_domain(argv[optind]);
	if (xl_parse_number(argv[optind + 1], XL_MAX_VCPUS, &count) || !count) {
		xl_error("Error: Invalid argument.");
		xl_error("`%s': the number of vCPUs can be 1 to %d.", argv[optind + 1], XL_MAX_VCPUS);
		return EXIT_FAILURE;
	}
	if (!ignore_host)
		check_overcommit(domid, count);
	libxl_bitmap_init(&online);
	rc = libxl_cpu_bitmap_alloc(ctx, &online, count);
	if (rc) {
		xl_error("libxl_cpu_bitmap_alloc failed, rc: %d", rc);
		return EXIT_FAILURE;
	}
	for (i = 0; i < count; i++)
		libxl_bitmap_set(&online, i);
	rc = libxl_set_vcpuonline(ctx, domid, &online, NULL);
	if (rc == ERROR_DOMAIN_NOTFOUND)
		xl_error("Domain %u does not exist.", domid);
	else if (rc)
		xl_error("libxl_set_vcpuonline failed, rc: %d", rc);
	libxl_bitmap_dispose(&online);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
