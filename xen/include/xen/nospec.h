/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_NOSPEC_H
#define XEN_NOSPEC_H

#include <xen/types.h>

/*
 * @index, or 0 when it is not below @size, computed without a branch: for indexes a guest chose, between
 * their check and their use, where a mispredicted check would read past an array.
 */
static always_inline unsigned long array_index_nospec_(unsigned long index, unsigned long size)
{
	__asm__("" : "+r"(index)); /* the compiler must not use what the check told it */
	return index & (unsigned long)((long)(index - size) >> 63);
}
#define array_index_nospec(i, size) ((typeof(i))array_index_nospec_(i, size))

#endif
