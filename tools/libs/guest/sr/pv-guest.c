// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Where a PV guest's frames are. The guest writes its p2m itself: an entry counts only if the
 * machine's M2P, which the hypervisor keeps, agrees with it.
 */
#include <sys/mman.h>

#include "sr.h"

/* one extent of the M2P as XENMEM_machphys_mfn_list gives them */
#define M2P_CHUNK_SHIFT  21
#define M2P_CHUNK_PAGES  (1UL << (M2P_CHUNK_SHIFT - PAGE_SHIFT))
#define M2P_PER_CHUNK    ((1UL << M2P_CHUNK_SHIFT) / sizeof(uint64_t))
#define ENTRIES          (PAGE_SIZE / sizeof(uint64_t))

#define PTE_PRESENT 1
#define PTE_PSE     0x80
#define PTE_MFN(e)  ((e) >> PAGE_SHIFT & 0xffffffffffULL)

#define G_ERR(g, fmt, args...) \
	xc_report_error((g)->xch, XC_INTERNAL_ERROR, "domain %u: " fmt, (g)->domid, ## args)

void *pv_map_m2p(xc_interface *xch, unsigned long max_mfn, int prot, size_t *pages,
		 unsigned long *mfn0)
{
	size_t chunks = DIV_ROUND_UP(max_mfn, M2P_PER_CHUNK);
	xen_pfn_t *extents = calloc(chunks, sizeof(*extents));
	xen_pfn_t *frames = calloc(chunks * M2P_CHUNK_PAGES, sizeof(*frames));
	void *m2p = NULL;

	if (!extents || !frames || xc_machphys_mfn_list(xch, chunks, extents)) {
		xc_report_error(xch, XC_INTERNAL_ERROR, "cannot find the machine-to-physical table: %s",
				strerror(errno));
		goto out;
	}
	for (size_t i = 0; i < chunks * M2P_CHUNK_PAGES; i++)
		frames[i] = extents[i / M2P_CHUNK_PAGES] + i % M2P_CHUNK_PAGES;
	*pages = chunks * M2P_CHUNK_PAGES;
	m2p = xenforeignmemory_map(xc_interface_fmem_handle(xch), DOMID_XEN, prot, *pages, frames,
				   NULL);
	if (!m2p)
		xc_report_error(xch, XC_INTERNAL_ERROR, "cannot map the machine-to-physical table: %s",
				strerror(errno));
	else if (mfn0)
		*mfn0 = extents[0];
out:
	free(frames);
	free(extents);
	return m2p;
}

int pv_guest_init(struct pv_guest *g, xc_interface *xch, uint32_t domid)
{
	memset(g, 0, sizeof(*g));
	g->xch = xch;
	g->domid = domid;
	if (xc_domain_get_guest_width(xch, domid, &g->width)) {
		G_ERR(g, "cannot find out its word size: %s", strerror(errno));
		return -1;
	}
	if (g->width != 8) {
		errno = EOPNOTSUPP;
		G_ERR(g, "32-bit PV guests are not supported");
		return -1;
	}
	g->levels = 4;
	return 0;
}

int pv_guest_map_m2p(struct pv_guest *g)
{
	unsigned long max;

	if (xc_maximum_ram_page(g->xch, &max)) {
		G_ERR(g, "cannot find out the highest frame: %s", strerror(errno));
		return -1;
	}
	g->max_mfn = max + 1;
	g->m2p = pv_map_m2p(g->xch, g->max_mfn, PROT_READ, &g->m2p_pages, NULL);
	return g->m2p ? 0 : -1;
}

int pv_guest_map_shared_info(struct pv_guest *g)
{
	xc_dominfo_t info;
	xen_pfn_t frame;

	if (xc_domain_getinfo(g->xch, g->domid, 1, &info) != 1 || info.domid != g->domid) {
		errno = ESRCH;
		G_ERR(g, "there is no such domain");
		return -1;
	}
	frame = info.shared_info_frame;
	g->shinfo = xenforeignmemory_map(xc_interface_fmem_handle(g->xch), g->domid,
					 PROT_READ | PROT_WRITE, 1, &frame, NULL);
	if (!g->shinfo)
		G_ERR(g, "cannot map its shared info (%#"PRI_xen_pfn"): %s", frame, strerror(errno));
	return g->shinfo ? 0 : -1;
}

/* Reads a page of the guest into buf. */
static int read_page(struct pv_guest *g, xen_pfn_t mfn, void *buf)
{
	xenforeignmemory_handle *fmem = xc_interface_fmem_handle(g->xch);
	void *page = xenforeignmemory_map(fmem, g->domid, PROT_READ, 1, &mfn, NULL);

	if (!page) {
		G_ERR(g, "cannot map its frame %#"PRI_xen_pfn": %s", mfn, strerror(errno));
		return -1;
	}
	memcpy(buf, page, PAGE_SIZE);
	xenforeignmemory_unmap(fmem, page, 1);
	return 0;
}

/* The frames of the list at p2m_vaddr, by the guest's own page tables; each table is read once. */
static int walk_linear(struct pv_guest *g, uint64_t cr3, uint64_t va)
{
	struct { xen_pfn_t mfn; uint64_t entry[ENTRIES]; } *table = calloc(4, sizeof(*table));
	int rc = -1;

	if (!table)
		return -1;
	for (unsigned int l = 0; l < 4; l++)
		table[l].mfn = INVALID_MFN;
	for (unsigned int i = 0; i < g->nr_p2m_frames; i++, va += PAGE_SIZE) {
		xen_pfn_t mfn = cr3 >> PAGE_SHIFT;

		for (int l = 3; l >= 0; l--) {
			uint64_t e;

			if (table[l].mfn != mfn) {
				if (read_page(g, mfn, table[l].entry))
					goto out;
				table[l].mfn = mfn;
			}
			e = table[l].entry[va >> (PAGE_SHIFT + 9 * l) & (ENTRIES - 1)];
			if (!(e & PTE_PRESENT) || (l && e & PTE_PSE)) {
				errno = ERANGE;
				G_ERR(g, "its p2m list is not mapped at %#"PRIx64" (level %d entry %#"
				      PRIx64")", va, l + 1, e);
				goto out;
			}
			mfn = PTE_MFN(e);
		}
		g->p2m_frames[i] = mfn;
	}
	rc = 0;
out:
	free(table);
	return rc;
}

/* The older way: a frame of frames of frames of entries. */
static int walk_tree(struct pv_guest *g, uint64_t top_mfn)
{
	uint64_t top[ENTRIES], mid[ENTRIES];

	if (read_page(g, top_mfn, top))
		return -1;
	for (unsigned int i = 0; i < g->nr_p2m_frames; i++) {
		if (i / ENTRIES >= ENTRIES) {
			errno = E2BIG;
			G_ERR(g, "it has more memory than its p2m tree can hold");
			return -1;
		}
		if (i % ENTRIES == 0 && read_page(g, top[i / ENTRIES], mid))
			return -1;
		g->p2m_frames[i] = mid[i % ENTRIES];
	}
	return 0;
}

int pv_guest_map_p2m(struct pv_guest *g)
{
	volatile struct arch_shared_info_x86_64 *arch = &g->shinfo->arch;
	uint64_t cr3 = arch->p2m_cr3, fll = arch->pfn_to_mfn_frame_list_list;

	g->p2m_generation = arch->p2m_generation;
	g->p2m_size = arch->max_pfn;
	if (!g->p2m_size || g->p2m_size > SR_MAX_PFN || (!cr3 && (!fll || fll == ~0ULL))) {
		errno = EINVAL;
		G_ERR(g, "it has not set up its p2m (max_pfn %#"PRIx64"): is it still booting?",
		      g->p2m_size);
		return -1;
	}
	if (cr3 && g->p2m_generation & 1) {
		errno = EAGAIN;
		G_ERR(g, "it is changing its p2m");
		return -1;
	}
	g->nr_p2m_frames = DIV_ROUND_UP(g->p2m_size, ENTRIES);
	g->p2m_frames = calloc(g->nr_p2m_frames, sizeof(*g->p2m_frames));
	if (!g->p2m_frames || (cr3 ? walk_linear(g, cr3, arch->p2m_vaddr) : walk_tree(g, fll)))
		return -1;
	g->p2m = xenforeignmemory_map(xc_interface_fmem_handle(g->xch), g->domid, PROT_READ,
				      g->nr_p2m_frames, g->p2m_frames, NULL);
	if (!g->p2m)
		G_ERR(g, "cannot map its p2m: %s", strerror(errno));
	return g->p2m ? 0 : -1;
}

void pv_guest_unmap(struct pv_guest *g)
{
	xenforeignmemory_handle *fmem;

	if (!g->p2m && !g->shinfo && !g->m2p && !g->p2m_frames)
		return;
	fmem = xc_interface_fmem_handle(g->xch);
	if (g->p2m)
		xenforeignmemory_unmap(fmem, (void *)g->p2m, g->nr_p2m_frames);
	if (g->shinfo)
		xenforeignmemory_unmap(fmem, g->shinfo, 1);
	if (g->m2p)
		xenforeignmemory_unmap(fmem, (void *)g->m2p, g->m2p_pages);
	free(g->p2m_frames);
	memset(g, 0, sizeof(*g));
}

bool pv_mfn_to_pfn(const struct pv_guest *g, uint64_t mfn, uint64_t *pfn)
{
	if (mfn >= g->max_mfn)
		return false;
	*pfn = g->m2p[mfn];
	return *pfn < g->p2m_size && g->p2m[*pfn] == mfn;
}

bool pv_pfn_to_mfn(const struct pv_guest *g, uint64_t pfn, uint64_t *mfn)
{
	if (pfn >= g->p2m_size)
		return false;
	*mfn = g->p2m[pfn];
	return *mfn < g->max_mfn && g->m2p[*mfn] == pfn;
}
