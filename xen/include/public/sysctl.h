/* SPDX-License-Identifier: MIT */
/*
 * Control of the whole machine by the toolstack: sysctl(struct xen_sysctl). Privileged.
 * interface_version must be XEN_SYSCTL_INTERFACE_VERSION (else -EACCES): the interface is not stable
 * between releases.
 */
#ifndef __XEN_PUBLIC_SYSCTL_H__
#define __XEN_PUBLIC_SYSCTL_H__

#if !defined(__XEN__) && !defined(__XEN_TOOLS__)
#error "sysctl operations are intended for use by node control tools only"
#endif

#include "xen.h"
#include "domctl.h"
#include "physdev.h"

#define XEN_SYSCTL_INTERFACE_VERSION 0x00000015

/* Reads the console ring. */
struct xen_sysctl_readconsole {
	uint8_t clear; /* in: empty the ring */
	uint8_t incremental; /* in: start at index */
	uint8_t pad0;
	uint8_t pad1;
	uint32_t index; /* in: where to start; out: where to go on */
	XEN_GUEST_HANDLE_64(char) buffer; /* out */
	uint32_t count; /* in: room; out: bytes */
};

/* Trace buffers. */
struct xen_sysctl_tbuf_op {
#define XEN_SYSCTL_TBUFOP_get_info 0
#define XEN_SYSCTL_TBUFOP_set_cpu_mask 1
#define XEN_SYSCTL_TBUFOP_set_evt_mask 2
#define XEN_SYSCTL_TBUFOP_set_size 3
#define XEN_SYSCTL_TBUFOP_enable 4
#define XEN_SYSCTL_TBUFOP_disable 5
	uint32_t cmd; /* in: XEN_SYSCTL_TBUFOP_* */
	struct xenctl_bitmap cpu_mask;
	uint32_t evt_mask; /* in or out: TRC_* classes that are recorded */
	uint64_aligned_t buffer_mfn; /* out */
	uint32_t size; /* in: pages for each cpu; out: bytes */
};

#define _XEN_SYSCTL_PHYSCAP_hvm 0 /* HVM and PVH guests */
#define XEN_SYSCTL_PHYSCAP_hvm (1u << _XEN_SYSCTL_PHYSCAP_hvm)
#define _XEN_SYSCTL_PHYSCAP_pv 1 /* PV guests */
#define XEN_SYSCTL_PHYSCAP_pv (1u << _XEN_SYSCTL_PHYSCAP_pv)
#define _XEN_SYSCTL_PHYSCAP_directio 2 /* devices can be given to guests */
#define XEN_SYSCTL_PHYSCAP_directio (1u << _XEN_SYSCTL_PHYSCAP_directio)
#define _XEN_SYSCTL_PHYSCAP_hap 3 /* nested paging */
#define XEN_SYSCTL_PHYSCAP_hap (1u << _XEN_SYSCTL_PHYSCAP_hap)
#define _XEN_SYSCTL_PHYSCAP_shadow 4 /* shadow paging */
#define XEN_SYSCTL_PHYSCAP_shadow (1u << _XEN_SYSCTL_PHYSCAP_shadow)
#define _XEN_SYSCTL_PHYSCAP_iommu_hap_pt_share 5 /* the IOMMU uses the nested page tables */
#define XEN_SYSCTL_PHYSCAP_iommu_hap_pt_share (1u << _XEN_SYSCTL_PHYSCAP_iommu_hap_pt_share)
#define XEN_SYSCTL_PHYSCAP_vmtrace (1u << 6) /* processor trace */
#define XEN_SYSCTL_PHYSCAP_vpmu (1u << 7) /* performance counters */
#define XEN_SYSCTL_PHYSCAP_gnttab_v1 (1u << 8)
#define XEN_SYSCTL_PHYSCAP_gnttab_v2 (1u << 9)
#define XEN_SYSCTL_PHYSCAP_MAX XEN_SYSCTL_PHYSCAP_gnttab_v2

