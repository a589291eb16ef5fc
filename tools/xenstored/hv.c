/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xenctrl.h>
#include <xenevtchn.h>
#include <xengnttab.h>

#include "domain.h"
#include "hv.h"

#define RING_GRANT 1		/* GNTTAB_RESERVED_XENSTORE */
#define BACKEND_DEVICE "/dev/xen/xenbus_backend"
#define BACKEND_PORT _IOC(_IOC_NONE, 'B', 0, 0)
#define LIST_MAX 1024

static xc_interface *xc;
static xenevtchn_handle *xce;
static xengnttab_handle *xgt;

int hv_open(int evtchn_fd)
{
	int fd;

	xc = xc_interface_open(NULL, NULL, 0);
	xgt = xengnttab_open(NULL, 0);
	/* The descriptor has to survive the exec of a live update. */
	if (evtchn_fd >= 0)
		xce = xenevtchn_fdopen(NULL, evtchn_fd, 0);
	else
		xce = xenevtchn_open(NULL, XENEVTCHN_NO_CLOEXEC);
	if (!xc || !xgt || !xce)
		return errno ? errno : ENODEV;
	xengnttab_set_max_grants(xgt, DOMID_LIMIT);
	fd = xenevtchn_fd(xce);
	return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) ? errno : 0;
}

int hv_event_fd(void)
{
	return xenevtchn_fd(xce);
}

int64_t hv_next_event(void)
{
	xenevtchn_port_or_error_t port = xenevtchn_pending(xce);

	return port < 0 ? -1 : port;
}

void hv_unmask(uint32_t port)
{
	xenevtchn_unmask(xce, port);
}

void hv_notify(uint32_t port)
{
	xenevtchn_notify(xce, port);
}

int64_t hv_bind(unsigned domid, uint32_t remote_port)
{
	xenevtchn_port_or_error_t port = xenevtchn_bind_interdomain(xce, domid, remote_port);

	return port < 0 ? -errno : port;
}

int64_t hv_bind_domain_changes(void)
{
	xenevtchn_port_or_error_t port = xenevtchn_bind_virq(xce, VIRQ_DOM_EXC);

	return port < 0 ? -errno : port;
}

void hv_unbind(uint32_t port)
{
	xenevtchn_unbind(xce, port);
}

void *hv_map_ring(unsigned domid)
{
	return xengnttab_map_grant_ref(xgt, domid, RING_GRANT, PROT_READ | PROT_WRITE);
}

void hv_unmap_ring(unsigned domid, void *ring)
{
	if (domid == 0)
		munmap(ring, XC_PAGE_SIZE);
	else
		xengnttab_unmap(xgt, ring, 1);
}

static void *map_page(const char *file)
{
	int fd = open(file, O_RDWR | O_CLOEXEC);
	void *p;

	if (fd < 0)
		return NULL;
	p = mmap(NULL, XC_PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return p == MAP_FAILED ? NULL : p;
}

static void *map_by_device(uint32_t *port)
{
	int fd = open(BACKEND_DEVICE, O_RDWR | O_CLOEXEC), n;

	if (fd < 0)
		return NULL;
	n = ioctl(fd, BACKEND_PORT);
	close(fd);
	if (n <= 0)
		return NULL;
	*port = n;
	return map_page(BACKEND_DEVICE);
}

static void *map_by_proc(uint32_t *port)
{
	char text[16] = "";
	int fd = open("/proc/xen/xsd_port", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	if (read(fd, text, sizeof(text) - 1) <= 0 || !(*port = strtoul(text, NULL, 10)))
		errno = EINVAL;
	close(fd);
	return *port ? map_page("/proc/xen/xsd_kva") : NULL;
}

void *hv_map_own_ring(uint32_t *port)
{
	void *ring;

	*port = 0;
	ring = map_by_device(port);
	return ring ? ring : map_by_proc(port);
}

int hv_list_domains(unsigned first, struct hv_domain *info, unsigned max)
{
	static xc_domaininfo_t list[LIST_MAX];
	int n, i;

	n = xc_domain_getinfolist(xc, first, max < LIST_MAX ? max : LIST_MAX, list);
	if (n < 0)
		return -errno;
	for (i = 0; i < n; i++) {
		info[i].domid = list[i].domain;
		info[i].shutdown = list[i].flags & XEN_DOMINF_shutdown;
		info[i].dying = list[i].flags & XEN_DOMINF_dying;
	}
	return n;
}
