/* SPDX-License-Identifier: MIT */
/*
 * The host: processors, memory, cpupools, tracing, kexec, patching. Part of xenctrl.h, which
 * includes it.
 */
#ifndef XENCTRL_HOST_H
#define XENCTRL_HOST_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xen_sysctl_physinfo xc_physinfo_t;
typedef struct xen_sysctl_cputopo xc_cputopo_t;
typedef struct xen_sysctl_numainfo xc_numainfo_t;
typedef struct xen_sysctl_meminfo xc_meminfo_t;
typedef struct xen_sysctl_pcitopoinfo xc_pcitopoinfo_t;
typedef struct xen_sysctl_cpuinfo xc_cpuinfo_t;

typedef uint32_t xc_cpu_to_node_t;
typedef uint32_t xc_cpu_to_socket_t;
typedef uint32_t xc_cpu_to_core_t;
typedef uint64_t xc_node_to_memsize_t;
typedef uint64_t xc_node_to_memfree_t;
typedef uint32_t xc_node_to_node_dist_t;

int xc_physinfo(xc_interface *xch, xc_physinfo_t *info);

/* With NULL arrays only the numbers are given; otherwise at most that many elements are. */
int xc_cputopoinfo(xc_interface *xch, unsigned *max_cpus, xc_cputopo_t *cputopo);
int xc_numainfo(xc_interface *xch, unsigned *max_nodes, xc_meminfo_t *meminfo, uint32_t *distance);

/* The node of each of @num_devs devices. */
int xc_pcitopoinfo(xc_interface *xch, unsigned num_devs, physdev_pci_device_t *devs,
		   uint32_t *nodes);

/* How long each processor was idle. @nr_cpus may be NULL. */
int xc_getcpuinfo(xc_interface *xch, int max_cpus, xc_cpuinfo_t *info, int *nr_cpus);

/*
 * Free bytes with address widths from @min_width to @max_width bits (0: any), on @node (-1: all).
 */
int xc_availheap(xc_interface *xch, int min_width, int max_width, int node, uint64_t *bytes);

/*
 * The hypervisor's log: up to *@pnr_chars bytes into @buffer, their number to *@pnr_chars. @clear
 * forgets what was read; with @incremental, reading starts at *@pindex, which is moved on.
 */
int xc_readconsolering(xc_interface *xch, char *buffer, unsigned int *pnr_chars, int clear,
		       int incremental, uint32_t *pindex);

/* Press keys on the hypervisor's console. */
int xc_send_debug_keys(xc_interface *xch, const char *keys);

int xc_microcode_update(xc_interface *xch, const void *data, size_t len);

/* --- maps of processors and nodes: bit n of byte n / 8 --- */

typedef uint8_t *xc_cpumap_t;
typedef uint8_t *xc_nodemap_t;

/* The highest possible number plus one, of processors and of nodes. */
int xc_get_max_cpus(xc_interface *xch);
int xc_get_max_nodes(xc_interface *xch);

int xc_get_online_cpus(xc_interface *xch);

/* Bytes of a map. */
int xc_get_cpumap_size(xc_interface *xch);
int xc_get_nodemap_size(xc_interface *xch);

/* An empty map, for free(). */
xc_cpumap_t xc_cpumap_alloc(xc_interface *xch);
xc_nodemap_t xc_nodemap_alloc(xc_interface *xch);

void xc_cpumap_setcpu(int cpu, xc_cpumap_t map);
void xc_cpumap_clearcpu(int cpu, xc_cpumap_t map);

/* Non-zero if the processor is in the map. */
int xc_cpumap_testcpu(int cpu, xc_cpumap_t map);

/* --- cpupools --- */

typedef struct xc_cpupoolinfo {
	uint32_t cpupool_id;
	uint32_t sched_id; /* XEN_SCHEDULER_* */
	uint32_t n_dom;
	xc_cpumap_t cpumap;
} xc_cpupoolinfo_t;

#define XC_CPUPOOL_POOLID_ANY 0xFFFFFFFF

/* *@ppoolid is the number wanted (or ANY) and receives the one given. */
int xc_cpupool_create(xc_interface *xch, uint32_t *ppoolid, uint32_t sched_id);

/* Only an empty one, without domains and processors. */
int xc_cpupool_destroy(xc_interface *xch, uint32_t poolid);

/* The first pool numbered @poolid or above. */
xc_cpupoolinfo_t *xc_cpupool_getinfo(xc_interface *xch, uint32_t poolid);
void xc_cpupool_infofree(xc_interface *xch, xc_cpupoolinfo_t *info);

