/* SPDX-License-Identifier: MIT */
/*
 * ioctls of Linux's /dev/xen/evtchn. Reading the file gives ports (32-bit numbers) with events,
 * which become masked; writing ports unmasks them. Those that bind answer the local port.
 */
#ifndef __LINUX_PUBLIC_EVTCHN_H__
#define __LINUX_PUBLIC_EVTCHN_H__

#define IOCTL_EVTCHN_BIND_VIRQ _IOC(_IOC_NONE, 'E', 0, sizeof(struct ioctl_evtchn_bind_virq))

struct ioctl_evtchn_bind_virq {
	unsigned int virq;
};

#define IOCTL_EVTCHN_BIND_INTERDOMAIN _IOC(_IOC_NONE, 'E', 1, sizeof(struct ioctl_evtchn_bind_interdomain))

struct ioctl_evtchn_bind_interdomain {
	unsigned int remote_domain;
	unsigned int remote_port;
};

#define IOCTL_EVTCHN_BIND_UNBOUND_PORT _IOC(_IOC_NONE, 'E', 2, sizeof(struct ioctl_evtchn_bind_unbound_port))

struct ioctl_evtchn_bind_unbound_port {
	unsigned int remote_domain;
};

/* closes the port */
#define IOCTL_EVTCHN_UNBIND _IOC(_IOC_NONE, 'E', 3, sizeof(struct ioctl_evtchn_unbind))

struct ioctl_evtchn_unbind {
	unsigned int port;
};

/* sends an event */
#define IOCTL_EVTCHN_NOTIFY _IOC(_IOC_NONE, 'E', 4, sizeof(struct ioctl_evtchn_notify))

struct ioctl_evtchn_notify {
	unsigned int port;
};

/* empties the queue of ports and its overflow state */
#define IOCTL_EVTCHN_RESET _IO('E', 5)
/* from now on only ports of this domain can be bound; not to be undone */
#define IOCTL_EVTCHN_RESTRICT_DOMID _IOC(_IOC_NONE, 'E', 6, sizeof(struct ioctl_evtchn_restrict_domid))

struct ioctl_evtchn_restrict_domid {
	domid_t domid;
};

#endif
