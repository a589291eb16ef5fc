/* SPDX-License-Identifier: MIT */
/*
 * What every guest needs: hypercall numbers, virtual interrupts, page-table updates, and the memory that a
 * guest shares with the hypervisor (shared_info, vcpu_info, start_info).
 * Include <stdint.h>, or something that gives the same types, first.
 */
#ifndef __XEN_PUBLIC_XEN_H__
#define __XEN_PUBLIC_XEN_H__

#include "xen-compat.h"

#if defined(__i386__) || defined(__x86_64__)
#include "arch-x86/xen.h"
#elif defined(__arm__) || defined(__aarch64__)
#include "arch-arm.h"
#else
#error "Unsupported architecture"
#endif

#ifndef __ASSEMBLY__
/*
 * A guest handle is a pointer in the guest's address space, in a structure of its own so that it is never
 * dereferenced by mistake. XEN_GUEST_HANDLE(T) is the handle type of T.
 */
DEFINE_XEN_GUEST_HANDLE(char);
__DEFINE_XEN_GUEST_HANDLE(uchar, unsigned char);
DEFINE_XEN_GUEST_HANDLE(int);
__DEFINE_XEN_GUEST_HANDLE(uint, unsigned int);
#if __XEN_INTERFACE_VERSION__ < 0x00040300
DEFINE_XEN_GUEST_HANDLE(long);
__DEFINE_XEN_GUEST_HANDLE(ulong, unsigned long);
#endif
DEFINE_XEN_GUEST_HANDLE(void);

DEFINE_XEN_GUEST_HANDLE(uint64_t);
DEFINE_XEN_GUEST_HANDLE(xen_pfn_t);
DEFINE_XEN_GUEST_HANDLE(xen_ulong_t);

/* The dimension of an array at the end of a structure whose length is given elsewhere. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 199901L
#define XEN_FLEX_ARRAY_DIM
#elif defined(__GNUC__)
#define XEN_FLEX_ARRAY_DIM 0
#else
#define XEN_FLEX_ARRAY_DIM 1
#endif

/* Constants that assembly uses too: the suffix is for C only. */
#define __xen_mk_uint(x) x##U
#define __xen_mk_ulong(x) x##UL
#ifndef __xen_mk_ullong
#define __xen_mk_ullong(x) x##ULL
#endif
#define xen_mk_uint(x) __xen_mk_uint(x)
#define xen_mk_ulong(x) __xen_mk_ulong(x)
#define xen_mk_ullong(x) __xen_mk_ullong(x)

#else /* __ASSEMBLY__ */

#define xen_mk_uint(x) x
#define xen_mk_ulong(x) x
#define xen_mk_ullong(x) x

#endif

/*
 * Hypercalls. x86-64: number in rax, arguments in rdi, rsi, rdx, r10, r8, r9, result in rax; rcx and r11 are lost
 * to SYSCALL. x86-32: eax; ebx, ecx, edx, esi, edi, ebp; eax. arm64: number in x16, arguments and result from x0.
 * Results below zero are errors of errno.h. What is not known answers -ENOSYS.
 */
