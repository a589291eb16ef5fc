// SPDX-License-Identifier: LGPL-2.1-only
/* Complete a configuration, and refuse what cannot work before anything is made. */
#include "create/create.h"
#include "device/device.h"

#include <xen/hvm/hvm_info_table.h>

#define DEFAULT_MEMKB (32 * 1024)
#define DEFAULT_EVENT_CHANNELS 1023
#define MIN_PAGING_PAGES 64
#define MAX_MEMKB ((uint64_t)INT32_MAX * 1024) /* libxenguest takes MiB as an int */

/* the hypervisor's initial security id of a guest; FLASK or not */
#define SECINITSID_DOMU 12

/* ---- what kind of domain ---- */

static int need_hvm(libxl__gc *gc, const libxl_physinfo *phys, libxl_domain_type type)
{
	if (phys->cap_hvm)
		return 0;
	LOG(ERROR, "%s guests need the CPU's virtualization extensions, which this host does not offer: "
	    "enable them in the firmware setup (Intel: VT-x or Virtualization Technology, AMD: SVM Mode), "
	    "or use type=\"pv\"", libxl_domain_type_to_string(type));
	return ERROR_INVAL;
}

/* Nested paging unless told otherwise; whether the hypervisor can do without it. */
static int hap_setdefault(libxl__gc *gc, libxl_domain_create_info *info, const libxl_physinfo *phys)
{
	bool asked = !libxl_defbool_is_default(info->hap);

	libxl_defbool_setdefault(&info->hap, phys->cap_hap);
	if (libxl_defbool_val(info->hap) ? phys->cap_hap : phys->cap_shadow)
		return 0;
	if (asked && !libxl_defbool_val(info->hap))
		LOG(ERROR, "hap=0: this hypervisor was built without shadow paging");
	else
		LOG(ERROR, "%s guests need nested paging, which this host's CPUs do not offer: enable it in "
		    "the firmware setup if it is there (Intel: EPT, AMD: NPT or Nested Paging), or use "
		    "type=\"pv\"", libxl_domain_type_to_string(info->type));
	return ERROR_INVAL;
}

static int labels_to_sid(libxl__gc *gc, const char *key, const char *label, uint32_t *sid)
{
	if (!label)
		return 0;
	if (!libxl_flask_context_to_sid(gc->ctx, (char *)label, strlen(label), sid))
		return 0;
	LOG(ERROR, "%s=\"%s\": no such label, or the hypervisor runs without FLASK", key, label);
	return ERROR_INVAL;
}

static int create_info_setdefault(libxl__gc *gc, libxl_domain_create_info *info,
				  const libxl_physinfo *phys)
{
	int rc;

	switch (info->type) {
	case LIBXL_DOMAIN_TYPE_PV:
		if (!phys->cap_pv) {
			LOG(ERROR, "this hypervisor was built without PV guests: use type=\"pvh\"");
			return ERROR_INVAL;
		}
		break;
	case LIBXL_DOMAIN_TYPE_PVH:
		rc = need_hvm(gc, phys, info->type);
		rc = rc ? rc : hap_setdefault(gc, info, phys);
		if (rc)
			return rc;
		libxl_defbool_setdefault(&info->oos, true);
		break;
	case LIBXL_DOMAIN_TYPE_HVM:
		return libxl__not_implemented(gc->ctx, "type=\"hvm\" (it needs a device model)");
	default:
		LOG(ERROR, "the type of the domain is not set (type=\"pv\" or \"pvh\")");
		return ERROR_INVAL;
	}
	if (!info->name || !*info->name) {
		LOG(ERROR, "the domain has no name (name=)");
		return ERROR_INVAL;
	}
	if (info->passthrough == LIBXL_PASSTHROUGH_DEFAULT)
		info->passthrough = LIBXL_PASSTHROUGH_DISABLED;
	if (info->passthrough != LIBXL_PASSTHROUGH_DISABLED)
		return libxl__not_implemented(gc->ctx, "passthrough=");
	if (libxl_uuid_is_nil(&info->uuid))
		libxl_uuid_generate(&info->uuid);
	libxl_defbool_setdefault(&info->run_hotplug_scripts, true);
	if (!libxl_defbool_val(info->run_hotplug_scripts))
		return libxl__not_implemented(gc->ctx, "run_hotplug_scripts=0 (scripts run by udev)");
	libxl_defbool_setdefault(&info->driver_domain, false);
	if (libxl_defbool_val(info->driver_domain))
		return libxl__not_implemented(gc->ctx, "driver_domain=1");
	libxl_defbool_setdefault(&info->xend_suspend_evtchn_compat, false);
	rc = labels_to_sid(gc, "seclabel", info->ssid_label, &info->ssidref);
	if (rc)
		return rc;
	if (!info->ssidref)
		info->ssidref = SECINITSID_DOMU;
	if (info->pool_name &&
	    libxl_cpupool_qualifier_to_cpupoolid(gc->ctx, info->pool_name, &info->poolid, NULL)) {
		LOG(ERROR, "pool=\"%s\": there is no such CPU pool", info->pool_name);
		return ERROR_INVAL;
	}
	return 0;
}

