/* SPDX-License-Identifier: GPL-2.0-only */
/* Lists of devices: the words that each kind of device string consists of. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "../conf.h"
#include "../xl.h"
#include "config.h"
#include "spec.h"

/* Appends a device that libxl has initialised to the list of its kind and returns it. */
#define NEW_DEVICE(d, list, count, init) __extension__({                                  \
	(d)->list = xl_reallocarray((d)->list, (d)->count + 1, sizeof(*(d)->list));        \
	init(&(d)->list[(d)->count]);                                                      \
	&(d)->list[(d)->count++];                                                          \
})

static libxl_domain_config *domain_config(struct key_ctx *k)
{
	return &((struct config *)k->base)->d;
}

/* --- disk --- */

static int add_disk(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_disk *disk = NEW_DEVICE(d, disks, num_disks, libxl_device_disk_init);

	if (xlu_disk_parse(k->cfg, 1, &text, disk))
		return key_error(k, key, "entry %d is wrong; it looks like \"/dev/vg/lv,raw,xvda,rw\"",
				 index + 1);
	return 0;
}

int config_set_disks(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_disk);
}

/* --- vif --- */

static int set_rate(struct key_ctx *k, const struct key *key, void *device, const char *value)
{
	if (xlu_vif_parse_rate(k->cfg, value, device))
		return key_error(k, key, "`rate' looks like 10Mb/s, 250KB/s or 1MB/s@20ms");
	return 0;
}

static int set_model(struct key_ctx *k, const struct key *key, void *device, const char *value)
{
	libxl_device_nic *nic = device;

	free(nic->model);
	nic->model = xl_strdup(value);
	return 0;
}

static const struct key_word nic_types[] = {
	{ "vif", LIBXL_NIC_TYPE_VIF }, { "ioemu", LIBXL_NIC_TYPE_VIF_IOEMU }, { }
};

#define NIC(name) KEY_FIELD(libxl_device_nic, name)
static const struct spec_key vif_keys[] = {
	{ "mac", SPEC_MAC, NIC(mac) },
	{ "bridge", SPEC_STRING, NIC(bridge) },
	{ "gatewaydev", SPEC_STRING, NIC(gatewaydev) },
	{ "netdev", SPEC_STRING, NIC(gatewaydev) },
	{ "ip", SPEC_STRING, NIC(ip) },
	{ "script", SPEC_STRING, NIC(script) },
	{ "backend", SPEC_STRING, NIC(backend_domname) },
	{ "vifname", SPEC_STRING, NIC(ifname) },
	{ "type", SPEC_WORD, NIC(nictype), .words = nic_types },
	{ "model", .set = set_model },
	{ "rate", .set = set_rate },
	{ "mtu", SPEC_INT, NIC(mtu) },
	{ "devid", SPEC_INT, NIC(devid) },
	{ "trusted", SPEC_TRUE, NIC(trusted) },
	{ "untrusted", SPEC_FALSE, NIC(trusted) },
	{ "forwarddev", SPEC_STRING, NIC(coloft_forwarddev) },
	{ "accel", .type = SPEC_IGNORED },
};
static const struct spec_grammar vif_grammar = SPEC_GRAMMAR(vif_keys);

static void default_string(char **field, const char *value)
{
	if (!*field && value)
		*field = xl_strdup(value);
}

void config_vif_defaults(libxl_device_nic *nic)
{
	default_string(&nic->script, conf.vif_script);
	default_string(&nic->bridge, conf.vif_bridge);
	default_string(&nic->gatewaydev, conf.vif_gatewaydev);
	default_string(&nic->backend_domname, conf.vif_backend);
}

int config_parse_vif(struct key_ctx *k, const struct key *key, const char *text,
		     libxl_device_nic *nic)
{
	int rc = spec_parse(k, key, &vif_grammar, text, nic);

	if (!rc)
		config_vif_defaults(nic);
	return rc;
}

static int add_vif(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_nic *nic = NEW_DEVICE(d, nics, num_nics, libxl_device_nic_init);

	nic->devid = index;
	return config_parse_vif(k, key, text, nic);
}

int config_set_vifs(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_vif);
}

/* --- pci --- */

