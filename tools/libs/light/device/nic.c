// SPDX-License-Identifier: LGPL-2.1-only
/* Network interfaces: vif. */
#include "device/device.h"
#include "types/json.h"

#define MTU_DEFAULT 1500
#define MTU_MIN 68 /* of IPv4, RFC 791 */
#define MTU_MAX 65535

/* 00:16:3e is Xen's; the top bit of the next byte is left to addresses given by hand */
static void random_mac(libxl_mac mac)
{
	libxl_uuid r;

	libxl_uuid_generate(&r);
	mac[0] = 0x00;
	mac[1] = 0x16;
	mac[2] = 0x3e;
	mac[3] = r.uuid[0] & 0x7f;
	mac[4] = r.uuid[1];
	mac[5] = r.uuid[2];
}

static bool is_zero(const libxl_mac mac)
{
	static const libxl_mac zero;

	return !memcmp(mac, zero, sizeof(zero));
}

static int nic_setdefault(libxl__gc *gc, uint32_t domid, void *dev, bool hotplug)
{
	libxl_device_nic *nic = dev;

	if (!nic->mtu)
		nic->mtu = MTU_DEFAULT;
	if (nic->mtu < MTU_MIN || nic->mtu > MTU_MAX) {
		LOGD(ERROR, domid, "vif %d: mtu=%d is not from %d to %d", nic->devid, nic->mtu, MTU_MIN, MTU_MAX);
		return ERROR_INVAL;
	}
	if (is_zero(nic->mac))
		random_mac(nic->mac);
	if (!nic->bridge)
		nic->bridge = libxl__strdup(NULL, "xenbr0");
	if (!nic->script)
		nic->script = libxl__strdup(NULL, XEN_SCRIPT_DIR "/vif-bridge");
	if (nic->nictype == LIBXL_NIC_TYPE_UNKNOWN)
		nic->nictype = LIBXL_NIC_TYPE_VIF;
	if (nic->nictype == LIBXL_NIC_TYPE_VIF_IOEMU) {
		LOGD(ERROR, domid, "vif %d: an emulated card needs a device model, which is not "
		     "implemented yet; use type=vif", nic->devid);
		return ERROR_NI;
	}
	libxl_defbool_setdefault(&nic->trusted, true);
	return 0;
}

static int nic_fill(libxl__gc *gc, uint32_t domid, void *dev, struct libxl__device_nodes *nodes)
{
	libxl_device_nic *nic = dev;
	struct libxl__nodes *b = &nodes->back, *f = &nodes->front;
	const char *script = *nic->script == '/' ? nic->script :
		SPRINTF("%s/%s", XEN_SCRIPT_DIR, nic->script);

	libxl__nodes_add(gc, b, "frontend-id", "%u", domid);
	libxl__nodes_add(gc, b, "online", "1");
	libxl__nodes_add(gc, b, "state", "%d", XENBUS_INITIALISING);
	libxl__nodes_add(gc, b, "script", "%s", script);
	if (nic->ifname)
		libxl__nodes_add(gc, b, "vifname", "%s", nic->ifname);
	libxl__nodes_add(gc, b, "mac", LIBXL_MAC_FMT, LIBXL_MAC_BYTES(nic->mac));
	if (nic->ip)
		libxl__nodes_add(gc, b, "ip", "%s", nic->ip);
	if (nic->gatewaydev)
		libxl__nodes_add(gc, b, "gatewaydev", "%s", nic->gatewaydev);
	if (nic->rate_interval_usecs > 0)
		libxl__nodes_add(gc, b, "rate", "%" PRIu64 ",%" PRIu32,
				 nic->rate_bytes_per_interval, nic->rate_interval_usecs);
	libxl__nodes_add(gc, b, "bridge", "%s", nic->bridge);
	if (nic->mtu != MTU_DEFAULT)
		libxl__nodes_add(gc, b, "mtu", "%d", nic->mtu);
	libxl__nodes_add(gc, b, "handle", "%d", nic->devid);
	libxl__nodes_add(gc, b, "type", "%s", libxl_nic_type_to_string(nic->nictype));
	libxl__nodes_add(gc, b, "hotplug-status", "%s", "");

	libxl__nodes_add(gc, f, "handle", "%d", nic->devid);
	libxl__nodes_add(gc, f, "mac", LIBXL_MAC_FMT, LIBXL_MAC_BYTES(nic->mac));
	libxl__nodes_add(gc, f, "trusted", "%d", libxl_defbool_val(nic->trusted));
	libxl__nodes_add(gc, &nodes->front_ro, "mtu", "%d", nic->mtu);
	return 0;
}

