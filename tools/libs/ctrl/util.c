/* SPDX-License-Identifier: LGPL-2.1-only */
/* Small things: whole reads and writes, bitmaps, aligned memory, the page cache. */
#include <fcntl.h>
#include <limits.h>
#include <strings.h>
#include <unistd.h>

#include "private.h"

int read_exact(int fd, void *data, size_t size)
{
	size_t done = 0;
	ssize_t len;

	while (done < size) {
		len = read(fd, (char *)data + done, size - done);
		if (len < 0 && errno == EINTR)
			continue;
		if (len == 0)
			errno = 0;
		if (len <= 0)
			return -1;
		done += len;
	}
	return 0;
}

int write_exact(int fd, const void *data, size_t size)
{
	size_t done = 0;
	ssize_t len;

	while (done < size) {
		len = write(fd, (const char *)data + done, size - done);
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			return -1;
		done += len;
	}
	return 0;
}

/* Drop @len bytes from the front of @iov: the index of the first element that still has some. */
static int iov_advance(struct iovec *iov, int iovcnt, size_t len)
{
	int i;

	for (i = 0; i < iovcnt && len >= iov[i].iov_len; i++)
		len -= iov[i].iov_len;
	if (i < iovcnt) {
		iov[i].iov_base = (char *)iov[i].iov_base + len;
		iov[i].iov_len -= len;
	}
	return i;
}

int writev_exact(int fd, const struct iovec *iov, int iovcnt)
{
	struct iovec *left;
	int first = 0, rc = -1, saved;
	ssize_t len;

	if (iovcnt <= 0)
		return 0;
	left = malloc(iovcnt * sizeof(*left));
	if (!left)
		return -1;
	memcpy(left, iov, iovcnt * sizeof(*left));
	first = iov_advance(left, iovcnt, 0);

	while (first < iovcnt) {
		len = writev(fd, left + first, iovcnt - first < IOV_MAX ? iovcnt - first : IOV_MAX);
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			goto out;
		first += iov_advance(left + first, iovcnt - first, len);
	}
	rc = 0;
out:
	saved = errno;
	free(left);
	errno = saved;
	return rc;
}

/*
 * Tell the kernel that what was written to, or read from, a file will not be needed again. It is
 * only advice, and errors (of a pipe or a socket, say) do not matter.
 */
void discard_file_cache(xc_interface *xch, int fd, int flush)
{
	int saved = errno;
	off_t cur;

	if (!flush || !fsync(fd) || errno == EINVAL || errno == EBADF) {
		cur = lseek(fd, 0, SEEK_CUR);
		if (cur != (off_t)-1)
			posix_fadvise(fd, 0, cur & PAGE_MASK, POSIX_FADV_DONTNEED);
	}
	errno = saved;
}

void bitmap_64_to_byte(uint8_t *bytes, const uint64_t *words, int nbits)
{
	int i;

	for (i = 0; i < nbits; i += 8)
		bytes[i / 8] = words[i / 64] >> (i % 64);
}

void bitmap_byte_to_64(uint64_t *words, const uint8_t *bytes, int nbits)
{
	int i;

	for (i = 0; i < nbits; i += 8) {
		if (!(i % 64))
			words[i / 64] = 0;
		words[i / 64] |= (uint64_t)bytes[i / 8] << (i % 64);
	}
}

int xc_ffs8(uint8_t x)
{
	return ffs(x);
}

int xc_ffs16(uint16_t x)
{
	return ffs(x);
}

int xc_ffs32(uint32_t x)
{
	return ffs(x);
}

int xc_ffs64(uint64_t x)
{
	return ffsll(x);
}

void *xc_memalign(xc_interface *xch, size_t alignment, size_t size)
{
	void *p;
	int error = posix_memalign(&p, alignment, size);

	if (!error)
		return p;
	errno = error;
	return NULL;
}