/* A negative @cpu: the first that is free, or the last of the pool. */
int xc_cpupool_addcpu(xc_interface *xch, uint32_t poolid, int cpu);
int xc_cpupool_removecpu(xc_interface *xch, uint32_t poolid, int cpu);
int xc_cpupool_movedomain(xc_interface *xch, uint32_t poolid, uint32_t domid);

/* The processors that are in no pool: a map for free(). */
xc_cpumap_t xc_cpupool_freeinfo(xc_interface *xch);

/* --- tracing: the hypervisor's buffers --- */

/* Pages per processor; only once. */
int xc_tbuf_set_size(xc_interface *xch, unsigned long size);

/* Bytes per processor. */
int xc_tbuf_get_size(xc_interface *xch, unsigned long *size);

/*
 * Start tracing, into @pages per processor if not set before; frame and bytes of the table that
 * says where.
 */
int xc_tbuf_enable(xc_interface *xch, unsigned long pages, unsigned long *mfn, unsigned long *size);
int xc_tbuf_disable(xc_interface *xch);
int xc_tbuf_set_cpu_mask(xc_interface *xch, xc_cpumap_t mask);
int xc_tbuf_set_evt_mask(xc_interface *xch, uint32_t mask);

/* --- tracing: processor traces of a guest's vCPU; keys are the platform's --- */

int xc_vmtrace_enable(xc_interface *xch, uint32_t domid, uint32_t vcpu);
int xc_vmtrace_disable(xc_interface *xch, uint32_t domid, uint32_t vcpu);
int xc_vmtrace_reset_and_enable(xc_interface *xch, uint32_t domid, uint32_t vcpu);
int xc_vmtrace_output_position(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint64_t *pos);
int xc_vmtrace_get_option(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint64_t key,
			  uint64_t *value);
int xc_vmtrace_set_option(xc_interface *xch, uint32_t domid, uint32_t vcpu, uint64_t key,
			  uint64_t value);

/* --- counters of hypervisors built with them --- */

typedef xen_sysctl_perfc_desc_t xc_perfc_desc_t;
typedef xen_sysctl_perfc_val_t xc_perfc_val_t;
typedef xen_sysctl_lockprof_data_t xc_lockprof_data_t;

int xc_perfc_reset(xc_interface *xch);
int xc_perfc_query_number(xc_interface *xch, int *nbr_desc, int *nbr_val);
int xc_perfc_query(xc_interface *xch, xc_hypercall_buffer_t *desc, xc_hypercall_buffer_t *val);
int xc_lockprof_reset(xc_interface *xch);
int xc_lockprof_query_number(xc_interface *xch, uint32_t *n_elems);
int xc_lockprof_query(xc_interface *xch, uint32_t *n_elems, uint64_t *time,
		      xc_hypercall_buffer_t *data);

/* --- kexec --- */

/* Start the image of @type (KEXEC_TYPE_*) that was loaded. Does not return; ENOENT without one. */
int xc_kexec_exec(xc_interface *xch, int type);

/* Where the hypervisor keeps @range (KEXEC_RANGE_MA_*; @nr: of which processor). */
int xc_kexec_get_range(xc_interface *xch, int range, int nr, uint64_t *size, uint64_t *start);

/* Load an image for machine @arch (EM_*). The segments' contents must be hypercall buffers. */
int xc_kexec_load(xc_interface *xch, uint8_t type, uint16_t arch, uint64_t entry_maddr,
		  uint32_t nr_segments, xen_kexec_segment_t *segments);
int xc_kexec_unload(xc_interface *xch, int type);

/* 1 if an image of @type is loaded, 0 if not. */
int xc_kexec_status(xc_interface *xch, int type);

/* --- machine checks --- */

#if defined(__i386__) || defined(__x86_64__)
int xc_mca_op(xc_interface *xch, struct xen_mc *mc);

/* @cpumap has @nr_cpus bits; @flags is of XEN_MC_INJECT_*. */
int xc_mca_op_inject_v2(xc_interface *xch, unsigned int flags, xc_cpumap_t cpumap,
			unsigned int nr_bits);
#endif

/* --- registers --- */

typedef xenpf_resource_entry_t xc_resource_entry_t;

/*
 * Accesses that are performed on processor @cpu one after the other, as many as @result then
 * says.
 */
struct xc_resource_op {
	uint64_t result;
	uint32_t cpu;
	uint32_t nr_entries;
	xc_resource_entry_t *entries;
};
typedef struct xc_resource_op xc_resource_op_t;

int xc_resource_op(xc_interface *xch, uint32_t nr_ops, xc_resource_op_t *ops);

