/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/xenctl-bitmap.h>

/* More bits than any machine of ours has CPUs would only keep us busy. */
#define BITS_MAX 65536

/* Bytes of @b that have a counterpart in a cpumask. */
static unsigned int common_bytes(const struct xenctl_bitmap *b)
{
	return min_t(unsigned int, b->nr_bits / 8 + !!(b->nr_bits % 8), sizeof(cpumask_t));
}

int cpumask_from_guest(cpumask_t *mask, const struct xenctl_bitmap *from)
{
	unsigned int bytes = common_bytes(from);
	u8_in in = addr_in(u8, from->bitmap.p);

	if (from->nr_bits > BITS_MAX)
		return -EINVAL;
	cpumask_clear(mask);
	if (bytes && guest_read_n((u8 *)mask->bits, in, 0, bytes))
		return -EFAULT;
	if (from->nr_bits < NR_CPUS && from->nr_bits % 8) /* the rest of the last byte is not the caller's word */
		((u8 *)mask->bits)[bytes - 1] &= (1U << (from->nr_bits % 8)) - 1;
	return 0;
}

int cpumask_to_guest(const struct xenctl_bitmap *to, const cpumask_t *mask)
{
	unsigned int bytes = common_bytes(to), all = to->nr_bits / 8 + !!(to->nr_bits % 8);
	u8_out out = addr_out(u8, to->bitmap.p);
	cpumask_t copy = *mask;

	if (to->nr_bits > BITS_MAX)
		return -EINVAL;
	if (to->nr_bits < NR_CPUS && to->nr_bits % 8)
		((u8 *)copy.bits)[bytes - 1] &= (1U << (to->nr_bits % 8)) - 1;
	if (bytes && guest_write_n(out, 0, (u8 *)copy.bits, bytes))
		return -EFAULT;
	return all > bytes ? guest_clear(out, bytes, all - bytes) : 0;
}