static char *read_dup(libxl__gc *gc, const char *path, const char *name)
{
	return libxl__strdup(NULL, libxl__xs_readf(gc, XBT_NULL, "%s/%s", path, name));
}

static int nic_read(libxl__gc *gc, const char *path, void *dev)
{
	libxl_device_nic *nic = dev;
	const char *v;

	v = libxl__xs_readf(gc, XBT_NULL, "%s/mac", path);
	if (v && libxl__parse_mac(v, nic->mac))
		return ERROR_FAIL;
	v = libxl__xs_readf(gc, XBT_NULL, "%s/mtu", path);
	nic->mtu = v ? atoi(v) : MTU_DEFAULT;
	nic->ip = read_dup(gc, path, "ip");
	nic->bridge = read_dup(gc, path, "bridge");
	nic->script = read_dup(gc, path, "script");
	nic->ifname = read_dup(gc, path, "vifname");
	nic->gatewaydev = read_dup(gc, path, "gatewaydev");
	v = libxl__xs_readf(gc, XBT_NULL, "%s/rate", path);
	if (v && sscanf(v, "%" SCNu64 ",%" SCNu32, &nic->rate_bytes_per_interval,
			&nic->rate_interval_usecs) != 2)
		return ERROR_FAIL;
	v = libxl__xs_readf(gc, XBT_NULL, "%s/type", path);
	nic->nictype = LIBXL_NIC_TYPE_VIF;
	if (v)
		libxl_nic_type_from_string(v, &nic->nictype);
	return 0;
}

const struct libxl__device_type libxl__nic_type = {
	.name = "vif", .kind = "vif", LIBXL__ROW_DEVID(nic, nics),
	.setdefault = nic_setdefault, .fill = nic_fill, .read = nic_read,
};

LIBXL__DEFINE_ADD(nic)
LIBXL__DEFINE_REMOVE(nic)
LIBXL__DEFINE_LIST(nic)
LIBXL__DEFINE_FIND(nic)

int libxl_mac_to_device_nic(libxl_ctx *ctx, uint32_t domid, const char *mac, libxl_device_nic *nic)
{
	int i, n, rc = ERROR_INVAL;
	libxl_device_nic *list;
	libxl_mac wanted;
	SCOPE(ctx);

	libxl_device_nic_init(nic);
	if (libxl__parse_mac(mac, wanted))
		return ERROR_INVAL;
	list = libxl__device_list(gc, &libxl__nic_type, domid, &n);
	for (i = 0; i < n && rc; i++)
		if (!memcmp(list[i].mac, wanted, sizeof(wanted))) {
			libxl_device_nic_copy(ctx, nic, &list[i]);
			rc = 0;
		}
	libxl__device_list_free(&libxl__nic_type, list, n);
	return rc;
}

int libxl_device_nic_getinfo(libxl_ctx *ctx, uint32_t domid, const libxl_device_nic *nic,
			     libxl_nicinfo *info)
{
	struct libxl__device d;
	const char *front;
	SCOPE(ctx);

	libxl_nicinfo_init(info);
	libxl__device_address(gc, &libxl__nic_type, domid, (void *)nic, &d);
	front = libxl__device_info(gc, &d, (struct libxl__frontend_info){
		&info->backend, &info->frontend, &info->backend_id, &info->frontend_id,
		&info->devid, &info->state });
	if (!front)
		return ERROR_FAIL;
	info->evtch = libxl__xs_number(gc, front, "event-channel");
	info->rref_tx = libxl__xs_number(gc, front, "tx-ring-ref");
	info->rref_rx = libxl__xs_number(gc, front, "rx-ring-ref");
	return 0;
}
