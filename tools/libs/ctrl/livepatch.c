/* SPDX-License-Identifier: LGPL-2.1-only */
/* Patching the running hypervisor. */
#include "private.h"

#define LIVEPATCH(cmd_) SYSCTL_AS(livepatch_op, livepatch, .cmd = XEN_SYSCTL_LIVEPATCH_##cmd_)

/* The length of a payload's name with its final zero; 0, with errno set, if it is too long. */
static size_t name_size(const char *name)
{
	size_t len = name ? strlen(name) : 0;

	if (!len || len >= XEN_LIVEPATCH_NAME_SIZE) {
		errno = EINVAL;
		return 0;
	}
	return len + 1;
}

int xc_livepatch_upload(xc_interface *xch, char *name, unsigned char *payload, uint32_t size)
{
	struct xen_sysctl sysctl = LIVEPATCH(UPLOAD);
	struct xen_sysctl_livepatch_upload *upload = &sysctl.u.livepatch.u.upload;
	size_t len = name_size(name);

	if (!len)
		return -1;
	if (!payload)
		return fail_with(EINVAL);

	BOUNCE(name_buf, name, len, XC_IN);
	BOUNCE(data, payload, size, XC_IN);

	upload->name.size = len;
	upload->size = size;
	set_bounce_handle(upload->name.name, name_buf);
	set_bounce_handle(upload->payload, data);
	return do_sysctl(xch, &sysctl);
}

int xc_livepatch_get(xc_interface *xch, char *name, xen_livepatch_status_t *status)
{
	struct xen_sysctl sysctl = LIVEPATCH(GET);
	struct xen_sysctl_livepatch_get *get = &sysctl.u.livepatch.u.get;
	size_t len = name_size(name);
	int rc;

	if (!len)
		return -1;

	BOUNCE(name_buf, name, len, XC_IN);

	get->name.size = len;
	set_bounce_handle(get->name.name, name_buf);
	rc = do_sysctl(xch, &sysctl);
	*status = get->status;
	return rc;
}

int xc_livepatch_list_get_sizes(xc_interface *xch, unsigned int *nr, uint32_t *name_total_size,
				uint32_t *metadata_total_size)
{
	struct xen_sysctl sysctl = LIVEPATCH(LIST);
	struct xen_sysctl_livepatch_list *list = &sysctl.u.livepatch.u.list;
	int rc;

	if (!nr || !name_total_size || !metadata_total_size)
		return fail_with(EINVAL);

	rc = do_sysctl(xch, &sysctl);
	if (rc)
		return rc;
	*nr = list->nr;
	*name_total_size = list->name_total_size;
	*metadata_total_size = list->metadata_total_size;
	return 0;
}

/* Where a listing is filled in. Names and metadata lie one after the other, as long as each is. */
struct listing {
	struct xen_livepatch_status *info;
	char *name, *metadata;
	uint32_t *len, *metadata_len;
	uint32_t name_space, metadata_space; /* bytes there are */
	uint32_t name_used, metadata_used;   /* bytes filled */
	unsigned int done, left;
	uint32_t version; /* of the list that @done entries are from */
};

/* Sum of @n lengths, at most @limit: the hypervisor's word is checked before it becomes an offset. */
static int sum_lengths(const uint32_t *len, unsigned int n, uint32_t limit, uint32_t *sum)
{
	uint64_t total = 0;
	unsigned int i;

	for (i = 0; i < n; i++)
		total += len[i];
	*sum = total;
	return total <= limit ? 0 : fail_with(EMSGSIZE);
}

