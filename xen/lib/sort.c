/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>

static void swap(u8 *a, u8 *b, size_t size)
{
	for (; size; size--, a++, b++) {
		u8 t = *a;

		*a = *b;
		*b = t;
	}
}

static void sift_down(u8 *base, size_t root, size_t n, size_t size,
		      int (*cmp)(const void *, const void *))
{
	size_t child;

	while ((child = 2 * root + 1) < n) {
		if (child + 1 < n && cmp(base + child * size, base + (child + 1) * size) < 0)
			child++;
		if (cmp(base + root * size, base + child * size) >= 0)
			return;
		swap(base + root * size, base + child * size, size);
		root = child;
	}
}

/* Heap sort: no recursion, no memory, O(n log n) always. Not stable. */
void sort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	for (size_t i = n / 2; i--;)
		sift_down(base, i, n, size, cmp);
	while (n > 1) {
		n--;
		swap(base, (u8 *)base + n * size, size);
		sift_down(base, 0, n, size, cmp);
	}
}
