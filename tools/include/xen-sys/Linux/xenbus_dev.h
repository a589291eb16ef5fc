/* SPDX-License-Identifier: MIT */
/* ioctls of Linux's /dev/xen/xenbus_backend, for a xenstored in a domain of its own. */
#ifndef __LINUX_XEN_XENBUS_DEV_H__
#define __LINUX_XEN_XENBUS_DEV_H__

#include <linux/ioctl.h>

#define IOCTL_XENBUS_BACKEND_EVTCHN _IO('B', 0) /* answers dom0's xenstore port */
/* sets up the page, its argument is the domain; answers the port */
#define IOCTL_XENBUS_BACKEND_SETUP _IO('B', 1)

#endif