/* What the machine is. */
struct xen_sysctl_physinfo {
	uint32_t threads_per_core;
	uint32_t cores_per_socket;
	uint32_t nr_cpus;
	uint32_t max_cpu_id;
	uint32_t nr_nodes;
	uint32_t max_node_id; /* out: the highest */
	uint32_t cpu_khz;
	uint32_t capabilities; /* out: XEN_SYSCTL_PHYSCAP_* */
	uint32_t arch_capabilities;
	uint32_t pad;
	uint64_aligned_t total_pages; /* out */
	uint64_aligned_t free_pages; /* out */
	uint64_aligned_t scrub_pages; /* out: freed and not yet cleaned */
	uint64_aligned_t outstanding_pages; /* out: claimed */
	uint64_aligned_t max_mfn; /* out: the highest */
	uint32_t hw_cap[8]; /* out: CPUID feature words */
};

struct xen_sysctl_sched_id {
	uint32_t sched_id; /* out: XEN_SCHEDULER_* */
};

#define XEN_SYSCTL_PERFCOP_reset 1
#define XEN_SYSCTL_PERFCOP_query 2

struct xen_sysctl_perfc_desc {
	char name[80];
	uint32_t nr_vals;
};
typedef struct xen_sysctl_perfc_desc xen_sysctl_perfc_desc_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_perfc_desc_t);
typedef uint32_t xen_sysctl_perfc_val_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_perfc_val_t);

/* Performance counters of the hypervisor. */
struct xen_sysctl_perfc_op {
	uint32_t cmd;
	uint32_t nr_counters; /* out */
	uint32_t nr_vals; /* out */
	XEN_GUEST_HANDLE_64(xen_sysctl_perfc_desc_t) desc;
	XEN_GUEST_HANDLE_64(xen_sysctl_perfc_val_t) val;
};

struct xen_sysctl_getdomaininfolist {
	domid_t first_domain; /* in */
	uint32_t max_domains; /* in: room */
	XEN_GUEST_HANDLE_64(xen_domctl_getdomaininfo_t) buffer;
	uint32_t num_domains; /* out */
};

struct xen_sysctl_debug_keys {
	XEN_GUEST_HANDLE_64(const_char) keys; /* in: as typed on the console */
	uint32_t nr_keys; /* in */
};

struct xen_sysctl_cpuinfo {
	uint64_aligned_t idletime; /* ns */
};
typedef struct xen_sysctl_cpuinfo xen_sysctl_cpuinfo_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_cpuinfo_t);

struct xen_sysctl_getcpuinfo {
	uint32_t max_cpus; /* in: room */
	XEN_GUEST_HANDLE_64(xen_sysctl_cpuinfo_t) info;
	uint32_t nr_cpus; /* out */
};

struct xen_sysctl_availheap {
	uint32_t min_bitwidth; /* in: smallest width of addresses, 0: any */
	uint32_t max_bitwidth; /* in: largest, 0: any */
	int32_t node; /* in: -1: any */
	uint64_aligned_t avail_bytes; /* out */
};

struct pm_px_val {
	uint64_aligned_t freq;
	uint64_aligned_t residency;
	uint64_aligned_t count;
};
typedef struct pm_px_val pm_px_val_t;
DEFINE_XEN_GUEST_HANDLE(pm_px_val_t);

struct pm_px_stat {
	uint8_t total;
	uint8_t usable;
	uint8_t last;
	uint8_t cur;
	XEN_GUEST_HANDLE_64(uint64) trans_pt;
	XEN_GUEST_HANDLE_64(pm_px_val_t) pt;
};

struct pm_cx_stat {
	uint32_t nr;
	uint32_t last;
	uint64_aligned_t idle_time;
	XEN_GUEST_HANDLE_64(uint64) triggers;
	XEN_GUEST_HANDLE_64(uint64) residencies;
	uint32_t nr_pc;
	uint32_t nr_cc;
	XEN_GUEST_HANDLE_64(uint64) pc;
	XEN_GUEST_HANDLE_64(uint64) cc;
};