static int add_pci(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	struct config *c = k->base;
	libxl_device_pci *pci = NEW_DEVICE(&c->d, pcidevs, num_pcidevs, libxl_device_pci_init);

	pci->msitranslate = c->pci_msitranslate;
	pci->power_mgmt = c->pci_power_mgmt;
	pci->permissive = c->pci_permissive;
	pci->seize = c->pci_seize;
	pci->rdm_policy = LIBXL_RDM_RESERVE_POLICY_INVALID;
	if (xlu_pci_parse_spec_string(k->cfg, pci, text))
		return key_error(k, key, "entry %d is wrong; it looks like \"01:00.0\"", index + 1);
	return 0;
}

int config_set_pci(struct key_ctx *k, const struct key *key)
{
	struct config *c = k->base;
	int rc = spec_each(k, key, add_pci);

	if (c->d.num_pcidevs && c->d.c_info.type == LIBXL_DOMAIN_TYPE_PV)
		libxl_defbool_setdefault(&c->d.b_info.u.pv.e820_host, true);
	return rc;
}

int config_set_rdm(struct key_ctx *k, const struct key *key)
{
	const char *text = key_string(k, key);

	if (!text)
		return -1;
	if (xlu_rdm_parse(k->cfg, &domain_config(k)->b_info.u.hvm.rdm, text))
		return key_error(k, key, "it looks like \"strategy=host,policy=strict\"");
	return 0;
}

/* --- vfb and vkb --- */

#define VFB(name) KEY_FIELD(libxl_device_vfb, name)
static const struct spec_key vfb_keys[] = {
	{ "vnc", SPEC_DEFBOOL, VFB(vnc.enable) },
	{ "vnclisten", SPEC_STRING, VFB(vnc.listen) },
	{ "vncpasswd", SPEC_STRING, VFB(vnc.passwd) },
	{ "vncdisplay", SPEC_INT, VFB(vnc.display) },
	{ "vncunused", SPEC_DEFBOOL, VFB(vnc.findunused) },
	{ "keymap", SPEC_STRING, VFB(keymap) },
	{ "sdl", SPEC_DEFBOOL, VFB(sdl.enable) },
	{ "opengl", SPEC_DEFBOOL, VFB(sdl.opengl) },
	{ "display", SPEC_STRING, VFB(sdl.display) },
	{ "xauthority", SPEC_STRING, VFB(sdl.xauthority) },
	{ "backend", SPEC_STRING, VFB(backend_domname) },
	{ "type", .type = SPEC_IGNORED },
};
static const struct spec_grammar vfb_grammar = SPEC_GRAMMAR(vfb_keys);

/* A framebuffer of a PV guest comes with a keyboard. */
static int add_vfb(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_vfb *vfb;
	libxl_device_vkb *vkb;

	if (d->c_info.type != LIBXL_DOMAIN_TYPE_PV)
		return 0;
	vfb = NEW_DEVICE(d, vfbs, num_vfbs, libxl_device_vfb_init);
	vfb->devid = index;
	vkb = NEW_DEVICE(d, vkbs, num_vkbs, libxl_device_vkb_init);
	vkb->devid = index;
	return spec_parse(k, key, &vfb_grammar, text, vfb);
}

int config_set_vfbs(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_vfb);
}

static const struct key_word vkb_backends[] = {
	{ "qemu", LIBXL_VKB_BACKEND_QEMU }, { "linux", LIBXL_VKB_BACKEND_LINUX }, { }
};

#define VKB(name) KEY_FIELD(libxl_device_vkb, name)
static const struct spec_key vkb_keys[] = {
	{ "unique-id", SPEC_STRING, VKB(unique_id) },
	{ "backend", SPEC_STRING, VKB(backend_domname) },
	{ "backend-type", SPEC_WORD, VKB(backend_type), .words = vkb_backends },
	{ "feature-disable-keyboard", SPEC_BOOL, VKB(feature_disable_keyboard) },
	{ "feature-disable-pointer", SPEC_BOOL, VKB(feature_disable_pointer) },
	{ "feature-abs-pointer", SPEC_BOOL, VKB(feature_abs_pointer) },
	{ "feature-raw-pointer", SPEC_BOOL, VKB(feature_raw_pointer) },
	{ "feature-multi-touch", SPEC_BOOL, VKB(feature_multi_touch) },
	{ "multi-touch-width", SPEC_INT, VKB(multi_touch_width) },
	{ "multi-touch-height", SPEC_INT, VKB(multi_touch_height) },
	{ "multi-touch-num-contacts", SPEC_INT, VKB(multi_touch_num_contacts) },
	{ "width", SPEC_INT, VKB(width) },
	{ "height", SPEC_INT, VKB(height) },
};
static const struct spec_grammar vkb_grammar = SPEC_GRAMMAR(vkb_keys);

