/* SPDX-License-Identifier: GPL-2.0-only */
/* From the text of a configuration to libxl's structure: rows first, then what follows from several keys. */
#include <errno.h>
#include <string.h>

#include "../conf.h"
#include "../xl.h"
#include "config.h"

static void set_defaults(struct config *c)
{
	libxl_domain_config *d = &c->d;

	libxl_uuid_generate(&d->c_info.uuid);
	libxl_defbool_set(&d->c_info.run_hotplug_scripts, conf.run_hotplug_scripts);
	libxl_defbool_set(&d->b_info.claim_mode, conf.claim_mode);
	if (conf.blkdev_start)
		d->b_info.blkdev_start = xl_strdup(conf.blkdev_start);
	if (conf.max_grant_frames >= 0)
		d->b_info.max_grant_frames = conf.max_grant_frames;
	if (conf.max_maptrack_frames >= 0)
		d->b_info.max_maptrack_frames = conf.max_maptrack_frames;
	if (conf.max_grant_version >= 0)
		d->b_info.max_grant_version = conf.max_grant_version;
	d->on_poweroff = LIBXL_ACTION_ON_SHUTDOWN_DESTROY;
	d->on_reboot = LIBXL_ACTION_ON_SHUTDOWN_RESTART;
	d->on_watchdog = LIBXL_ACTION_ON_SHUTDOWN_DESTROY;
	d->on_crash = LIBXL_ACTION_ON_SHUTDOWN_DESTROY;
	d->on_soft_reset = LIBXL_ACTION_ON_SHUTDOWN_SOFT_RESET;
	libxl_vnc_info_init(&c->vnc);
	libxl_sdl_info_init(&c->sdl);
	libxl_bitmap_init(&c->cpus_hard);
	libxl_bitmap_init(&c->cpus_soft);
}

static void check_boot(struct key_ctx *k, struct config *c)
{
	const libxl_domain_build_info *b = &c->d.b_info;

	if (!c->d.c_info.name || !*c->d.c_info.name)
		key_mistake(k, "name", "Domain name must be specified: add name = \"...\"");
	if (c->d.c_info.type == LIBXL_DOMAIN_TYPE_HVM || b->kernel || b->bootloader)
		return;
	key_mistake(k, NULL, "Neither kernel nor bootloader specified: add kernel = \"...\"");
}

static void check_sizes(struct key_ctx *k, struct config *c)
{
	libxl_domain_build_info *b = &c->d.b_info;

	if (c->vcpus && b->max_vcpus < c->vcpus)
		key_mistake(k, "maxvcpus", "maxvcpus < vcpus: %d is less than %ld", b->max_vcpus, c->vcpus);
	if (b->target_memkb != LIBXL_MEMKB_DEFAULT && b->max_memkb < b->target_memkb)
		key_mistake(k, "maxmem", "`maxmem' (%llu) is less than `memory' (%llu)",
			    (unsigned long long)b->max_memkb >> 10, (unsigned long long)b->target_memkb >> 10);
}

/* The command line from cmdline, or from root and extra. */
static void join_cmdline(struct key_ctx *k, struct config *c)
{
	libxl_domain_build_info *b = &c->d.b_info;

	if (c->cmdline) {
		if ((c->root || c->extra) && !k->quiet)
			xlu_cfg_report(k->cfg, "cmdline", "Warning",
				       "ignoring root= and extra= in favour of cmdline=");
		b->cmdline = xl_strdup(c->cmdline);
	} else if (c->root) {
		b->cmdline = xl_asprintf("root=%s%s%s", c->root, c->extra ? " " : "",
					 c->extra ? c->extra : "");
	} else if (c->extra) {
		b->cmdline = xl_strdup(c->extra);
	}
}

static int max_vcpus(const struct config *c)
{
	return c->d.b_info.max_vcpus ? c->d.b_info.max_vcpus : 1;
}

/* One map for all vCPUs becomes one for each. */
static void spread_cpus(const struct config *c, const libxl_bitmap *map, libxl_bitmap **list,
			int *count)
{
	int i;

	if (!map->size)
		return;
	*count = max_vcpus(c);
	*list = xl_calloc(*count, sizeof(**list));
	for (i = 0; i < *count; i++)
		libxl_bitmap_copy_alloc(ctx, &(*list)[i], map);
}

