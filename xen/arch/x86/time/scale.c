/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/time.h>

u64 scale_delta(u64 ticks, const struct time_scale *s)
{
	ticks = s->shift < 0 ? ticks >> -s->shift : ticks << s->shift;
	return (unsigned __int128)ticks * s->mul >> 32;
}

struct time_scale time_scale_ratio(u64 ns, u64 ticks)
{
	struct time_scale s = { 0 };
	unsigned __int128 ratio; /* ns per tick, 32 fractional bits */

	/* Both below 2^63, so that the shifts lose nothing. */
	ratio = ((unsigned __int128)ns << 32) / ticks;
	while (ratio >> 32) { /* the multiplier is 32 bits: halve it, double the ticks */
		ratio >>= 1;
		s.shift++;
	}
	while (!(ratio >> 31) && s.shift > -31) {
		s.shift--;
		ratio = s.shift < 0 ? ((unsigned __int128)ns << (32 - s.shift)) / ticks : ratio << 1;
	}
	s.mul = ratio;
	return s;
}
