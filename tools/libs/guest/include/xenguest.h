/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * libxenguest: build, save, restore and inspect guests.
 *
 * The layouts and prototypes here are the interface of Xen 4.17; programs linked against Debian's
 * library run on this one. Unless a comment says otherwise a function returns 0, or a pointer, on
 * success and -1 with errno set, or NULL, on failure, and has logged why through the logger the
 * xc_interface was opened with. No function may be called on one xc_dom_image by two threads.
 */
#ifndef XENGUEST_H
#define XENGUEST_H

#define XC_NUMA_NO_NODE   (~0U)

/* xc_domain_save() flags */
#define XCFLAGS_LIVE      (1 << 0)
#define XCFLAGS_DEBUG     (1 << 1)

#define X86_64_B_SIZE   64
#define X86_32_B_SIZE   32

/* Pages below X86_HVM_END_SPECIAL_REGION (a pfn) that hold rings shared with the tools. */
#define X86_HVM_NR_SPECIAL_PAGES    8
#define X86_HVM_END_SPECIAL_REGION  0xff000u
#define XG_MAX_MODULES 2

typedef uint64_t xen_vaddr_t;
typedef uint64_t xen_paddr_t;

#define PRIpfn PRI_xen_pfn

/* A page-aligned piece of the guest: [vstart, vend) virtual, [pfn, pfn + pages) pseudo-physical. */
struct xc_dom_seg {
	xen_vaddr_t vstart;
	xen_vaddr_t vend;
	xen_pfn_t pfn;
	xen_pfn_t pages;
};

/* A blob the caller wants at guest_addr_out, or wherever the builder puts it. Caller frees data. */
struct xc_hvm_firmware_module {
	uint8_t  *data;
	uint32_t  length;
	uint64_t  guest_addr_out;
};

/* One allocation of the image's memory pool. */
struct xc_dom_mem {
	struct xc_dom_mem *next;
	void *ptr;
	enum {
		XC_DOM_MEM_TYPE_MALLOC_INTERNAL,
		XC_DOM_MEM_TYPE_MALLOC_EXTERNAL,
		XC_DOM_MEM_TYPE_MMAP,
	} type;
	size_t len;
	unsigned char memory[0];
};

/* One mapping of guest pages [first, first + count) at ptr. */
struct xc_dom_phys {
	struct xc_dom_phys *next;
	void *ptr;
	xen_pfn_t first;
	xen_pfn_t count;
};

/*
 * An initial ramdisk or another boot module. With seg.vstart set it is loaded there unchanged;
 * else the builder chooses the place and unpacks a gzip file on the way.
 */
struct xc_dom_module {
	void *blob;
	size_t size;
	void *cmdline;
	struct xc_dom_seg seg;
};

struct elf_dom_parms;
struct xc_dom_loader;
struct xc_dom_arch;

/* A guest under construction. Made by xc_dom_allocate(), freed by xc_dom_release(). */
struct xc_dom_image {
	/* what to boot */
	void *kernel_blob;
	size_t kernel_size;
	unsigned int num_modules;
	struct xc_dom_module modules[XG_MAX_MODULES];
	void *devicetree_blob;
	size_t devicetree_size;

	/* limits in bytes, after unpacking */
	size_t max_kernel_size;
	size_t max_module_size;
	size_t max_devicetree_size;

	char *cmdline;
	size_t cmdline_size;
	uint32_t f_requested[XENFEAT_NR_SUBMAPS];

	/* what the kernel image says of itself */
	struct elf_dom_parms *parms;
	const char *guest_type;

	/* where things are */
	struct xc_dom_seg kernel_seg;
	struct xc_dom_seg p2m_seg;
	struct xc_dom_seg pgtables_seg;
	struct xc_dom_seg devicetree_seg;
	struct xc_dom_seg start_info_seg;
	xen_pfn_t start_info_pfn;
	xen_pfn_t console_pfn;
	xen_pfn_t xenstore_pfn;
	xen_pfn_t shared_info_pfn;
	xen_pfn_t bootstack_pfn;
	xen_pfn_t pfn_alloc_end;
	xen_vaddr_t virt_alloc_end;
	xen_vaddr_t bsd_symtab_start;

