/* SPDX-License-Identifier: MIT */
/*
 * What a PVH guest finds in ebx when it starts: physical addresses, below 4 GiB unless it says
 * otherwise.
 */
#ifndef __XEN_PUBLIC_ARCH_X86_HVM_START_INFO_H__
#define __XEN_PUBLIC_ARCH_X86_HVM_START_INFO_H__

#define XEN_HVM_START_MAGIC_VALUE 0x336ec578
#define XEN_HVM_MEMMAP_TYPE_RAM 1
#define XEN_HVM_MEMMAP_TYPE_RESERVED 2
#define XEN_HVM_MEMMAP_TYPE_ACPI 3
#define XEN_HVM_MEMMAP_TYPE_NVS 4
#define XEN_HVM_MEMMAP_TYPE_UNUSABLE 5
#define XEN_HVM_MEMMAP_TYPE_DISABLED 6
#define XEN_HVM_MEMMAP_TYPE_PMEM 7

struct hvm_start_info {
	uint32_t magic; /* XEN_HVM_START_MAGIC_VALUE */
	uint32_t version; /* 1: memmap_paddr is valid */
	uint32_t flags; /* SIF_* */
	uint32_t nr_modules; /* modules */
	uint64_t modlist_paddr; /* hvm_modlist_entry[nr_modules] */
	uint64_t cmdline_paddr; /* ends in NUL */
	uint64_t rsdp_paddr; /* ACPI's root */
	uint64_t memmap_paddr; /* hvm_memmap_table_entry[memmap_entries] */
	uint32_t memmap_entries; /* 0: none; ask XENMEM_memory_map */
	uint32_t reserved; /* 0 */
};

struct hvm_modlist_entry {
	uint64_t paddr;
	uint64_t size; /* bytes */
	uint64_t cmdline_paddr; /* ends in NUL, 0: none */
	uint64_t reserved;
};

struct hvm_memmap_table_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type; /* XEN_HVM_MEMMAP_TYPE_* */
	uint32_t reserved;
};

#endif
