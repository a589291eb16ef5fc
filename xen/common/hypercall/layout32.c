/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Structures of 32-bit callers. What the copy functions move for such a caller goes through the layout of its type, so
 * that handlers see one form; pointers and longs come in extended with zeroes and go out truncated.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/system.h>

#define LAYOUT32_MAX 64 /* bytes of the largest 32-bit form */

static const struct field32 ulong_field[] = { { 0, 0, 8, 4 } };
const struct layout32 layout32_ulong = { "unsigned long", 8, 4, 1, ulong_field };

bool guest_is_32bit(void)
{
	return unlikely(current->args32);
}

void layout32_decode(const struct layout32 *l, void *native, const void *compat)
{
	memset(native, 0, l->size);
	for (unsigned int i = 0; i < l->nr; i++) {
		const struct field32 *f = &l->fields[i];

		memcpy(native + f->offset, compat + f->offset32, f->size32);
	}
}

void layout32_encode(const struct layout32 *l, void *compat, const void *native)
{
	for (unsigned int i = 0; i < l->nr; i++) {
		const struct field32 *f = &l->fields[i];

		memcpy(compat + f->offset32, native + f->offset, f->size32);
	}
}

size_t guest_layout_size(const struct layout32 *l, size_t size)
{
	return l && guest_is_32bit() ? l->size32 : size;
}

int guest_layout_read(void *dst, const void *guest, size_t size, const struct layout32 *l)
{
	u64 compat[LAYOUT32_MAX / 8];

	if (!l || !guest_is_32bit())
		return guest_raw_read(dst, guest, size) ? -EFAULT : 0;
	if (guest_raw_read(compat, guest, l->size32))
		return -EFAULT;
	layout32_decode(l, dst, compat);
	return 0;
}

/* Padding, and what the layout does not name, keep what the guest has there. */
int guest_layout_write(void *guest, const void *src, size_t size, const struct layout32 *l)
{
	u64 compat[LAYOUT32_MAX / 8];

	if (!l || !guest_is_32bit())
		return guest_raw_write(guest, src, size) ? -EFAULT : 0;
	for (unsigned int i = 0; i < l->nr; i++) {
		const struct field32 *f = &l->fields[i];

		memcpy(compat, src + f->offset, f->size32);
		if (guest_raw_write(guest + f->offset32, compat, f->size32))
			return -EFAULT;
	}
	return 0;
}

int guest_layout_read_n(void *dst, const void *guest, unsigned long i, size_t n, size_t size, const struct layout32 *l)
{
	int rc = 0;

	if (!l || !guest_is_32bit())
		return guest_raw_read(dst, guest + i * size, n * size) ? -EFAULT : 0;
	for (size_t k = 0; !rc && k < n; k++)
		rc = guest_layout_read(dst + k * size, guest + (i + k) * l->size32, size, l);
	return rc;
}

int guest_layout_write_n(void *guest, unsigned long i, const void *src, size_t n, size_t size, const struct layout32 *l)
{
	int rc = 0;

	if (!l || !guest_is_32bit())
		return guest_raw_write(guest + i * size, src, n * size) ? -EFAULT : 0;
	for (size_t k = 0; !rc && k < n; k++)
		rc = guest_layout_write(guest + (i + k) * l->size32, src + k * size, size, l);
	return rc;
}

/* The run of fields that has the native bytes [offset, offset + size) in it. */
static const struct field32 *find_field(const struct layout32 *l, size_t offset)
{
	for (unsigned int i = 0; i < l->nr; i++)
		if (offset - l->fields[i].offset < l->fields[i].size)
			return &l->fields[i];
	BUG();
}

int guest_layout_write_field(void *guest, unsigned long i, const void *field, size_t offset, size_t field_size, size_t size,
			     const struct layout32 *l)
{
	const struct field32 *f;

	if (!l || !guest_is_32bit())
		return guest_raw_write(guest + i * size + offset, field, field_size) ? -EFAULT : 0;
	f = find_field(l, offset);
	return guest_raw_write(guest + i * l->size32 + f->offset32 + (offset - f->offset), field,
			       min_t(size_t, field_size, f->size32)) ? -EFAULT : 0;
}

#include <gen/layout32-tables.h>