	/* the ramdisk as start_info reports it: a virtual address, or a pfn with SIF_MOD_START_PFN */
	uint64_t initrd_start;
	uint64_t initrd_len;

	unsigned int alloc_bootstack;
	xen_vaddr_t virt_pgtab_end;

	uint32_t f_active[XENFEAT_NR_SUBMAPS];

	/* PV only: pseudo-physical to machine frame, p2m_size entries, INVALID_MFN for holes */
	xen_pfn_t *pv_p2m;
	xen_pfn_t p2m_size;

	xen_pfn_t rambase_pfn;
	xen_pfn_t total_pages;
	struct xc_dom_phys *phys_pages;
#if defined(__arm__) || defined(__aarch64__)
	xen_pfn_t rambank_size[GUEST_RAM_BANKS];
#endif

	struct xc_dom_mem *memblocks;

	/* bytes, for xc_dom_log_memory_footprint() */
	size_t alloc_malloc;
	size_t alloc_mem_map;
	size_t alloc_file_map;
	size_t alloc_domU_map;

	/* set by the caller before xc_dom_boot_image() */
	unsigned long flags;            /* SIF_* */
	unsigned int console_evtchn;
	unsigned int xenstore_evtchn;
	uint32_t console_domid;
	uint32_t xenstore_domid;
	xen_pfn_t shared_info_mfn;

	xc_interface *xch;
	uint32_t guest_domid;
	int claim_enabled;              /* 1: claim the memory before populating it */

	int xen_version;
	xen_capabilities_info_t xen_caps;

	struct xc_dom_loader *kernel_loader;
	void *private_loader;

	/* virtual NUMA, NULL and 0 without */
	xen_vmemrange_t *vmemranges;
	unsigned int nr_vmemranges;
	unsigned int *vnode_to_pnode;
	unsigned int nr_vnodes;

	void *arch_private;
	struct xc_dom_arch *arch_hooks;
	int (*allocate)(struct xc_dom_image *dom);

	enum {
		XC_DOM_PV_CONTAINER,
		XC_DOM_HVM_CONTAINER,
	} container_type;

	/* HVM containers only */
	xen_pfn_t target_pages;         /* below total_pages: populate on demand */
	xen_paddr_t mmio_start;
	xen_paddr_t mmio_size;
	xen_paddr_t lowmem_end;
	xen_paddr_t highmem_end;        /* 0 or at most 4 GiB: no RAM above 4 GiB */
	xen_pfn_t vga_hole_size;        /* pages at 0xa0000 */
	bool device_model;              /* false: PVH */

	struct xc_hvm_firmware_module system_firmware_module;
#define MAX_ACPI_MODULES        4
	struct xc_hvm_firmware_module acpi_modules[MAX_ACPI_MODULES];
	struct xc_hvm_firmware_module smbios_module;

#if defined(__i386__) || defined(__x86_64__)
	struct e820entry *e820;
	unsigned int e820_entries;
#endif

	xen_pfn_t vuart_gfn;
	unsigned int max_vcpus;
};

/* What one kind of guest (guest_type, such as "xen-3.0-x86_64") needs done its own way. */
struct xc_dom_arch {
	int (*alloc_magic_pages)(struct xc_dom_image *dom);

	/* PV only */
	int (*alloc_pgtables)(struct xc_dom_image *dom);
	int (*alloc_p2m_list)(struct xc_dom_image *dom);
	int (*setup_pgtables)(struct xc_dom_image *dom);

#undef start_info
	int (*start_info)(struct xc_dom_image *dom);
	int (*shared_info)(struct xc_dom_image *dom, void *shared_info);
	int (*vcpu)(struct xc_dom_image *dom);
	int (*bootearly)(struct xc_dom_image *dom);
	int (*bootlate)(struct xc_dom_image *dom);
	int (*meminit)(struct xc_dom_image *dom);

	const char *guest_type;
	const char *native_protocol;
	int page_shift;
	int sizeof_pfn;
	int p2m_base_supported;
	int arch_private_size;

	struct xc_dom_arch *next;
};

void xc_dom_register_arch_hooks(struct xc_dom_arch *hooks);

