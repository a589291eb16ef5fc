/* SPDX-License-Identifier: GPL-2.0-only */
/* cpupool-list. */
#include <getopt.h>
#include <string.h>

#include "../xl.h"
#include "cmd.h"

static void print_cpus(const libxl_bitmap *map)
{
	const char *separator = "";
	unsigned int cpu;

	libxl_for_each_set_bit(cpu, *map) {
		printf("%s%d", separator, cpu);
		separator = ",";
	}
	putchar('\n');
}

static void print_pool(const libxl_cpupoolinfo *pool, bool cpus)
{
	printf("%-19s", pool->pool_name ? pool->pool_name : "");
	if (cpus) {
		print_cpus(&pool->cpumap);
		return;
	}
	printf("%3d %9s       y       %4d\n", libxl_bitmap_count_set(&pool->cpumap),
	       libxl_scheduler_to_string(pool->sched), pool->n_dom);
}

int cmd_cpupool_list(int argc, char **argv)
{
	static const struct option options[] = {
		{ "cpus", no_argument, NULL, 'c' }, { "help", no_argument, NULL, 'h' }, { }
	};
	libxl_cpupoolinfo *pools;
	bool cpus = false;
	const char *name;
	uint32_t wanted = 0;
	int i, count;

	while (xl_getopt(argc, argv, "c", options, 0) != -1)
		cpus = true;
	name = argv[optind];
	if (name && libxl_name_to_cpupoolid(ctx, name, &wanted)) {
		xl_error("Pool '%s' does not exist", name);
		return EXIT_FAILURE;
	}
	pools = libxl_list_cpupool(ctx, &count);
	if (!pools) {
		xl_error("error getting cpupool info");
		return EXIT_FAILURE;
	}
	printf("%-19s%s\n", "Name", cpus ? "CPU list" : "CPUs   Sched     Active   Domain count");
	for (i = 0; i < count; i++)
		if (!name || pools[i].poolid == wanted)
			print_pool(&pools[i], cpus);
	libxl_cpupoolinfo_list_free(pools, count);
	return EXIT_SUCCESS;
}
