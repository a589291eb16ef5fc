/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bit arrays of unsigned long. test/set/clear_bit and test_and_* are atomic and full barriers where they
 * return a value; the double-underscore forms are not atomic.
 */
#ifndef XEN_BITOPS_H
#define XEN_BITOPS_H

#include <xen/types.h>

#define BITS_PER_LONG 64
#define BITS_TO_LONGS(n) (((n) + 63) / 64)
#define DECLARE_BITMAP(name, n) unsigned long name[BITS_TO_LONGS(n)]
#define BIT_WORD(n) ((n) / 64)
#define BIT_MASK(n) (1UL << ((n) % 64))

/* Atomic on naturally aligned 32-bit units as well, since guests share 32-bit fields with us. */
static always_inline bool test_bit(unsigned long n, const volatile void *p)
{
	return (((const volatile u32 *)p)[n / 32] >> (n % 32)) & 1;
}
static always_inline void set_bit(unsigned long n, volatile void *p)
{
	__atomic_fetch_or(&((volatile u32 *)p)[n / 32], 1U << (n % 32), __ATOMIC_SEQ_CST);
}
static always_inline void clear_bit(unsigned long n, volatile void *p)
{
	__atomic_fetch_and(&((volatile u32 *)p)[n / 32], ~(1U << (n % 32)), __ATOMIC_SEQ_CST);
}
static always_inline bool test_and_set_bit(unsigned long n, volatile void *p)
{
	u32 m = 1U << (n % 32);

	return __atomic_fetch_or(&((volatile u32 *)p)[n / 32], m, __ATOMIC_SEQ_CST) & m;
}
static always_inline bool test_and_clear_bit(unsigned long n, volatile void *p)
{
	u32 m = 1U << (n % 32);

	return __atomic_fetch_and(&((volatile u32 *)p)[n / 32], ~m, __ATOMIC_SEQ_CST) & m;
}
static always_inline void __set_bit(unsigned long n, void *p) { ((u32 *)p)[n / 32] |= 1U << (n % 32); }
static always_inline void __clear_bit(unsigned long n, void *p) { ((u32 *)p)[n / 32] &= ~(1U << (n % 32)); }
static always_inline bool __test_and_set_bit(unsigned long n, void *p)
{
	bool old = test_bit(n, p);

	__set_bit(n, p);
	return old;
}
static always_inline bool __test_and_clear_bit(unsigned long n, void *p)
{
	bool old = test_bit(n, p);

	__clear_bit(n, p);
	return old;
}

/* Bit numbers from 0; ffsl/flsl: 1-based, 0 when no bit is set. */
static always_inline unsigned int ffsl(unsigned long x) { return __builtin_ffsl(x); }
static always_inline unsigned int flsl(unsigned long x) { return x ? 64 - __builtin_clzl(x) : 0; }
static always_inline unsigned int get_order_from_pages(unsigned long n) { return n > 1 ? flsl(n - 1) : 0; }
static always_inline unsigned int get_order_from_bytes(unsigned long n)
{
	return get_order_from_pages((n + 4095) >> 12);
}

/* The first set (clear) bit at or after @from, or @size. */
unsigned long find_next_bit(const unsigned long *p, unsigned long size, unsigned long from);
unsigned long find_next_zero_bit(const unsigned long *p, unsigned long size, unsigned long from);
#define find_first_bit(p, size) find_next_bit(p, size, 0)
#define find_first_zero_bit(p, size) find_next_zero_bit(p, size, 0)
#define for_each_set_bit(b, p, size) \
	for ((b) = find_next_bit(p, size, 0); (b) < (size); (b) = find_next_bit(p, size, (b) + 1))

#endif
