/* SPDX-License-Identifier: GPL-2.0-only */
/* Grant tables as the rest of the hypervisor uses them. */
#ifndef XEN_GRANT_TABLE_H
#define XEN_GRANT_TABLE_H

#include <xen/mm-frame.h>
#include <xen/types.h>
#include <public/grant_table.h>

struct domain;

/* Creation. Limits in frames, -1: the default of the command line. @opts: XEN_DOMCTL_GRANT_*. -ENOMEM, -EINVAL. */
int grant_table_init(struct domain *d, int max_frames, int max_maptrack_frames, unsigned int opts);
/* Dying: gives back all that d has mapped of others; 0 or -ERESTART. */
int gnttab_release_mappings(struct domain *d);
/* Creation failed: the table's frames are not the domain's any more (else relinquishing its memory sees to that). */
void gnttab_drop_frames(struct domain *d);
/* Last: nobody refers to d any more. */
void grant_table_destroy(struct domain *d);
/* XENMEM_acquire_resource: frame @idx of d's table (grown if need be) or of its status frames. -EINVAL, -ENOMEM. */
int gnttab_acquire_resource(struct domain *d, unsigned int id, unsigned int frame, unsigned int nr, mfn_t mfns[]);
unsigned int gnttab_resource_max_frames(const struct domain *d, unsigned int id);
/* XENMAPSPACE_grant_table: the frame to be mapped at @gfn. */
int gnttab_map_frame(struct domain *d, unsigned long idx, gfn_t gfn, mfn_t *mfn);
void gnttab_dump(struct domain *d);

/* Arch: entries of current's page tables; no lock held. GNTST_*. The references are the grant table's. */
int create_grant_host_mapping(u64 host_addr, mfn_t frame, unsigned int flags, unsigned int cache);
int replace_grant_host_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags);

#endif
