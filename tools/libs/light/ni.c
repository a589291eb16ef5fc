// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Operations of later features. Each says so by its name and answers ERROR_NI; removing a line here is
 * the first step of implementing one.
 */
#include "internal.h"

#define NI(name, ...) \
	int name(libxl_ctx *ctx, __VA_ARGS__) \
	{ return libxl__not_implemented(ctx, #name); }
#define HOW const libxl_asyncop_how *ao_how

/* migration, save and restore, checkpoints */
NI(libxl_domain_create_restore, libxl_domain_config *d_config, uint32_t *domid, int restore_fd,
   int send_back_fd, const libxl_domain_restore_params *params, HOW,
   const libxl_asyncprogress_how *aop_console_how)
NI(libxl_domain_soft_reset, libxl_domain_config *d_config, uint32_t domid, HOW,
   const libxl_asyncprogress_how *aop_console_how)
NI(libxl_domain_suspend, uint32_t domid, int fd, int flags, HOW)
NI(libxl_domain_suspend_only, uint32_t domid, HOW)
NI(libxl_domain_remus_start, libxl_domain_remus_info *info, uint32_t domid, int send_fd, int recv_fd,
   HOW)

NI(libxl_domain_core_dump, uint32_t domid, const char *filename, HOW)

/* device model */
NI(libxl_qemu_monitor_command, uint32_t domid, const char *command_line, char **output, HOW)
NI(libxl_vncviewer_exec, uint32_t domid, int autopass)

/* driver domains */
int libxl_device_events_handler(libxl_ctx *ctx, HOW)
{
	return libxl__not_implemented(ctx, __func__);
}

/* PCI passthrough */
NI(libxl_device_pci_add, uint32_t domid, libxl_device_pci *pci, HOW)
NI(libxl_device_pci_remove, uint32_t domid, libxl_device_pci *pci, HOW)
NI(libxl_device_pci_destroy, uint32_t domid, libxl_device_pci *pci, HOW)
NI(libxl_device_pci_assignable_add, libxl_device_pci *pci, int rebind)
NI(libxl_device_pci_assignable_remove, libxl_device_pci *pci, int rebind)

/* USB passthrough */
NI(libxl_device_usbdev_add, uint32_t domid, libxl_device_usbdev *usbdev, HOW)
NI(libxl_device_usbdev_remove, uint32_t domid, libxl_device_usbdev *usbdev, HOW)
NI(libxl_ctrlport_to_device_usbdev, uint32_t domid, int ctrl, int port, libxl_device_usbdev *usbdev)

/* platform shared resources */
NI(libxl_psr_cmt_attach, uint32_t domid)
NI(libxl_psr_cmt_detach, uint32_t domid)
NI(libxl_psr_cmt_get_total_rmid, uint32_t *total_rmid)
NI(libxl_psr_cmt_get_l3_cache_size, uint32_t socketid, uint32_t *l3_cache_size)
NI(libxl_psr_cmt_get_cache_occupancy, uint32_t domid, uint32_t socketid, uint32_t *l3_cache_occupancy)
NI(libxl_psr_cmt_get_sample, uint32_t domid, libxl_psr_cmt_type type, uint64_t scope,
   uint64_t *sample_r, uint64_t *tsc_r)
NI(libxl_psr_cat_set_cbm, uint32_t domid, libxl_psr_cbm_type type, libxl_bitmap *target_map,
   uint64_t cbm)
NI(libxl_psr_cat_get_cbm, uint32_t domid, libxl_psr_cbm_type type, uint32_t target, uint64_t *cbm_r)
NI(libxl_psr_cat_get_info, libxl_psr_cat_info **info, unsigned int *nr, unsigned int lvl)
NI(libxl_psr_cat_get_l3_info, libxl_psr_cat_info **info, int *nr)
NI(libxl_psr_set_val, uint32_t domid, libxl_psr_type type, libxl_bitmap *target_map, uint64_t val)
NI(libxl_psr_get_val, uint32_t domid, libxl_psr_type type, unsigned int target, uint64_t *val)
NI(libxl_psr_get_hw_info, libxl_psr_feat_type type, unsigned int lvl, unsigned int *nr,
   libxl_psr_hw_info **info)

/* Questions whose truthful answer is no. */
int libxl_psr_cmt_enabled(libxl_ctx *ctx)
{
	return 0;
}

int libxl_psr_cmt_domain_attached(libxl_ctx *ctx, uint32_t domid)
{
	return 0;
}

int libxl_psr_cmt_type_supported(libxl_ctx *ctx, libxl_psr_cmt_type type)
{
	return 0;
}

/* Lists of what cannot have been added. */
#define EMPTY_LIST(list, free_fn, type, ...) \
	type *list(libxl_ctx *ctx, __VA_ARGS__) { *num = 0; return NULL; } \
	void free_fn(type *l, int n) { free(l); }

EMPTY_LIST(libxl_device_pci_list, libxl_device_pci_list_free, libxl_device_pci,
	   uint32_t domid, int *num)
EMPTY_LIST(libxl_device_pci_assignable_list, libxl_device_pci_assignable_list_free,
	   libxl_device_pci, int *num)
EMPTY_LIST(libxl_device_usbdev_list, libxl_device_usbdev_list_free, libxl_device_usbdev,
	   uint32_t domid, int *num)

void libxl_psr_cat_info_list_free(libxl_psr_cat_info *list, int nr)
{
	free(list);
}

void libxl_psr_hw_info_list_free(libxl_psr_hw_info *list, unsigned int nr)
{
	free(list);
}

/* Transcendent memory was taken out of the hypervisor long ago. */
#define REMOVED(name, ...) \
	int name(libxl_ctx *ctx, __VA_ARGS__) \
	{ LOGC(ctx, ERROR, "transcendent memory was removed"); return ERROR_FEATURE_REMOVED; }

REMOVED(libxl_tmem_freeze, uint32_t domid)
REMOVED(libxl_tmem_thaw, uint32_t domid)
REMOVED(libxl_tmem_set, uint32_t domid, char *name, uint32_t set)
REMOVED(libxl_tmem_shared_auth, uint32_t domid, char *uuid, int auth)

int libxl_tmem_freeable(libxl_ctx *ctx)
{
	LOGC(ctx, ERROR, "transcendent memory was removed");
	return -1;
}

char *libxl_tmem_list(libxl_ctx *ctx, uint32_t domid, int use_long)
{
	LOGC(ctx, ERROR, "transcendent memory was removed");
	return NULL;
}
