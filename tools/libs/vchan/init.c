// SPDX-License-Identifier: LGPL-2.1-only
/* Making, finding and closing a channel. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <xenstore.h>

#include "private.h"

/* Where the shared page's own rings begin, which the list of grants must not reach. */
static uint32_t first_small_ring(int left, int right)
{
	if (left == ORDER_SMALL || right == ORDER_SMALL)
		return 1u << ORDER_SMALL;
	if (left == ORDER_HALF || right == ORDER_HALF)
		return 1u << ORDER_HALF;
	return PAGE_SIZE;
}

/* Both sides' check: each order in range, one small ring of a kind, grants before the rings. */
static bool orders_valid(int left, int right)
{
	uint32_t grants;

	if (left < ORDER_SMALL || left > ORDER_MAX || right < ORDER_SMALL || right > ORDER_MAX)
		return false;
	if (left == right && left < ORDER_PAGE)
		return false;
	grants = (ring_pages(left) + ring_pages(right)) * sizeof(uint32_t);
	return sizeof(struct vchan_interface) + grants <= first_small_ring(left, right);
}

static int order_for(size_t min)
{
	int order = ORDER_SMALL;

	while (order <= ORDER_MAX && (size_t)1 << order < min)
		order++;
	return order;
}

/* The smallest orders that hold what is wanted and fit together; false if none do. */
static bool choose_orders(size_t left_min, size_t right_min, int *left, int *right)
{
	*left = order_for(left_min);
	*right = order_for(right_min);
	if (*left == *right && *left < ORDER_PAGE)
		(*right)++;
	/* a small ring takes room from the other's grants */
	while (!orders_valid(*left, *right)) {
		if (*left > ORDER_MAX || *right > ORDER_MAX)
			return false;
		if (*left < *right)
			(*left)++;
		else
			(*right)++;
	}
	return true;
}

static struct libxenvchan *alloc(int is_server, const char *xs_path)
{
	struct libxenvchan *ctrl = calloc(1, sizeof(*ctrl));

	if (!ctrl)
		return NULL;
	ctrl->is_server = is_server;
	ctrl->event_port = -1;
	if (xs_path && is_server) {
		ctrl->xs_path = strdup(xs_path);
		if (!ctrl->xs_path) {
			free(ctrl);
			return NULL;
		}
	}
	return ctrl;
}

/* Small rings are in the page, at the offset that is their size. */
static void *small_ring(struct libxenvchan *ctrl, int order)
{
	return (char *)ctrl->ring + (1u << order);
}

static void set_indices(struct libxenvchan *ctrl)
{
	ctrl->read.shr = ctrl->is_server ? &ctrl->ring->left : &ctrl->ring->right;
	ctrl->write.shr = ctrl->is_server ? &ctrl->ring->right : &ctrl->ring->left;
}

/* --- xenstore --------------------------------------------------------------------------------- */

static bool write_node(struct xs_handle *xs, const char *base, const char *node, uint32_t value,
		       struct xs_permissions perms[2])
{
	char path[512], text[16];

	snprintf(path, sizeof(path), "%s/%s", base, node);
	snprintf(text, sizeof(text), "%u", value);
	return xs_write(xs, XBT_NULL, path, text, strlen(text)) &&
	       xs_set_permissions(xs, XBT_NULL, path, perms, 2);
}

/* Readable for the peer alone. */
static bool publish(struct libxenvchan *ctrl, int domain, uint32_t ring_ref)
{
	struct xs_permissions perms[2] = { { .perms = XS_PERM_NONE }, { .perms = XS_PERM_READ } };
	struct xs_handle *xs = xs_open(0);
	unsigned int len;
	char *self;
	bool ok = false;

	if (!xs)
		return false;
	self = xs_read(xs, XBT_NULL, "domid", &len);
	if (self) {
		perms[0].id = atoi(self);
		perms[1].id = domain;
		ok = write_node(xs, ctrl->xs_path, "ring-ref", ring_ref, perms) &&
		     write_node(xs, ctrl->xs_path, "event-channel", ctrl->event_port, perms);
	}
	free(self);
	xs_close(xs);
	return ok;
}

