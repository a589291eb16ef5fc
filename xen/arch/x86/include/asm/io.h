/* SPDX-License-Identifier: GPL-2.0-only */
/* Device registers in memory: each access is one instruction of exactly that width. */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <asm/system.h>

static always_inline u8 readb(const volatile void *p) { return *(const volatile u8 *)p; }
static always_inline u16 readw(const volatile void *p) { return *(const volatile u16 *)p; }
static always_inline u32 readl(const volatile void *p) { return *(const volatile u32 *)p; }
static always_inline u64 readq(const volatile void *p) { return *(const volatile u64 *)p; }
static always_inline void writeb(u8 v, volatile void *p) { *(volatile u8 *)p = v; }
static always_inline void writew(u16 v, volatile void *p) { *(volatile u16 *)p = v; }
static always_inline void writel(u32 v, volatile void *p) { *(volatile u32 *)p = v; }
static always_inline void writeq(u64 v, volatile void *p) { *(volatile u64 *)p = v; }

#endif
