/* SPDX-License-Identifier: GPL-2.0-only */
/* What compilers call for __builtin_popcountl() when the CPU may lack POPCNT. */
int __popcountdi2(long x);

int __popcountdi2(long v)
{
	unsigned long x = v;

	x -= (x >> 1) & 0x5555555555555555UL;
	x = (x & 0x3333333333333333UL) + ((x >> 2) & 0x3333333333333333UL);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fUL;
	return (x * 0x0101010101010101UL) >> 56;
}
