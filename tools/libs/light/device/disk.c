// SPDX-License-Identifier: LGPL-2.1-only
/* Disks: vbd, served by the kernel (phy). */
#include <sys/stat.h>

#include "device/device.h"

/* ---- virtual device names ---- */

/* "a", "b", ..., "z", "aa", ...; -1 when there is no letter or too many */
static int letters(const char **s)
{
	int n = 0;

	if (**s < 'a' || **s > 'z')
		return -1;
	for (; **s >= 'a' && **s <= 'z'; (*s)++) {
		n = n * 26 + (**s - 'a' + 1);
		if (n > 1 << 20)
			return -1;
	}
	return n - 1;
}

/* a decimal number, or dflt when there is none */
static int digits(const char **s, int dflt)
{
	char *end;
	long v;

	if (**s < '0' || **s > '9')
		return dflt;
	v = strtol(*s, &end, 10);
	*s = end;
	return v > 1 << 20 ? -1 : v;
}

/* Xen's own numbering: the old form as far as it goes, the extended one beyond */
static int xvd_number(int disk, int part)
{
	if (disk < 16 && part < 16)
		return 202 << 8 | disk << 4 | part;
	if (disk < 1 << 20 && part < 256)
		return 1 << 28 | disk << 8 | part;
	return -1;
}

static int number_of(const char *name, int *disk, int *part)
{
	const char *s = name;
	int len = 0;

	if (*s == 'd' && s[1] >= '0' && s[1] <= '9') { /* d3 or d3p1 */
		s++;
		*disk = digits(&s, -1);
		*part = 0;
		if (*s == 'p') {
			s++;
			*part = digits(&s, -1);
		}
		return *s || *disk < 0 || *part < 0 ? -1 : xvd_number(*disk, *part);
	}
	if (!strncmp(s, "xvd", 3))
		len = 3;
	else if (!strncmp(s, "hd", 2) || !strncmp(s, "sd", 2))
		len = 2;
	if (!len)
		return -1;
	s += len;
	*disk = letters(&s);
	*part = digits(&s, 0);
	if (*s || *disk < 0 || *part < 0)
		return -1;
	if (len == 3)
		return xvd_number(*disk, *part);
	if (*name == 'h')
		return *disk < 4 && *part < 64 ?
			(*disk < 2 ? 3 : 22) << 8 | (*disk & 1) << 6 | *part : -1;
	return *disk < 16 && *part < 16 ? 8 << 8 | *disk << 4 | *part : -1;
}

/* number of the device called vdev, or -1; docs/man/xen-vbd-interface.7 has the numbering */
int libxl__vdev_number(const char *vdev, int *pdisk, int *ppart)
{
	int disk = -1, part = 0, n;
	char *end;

	if (!vdev)
		return -1;
	n = number_of(vdev, &disk, &part);
	if (n < 0 && *vdev >= '0' && *vdev <= '9') { /* the number itself */
		unsigned long v = strtoul(vdev, &end, 0);

		if (*end || v > INT32_MAX)
			return -1;
		n = v;
		if (n >> 28 == 1)
			disk = (n >> 8) & 0xfffff;
		else
			disk = (n >> 4) & 0xf;
	}
	if (pdisk)
		*pdisk = disk;
	if (ppart)
		*ppart = part;
	return n;
}

/* ---- choosing the backend ---- */

static const char *const backend_names[] = {
	[LIBXL_DISK_BACKEND_PHY] = "phy",
	[LIBXL_DISK_BACKEND_TAP] = "tap",
	[LIBXL_DISK_BACKEND_QDISK] = "qdisk",
	[LIBXL_DISK_BACKEND_STANDALONE] = "standalone",
};

