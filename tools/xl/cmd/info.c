/* SPDX-License-Identifier: GPL-2.0-only */
/* xl info: the host. */
#include <inttypes.h>
#include <getopt.h>
#include <string.h>
#include <sys/utsname.h>

#include "../xl.h"
#include "cmd.h"

#define MIB(pages, page_size) ((unsigned long)((pages) * (page_size) >> 20))

static void print_kernel(void)
{
	struct utsname u;

	if (uname(&u) < 0)
		return;
	printf("host                   : %s\n", u.nodename);
	printf("release                : %s\n", u.release);
	printf("version                : %s\n", u.version);
	printf("machine                : %s\n", u.machine);
}

static void print_cpus(const libxl_physinfo *p)
{
	printf("nr_cpus                : %d\n", p->nr_cpus);
	printf("max_cpu_id             : %d\n", p->max_cpu_id);
	printf("nr_nodes               : %d\n", p->nr_nodes);
	printf("cores_per_socket       : %d\n", p->cores_per_socket);
	printf("threads_per_core       : %d\n", p->threads_per_core);
	printf("cpu_mhz                : %d.%03d\n", p->cpu_khz / 1000, p->cpu_khz % 1000);
	printf("hw_caps                : %08x:%08x:%08x:%08x:%08x:%08x:%08x:%08x\n", p->hw_cap[0],
	       p->hw_cap[1], p->hw_cap[2], p->hw_cap[3], p->hw_cap[4], p->hw_cap[5], p->hw_cap[6],
	       p->hw_cap[7]);
}

static void print_virt_caps(const libxl_physinfo *p)
{
	const struct {
		const char *name;
		bool has;
	} caps[] = {
		{ "pv", p->cap_pv },
		{ "hvm", p->cap_hvm },
		{ "hvm_directio", p->cap_hvm && p->cap_hvm_directio },
		{ "pv_directio", p->cap_pv && p->cap_hvm_directio },
		{ "hap", p->cap_hap },
		{ "shadow", p->cap_shadow },
		{ "iommu_hap_pt_share", p->cap_iommu_hap_pt_share },
		{ "vmtrace", p->cap_vmtrace },
		{ "vpmu", p->cap_vpmu },
		{ "gnttab-v1", p->cap_gnttab_v1 },
		{ "gnttab-v2", p->cap_gnttab_v2 },
	};
	unsigned int i;

	printf("virt_caps              :");
	for (i = 0; i < ARRAY_SIZE(caps); i++)
		if (caps[i].has)
			printf(" %s", caps[i].name);
	putchar('\n');
}

static void print_memory(const libxl_physinfo *p, const libxl_version_info *v)
{
	uint64_t size = v ? v->pagesize : 4096;

	printf("total_memory           : %lu\n", MIB(p->total_pages, size));
	printf("free_memory            : %lu\n", MIB(p->free_pages - p->outstanding_pages, size));
	printf("sharing_freed_memory   : %lu\n", MIB(p->sharing_freed_pages, size));
	printf("sharing_used_memory    : %lu\n", MIB(p->sharing_used_frames, size));
	printf("outstanding_claims     : %lu\n", MIB(p->outstanding_pages, size));
}

static void print_free_cpus(void)
{
	libxl_bitmap cpus;

	libxl_bitmap_init(&cpus);
	if (!libxl_get_freecpus(ctx, &cpus))
		printf("free_cpus              : %d\n", libxl_bitmap_count_set(&cpus));
	libxl_bitmap_dispose(&cpus);
}

static void print_cpu_topology(void)
{
	libxl_cputopology *t;
	int i, count;

	printf("cpu_topology           :\n");
	t = libxl_get_cpu_topology(ctx, &count);
	if (!t) {
		xl_error("libxl_get_topologyinfo failed.");
		return;
	}
	printf("cpu:    core    socket     node\n");
	for (i = 0; i < count; i++)
		if (t[i].core != LIBXL_CPUTOPOLOGY_INVALID_ENTRY)
			printf("%3d:    %4d     %4d     %4d\n", i, t[i].core, t[i].socket, t[i].node);
	libxl_cputopology_list_free(t, count);
}

