/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>

static unsigned int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

unsigned long simple_strtoul(const char *s, const char **end, unsigned int base)
{
	unsigned long v = 0;
	bool hex = s[0] == '0' && (s[1] | 0x20) == 'x' && digit(s[2]) < 16;

	if (!base)
		base = hex ? 16 : s[0] == '0' ? 8 : 10;
	if (base == 16 && hex)
		s += 2;
	for (; digit(*s) < base; s++)
		v = v * base + digit(*s);
	if (end)
		*end = s;
	return v;
}

u64 parse_size_and_unit(const char *s, const char **end)
{
	const char *e;
	u64 v = simple_strtoul(s, &e, 0);
	static const struct { char unit; u8 shift; } units[] = {
		{ 't', 40 }, { 'g', 30 }, { 'm', 20 }, { 'k', 10 }, { 'b', 0 },
	};
	unsigned int i, shift = 10;

	for (i = 0; e > s && i < ARRAY_SIZE(units); i++)
		if ((*e | 0x20) == units[i].unit) {
			shift = units[i].shift;
			e++;
			break;
		}
	if (end)
		*end = e;
	return v << shift;
}