/* The host's masks (xl.conf) limit every vCPU, those that are not pinned too. */
static void apply_masks(struct key_ctx *k, struct config *c)
{
	libxl_domain_build_info *b = &c->d.b_info;
	int i, wanted = max_vcpus(c);

	if (c->ignore_global_masks ||
	    !(conf.vm_cpumask.size || conf.pv_cpumask.size || conf.hvm_cpumask.size))
		return;
	if (b->num_vcpu_hard_affinity < wanted) {
		b->vcpu_hard_affinity =
			xl_reallocarray(b->vcpu_hard_affinity, wanted, sizeof(*b->vcpu_hard_affinity));
		for (i = b->num_vcpu_hard_affinity; i < wanted; i++) {
			libxl_bitmap_init(&b->vcpu_hard_affinity[i]);
			if (libxl_cpu_bitmap_alloc(ctx, &b->vcpu_hard_affinity[i], 0))
				xl_fatal("xl: cannot learn how many CPUs the host has");
			libxl_bitmap_set_any(&b->vcpu_hard_affinity[i]);
		}
		b->num_vcpu_hard_affinity = wanted;
	}
	for (i = 0; i < b->num_vcpu_hard_affinity; i++) {
		xl_conf_mask_cpus(c->d.c_info.type, &b->vcpu_hard_affinity[i]);
		if (libxl_bitmap_is_empty(&b->vcpu_hard_affinity[i])) {
			key_mistake(k, "cpus", "the masks of xl.conf leave vCPU %d no CPU to run on; "
				    "change cpus or use --ignore-global-affinity-masks", i);
			return;
		}
	}
}

/* The screen belongs to an HVM guest's card or becomes a PV guest's framebuffer. */
static void place_screen(struct config *c)
{
	libxl_domain_config *d = &c->d;

	if (d->c_info.type == LIBXL_DOMAIN_TYPE_HVM) {
		libxl_vnc_info_copy(ctx, &d->b_info.u.hvm.vnc, &c->vnc);
		libxl_sdl_info_copy(ctx, &d->b_info.u.hvm.sdl, &c->sdl);
		d->b_info.u.hvm.keymap = c->keymap ? xl_strdup(c->keymap) : NULL;
		return;
	}
	if (d->c_info.type != LIBXL_DOMAIN_TYPE_PV || d->num_vfbs ||
	    libxl_defbool_is_default(c->vnc.enable) || !libxl_defbool_val(c->vnc.enable))
		return;
	d->vfbs = xl_calloc(1, sizeof(*d->vfbs));
	libxl_device_vfb_init(d->vfbs);
	d->num_vfbs = 1;
	libxl_vnc_info_copy(ctx, &d->vfbs->vnc, &c->vnc);
	libxl_sdl_info_copy(ctx, &d->vfbs->sdl, &c->sdl);
	d->vfbs->keymap = c->keymap ? xl_strdup(c->keymap) : NULL;
	d->vkbs = xl_reallocarray(d->vkbs, d->num_vkbs + 1, sizeof(*d->vkbs));
	libxl_device_vkb_init(&d->vkbs[d->num_vkbs]);
	d->vkbs[d->num_vkbs].devid = d->num_vkbs;
	d->num_vkbs++;
}

static void conclude(struct key_ctx *k, struct config *c)
{
	libxl_domain_build_info *b = &c->d.b_info;

	check_boot(k, c);
	check_sizes(k, c);
	join_cmdline(k, c);
	spread_cpus(c, &c->cpus_hard, &b->vcpu_hard_affinity, &b->num_vcpu_hard_affinity);
	spread_cpus(c, &c->cpus_soft, &b->vcpu_soft_affinity, &b->num_vcpu_soft_affinity);
	apply_masks(k, c);
	place_screen(c);
}

static void dispose_parts(struct config *c)
{
	free(c->root);
	free(c->extra);
	free(c->cmdline);
	free(c->keymap);
	libxl_bitmap_dispose(&c->cpus_hard);
	libxl_bitmap_dispose(&c->cpus_soft);
	libxl_vnc_info_dispose(&c->vnc);
	libxl_sdl_info_dispose(&c->sdl);
}

static int read_text(XLU_Config *cfg, const struct config_text *text)
{
	int rc = xlu_cfg_readdata(cfg, text->data, text->length);

	if (!rc && text->extra)
		rc = xlu_cfg_readdata_from(cfg, "command line", text->extra, strlen(text->extra));
	if (rc)
		xl_error("Failed to parse config: %s", strerror(rc));
	return rc ? -1 : 0;
}

/* Of a taken name alone 4.17's xl learns from libxl: scripts know that by its exit status. */
static int parse_result(const struct key_ctx *k)
{
	if (!k->errors)
		return 0;
	return k->name_taken && k->errors == 1 ? ERROR_FAIL : ERROR_NONSPECIFIC;
}

int config_parse(const struct config_text *text, libxl_domain_config *d)
{
	struct config c = { .ignore_global_masks = text->ignore_global_masks };
	struct key_ctx k = { .base = &c, .quiet = text->quiet };
	int rc;

	k.cfg = xlu_cfg_init(stderr, text->name);
	if (!k.cfg)
		xl_fatal("xl: out of memory");
	c.d = *d;
	set_defaults(&c);
	rc = read_text(k.cfg, text);
	if (!rc) {
		if (!xlu_cfg_get_value(k.cfg, "type") && !xlu_cfg_get_value(k.cfg, "builder"))
			config_default_type(&k);
		key_apply(&k, config_keys, config_key_count);
		conclude(&k, &c);
		if (text->check_host)
			config_check_host(&k, &c.d);
		rc = parse_result(&k);
	}
	*d = c.d;
	dispose_parts(&c);
	if (!rc && text->keep)
		*text->keep = k.cfg;
	else
		xlu_cfg_destroy(k.cfg);
	return rc;
}
