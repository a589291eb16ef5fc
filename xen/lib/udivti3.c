/* SPDX-License-Identifier: GPL-2.0-only */
/* What compilers call to divide 128-bit numbers. Shift and subtract: for rare use. */
unsigned __int128 __udivti3(unsigned __int128 n, unsigned __int128 d);

static unsigned int leading_zeros(unsigned __int128 v)
{
	unsigned long hi = v >> 64, lo = v;

	return hi ? __builtin_clzl(hi) : lo ? 64 + __builtin_clzl(lo) : 128;
}

unsigned __int128 __udivti3(unsigned __int128 n, unsigned __int128 d)
{
	unsigned __int128 q = 0;
	unsigned int shift;

	if (!(n >> 64) && !(d >> 64))
		return (unsigned long)n / (unsigned long)d;
	if (d > n)
		return 0;
	shift = leading_zeros(d) - leading_zeros(n);
	d <<= shift;
	for (;; shift--, d >>= 1) {
		q <<= 1;
		if (n >= d) {
			n -= d;
			q |= 1;
		}
		if (!shift)
			return q;
	}
}
