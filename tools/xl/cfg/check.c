/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does the host have what a configuration names? libxl would fail too, but later, and without
 * knowing the file and the line.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../xl.h"
#include "config.h"

#define DEFAULT_BRIDGE "xenbr0"

/* names the key, as the messages of single rows do */
#define host_error(k, key, fmt, ...) key_mistake(k, key, "`%s': " fmt, key, ##__VA_ARGS__)

static void check_file(struct key_ctx *k, const char *key, const char *path)
{
	struct stat st;

	if (!path)
		return;
	if (access(path, R_OK) || stat(path, &st))
		host_error(k, key, "cannot read %s: %s; correct the path", path, strerror(errno));
	else if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode))
		host_error(k, key, "%s is not a file", path);
	else if (S_ISREG(st.st_mode) && !st.st_size)
		host_error(k, key, "%s is empty", path);
}

static void check_name(struct key_ctx *k, const char *name)
{
	uint32_t domid;

	if (!name || !*name || libxl_name_to_domid(ctx, name, &domid))
		return;
	k->name_taken = true;
	host_error(k, "name", "a domain with the name %s exists, number %u; choose another name, "
		   "or end that domain first", name, domid);
}

/* A bridge is looked for where this host is to connect the interface with the usual script. */
static bool uses_bridge(const libxl_device_nic *nic)
{
	const char *script = nic->script ? strrchr(nic->script, '/') : NULL;

	script = script ? script + 1 : nic->script;
	if (nic->backend_domid ||
	    (nic->backend_domname && strcmp(nic->backend_domname, "0") &&
	     strcmp(nic->backend_domname, "Domain-0")))
		return false;
	return !script || !strcmp(script, "vif-bridge");
}

static void check_bridges(struct key_ctx *k, const libxl_domain_config *d)
{
	const char *bridge;
	char *path;
	int i;

	for (i = 0; i < d->num_nics; i++) {
		if (!uses_bridge(&d->nics[i]))
			continue;
		bridge = d->nics[i].bridge ? d->nics[i].bridge : DEFAULT_BRIDGE;
		path = xl_asprintf("/sys/class/net/%s/bridge", bridge);
		if (strchr(bridge, '/') || (access(path, F_OK) && access("/sys/class/net", F_OK) == 0))
			host_error(k, "vif", "there is no bridge %s for entry %d; create it "
				   "(ip link add %s type bridge), or name another one: bridge=...",
				   bridge, i + 1, bridge);
		free(path);
	}
}

static void check_memory(struct key_ctx *k, const libxl_domain_config *d)
{
	libxl_physinfo phys;
	uint64_t host_kb;

	if (d->b_info.target_memkb == LIBXL_MEMKB_DEFAULT)
		return;
	libxl_physinfo_init(&phys);
	if (!libxl_get_physinfo(ctx, &phys)) {
		host_kb = phys.total_pages * 4;
		if (d->b_info.target_memkb > host_kb)
			host_error(k, "memory", "%llu MiB are more than the host has (%llu MiB)",
				   (unsigned long long)d->b_info.target_memkb >> 10,
				   (unsigned long long)host_kb >> 10);
	}
	libxl_physinfo_dispose(&phys);
}

/* The words are those of firmware setup screens. */
static void check_type(struct key_ctx *k, const libxl_domain_config *d)
{
	const char *type = libxl_domain_type_to_string(d->c_info.type);
	libxl_physinfo phys;

	if (d->c_info.type != LIBXL_DOMAIN_TYPE_PVH && d->c_info.type != LIBXL_DOMAIN_TYPE_HVM)
		return;
	libxl_physinfo_init(&phys);
	if (libxl_get_physinfo(ctx, &phys))
		phys.cap_hvm = phys.cap_hap = true; /* reported; nothing is known */
	if (!phys.cap_hvm)
		host_error(k, "type", "this host cannot run %s guests: its CPUs offer no hardware "
			   "virtualization; enable it in the firmware setup (Intel: VT-x or Virtualization "
			   "Technology, AMD: SVM Mode), see `xl dmesg', or write type = \"pv\"", type);
	else if (!phys.cap_hap && !phys.cap_shadow)
		host_error(k, "type", "this host cannot run %s guests: its CPUs offer no nested paging "
			   "(Intel: EPT, AMD: NPT or Nested Paging); enable it in the firmware setup if it is "
			   "there, or write type = \"pv\"", type);
	libxl_physinfo_dispose(&phys);
}

static void check_nested(struct key_ctx *k, const libxl_domain_config *d)
{
	if (!libxl_defbool_is_default(d->b_info.nested_hvm) && libxl_defbool_val(d->b_info.nested_hvm))
		host_error(k, "nestedhvm", "this hypervisor offers no virtualization inside a guest; remove the line");
}

void config_check_host(struct key_ctx *k, const libxl_domain_config *d)
{
	check_nested(k, d);
	check_type(k, d);
	check_name(k, d->c_info.name);
	if (!d->b_info.bootloader) { /* else these are paths inside the guest's disk */
		check_file(k, xlu_cfg_get_value(k->cfg, "kernel") ? "kernel" : "firmware", d->b_info.kernel);
		check_file(k, "ramdisk", d->b_info.ramdisk);
	}
	check_bridges(k, d);
	check_memory(k, d);
}
