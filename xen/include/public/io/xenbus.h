/* SPDX-License-Identifier: MIT */
/* States of a device's two ends, in their nodes "state" in xenstore. */
#ifndef _XEN_PUBLIC_IO_XENBUS_H
#define _XEN_PUBLIC_IO_XENBUS_H

enum xenbus_state {
	XenbusStateUnknown = 0,
	XenbusStateInitialising = 1, /* the first */
	XenbusStateInitWait = 2, /* done with what needs nothing from the other side */
	XenbusStateInitialised = 3, /* has told all that the other side needs */
	XenbusStateConnected = 4, /* works */
	XenbusStateClosing = 5, /* going away */
	XenbusStateClosed = 6, /* gone */
	XenbusStateReconfiguring = 7, /* PCI: devices are added or taken */
	XenbusStateReconfigured = 8,
};
typedef enum xenbus_state XenbusState;

#endif