/* The kernel's backend takes block devices and, through the block script, raw files. */
static int choose_backend(libxl__gc *gc, uint32_t domid, libxl_device_disk *disk)
{
	bool raw = disk->format == LIBXL_DISK_FORMAT_RAW ||
		   disk->format == LIBXL_DISK_FORMAT_UNKNOWN ||
		   disk->format == LIBXL_DISK_FORMAT_EMPTY;
	struct stat st;

	if (disk->backend == LIBXL_DISK_BACKEND_TAP) {
		LOGD(ERROR, domid, "disk %s: blktap is not supported; use backendtype=phy",
		     disk->vdev);
		return ERROR_FEATURE_REMOVED;
	}
	if (disk->backend == LIBXL_DISK_BACKEND_QDISK ||
	    disk->backend == LIBXL_DISK_BACKEND_STANDALONE ||
	    disk->specification == LIBXL_DISK_SPECIFICATION_VIRTIO || !raw) {
		LOGD(ERROR, domid, "disk %s: %s needs a device model, which is not implemented "
		     "yet; use a raw image or a block device", disk->vdev,
		     raw ? "this kind of backend" : libxl_disk_format_to_string(disk->format));
		return ERROR_NI;
	}
	if (disk->format != LIBXL_DISK_FORMAT_EMPTY && !disk->script && !disk->backend_domid &&
	    disk->pdev_path && *disk->pdev_path == '/') {
		if (stat(disk->pdev_path, &st)) {
			LOGED(ERROR, domid, "disk %s: %s", disk->vdev, disk->pdev_path);
			return ERROR_INVAL;
		}
		if (!S_ISBLK(st.st_mode) && !S_ISREG(st.st_mode)) {
			LOGD(ERROR, domid, "disk %s: %s is neither a block device nor a file",
			     disk->vdev, disk->pdev_path);
			return ERROR_INVAL;
		}
	}
	disk->backend = LIBXL_DISK_BACKEND_PHY;
	return 0;
}

static int disk_setdefault(libxl__gc *gc, uint32_t domid, void *dev, bool hotplug)
{
	libxl_device_disk *disk = dev;

	if (libxl__vdev_number(disk->vdev, NULL, NULL) < 0) {
		LOGD(ERROR, domid, "\"%s\" is no name of a virtual disk (try xvda)",
		     disk->vdev ? disk->vdev : "");
		return ERROR_INVAL;
	}
	if (!disk->pdev_path && !disk->is_cdrom && !disk->removable) {
		LOGD(ERROR, domid, "disk %s has no target", disk->vdev);
		return ERROR_INVAL;
	}
	if (!disk->pdev_path || !*disk->pdev_path)
		disk->format = LIBXL_DISK_FORMAT_EMPTY;
	if (disk->is_cdrom) {
		disk->removable = 1;
		disk->readwrite = 0;
	}
	libxl_defbool_setdefault(&disk->discard_enable, !!disk->readwrite);
	libxl_defbool_setdefault(&disk->colo_enable, false);
	libxl_defbool_setdefault(&disk->colo_restore_enable, false);
	libxl_defbool_setdefault(&disk->trusted, true);
	if (libxl_defbool_val(disk->colo_enable) || libxl_defbool_val(disk->colo_restore_enable)) {
		LOGD(ERROR, domid, "disk %s: COLO is not implemented yet", disk->vdev);
		return ERROR_NI;
	}
	if (disk->specification == LIBXL_DISK_SPECIFICATION_UNKNOWN)
		disk->specification = LIBXL_DISK_SPECIFICATION_XEN;
	return choose_backend(gc, domid, disk);
}

static int disk_address(libxl__gc *gc, uint32_t domid, void *dev, struct libxl__device *out)
{
	libxl_device_disk *disk = dev;

	out->devid = libxl__vdev_number(disk->vdev, NULL, NULL);
	if (out->devid < 0) {
		LOGD(ERROR, domid, "\"%s\" is no name of a virtual disk",
		     disk->vdev ? disk->vdev : "");
		return ERROR_INVAL;
	}
	return 0;
}

