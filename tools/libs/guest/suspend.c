// SPDX-License-Identifier: LGPL-2.1-only
/* The suspend event channel: a port of the guest that is told to suspend, and tells when it has. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xenctrl.h>
#include <xenevtchn.h>
#include <_paths.h>

#include "xenguest.h"

void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define ERR(fmt, args...) xc_report_error(xch, XC_INTERNAL_ERROR, "%s: " fmt, __func__, ## args)

static void lock_path(char *path, size_t size, uint32_t domid)
{
	snprintf(path, size, XEN_RUN_DIR "/suspend-evtchn-%"PRIu32".lock", domid);
}

/* The file may have been removed by its last holder between our open and our lock: try again. */
static int lock(xc_interface *xch, uint32_t domid)
{
	char path[128];
	struct stat by_fd, by_name;
	int fd;

	lock_path(path, sizeof(path), domid);
	for (int tries = 0; tries < 100; tries++) {
		fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
		if (fd < 0 || flock(fd, LOCK_EX)) {
			ERR("cannot lock %s: %s", path, strerror(errno));
			if (fd >= 0)
				close(fd);
			return -1;
		}
		if (!fstat(fd, &by_fd) && !stat(path, &by_name) &&
		    by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino)
			return fd;
		close(fd);
	}
	errno = EBUSY;
	ERR("%s keeps being replaced", path);
	return -1;
}

static void unlock(uint32_t domid, int *lockfd)
{
	char path[128];

	if (*lockfd < 0)
		return;
	lock_path(path, sizeof(path), domid);
	unlink(path);
	close(*lockfd);
	*lockfd = -1;
}

int xc_await_suspend(xc_interface *xch, struct xenevtchn_handle *xce, int suspend_evtchn)
{
	int port;

	do {
		port = xenevtchn_pending(xce);
		if (port < 0) {
			ERR("cannot wait for the guest's suspend port: %s", strerror(errno));
			return -1;
		}
		if (xenevtchn_unmask(xce, port)) {
			ERR("cannot unmask port %d: %s", port, strerror(errno));
			return -1;
		}
	} while (port != suspend_evtchn);
	return 0;
}

int xc_suspend_evtchn_release(xc_interface *xch, struct xenevtchn_handle *xce, uint32_t domid,
			      int suspend_evtchn, int *lockfd)
{
	int saved = errno;

	if (suspend_evtchn >= 0)
		xenevtchn_unbind(xce, suspend_evtchn);
	unlock(domid, lockfd);
	errno = saved;
	return 0;
}

int xc_suspend_evtchn_init_sane(xc_interface *xch, struct xenevtchn_handle *xce, uint32_t domid,
				int port, int *lockfd)
{
	int local = -1;

	*lockfd = lock(xch, domid);
	if (*lockfd < 0)
		return -1;
	local = xenevtchn_bind_interdomain(xce, domid, port);
	if (local < 0)
		ERR("cannot bind port %d of domain %u: %s", port, domid, strerror(errno));
	else if (!xc_domain_subscribe_for_suspend(xch, domid, port))
		return local;
	else
		ERR("cannot subscribe to domain %u's suspend: %s", domid, strerror(errno));
	xc_suspend_evtchn_release(xch, xce, domid, local, lockfd);
	return -1;
}

int xc_suspend_evtchn_init_exclusive(xc_interface *xch, struct xenevtchn_handle *xce,
				     uint32_t domid, int port, int *lockfd)
{
	int local = xc_suspend_evtchn_init_sane(xch, xce, domid, port, lockfd);

	/* binding makes the port fire once */
	if (local >= 0 && xc_await_suspend(xch, xce, local)) {
		xc_suspend_evtchn_release(xch, xce, domid, local, lockfd);
		return -1;
	}
	return local;
}
