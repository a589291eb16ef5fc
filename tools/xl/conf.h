/* SPDX-License-Identifier: GPL-2.0-only */
/* /etc/xen/xl.conf: the settings of the host. */
#ifndef XL_CONF_H
#define XL_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include <libxl.h>

enum autoballoon { AUTOBALLOON_OFF, AUTOBALLOON_ON, AUTOBALLOON_AUTO };
enum output_format { OUTPUT_JSON, OUTPUT_SXP };

struct xl_conf {
	enum autoballoon autoballoon;
	bool run_hotplug_scripts;
	bool claim_mode;
	bool random_domid;
	enum output_format output_format;
	char *lockfile;
	char *blkdev_start;
	char *vif_script, *vif_bridge, *vif_gatewaydev, *vif_backend;
	char *remus_script, *colo_script;
	long max_grant_frames, max_maptrack_frames, max_grant_version; /* -1: not set */
	/* Which CPUs guests may use at all; size 0: all. */
	libxl_bitmap vm_cpumask, hvm_cpumask, pv_cpumask;
};

extern struct xl_conf conf;

/* Reads the file if it is there; a mistake in it ends the program with file, line and key. */
void xl_conf_load(void);

/* cpumap &= the masks for this type of guest. */
void xl_conf_mask_cpus(libxl_domain_type type, libxl_bitmap *cpumap);

#endif /* XL_CONF_H */