#define XC_DOM_PAGE_SHIFT(dom)  ((dom)->arch_hooks->page_shift)
#define XC_DOM_PAGE_SIZE(dom)   (1LL << (dom)->arch_hooks->page_shift)

/* --- building a guest, in the order of the calls ---------------------------------------------- */

/* features: NULL or "name|!name...", features of <xen/features.h> the caller wants ("!": needs). */
struct xc_dom_image *xc_dom_allocate(xc_interface *xch, const char *cmdline, const char *features);
void xc_dom_release_phys(struct xc_dom_image *dom);
void xc_dom_release(struct xc_dom_image *dom);
int xc_dom_rambase_init(struct xc_dom_image *dom, uint64_t rambase);
int xc_dom_mem_init(struct xc_dom_image *dom, unsigned int mem_mb);

/*
 * Kernels and modules come from guests' owners: the limit keeps an image from unpacking to more
 * than dom0 can hold. xc_dom_{kernel,module,devicetree}_max_size() change it for one image.
 */
#ifndef XC_DOM_DECOMPRESS_MAX
#define XC_DOM_DECOMPRESS_MAX (1024 * 1024 * 1024)
#endif

/* 0 if a kernel of sz bytes is within the limit, 1 (logged) if not. */
int xc_dom_kernel_check_size(struct xc_dom_image *dom, size_t sz);
int xc_dom_kernel_max_size(struct xc_dom_image *dom, size_t sz);
int xc_dom_module_max_size(struct xc_dom_image *dom, size_t sz);
int xc_dom_devicetree_max_size(struct xc_dom_image *dom, size_t sz);

/* The unpacked size a gzip file states, 0 if blob is none. */
size_t xc_dom_check_gzip(xc_interface *xch, void *blob, size_t ziplen);
int xc_dom_do_gunzip(xc_interface *xch, void *src, size_t srclen, void *dst, size_t dstlen);
/* Replaces *blob, *size by the unpacked file if it is gzip; leaves anything else alone. */
int xc_dom_try_gunzip(struct xc_dom_image *dom, void **blob, size_t *size);

int xc_dom_kernel_file(struct xc_dom_image *dom, const char *filename);
int xc_dom_module_file(struct xc_dom_image *dom, const char *filename, const char *cmdline);
/* The memory stays the caller's and must outlive the image. */
int xc_dom_kernel_mem(struct xc_dom_image *dom, const void *mem, size_t memsize);
int xc_dom_module_mem(struct xc_dom_image *dom, const void *mem, size_t memsize,
		      const char *cmdline);
int xc_dom_devicetree_file(struct xc_dom_image *dom, const char *filename);
int xc_dom_devicetree_mem(struct xc_dom_image *dom, const void *mem, size_t memsize);

int xc_dom_parse_image(struct xc_dom_image *dom);
int xc_dom_set_arch_hooks(struct xc_dom_image *dom);
int xc_dom_build_image(struct xc_dom_image *dom);

int xc_dom_boot_xen_init(struct xc_dom_image *dom, xc_interface *xch, uint32_t domid);
int xc_dom_boot_mem_init(struct xc_dom_image *dom);
void *xc_dom_boot_domU_map(struct xc_dom_image *dom, xen_pfn_t pfn, xen_pfn_t count);
int xc_dom_boot_image(struct xc_dom_image *dom);
/* 1 if the hypervisor runs guests of dom->guest_type, else 0. */
int xc_dom_compat_check(struct xc_dom_image *dom);
int xc_dom_gnttab_init(struct xc_dom_image *dom);
/* Grants the console and xenstore pages to their backends at their reserved references. */
int xc_dom_gnttab_seed(xc_interface *xch, uint32_t guest_domid, bool is_hvm,
		       xen_pfn_t console_gfn, xen_pfn_t xenstore_gfn,
		       uint32_t console_domid, uint32_t xenstore_domid);
/* True if the guest's frame numbers are pseudo-physical for the hypervisor too (HVM, PVH). */
bool xc_dom_translated(const struct xc_dom_image *dom);

/* --- logging ---------------------------------------------------------------------------------- */