/* ---- what is in it ---- */

/* Kernel, command line and so on once lived in u.pv; a program may still set them there. */
static void adopt_old_fields(libxl_domain_build_info *info)
{
#define ADOPT(field) \
	if (!info->field) { \
		info->field = info->u.pv.field; \
		info->u.pv.field = NULL; \
	}
	if (info->type != LIBXL_DOMAIN_TYPE_PV)
		return;
	ADOPT(kernel)
	ADOPT(cmdline)
	ADOPT(ramdisk)
	ADOPT(bootloader)
	ADOPT(bootloader_args)
#undef ADOPT
}

static bool readable(libxl__gc *gc, const char *key, const char *path)
{
	if (!path || !access(path, R_OK))
		return true;
	LOGE(ERROR, "%s=\"%s\"", key, path);
	return false;
}

static int check_files(libxl__gc *gc, const libxl_domain_build_info *info)
{
	if (info->bootloader)
		return libxl__not_implemented(gc->ctx, "bootloader=");
	if (!info->kernel) {
		LOG(ERROR, "the domain has no kernel (kernel=)");
		return ERROR_INVAL;
	}
	return readable(gc, "kernel", info->kernel) && readable(gc, "ramdisk", info->ramdisk) ?
		0 : ERROR_INVAL;
}

static int vcpus_setdefault(libxl__gc *gc, libxl_domain_build_info *info)
{
	if (!info->max_vcpus)
		info->max_vcpus = 1;
	if (info->max_vcpus < 0 || info->max_vcpus > XEN_LEGACY_MAX_VCPUS * 256) {
		LOG(ERROR, "maxvcpus=%d makes no sense", info->max_vcpus);
		return ERROR_INVAL;
	}
	if (!info->avail_vcpus.size) {
		int rc = libxl_cpu_bitmap_alloc(gc->ctx, &info->avail_vcpus, 1);

		if (rc)
			return rc;
		libxl_bitmap_set(&info->avail_vcpus, 0);
	} else if (libxl_bitmap_count_set(&info->avail_vcpus) > info->max_vcpus) {
		LOG(ERROR, "vcpus=%d is more than maxvcpus=%d",
		    libxl_bitmap_count_set(&info->avail_vcpus), info->max_vcpus);
		return ERROR_INVAL;
	}
	return 0;
}

/*
 * What the guest's second-level tables are made of. With nested paging, all of its RAM in pages of 4 KiB takes one table for
 * each 2 MiB: twice that, for what else it maps (grants, devices); and a few of each vCPU, above those and of the special
 * pages, which even the smallest guest has. Alternative p2ms have tables of their own.
 */
static uint64_t paging_memkb(const libxl_domain_build_info *info, bool hap)
{
	uint64_t for_vcpu = info->altp2m ? 256 : 2;
	uint64_t pages = (info->max_memkb + 1023) / 1024 + for_vcpu * info->max_vcpus + 10;

	if (!hap)
		return libxl_get_required_shadow_memory(info->max_memkb, info->max_vcpus);
	return 4 * (pages < MIN_PAGING_PAGES ? MIN_PAGING_PAGES : pages);
}

