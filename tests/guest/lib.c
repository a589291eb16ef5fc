// SPDX-License-Identifier: GPL-2.0-only
#include "lib.h"

int memcmp(const void *a, const void *b, size_t n)
{
	const uint8_t *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memcpy(void *d, const void *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((uint8_t *)d)[i] = ((const uint8_t *)s)[i];
	return d;
}

void *memset(void *p, int c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((uint8_t *)p)[i] = c;
	return p;
}

static void number(void (*put)(char c), unsigned long n, unsigned int base)
{
	char digits[24];
	int i = 0;

	do
		digits[i++] = "0123456789abcdef"[n % base];
	while (n /= base);
	while (i)
		put(digits[--i]);
}

void format(void (*put)(char c), const char *fmt, va_list ap)
{
	long n;

	for (; *fmt; fmt++) {
		if (*fmt != '%') {
			put(*fmt);
			continue;
		}
		switch (*++fmt) {
		case 's':
			for (const char *s = va_arg(ap, const char *); *s; s++)
				put(*s);
			break;
		case 'd':
			n = va_arg(ap, long);
			if (n < 0)
				put('-');
			number(put, n < 0 ? -n : n, 10);
			break;
		case 'u': number(put, va_arg(ap, unsigned long), 10); break;
		case 'x': number(put, va_arg(ap, unsigned long), 16); break;
		}
	}
}

uint32_t random_below(uint64_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state >> 32) % (below ?: 1);
}
