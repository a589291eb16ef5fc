/* SPDX-License-Identifier: MIT */
/* What HVM firmware finds at HVM_INFO_PADDR. */
#ifndef __XEN_PUBLIC_HVM_HVM_INFO_TABLE_H__
#define __XEN_PUBLIC_HVM_HVM_INFO_TABLE_H__

#define HVM_INFO_PFN 0x09F
#define HVM_INFO_OFFSET 0x800
#define HVM_INFO_PADDR ((HVM_INFO_PFN << 12) + HVM_INFO_OFFSET)
#define HVM_MAX_VCPUS 128

struct hvm_info_table {
	char signature[8]; /* "HVM INFO" */
	uint32_t length;
	uint8_t checksum; /* all bytes add up to 0 */
	uint8_t apic_mode; /* the IO-APIC is in use */
	uint32_t nr_vcpus;
	uint32_t low_mem_pgend; /* pages below 4 GiB: one past the last */
	uint32_t reserved_mem_pgstart; /* first page for special uses */
	uint32_t high_mem_pgend; /* above 4 GiB: one past the last, 0: none */
	uint8_t vcpu_online[16]; /* bitmap */
};

#endif