static void print_device_topology(void)
{
	libxl_pcitopology *t;
	int i, count, valid = 0;

	printf("device topology        :\n");
	t = libxl_get_pci_topology(ctx, &count);
	if (!t) {
		xl_error("libxl_get_pci_topology failed.");
		return;
	}
	printf("device           node\n");
	for (i = 0; i < count; i++) {
		if (t[i].node == LIBXL_PCITOPOLOGY_INVALID_ENTRY)
			continue;
		printf("%04x:%02x:%02x.%01x      %d\n", t[i].seg, t[i].bus, t[i].devfn >> 3 & 0x1f,
		       t[i].devfn & 7, t[i].node);
		valid++;
	}
	if (!valid)
		printf("No device topology data available\n");
	libxl_pcitopology_list_free(t, count);
}

static void print_numa(void)
{
	libxl_numainfo *n;
	int i, j, count;

	printf("numa_info              :\n");
	n = libxl_get_numainfo(ctx, &count);
	if (!n) {
		xl_error("libxl_get_numainfo failed.");
		return;
	}
	printf("node:    memsize    memfree    distances\n");
	for (i = 0; i < count; i++) {
		if (n[i].size == LIBXL_NUMAINFO_INVALID_ENTRY)
			continue;
		printf("%4d:    %6lu     %6lu      %d", i, (unsigned long)n[i].size >> 20,
		       (unsigned long)n[i].free >> 20, n[i].num_dists ? (int)n[i].dists[0] : 0);
		for (j = 1; j < n[i].num_dists; j++)
			printf(",%d", n[i].dists[j]);
		putchar('\n');
	}
	libxl_numainfo_list_free(n, count);
}

static void print_version(const libxl_version_info *v)
{
	int scheduler = libxl_get_scheduler(ctx);

	printf("xen_major              : %d\n", v->xen_version_major);
	printf("xen_minor              : %d\n", v->xen_version_minor);
	printf("xen_extra              : %s\n", v->xen_version_extra);
	printf("xen_version            : %d.%d%s\n", v->xen_version_major, v->xen_version_minor,
	       v->xen_version_extra);
	printf("xen_caps               : %s\n", v->capabilities);
	printf("xen_scheduler          : %s\n",
	       scheduler < 0 ? "Error" : libxl_scheduler_to_string(scheduler));
	printf("xen_pagesize           : %u\n", v->pagesize);
	printf("platform_params        : virt_start=0x%" PRIx64 "\n", v->virt_start);
	printf("xen_changeset          : %s\n", v->changeset);
	printf("xen_commandline        : %s\n", v->commandline);
	printf("cc_compiler            : %s\n", v->compiler);
	printf("cc_compile_by          : %s\n", v->compile_by);
	printf("cc_compile_domain      : %s\n", v->compile_domain);
	printf("cc_compile_date        : %s\n", v->compile_date);
	printf("build_id               : %s\n", v->build_id);
}

int cmd_info(int argc, char **argv)
{
	static const struct option options[] = {
		{ "numa", no_argument, NULL, 'n' }, { "help", no_argument, NULL, 'h' }, { }
	};
	const libxl_version_info *version;
	libxl_physinfo phys;
	bool numa = false;

	while (xl_getopt(argc, argv, "n", options, 0) != -1)
		numa = true;
	libxl_physinfo_init(&phys);
	if (libxl_get_physinfo(ctx, &phys))
		xl_fatal("libxl_physinfo failed.");
	version = libxl_get_version_info(ctx);
	print_kernel();
	print_cpus(&phys);
	print_virt_caps(&phys);
	print_memory(&phys, version);
	print_free_cpus();
	if (numa) {
		print_cpu_topology();
		print_device_topology();
		print_numa();
	}
	if (version)
		print_version(version);
	printf("xend_config_format     : 4\n");
	libxl_physinfo_dispose(&phys);
	return EXIT_SUCCESS;
}
