// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include "guest.h"

start_info_t *start_info;
shared_info_t *shared;
unsigned int failed, planned;
static uint8_t shared_page[PAGE_SIZE] __attribute__((aligned(4096)));

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

static char *number(char *p, unsigned long n, unsigned int base)
{
	char digits[24];
	int i = 0;

	do
		digits[i++] = "0123456789abcdef"[n % base];
	while (n /= base);
	while (i)
		*p++ = digits[--i];
	return p;
}

void print(const char *fmt, ...)
{
	static char line[512];
	char *p = line;
	const char *s;
	va_list ap;
	long n;

	va_start(ap, fmt);
	for (; *fmt && p < line + 400; fmt++) {
		if (*fmt != '%') {
			*p++ = *fmt;
			continue;
		}
		switch (*++fmt) {
		case 's':
			for (s = va_arg(ap, const char *); *s && p < line + 400; )
				*p++ = *s++;
			break;
		case 'd':
			n = va_arg(ap, long);
			if (n < 0)
				*p++ = '-';
			p = number(p, n < 0 ? -n : n, 10);
			break;
		case 'u': p = number(p, va_arg(ap, unsigned long), 10); break;
		case 'x': p = number(p, va_arg(ap, unsigned long), 16); break;
		}
	}
	va_end(ap);
	*p++ = '\n';
	hc(__HYPERVISOR_console_io, CONSOLEIO_write, p - line, line);
}

void ok_(bool good, const char *name, long got)
{
	planned++;
	failed += !good;
	if (good)
		print("ok %u - %s", (unsigned long)planned, name);
	else
		print("not ok %u - %s (got %d)", (unsigned long)planned, name, got);
}

unsigned long virt_to_mfn(const void *p)
{
	return ((unsigned long *)start_info->mfn_list)[((unsigned long)p - 0xffffffff80000000UL) / PAGE_SIZE];
}

long map_at(void *page, unsigned long pte)
{
	return hc(__HYPERVISOR_update_va_mapping, page, pte, UVMF_INVLPG);
}

unsigned long option(const char *name, unsigned long dflt)
{
	const char *c = (const char *)start_info->cmd_line;
	size_t n = 0;

	while (name[n])
		n++;
	for (; *c; c++)
		if (!memcmp(c, name, n) && c[n] == '=') {
			for (dflt = 0, c += n + 1; *c >= '0' && *c <= '9'; c++)
				dflt = dflt * 10 + *c - '0';
			return dflt;
		}
	return dflt;
}

void guest_main(start_info_t *si)
{
	sched_shutdown_t bye = { .reason = SHUTDOWN_reboot }; /* QEMU ends there, by -no-reboot */

	start_info = si;
	print("TAP version 13");
	is(map_at(shared_page, si->shared_info | PTE_RW), 0, "shared_info is mapped");
	shared = (shared_info_t *)shared_page;
	test_basic();
	if (option("pv", 1)) {
		if (!option("from", 0))
			test_user(option("calls", 20000), option("seed", 1));
		test_random(option("calls", 20000), option("seed", 1), option("from", 0));
	}
	if (option("pvh", 1))
		test_pvh(option("calls", 20000), option("seed", 1));
	print("1..%u", (unsigned long)planned);
	print("# guest: %u failed", (unsigned long)failed);
	hc(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &bye);
}