static int disk_fill(libxl__gc *gc, uint32_t domid, void *dev, struct libxl__device_nodes *nodes)
{
	libxl_device_disk *disk = dev;
	const char *script = disk->script ? disk->script : "block";
	const char *type = disk->is_cdrom ? "cdrom" : "disk";
	struct libxl__nodes *b = &nodes->back, *f = &nodes->front;

	if (*script != '/')
		script = SPRINTF("%s/%s", XEN_SCRIPT_DIR, script);
	libxl__nodes_add(gc, b, "params", "%s", disk->pdev_path ? disk->pdev_path : "");
	/* an empty drive has nothing to set up */
	if (disk->format != LIBXL_DISK_FORMAT_EMPTY)
		libxl__nodes_add(gc, b, "script", "%s", script);
	libxl__nodes_add(gc, b, "frontend-id", "%u", domid);
	libxl__nodes_add(gc, b, "online", "1");
	libxl__nodes_add(gc, b, "removable", "%d", disk->removable ? 1 : 0);
	libxl__nodes_add(gc, b, "bootable", "1");
	libxl__nodes_add(gc, b, "state", "%d", XENBUS_INITIALISING);
	libxl__nodes_add(gc, b, "dev", "%s", disk->vdev);
	libxl__nodes_add(gc, b, "type", "%s", backend_names[disk->backend]);
	libxl__nodes_add(gc, b, "mode", "%s", disk->readwrite ? "w" : "r");
	libxl__nodes_add(gc, b, "device-type", "%s", type);
	if (disk->direct_io_safe)
		libxl__nodes_add(gc, b, "direct-io-safe", "1");
	libxl__nodes_add(gc, b, "discard-enable", "%d", libxl_defbool_val(disk->discard_enable));
	libxl__nodes_add(gc, b, "specification", "%s",
			 libxl_disk_specification_to_string(disk->specification));

	libxl__nodes_add(gc, f, "virtual-device", "%d",
			 libxl__vdev_number(disk->vdev, NULL, NULL));
	libxl__nodes_add(gc, f, "device-type", "%s", type);
	libxl__nodes_add(gc, f, "trusted", "%d", libxl_defbool_val(disk->trusted));
	/* only the word size of a PV guest is known to us; others say it themselves */
	if (libxl__domain_type(gc, domid) == LIBXL_DOMAIN_TYPE_PV)
		libxl__nodes_add(gc, f, "protocol", "%s",
				 xc_domain_get_native_protocol(gc->ctx->xch, domid));
	return 0;
}

static int disk_read(libxl__gc *gc, const char *path, void *dev)
{
	libxl_device_disk *disk = dev;
	const char *v;

	v = libxl__xs_readf(gc, XBT_NULL, "%s/params", path);
	if (v && *v)
		disk->pdev_path = libxl__strdup(NULL, v);
	else
		disk->format = LIBXL_DISK_FORMAT_EMPTY;
	v = libxl__xs_readf(gc, XBT_NULL, "%s/type", path);
	if (!v)
		return ERROR_FAIL;
	libxl_string_to_backend(gc->ctx, (char *)v, &disk->backend);
	v = libxl__xs_readf(gc, XBT_NULL, "%s/specification", path);
	disk->specification = LIBXL_DISK_SPECIFICATION_XEN;
	if (v)
		libxl_disk_specification_from_string(v, &disk->specification);
	disk->vdev = libxl__strdup(NULL, libxl__xs_readf(gc, XBT_NULL, "%s/dev", path));
	v = libxl__xs_readf(gc, XBT_NULL, "%s/removable", path);
	disk->removable = v && atoi(v);
	v = libxl__xs_readf(gc, XBT_NULL, "%s/mode", path);
	disk->readwrite = v && !strcmp(v, "w");
	v = libxl__xs_readf(gc, XBT_NULL, "%s/device-type", path);
	disk->is_cdrom = v && !strcmp(v, "cdrom");
	if (disk->format == LIBXL_DISK_FORMAT_UNKNOWN && disk->backend == LIBXL_DISK_BACKEND_PHY)
		disk->format = LIBXL_DISK_FORMAT_RAW;
	return 0;
}

