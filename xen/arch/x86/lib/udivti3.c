/* SPDX-License-Identifier: GPL-2.0-only */
/* 128-bit division, which the compiler calls by this name. Divisors here fit 64 bits: two DIV instructions. */
#include <xen/lib.h>

unsigned __int128 __udivti3(unsigned __int128 a, unsigned __int128 b);

unsigned __int128 __udivti3(unsigned __int128 a, unsigned __int128 b)
{
	u64 d = b, hi = a >> 64, lo = a, q_hi, q_lo, rest;

	BUG_ON(b >> 64 || !d);
	q_hi = hi / d;
	rest = hi % d;
	__asm__("divq %3" : "=a"(q_lo), "+d"(rest) : "0"(lo), "r"(d) : "cc");
	return (unsigned __int128)q_hi << 64 | q_lo;
}
