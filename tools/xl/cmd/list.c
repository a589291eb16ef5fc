/* SPDX-License-Identifier: GPL-2.0-only */
/* xl list, vm-list, claims: domains and what they hold. */
#include <getopt.h>
#include <string.h>

#include "../conf.h"
#include "../cpulist.h"
#include "../print.h"
#include "../xl.h"
#include "cmd.h"

struct columns {
	bool uuid, label, pool, numa, claimed;
};

static void print_heading(const struct columns *c)
{
	printf("Name                                        ID   Mem VCPUs\tState\tTime(s)");
	if (c->uuid)
		printf("   UUID                            Reason-Code\tSecurity Label");
	if (c->label && !c->uuid)
		printf("   Security Label");
	if (c->claimed)
		printf("  Claimed");
	if (c->pool)
		printf("         Cpupool");
	if (c->numa)
		printf(" NODE Affinity");
	putchar('\n');
}

static void print_pool(const libxl_dominfo *info)
{
	char *name = libxl_cpupoolid_to_name(ctx, info->cpupool);

	printf("%16s", name ? name : "-");
	free(name);
}

static void print_nodes(const libxl_dominfo *info)
{
	libxl_physinfo phys;
	libxl_bitmap nodes;

	libxl_physinfo_init(&phys);
	libxl_bitmap_init(&nodes);
	putchar(' ');
	if (!libxl_node_bitmap_alloc(ctx, &nodes, 0) && !libxl_get_physinfo(ctx, &phys) &&
	    !libxl_domain_get_nodeaffinity(ctx, info->domid, &nodes))
		xl_cpulist_print(stdout, &nodes, phys.nr_nodes);
	else
		putchar('-');
	libxl_bitmap_dispose(&nodes);
	libxl_physinfo_dispose(&phys);
}

static const char *reason_text(const libxl_dominfo *info)
{
	return info->shutdown_reason == LIBXL_SHUTDOWN_REASON_UNKNOWN ?
		"-" : libxl_shutdown_reason_to_string(info->shutdown_reason);
}

/* The fifth column of the state: why a domain has shut down. */
static char reason_letter(const libxl_dominfo *info)
{
	static const char letters[] = {
		[LIBXL_SHUTDOWN_REASON_POWEROFF] = '-', [LIBXL_SHUTDOWN_REASON_REBOOT] = 'r',
		[LIBXL_SHUTDOWN_REASON_SUSPEND] = 's',  [LIBXL_SHUTDOWN_REASON_CRASH] = 'c',
		[LIBXL_SHUTDOWN_REASON_WATCHDOG] = 'w',
	};

	if (!info->shutdown || info->shutdown_reason < 0)
		return '-';
	return info->shutdown_reason < (int)ARRAY_SIZE(letters) ? letters[info->shutdown_reason] : '?';
}

static void print_domain(const libxl_dominfo *info, const struct columns *c)
{
	char *name = libxl_domid_to_name(ctx, info->domid);
	const char *label = info->ssid_label ? info->ssid_label : "-";

	printf("%-40s %5d %5lu %5d     %c%c%c%c%c%c  %8.1f", name ? name : "(null)", info->domid,
	       (unsigned long)((info->current_memkb + info->outstanding_memkb) / 1024),
	       info->vcpu_online, info->running ? 'r' : '-', info->blocked ? 'b' : '-',
	       info->paused ? 'p' : '-', info->shutdown ? 's' : '-', reason_letter(info),
	       info->dying ? 'd' : '-', (double)info->cpu_time / 1e9);
	free(name);
	if (c->uuid) {
		printf(" " LIBXL_UUID_FMT, LIBXL_UUID_BYTES(info->uuid));
		printf(" %8s", reason_text(info));
	}
	if (c->uuid || c->label)
		printf(" %16s", label);
	if (c->claimed)
		printf(" %5lu", (unsigned long)info->outstanding_memkb / 1024);
	if (c->pool)
		print_pool(info);
	if (c->numa)
		print_nodes(info);
	putchar('\n');
}

