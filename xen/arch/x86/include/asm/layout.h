/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hypervisor's 128 GiB x 16 of virtual addresses: L4 slots 256..271, the hole of the PV ABI.
 *
 *   0xffff800000000000  256   256 GiB  machine-to-phys table, readable by PV guests
 *   0xffff808000000000  257            PCI MMCONFIG windows
 *   0xffff820000000000  260            per-domain mappings (differs by L4): GDT/LDT windows of vCPUs
 *   0xffff828000000000  261   256 GiB  machine-to-phys table, read-write
 *   0xffff82c000000000  261    64 GiB  vmap/ioremap
 *   0xffff82d000000000  261            fixmap (first 1 GiB); Xen image at 0xffff82d040000000
 *   0xffff82e000000000  261   128 GiB  frame table
 *   0xffff830000000000  262..271 5 TiB  direct map of all memory (reached through map_domain_page() only)
 */
#ifndef ASM_LAYOUT_H
#define ASM_LAYOUT_H

#ifdef __ASSEMBLY__
#define VA(x) x
#else
#define VA(x) x##UL
#endif

#undef HYPERVISOR_VIRT_START /* the public header has them too, without the assembler in mind */
#undef HYPERVISOR_VIRT_END
#define HYPERVISOR_VIRT_START VA(0xffff800000000000)
#define HYPERVISOR_VIRT_END   VA(0xffff880000000000)
#define RO_MPT_VIRT_START     VA(0xffff800000000000)
#define RO_MPT_VIRT_END       VA(0xffff804000000000)
#define PCI_MCFG_VIRT_START   VA(0xffff808000000000)
#define PCI_MCFG_VIRT_END     VA(0xffff810000000000)
#define PERDOMAIN_VIRT_START  VA(0xffff820000000000)
#define RDWR_MPT_VIRT_START   VA(0xffff828000000000)
#define RDWR_MPT_VIRT_END     VA(0xffff82c000000000)
#define VMAP_VIRT_START       VA(0xffff82c000000000)
#define VMAP_VIRT_END         VA(0xffff82d000000000)
#define FIXMAP_VIRT_START     VA(0xffff82d000000000)
#define XEN_VIRT_START        VA(0xffff82d040000000)
#define XEN_VIRT_END          VA(0xffff82d080000000)
#define FRAMETABLE_VIRT_START VA(0xffff82e000000000)
#define FRAMETABLE_VIRT_END   VA(0xffff830000000000)
#define DIRECTMAP_VIRT_START  VA(0xffff830000000000)
#define DIRECTMAP_VIRT_END    VA(0xffff880000000000)

#define PERDOMAIN_SLOT 260
#define ROOT_HYPERVISOR_FIRST 256
#define ROOT_HYPERVISOR_LAST 271

/*
 * Per-domain area: vCPU n owns 128 KiB at PERDOMAIN_VIRT_START + n * 128 KiB:
 * 16 pages GDT window (14 of the guest, then Xen's reserved entries at byte 0xe000), 16 pages LDT window.
 */
#define GDT_LDT_VCPU_SHIFT 17
#define GDT_VIRT_START(v) (PERDOMAIN_VIRT_START + ((unsigned long)(v)->vcpu_id << GDT_LDT_VCPU_SHIFT))
#define LDT_VIRT_START(v) (GDT_VIRT_START(v) + (64UL << 10))
#define LDT_WINDOW_SIZE (64UL << 10)

/* Hypervisor selectors, at byte 0xe000 of every GDT; the ring 3 ones are the PV ABI's FLAT_* selectors. */
#define FIRST_RESERVED_GDT_PAGE 14
#ifdef __ASSEMBLY__ /* C has it from the public header */
#define FIRST_RESERVED_GDT_ENTRY 7168
#endif
#define XEN_CS64 0xe008         /* ring 0 */
#define XEN_DS64 0xe010
#define USER_CS32 0xe023        /* FLAT_RING3_CS32 */
#define USER_DS32 0xe02b        /* FLAT_RING3_DS32, and SS64 */
#define USER_CS64 0xe033        /* FLAT_RING3_CS64 */
#define XEN_TSS_SELECTOR 0xe040 /* 16 bytes */
#define XEN_LDT_SELECTOR 0xe050 /* 16 bytes */
#define XEN_PER_CPU_SELECTOR 0xe063 /* limit holds the CPU number */

#define STACK_ORDER 3
#define STACK_SIZE (VA(4096) << STACK_ORDER)

#endif
