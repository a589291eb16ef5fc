/* SPDX-License-Identifier: LGPL-2.1-only */
/* Disks: the backend drivers count in /sys/bus/xen-backend/devices/TYPE-DOMID-DEVICE/statistics. */
#include <dirent.h>

#include "private.h"

#define BACKENDS "/sys/bus/xen-backend/devices"

xenstat_vbd *xenstat_save_vbd(xenstat_domain *domain, xenstat_vbd *vbd)
{
	xenstat_vbd *place = append(&domain->vbds, &domain->num_vbds, sizeof(*place));

	if (place)
		*place = *vbd;
	return place;
}

/* One counter: 0, or -1 if it cannot be read. */
static int read_counter(const char *device, const char *counter, unsigned long long *value)
{
	char path[512];
	FILE *f;
	int ok;

	snprintf(path, sizeof(path), BACKENDS "/%s/statistics/%s", device, counter);
	f = fopen(path, "re");
	if (!f)
		return -1;
	ok = fscanf(f, "%llu", value) == 1;
	fclose(f);
	return ok ? 0 : -1;
}

static void read_counters(const char *device, xenstat_vbd *vbd)
{
	vbd->error = read_counter(device, "oo_req", &vbd->oo_reqs) ||
		     read_counter(device, "rd_req", &vbd->rd_reqs) ||
		     read_counter(device, "wr_req", &vbd->wr_reqs) ||
		     read_counter(device, "rd_sect", &vbd->rd_sects) ||
		     read_counter(device, "wr_sect", &vbd->wr_sects);
}

int xenstat_collect_vbds(xenstat_node *node)
{
	DIR *dir = opendir(BACKENDS);
	xenstat_domain *domain;
	struct dirent *entry;
	unsigned int domid;
	char type[16];
	int ok = 1;

	/* Without backend drivers there may still be disks that QEMU serves. */
	while (dir && ok && (entry = readdir(dir))) {
		xenstat_vbd vbd = { .back_type = VBD_BLKBACK };

		if (sscanf(entry->d_name, "%15[^-]-%u-%u", type, &domid, &vbd.dev) != 3)
			continue;
		if (!strcmp(type, "tap"))
			vbd.back_type = VBD_TAP;
		else if (strcmp(type, "vbd"))
			continue;

		domain = xenstat_node_domain(node, domid);
		if (!domain)
			continue; /* newer than the snapshot */
		read_counters(entry->d_name, &vbd);
		ok = xenstat_save_vbd(domain, &vbd) != NULL;
	}
	if (dir)
		closedir(dir);
	if (ok)
		read_attributes_qdisk(node);
	return ok;
}

void xenstat_uninit_vbds(xenstat_handle *handle)
{
	/* Nothing is kept open between snapshots. */
}
