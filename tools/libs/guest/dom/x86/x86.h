/* SPDX-License-Identifier: LGPL-2.1-only */
/* What the x86 guest builders share. */
#ifndef GUEST_DOM_X86_H
#define GUEST_DOM_X86_H

#include "../private.h"

#define PT_LEVELS     4
#define PT_SHIFT      9
#define SUPERPAGE_2M  9         /* orders */
#define SUPERPAGE_1G  18

/* A contiguous virtual range of a PV guest and the page tables that map it. */
struct pv_mapping {
	xen_vaddr_t from, to;           /* page-aligned, [from, to) */
	xen_pfn_t first_pfn;            /* mapped at from, the following ones after it */
	xen_pfn_t pt_pfn;               /* its tables are pt_count pages from here */
	xen_pfn_t pt_count;
	struct {
		xen_pfn_t pfn;
		xen_pfn_t tables;
	} level[PT_LEVELS];             /* 0: L1 */
};

/* arch_private of a PV guest */
struct pv_private {
	struct pv_mapping boot;         /* pfn 0 upwards at VIRT_BASE */
	struct pv_mapping p2m;          /* the p2m list at INIT_P2M; to == from if there is none */
};

/*
 * Counts the tables that map m (its from and to) and numbers them L4 first from pt_pfn on.
 * shared_l4: the top table is another mapping's. -1 if the range is not one of canonical addresses.
 */
int pv_mapping_layout(struct pv_mapping *m, bool shared_l4);

int pv_meminit(struct xc_dom_image *dom);
int pv_alloc_pgtables(struct xc_dom_image *dom);
int pv_alloc_p2m_list(struct xc_dom_image *dom);
int pv_setup_pgtables(struct xc_dom_image *dom);
int pv_start_info(struct xc_dom_image *dom);

int hvm_meminit(struct xc_dom_image *dom);
int hvm_alloc_magic_pages(struct xc_dom_image *dom);
int hvm_alloc_start_info(struct xc_dom_image *dom);
int hvm_fill_start_info(struct xc_dom_image *dom);
int hvm_vcpu(struct xc_dom_image *dom);

/* Maps pfn, clears it and leaves it mapped with the image. */
int xc_dom_clear_page(struct xc_dom_image *dom, xen_pfn_t pfn);
/* The XENMEMF_* flags that put memory of virtual node nid where the configuration says. */
unsigned int vnode_mem_flags(struct xc_dom_image *dom, unsigned int nid);

#endif
