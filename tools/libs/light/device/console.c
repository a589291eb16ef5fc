// SPDX-License-Identifier: LGPL-2.1-only
/* Consoles and channels. Console 0 is the primary one; channels are named further ones. */
#include "device/device.h"

#define CONSOLE_RING_LIMIT (1024 * 1024) /* bytes that xenconsoled buffers for a guest */

int libxl__console_add(libxl__gc *gc, uint32_t domid, const struct libxl__console *c)
{
	struct libxl__device d = {
		.kind = "console", .backend_kind = "console", .domid = domid, .devid = c->devid };
	struct libxl__device_nodes nodes = { .front_is_ro = true };
	struct libxl__nodes *f = &nodes.front, *b = &nodes.back;

	libxl__nodes_add(gc, f, "limit", "%d", CONSOLE_RING_LIMIT);
	libxl__nodes_add(gc, f, "type", "%s", c->type);
	libxl__nodes_add(gc, f, "output", "%s", c->output);
	libxl__nodes_add(gc, f, "tty", "%s", "");
	libxl__nodes_add(gc, f, "port", "%d", c->port);
	libxl__nodes_add(gc, f, "ring-ref", "%lu", c->frame);
	libxl__nodes_add(gc, b, "frontend-id", "%u", domid);
	libxl__nodes_add(gc, b, "online", "1");
	libxl__nodes_add(gc, b, "state", "%d", XENBUS_INITIALISING);
	libxl__nodes_add(gc, b, "protocol", "%s", "vt100");
	return libxl__device_write(gc, &d, &nodes);
}

/* ---- channels ---- */

static int channel_setdefault(libxl__gc *gc, uint32_t domid, void *dev, bool hotplug)
{
	libxl_device_channel *channel = dev;

	if (!channel->name) {
		LOGD(ERROR, domid, "a channel has no name");
		return ERROR_INVAL;
	}
	if (channel->connection == LIBXL_CHANNEL_CONNECTION_UNKNOWN) {
		LOGD(ERROR, domid, "channel %s: no connection given (pty or socket)",
		     channel->name);
		return ERROR_INVAL;
	}
	return libxl__not_implemented(gc->ctx, "a channel (its backend is a device model)");
}

static int channel_fill(libxl__gc *gc, uint32_t domid, void *dev, struct libxl__device_nodes *nodes)
{
	return ERROR_NI;
}

static int channel_read(libxl__gc *gc, const char *path, void *dev)
{
	libxl_device_channel *channel = dev;
	const char *v = libxl__xs_readf(gc, XBT_NULL, "%s/name", path);
	libxl_channel_connection connection;

	if (!v)
		return ERROR_FAIL; /* a console, not a channel */
	channel->name = libxl__strdup(NULL, v);
	v = libxl__xs_readf(gc, XBT_NULL, "%s/connection", path);
	if (!v || libxl_channel_connection_from_string(v, &connection))
		return ERROR_FAIL;
	libxl_device_channel_init_connection(channel, connection);
	if (connection == LIBXL_CHANNEL_CONNECTION_SOCKET)
		channel->u.socket.path = libxl__strdup(NULL,
			libxl__xs_readf(gc, XBT_NULL, "%s/path", path));
	return 0;
}

const struct libxl__device_type libxl__channel_type = {
	.name = "channel", .kind = "console", LIBXL__ROW_DEVID(channel, channels),
	.setdefault = channel_setdefault, .fill = channel_fill, .read = channel_read,
};

libxl_device_channel *libxl_device_channel_list(libxl_ctx *ctx, uint32_t domid, int *num)
{
	return libxl__public_list(ctx, &libxl__channel_type, domid, num);
}

int libxl_device_channel_getinfo(libxl_ctx *ctx, uint32_t domid,
				 const libxl_device_channel *channel, libxl_channelinfo *info)
{
	struct libxl__device d;
	const char *front;
	SCOPE(ctx);

	libxl_channelinfo_init(info);
	libxl__device_address(gc, &libxl__channel_type, domid, (void *)channel, &d);
	front = libxl__device_info(gc, &d, (struct libxl__frontend_info){
		&info->backend, &info->frontend, &info->backend_id, &info->frontend_id,
		&info->devid, &info->state });
	if (!front)
		return ERROR_FAIL;
	info->rref = libxl__xs_number(gc, front, "ring-ref");
	info->evtch = libxl__xs_number(gc, front, "port");
	libxl_channelinfo_init_connection(info, channel->connection);
	if (channel->connection == LIBXL_CHANNEL_CONNECTION_PTY)
		info->u.pty.path = libxl__strdup(NULL,
			libxl__xs_readf(gc, XBT_NULL, "%s/tty", front));
	return 0;
}