static int memory_setdefault(libxl__gc *gc, libxl_domain_build_info *info, bool hap)
{
	if (info->max_memkb == LIBXL_MEMKB_DEFAULT)
		info->max_memkb = DEFAULT_MEMKB;
	if (info->target_memkb == LIBXL_MEMKB_DEFAULT)
		info->target_memkb = info->max_memkb;
	if (info->max_memkb > MAX_MEMKB) {
		LOG(ERROR, "maxmem=%" PRIu64 " is too much, %" PRIu64 " at most", info->max_memkb / 1024,
		    MAX_MEMKB / 1024);
		return ERROR_INVAL;
	}
	if (!info->target_memkb || info->target_memkb > info->max_memkb) {
		LOG(ERROR, "memory=%" PRIu64 " is not between 1 and maxmem=%" PRIu64,
		    info->target_memkb / 1024, info->max_memkb / 1024);
		return ERROR_INVAL;
	}
	if (info->video_memkb == LIBXL_MEMKB_DEFAULT)
		info->video_memkb = 0;
	if (info->shadow_memkb == LIBXL_MEMKB_DEFAULT)
		info->shadow_memkb = info->type == LIBXL_DOMAIN_TYPE_PV ? 0 :
			paging_memkb(info, hap);
	if (info->iommu_memkb == LIBXL_MEMKB_DEFAULT)
		info->iommu_memkb = 0;
	libxl_defbool_setdefault(&info->claim_mode, false);
	return 0;
}

static int refuse_unknown(libxl__gc *gc, const libxl_domain_build_info *info)
{
	if (info->num_vnuma_nodes)
		return libxl__not_implemented(gc->ctx, "vnuma=");
	if (info->vmtrace_buf_kb)
		return libxl__not_implemented(gc->ctx, "vmtrace_buf_kb=");
	if (info->tee != LIBXL_TEE_TYPE_NONE || info->device_tree) {
		LOG(ERROR, "tee= and device_tree= are for Arm");
		return ERROR_INVAL;
	}
	return 0;
}

static int pv_setdefault(libxl__gc *gc, libxl_domain_build_info *info)
{
	if (info->u.pv.slack_memkb == LIBXL_MEMKB_DEFAULT)
		info->u.pv.slack_memkb = 0;
	libxl_defbool_setdefault(&info->u.pv.e820_host, false);
	if (libxl_defbool_val(info->u.pv.e820_host))
		return libxl__not_implemented(gc->ctx, "e820_host=1");
	return 0;
}

static int pvh_setdefault(libxl__gc *gc, libxl_domain_build_info *info)
{
	libxl_defbool_setdefault(&info->u.pvh.pvshim, false);
	if (libxl_defbool_val(info->u.pvh.pvshim))
		return libxl__not_implemented(gc->ctx, "pvshim=1");
	if (info->max_vcpus > HVM_MAX_VCPUS) {
		LOG(ERROR, "maxvcpus=%d: a PVH guest has at most %d", info->max_vcpus, HVM_MAX_VCPUS);
		return ERROR_INVAL;
	}
	libxl_defbool_setdefault(&info->apic, true);
	libxl_defbool_setdefault(&info->acpi, true);
	libxl_defbool_setdefault(&info->nested_hvm, false);
	if (!libxl_defbool_val(info->apic)) {
		LOG(ERROR, "apic=0: a PVH guest cannot do without");
		return ERROR_INVAL;
	}
	if (libxl_defbool_val(info->nested_hvm))
		return libxl__not_implemented(gc->ctx, "nestedhvm=1");
	if (info->timer_mode == LIBXL_TIMER_MODE_DEFAULT)
		info->timer_mode = LIBXL_TIMER_MODE_NO_DELAY_FOR_MISSED_TICKS;
	return 0;
}