static int add_vkb(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_vkb *vkb = NEW_DEVICE(d, vkbs, num_vkbs, libxl_device_vkb_init);

	vkb->devid = d->num_vkbs - 1;
	if (spec_parse(k, key, &vkb_grammar, text, vkb))
		return -1;
	if (vkb->backend_type == LIBXL_VKB_BACKEND_UNKNOWN)
		return key_error(k, key, "backend-type should be set; it can be %s",
				 key_words_text(vkb_backends));
	return 0;
}

int config_set_vkbs(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_vkb);
}

/* --- the small ones --- */

#define VTPM(name) KEY_FIELD(libxl_device_vtpm, name)
static const struct spec_key vtpm_keys[] = {
	{ "backend", SPEC_STRING, VTPM(backend_domname) },
	{ "uuid", SPEC_UUID, VTPM(uuid) },
};
static const struct spec_grammar vtpm_grammar = SPEC_GRAMMAR(vtpm_keys);

static int add_vtpm(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_vtpm *vtpm = NEW_DEVICE(d, vtpms, num_vtpms, libxl_device_vtpm_init);

	vtpm->devid = index;
	libxl_uuid_generate(&vtpm->uuid);
	if (spec_parse(k, key, &vtpm_grammar, text, vtpm))
		return -1;
	return vtpm->backend_domname ? 0 : key_error(k, key, "a backend is needed: \"backend=DOMAIN\"");
}

int config_set_vtpms(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_vtpm);
}

#define P9(name) KEY_FIELD(libxl_device_p9, name)
static const struct spec_key p9_keys[] = {
	{ "tag", SPEC_STRING, P9(tag) },
	{ "path", SPEC_STRING, P9(path) },
	{ "security_model", SPEC_STRING, P9(security_model) },
	{ "backend", SPEC_STRING, P9(backend_domname) },
};
static const struct spec_grammar p9_grammar = SPEC_GRAMMAR(p9_keys);

static int add_p9(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_p9 *p9 = NEW_DEVICE(d, p9s, num_p9s, libxl_device_p9_init);

	p9->devid = index;
	if (spec_parse(k, key, &p9_grammar, text, p9))
		return -1;
	if (!p9->tag || !p9->path || !p9->security_model)
		return key_error(k, key, "tag, security_model and path are needed");
	return 0;
}

int config_set_p9s(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_p9);
}

#define PVCALLS(name) KEY_FIELD(libxl_device_pvcallsif, name)
static const struct spec_key pvcalls_keys[] = {
	{ "backend", SPEC_STRING, PVCALLS(backend_domname) },
};
static const struct spec_grammar pvcalls_grammar = SPEC_GRAMMAR(pvcalls_keys);

static int add_pvcalls(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_pvcallsif *p =
		NEW_DEVICE(d, pvcallsifs, num_pvcallsifs, libxl_device_pvcallsif_init);

	p->devid = index;
	return spec_parse(k, key, &pvcalls_grammar, text, p);
}

int config_set_pvcalls(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_pvcalls);
}

/* connection and path are put together below, because path belongs to one kind of connection. */
struct channel_words {
	char *backend, *name, *path;
	int connection;
};

static const struct key_word connections[] = {
	{ "pty", LIBXL_CHANNEL_CONNECTION_PTY }, { "socket", LIBXL_CHANNEL_CONNECTION_SOCKET }, { }
};

