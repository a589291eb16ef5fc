/* SPDX-License-Identifier: GPL-2.0-only */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "cpulist.h"
#include "xl.h"

#define MAX_CPU 65535

struct range {
	bool remove; /* ^ */
	bool nodes;  /* node: or nodes: */
	unsigned long first, last;
};

static int parse_number(const char **s, unsigned long *value)
{
	char *end;

	if (!isdigit((unsigned char)**s))
		return ERROR_INVAL;
	errno = 0;
	*value = strtoul(*s, &end, 10);
	if (errno || *value > MAX_CPU)
		return ERROR_INVAL;
	*s = end;
	return 0;
}

static int parse_range(const char *word, struct range *r)
{
	r->remove = *word == '^';
	word += r->remove;
	r->nodes = !strncmp(word, "node:", 5) || !strncmp(word, "nodes:", 6);
	if (r->nodes)
		word = strchr(word, ':') + 1;
	if (!strcmp(word, "all")) {
		r->first = 0;
		r->last = MAX_CPU;
		return 0;
	}
	if (parse_number(&word, &r->first))
		return ERROR_INVAL;
	r->last = r->first;
	if (*word == '-' && word[1] == '^')
		return ERROR_INVAL;
	if (*word == '-') {
		word++;
		if (parse_number(&word, &r->last))
			return ERROR_INVAL;
	}
	return *word || r->last < r->first ? ERROR_INVAL : 0;
}

static int range_cpus(const struct range *r, int room, libxl_bitmap *cpus)
{
	libxl_bitmap nodes;
	unsigned long i;
	int rc;

	if (!r->nodes) {
		for (i = r->first; i <= r->last && i < (unsigned long)room; i++)
			libxl_bitmap_set(cpus, i);
		return 0;
	}
	libxl_bitmap_init(&nodes);
	rc = libxl_node_bitmap_alloc(ctx, &nodes, 0);
	if (!rc) {
		for (i = r->first; i <= r->last && i < nodes.size * 8; i++)
			libxl_bitmap_set(&nodes, i);
		rc = libxl_nodemap_to_cpumap(ctx, &nodes, cpus);
	}
	libxl_bitmap_dispose(&nodes);
	return rc;
}

static int apply_range(const struct range *r, libxl_bitmap *cpumap)
{
	int room = cpumap->size * 8, rc;
	unsigned int cpu;
	libxl_bitmap cpus;

	libxl_bitmap_init(&cpus);
	rc = libxl_bitmap_alloc(ctx, &cpus, room);
	if (!rc)
		rc = range_cpus(r, room, &cpus);
	if (!rc) {
		libxl_for_each_set_bit(cpu, cpus) {
			if (r->remove)
				libxl_bitmap_reset(cpumap, cpu);
			else
				libxl_bitmap_set(cpumap, cpu);
		}
	}
	libxl_bitmap_dispose(&cpus);
	return rc;
}

int xl_cpulist_parse(const char *list, libxl_bitmap *cpumap)
{
	char *copy = xl_strdup(list), *rest = copy, *word;
	struct range r;
	int rc = 0;

	while (!rc && (word = strsep(&rest, ","))) {
		word += strspn(word, " \t");
		rc = parse_range(word, &r);
		if (!rc)
			rc = apply_range(&r, cpumap);
	}
	free(copy);
	return rc;
}

void xl_cpulist_print(FILE *out, const libxl_bitmap *cpumap, int nr_cpus)
{
	const char *separator = "";
	int cpu, first;

	for (cpu = 0; cpu < nr_cpus && libxl_bitmap_test(cpumap, cpu); cpu++)
		;
	if (cpu == nr_cpus) {
		fputs("all", out);
		return;
	}
	for (cpu = 0; cpu < nr_cpus; cpu++) {
		if (!libxl_bitmap_test(cpumap, cpu))
			continue;
		first = cpu;
		while (cpu + 1 < nr_cpus && libxl_bitmap_test(cpumap, cpu + 1))
			cpu++;
		fprintf(out, cpu > first ? "%s%d-%d" : "%s%d", separator, first, cpu);
		separator = ",";
	}
	if (!*separator)
		fputs("none", out);
}
