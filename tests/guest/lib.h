/* SPDX-License-Identifier: GPL-2.0-only */
/* What both test kernels need of a C library. */
#ifndef TESTS_GUEST_LIB_H
#define TESTS_GUEST_LIB_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_SIZE 4096UL
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

int memcmp(const void *a, const void *b, size_t n);
void *memcpy(void *d, const void *s, size_t n);
void *memset(void *p, int c, size_t n);

/* Each character of the line goes to @put. %s, and of 64 bits: %d %u %x */
void format(void (*put)(char c), const char *fmt, va_list ap);

/* xorshift: the next of *state, below @below. */
uint32_t random_below(uint64_t *state, uint32_t below);

#endif