#define __HYPERVISOR_set_trap_table 0
#define __HYPERVISOR_mmu_update 1
#define __HYPERVISOR_set_gdt 2
#define __HYPERVISOR_stack_switch 3
#define __HYPERVISOR_set_callbacks 4
#define __HYPERVISOR_fpu_taskswitch 5
#define __HYPERVISOR_sched_op_compat 6
#define __HYPERVISOR_platform_op 7
#define __HYPERVISOR_set_debugreg 8
#define __HYPERVISOR_get_debugreg 9
#define __HYPERVISOR_update_descriptor 10
#define __HYPERVISOR_memory_op 12
#define __HYPERVISOR_multicall 13
#define __HYPERVISOR_update_va_mapping 14
#define __HYPERVISOR_set_timer_op 15
#define __HYPERVISOR_event_channel_op_compat 16
#define __HYPERVISOR_xen_version 17
#define __HYPERVISOR_console_io 18
#define __HYPERVISOR_physdev_op_compat 19
#define __HYPERVISOR_grant_table_op 20
#define __HYPERVISOR_vm_assist 21
#define __HYPERVISOR_update_va_mapping_otherdomain 22
#define __HYPERVISOR_iret 23 /* x86 only */
#define __HYPERVISOR_vcpu_op 24
#define __HYPERVISOR_set_segment_base 25 /* x86-64 only */
#define __HYPERVISOR_mmuext_op 26
#define __HYPERVISOR_xsm_op 27
#define __HYPERVISOR_nmi_op 28
#define __HYPERVISOR_sched_op 29
#define __HYPERVISOR_callback_op 30
#define __HYPERVISOR_xenoprof_op 31
#define __HYPERVISOR_event_channel_op 32
#define __HYPERVISOR_physdev_op 33
#define __HYPERVISOR_hvm_op 34
#define __HYPERVISOR_sysctl 35
#define __HYPERVISOR_domctl 36
#define __HYPERVISOR_kexec_op 37
#define __HYPERVISOR_tmem_op 38
#define __HYPERVISOR_argo_op 39
#define __HYPERVISOR_xenpmu_op 40
#define __HYPERVISOR_dm_op 41
#define __HYPERVISOR_hypfs_op 42

/* Left to the architecture; x86 uses arch_0 for xen-mca.h. */
#define __HYPERVISOR_arch_0 48
#define __HYPERVISOR_arch_1 49
#define __HYPERVISOR_arch_2 50
#define __HYPERVISOR_arch_3 51
#define __HYPERVISOR_arch_4 52
#define __HYPERVISOR_arch_5 53
#define __HYPERVISOR_arch_6 54
#define __HYPERVISOR_arch_7 55

/* Old callers mean the old forms by the plain names. */
#if __XEN_INTERFACE_VERSION__ < 0x00030101
#undef __HYPERVISOR_sched_op
#define __HYPERVISOR_sched_op __HYPERVISOR_sched_op_compat
#endif
#if __XEN_INTERFACE_VERSION__ < 0x00030202
#undef __HYPERVISOR_event_channel_op
#define __HYPERVISOR_event_channel_op __HYPERVISOR_event_channel_op_compat
#undef __HYPERVISOR_physdev_op
#define __HYPERVISOR_physdev_op __HYPERVISOR_physdev_op_compat
#endif
#if __XEN_INTERFACE_VERSION__ < 0x00030204
#define __HYPERVISOR_dom0_op __HYPERVISOR_platform_op
#endif

/*
 * Virtual interrupts, bound to an event channel by EVTCHNOP_bind_virq. (V): one for each vcpu. (G): one for
 * the whole system, which the hardware or control domain binds. (D): one for each domain.
 */
#define VIRQ_TIMER 0 /* (V) the one-shot or periodic timer fired */
#define VIRQ_DEBUG 1 /* (V) asks the guest to print its state */
#define VIRQ_CONSOLE 2 /* (G) input on the emergency console */
#define VIRQ_DOM_EXC 3 /* (G) a domain shut down, crashed or was destroyed */
#define VIRQ_TBUF 4 /* (G) trace buffers hold records */
#define VIRQ_DEBUGGER 6 /* (G) a domain has paused for its debugger */
#define VIRQ_XENOPROF 7 /* (V) profiling samples are there */
#define VIRQ_CON_RING 8 /* (G) the console ring got new text */
#define VIRQ_PCPU_STATE 9 /* (G) a physical cpu went on or off line */
#define VIRQ_MEM_EVENT 10 /* (G) a vm_event ring has requests */
#define VIRQ_ARGO 11 /* (D) Argo messages arrived or ring space became free */
#define VIRQ_ENOMEM 12 /* (G) the heap runs low */
#define VIRQ_XENPMU 13 /* (V) a performance counter overflowed */
#define VIRQ_ARCH_0 16 /* left to the architecture; x86: machine check */
#define VIRQ_ARCH_1 17
#define VIRQ_ARCH_2 18
#define VIRQ_ARCH_3 19
#define VIRQ_ARCH_4 20
#define VIRQ_ARCH_5 21
#define VIRQ_ARCH_6 22
#define VIRQ_ARCH_7 23
#define NR_VIRQS 24