static void print_configs(const libxl_dominfo *info, int count)
{
	struct json_list *list = conf.output_format == OUTPUT_JSON ? json_list_begin() : NULL;
	libxl_domain_config config;
	int i;

	for (i = 0; i < count; i++) {
		libxl_domain_config_init(&config);
		if (!libxl_retrieve_domain_configuration(ctx, info[i].domid, &config, NULL)) {
			if (list)
				json_list_add(list, info[i].domid, &config);
			else
				print_sxp(info[i].domid, &config, stdout);
		}
		libxl_domain_config_dispose(&config);
	}
	if (list)
		json_list_end(list, stdout);
}

static void print_table(const libxl_dominfo *info, int count, const struct columns *c)
{
	int i;

	print_heading(c);
	for (i = 0; i < count; i++)
		print_domain(&info[i], c);
}

/* The domains named by words; ends the program at the first that is none. */
static libxl_dominfo *named_domains(char **words, int count)
{
	libxl_dominfo *info = xl_calloc(count, sizeof(*info));
	int i, rc;

	for (i = 0; i < count; i++) {
		libxl_dominfo_init(&info[i]);
		rc = libxl_domain_info(ctx, &info[i], xl_domain(words[i]));
		if (rc == ERROR_DOMAIN_NOTFOUND)
			xl_fatal("Error: Domain '%s' does not exist.", words[i]);
		if (rc)
			xl_fatal("libxl_domain_info failed (code %d).", rc);
	}
	return info;
}

static libxl_dominfo *all_domains(int *count)
{
	libxl_dominfo *info = libxl_list_domain(ctx, count);

	if (!info)
		xl_fatal("libxl_list_domain failed.");
	return info;
}

int cmd_list(int argc, char **argv)
{
	static const struct option options[] = {
		{ "long", no_argument, NULL, 'l' },    { "verbose", no_argument, NULL, 'v' },
		{ "context", no_argument, NULL, 'Z' }, { "cpupool", no_argument, NULL, 'c' },
		{ "numa", no_argument, NULL, 'n' },    { "help", no_argument, NULL, 'h' }, { }
	};
	struct columns c = { 0 };
	libxl_dominfo *info;
	bool details = false;
	int opt, count;

	while ((opt = xl_getopt(argc, argv, "lvZcn", options, 0)) != -1) {
		switch (opt) {
		case 'l': details = true; break;
		case 'v': c.uuid = true; break;
		case 'Z': c.label = true; break;
		case 'c': c.pool = true; break;
		case 'n': c.numa = true; break;
		}
	}
	count = argc - optind;
	if (count > 1) {
		xl_error("xl list: one domain or all of them can be listed, not %d.", count);
		xl_help("list");
		return EXIT_FAILURE;
	}
	info = count ? named_domains(argv + optind, count) : all_domains(&count);
	if (details)
		print_configs(info, count);
	else
		print_table(info, count, &c);
	libxl_dominfo_list_free(info, count);
	return EXIT_SUCCESS;
}

int cmd_claims(int argc, char **argv)
{
	struct columns c = { .claimed = true };
	libxl_dominfo *info;
	int count;

	xl_getopt(argc, argv, "", NULL, 0);
	if (!conf.claim_mode)
		xl_error("claim_mode not enabled (see man xl.conf).");
	info = all_domains(&count);
	print_table(info, count, &c);
	libxl_dominfo_list_free(info, count);
	return EXIT_SUCCESS;
}

int cmd_vm_list(int argc, char **argv)
{
	libxl_vminfo *info;
	char *name;
	int i, count;

	xl_getopt(argc, argv, "", NULL, 0);
	info = libxl_list_vm(ctx, &count);
	if (!info)
		xl_fatal("libxl_list_vm failed.");
	printf("UUID                                  ID    name\n");
	for (i = 0; i < count; i++) {
		name = libxl_domid_to_name(ctx, info[i].domid);
		printf(LIBXL_UUID_FMT "  %-5d%-30s\n", LIBXL_UUID_BYTES(info[i].uuid),
		       info[i].domid, name ? name : "(null)");
		free(name);
	}
	libxl_vminfo_list_free(info, count);
	return EXIT_SUCCESS;
}