#define CHANNEL(name) KEY_FIELD(struct channel_words, name)
static const struct spec_key channel_keys[] = {
	{ "backend", SPEC_STRING, CHANNEL(backend) },
	{ "name", SPEC_STRING, CHANNEL(name) },
	{ "connection", SPEC_WORD, CHANNEL(connection), .words = connections },
	{ "path", SPEC_STRING, CHANNEL(path) },
};
static const struct spec_grammar channel_grammar = SPEC_GRAMMAR(channel_keys);

static int add_channel(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_channel *channel =
		NEW_DEVICE(d, channels, num_channels, libxl_device_channel_init);
	struct channel_words w = { 0 };
	int rc = spec_parse(k, key, &channel_grammar, text, &w);

	channel->devid = index;
	channel->backend_domname = w.backend;
	channel->name = w.name;
	libxl_device_channel_init_connection(channel, w.connection);
	if (w.connection == LIBXL_CHANNEL_CONNECTION_SOCKET)
		channel->u.socket.path = w.path;
	else
		free(w.path);
	if (rc)
		return rc;
	if (!w.name || !w.connection)
		return key_error(k, key, "name and connection are needed; connection can be %s",
				 key_words_text(connections));
	if (w.connection == LIBXL_CHANNEL_CONNECTION_SOCKET && !channel->u.socket.path)
		return key_error(k, key, "connection=socket needs path=PATH");
	return 0;
}

int config_set_channels(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_channel);
}

/* --- USB --- */

static const struct key_word usbctrl_types[] = {
	{ "auto", LIBXL_USBCTRL_TYPE_AUTO }, { "pv", LIBXL_USBCTRL_TYPE_PV },
	{ "qusb", LIBXL_USBCTRL_TYPE_QUSB }, { "devicemodel", LIBXL_USBCTRL_TYPE_DEVICEMODEL }, { }
};

#define USBCTRL(name) KEY_FIELD(libxl_device_usbctrl, name)
static const struct spec_key usbctrl_keys[] = {
	{ "type", SPEC_WORD, USBCTRL(type), .words = usbctrl_types },
	{ "version", SPEC_INT, USBCTRL(version) },
	{ "ports", SPEC_INT, USBCTRL(ports) },
	{ "backend", SPEC_STRING, USBCTRL(backend_domname) },
};
static const struct spec_grammar usbctrl_grammar = SPEC_GRAMMAR(usbctrl_keys);

static int add_usbctrl(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_usbctrl *ctrl =
		NEW_DEVICE(d, usbctrls, num_usbctrls, libxl_device_usbctrl_init);

	ctrl->devid = index;
	return spec_parse(k, key, &usbctrl_grammar, text, ctrl);
}

int config_set_usbctrls(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_usbctrl);
}

struct usbdev_words {
	int controller, port, bus, address;
};

static const struct key_word usbdev_types[] = { { "hostdev", LIBXL_USBDEV_TYPE_HOSTDEV }, { } };

#define USBDEV(name) KEY_FIELD(struct usbdev_words, name)
static const struct spec_key usbdev_keys[] = {
	{ "type", .type = SPEC_IGNORED, .words = usbdev_types },
	{ "hostbus", SPEC_INT, USBDEV(bus) },
	{ "hostaddr", SPEC_INT, USBDEV(address) },
	{ "controller", SPEC_INT, USBDEV(controller) },
	{ "port", SPEC_INT, USBDEV(port) },
};
static const struct spec_grammar usbdev_grammar = SPEC_GRAMMAR(usbdev_keys);

static int add_usbdev(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = domain_config(k);
	libxl_device_usbdev *dev = NEW_DEVICE(d, usbdevs, num_usbdevs, libxl_device_usbdev_init);
	struct usbdev_words w = { .controller = -1, .port = 0 };

	libxl_device_usbdev_init_type(dev, LIBXL_USBDEV_TYPE_HOSTDEV);
	if (spec_parse(k, key, &usbdev_grammar, text, &w))
		return -1;
	if (w.bus < 1 || w.bus > 255 || w.address < 1 || w.address > 255)
		return key_error(k, key, "hostbus and hostaddr are needed, numbers from 1 to 255");
	dev->ctrl = w.controller;
	dev->port = w.port;
	dev->u.hostdev.hostbus = w.bus;
	dev->u.hostdev.hostaddr = w.address;
	return 0;
}

int config_set_usbdevs(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_usbdev);
}
