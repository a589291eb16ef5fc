// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Device types whose backend is a device model or another domain's program. They are known here, so
 * that a configuration which asks for one is refused with its name, and lists are empty.
 */
#include "device/device.h"

/* Rows that differ only in names. `same` is NULL: the devid decides. */
#define REFUSED(n, list, kind_, text) \
	static int n##_refuse(libxl__gc *gc, uint32_t domid, void *dev, bool hotplug) \
	{ return libxl__not_implemented(gc->ctx, text); } \
	static int n##_fill(libxl__gc *gc, uint32_t domid, void *dev, \
			    struct libxl__device_nodes *nodes) \
	{ return ERROR_NI; } \
	const struct libxl__device_type libxl__##n##_type = { \
		.name = #n, .kind = kind_, LIBXL__ROW_DEVID(n, list), \
		.setdefault = n##_refuse, .fill = n##_fill, \
	}

REFUSED(vkb, vkbs, "vkbd", "a virtual keyboard (vkb=)");
REFUSED(vfb, vfbs, "vfb", "a virtual frame buffer (vfb=)");
REFUSED(vtpm, vtpms, "vtpm", "a virtual TPM (vtpm=)");
REFUSED(vdispl, vdispls, "vdispl", "a virtual display (vdispl=)");
REFUSED(vsnd, vsnds, "vsnd", "virtual sound (vsnd=)");
REFUSED(p9, p9s, "9pfs", "a 9pfs share (p9=)");
REFUSED(pvcallsif, pvcallsifs, "pvcalls", "a PV calls interface (pvcalls=)");
REFUSED(usbctrl, usbctrls, "vusb", "a USB controller (usbctrl=)");

LIBXL__DEFINE_ADD(vkb)
LIBXL__DEFINE_REMOVE(vkb)
LIBXL__DEFINE_LIST(vkb)
LIBXL__DEFINE_FIND(vkb)
LIBXL__DEFINE_ADD(vfb)
LIBXL__DEFINE_REMOVE(vfb)
LIBXL__DEFINE_ADD(vtpm)
LIBXL__DEFINE_REMOVE(vtpm)
LIBXL__DEFINE_LIST(vtpm)
LIBXL__DEFINE_FIND(vtpm)
LIBXL__DEFINE_ADD(vdispl)
LIBXL__DEFINE_REMOVE(vdispl)
LIBXL__DEFINE_LIST(vdispl)
LIBXL__DEFINE_FIND(vdispl)
LIBXL__DEFINE_ADD(vsnd)
LIBXL__DEFINE_REMOVE(vsnd)
LIBXL__DEFINE_LIST(vsnd)
LIBXL__DEFINE_FIND(vsnd)
LIBXL__DEFINE_REMOVE(p9)
LIBXL__DEFINE_REMOVE(pvcallsif)
LIBXL__DEFINE_ADD(usbctrl)
LIBXL__DEFINE_REMOVE(usbctrl)
LIBXL__DEFINE_LIST(usbctrl)
LIBXL__DEFINE_FIND(usbctrl)

/* Information about a device that cannot be there. */
#define NO_INFO(n, info) \
	int libxl_device_##n##_getinfo(libxl_ctx *ctx, uint32_t domid, \
				       const libxl_device_##n *dev, libxl_##info *out) \
	{ libxl_##info##_init(out); return libxl__not_implemented(ctx, __func__); }

NO_INFO(vkb, vkbinfo)
NO_INFO(vtpm, vtpminfo)
NO_INFO(vdispl, vdisplinfo)
NO_INFO(vsnd, vsndinfo)
NO_INFO(usbctrl, usbctrlinfo)

int libxl_uuid_to_device_vtpm(libxl_ctx *ctx, uint32_t domid, libxl_uuid *uuid,
			      libxl_device_vtpm *vtpm)
{
	libxl_device_vtpm_init(vtpm);
	return libxl__not_implemented(ctx, __func__);
}