struct xen_sysctl_get_pmstat {
#define PMSTAT_CATEGORY_MASK 0xf0
#define PMSTAT_PX 0x10
#define PMSTAT_CX 0x20
#define PMSTAT_get_max_px (PMSTAT_PX | 0x1)
#define PMSTAT_get_pxstat (PMSTAT_PX | 0x2)
#define PMSTAT_reset_pxstat (PMSTAT_PX | 0x3)
#define PMSTAT_get_max_cx (PMSTAT_CX | 0x1)
#define PMSTAT_get_cxstat (PMSTAT_CX | 0x2)
#define PMSTAT_reset_cxstat (PMSTAT_CX | 0x3)
	uint32_t type; /* in: PMSTAT_* */
	uint32_t cpuid;
	union {
		struct pm_px_stat getpx;
		struct pm_cx_stat getcx;
	} u;
};

struct xen_sysctl_cpu_hotplug {
	uint32_t cpu; /* in */
#define XEN_SYSCTL_CPU_HOTPLUG_ONLINE 0
#define XEN_SYSCTL_CPU_HOTPLUG_OFFLINE 1
#define XEN_SYSCTL_CPU_HOTPLUG_SMT_ENABLE 2
#define XEN_SYSCTL_CPU_HOTPLUG_SMT_DISABLE 3
	uint32_t op; /* in: XEN_SYSCTL_CPU_HOTPLUG_* */
};

struct xen_userspace {
	uint32_t scaling_setspeed;
};

struct xen_ondemand {
	uint32_t sampling_rate_max;
	uint32_t sampling_rate_min;
	uint32_t sampling_rate;
	uint32_t up_threshold;
};

#define CPUFREQ_NAME_LEN 16

struct xen_get_cpufreq_para {
	uint32_t cpu_num;
	uint32_t freq_num;
	uint32_t gov_num;
	XEN_GUEST_HANDLE_64(uint32) affected_cpus;
	XEN_GUEST_HANDLE_64(uint32) scaling_available_frequencies;
	XEN_GUEST_HANDLE_64(char) scaling_available_governors;
	char scaling_driver[16];
	uint32_t cpuinfo_cur_freq;
	uint32_t cpuinfo_max_freq;
	uint32_t cpuinfo_min_freq;
	uint32_t scaling_cur_freq;
	char scaling_governor[16];
	uint32_t scaling_max_freq;
	uint32_t scaling_min_freq;
	union {
		struct xen_userspace userspace;
		struct xen_ondemand ondemand;
	} u;
	int32_t turbo_enabled;
};

struct xen_set_cpufreq_gov {
	char scaling_governor[16];
};

struct xen_set_cpufreq_para {
#define SCALING_MAX_FREQ 1
#define SCALING_MIN_FREQ 2
#define SCALING_SETSPEED 3
#define SAMPLING_RATE 4
#define UP_THRESHOLD 5
	uint32_t ctrl_type;
	uint32_t ctrl_value;
};

struct xen_sysctl_pm_op {
#define PM_PARA_CATEGORY_MASK 0xf0
#define CPUFREQ_PARA 0x10
#define GET_CPUFREQ_PARA (CPUFREQ_PARA | 0x01)
#define SET_CPUFREQ_GOV (CPUFREQ_PARA | 0x02)
#define SET_CPUFREQ_PARA (CPUFREQ_PARA | 0x03)
#define GET_CPUFREQ_AVGFREQ (CPUFREQ_PARA | 0x04)
#define XEN_SYSCTL_pm_op_set_sched_opt_smt 0x21
#define XEN_SYSCTL_pm_op_get_max_cstate 0x22
#define XEN_SYSCTL_pm_op_set_max_cstate 0x23
#define XEN_SYSCTL_pm_op_set_vcpu_migration_delay 0x24
#define XEN_SYSCTL_pm_op_get_vcpu_migration_delay 0x25
#define XEN_SYSCTL_pm_op_enable_turbo 0x26
#define XEN_SYSCTL_pm_op_disable_turbo 0x27
	uint32_t cmd; /* in */
	uint32_t cpuid; /* in */
	union {
		struct xen_get_cpufreq_para get_para;
		struct xen_set_cpufreq_gov set_gov;
		struct xen_set_cpufreq_para set_para;
		uint64_aligned_t get_avgfreq;
		uint32_t set_sched_opt_smt;
#define XEN_SYSCTL_CX_UNLIMITED 0xffffffff
		uint32_t get_max_cstate;
		uint32_t set_max_cstate;
	} u;
};