static int build_info_setdefault(libxl__gc *gc, libxl_domain_build_info *info, bool hap)
{
	int rc;

	adopt_old_fields(info);
	if (info->device_model_version == LIBXL_DEVICE_MODEL_VERSION_UNKNOWN)
		info->device_model_version = LIBXL_DEVICE_MODEL_VERSION_QEMU_XEN;
	libxl_defbool_setdefault(&info->device_model_stubdomain, false);
	if (!info->event_channels)
		info->event_channels = DEFAULT_EVENT_CHANNELS;
	libxl_defbool_setdefault(&info->numa_placement, true);
	libxl_defbool_setdefault(&info->localtime, false);
	libxl_defbool_setdefault(&info->disable_migrate, false);
	libxl_defbool_setdefault(&info->dm_restrict, false);
	libxl_defbool_setdefault(&info->arch_x86.msr_relaxed, false);
	libxl_defbool_setdefault(&info->vpmu, false);
	rc = labels_to_sid(gc, "init_seclabel", info->exec_ssid_label, &info->exec_ssidref);
	rc = rc ? rc : refuse_unknown(gc, info);
	rc = rc ? rc : vcpus_setdefault(gc, info);
	rc = rc ? rc : memory_setdefault(gc, info, hap);
	if (rc)
		return rc;
	switch (info->type) {
	case LIBXL_DOMAIN_TYPE_PV: return pv_setdefault(gc, info);
	case LIBXL_DOMAIN_TYPE_PVH: return pvh_setdefault(gc, info);
	default: return 0;
	}
}

int libxl__build_info_setdefault(libxl__gc *gc, libxl_domain_build_info *info, uint32_t domid)
{
	return build_info_setdefault(gc, info, true);
}

/* Rounded up to 2 MiB, the largest page that everything is made of. */
uint64_t libxl__need_memory(const libxl_domain_build_info *info)
{
	uint64_t kb = info->target_memkb + info->shadow_memkb + info->iommu_memkb;

	if (info->type == LIBXL_DOMAIN_TYPE_PV)
		kb += info->u.pv.slack_memkb + 1024;
	else
		kb += 2048;
	return (kb + 2047) / 2048 * 2048;
}

/* ---- devices ---- */

static int devices_setdefault(libxl__gc *gc, libxl_domain_config *config, uint32_t domid)
{
	int i, j;

	if (config->num_pcidevs)
		return libxl__not_implemented(gc->ctx, "pci=");
	if (config->num_rdms || config->num_dtdevs || config->num_usbdevs)
		return libxl__not_implemented(gc->ctx, "rdm=, dtdev= and usbdev=");
	for (i = 0; libxl__device_types[i]; i++) {
		const struct libxl__device_type *t = libxl__device_types[i];
		char *list = *libxl__config_list(t, config);
		int n = *libxl__config_count(t, config);

		for (j = 0; j < n; j++) {
			char *dev = list + j * t->type->size;
			int rc;

			if (t->devid_offset >= 0 && *(int *)(dev + t->devid_offset) == -1)
				*(int *)(dev + t->devid_offset) = j;
			rc = libxl__device_setdefault(gc, t, domid, dev, false);
			if (rc)
				return rc;
			if (libxl__list_find(t, list, j, dev)) {
				LOG(ERROR, "two %s devices have the same name or number", t->name);
				return ERROR_INVAL;
			}
		}
	}
	return 0;
}

/* what the domain is and how large, without files and devices */
static int infos_setdefault(libxl__gc *gc, libxl_domain_config *config, const libxl_physinfo *phys)
{
	bool hap;
	int rc;

	if (config->b_info.type != config->c_info.type) {
		LOG(ERROR, "type: c_info says %d, b_info says %d", config->c_info.type,
		    config->b_info.type);
		return ERROR_INVAL;
	}
	rc = create_info_setdefault(gc, &config->c_info, phys);
	if (rc)
		return rc;
	hap = config->c_info.type != LIBXL_DOMAIN_TYPE_PV && libxl_defbool_val(config->c_info.hap);
	rc = build_info_setdefault(gc, &config->b_info, hap);
	if (!rc && config->b_info.max_grant_version < 0)
		config->b_info.max_grant_version =
			phys->cap_gnttab_v2 ? 2 : phys->cap_gnttab_v1 ? 1 : 0;
	return rc;
}

int libxl__config_setdefault(libxl__gc *gc, libxl_domain_config *config, uint32_t domid, bool all)
{
	libxl_physinfo phys;
	int rc = libxl_get_physinfo(gc->ctx, &phys);

	if (rc)
		return rc;
	rc = infos_setdefault(gc, config, &phys);
	libxl_physinfo_dispose(&phys);
	if (rc || !all)
		return rc;
	rc = check_files(gc, &config->b_info);
	return rc ? rc : devices_setdefault(gc, config, domid);
}
