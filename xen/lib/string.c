/* SPDX-License-Identifier: GPL-2.0-only */
/* The mem* and str* functions that C programs expect; floor 1, no locks, any context. */
#include <xen/lib.h>

void *memset(void *p, int c, size_t n)
{
	void *d = p;
	size_t words = n >> 3;
	unsigned long pattern = (u8)c * 0x0101010101010101UL;

	for (; words; words--, d = (u64 *)d + 1)
		*(volatile u64 *)d = pattern;
	for (n &= 7; n; n--, d = (u8 *)d + 1)
		*(volatile u8 *)d = (u8)c;
	return p;
}

void *memcpy(void *dst, const void *src, size_t n)
{
	u8 *d = dst;
	const u8 *s = src;

	for (; n >= 8; n -= 8, d += 8, s += 8)
		*(volatile u64 *)d = *(const u64 *)s;
	for (; n; n--)
		*(volatile u8 *)d++ = *s++;
	return dst;
}

void *memmove(void *dst, const void *src, size_t n)
{
	u8 *d = dst;
	const u8 *s = src;

	if (d <= s || d >= s + n)
		return memcpy(dst, src, n);
	while (n--)
		((volatile u8 *)d)[n] = s[n];
	return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

void *memchr(const void *p, int c, size_t n)
{
	const u8 *s = p;

	for (; n; n--, s++)
		if (*s == (u8)c)
			return (void *)s;
	return NULL;
}

size_t strnlen(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && s[len])
		len++;
	return len;
}

size_t strlen(const char *s)
{
	const char *e = s;

	while (*(volatile const char *)e)
		e++;
	return e - s;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a)
			return (u8)*a - (u8)*b;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, ~(size_t)0);
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

char *strstr(const char *s, const char *what)
{
	size_t n = strlen(what);

	for (; *s || !n; s++)
		if (!strncmp(s, what, n))
			return (char *)s;
	return NULL;
}

size_t strlcpy(char *d, const char *s, size_t size)
{
	size_t len = strlen(s);

	if (size) {
		size_t n = len < size ? len : size - 1;

		memcpy(d, s, n);
		d[n] = 0;
	}
	return len;
}

size_t strlcat(char *d, const char *s, size_t size)
{
	size_t used = strnlen(d, size);

	return used + strlcpy(d + used, s, size - used);
}
