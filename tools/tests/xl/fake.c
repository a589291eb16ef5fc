/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include <xl.h>

#include "fake.h"

libxl_ctx *ctx;
xentoollog_logger_stdiostream *logger;
bool dry_run, force_execution;
const char *program = "xl";

int libxl_get_max_cpus(libxl_ctx *c)
{
	return FAKE_CPUS;
}

int libxl_cpu_bitmap_alloc(libxl_ctx *c, libxl_bitmap *map, int max_cpus)
{
	return libxl_bitmap_alloc(c, map, max_cpus ? max_cpus : FAKE_CPUS);
}

int libxl_node_bitmap_alloc(libxl_ctx *c, libxl_bitmap *map, int max_nodes)
{
	return libxl_bitmap_alloc(c, map, max_nodes ? max_nodes : FAKE_NODES);
}

int libxl_nodemap_to_cpumap(libxl_ctx *c, const libxl_bitmap *nodes, libxl_bitmap *cpus)
{
	int cpu;

	libxl_bitmap_set_none(cpus);
	for (cpu = 0; cpu < FAKE_CPUS; cpu++)
		if (libxl_bitmap_test(nodes, cpu / (FAKE_CPUS / FAKE_NODES)))
			libxl_bitmap_set(cpus, cpu);
	return 0;
}

bool fake_hvm = true, fake_hap = true;

int libxl_get_physinfo(libxl_ctx *c, libxl_physinfo *phys)
{
	phys->total_pages = 1024 * 256;
	phys->cap_hvm = fake_hvm;
	phys->cap_hap = fake_hap;
	return 0;
}

int libxl_name_to_domid(libxl_ctx *c, const char *name, uint32_t *domid)
{
	*domid = 7;
	return strcmp(name, "taken") ? ERROR_INVAL : 0;
}

void libxl_report_child_exitstatus(libxl_ctx *c, xentoollog_level level, const char *what,
				   pid_t pid, int status)
{
}
