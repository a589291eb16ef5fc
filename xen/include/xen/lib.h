/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_LIB_H
#define XEN_LIB_H

#include <xen/types.h>

#define XENLOG_ERR "<0>"
#define XENLOG_WARNING "<1>"
#define XENLOG_INFO "<2>"
#define XENLOG_DEBUG "<3>"
/* A guest caused the message: printed under guest_loglvl= and rate limited. */
#define XENLOG_GUEST "<G>"
#define XENLOG_G_ERR XENLOG_GUEST XENLOG_ERR
#define XENLOG_G_WARNING XENLOG_GUEST XENLOG_WARNING
#define XENLOG_G_INFO XENLOG_GUEST XENLOG_INFO
#define XENLOG_G_DEBUG XENLOG_GUEST XENLOG_DEBUG

/* Any context, interrupts and NMI included. Never sleeps. Goes to the console ring and the consoles. */
void printk(const char *fmt, ...) __printf(1, 2);
void vprintk(const char *fmt, __builtin_va_list ap);
int vsnprintf(char *buf, size_t size, const char *fmt, __builtin_va_list ap);
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);  /* length it would have had */
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4); /* length written */

/* Prints the reason, registers and stack, then reboots or halts as noreboot says. Any context. */
void noreturn panic(const char *fmt, ...) __printf(1, 2);
void noreturn bug_at(const char *file, int line, const char *what);
void warn_at(const char *file, int line, const char *what);

#define BUG() bug_at(__FILE__, __LINE__, "BUG")
#define BUG_ON(c) do { if (unlikely(c)) bug_at(__FILE__, __LINE__, "BUG_ON(" #c ")"); } while (0)
#define WARN_ON(c) do { if (unlikely(c)) warn_at(__FILE__, __LINE__, "WARN_ON(" #c ")"); } while (0)
#ifdef CONFIG_DEBUG
#define IS_DEBUG_BUILD 1
#define ASSERT(c) do { if (unlikely(!(c))) bug_at(__FILE__, __LINE__, "ASSERT(" #c ")"); } while (0)
#else
#define IS_DEBUG_BUILD 0
#define ASSERT(c) do { if (0 && (c)) {} } while (0)
#endif
#define ASSERT_UNREACHABLE() ASSERT(!"unreachable")

/* Why a hypercall failed, for a debug build's log; yields @rc. Use: return hc_fail(-EPERM, "d%u: ...", id) */
#ifdef CONFIG_DEBUG
#define hc_fail(rc, fmt, ...) ({ printk(XENLOG_G_DEBUG "%s: " fmt "\n", __func__, ##__VA_ARGS__); (rc); })
#else
#define hc_fail(rc, fmt, ...) ({ if (0) printk(fmt, ##__VA_ARGS__); (rc); })
#endif

void *memset(void *p, int c, size_t n);
void *memcpy(void *d, const void *s, size_t n);
void *memmove(void *d, const void *s, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *p, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strstr(const char *s, const char *what);
size_t strlcpy(char *d, const char *s, size_t size);
size_t strlcat(char *d, const char *s, size_t size);
unsigned long simple_strtoul(const char *s, const char **end, unsigned int base);
/* A size with suffix: "512M", "1G", "64k", bytes with B; without suffix KiB. */
u64 parse_size_and_unit(const char *s, const char **end);
void sort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *));
/* (a * b) / c in 128 bits. */
static inline u64 muldiv64(u64 a, u32 b, u32 c) { return (unsigned __int128)a * b / c; }

#define IS_ERR_VALUE(x) unlikely((unsigned long)(x) >= (unsigned long)-4095)
static inline void *ERR_PTR(long e) { return (void *)e; }
static inline long PTR_ERR(const void *p) { return (long)p; }
static inline bool IS_ERR(const void *p) { return IS_ERR_VALUE((unsigned long)p); }

#endif
