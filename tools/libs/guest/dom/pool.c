// SPDX-License-Identifier: LGPL-2.1-only
/* Memory and file mappings that live as long as a struct xc_dom_image. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "private.h"

static void pool_add(struct xc_dom_image *dom, struct xc_dom_mem *block)
{
	block->next = dom->memblocks;
	dom->memblocks = block;
}

void *xc_dom_malloc(struct xc_dom_image *dom, size_t size)
{
	struct xc_dom_mem *block;

	if (size > SIZE_MAX - sizeof(*block)) {
		errno = ENOMEM;
		return NULL;
	}
	block = calloc(1, sizeof(*block) + size);
	if (!block) {
		DOM_ERR(XC_OUT_OF_MEMORY, "no memory for %zu bytes", size);
		return NULL;
	}
	block->type = XC_DOM_MEM_TYPE_MALLOC_INTERNAL;
	block->len = size;
	pool_add(dom, block);
	dom->alloc_malloc += size;
	return block->memory;
}

static int pool_register(struct xc_dom_image *dom, void *ptr, size_t size, int type)
{
	struct xc_dom_mem *block = calloc(1, sizeof(*block));

	if (!block) {
		DOM_ERR(XC_OUT_OF_MEMORY, "no memory to keep track of an allocation");
		return -1;
	}
	block->type = type;
	block->ptr = ptr;
	block->len = size;
	pool_add(dom, block);
	return 0;
}

int xc_dom_register_external(struct xc_dom_image *dom, void *ptr, size_t size)
{
	if (pool_register(dom, ptr, size, XC_DOM_MEM_TYPE_MALLOC_EXTERNAL))
		return -1;
	dom->alloc_malloc += size;
	return 0;
}

static void *malloc_pages(struct xc_dom_image *dom, size_t size, int flags)
{
	void *ptr = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	if (ptr == MAP_FAILED) {
		DOM_ERR(XC_OUT_OF_MEMORY, "no memory for %zu bytes", size);
		return NULL;
	}
	if (pool_register(dom, ptr, size, XC_DOM_MEM_TYPE_MMAP)) {
		munmap(ptr, size);
		return NULL;
	}
	dom->alloc_mem_map += size;
	return ptr;
}

void *xc_dom_malloc_page_aligned(struct xc_dom_image *dom, size_t size)
{
	return malloc_pages(dom, size, 0);
}

/* Opens filename and checks its size; the descriptor, or -1 (logged). */
static int file_open(struct xc_dom_image *dom, const char *filename, size_t *size, size_t max_size)
{
	struct stat st;
	int fd = open(filename, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot open %s: %s", filename, strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) < 0) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot stat %s: %s", filename, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "%s is not a regular file", filename);
	} else if (st.st_size == 0) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "%s is empty", filename);
	} else if (max_size && (uint64_t)st.st_size > max_size) {
		errno = EFBIG;
		DOM_ERR(XC_INVALID_PARAM, "%s is %jd bytes long, the limit is %zu", filename,
			(intmax_t)st.st_size, max_size);
	} else {
		*size = st.st_size;
		return fd;
	}
	close(fd);
	return -1;
}

/* A private mapping: what somebody truncates or rewrites meanwhile cannot be kept out, so read. */
void *xc_dom_malloc_filemap(struct xc_dom_image *dom, const char *filename, size_t *size,
			    const size_t max_size)
{
	size_t len, done = 0;
	ssize_t n = 1;
	char *ptr;
	int fd = file_open(dom, filename, &len, max_size);

	if (fd < 0)
		return NULL;
	/* all of it will be written: cheaper than a fault for each page */
	ptr = malloc_pages(dom, len, MAP_POPULATE);
	while (ptr && done < len && n > 0) {
		n = read(fd, ptr + done, len - done);
		if (n > 0)
			done += n;
	}
	if (ptr && done < len) {
		if (n == 0)
			errno = EIO;
		DOM_ERR(XC_INTERNAL_ERROR, "cannot read %s: %s after %zu of %zu bytes", filename,
			n < 0 ? strerror(errno) : "file ends", done, len);
		ptr = NULL;
	}
	close(fd);
	if (ptr) {
		*size = len;
		DOMPRINTF("%s: %s, %zu bytes", __func__, filename, len);
	}
	return ptr;
}

char *xc_dom_strdup(struct xc_dom_image *dom, const char *str)
{
	size_t len = strlen(str) + 1;
	char *copy = xc_dom_malloc(dom, len);

	return copy ? memcpy(copy, str, len) : NULL;
}

static void pool_free(struct xc_dom_image *dom)
{
	struct xc_dom_mem *block;

	while ((block = dom->memblocks) != NULL) {
		dom->memblocks = block->next;
		if (block->type == XC_DOM_MEM_TYPE_MALLOC_EXTERNAL)
			free(block->ptr);
		else if (block->type == XC_DOM_MEM_TYPE_MMAP)
			munmap(block->ptr, block->len);
		free(block);
	}
}

void xc_dom_release_phys(struct xc_dom_image *dom)
{
	xc_dom_unmap_all(dom);
}

void xc_dom_release(struct xc_dom_image *dom)
{
	if (!dom)
		return;
	if (dom->phys_pages)
		xc_dom_unmap_all(dom);
	pool_free(dom);
	free(dom);
}