int xc_dom_loginit(xc_interface *xch);
void xc_dom_printf(xc_interface *xch, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void xc_dom_panic_func(xc_interface *xch, const char *file, int line, xc_error_code err,
		       const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#define xc_dom_panic(xch, err, fmt, args...) \
	xc_dom_panic_func(xch, __FILE__, __LINE__, err, fmt, ## args)
#define xc_dom_trace(mark) \
	xc_dom_printf("%s:%d: trace %s\n", __FILE__, __LINE__, mark)

void xc_dom_log_memory_footprint(struct xc_dom_image *dom);

/* --- memory that lives as long as the image --------------------------------------------------- */

void *xc_dom_malloc(struct xc_dom_image *dom, size_t size);   /* zeroed */
/* Hands malloc()ed memory to the image, which will free it. */
int xc_dom_register_external(struct xc_dom_image *dom, void *ptr, size_t size);
void *xc_dom_malloc_page_aligned(struct xc_dom_image *dom, size_t size);
void *xc_dom_malloc_filemap(struct xc_dom_image *dom, const char *filename, size_t *size,
			    const size_t max_size);
char *xc_dom_strdup(struct xc_dom_image *dom, const char *str);

/* --- the guest's address space ---------------------------------------------------------------- */

xen_pfn_t xc_dom_alloc_page(struct xc_dom_image *dom, const char *name);
/* start 0: at the end of what is allocated; size is in bytes. */
int xc_dom_alloc_segment(struct xc_dom_image *dom, struct xc_dom_seg *seg, const char *name,
			 xen_vaddr_t start, xen_vaddr_t size);

/* count 0: an existing mapping that contains first. The mapping is the image's. */
void *xc_dom_pfn_to_ptr(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count);
void *xc_dom_pfn_to_ptr_retcount(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count,
				 xen_pfn_t *count_out);
void xc_dom_unmap_one(struct xc_dom_image *dom, xen_pfn_t pfn);
void xc_dom_unmap_all(struct xc_dom_image *dom);
void *xc_dom_vaddr_to_ptr(struct xc_dom_image *dom, xen_vaddr_t vaddr, size_t *safe_region_out);
uint64_t xc_dom_virt_base(struct xc_dom_image *dom);
uint64_t xc_dom_virt_entry(struct xc_dom_image *dom);
uint64_t xc_dom_virt_hypercall(struct xc_dom_image *dom);
char *xc_dom_guest_os(struct xc_dom_image *dom);
bool xc_dom_feature_get(struct xc_dom_image *dom, unsigned int nr);

static inline void *xc_dom_seg_to_ptr_pages(struct xc_dom_image *dom, struct xc_dom_seg *seg,
					    xen_pfn_t *pages_out)
{
	void *ptr = xc_dom_pfn_to_ptr(dom, seg->pfn, seg->pages);

	*pages_out = ptr ? seg->pages : 0;
	return ptr;
}

static inline void *xc_dom_seg_to_ptr(struct xc_dom_image *dom, struct xc_dom_seg *seg)
{
	return xc_dom_pfn_to_ptr(dom, seg->pfn, seg->pages);
}

/* The frame number the hypervisor knows pfn by, INVALID_MFN if there is none. */
static inline xen_pfn_t xc_dom_p2m(struct xc_dom_image *dom, xen_pfn_t pfn)
{
	if (xc_dom_translated(dom))
		return pfn;
	if (pfn >= dom->total_pages)
		return INVALID_MFN;
	return dom->pv_p2m[pfn];
}

/* --- save and restore ------------------------------------------------------------------------- */

struct xenevtchn_handle;

struct precopy_stats {
	unsigned int iteration;
	unsigned long total_written;
	long dirty_count;               /* -1: unknown */
};

/* Passed by value: the callback may live in another process. */
typedef int (*precopy_policy_t)(struct precopy_stats, void *);

struct save_callbacks {
	/* Suspend the guest; 1 on success. */
	int (*suspend)(void *data);

#define XGS_POLICY_ABORT          (-1)  /* give up and tidy up */
#define XGS_POLICY_CONTINUE_PRECOPY 0
#define XGS_POLICY_STOP_AND_COPY    1   /* suspend now and send the rest */
	/* Asked before and after each batch of live page data; NULL: the library decides. */
	precopy_policy_t precopy_policy;

	/* Checkpoints: resume the guest once its dirty pages are in the buffer. */
	int (*postcopy)(void *data);
	/* Checkpoints: 1 to take another after this one, 0 to end. */
	int (*checkpoint)(void *data);
	int (*wait_checkpoint)(void *data);

	/* HVM: tell the device model to track its writes. */
	int (*switch_qemu_logdirty)(uint32_t domid, unsigned enable, void *data);

	void *data;
};

typedef enum {
	XC_STREAM_PLAIN,
	XC_STREAM_REMUS,
	XC_STREAM_COLO,
} xc_stream_type_t;

/* recv_fd: back channel, XC_STREAM_COLO only. */
int xc_domain_save(xc_interface *xch, int io_fd, uint32_t dom, uint32_t flags,
		   struct save_callbacks *callbacks, xc_stream_type_t stream_type, int recv_fd);

struct restore_callbacks {
#define XGR_SDD_MISSING_CPUID (1 << 0)
#define XGR_SDD_MISSING_MSR   (1 << 1)
	/* The static data is complete; missing names what an older sender did not send. */
	int (*static_data_done)(unsigned int missing, void *data);

	int (*suspend)(void *data);
	int (*postcopy)(void *data);

#define XGR_CHECKPOINT_ERROR    0
#define XGR_CHECKPOINT_SUCCESS  1       /* read on */
#define XGR_CHECKPOINT_FAILOVER 2       /* resume the guest here */
	int (*checkpoint)(void *data);
	int (*wait_checkpoint)(void *data);

	/* The ring frames, when the guest is to run before xc_domain_restore() returns. */
	void (*restore_results)(xen_pfn_t store_gfn, xen_pfn_t console_gfn, void *data);

	void *data;
};

/*
 * Restores into the empty domain dom, which is left paused. The backends' event channels of the
 * guest are given, its ring frames (gfns for HVM) come back in *store_mfn and *console_mfn.
 */
int xc_domain_restore(xc_interface *xch, int io_fd, uint32_t dom, unsigned int store_evtchn,
		      unsigned long *store_mfn, uint32_t store_domid,
		      unsigned int console_evtchn, unsigned long *console_mfn,
		      uint32_t console_domid, xc_stream_type_t stream_type,
		      struct restore_callbacks *callbacks, int send_back_fd);

/* All of a PV build in one call. */
int xc_linux_build(xc_interface *xch, uint32_t domid, unsigned int mem_mb, const char *image_name,
		   const char *ramdisk_name, const char *cmdline, const char *features,
		   unsigned long flags, unsigned int store_evtchn, unsigned long *store_mfn,
		   unsigned int console_evtchn, unsigned long *console_mfn);

/*
 * The suspend event channel: init binds the guest's port and takes the domain's suspend lock,
 * whose descriptor goes to *lockfd; release undoes both and sets *lockfd to -1.
 * The handle must be used for nothing else between "exclusive" or await and release.
 */
int xc_suspend_evtchn_release(xc_interface *xch, struct xenevtchn_handle *xce, uint32_t domid,
			      int suspend_evtchn, int *lockfd);
int xc_suspend_evtchn_init_exclusive(xc_interface *xch, struct xenevtchn_handle *xce,
				     uint32_t domid, int port, int *lockfd);
int xc_await_suspend(xc_interface *xch, struct xenevtchn_handle *xce, int suspend_evtchn);
int xc_suspend_evtchn_init_sane(xc_interface *xch, struct xenevtchn_handle *xce, uint32_t domid,
				int port, int *lockfd);

/* Machine frames [start, end]; status has end - start + 1 entries. */
int xc_mark_page_online(xc_interface *xch, unsigned long start, unsigned long end,
			uint32_t *status);
int xc_mark_page_offline(xc_interface *xch, unsigned long start, unsigned long end,
			 uint32_t *status);
int xc_query_page_offline_status(xc_interface *xch, unsigned long start, unsigned long end,
				 uint32_t *status);
/* Gives a suspended PV guest another frame in place of mfn. */
int xc_exchange_page(xc_interface *xch, uint32_t domid, xen_pfn_t mfn);

/*
 * Lets a suspended domain go on where it was. fast: the guest understands a cancelled suspend
 * (SCHEDOP_shutdown returns 1); otherwise it is made to believe it was restored.
 */
int xc_domain_resume(xc_interface *xch, uint32_t domid, int fast);

/* Page types, p2m and widths of a PV guest; filled by xc_map_domain_meminfo(). */
struct xc_domain_meminfo {
	unsigned int pt_levels;
	unsigned int guest_width;       /* bytes */
	xen_pfn_t *pfn_type;            /* frame in, XEN_DOMCTL_PFINFO_* out */
	xen_pfn_t *p2m_table;
	unsigned long p2m_size;         /* entries */
	unsigned int p2m_frames;
};

int xc_map_domain_meminfo(xc_interface *xch, uint32_t domid, struct xc_domain_meminfo *minfo);
int xc_unmap_domain_meminfo(xc_interface *xch, struct xc_domain_meminfo *mem);

/* Maps the machine-to-physical table for frames below max_mfn; mfn0 may be NULL. */
xen_pfn_t *xc_map_m2p(xc_interface *xch, unsigned long max_mfn, int prot, unsigned long *mfn0);

/* --- CPU policy ------------------------------------------------------------------------------- */

#if defined(__i386__) || defined(__x86_64__)
typedef struct xc_cpu_policy xc_cpu_policy_t;

xc_cpu_policy_t *xc_cpu_policy_init(void);
void xc_cpu_policy_destroy(xc_cpu_policy_t *policy);

/* policy_idx: XEN_SYSCTL_cpu_policy_* */
int xc_cpu_policy_get_system(xc_interface *xch, unsigned int policy_idx, xc_cpu_policy_t *policy);
int xc_cpu_policy_get_domain(xc_interface *xch, uint32_t domid, xc_cpu_policy_t *policy);
int xc_cpu_policy_set_domain(xc_interface *xch, uint32_t domid, xc_cpu_policy_t *policy);

/* *nr_leaves, *nr_msrs: room in, entries out; -1 with ENOBUFS if there is too little. */
int xc_cpu_policy_serialise(xc_interface *xch, const xc_cpu_policy_t *policy,
			    xen_cpuid_leaf_t *leaves, uint32_t *nr_leaves,
			    xen_msr_entry_t *msrs, uint32_t *nr_msrs);
int xc_cpu_policy_update_cpuid(xc_interface *xch, xc_cpu_policy_t *policy,
			       const xen_cpuid_leaf_t *leaves, uint32_t nr);
int xc_cpu_policy_update_msrs(xc_interface *xch, xc_cpu_policy_t *policy,
			      const xen_msr_entry_t *msrs, uint32_t nr);

/* Whether a guest made for policy guest can run where host is the maximum policy. */
bool xc_cpu_policy_is_compatible(xc_interface *xch, xc_cpu_policy_t *host, xc_cpu_policy_t *guest);

int xc_get_cpu_levelling_caps(xc_interface *xch, uint32_t *caps);
int xc_get_cpu_featureset(xc_interface *xch, uint32_t index, uint32_t *nr_features,
			  uint32_t *featureset);

int xc_cpu_policy_get_size(xc_interface *xch, uint32_t *nr_leaves, uint32_t *nr_msrs);
int xc_set_domain_cpu_policy(xc_interface *xch, uint32_t domid, uint32_t nr_leaves,
			     xen_cpuid_leaf_t *leaves, uint32_t nr_msrs, xen_msr_entry_t *msrs,
			     uint32_t *err_leaf_p, uint32_t *err_subleaf_p, uint32_t *err_msr_p);

/* Words of a featureset this library knows. */
uint32_t xc_get_cpu_featureset_size(void);

enum xc_static_cpu_featuremask {
	XC_FEATUREMASK_KNOWN,
	XC_FEATUREMASK_SPECIAL,
	XC_FEATUREMASK_PV_MAX,
	XC_FEATUREMASK_PV_DEF,
	XC_FEATUREMASK_HVM_SHADOW_MAX,
	XC_FEATUREMASK_HVM_SHADOW_DEF,
	XC_FEATUREMASK_HVM_HAP_MAX,
	XC_FEATUREMASK_HVM_HAP_DEF,
};
const uint32_t *xc_get_static_cpu_featuremask(enum xc_static_cpu_featuremask);
#endif /* x86 */

#endif /* XENGUEST_H */
