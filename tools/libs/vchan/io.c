// SPDX-License-Identifier: LGPL-2.1-only
/* Bytes through the rings. Indices run freely; their difference is what is in the ring. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static uint32_t ring_size(const struct libxenvchan_ring *ring)
{
	return 1u << ring->order;
}

static uint32_t load(const uint32_t *index)
{
	return __atomic_load_n(index, __ATOMIC_ACQUIRE);
}

/* Bytes in a ring; -1 if the peer wrote nonsense. */
static int64_t ring_used(const struct libxenvchan_ring *ring)
{
	uint32_t used = load(&ring->shr->prod) - load(&ring->shr->cons);

	if (used <= ring_size(ring))
		return used;
	errno = EPROTO;
	return -1;
}

/* --- notifications ---------------------------------------------------------------------------- */

/* Asks the peer to tell us when it has done what bit says. */
static void ask(struct libxenvchan *ctrl, uint8_t bit)
{
	uint8_t *notify = ctrl->is_server ? &ctrl->ring->cli_notify : &ctrl->ring->srv_notify;

	__atomic_fetch_or(notify, bit, __ATOMIC_SEQ_CST);
}

/* Tells the peer that we did, if it asked. */
static int tell(struct libxenvchan *ctrl, uint8_t bit)
{
	uint8_t *notify = ctrl->is_server ? &ctrl->ring->srv_notify : &ctrl->ring->cli_notify;

	if (__atomic_fetch_and(notify, (uint8_t)~bit, __ATOMIC_SEQ_CST) & bit)
		return xenevtchn_notify(ctrl->event, ctrl->event_port);
	return 0;
}

/*
 * At least want bytes of what there is, else asks for an event and looks again: what the peer does
 * after that cannot be missed.
 */
static int64_t data_or_ask(struct libxenvchan *ctrl, uint32_t want)
{
	int64_t n = ring_used(&ctrl->read);

	if (n < 0 || n >= want)
		return n;
	ask(ctrl, VCHAN_NOTIFY_WRITE);
	return ring_used(&ctrl->read);
}

static int64_t space_or_ask(struct libxenvchan *ctrl, uint32_t want)
{
	int64_t used = ring_used(&ctrl->write);

	if (used < 0 || ring_size(&ctrl->write) - used >= want)
		return used < 0 ? -1 : ring_size(&ctrl->write) - used;
	ask(ctrl, VCHAN_NOTIFY_READ);
	used = ring_used(&ctrl->write);
	return used < 0 ? -1 : ring_size(&ctrl->write) - used;
}

int libxenvchan_data_ready(struct libxenvchan *ctrl)
{
	return data_or_ask(ctrl, 1);
}

int libxenvchan_buffer_space(struct libxenvchan *ctrl)
{
	return space_or_ask(ctrl, 1);
}

int libxenvchan_wait(struct libxenvchan *ctrl)
{
	int port = xenevtchn_pending(ctrl->event);

	if (port < 0)
		return -1;
	return xenevtchn_unmask(ctrl->event, port);
}

int libxenvchan_fd_for_select(struct libxenvchan *ctrl)
{
	return xenevtchn_fd(ctrl->event);
}

int libxenvchan_is_open(struct libxenvchan *ctrl)
{
	if (ctrl->is_server)
		return ctrl->server_persist ? 1 : __atomic_load_n(&ctrl->ring->cli_live,
								   __ATOMIC_ACQUIRE);
	return __atomic_load_n(&ctrl->ring->srv_live, __ATOMIC_ACQUIRE);
}

/* --- moving bytes ----------------------------------------------------------------------------- */

