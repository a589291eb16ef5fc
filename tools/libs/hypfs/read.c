/* SPDX-License-Identifier: LGPL-2.1-only */
/* Reading entries: as they are, as text, and directories. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "private.h"

static void fill_dirent(struct xenhypfs_dirent *dirent, const struct xen_hypfs_direntry *entry)
{
	dirent->size = entry->content_len;
	dirent->type = entry->type;
	dirent->encoding = entry->encoding;
	dirent->flags = entry->max_write_len ? XENHYPFS_FLAG_WRITABLE : 0;
}

/* A dirent with the last part of @path as its name, in one block. */
static struct xenhypfs_dirent *make_dirent(const char *path,
					   const struct xen_hypfs_direntry *entry)
{
	const char *name = !strcmp(path, "/") ? path : strrchr(path, '/') + 1;
	size_t size = strlen(name) + 1;
	struct xenhypfs_dirent *dirent = calloc(1, sizeof(*dirent) + size);

	if (!dirent)
		return NULL;
	dirent->name = memcpy(dirent + 1, name, size);
	fill_dirent(dirent, entry);
	return dirent;
}

void *xenhypfs_read_raw(xenhypfs_handle *fshdl, const char *path, struct xenhypfs_dirent **dirent)
{
	struct xen_hypfs_direntry *entry;
	size_t nr_pages;
	void *content;

	entry = hypfs_fetch(fshdl, path, &nr_pages);
	if (!entry)
		return NULL;

	/* One byte more, so that an empty entry is a block too, and text ends. */
	content = calloc(1, (size_t)entry->content_len + 1);
	*dirent = content ? make_dirent(path, entry) : NULL;
	if (*dirent) {
		memcpy(content, entry + 1, entry->content_len);
	} else {
		free(content);
		content = NULL;
	}
	xencall_free_buffer_pages(fshdl->xcall, entry, nr_pages);
	return content;
}

/* Largest text that is unpacked: packed entries are build configurations and the like. */
#define UNPACKED_MAX (16u << 20)

/* Unpack @size bytes of gzip data, and end them with a zero byte. NULL with errno set. */
static char *gunzip(const void *data, size_t size)
{
	z_stream z = { .next_in = (Bytef *)data, .avail_in = size };
	size_t room = 4 * size + 64;
	char *text = NULL, *more;
	int rc = Z_OK;

	if (inflateInit2(&z, MAX_WBITS + 16) != Z_OK) {
		errno = ENOMEM;
		return NULL;
	}
	for (; room <= UNPACKED_MAX; room *= 2) {
		more = realloc(text, room + 1);
		if (!more)
			break;
		text = more;
		z.next_out = (Bytef *)text + z.total_out;
		z.avail_out = room - z.total_out;
		rc = inflate(&z, Z_FINISH);
		if (rc != Z_BUF_ERROR && rc != Z_OK)
			break;
	}
	inflateEnd(&z);

	if (rc == Z_STREAM_END) {
		text[z.total_out] = '\0';
		return text;
	}
	free(text);
	errno = rc == Z_DATA_ERROR ? EDOM : ENOMEM;
	return NULL;
}

/* A number of 1, 2, 4 or 8 bytes, in the machine's order, as text. */
static char *number_text(const void *data, size_t size, bool is_signed)
{
	union {
		uint64_t u64;
		int64_t i64;
		uint32_t u32;
		int32_t i32;
		uint16_t u16;
		int16_t i16;
		uint8_t u8;
		int8_t i8;
	} n;
	int64_t value;
	char *text;

	if (size != 1 && size != 2 && size != 4 && size != 8) {
		errno = EDOM;
		return NULL;
	}
	memcpy(&n, data, size);
	value = size == 8 ? n.i64 :
		size == 4 ? (is_signed ? n.i32 : (int64_t)n.u32) :
		size == 2 ? (is_signed ? n.i16 : n.u16) :
			    (is_signed ? n.i8 : n.u8);

	if ((is_signed ? asprintf(&text, "%" PRId64, value) :
			 asprintf(&text, "%" PRIu64, (uint64_t)value)) < 0)
		return NULL;
	return text;
}