struct xen_sysctl_page_offline_op {
#define sysctl_page_offline 1
#define sysctl_page_online 2
#define sysctl_query_page_offline 3
	uint32_t cmd; /* in: sysctl_page_offline and the like */
	uint32_t start;
	uint32_t end;
	XEN_GUEST_HANDLE(uint32) status;
};

#define PG_OFFLINE_STATUS_MASK (0xFFUL)
#define PG_OFFLINE_INVALID (0x1UL << 0)
#define PG_OFFLINE_OFFLINED (0x1UL << 1)
#define PG_OFFLINE_PENDING (0x1UL << 2)
#define PG_OFFLINE_FAILED (0x1UL << 3)
#define PG_OFFLINE_AGAIN (0x1UL << 4)
#define PG_ONLINE_FAILED PG_OFFLINE_FAILED
#define PG_ONLINE_ONLINED PG_OFFLINE_OFFLINED
#define PG_OFFLINE_STATUS_OFFLINED (0x1UL << 1)
#define PG_OFFLINE_STATUS_ONLINE (0x1UL << 2)
#define PG_OFFLINE_STATUS_OFFLINE_PENDING (0x1UL << 3)
#define PG_OFFLINE_STATUS_BROKEN (0x1UL << 4)
#define PG_OFFLINE_MISC_MASK (0xFFUL << 4)
#define PG_OFFLINE_XENPAGE (0x1UL << 8)
#define PG_OFFLINE_DOM0PAGE (0x1UL << 9)
#define PG_OFFLINE_ANONYMOUS (0x1UL << 10)
#define PG_OFFLINE_NOT_CONV_RAM (0x1UL << 11)
#define PG_OFFLINE_OWNED (0x1UL << 12)
#define PG_OFFLINE_BROKEN (0x1UL << 13)
#define PG_ONLINE_BROKEN PG_OFFLINE_BROKEN
#define PG_OFFLINE_OWNER_SHIFT 16
#define XEN_SYSCTL_LOCKPROF_reset 1
#define XEN_SYSCTL_LOCKPROF_query 2
#define LOCKPROF_TYPE_GLOBAL 0
#define LOCKPROF_TYPE_PERDOM 1
#define LOCKPROF_TYPE_N 2

struct xen_sysctl_lockprof_data {
	char name[40];
	int32_t type;
	int32_t idx;
	uint64_aligned_t lock_cnt;
	uint64_aligned_t block_cnt;
	uint64_aligned_t lock_time;
	uint64_aligned_t block_time;
};
typedef struct xen_sysctl_lockprof_data xen_sysctl_lockprof_data_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_lockprof_data_t);

/* Profile of the hypervisor's locks, if it was built with one. */
struct xen_sysctl_lockprof_op {
	uint32_t cmd;
	uint32_t max_elem;
	uint32_t nr_elem;
	uint64_aligned_t time;
	XEN_GUEST_HANDLE_64(xen_sysctl_lockprof_data_t) data;
};

#define XEN_INVALID_CORE_ID (~0U)
#define XEN_INVALID_SOCKET_ID (~0U)
#define XEN_INVALID_NODE_ID (~0U)

struct xen_sysctl_cputopo {
	uint32_t core; /* XEN_INVALID_CORE_ID: no such cpu */
	uint32_t socket;
	uint32_t node;
};
typedef struct xen_sysctl_cputopo xen_sysctl_cputopo_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_cputopo_t);

struct xen_sysctl_cputopoinfo {
	uint32_t num_cpus; /* in: room; out: what there is */
	XEN_GUEST_HANDLE_64(xen_sysctl_cputopo_t) cputopo;
};

#define XEN_INVALID_MEM_SZ (~0U)
#define XEN_INVALID_NODE_DIST (~0U)

