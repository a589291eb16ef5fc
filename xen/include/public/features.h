/* SPDX-License-Identifier: MIT */
/*
 * Features that XENVER_get_features tells and that guests ask for or announce in an ELF note:
 * bit numbers.
 */
#ifndef __XEN_PUBLIC_FEATURES_H__
#define __XEN_PUBLIC_FEATURES_H__

#define XENFEAT_writable_page_tables 0 /* PV: page tables may be written directly */
#define XENFEAT_writable_descriptor_tables 1 /* PV: GDT and LDT pages may be writable */
#define XENFEAT_auto_translated_physmap 2 /* guest frames are translated by the hypervisor */
#define XENFEAT_supervisor_mode_kernel 3 /* the kernel runs in ring 0 */
#define XENFEAT_pae_pgdir_above_4gb 4 /* 32-bit PV: page directories may lie anywhere */
#define XENFEAT_mmu_pt_update_preserve_ad 5 /* MMU_PT_UPDATE_PRESERVE_AD works */
#define XENFEAT_highmem_assist 6 /* 32-bit PV: highmem calls */
#define XENFEAT_gnttab_map_avail_bits 7 /* GNTMAP_guest_avail* work */
#define XENFEAT_hvm_callback_vector 8 /* HVM: events by a vector */
#define XENFEAT_hvm_safe_pvclock 9 /* HVM: the clock is right on all vcpus */
#define XENFEAT_hvm_pirqs 10 /* HVM: interrupts by event channels */
#define XENFEAT_dom0 11 /* the domain is the hardware domain */
#define XENFEAT_memory_op_vnode_supported 13 /* XENMEMF_vnode works */
#define XENFEAT_ARM_SMCCC_supported 14 /* arm: hypercalls by SMCCC */
#define XENFEAT_linux_rsdp_unrestricted 15 /* Linux may take the RSDP from its command line even when locked down */
#define XENFEAT_not_direct_mapped 16 /* guest and machine frames differ */
#define XENFEAT_direct_mapped 17 /* guest and machine frames are the same */
#define XENFEAT_NR_SUBMAPS 1

#endif
