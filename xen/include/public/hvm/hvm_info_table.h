/* SPDX-License-Identifier: MIT */
#ifndef __XEN_PUBLIC_HVM_HVM_INFO_TABLE_H__
#define __XEN_PUBLIC_HVM_HVM_INFO_TABLE_H__

#define HVM_INFO_PFN 0x09F
#define HVM_INFO_OFFSET 0x800
#define HVM_INFO_PADDR ((HVM_INFO_PFN << 12) + HVM_INFO_OFFSET)
#define HVM_MAX_VCPUS 128

struct hvm_info_table {
	char signature[8];
	uint32_t length;
	uint8_t checksum;
	uint8_t apic_mode;
	uint32_t nr_vcpus;
	uint32_t low_mem_pgend;
	uint32_t reserved_mem_pgstart;
	uint32_t high_mem_pgend;
	uint8_t vcpu_online[16];
};

#endif