struct xen_sysctl_meminfo {
	uint64_t memsize; /* bytes, XEN_INVALID_MEM_SZ: no such node */
	uint64_t memfree;
};
typedef struct xen_sysctl_meminfo xen_sysctl_meminfo_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_meminfo_t);

struct xen_sysctl_numainfo {
	uint32_t num_nodes; /* in: room; out: what there is */
	XEN_GUEST_HANDLE_64(xen_sysctl_meminfo_t) meminfo;
	/* out: num_nodes x num_nodes, XEN_INVALID_NODE_DIST: unknown */
	XEN_GUEST_HANDLE_64(uint32) distance;
};

#define XEN_SYSCTL_CPUPOOL_OP_CREATE 1
#define XEN_SYSCTL_CPUPOOL_OP_DESTROY 2
#define XEN_SYSCTL_CPUPOOL_OP_INFO 3
#define XEN_SYSCTL_CPUPOOL_OP_ADDCPU 4
#define XEN_SYSCTL_CPUPOOL_OP_RMCPU 5
#define XEN_SYSCTL_CPUPOOL_OP_MOVEDOMAIN 6
#define XEN_SYSCTL_CPUPOOL_OP_FREEINFO 7
#define XEN_SYSCTL_CPUPOOL_PAR_ANY 0xFFFFFFFF

struct xen_sysctl_cpupool_op {
	uint32_t op; /* in: XEN_SYSCTL_CPUPOOL_OP_* */
	uint32_t cpupool_id; /* in: XEN_SYSCTL_CPUPOOL_PAR_ANY: any; out */
	uint32_t sched_id; /* in: of create; out: of info */
	uint32_t domid; /* in: of movedomain */
	uint32_t cpu; /* in: XEN_SYSCTL_CPUPOOL_PAR_ANY: any */
	uint32_t n_dom; /* out: domains */
	struct xenctl_bitmap cpumap;
};

#define ARINC653_MAX_DOMAINS_PER_SCHEDULE 64

struct xen_sysctl_arinc653_schedule {
	uint64_aligned_t major_frame;
	uint8_t num_sched_entries;
	struct {
		xen_domain_handle_t dom_handle;
		uint32_t vcpu_id;
		uint64_aligned_t runtime;
	} sched_entries[64];
};
typedef struct xen_sysctl_arinc653_schedule xen_sysctl_arinc653_schedule_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_arinc653_schedule_t);

#define XEN_SYSCTL_SCHED_RATELIMIT_MAX 500000
#define XEN_SYSCTL_SCHED_RATELIMIT_MIN 100

struct xen_sysctl_credit_schedule {
#define XEN_SYSCTL_CSCHED_TSLICE_MAX 1000
#define XEN_SYSCTL_CSCHED_TSLICE_MIN 1
	uint32_t tslice_ms; /* milliseconds */
	uint32_t ratelimit_us; /* microseconds, 0: none */
#define XEN_SYSCTL_CSCHED_MGR_DLY_MAX_US (100 * 1000)
	uint32_t vcpu_migr_delay_us;
};

struct xen_sysctl_credit2_schedule {
	uint32_t ratelimit_us; /* microseconds, 0: none */
};

#define XEN_SYSCTL_SCHEDOP_putinfo 0
#define XEN_SYSCTL_SCHEDOP_getinfo 1

struct xen_sysctl_scheduler_op {
	uint32_t cpupool_id; /* in */
	uint32_t sched_id; /* in: XEN_SCHEDULER_*, must be the pool's */
	uint32_t cmd; /* in: XEN_SYSCTL_SCHEDOP_* */
	union {
		struct xen_sysctl_sched_arinc653 {
			XEN_GUEST_HANDLE_64(xen_sysctl_arinc653_schedule_t) schedule;
		} sched_arinc653;
		struct xen_sysctl_credit_schedule sched_credit;
		struct xen_sysctl_credit2_schedule sched_credit2;
	} u;
};

#define XEN_GCOV_FORMAT_MAGIC 0x58434f56
#define XEN_SYSCTL_COVERAGE_get_size 0
#define XEN_SYSCTL_COVERAGE_read 1
#define XEN_SYSCTL_COVERAGE_reset 2

