/* SPDX-License-Identifier: MIT */
/* Event channels of the domain this process runs in. Only opening a device node logs. */
#ifndef XENEVTCHN_H
#define XENEVTCHN_H

#include <stdint.h>

#include <xen/event_channel.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A port fits in 31 bits, so -1 can say "error, see errno". */
typedef int xenevtchn_port_or_error_t;

typedef struct xenevtchn_handle xenevtchn_handle;

struct xentoollog_logger;

/* Let the descriptor survive exec(2), for daemons that re-execute themselves to update. */
#define XENEVTCHN_NO_CLOEXEC (1 << 0)

/*
 * Open the event channel device. @logger may be NULL (then stderr); it must outlive the handle.
 * Returns NULL with errno set; EINVAL for an unknown flag.
 *
 * The child of a fork(2) may do nothing with an inherited handle but close it, not even poll its
 * descriptor.
 */
xenevtchn_handle *xenevtchn_open(struct xentoollog_logger *logger, unsigned int flags);

/*
 * Make a handle of a descriptor inherited through exec(2); the handle then owns @fd.
 * XENEVTCHN_NO_CLOEXEC is refused: it describes opening.
 */
xenevtchn_handle *xenevtchn_fdopen(struct xentoollog_logger *logger, int fd, unsigned open_flags);

/* Close a handle and unbind its ports; NULL is fine. */
int xenevtchn_close(xenevtchn_handle *xce);

/*
 * A descriptor that polls readable while a bound port is pending. Poll before each
 * xenevtchn_pending(): not every kernel honours O_NONBLOCK here.
 */
int xenevtchn_fd(xenevtchn_handle *xce);

/* Send an event to the other end of @port. 0, or -1 with errno set. */
int xenevtchn_notify(xenevtchn_handle *xce, evtchn_port_t port);

/* Allocate a port that domain @domid may connect to. */
xenevtchn_port_or_error_t xenevtchn_bind_unbound_port(xenevtchn_handle *xce, uint32_t domid);

/* Connect a new local port to the unbound port @remote_port of domain @domid. */
xenevtchn_port_or_error_t xenevtchn_bind_interdomain(xenevtchn_handle *xce, uint32_t domid,
						     evtchn_port_t remote_port);

/* A new port that receives virtual interrupt @virq (VIRQ_*). */
xenevtchn_port_or_error_t xenevtchn_bind_virq(xenevtchn_handle *xce, unsigned int virq);

/* Close @port. 0, or -1 with errno set. */
int xenevtchn_unbind(xenevtchn_handle *xce, evtchn_port_t port);

/*
 * The next port that received an event; blocks while there is none. The port stays masked, and
 * events sent to it meanwhile stay pending, until xenevtchn_unmask(): do the work it announces
 * and then unmask it.
 */
xenevtchn_port_or_error_t xenevtchn_pending(xenevtchn_handle *xce);

/* Let @port deliver again. 0, or -1 with errno set. */
int xenevtchn_unmask(xenevtchn_handle *xce, evtchn_port_t port);

/*
 * From now on allow only interdomain ports of domain @domid to be bound; ports bound before keep
 * working. 0, or -1 with errno set.
 */
int xenevtchn_restrict(xenevtchn_handle *xce, domid_t domid);

#ifdef __cplusplus
}
#endif

#endif /* XENEVTCHN_H */
