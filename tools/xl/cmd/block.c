/* SPDX-License-Identifier: GPL-2.0-only */
/* block-attach, block-list, block-detach. */
#include <getopt.h>
#include <string.h>

#include "../xl.h"
#include "cmd.h"

static int parse_disk(char **words, int count, libxl_device_disk *disk)
{
	XLU_Config *cfg = xlu_cfg_init(stderr, "command line");
	int rc;

	if (!cfg)
		xl_fatal("xl: out of memory");
	rc = xlu_disk_parse(cfg, count, (const char *const *)words, disk);
	xlu_cfg_destroy(cfg);
	return rc;
}

int cmd_block_attach(int argc, char **argv)
{
	libxl_device_disk disk;
	uint32_t domid;
	char *json;
	int rc;

	xl_getopt(argc, argv, "", NULL, 2);
	domid = xl_domain(argv[optind]);
	libxl_device_disk_init(&disk);
	rc = parse_disk(argv + optind + 1, argc - optind - 1, &disk);
	if (!rc && dry_run) {
		json = libxl_device_disk_to_json(ctx, &disk);
		printf("disk: %s\n", json ? json : "");
		free(json);
	} else if (!rc) {
		rc = libxl_device_disk_add(ctx, domid, &disk, NULL);
		if (rc)
			xl_error("libxl_device_disk_add failed.");
	}
	libxl_device_disk_dispose(&disk);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void list_disks(const char *word)
{
	libxl_device_disk *disks;
	libxl_diskinfo info;
	uint32_t domid;
	int i, count;

	if (xl_find_domain(word, &domid)) {
		xl_error("%s is an invalid domain identifier", word);
		return;
	}
	disks = libxl_device_disk_list(ctx, domid, &count);
	for (i = 0; disks && i < count; i++) {
		libxl_diskinfo_init(&info);
		if (!libxl_device_disk_getinfo(ctx, domid, &disks[i], &info))
			printf("%-5d %-3d %-6d %-5d %-6d %-8d %-30s\n", info.devid, info.backend_id,
			       info.frontend_id, info.state, info.evtch, info.rref, info.backend);
		libxl_diskinfo_dispose(&info);
	}
	if (disks)
		libxl_device_disk_list_free(disks, count);
}

int cmd_block_list(int argc, char **argv)
{
	int i;

	xl_getopt(argc, argv, "", NULL, 1);
	printf("%-5s %-3s %-6s %-5s %-6s %-8s %-30s\n", "Vdev", "BE", "handle", "state", "evt-ch",
	       "ring-ref", "BE-path");
	for (i = optind; i < argc; i++)
		list_disks(argv[i]);
	return EXIT_SUCCESS;
}

int cmd_block_detach(int argc, char **argv)
{
	static const struct option options[] = {
		{ "force", no_argument, NULL, 'f' }, { "help", no_argument, NULL, 'h' }, { }
	};
	libxl_device_disk disk;
	bool force = false;
	uint32_t domid;
	int rc;

	while (xl_getopt(argc, argv, "f", options, 2) != -1)
		force = true;
	domid = xl_domain(argv[optind]);
	libxl_device_disk_init(&disk);
	if (libxl_vdev_to_device_disk(ctx, domid, argv[optind + 1], &disk)) {
		xl_error("Error: Device %s not connected.", argv[optind + 1]);
		libxl_device_disk_dispose(&disk);
		return EXIT_FAILURE;
	}
	rc = force ? libxl_device_disk_destroy(ctx, domid, &disk, NULL)
		   : libxl_device_disk_safe_remove(ctx, domid, &disk, NULL);
	if (rc == ERROR_NI)
		rc = libxl_device_disk_remove(ctx, domid, &disk, NULL);
	if (rc)
		xl_error("libxl_device_disk_%s failed.", force ? "destroy" : "safe_remove");
	libxl_device_disk_dispose(&disk);
	return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
