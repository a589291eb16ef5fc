/* SPDX-License-Identifier: GPL-2.0-only */
/* network-attach, network-list, network-detach. */
#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "../cfg/config.h"
#include "../xl.h"
#include "cmd.h"

static int parse_nic(char **words, int count, libxl_device_nic *nic)
{
	static const struct key vif = { .name = "vif" };
	struct key_ctx k = { .cfg = xlu_cfg_init(stderr, "command line") };
	int i, rc = 0;

	if (!k.cfg)
		xl_fatal("xl: out of memory");
	for (i = 0; i < count && !rc; i++)
		rc = config_parse_vif(&k, &vif, words[i], nic);
	config_vif_defaults(nic);
	xlu_cfg_destroy(k.cfg);
	return rc;
}

int cmd_network_attach(int argc, char **argv)
{
	libxl_device_nic nic;
	uint32_t domid;
	char *json;
	int rc;

	xl_getopt(argc, argv, "", NULL, 1);
	domid = xl_domain(argv[optind]);
	libxl_device_nic_init(&nic);
	rc = parse_nic(argv + optind + 1, argc - optind - 1, &nic);
	if (!rc && dry_run) {
		json = libxl_device_nic_to_json(ctx, &nic);
		printf("vif: %s\n", json ? json : "");
		free(json);
	} else if (!rc) {
		rc = libxl_device_nic_add(ctx, domid, &nic, NULL);
		if (rc)
			xl_error("libxl_device_nic_add failed.");
	}
	libxl_device_nic_dispose(&nic);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* EXIT_FAILURE when word names no domain. */
static int list_nics(const char *word)
{
	libxl_device_nic *nics;
	libxl_nicinfo info;
	uint32_t domid;
	int i, count, rc = xl_find_domain(word, &domid);

	if (rc) {
		xl_error("%s is an invalid domain identifier (rc=%d)", word, rc);
		return EXIT_FAILURE;
	}
	nics = libxl_device_nic_list(ctx, domid, &count);
	for (i = 0; nics && i < count; i++) {
		libxl_nicinfo_init(&info);
		if (!libxl_device_nic_getinfo(ctx, domid, &nics[i], &info)) {
			printf("%-3d %-2d ", info.devid, info.backend_id);
			printf(LIBXL_MAC_FMT, LIBXL_MAC_BYTES(nics[i].mac));
			printf("%6d %5d %6d %5d/%-11d %-30s\n", info.devid, info.state, info.evtch,
			       info.rref_tx, info.rref_rx, info.backend);
		}
		libxl_nicinfo_dispose(&info);
	}
	if (nics)
		libxl_device_nic_list_free(nics, count);
	return EXIT_SUCCESS;
}

int cmd_network_list(int argc, char **argv)
{
	int i, rc = EXIT_SUCCESS;

	xl_getopt(argc, argv, "", NULL, 1);
	printf("%-3s %-2s %-17s %-6s %-5s %-6s %5s/%-11s %-30s\n", "Idx", "BE", "Mac Addr.",
	       "handle", "state", "evt-ch", "tx-", "rx-ring-ref", "BE-path");
	for (i = optind; i < argc; i++)
		rc |= list_nics(argv[i]);
	return rc;
}

/* By its number or its MAC address. 0 or a libxl error. */
static int find_nic(uint32_t domid, const char *word, libxl_device_nic *nic)
{
	long devid;

	if (strchr(word, ':'))
		return libxl_mac_to_device_nic(ctx, domid, word, nic);
	if (xl_parse_number(word, INT_MAX, &devid))
		return ERROR_INVAL;
	return libxl_devid_to_device_nic(ctx, domid, devid, nic);
}

int cmd_network_detach(int argc, char **argv)
{
	libxl_device_nic nic;
	uint32_t domid;
	int rc;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	libxl_device_nic_init(&nic);
	rc = find_nic(domid, argv[optind + 1], &nic);
	if (rc) {
		xl_error("Unknown device %s.", argv[optind + 1]);
	} else {
		rc = libxl_device_nic_remove(ctx, domid, &nic, NULL);
		if (rc)
			xl_error("libxl_device_nic_del failed.");
	}
	libxl_device_nic_dispose(&nic);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
