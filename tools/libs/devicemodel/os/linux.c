/* SPDX-License-Identifier: LGPL-2.1-only */
/* Linux: the dm_op ioctl of /dev/xen/privcmd (4.11 and later), which can be limited to one domain. */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../private.h"

#include <xen/sys/privcmd.h>

/* Zero buffers are accepted by a kernel that knows the ioctl, before it looks at the domain. */
static int kernel_has_dm_op(int fd)
{
	privcmd_dm_op_t nothing = { .dom = DOMID_INVALID };
	int unknown;

	if (!ioctl(fd, IOCTL_PRIVCMD_UNIMPLEMENTED, NULL))
		return 0;
	unknown = errno;
	return !ioctl(fd, IOCTL_PRIVCMD_DM_OP, &nothing) || errno != unknown;
}

int os_dm_open(xendevicemodel_handle *dmod)
{
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);

	/* /proc/xen/privcmd, which xencall opened then, is older than the ioctl. */
	if (fd < 0)
		return errno == ENOENT || errno == ENXIO || errno == ENODEV ? 0 : -1;

	if (kernel_has_dm_op(fd))
		dmod->fd = fd;
	else
		close(fd);
	return 0;
}

int os_dm_close(xendevicemodel_handle *dmod)
{
	return dmod->fd >= 0 ? close(dmod->fd) : 0;
}

int os_dm_restrict(xendevicemodel_handle *dmod, domid_t domid)
{
	if (dmod->fd < 0) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return ioctl(dmod->fd, IOCTL_PRIVCMD_RESTRICT, &domid);
}

int os_dm_op(xendevicemodel_handle *dmod, domid_t domid, unsigned int nr,
	     const struct dm_buf bufs[])
{
	privcmd_dm_op_buf_t ubufs[DM_OP_MAX_BUFS];
	privcmd_dm_op_t arg = { .dom = domid, .num = nr, .ubufs = ubufs };
	unsigned int i;

	for (i = 0; i < nr; i++) {
		ubufs[i].uptr = bufs[i].ptr;
		ubufs[i].size = bufs[i].size;
	}
	return ioctl(dmod->fd, IOCTL_PRIVCMD_DM_OP, &arg);
}
