/* SPDX-License-Identifier: GPL-2.0-only */
/* The ABI's error numbers under their plain names. */
#ifndef XEN_ERRNO_H
#define XEN_ERRNO_H

#define XEN_ERRNO(name, value) name = value,
enum {
#include <public/errno.h>
};

#endif
