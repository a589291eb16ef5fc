/* SPDX-License-Identifier: GPL-2.0-only */
/* Guest-physical addresses without memory: who answers there. */
#include <xen/lib.h>
#include "private.h"

struct mmio_row {
	bool (*match)(const struct vcpu *v, paddr_t gpa);
	u32 (*read)(struct vcpu *v, unsigned int offset, unsigned int n);
	void (*write)(struct vcpu *v, unsigned int offset, unsigned int n, u32 val);
};

/* Handlers get the offset in the page. */
static const struct mmio_row rows[] = {
	{ vlapic_mmio_range, vlapic_mmio_read, vlapic_mmio_write },
};

static const struct mmio_row *find_row(const struct vcpu *v, paddr_t gpa)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].match(v, gpa))
			return &rows[i];
	return NULL;
}

/* The largest naturally aligned piece at @gpa. */
static unsigned int piece(paddr_t gpa, unsigned int n)
{
	unsigned int k = 4;

	while (k > n || gpa & (k - 1))
		k /= 2;
	return k;
}

void hvm_mmio_read(struct vcpu *v, paddr_t gpa, void *dst, unsigned int n)
{
	const struct mmio_row *row = find_row(v, gpa);

	memset(dst, 0xff, n);
	for (unsigned int k; row && n; gpa += k, dst += k, n -= k) {
		u32 val;

		k = piece(gpa, n);
		val = row->read(v, gpa & ~PAGE_MASK, k);
		memcpy(dst, &val, k);
	}
}

void hvm_mmio_write(struct vcpu *v, paddr_t gpa, const void *src, unsigned int n)
{
	const struct mmio_row *row = find_row(v, gpa);

	for (unsigned int k; row && n; gpa += k, src += k, n -= k) {
		u32 val = 0;

		k = piece(gpa, n);
		memcpy(&val, src, k);
		row->write(v, gpa & ~PAGE_MASK, k, val);
	}
}