/* Kinds of mmu_update, in the low two bits of ptr. */
#define MMU_NORMAL_PT_UPDATE 0 /* checked write of an entry */
#define MMU_MACHPHYS_UPDATE 1 /* ptr: machine address within the frame, val: its pseudo-physical frame number */
#define MMU_PT_UPDATE_PRESERVE_AD 2 /* as 0, keeping the accessed and dirty bits */
#define MMU_PT_UPDATE_NO_TRANSLATE 3 /* as 0, for a domain whose entries hold guest frame numbers: taken as they are */

/* mmuext_op commands; arg1 and arg2 as named */
#define MMUEXT_PIN_L1_TABLE 0 /* mfn */
#define MMUEXT_PIN_L2_TABLE 1 /* mfn */
#define MMUEXT_PIN_L3_TABLE 2 /* mfn */
#define MMUEXT_PIN_L4_TABLE 3 /* mfn */
#define MMUEXT_UNPIN_TABLE 4 /* mfn */
#define MMUEXT_NEW_BASEPTR 5 /* mfn: the new kernel top-level table */
#define MMUEXT_TLB_FLUSH_LOCAL 6
#define MMUEXT_INVLPG_LOCAL 7 /* linear_addr */
#define MMUEXT_TLB_FLUSH_MULTI 8 /* vcpumask */
#define MMUEXT_INVLPG_MULTI 9 /* linear_addr, vcpumask */
#define MMUEXT_TLB_FLUSH_ALL 10
#define MMUEXT_INVLPG_ALL 11 /* linear_addr */
#define MMUEXT_FLUSH_CACHE 12
#define MMUEXT_SET_LDT 13 /* linear_addr (page-aligned), nr_ents */
#define MMUEXT_NEW_USER_BASEPTR 15 /* x86-64; mfn, or 0 for none */
#define MMUEXT_CLEAR_PAGE 16 /* mfn */
#define MMUEXT_COPY_PAGE 17 /* mfn: destination, src_mfn */
#define MMUEXT_FLUSH_CACHE_GLOBAL 18
#define MMUEXT_MARK_SUPER 19
#define MMUEXT_UNMARK_SUPER 20

#ifndef __ASSEMBLY__
struct mmuext_op {
	unsigned int cmd; /* MMUEXT_* */
	union {
		xen_pfn_t mfn;
		unsigned long linear_addr;
	} arg1;
	union {
		unsigned int nr_ents;
#if __XEN_INTERFACE_VERSION__ >= 0x00030205
		XEN_GUEST_HANDLE(const_void) vcpumask; /* in: bitmap of vcpus */
#else
		const void *vcpumask;
#endif
		xen_pfn_t src_mfn;
	} arg2;
};
typedef struct mmuext_op mmuext_op_t;
DEFINE_XEN_GUEST_HANDLE(mmuext_op_t);
#endif

/* Flags of update_va_mapping: what to flush, and where; with UVMF_MULTI they are or'ed to a pointer to a vcpu bitmap. */
#define UVMF_NONE (xen_mk_ulong(0) << 0)
#define UVMF_TLB_FLUSH (xen_mk_ulong(1) << 0)
#define UVMF_INVLPG (xen_mk_ulong(2) << 0)
#define UVMF_FLUSHTYPE_MASK (xen_mk_ulong(3) << 0)
#define UVMF_MULTI (xen_mk_ulong(0) << 2)
#define UVMF_LOCAL (xen_mk_ulong(0) << 2)
#define UVMF_ALL (xen_mk_ulong(1) << 2)

/* console_io(cmd, count, buffer): both return the number of bytes or an error */
#define CONSOLEIO_write 0
#define CONSOLEIO_read 1

/* vm_assist(cmd, type) */
#define VMASST_CMD_enable 0
#define VMASST_CMD_disable 1

