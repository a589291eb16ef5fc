/* SPDX-License-Identifier: MIT */
#ifndef XENTOOLCORE_H
#define XENTOOLCORE_H

#include <stdint.h>
#include <xen/xen.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Limit every handle that Xen's libraries hold open in this process to acting on domain @domid
 * from now on. There is no way back; asking again for another domain fails.
 *
 * A handle that cannot be limited to one domain is made useless instead (its file descriptor is
 * replaced by /dev/null). Exhausting the host's resources stays possible. Libraries that take no
 * part in this mechanism are not covered: audit the ones you use.
 *
 * Thread safe. A handle being closed meanwhile by another thread counts as restricted only once
 * that close has returned. Returns 0, or -1 with errno set when some handle could not be limited;
 * then the process must be taken as unrestricted.
 */
int xentoolcore_restrict_all(domid_t domid);

#ifdef __cplusplus
}
#endif

#endif /* XENTOOLCORE_H */
