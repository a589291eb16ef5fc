/* SPDX-License-Identifier: LGPL-2.1-only */
/* A PV guest's frames, as the tools see them: the machine's M2P and the guest's own p2m. */
#ifndef GUEST_SR_PV_GUEST_H
#define GUEST_SR_PV_GUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <xenctrl.h>
#include "xenguest.h"

struct pv_guest {
	xc_interface *xch;
	uint32_t domid;
	unsigned int width;             /* bytes */
	unsigned int levels;

	unsigned long max_mfn;          /* below */
	const uint64_t *m2p;
	size_t m2p_pages;

	shared_info_x86_64_t *shinfo;

	/* the guest's p2m list; it changes under us while the guest runs */
	const volatile uint64_t *p2m;
	uint64_t p2m_size;              /* entries */
	unsigned int nr_p2m_frames;
	xen_pfn_t *p2m_frames;          /* mfns */
	uint64_t p2m_generation;
};

/* All log their failures. pv_guest_init() asks for the width; only 64-bit guests are supported. */
int pv_guest_init(struct pv_guest *g, xc_interface *xch, uint32_t domid);
int pv_guest_map_m2p(struct pv_guest *g);
int pv_guest_map_shared_info(struct pv_guest *g);
int pv_guest_map_p2m(struct pv_guest *g);
void pv_guest_unmap(struct pv_guest *g);

/* The machine-to-physical table for frames below max_mfn, whole; NULL on failure (logged). */
void *pv_map_m2p(xc_interface *xch, unsigned long max_mfn, int prot, size_t *pages,
		 unsigned long *mfn0);

/* The pfn the guest has a frame at; false if the frame is not the guest's. */
bool pv_mfn_to_pfn(const struct pv_guest *g, uint64_t mfn, uint64_t *pfn);
/* The frame at a pfn; false if there is none of its own. */
bool pv_pfn_to_mfn(const struct pv_guest *g, uint64_t pfn, uint64_t *mfn);

#endif
