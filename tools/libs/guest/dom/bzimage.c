// SPDX-License-Identifier: LGPL-2.1-only
/*
 * A Linux bzImage (Documentation/x86/boot.rst): real-mode setup, then code, and in it the
 * compressed vmlinux, which is what the builder wants.
 */
#include "private.h"
#include "unpack/blocks.h"

/* offsets into the setup header */
#define SETUP_SECTS      0x1f1
#define BOOT_VERSION     0x206
#define PAYLOAD_OFFSET   0x248
#define PAYLOAD_LENGTH   0x24c
#define SETUP_HEADER_END 0x250
#define SETUP_MAGIC      0x202
#define SECTOR           512

static uint32_t get_le32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

int bzimage_payload(const uint8_t *image, size_t size, size_t *offset, size_t *length,
		    const char **why)
{
	uint64_t setup_sects, start, len;
	unsigned int version;

	if (size < SETUP_HEADER_END || memcmp(image + SETUP_MAGIC, "HdrS", 4))
		return 0;
	version = image[BOOT_VERSION] | image[BOOT_VERSION + 1] << 8;
	if (version < 0x208) {
		*why = "the bzImage's boot protocol is older than 2.08 and does not tell where its "
		       "kernel is";
		return -1;
	}
	/* 0 stands for 4, for the sake of very old loaders */
	setup_sects = image[SETUP_SECTS] ? image[SETUP_SECTS] : 4;
	start = (setup_sects + 1) * SECTOR + get_le32(image + PAYLOAD_OFFSET);
	len = get_le32(image + PAYLOAD_LENGTH);
	if (!len) {
		*why = "the bzImage has no payload";
		return -1;
	}
	if (start > size || len > size - start) {
		*why = "the bzImage's payload is beyond the end of the file (truncated?)";
		return -1;
	}
	*offset = start;
	*length = len;
	return 1;
}

static int bzimage_probe(struct xc_dom_image *dom)
{
	const char *why = NULL;
	size_t offset, length;
	int rc = bzimage_payload(dom->kernel_blob, dom->kernel_size, &offset, &length, &why);

	if (rc < 0) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_KERNEL, "%s", why);
	}
	return rc;
}

/* The payload as an image that is unpacked as far as it is needed; false if it cannot be. */
static bool open_blocks(struct xc_dom_image *dom, const uint8_t *payload, size_t length)
{
	struct block_image *b = block_image_open(payload, length, dom->max_kernel_size);

	if (!b)
		return false;
	if (xc_dom_register_external(dom, b->data, b->size)) {
		free(b->data);
		block_image_free(b);
		return false;
	}
	if (xc_dom_register_external(dom, b, sizeof(*b))) {
		block_image_free(b);
		return false;
	}
	dom->private_loader = b;
	dom->kernel_blob = b->data;
	dom->kernel_size = b->size;
	DOMPRINTF("%s: %zu bytes in %u blocks of lz4", __func__, b->size, b->nr_blocks);
	return true;
}

static int unpack_payload(struct xc_dom_image *dom, const uint8_t *payload, size_t length)
{
	const char *why = NULL;
	void *vmlinux;
	size_t size;
	int rc;

	rc = unpack(payload, length, dom->max_kernel_size, &vmlinux, &size, &why);
	if (rc == -EINVAL) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_KERNEL, "the bzImage's payload is in no known compression format");
		return -1;
	}
	if (rc) {
		errno = -rc;
		DOM_ERR(XC_INVALID_KERNEL, "the bzImage's payload: %s", why);
		return -1;
	}
	if (xc_dom_register_external(dom, vmlinux, size)) {
		free(vmlinux);
		return -1;
	}
	dom->kernel_blob = vmlinux;
	dom->kernel_size = size;
	DOMPRINTF("%s: unpacked %zu to %zu bytes", __func__, length, size);
	return 0;
}

static int bzimage_parse(struct xc_dom_image *dom)
{
	const uint8_t *image = dom->kernel_blob;
	const char *why = NULL;
	size_t offset, length;

	if (bzimage_payload(image, dom->kernel_size, &offset, &length, &why) != 1)
		return -1;
	if (!open_blocks(dom, image + offset, length) && unpack_payload(dom, image + offset, length))
		return -1;
	if (dom->private_loader && block_image_need(dom->private_loader, 0, 1, &why)) {
		errno = EBADMSG;
		DOM_ERR(XC_INVALID_KERNEL, "the bzImage's payload: %s", why);
		return -1;
	}
	if (!elf_loader.probe(dom)) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_KERNEL, "the bzImage's payload is not an ELF file");
		return -1;
	}
	return elf_loader.parse(dom);
}

static int bzimage_load(struct xc_dom_image *dom)
{
	return elf_loader.load(dom);
}

struct xc_dom_loader bzimage_loader = {
	.name = "Linux bzImage",
	.probe = bzimage_probe,
	.parse = bzimage_parse,
	.load = bzimage_load,
};
