// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console ring of <xen/io/console.h>: free-running 32-bit indices, masked by the array's size.
 * The guest can write anything at any time: each of its indices is read once per call and believed
 * only within bounds; ours are kept in the ring too, so they are read and checked the same way.
 */
#include "console.h"

int ring_read(volatile struct xencons_interface *ring, char *buf, size_t max)
{
	XENCONS_RING_IDX cons = ring->out_cons, prod = ring->out_prod;
	uint32_t avail = prod - cons;
	size_t n = avail < max ? avail : max;

	if (avail > sizeof(ring->out))
		return -1;
	xen_rmb();              /* the bytes after the index that announces them */
	for (size_t i = 0; i < n; i++)
		buf[i] = ring->out[MASK_XENCONS_IDX(cons + i, ring->out)];
	xen_mb();               /* the room is free only once they are copied */
	ring->out_cons = cons + n;
	return n;
}

size_t ring_space(volatile struct xencons_interface *ring)
{
	uint32_t used = ring->in_prod - ring->in_cons;

	return used > sizeof(ring->in) ? 0 : sizeof(ring->in) - used;
}

void ring_write(volatile struct xencons_interface *ring, const char *data, size_t len)
{
	XENCONS_RING_IDX prod = ring->in_prod;

	for (size_t i = 0; i < len; i++)
		ring->in[MASK_XENCONS_IDX(prod + i, ring->in)] = data[i];
	xen_wmb();              /* the bytes before the index that announces them */
	ring->in_prod = prod + len;
}
