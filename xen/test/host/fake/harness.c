/* SPDX-License-Identifier: GPL-2.0-only */
/* What every faked machine needs: printing, dying, repeatable random numbers, and how long to go on. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "fake.h"

__attribute__((weak)) void printk(const char *fmt, ...)
{
	va_list ap;

	if (!getenv("VERBOSE"))
		return;
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

void panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

void bug_at(const char *file, int line, const char *what) { panic("%s at %s:%d", what, file, line); }
void warn_at(const char *file, int line, const char *what) { panic("%s at %s:%d", what, file, line); }

static u64 rng = 88172645463325252UL;

void fake_srand(u64 seed)
{
	const char *s = getenv("FAKE_SEED");

	rng = (s ? strtoull(s, NULL, 0) : seed) * 0x9e3779b97f4a7c15UL | 1;
}

u32 fake_rand(u32 below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (rng >> 32) % below;
}

bool fake_more_rounds(unsigned long done, unsigned long quick)
{
	const char *s = getenv("FUZZ_SECONDS");
	static time_t end;

	if (!s)
		return done < quick;
	if (!end)
		end = time(NULL) + atol(s);
	return done % 1024 || time(NULL) < end;
}