static bool find_node(struct xs_handle *xs, const char *base, const char *node, uint32_t *value)
{
	char path[512], *text, *end;
	unsigned int len;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", base, node);
	text = xs_read(xs, XBT_NULL, path, &len);
	if (!text)
		return false;
	*value = strtoul(text, &end, 10);
	ok = end != text && !*end;
	free(text);
	if (!ok)
		errno = EINVAL;
	return ok;
}

static bool look_up(const char *base, uint32_t *ring_ref, uint32_t *port)
{
	struct xs_handle *xs = xs_open(0);
	bool ok = xs && find_node(xs, base, "ring-ref", ring_ref) &&
		  find_node(xs, base, "event-channel", port);

	if (xs)
		xs_close(xs);
	return ok;
}

void close_xs_srv(struct libxenvchan *ctrl)
{
	static const char *const nodes[] = { "ring-ref", "event-channel" };
	struct xs_handle *xs;
	char path[512];

	if (!ctrl->xs_path)
		return;
	xs = xs_open(0);
	for (size_t i = 0; xs && i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", ctrl->xs_path, nodes[i]);
		xs_rm(xs, XBT_NULL, path);
	}
	if (xs)
		xs_close(xs);
	free(ctrl->xs_path);
	ctrl->xs_path = NULL;
}

/* --- server ----------------------------------------------------------------------------------- */

static bool share_ring(struct libxenvchan *ctrl, int domain, struct libxenvchan_ring *ring,
		       uint32_t *grants)
{
	if (ring->order < ORDER_PAGE) {
		ring->buffer = small_ring(ctrl, ring->order);
		return true;
	}
	ring->buffer = xengntshr_share_pages(ctrl->gntshr, domain, ring_pages(ring->order), grants, 1);
	return ring->buffer != NULL;
}

static bool share(struct libxenvchan *ctrl, int domain, uint32_t *ring_ref)
{
	struct vchan_interface *page;

	page = xengntshr_share_page_notify(ctrl->gntshr, domain, ring_ref, 1,
					   offsetof(struct vchan_interface, srv_live),
					   ctrl->event_port);
	if (!page)
		return false;
	memset(page, 0, PAGE_SIZE);
	ctrl->ring = page;
	set_indices(ctrl);
	page->left_order = ctrl->read.order;
	page->right_order = ctrl->write.order;
	page->cli_live = 2;
	page->srv_live = 1;
	page->cli_notify = VCHAN_NOTIFY_WRITE;
	return share_ring(ctrl, domain, &ctrl->read, page->grants) &&
	       share_ring(ctrl, domain, &ctrl->write, page->grants + ring_pages(ctrl->read.order));
}

struct libxenvchan *libxenvchan_server_init(struct xentoollog_logger *logger, int domain,
					    const char *xs_path, size_t read_min, size_t write_min)
{
	struct libxenvchan *ctrl = alloc(1, xs_path);
	uint32_t ring_ref;
	int port, saved;

	if (!ctrl)
		return NULL;
	if (!xs_path || !choose_orders(read_min, write_min, &ctrl->read.order, &ctrl->write.order)) {
		errno = EINVAL;
		goto fail;
	}
	ctrl->gntshr = xengntshr_open(logger, 0);
	ctrl->event = xenevtchn_open(logger, 0);
	if (!ctrl->gntshr || !ctrl->event)
		goto fail;
	port = xenevtchn_bind_unbound_port(ctrl->event, domain);
	if (port < 0)
		goto fail;
	ctrl->event_port = port;
	if (xenevtchn_unmask(ctrl->event, port) || !share(ctrl, domain, &ring_ref) ||
	    !publish(ctrl, domain, ring_ref))
		goto fail;
	return ctrl;
fail:
	saved = errno;
	libxenvchan_close(ctrl);
	errno = saved;
	return NULL;
}

/* --- client ----------------------------------------------------------------------------------- */

static bool map_ring(struct libxenvchan *ctrl, int domain, struct libxenvchan_ring *ring,
		     const uint32_t *grants)
{
	uint32_t refs[1u << (ORDER_MAX - ORDER_PAGE)];

	if (ring->order < ORDER_PAGE) {
		ring->buffer = small_ring(ctrl, ring->order);
		return true;
	}
	memcpy(refs, grants, ring_pages(ring->order) * sizeof(*refs));
	ring->buffer = xengnttab_map_domain_grant_refs(ctrl->gnttab, ring_pages(ring->order), domain,
						       refs, PROT_READ | PROT_WRITE);
	return ring->buffer != NULL;
}