#define VMASST_TYPE_4gb_segments 0 /* x86-32: segments that reach over the top are emulated */
#define VMASST_TYPE_4gb_segments_notify 1 /* x86-32: and the guest is told by trap 15 */
#define VMASST_TYPE_writable_pagetables 2 /* plain writes to page tables are emulated */
#define VMASST_TYPE_pae_extended_cr3 3 /* x86-32: PAE directories above 4 GiB */
#define VMASST_TYPE_architectural_iopl 4 /* IOPL lives in the frame's EFLAGS, not in physdev_set_iopl */
#define VMASST_TYPE_runstate_update_flag 5 /* XEN_RUNSTATE_UPDATE is set while runstate memory changes */
#define VMASST_TYPE_m2p_strict 32 /* the M2P is not visible to user mode */
#if __XEN_INTERFACE_VERSION__ < 0x00040600
#define MAX_VMASST_TYPE 3
#endif

/* Domain numbers from here on mean something special, and only where the operation says so. */
#define DOMID_FIRST_RESERVED xen_mk_uint(0x7FF0)
#define DOMID_SELF xen_mk_uint(0x7FF0) /* the caller */
#define DOMID_IO xen_mk_uint(0x7FF1) /* owner of memory that is not RAM */
#define DOMID_XEN xen_mk_uint(0x7FF2) /* owner of the hypervisor's pages that others may map */
#define DOMID_COW xen_mk_uint(0x7FF3) /* owner of shared pages */
#define DOMID_INVALID xen_mk_uint(0x7FF4) /* no domain */
#define DOMID_IDLE xen_mk_uint(0x7FFF) /* the idle vcpus' */
#define DOMID_MASK xen_mk_uint(0x7FFF)

#ifndef __ASSEMBLY__
typedef uint16_t domid_t;

/* mmu_update(array, count, done, domain); nothing else changes memory that is a page table */
struct mmu_update {
	uint64_t ptr; /* machine address of the entry, with the kind in bits 0-1 */
	uint64_t val; /* the new content */
};
typedef struct mmu_update mmu_update_t;
DEFINE_XEN_GUEST_HANDLE(mmu_update_t);

/* multicall(array, count): each entry is done in turn */
struct multicall_entry {
	xen_ulong_t op; /* in: __HYPERVISOR_* */
	xen_ulong_t result; /* out */
	xen_ulong_t args[6]; /* in */
};
typedef struct multicall_entry multicall_entry_t;
DEFINE_XEN_GUEST_HANDLE(multicall_entry_t);

#if __XEN_INTERFACE_VERSION__ < 0x00040400
/* The 2-level format's; FIFO has its own, larger limit. */
#define NR_EVENT_CHANNELS EVTCHN_2L_NR_CHANNELS
#endif

/*
 * The clock of one vcpu. A reader copies the fields between two reads of version that are equal and even, and
 * then: ns = system_time + ((tsc - tsc_timestamp) << tsc_shift) * tsc_to_system_mul / 2^32
 * (a negative tsc_shift shifts right).
 */
struct vcpu_time_info {
	uint32_t version; /* odd while the hypervisor writes */
	uint32_t pad0;
	uint64_t tsc_timestamp; /* TSC at the moment of system_time */
	uint64_t system_time; /* ns since the hypervisor booted */
	uint32_t tsc_to_system_mul;
	int8_t tsc_shift;
#if __XEN_INTERFACE_VERSION__ > 0x040600
	uint8_t flags; /* XEN_PVCLOCK_* */
	uint8_t pad1[2];
#else
	int8_t pad1[3];
#endif
};
typedef struct vcpu_time_info vcpu_time_info_t;

#define XEN_PVCLOCK_TSC_STABLE_BIT (1 << 0) /* the clocks of all vcpus agree */
#define XEN_PVCLOCK_GUEST_STOPPED (1 << 1) /* the guest was stopped for long: quiet its watchdogs */

struct vcpu_info {
	uint8_t evtchn_upcall_pending; /* set by the hypervisor, cleared by the guest before it looks at the selector */
#ifdef XEN_HAVE_PV_UPCALL_MASK
	uint8_t evtchn_upcall_mask; /* the virtual interrupt flag, inverted */
#else
	uint8_t pad0;
#endif
	xen_ulong_t evtchn_pending_sel; /* 2-level: which words of shared_info.evtchn_pending to look at */
	struct arch_vcpu_info arch;
	vcpu_time_info_t time;
}; /* 64 bytes on x86 */
#ifndef __XEN__
typedef struct vcpu_info vcpu_info_t;
#endif