/* --- patching the running hypervisor --- */

int xc_livepatch_upload(xc_interface *xch, char *name, unsigned char *payload, uint32_t size);
int xc_livepatch_get(xc_interface *xch, char *name, xen_livepatch_status_t *status);

/* How many payloads there are, and bytes of all their names and metadata. */
int xc_livepatch_list_get_sizes(xc_interface *xch, unsigned int *nr, uint32_t *name_total_size,
				uint32_t *metadata_total_size);

/*
 * Up to @max payloads from @start on. Names and metadata are stored one after the other in @name
 * and @metadata (whose sizes follow them), as long as @len and @metadata_len say. How many were
 * listed, and how many are left, to *@done and *@left.
 */
int xc_livepatch_list(xc_interface *xch, const unsigned int max, const unsigned int start,
		      struct xen_livepatch_status *info, char *name, uint32_t *len,
		      const uint32_t name_total_size, char *metadata, uint32_t *metadata_len,
		      const uint32_t metadata_total_size, unsigned int *done, unsigned int *left);

/*
 * Actions go on by themselves: ask xc_livepatch_get(). @timeout is in nanoseconds, 0 the default.
 */
int xc_livepatch_apply(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags);
int xc_livepatch_revert(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags);
int xc_livepatch_unload(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags);
int xc_livepatch_replace(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags);

/* --- platform shared resources (Intel): cache and memory bandwidth --- */

#if defined(__i386__) || defined(__x86_64__)
enum xc_psr_cmt_type {
	XC_PSR_CMT_L3_OCCUPANCY,
	XC_PSR_CMT_TOTAL_MEM_COUNT,
	XC_PSR_CMT_LOCAL_MEM_COUNT,
};
typedef enum xc_psr_cmt_type xc_psr_cmt_type;

enum xc_psr_type {
	XC_PSR_CAT_L3_CBM = 1,
	XC_PSR_CAT_L3_CBM_CODE = 2,
	XC_PSR_CAT_L3_CBM_DATA = 3,
	XC_PSR_CAT_L2_CBM = 4,
	XC_PSR_MBA_THRTL = 5,
};
typedef enum xc_psr_type xc_psr_type;

enum xc_psr_feat_type {
	XC_PSR_CAT_L3,
	XC_PSR_CAT_L2,
	XC_PSR_MBA,
};
typedef enum xc_psr_feat_type xc_psr_feat_type;

union xc_psr_hw_info {
	struct {
		uint32_t cos_max;
		uint32_t cbm_len;
		bool cdp_enabled;
	} cat;
	struct {
		uint32_t cos_max;
		uint32_t thrtl_max;
		bool linear;
	} mba;
};
typedef union xc_psr_hw_info xc_psr_hw_info;

/* Non-zero if monitoring is on. */
int xc_psr_cmt_enabled(xc_interface *xch);

/* Monitor a domain: it gets a resource monitoring ID (RMID). */
int xc_psr_cmt_attach(xc_interface *xch, uint32_t domid);
int xc_psr_cmt_detach(xc_interface *xch, uint32_t domid);
int xc_psr_cmt_get_domain_rmid(xc_interface *xch, uint32_t domid, uint32_t *rmid);

int xc_psr_cmt_get_total_rmid(xc_interface *xch, uint32_t *total_rmid);
int xc_psr_cmt_get_l3_upscaling_factor(xc_interface *xch, uint32_t *upscaling_factor);
int xc_psr_cmt_get_l3_event_mask(xc_interface *xch, uint32_t *event_mask);

/* In KiB, as @cpu sees it. */
int xc_psr_cmt_get_l3_cache_size(xc_interface *xch, uint32_t cpu, uint32_t *l3_cache_size);

/* Read a counter on @cpu; the time stamp of reading it to *@tsc, which may be NULL. */
int xc_psr_cmt_get_data(xc_interface *xch, uint32_t rmid, uint32_t cpu, xc_psr_cmt_type type,
			uint64_t *monitor_data, uint64_t *tsc);

/* Limits of a domain on socket @target. */
int xc_psr_set_domain_data(xc_interface *xch, uint32_t domid, xc_psr_type type, uint32_t target,
			   uint64_t data);
int xc_psr_get_domain_data(xc_interface *xch, uint32_t domid, xc_psr_type type, uint32_t target,
			   uint64_t *data);
int xc_psr_get_hw_info(xc_interface *xch, uint32_t socket, xc_psr_feat_type type,
		       xc_psr_hw_info *hw_info);
#endif

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_HOST_H */
