/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENSTAT_PRIVATE_H
#define XENSTAT_PRIVATE_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xenctrl.h>
#include <xenstore.h>

#include <xenstat.h>

enum {
	VBD_BLKBACK = 1,
	VBD_TAP = 2,
	VBD_QDISK = 3,
};

struct xenstat_handle {
	xc_interface *xch;
	struct xs_handle *xs;
	char xen_version[96];
};

struct xenstat_vcpu {
	unsigned int online;
	unsigned long long ns;
};

struct xenstat_network {
	unsigned int id;
	unsigned long long rbytes, rpackets, rerrs, rdrop;
	unsigned long long tbytes, tpackets, terrs, tdrop;
};

struct xenstat_vbd {
	unsigned int back_type; /* VBD_* */
	unsigned int dev;
	bool error;
	unsigned long long oo_reqs, rd_reqs, wr_reqs, rd_sects, wr_sects;
};

struct xenstat_domain {
	unsigned int id;
	char *name;
	uint32_t flags; /* XEN_DOMINF_* */
	unsigned int ssid;
	unsigned long long cpu_ns, cur_mem, max_mem;
	unsigned int num_vcpus;
	xenstat_vcpu *vcpus;
	unsigned int num_networks;
	xenstat_network *networks;
	unsigned int num_vbds;
	xenstat_vbd *vbds;
};

struct xenstat_node {
	xenstat_handle *handle;
	unsigned int flags;
	unsigned long long cpu_hz, tot_mem, free_mem;
	unsigned int num_cpus;
	unsigned int num_domains;
	xenstat_domain *domains;
};

/*
 * Make room for one more element of @size bytes at the end of the array @array of *@nr: the new
 * element, zeroed, or NULL without memory.
 */
void *append(void *array, unsigned int *nr, size_t size);

/* Fill in part of a snapshot: 1, or 0 with errno set. Exported, as ever. */
int xenstat_collect_networks(xenstat_node *node);
int xenstat_collect_vbds(xenstat_node *node);
void xenstat_uninit_networks(xenstat_handle *handle);
void xenstat_uninit_vbds(xenstat_handle *handle);

/* Add a disk to a domain: its place there, or NULL without memory. */
xenstat_vbd *xenstat_save_vbd(xenstat_domain *domain, xenstat_vbd *vbd);

/* Add the disks that device models serve. */
void read_attributes_qdisk(xenstat_node *node);

#endif /* XENSTAT_PRIVATE_H */
