/* SPDX-License-Identifier: MIT */
/* 9P2000 file service for a guest. */
#ifndef __XEN_PUBLIC_IO_9PFS_H__
#define __XEN_PUBLIC_IO_9PFS_H__

#include "../grant_table.h"
#include "ring.h"

/* A ring of bytes carries 9P2000 messages between a guest and the file server in the backend. */
DEFINE_XEN_FLEX_RING_AND_INTF(xen_9pfs);

#endif
