/* SPDX-License-Identifier: MIT */
/* ELF notes of name "Xen" in which a guest kernel says how it wants to be started. */
#ifndef __XEN_PUBLIC_ELFNOTE_H__
#define __XEN_PUBLIC_ELFNOTE_H__

#define XEN_ELFNOTE_INFO 0 /* a string in the format of __xen_guest; not written any more */
#define XEN_ELFNOTE_ENTRY 1 /* address: where a PV kernel starts */
/* address: a page to be filled with code that makes hypercalls */
#define XEN_ELFNOTE_HYPERCALL_PAGE 2
#define XEN_ELFNOTE_VIRT_BASE 3 /* address: where pseudo-physical 0 is mapped */
#define XEN_ELFNOTE_PADDR_OFFSET 4 /* address: what the p_paddr of the segments is relative to */
#define XEN_ELFNOTE_XEN_VERSION 5 /* string: "xen-3.0" */
#define XEN_ELFNOTE_GUEST_OS 6 /* string */
#define XEN_ELFNOTE_GUEST_VERSION 7 /* string */
#define XEN_ELFNOTE_LOADER 8 /* string: "generic" */
#define XEN_ELFNOTE_PAE_MODE 9 /* string: "yes", "no" or "bimodal" */
/* string: names of features, "|" between, "!" before those required */
#define XEN_ELFNOTE_FEATURES 10
#define XEN_ELFNOTE_BSD_SYMTAB 11 /* string: "yes" loads the symbol table */
#define XEN_ELFNOTE_HV_START_LOW 12 /* address: the lowest for the hypervisor, 32-bit */
#define XEN_ELFNOTE_L1_MFN_VALID 13 /* pairs of mask and value: which page-table entries are valid */
#define XEN_ELFNOTE_SUSPEND_CANCEL 14 /* number: can be resumed in place after a suspend */
/* address: where the P2M is to be mapped, outside the initial mapping */
#define XEN_ELFNOTE_INIT_P2M 15
#define XEN_ELFNOTE_MOD_START_PFN 16 /* number: 1: start_info.mod_start may be a pfn */
#define XEN_ELFNOTE_SUPPORTED_FEATURES 17 /* number: bits of the features of features.h */
#define XEN_ELFNOTE_PHYS32_ENTRY 18 /* address: where PVH starts, 32-bit without paging */
#define XEN_ELFNOTE_MAX XEN_ELFNOTE_PHYS32_ENTRY /* the highest number */
#define XEN_ELFNOTE_CRASH_INFO 0x1000001 /* in a crash dump: crash_xen_info */
#define XEN_ELFNOTE_CRASH_REGS 0x1000002 /* in a crash dump: registers of a processor */
#define XEN_ELFNOTE_DUMPCORE_NONE 0x2000000 /* in a domain's core: no more notes */
#define XEN_ELFNOTE_DUMPCORE_HEADER 0x2000001 /* in a domain's core */
#define XEN_ELFNOTE_DUMPCORE_XEN_VERSION 0x2000002
#define XEN_ELFNOTE_DUMPCORE_FORMAT_VERSION 0x2000003

#endif
