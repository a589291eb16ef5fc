/* SPDX-License-Identifier: LGPL-2.1-only */
/* Mapping a domain's resources, which have no guest frame of their own. */
#include <stdlib.h>

#include "private.h"

xenforeignmemory_resource_handle *
xenforeignmemory_map_resource(xenforeignmemory_handle *fmem, domid_t domid, unsigned int type,
			      unsigned int id, unsigned long frame, unsigned long nr_frames,
			      void **paddr, int prot, int flags)
{
	xenforeignmemory_resource_handle *fres;
	int saved;

	if (!nr_frames || nr_frames > SIZE_MAX >> PAGE_SHIFT) {
		errno = EINVAL;
		return NULL;
	}
	fres = calloc(1, sizeof(*fres));
	if (!fres)
		return NULL;

	*fres = (xenforeignmemory_resource_handle){
		.domid = domid, .type = type, .id = id,
		.frame = frame, .nr_frames = nr_frames,
		.addr = *paddr, .prot = prot, .flags = flags,
	};

	if (!os_fmem_map_resource(fmem, fres)) {
		*paddr = fres->addr;
		return fres;
	}

	saved = errno;
	free(fres);
	errno = saved;
	return NULL;
}

int xenforeignmemory_unmap_resource(xenforeignmemory_handle *fmem,
				    xenforeignmemory_resource_handle *fres)
{
	int rc;

	if (!fres)
		return 0;
	rc = os_fmem_unmap(fres->addr, fres->nr_frames);
	free(fres);
	return rc;
}

int xenforeignmemory_resource_size(xenforeignmemory_handle *fmem, domid_t domid, unsigned int type,
				   unsigned int id, size_t *size)
{
	xenforeignmemory_resource_handle fres = { .domid = domid, .type = type, .id = id };

	if (os_fmem_map_resource(fmem, &fres))
		return -1;
	*size = (size_t)fres.nr_frames << PAGE_SHIFT;
	return 0;
}