struct xen_sysctl_coverage_op {
	uint32_t cmd; /* in: XEN_SYSCTL_COVERAGE_* */
	uint32_t size;
	XEN_GUEST_HANDLE_64(char) buffer;
};

#define XEN_SYSCTL_PSR_CMT_get_total_rmid 0
#define XEN_SYSCTL_PSR_CMT_get_l3_upscaling_factor 1
#define XEN_SYSCTL_PSR_CMT_get_l3_cache_size 2
#define XEN_SYSCTL_PSR_CMT_enabled 3
#define XEN_SYSCTL_PSR_CMT_get_l3_event_mask 4

struct xen_sysctl_psr_cmt_op {
	uint32_t cmd;
	uint32_t flags;
	union {
		uint64_t data;
		struct {
			uint32_t cpu;
			uint32_t rsvd;
		} l3_cache;
	} u;
};

#define XEN_INVALID_DEV (XEN_INVALID_NODE_ID - 1)

struct xen_sysctl_pcitopoinfo {
	uint32_t num_devs;
	XEN_GUEST_HANDLE_64(physdev_pci_device_t) devs;
	XEN_GUEST_HANDLE_64(uint32) nodes;
};

#define XEN_SYSCTL_PSR_get_l3_info 0
#define XEN_SYSCTL_PSR_get_l2_info 1
#define XEN_SYSCTL_PSR_get_mba_info 2

struct xen_sysctl_psr_alloc {
	uint32_t cmd; /* in: XEN_SYSCTL_PSR_* */
	uint32_t target;
	union {
		struct {
			uint32_t cbm_len;
			uint32_t cos_max;
#define XEN_SYSCTL_PSR_CAT_L3_CDP (1u << 0)
			uint32_t flags;
		} cat_info;
		struct {
			uint32_t thrtl_max;
			uint32_t cos_max;
#define XEN_SYSCTL_PSR_MBA_LINEAR (1u << 0)
			uint32_t flags;
		} mba_info;
	} u;
};

struct xen_sysctl_cpu_levelling_caps {
#define XEN_SYSCTL_CPU_LEVELCAP_faulting (1ul << 0)
#define XEN_SYSCTL_CPU_LEVELCAP_ecx (1ul << 1)
#define XEN_SYSCTL_CPU_LEVELCAP_edx (1ul << 2)
#define XEN_SYSCTL_CPU_LEVELCAP_extd_ecx (1ul << 3)
#define XEN_SYSCTL_CPU_LEVELCAP_extd_edx (1ul << 4)
#define XEN_SYSCTL_CPU_LEVELCAP_xsave_eax (1ul << 5)
#define XEN_SYSCTL_CPU_LEVELCAP_thermal_ecx (1ul << 6)
#define XEN_SYSCTL_CPU_LEVELCAP_l7s0_eax (1ul << 7)
#define XEN_SYSCTL_CPU_LEVELCAP_l7s0_ebx (1ul << 8)
	uint32_t caps; /* out: CPUID leaves that can be masked for PV guests */
};

struct xen_sysctl_cpu_featureset {
#define XEN_SYSCTL_cpu_featureset_raw 0
#define XEN_SYSCTL_cpu_featureset_host 1
#define XEN_SYSCTL_cpu_featureset_pv 2
#define XEN_SYSCTL_cpu_featureset_hvm 3
#define XEN_SYSCTL_cpu_featureset_pv_max 4
#define XEN_SYSCTL_cpu_featureset_hvm_max 5
	uint32_t index; /* in: XEN_SYSCTL_cpu_featureset_* */
	uint32_t nr_features; /* in: room; out: words */
	XEN_GUEST_HANDLE_64(uint32) features;
};

#define LIVEPATCH_PAYLOAD_VERSION 2

#ifdef __XEN__
#define LIVEPATCH_OPAQUE_SIZE 31

/* One function of a payload's section .livepatch.funcs. */
struct livepatch_expectation {
	uint8_t enabled : 1; /* compare before applying */
	uint8_t len : 5; /* bytes of data */
	uint8_t rsv : 2; /* 0 */
	uint8_t data[LIVEPATCH_OPAQUE_SIZE]; /* what must be at old_addr */
};
typedef struct livepatch_expectation livepatch_expectation_t;

