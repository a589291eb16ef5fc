/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <_paths.h>

#include "conf.h"
#include "cpulist.h"
#include "keys.h"
#include "xl.h"

#define CONF_FILE XEN_CONFIG_DIR "/xl.conf"

struct xl_conf conf = {
	.autoballoon = AUTOBALLOON_AUTO,
	.run_hotplug_scripts = true,
	.claim_mode = true,
	.max_grant_frames = -1,
	.max_maptrack_frames = -1,
	.max_grant_version = -1,
};

static const struct key_word autoballoon_words[] = {
	{ "off", AUTOBALLOON_OFF }, { "0", AUTOBALLOON_OFF },
	{ "on", AUTOBALLOON_ON },   { "1", AUTOBALLOON_ON },
	{ "auto", AUTOBALLOON_AUTO }, { }
};
static const struct key_word output_words[] = { { "json", OUTPUT_JSON }, { "sxp", OUTPUT_SXP }, { } };
static const struct key_word domid_words[] = { { "xen", false }, { "random", true }, { } };

static int set_cpumask(struct key_ctx *k, const struct key *key)
{
	libxl_bitmap *map = key_field(k, key);
	const char *text = key_string(k, key);

	if (!text)
		return -1;
	if (libxl_cpu_bitmap_alloc(ctx, map, 0))
		return key_error(k, key, "cannot learn how many CPUs there are");
	if (xl_cpulist_parse(text, map))
		return key_error(k, key, "`%s' is not a list of CPUs, such as \"0-3,5,^1\"", text);
	return 0;
}

#define FIELD(name) KEY_FIELD(struct xl_conf, name)

static const struct key conf_keys[] = {
	{ "autoballoon", key_set_word, FIELD(autoballoon), .words = autoballoon_words,
	  .help = "shrink dom0 to make room for a guest: off, on, or auto (on unless dom0_mem is set)" },
	{ "run_hotplug_scripts", key_set_bool, FIELD(run_hotplug_scripts),
	  .help = "xl runs the hotplug scripts (1) or udev does (0)" },
	{ "lockfile", key_set_string, FIELD(lockfile), .help = "held while a domain is created" },
	{ "output_format", key_set_word, FIELD(output_format), .words = output_words,
	  .help = "of xl list -l and dry runs: json or sxp" },
	{ "blkdev_start", key_set_string, FIELD(blkdev_start),
	  .help = "first device for temporary attachments to dom0" },
	{ "claim_mode", key_set_bool, FIELD(claim_mode),
	  .help = "reserve a guest's memory before building it" },
	{ "domid_policy", key_set_word, FIELD(random_domid), .words = domid_words,
	  .help = "who picks domain numbers: xen (in order) or random" },
	{ "max_grant_frames", key_set_long, FIELD(max_grant_frames), .max = INT32_MAX,
	  .help = "default of the key with this name in xl.cfg" },
	{ "max_maptrack_frames", key_set_long, FIELD(max_maptrack_frames), .max = INT32_MAX,
	  .help = "default of the key with this name in xl.cfg" },
	{ "max_grant_version", key_set_long, FIELD(max_grant_version), .max = 2,
	  .help = "default of the key with this name in xl.cfg" },
	{ "vif.default.script", key_set_string, FIELD(vif_script), .help = "hotplug script of vifs" },
	{ "vif.default.bridge", key_set_string, FIELD(vif_bridge), .help = "bridge of vifs" },
	{ "vif.default.gatewaydev", key_set_string, FIELD(vif_gatewaydev),
	  .help = "host interface of routed vifs" },
	{ "vif.default.backend", key_set_string, FIELD(vif_backend),
	  .help = "domain that serves vifs" },
	{ "vifscript", key_set_string, FIELD(vif_script), .replaced_by = "vif.default.script" },
	{ "defaultbridge", key_set_string, FIELD(vif_bridge), .replaced_by = "vif.default.bridge" },
	{ "remus.default.netbufscript", key_set_string, FIELD(remus_script), .unused = true },
	{ "colo.default.proxyscript", key_set_string, FIELD(colo_script), .unused = true },
	{ "vm.cpumask", set_cpumask, FIELD(vm_cpumask), .help = "CPUs that guests may use" },
	{ "vm.hvm.cpumask", set_cpumask, FIELD(hvm_cpumask), .help = "CPUs that HVM and PVH guests may use" },
	{ "vm.pv.cpumask", set_cpumask, FIELD(pv_cpumask), .help = "CPUs that PV guests may use" },
};

void xl_conf_load(void)
{
	struct key_ctx k = { .base = &conf };

	if (access(CONF_FILE, F_OK) && errno == ENOENT)
		return;
	k.cfg = xlu_cfg_init(stderr, CONF_FILE);
	if (!k.cfg)
		xl_fatal("xl: out of memory");
	if (xlu_cfg_readfile(k.cfg, CONF_FILE))
		xl_fatal("Failed to parse config file: %s", CONF_FILE);
	if (key_apply(&k, conf_keys, ARRAY_SIZE(conf_keys)))
		xl_fatal("xl: mistakes in %s, see above", CONF_FILE);
	xlu_cfg_destroy(k.cfg);
}

static void mask(libxl_bitmap *cpumap, const libxl_bitmap *allowed)
{
	unsigned int cpu;

	if (!allowed->size)
		return;
	libxl_for_each_set_bit(cpu, *cpumap)
		if (!libxl_bitmap_test(allowed, cpu))
			libxl_bitmap_reset(cpumap, cpu);
}

void xl_conf_mask_cpus(libxl_domain_type type, libxl_bitmap *cpumap)
{
	mask(cpumap, &conf.vm_cpumask);
	mask(cpumap, type == LIBXL_DOMAIN_TYPE_PV ? &conf.pv_cpumask : &conf.hvm_cpumask);
}
