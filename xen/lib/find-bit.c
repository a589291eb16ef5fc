/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/bitops.h>

static unsigned long find_next(const unsigned long *p, unsigned long size, unsigned long from,
			       unsigned long invert)
{
	unsigned long word;

	if (from >= size)
		return size;
	word = (p[from / 64] ^ invert) & (~0UL << (from % 64));
	from &= ~63UL;
	while (!word) {
		from += 64;
		if (from >= size)
			return size;
		word = p[from / 64] ^ invert;
	}
	from += __builtin_ctzl(word);
	return from < size ? from : size;
}

unsigned long find_next_bit(const unsigned long *p, unsigned long size, unsigned long from)
{
	return find_next(p, size, from, 0);
}

unsigned long find_next_zero_bit(const unsigned long *p, unsigned long size, unsigned long from)
{
	return find_next(p, size, from, ~0UL);
}