static bool any_byte_set(const uint8_t *data, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (data[i])
			return true;
	return false;
}

static char *content_text(const void *content, const struct xenhypfs_dirent *dirent)
{
	switch (dirent->type) {
	case xenhypfs_type_string:
		if (dirent->encoding == xenhypfs_enc_gzip)
			return gunzip(content, dirent->size);
		if (dirent->encoding == xenhypfs_enc_plain)
			return strndup(content, dirent->size);
		break;
	case xenhypfs_type_uint:
	case xenhypfs_type_int:
		return number_text(content, dirent->size, dirent->type == xenhypfs_type_int);
	case xenhypfs_type_bool:
		return strdup(any_byte_set(content, dirent->size) ? "1" : "0");
	case xenhypfs_type_dir:
		errno = EISDIR;
		return NULL;
	}
	errno = EDOM;
	return NULL;
}

char *xenhypfs_read(xenhypfs_handle *fshdl, const char *path)
{
	struct xenhypfs_dirent *dirent;
	void *content = xenhypfs_read_raw(fshdl, path, &dirent);
	char *text;

	if (!content)
		return NULL;
	text = content_text(content, dirent);
	free(content);
	free(dirent);
	return text;
}

/*
 * The entry of a directory listing at *@offset of @size bytes, which is then moved on to the next
 * one (to @size after the last). NULL, with errno EIO, for one that does not lie within the
 * listing or whose name does not end there.
 */
static const struct xen_hypfs_dirlistentry *next_entry(const char *list, size_t size,
						       size_t *offset)
{
	const size_t fixed = offsetof(struct xen_hypfs_dirlistentry, name);
	const struct xen_hypfs_dirlistentry *e;
	size_t left = size - *offset;

	e = (const void *)(list + *offset);
	if (left <= fixed || !memchr(e->name, '\0', left - fixed) ||
	    (e->off_next && (e->off_next < fixed || e->off_next >= left))) {
		errno = EIO;
		return NULL;
	}
	*offset = e->off_next ? *offset + e->off_next : size;
	return e;
}

/* Fill @dirents and @names if given; the number of entries and the bytes of names are returned. */
static int walk_listing(const char *list, size_t size, struct xenhypfs_dirent *dirents, char *names,
			unsigned int *nr, size_t *names_size)
{
	const struct xen_hypfs_dirlistentry *e;
	size_t offset = 0, len;

	*nr = 0;
	*names_size = 0;
	while (offset < size) {
		e = next_entry(list, size, &offset);
		if (!e)
			return -1;
		len = strlen(e->name) + 1;
		if (dirents) {
			fill_dirent(&dirents[*nr], &e->e);
			dirents[*nr].name = memcpy(names + *names_size, e->name, len);
		}
		*names_size += len;
		++*nr;
	}
	return 0;
}

struct xenhypfs_dirent *xenhypfs_readdir(xenhypfs_handle *fshdl, const char *path,
					 unsigned int *num_entries)
{
	struct xenhypfs_dirent *dirent, *dirents = NULL;
	char *list = xenhypfs_read_raw(fshdl, path, &dirent);
	size_t names_size;
	unsigned int nr;

	if (!list)
		return NULL;

	if (dirent->type != xenhypfs_type_dir) {
		errno = ENOTDIR;
	} else if (!walk_listing(list, dirent->size, NULL, NULL, &nr, &names_size)) {
		/* Of an empty directory too there is something to free. */
		dirents = calloc(1, nr * sizeof(*dirents) + names_size + 1);
		if (dirents) {
			walk_listing(list, dirent->size, dirents, (char *)(dirents + nr), &nr,
				     &names_size);
			*num_entries = nr;
		}
	}
	free(list);
	free(dirent);
	return dirents;
}