typedef enum livepatch_func_state {
	LIVEPATCH_FUNC_NOT_APPLIED,
	LIVEPATCH_FUNC_APPLIED,
} livepatch_func_state_t;

struct livepatch_func {
	const char *name;
	void *new_addr; /* NULL: overwrite with no-ops */
	void *old_addr; /* NULL: found by name */
	uint32_t new_size;
	uint32_t old_size;
	uint8_t version; /* LIVEPATCH_PAYLOAD_VERSION */
	uint8_t _pad[39]; /* 0 */
	livepatch_expectation_t expect;
};
typedef struct livepatch_func livepatch_func_t;
#endif

#define XEN_LIVEPATCH_NAME_SIZE 128

struct xen_livepatch_name {
	XEN_GUEST_HANDLE_64(char) name;
	uint16_t size;
	uint16_t pad[3];
};

#define XEN_SYSCTL_LIVEPATCH_UPLOAD 0

struct xen_sysctl_livepatch_upload {
	struct xen_livepatch_name name;
	uint64_t size;
	XEN_GUEST_HANDLE_64(uint8) payload;
};

#define XEN_SYSCTL_LIVEPATCH_GET 1

struct xen_livepatch_status {
#define LIVEPATCH_STATE_CHECKED 1
#define LIVEPATCH_STATE_APPLIED 2
	uint32_t state; /* LIVEPATCH_STATE_* */
	int32_t rc; /* 0, or -errno of the last action */
};
typedef struct xen_livepatch_status xen_livepatch_status_t;
DEFINE_XEN_GUEST_HANDLE(xen_livepatch_status_t);

struct xen_sysctl_livepatch_get {
	struct xen_livepatch_name name;
	struct xen_livepatch_status status;
};

#define XEN_SYSCTL_LIVEPATCH_LIST 2

struct xen_sysctl_livepatch_list {
	uint32_t version;
	uint32_t idx;
	uint32_t nr;
	uint32_t pad;
	uint32_t name_total_size;
	uint32_t metadata_total_size;
	XEN_GUEST_HANDLE_64(xen_livepatch_status_t) status;
	XEN_GUEST_HANDLE_64(char) name;
	XEN_GUEST_HANDLE_64(uint32) len;
	XEN_GUEST_HANDLE_64(char) metadata;
	XEN_GUEST_HANDLE_64(uint32) metadata_len;
};

#define XEN_SYSCTL_LIVEPATCH_ACTION 3

struct xen_sysctl_livepatch_action {
	struct xen_livepatch_name name;
#define LIVEPATCH_ACTION_UNLOAD 1
#define LIVEPATCH_ACTION_REVERT 2
#define LIVEPATCH_ACTION_APPLY 3
#define LIVEPATCH_ACTION_REPLACE 4
	uint32_t cmd;
	uint32_t timeout; /* ns, 0: the default */
#define LIVEPATCH_ACTION_APPLY_NODEPS (1 << 0)
	uint32_t flags;
	uint32_t pad;
};

struct xen_sysctl_livepatch_op {
	uint32_t cmd; /* in: XEN_SYSCTL_LIVEPATCH_* */
	uint32_t pad;
	union {
		struct xen_sysctl_livepatch_upload upload;
		struct xen_sysctl_livepatch_list list;
		struct xen_sysctl_livepatch_get get;
		struct xen_sysctl_livepatch_action action;
	} u;
};

#if defined(__i386__) || defined(__x86_64__)

