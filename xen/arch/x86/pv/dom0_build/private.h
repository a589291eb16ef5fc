/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DOM0_BUILD_PRIVATE_H
#define DOM0_BUILD_PRIVATE_H

#include <xen/domain.h>
#include <xen/elf-image.h>
#include <xen/mm.h>
#include <asm/setup.h>

/*
 * Where things lie in dom0's pseudo-physical memory, in frames from 0; virtual address of frame n below
 * `mapped` is virt_base + n * 4096.
 *
 *   0 .. | kernel | [p2m list] | start_info | page tables | boot stack | pad to 4 MiB | initrd | [p2m list, its tables]
 *                                                                     mapped ^
 * The p2m list stands in the second place when the kernel named an address for it (INIT_P2M).
 */
struct dom0_layout {
	unsigned long virt_base;
	unsigned long nr_pages;     /* of the domain */
	unsigned long start_info, pt, nr_pt, stack, mapped;
	unsigned long initrd, nr_initrd;
	unsigned long p2m, nr_p2m, nr_p2m_tables;
	unsigned long p2m_virt;
	bool p2m_apart;             /* at INIT_P2M */
	bool initrd_mapped;         /* the kernel cannot take it as frames */
};

struct dom0_image {
	struct domain *d;
	struct elf_image elf;
	struct dom0_layout l;
	u32 *p2m;                   /* frame of each pseudo-physical frame (hypervisor's copy, 32 bits) */
	const struct boot_module *initrd;
	const char *cmdline;
};

int dom0_layout(struct dom0_image *b, const char **why);
/* Page tables for both mappings; returns the frame of the L4. */
mfn_t dom0_pagetables(struct dom0_image *b);
void dom0_start_info(struct dom0_image *b);
int dom0_setup_permissions(struct domain *d);
unsigned long dom0_nr_pages(void);
unsigned int dom0_max_vcpus(void);
struct vcpu *dom0_create_vcpus(struct domain *d);

static inline mfn_t dom0_mfn(const struct dom0_image *b, unsigned long pfn) { return _mfn(b->p2m[pfn]); }

#endif