/* Fetch up to @nr more entries: the number that came, or -1. */
static int list_some(xc_interface *xch, struct listing *l, unsigned int start, unsigned int nr)
{
	struct xen_sysctl sysctl = LIVEPATCH(LIST);
	struct xen_sysctl_livepatch_list *list = &sysctl.u.livepatch.u.list;
	uint32_t names, metadatas;
	int rc;

	{
		BOUNCE(info, l->info + l->done, ARRAY_BYTES(l->info, nr), XC_OUT);
		BOUNCE(len, l->len + l->done, ARRAY_BYTES(l->len, nr), XC_OUT);
		BOUNCE(metadata_len, l->metadata_len + l->done, ARRAY_BYTES(l->metadata_len, nr),
		       XC_OUT);
		BOUNCE(name, l->name + l->name_used, l->name_space - l->name_used, XC_OUT);
		BOUNCE(metadata, l->metadata + l->metadata_used,
		       l->metadata_space - l->metadata_used, XC_OUT);

		list->idx = start + l->done;
		list->nr = nr;
		list->name_total_size = l->name_space - l->name_used;
		list->metadata_total_size = l->metadata_space - l->metadata_used;
		set_bounce_handle(list->status, info);
		set_bounce_handle(list->name, name);
		set_bounce_handle(list->len, len);
		set_bounce_handle(list->metadata, metadata);
		set_bounce_handle(list->metadata_len, metadata_len);

		rc = do_sysctl(xch, &sysctl);
		if (rc < 0)
			return -1;
	}

	if ((unsigned int)rc > nr)
		return fail_with(EMSGSIZE);
	if (l->done && list->version != l->version) {
		/* Somebody changed the list meanwhile: what we have is worth nothing. */
		errno = EAGAIN;
		return -1;
	}
	if (sum_lengths(l->len + l->done, rc, l->name_space - l->name_used, &names) ||
	    sum_lengths(l->metadata_len + l->done, rc, l->metadata_space - l->metadata_used,
			&metadatas))
		return -1;

	l->version = list->version;
	l->left = list->nr;
	l->done += rc;
	l->name_used += names;
	l->metadata_used += metadatas;
	return rc;
}

/* How often a list that changes under our feet is read again from its start. */
#define LIST_RESTARTS 10

int xc_livepatch_list(xc_interface *xch, const unsigned int max, const unsigned int start,
		      struct xen_livepatch_status *info, char *name, uint32_t *len,
		      const uint32_t name_total_size, char *metadata, uint32_t *metadata_len,
		      const uint32_t metadata_total_size, unsigned int *done, unsigned int *left)
{
	const struct listing empty = {
		.info = info, .name = name, .metadata = metadata, .len = len,
		.metadata_len = metadata_len, .name_space = name_total_size,
		.metadata_space = metadata_total_size,
	};
	struct listing l = empty;
	unsigned int batch = max, restarts = 0;
	int rc = 0;

	if (!max || !info || !name || !len || !metadata || !metadata_len || !done || !left)
		return fail_with(EINVAL);

	do {
		rc = list_some(xch, &l, start, batch < max - l.done ? batch : max - l.done);
		if (rc < 0 && errno == E2BIG && batch > 1) {
			batch /= 2;
			rc = 1;
		} else if (rc < 0 && errno == EAGAIN && restarts++ < LIST_RESTARTS) {
			l = empty;
			rc = 1;
		}
	} while (rc > 0 && l.done < max && (l.left || !l.done));

	*done = l.done;
	*left = l.left;
	return rc < 0 ? -1 : 0;
}

static int action(xc_interface *xch, char *name, uint32_t cmd, uint32_t timeout, uint32_t flags)
{
	struct xen_sysctl sysctl = LIVEPATCH(ACTION);
	struct xen_sysctl_livepatch_action *act = &sysctl.u.livepatch.u.action;
	size_t len = name_size(name);

	if (!len)
		return -1;

	BOUNCE(name_buf, name, len, XC_IN);

	act->cmd = cmd;
	act->timeout = timeout;
	act->flags = flags;
	act->name.size = len;
	set_bounce_handle(act->name.name, name_buf);
	return do_sysctl(xch, &sysctl);
}

int xc_livepatch_apply(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags)
{
	return action(xch, name, LIVEPATCH_ACTION_APPLY, timeout, flags);
}

int xc_livepatch_revert(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags)
{
	return action(xch, name, LIVEPATCH_ACTION_REVERT, timeout, flags);
}

int xc_livepatch_unload(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags)
{
	return action(xch, name, LIVEPATCH_ACTION_UNLOAD, timeout, flags);
}

int xc_livepatch_replace(xc_interface *xch, char *name, uint32_t timeout, uint32_t flags)
{
	return action(xch, name, LIVEPATCH_ACTION_REPLACE, timeout, flags);
}
