/* SPDX-License-Identifier: LGPL-2.1-only */
/* Linux: /dev/xen/gntdev, and what it has in common with /dev/xen/gntalloc. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../private.h"

#include <xen/sys/gntdev.h>

/* A granting domain that is being paged in is waited for this long. */
#define MAP_TRIES 1000
#define MAP_WAIT_US 10000

void *os_map_pages(int fd, uint64_t index, size_t nr_pages, int prot)
{
	unsigned int tries = MAP_TRIES;
	void *addr;

	while ((addr = mmap(NULL, nr_pages << PAGE_SHIFT, prot, MAP_SHARED, fd, index)) ==
		       MAP_FAILED && errno == EAGAIN && --tries)
		usleep(MAP_WAIT_US);

	return addr == MAP_FAILED ? NULL : addr;
}

int os_set_unmap_notify(int fd, unsigned long request, uint64_t index,
			const struct unmap_notify *notify)
{
	struct ioctl_gntdev_unmap_notify arg = { .index = index };

	if (notify->offset < PAGE_SIZE) {
		arg.index += notify->offset;
		arg.action |= UNMAP_NOTIFY_CLEAR_BYTE;
	}
	if (notify->port != NO_NOTIFY_PORT) {
		arg.event_channel_port = notify->port;
		arg.action |= UNMAP_NOTIFY_SEND_EVENT;
	}
	return arg.action ? ioctl(fd, request, &arg) : 0;
}

/* Forget grants that were announced at @index and are not mapped. */
static int forget_grants(int fd, uint64_t index, uint32_t count)
{
	struct ioctl_gntdev_unmap_grant_ref arg = { .index = index, .count = count };

	return ioctl(fd, IOCTL_GNTDEV_UNMAP_GRANT_REF, &arg);
}

void *os_gnttab_map(xengnttab_handle *xgt, uint32_t count, const uint32_t *domids, int one_domain,
		    const uint32_t *refs, int prot, const struct unmap_notify *notify)
{
	struct ioctl_gntdev_map_grant_ref *map;
	void *addr = NULL;
	uint32_t i;
	int saved;

	if (!count) {
		errno = EINVAL;
		return NULL;
	}
	map = calloc(1, offsetof(struct ioctl_gntdev_map_grant_ref, refs) +
		     (size_t)count * sizeof(map->refs[0]));
	if (!map)
		return NULL;

	map->count = count;
	for (i = 0; i < count; i++) {
		map->refs[i].domid = domids[one_domain ? 0 : i];
		map->refs[i].ref = refs[i];
	}

	if (ioctl(xgt->fd, IOCTL_GNTDEV_MAP_GRANT_REF, map)) {
		GTERROR(xgt, "cannot announce %u grants of domain %u", count, domids[0]);
		goto out;
	}

	addr = os_map_pages(xgt->fd, map->index, count, prot);
	if (!addr) {
		GTERROR(xgt, "cannot map %u grants of domain %u", count, domids[0]);
	} else if (os_set_unmap_notify(xgt->fd, IOCTL_GNTDEV_SET_UNMAP_NOTIFY, map->index,
				       notify)) {
		GTERROR(xgt, "cannot arrange the unmap notification");
		saved = errno;
		munmap(addr, (size_t)count << PAGE_SHIFT);
		errno = saved;
		addr = NULL;
	}

	if (!addr) {
		saved = errno;
		forget_grants(xgt->fd, map->index, count);
		errno = saved;
	}
out:
	saved = errno;
	free(map);
	errno = saved;
	return addr;
}

int xengnttab_unmap(xengnttab_handle *xgt, void *start_address, uint32_t count)
{
	struct ioctl_gntdev_get_offset_for_vaddr where = { .vaddr = (uintptr_t)start_address };

	if (!start_address) {
		errno = EINVAL;
		return -1;
	}

	/* The driver knows the mapping by its offset, and undoes it only as a whole. */
	if (ioctl(xgt->fd, IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR, &where))
		return -1;
	if (where.count != count) {
		errno = EINVAL;
		return -1;
	}
	if (munmap(start_address, (size_t)count << PAGE_SHIFT))
		return -1;
	return forget_grants(xgt->fd, where.offset, count);
}

int xengnttab_set_max_grants(xengnttab_handle *xgt, uint32_t nr_grants)
{
	struct ioctl_gntdev_set_max_grants arg = { .count = nr_grants };
	int rc = ioctl(xgt->fd, IOCTL_GNTDEV_SET_MAX_GRANTS, &arg);

	/* Linux has had no limit of its own since 5.x and dropped the ioctl: any number is granted. */
	return rc < 0 && errno == ENOTTY ? 0 : rc;
}

int xengnttab_grant_copy(xengnttab_handle *xgt, uint32_t count,
			 xengnttab_grant_copy_segment_t *segs)
{
	struct ioctl_gntdev_grant_copy arg = {
		.count = count,
		.segments = (struct ioctl_gntdev_grant_copy_segment *)segs,
	};

	_Static_assert(sizeof(*segs) == sizeof(*arg.segments), "the driver's segment is ours");

	return ioctl(xgt->fd, IOCTL_GNTDEV_GRANT_COPY, &arg);
}