/* One page that guest and hypervisor share. */
struct shared_info {
	struct vcpu_info vcpu_info[XEN_LEGACY_MAX_VCPUS]; /* later vcpus register their own: VCPUOP_register_vcpu_info */

	/* 2-level event channels: bit P of each is port P */
	xen_ulong_t evtchn_pending[sizeof(xen_ulong_t) * 8];
	xen_ulong_t evtchn_mask[sizeof(xen_ulong_t) * 8];

	/* Time of day at system_time 0; wc_version is odd while it changes. */
	uint32_t wc_version;
	uint32_t wc_sec;
	uint32_t wc_nsec;
#if !defined(__i386__)
	uint32_t wc_sec_hi;
#define xen_wc_sec_hi wc_sec_hi
#elif !defined(__XEN__) && !defined(__XEN_TOOLS__)
#define xen_wc_sec_hi arch.wc_sec_hi
#endif

	struct arch_shared_info arch;
};
#ifndef __XEN__
typedef struct shared_info shared_info_t;
#endif

#ifdef XEN_HAVE_PV_GUEST_ENTRY
/* What a PV guest finds in rsi (esi) when it starts. "mfn" is a machine frame, "pfn" the guest's own numbering. */
struct start_info {
	char magic[32]; /* "xen-3.0-x86_64" and the like */
	unsigned long nr_pages; /* pages the guest has */
	unsigned long shared_info; /* machine address of shared_info */
	uint32_t flags; /* SIF_* */
	xen_pfn_t store_mfn; /* page shared with xenstore */
	uint32_t store_evtchn;
	union {
		struct {
			xen_pfn_t mfn; /* page shared with the console daemon */
			uint32_t evtchn;
		} domU;
		struct {
			uint32_t info_off; /* of dom0_vga_console_info, from the start of this structure */
			uint32_t info_size; /* 0: none */
		} dom0;
	} console;
	unsigned long pt_base; /* virtual address of the top-level page table */
	unsigned long nr_pt_frames; /* bootstrap page-table pages, from pt_base on */
	unsigned long mfn_list; /* virtual address of the P2M; 0 if it is only at first_p2m_pfn */
	unsigned long mod_start; /* virtual address of the module; a pfn with SIF_MOD_START_PFN */
	unsigned long mod_len; /* its bytes, 0: none */
#define MAX_GUEST_CMDLINE 1024
	int8_t cmd_line[MAX_GUEST_CMDLINE]; /* ends in NUL */
	unsigned long first_p2m_pfn; /* pages of the P2M, when it is not in the initial mapping */
	unsigned long nr_p2m_frames;
};
typedef struct start_info start_info_t;

#if __XEN_INTERFACE_VERSION__ < 0x00030203
#define console_mfn console.domU.mfn
#define console_evtchn console.domU.evtchn
#endif
#endif

/* start_info.flags; also XEN_SIF of PVH guests */
#define SIF_PRIVILEGED (1 << 0)
#define SIF_INITDOMAIN (1 << 1) /* the first domain */
#define SIF_MULTIBOOT_MOD (1 << 2) /* mod_start points at xen_multiboot_mod_list */
#define SIF_MOD_START_PFN (1 << 3)
#define SIF_VIRT_P2M_4TOOLS (1 << 4) /* tools understand a P2M that is linear in virtual memory */
#define SIF_PM_MASK (0xFF << 8) /* power management left to the guest */

/* Ends with an entry whose mod_start is 0. Addresses as in start_info.mod_start. */
struct xen_multiboot_mod_list {
	uint32_t mod_start; /* first byte */
	uint32_t mod_end; /* one past the last */
	uint32_t cmdline; /* address of its words */
	uint32_t pad; /* 0 */
};