static bool map(struct libxenvchan *ctrl, int domain, uint32_t ring_ref)
{
	struct vchan_interface *page;
	int left, right;

	page = xengnttab_map_grant_ref_notify(ctrl->gnttab, domain, ring_ref, PROT_READ | PROT_WRITE,
					      offsetof(struct vchan_interface, cli_live),
					      ctrl->event_port);
	if (!page)
		return false;
	ctrl->ring = page;
	set_indices(ctrl);
	left = __atomic_load_n(&page->left_order, __ATOMIC_RELAXED);
	right = __atomic_load_n(&page->right_order, __ATOMIC_RELAXED);
	if (!orders_valid(left, right)) {
		errno = EPROTO;
		return false;
	}
	ctrl->write.order = left;
	ctrl->read.order = right;
	return map_ring(ctrl, domain, &ctrl->write, page->grants) &&
	       map_ring(ctrl, domain, &ctrl->read, page->grants + ring_pages(left));
}

struct libxenvchan *libxenvchan_client_init(struct xentoollog_logger *logger, int domain,
					    const char *xs_path)
{
	struct libxenvchan *ctrl = alloc(0, NULL);
	uint32_t ring_ref, remote;
	int port, saved;

	if (!ctrl)
		return NULL;
	if (!look_up(xs_path, &ring_ref, &remote))
		goto fail;
	ctrl->gnttab = xengnttab_open(logger, 0);
	ctrl->event = xenevtchn_open(logger, 0);
	if (!ctrl->gnttab || !ctrl->event)
		goto fail;
	port = xenevtchn_bind_interdomain(ctrl->event, domain, remote);
	if (port < 0)
		goto fail;
	ctrl->event_port = port;
	if (xenevtchn_unmask(ctrl->event, port) || !map(ctrl, domain, ring_ref))
		goto fail;
	ctrl->ring->cli_live = 1;
	ctrl->ring->srv_notify = VCHAN_NOTIFY_WRITE;
	/* the server may wait for somebody to come */
	if (xenevtchn_notify(ctrl->event, ctrl->event_port))
		goto fail;
	return ctrl;
fail:
	saved = errno;
	libxenvchan_close(ctrl);
	errno = saved;
	return NULL;
}

/* --- closing ---------------------------------------------------------------------------------- */

static void release_ring(struct libxenvchan *ctrl, struct libxenvchan_ring *ring)
{
	if (ring->order < ORDER_PAGE || !ring->buffer)
		return;
	if (ctrl->is_server)
		xengntshr_unshare(ctrl->gntshr, ring->buffer, ring_pages(ring->order));
	else
		xengnttab_unmap(ctrl->gnttab, ring->buffer, ring_pages(ring->order));
}

static void release_page(struct libxenvchan *ctrl)
{
	if (!ctrl->ring)
		return;
	release_ring(ctrl, &ctrl->read);
	release_ring(ctrl, &ctrl->write);
	if (ctrl->is_server) {
		ctrl->ring->srv_live = 0;
		xengntshr_unshare(ctrl->gntshr, ctrl->ring, 1);
	} else {
		ctrl->ring->cli_live = 0;
		xengnttab_unmap(ctrl->gnttab, ctrl->ring, 1);
	}
}

void libxenvchan_close(struct libxenvchan *ctrl)
{
	if (!ctrl)
		return;
	if (ctrl->is_server)
		close_xs_srv(ctrl);
	release_page(ctrl);
	if (ctrl->event) {
		if (ctrl->event_port != (uint32_t)-1) {
			xenevtchn_notify(ctrl->event, ctrl->event_port);
			xenevtchn_unbind(ctrl->event, ctrl->event_port);
		}
		xenevtchn_close(ctrl->event);
	}
	if (ctrl->is_server && ctrl->gntshr)
		xengntshr_close(ctrl->gntshr);
	else if (!ctrl->is_server && ctrl->gnttab)
		xengnttab_close(ctrl->gnttab);
	free(ctrl->xs_path);
	free(ctrl);
}
