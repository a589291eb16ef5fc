// SPDX-License-Identifier: LGPL-2.1-only
/* Which node each PCI device of the host is attached to. */
#include <dirent.h>

#include "internal.h"

#define PCI_DEVICES "/sys/bus/pci/devices"

static int scan(libxl__gc *gc, physdev_pci_device_t **devs)
{
	unsigned int seg, bus, dev, func;
	DIR *d = opendir(PCI_DEVICES);
	struct dirent *e;
	int n = 0;

	*devs = NULL;
	if (!d) {
		if (errno == ENOENT)
			return 0;
		LOGE(ERROR, "cannot list %s", PCI_DEVICES);
		return -1;
	}
	while ((e = readdir(d))) {
		if (sscanf(e->d_name, "%x:%x:%x.%u", &seg, &bus, &dev, &func) != 4)
			continue;
		*devs = libxl__realloc(gc, *devs, (n + 1) * sizeof(**devs));
		(*devs)[n++] = (physdev_pci_device_t){ seg, bus, dev << 3 | func };
	}
	closedir(d);
	return n;
}

libxl_pcitopology *libxl_get_pci_topology(libxl_ctx *ctx, int *num_devs)
{
	physdev_pci_device_t *devs;
	libxl_pcitopology *out;
	uint32_t *nodes;
	int i, n;
	SCOPE(ctx);

	*num_devs = 0;
	n = scan(gc, &devs);
	if (n <= 0)
		return NULL;
	nodes = NEW_ARRAY(gc, uint32_t, n);
	if (xc_pcitopoinfo(ctx->xch, n, devs, nodes)) {
		LOGE(ERROR, "cannot get the nodes of PCI devices");
		return NULL;
	}
	out = libxl__zalloc_raw(n * sizeof(*out));
	for (i = 0; i < n; i++) {
		out[i].seg = devs[i].seg;
		out[i].bus = devs[i].bus;
		out[i].devfn = devs[i].devfn;
		out[i].node = nodes[i] == XEN_INVALID_NODE_ID || nodes[i] == XEN_INVALID_DEV ?
			LIBXL_PCITOPOLOGY_INVALID_ENTRY : nodes[i];
	}
	*num_devs = n;
	return out;
}

void libxl_pcitopology_list_free(libxl_pcitopology *list, int num_devs)
{
	free(list);
}
