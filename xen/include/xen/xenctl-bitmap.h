/* SPDX-License-Identifier: GPL-2.0-only */
/* Bitmaps that tools pass: bytes, with a length in bits that need not be ours. */
#ifndef XEN_XENCTL_BITMAP_H
#define XEN_XENCTL_BITMAP_H

#include <xen/cpumask.h>
#include <public/xen.h>

/* Bits beyond ours are ignored; missing ones are 0. 0, -EFAULT, -EINVAL (too many). */
int cpumask_from_guest(cpumask_t *mask, const struct xenctl_bitmap *from);
/* As many bits as the guest has room for; what we do not have is 0. 0, -EFAULT, -EINVAL (too many). */
int cpumask_to_guest(const struct xenctl_bitmap *to, const cpumask_t *mask);

#endif
