/* SPDX-License-Identifier: GPL-2.0-only */
/* Unix time to and from the Gregorian calendar, UTC. */
#ifndef XEN_CALENDAR_H
#define XEN_CALENDAR_H

#include <xen/types.h>

struct calendar {
	unsigned int year, month, day, hour, minute, second; /* month and day from 1 */
};

struct calendar calendar_from_unix(u64 sec);
u64 unix_from_calendar(const struct calendar *c);

#endif