static bool disk_same(const void *a, const void *b)
{
	const libxl_device_disk *x = a, *y = b;

	return libxl__vdev_number(x->vdev, NULL, NULL) == libxl__vdev_number(y->vdev, NULL, NULL);
}

const struct libxl__device_type libxl__disk_type = {
	.name = "disk", .kind = "vbd", LIBXL__ROW(disk, disks), .devid_offset = -1,
	.setdefault = disk_setdefault, .address = disk_address, .fill = disk_fill,
	.read = disk_read, .same = disk_same,
};

LIBXL__DEFINE_ADD(disk)
LIBXL__DEFINE_REMOVE(disk)
LIBXL__DEFINE_LIST(disk)

int libxl_device_disk_safe_remove(libxl_ctx *ctx, uint32_t domid, libxl_device_disk *disk,
				  const libxl_asyncop_how *ao_how)
{
	return libxl__public_remove(ctx, &libxl__disk_type, domid, disk, LIBXL__REMOVE_ASK_ONLY,
				    ao_how);
}

int libxl__vdev_to_disk(libxl__gc *gc, uint32_t domid, const char *vdev, libxl_device_disk *disk)
{
	int n, devid = libxl__vdev_number(vdev, NULL, NULL), rc = ERROR_INVAL;
	libxl_device_disk *list, wanted = { .vdev = (char *)vdev }, *found;

	libxl_device_disk_init(disk);
	if (devid < 0)
		return ERROR_INVAL;
	list = libxl__device_list(gc, &libxl__disk_type, domid, &n);
	found = libxl__list_find(&libxl__disk_type, list, n, &wanted);
	if (found) {
		libxl_device_disk_copy(gc->ctx, disk, found);
		rc = 0;
	}
	libxl__device_list_free(&libxl__disk_type, list, n);
	return rc;
}

int libxl_vdev_to_device_disk(libxl_ctx *ctx, uint32_t domid, const char *vdev,
			      libxl_device_disk *disk)
{
	SCOPE(ctx);

	return libxl__vdev_to_disk(gc, domid, vdev, disk);
}

int libxl_device_disk_getinfo(libxl_ctx *ctx, uint32_t domid, const libxl_device_disk *disk,
			      libxl_diskinfo *info)
{
	struct libxl__device d;
	const char *front;
	SCOPE(ctx);

	libxl_diskinfo_init(info);
	if (libxl__device_address(gc, &libxl__disk_type, domid, (void *)disk, &d))
		return ERROR_INVAL;
	front = libxl__device_info(gc, &d, (struct libxl__frontend_info){
		&info->backend, &info->frontend, &info->backend_id, &info->frontend_id,
		&info->devid, &info->state });
	if (!front)
		return ERROR_FAIL;
	info->evtch = libxl__xs_number(gc, front, "event-channel");
	info->rref = libxl__xs_number(gc, front, "ring-ref");
	return 0;
}

int libxl_cdrom_insert(libxl_ctx *ctx, uint32_t domid, libxl_device_disk *disk,
		       const libxl_asyncop_how *ao_how)
{
	return libxl__not_implemented(ctx, "changing the medium of a CD-ROM drive");
}

int libxl_string_to_backend(libxl_ctx *ctx, char *s, libxl_disk_backend *backend)
{
	size_t i;

	if (!strcmp(s, "file")) {
		*backend = LIBXL_DISK_BACKEND_TAP;
		return 0;
	}
	for (i = 1; i < ARRAY_SIZE(backend_names); i++)
		if (!strncmp(s, backend_names[i], strlen(backend_names[i]))) {
			*backend = i;
			return 0;
		}
	return ERROR_INVAL;
}