struct xen_sysctl_cpu_policy {
#define XEN_SYSCTL_cpu_policy_raw 0
#define XEN_SYSCTL_cpu_policy_host 1
#define XEN_SYSCTL_cpu_policy_pv_max 2
#define XEN_SYSCTL_cpu_policy_hvm_max 3
#define XEN_SYSCTL_cpu_policy_pv_default 4
#define XEN_SYSCTL_cpu_policy_hvm_default 5
	uint32_t index; /* in: XEN_SYSCTL_cpu_policy_* */
	uint32_t nr_leaves; /* in: room; out: what there is */
	uint32_t nr_msrs; /* in: room; out: what there is */
	uint32_t _rsvd;
	XEN_GUEST_HANDLE_64(xen_cpuid_leaf_t) leaves;
	XEN_GUEST_HANDLE_64(xen_msr_entry_t) msrs;
};
typedef struct xen_sysctl_cpu_policy xen_sysctl_cpu_policy_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_cpu_policy_t);

#endif

struct xen_sysctl {
	uint32_t cmd; /* XEN_SYSCTL_* */
#define XEN_SYSCTL_readconsole 1
#define XEN_SYSCTL_tbuf_op 2
#define XEN_SYSCTL_physinfo 3
#define XEN_SYSCTL_sched_id 4
#define XEN_SYSCTL_perfc_op 5
#define XEN_SYSCTL_getdomaininfolist 6
#define XEN_SYSCTL_debug_keys 7
#define XEN_SYSCTL_getcpuinfo 8
#define XEN_SYSCTL_availheap 9
#define XEN_SYSCTL_get_pmstat 10
#define XEN_SYSCTL_cpu_hotplug 11
#define XEN_SYSCTL_pm_op 12
#define XEN_SYSCTL_page_offline_op 14
#define XEN_SYSCTL_lockprof_op 15
#define XEN_SYSCTL_cputopoinfo 16
#define XEN_SYSCTL_numainfo 17
#define XEN_SYSCTL_cpupool_op 18
#define XEN_SYSCTL_scheduler_op 19
#define XEN_SYSCTL_coverage_op 20
#define XEN_SYSCTL_psr_cmt_op 21
#define XEN_SYSCTL_pcitopoinfo 22
#define XEN_SYSCTL_psr_alloc 23
#define XEN_SYSCTL_get_cpu_levelling_caps 25
#define XEN_SYSCTL_get_cpu_featureset 26
#define XEN_SYSCTL_livepatch_op 27
#define XEN_SYSCTL_get_cpu_policy 29
	uint32_t interface_version; /* XEN_SYSCTL_INTERFACE_VERSION */
	union {
		struct xen_sysctl_readconsole readconsole;
		struct xen_sysctl_tbuf_op tbuf_op;
		struct xen_sysctl_physinfo physinfo;
		struct xen_sysctl_cputopoinfo cputopoinfo;
		struct xen_sysctl_pcitopoinfo pcitopoinfo;
		struct xen_sysctl_numainfo numainfo;
		struct xen_sysctl_sched_id sched_id;
		struct xen_sysctl_perfc_op perfc_op;
		struct xen_sysctl_getdomaininfolist getdomaininfolist;
		struct xen_sysctl_debug_keys debug_keys;
		struct xen_sysctl_getcpuinfo getcpuinfo;
		struct xen_sysctl_availheap availheap;
		struct xen_sysctl_get_pmstat get_pmstat;
		struct xen_sysctl_cpu_hotplug cpu_hotplug;
		struct xen_sysctl_pm_op pm_op;
		struct xen_sysctl_page_offline_op page_offline;
		struct xen_sysctl_lockprof_op lockprof_op;
		struct xen_sysctl_cpupool_op cpupool_op;
		struct xen_sysctl_scheduler_op scheduler_op;
		struct xen_sysctl_coverage_op coverage_op;
		struct xen_sysctl_psr_cmt_op psr_cmt_op;
		struct xen_sysctl_psr_alloc psr_alloc;
		struct xen_sysctl_cpu_levelling_caps cpu_levelling_caps;
		struct xen_sysctl_cpu_featureset cpu_featureset;
		struct xen_sysctl_livepatch_op livepatch;
#if defined(__i386__) || defined(__x86_64__)
		struct xen_sysctl_cpu_policy cpu_policy;
#endif
		uint8_t pad[128];
	} u;
};
typedef struct xen_sysctl xen_sysctl_t;
DEFINE_XEN_GUEST_HANDLE(xen_sysctl_t);

#endif