/* Our own index is in the peer's reach too: it is read once, so that offset and length fit each other. */
static int put(struct libxenvchan *ctrl, const void *data, uint32_t size)
{
	struct libxenvchan_ring *ring = &ctrl->write;
	uint32_t prod = load(&ring->shr->prod), at = prod & (ring_size(ring) - 1);
	uint32_t first = ring_size(ring) - at < size ? ring_size(ring) - at : size;

	memcpy((char *)ring->buffer + at, data, first);
	memcpy(ring->buffer, (const char *)data + first, size - first);
	__atomic_store_n(&ring->shr->prod, prod + size, __ATOMIC_RELEASE);
	return tell(ctrl, VCHAN_NOTIFY_WRITE) < 0 ? -1 : (int)size;
}

static int take(struct libxenvchan *ctrl, void *data, uint32_t size)
{
	struct libxenvchan_ring *ring = &ctrl->read;
	uint32_t cons = load(&ring->shr->cons), at = cons & (ring_size(ring) - 1);
	uint32_t first = ring_size(ring) - at < size ? ring_size(ring) - at : size;

	memcpy(data, (char *)ring->buffer + at, first);
	memcpy((char *)data + first, ring->buffer, size - first);
	__atomic_store_n(&ring->shr->cons, cons + size, __ATOMIC_RELEASE);
	return tell(ctrl, VCHAN_NOTIFY_READ) < 0 ? -1 : (int)size;
}

int libxenvchan_send(struct libxenvchan *ctrl, const void *data, size_t size)
{
	for (;;) {
		int64_t space;

		if (!libxenvchan_is_open(ctrl)) {
			errno = EPIPE;
			return -1;
		}
		if (size > ring_size(&ctrl->write)) {
			errno = EMSGSIZE;
			return -1;
		}
		space = space_or_ask(ctrl, size);
		if (space < 0)
			return -1;
		if ((size_t)space >= size)
			return put(ctrl, data, size);
		if (!ctrl->blocking)
			return 0;
		if (libxenvchan_wait(ctrl))
			return -1;
	}
}

/* What is in the ring is the caller's even after the peer has closed. */
int libxenvchan_recv(struct libxenvchan *ctrl, void *data, size_t size)
{
	for (;;) {
		int64_t avail;

		if (size > ring_size(&ctrl->read)) {
			errno = EMSGSIZE;
			return -1;
		}
		avail = data_or_ask(ctrl, size);
		if (avail < 0)
			return -1;
		if ((size_t)avail >= size)
			return take(ctrl, data, size);
		if (!libxenvchan_is_open(ctrl)) {
			errno = EPIPE;
			return -1;
		}
		if (!ctrl->blocking)
			return 0;
		if (libxenvchan_wait(ctrl))
			return -1;
	}
}

int libxenvchan_write(struct libxenvchan *ctrl, const void *data, size_t size)
{
	size_t done = 0;

	if (size > INT32_MAX)
		size = INT32_MAX;
	while (done < size) {
		int64_t space;

		if (!libxenvchan_is_open(ctrl)) {
			errno = EPIPE;
			return -1;
		}
		space = space_or_ask(ctrl, 1);
		if (space < 0)
			return -1;
		if ((size_t)space > size - done)
			space = size - done;
		if (space && put(ctrl, (const char *)data + done, space) < 0)
			return -1;
		done += space;
		/* a blocking writer sends it all */
		if (!ctrl->blocking || done == size)
			break;
		if (libxenvchan_wait(ctrl))
			return -1;
	}
	return done;
}

int libxenvchan_read(struct libxenvchan *ctrl, void *data, size_t size)
{
	if (size > INT32_MAX)
		size = INT32_MAX;
	while (size) {
		int64_t avail = data_or_ask(ctrl, 1);

		if (avail < 0)
			return -1;
		if (avail)
			return take(ctrl, data, (size_t)avail < size ? (size_t)avail : size);
		if (!libxenvchan_is_open(ctrl)) {
			errno = EPIPE;
			return -1;
		}
		if (!ctrl->blocking)
			return 0;
		if (libxenvchan_wait(ctrl))
			return -1;
	}
	return 0;
}
