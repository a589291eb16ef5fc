/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENEVTCHN_PRIVATE_H
#define XENEVTCHN_PRIVATE_H

#include <xentoollog.h>

#include <xenevtchn.h>
#include "xentoolcore_internal.h"

struct xenevtchn_handle {
	xentoollog_logger *logger, *logger_tofree;
	int fd;
	Xentoolcore__Active_Handle tc_ah;
};

/* The file descriptor, or -1 with errno set. */
int os_evtchn_open(unsigned int flags);
int os_evtchn_restrict(xenevtchn_handle *xce, domid_t domid);

#endif /* XENEVTCHN_PRIVATE_H */
