/* SPDX-License-Identifier: MIT */
/*
 * The interface as older versions had it, for programs that define LIBXL_API_VERSION.
 * Each wrapper carries the version that changed the function in its name. Included by <libxl.h>.
 */
#ifndef LIBXL_COMPAT_H
#define LIBXL_COMPAT_H

#ifdef LIBXL_API_VERSION

#if LIBXL_API_VERSION >= 0x040500 && LIBXL_API_VERSION < 0x040700
#define ERROR_REMUS_DEVOPS_DOES_NOT_MATCH ERROR_CHECKPOINT_DEVOPS_DOES_NOT_MATCH
#define ERROR_REMUS_DEVICE_NOT_SUPPORTED ERROR_CHECKPOINT_DEVICE_NOT_SUPPORTED
#endif

#if LIBXL_API_VERSION < 0x040400
static inline int libxl_domain_create_restore_0x040200(libxl_ctx *ctx, libxl_domain_config *config,
	uint32_t *domid, int restore_fd, const libxl_asyncop_how *ao_how,
	const libxl_asyncprogress_how *console_how)
{
	libxl_domain_restore_params params;
	int rc;

	libxl_domain_restore_params_init(&params);
	rc = libxl_domain_create_restore(ctx, config, domid, restore_fd, -1, &params, ao_how,
		console_how);
	libxl_domain_restore_params_dispose(&params);
	return rc;
}
#define libxl_domain_create_restore libxl_domain_create_restore_0x040200
#elif LIBXL_API_VERSION < 0x040700
static inline int libxl_domain_create_restore_0x040400(libxl_ctx *ctx, libxl_domain_config *config,
	uint32_t *domid, int restore_fd, const libxl_domain_restore_params *params,
	const libxl_asyncop_how *ao_how, const libxl_asyncprogress_how *console_how)
{
	return libxl_domain_create_restore(ctx, config, domid, restore_fd, -1, params, ao_how,
		console_how);
}
#define libxl_domain_create_restore libxl_domain_create_restore_0x040400
#endif

#if LIBXL_API_VERSION < 0x040500
#define libxl_set_vcpuaffinity(ctx, domid, vcpuid, map) \
	libxl_set_vcpuaffinity((ctx), (domid), (vcpuid), (map), NULL)
#define libxl_set_vcpuaffinity_all(ctx, domid, max_vcpus, map) \
	libxl_set_vcpuaffinity_all((ctx), (domid), (max_vcpus), (map), NULL)
#endif

#if LIBXL_API_VERSION < 0x040800
#define libxl_get_memory_target libxl_get_memory_target_0x040700
#define libxl_domain_need_memory libxl_domain_need_memory_0x040700
#define libxl_get_free_memory libxl_get_free_memory_0x040700

static inline int libxl_console_exec_0x040700(libxl_ctx *ctx, uint32_t domid, int cons_num,
	libxl_console_type type)
{
	return libxl_console_exec(ctx, domid, cons_num, type, -1);
}
#define libxl_console_exec libxl_console_exec_0x040700

static inline int libxl_primary_console_exec_0x040700(libxl_ctx *ctx, uint32_t domid_vm)
{
	return libxl_primary_console_exec(ctx, domid_vm, -1);
}
#define libxl_primary_console_exec libxl_primary_console_exec_0x040700
#elif LIBXL_API_VERSION < 0x041300
#define libxl_domain_need_memory libxl_domain_need_memory_0x041200
#endif

/* 4.13 made these asynchronous */
#if LIBXL_API_VERSION < 0x041300
#define LIBXL__SYNC(fn, params, ...) \
	static inline int fn##_0x041200 params { return fn(__VA_ARGS__, NULL); }

LIBXL__SYNC(libxl_retrieve_domain_configuration,
	(libxl_ctx *ctx, uint32_t domid, libxl_domain_config *config), ctx, domid, config)
LIBXL__SYNC(libxl_domain_shutdown, (libxl_ctx *ctx, uint32_t domid), ctx, domid)
LIBXL__SYNC(libxl_domain_reboot, (libxl_ctx *ctx, uint32_t domid), ctx, domid)
LIBXL__SYNC(libxl_domain_pause, (libxl_ctx *ctx, uint32_t domid), ctx, domid)
LIBXL__SYNC(libxl_domain_unpause, (libxl_ctx *ctx, uint32_t domid), ctx, domid)
LIBXL__SYNC(libxl_set_vcpuonline, (libxl_ctx *ctx, uint32_t domid, libxl_bitmap *cpumap),
	ctx, domid, cpumap)
LIBXL__SYNC(libxl_send_trigger,
	(libxl_ctx *ctx, uint32_t domid, libxl_trigger trigger, uint32_t vcpuid),
	ctx, domid, trigger, vcpuid)
LIBXL__SYNC(libxl_qemu_monitor_command,
	(libxl_ctx *ctx, uint32_t domid, const char *command_line, char **output),
	ctx, domid, command_line, output)
#undef LIBXL__SYNC

#define libxl_retrieve_domain_configuration libxl_retrieve_domain_configuration_0x041200
#define libxl_domain_shutdown libxl_domain_shutdown_0x041200
#define libxl_domain_reboot libxl_domain_reboot_0x041200
#define libxl_domain_pause libxl_domain_pause_0x041200
#define libxl_domain_unpause libxl_domain_unpause_0x041200
#define libxl_set_vcpuonline libxl_set_vcpuonline_0x041200
#define libxl_send_trigger libxl_send_trigger_0x041200
#define libxl_qemu_monitor_command libxl_qemu_monitor_command_0x041200
#endif

#endif /* LIBXL_API_VERSION */

/* Dropped in 4.14; domain construction applies the policy by itself. */
#if !defined(LIBXL_API_VERSION) || LIBXL_API_VERSION < 0x041400
static inline void libxl_cpuid_apply_policy(libxl_ctx *ctx, uint32_t domid)
{
	(void)ctx;
	(void)domid;
}

static inline void libxl_cpuid_set(libxl_ctx *ctx, uint32_t domid, libxl_cpuid_policy_list cpuid)
{
	(void)ctx;
	(void)domid;
	(void)cpuid;
}
#endif

#endif /* LIBXL_COMPAT_H */