typedef struct dom0_vga_console_info {
	uint8_t video_type;
#define XEN_VGATYPE_TEXT_MODE_3 0x03
#define XEN_VGATYPE_VESA_LFB 0x23
#define XEN_VGATYPE_EFI_LFB 0x70
	union {
		struct {
			uint16_t font_height; /* lines of one character */
			uint16_t cursor_x, cursor_y;
			uint16_t rows, columns;
		} text_mode_3;
		struct {
			uint16_t width, height; /* pixels */
			uint16_t bytes_per_line;
			uint16_t bits_per_pixel;
			uint32_t lfb_base; /* physical address */
			uint32_t lfb_size; /* units of 64 KiB */
			uint8_t red_pos, red_size; /* bits */
			uint8_t green_pos, green_size;
			uint8_t blue_pos, blue_size;
			uint8_t rsvd_pos, rsvd_size;
#if __XEN_INTERFACE_VERSION__ >= 0x00030206
			uint32_t gbl_caps;
			uint16_t mode_attrs;
			uint16_t pad;
#endif
#if __XEN_INTERFACE_VERSION__ >= 0x00040d00
			uint32_t ext_lfb_base; /* high half of lfb_base */
#endif
		} vesa_lfb;
	} u;
} dom0_vga_console_info_t;
#define xen_vga_console_info dom0_vga_console_info
#define xen_vga_console_info_t dom0_vga_console_info_t

typedef uint8_t xen_domain_handle_t[16];

__DEFINE_XEN_GUEST_HANDLE(uint8, uint8_t);
__DEFINE_XEN_GUEST_HANDLE(uint16, uint16_t);
__DEFINE_XEN_GUEST_HANDLE(uint32, uint32_t);
__DEFINE_XEN_GUEST_HANDLE(uint64, uint64_t);

/* A UUID, its bytes in the order in which it is written. */
typedef struct {
	uint8_t a[16];
} xen_uuid_t;

/* XEN_DEFINE_UUID(0x00112233, 0x4455, 0x6677, 0x8899, 0xaa, ..., 0xff) */
#define XEN_DEFINE_UUID_(a, b, c, d, e1, e2, e3, e4, e5, e6) \
	{{ (uint8_t)((a) >> 24), (uint8_t)((a) >> 16), (uint8_t)((a) >> 8), (uint8_t)(a), \
	   (uint8_t)((b) >> 8), (uint8_t)(b), (uint8_t)((c) >> 8), (uint8_t)(c), \
	   (uint8_t)((d) >> 8), (uint8_t)(d), (e1), (e2), (e3), (e4), (e5), (e6) }}
#if defined(__STDC_VERSION__) ? __STDC_VERSION__ >= 199901L : defined(__GNUC__)
#define XEN_DEFINE_UUID(a, b, c, d, e1, e2, e3, e4, e5, e6) \
	((xen_uuid_t)XEN_DEFINE_UUID_(a, b, c, d, e1, e2, e3, e4, e5, e6))
#else
#define XEN_DEFINE_UUID(a, b, c, d, e1, e2, e3, e4, e5, e6) \
	XEN_DEFINE_UUID_(a, b, c, d, e1, e2, e3, e4, e5, e6)
#endif

#endif /* !__ASSEMBLY__ */

#if defined(__XEN__) || defined(__XEN_TOOLS__)
/* Structures of domctl, sysctl and the like have one layout for 32- and 64-bit callers, made of these. */
#ifndef int64_aligned_t
#define int64_aligned_t int64_t
#endif
#ifndef uint64_aligned_t
#define uint64_aligned_t uint64_t
#endif
#ifndef XEN_GUEST_HANDLE_64
#define XEN_GUEST_HANDLE_64(name) XEN_GUEST_HANDLE(name)
#endif

#ifndef __ASSEMBLY__
/* A bitmap in the caller's memory: bit N is bit N % 8 of byte N / 8. */
struct xenctl_bitmap {
	XEN_GUEST_HANDLE_64(uint8) bitmap;
	uint32_t nr_bits;
};
typedef struct xenctl_bitmap xenctl_bitmap_t;
#endif
#endif

#endif
