/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_MM_FRAME_H
#define XEN_MM_FRAME_H

#include <xen/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(x) (((x) + PAGE_SIZE - 1) & PAGE_MASK)

/*
 * Frame numbers of different address spaces are different types, in release builds too:
 *   mfn_t  machine frame;  gfn_t  guest frame, as a guest names it in a hypercall
 *          (a PV guest names machine frames);  dfn_t  frame as a device sees it.
 */
#define DEFINE_FRAME(name, INVALID)                                                       \
	typedef struct { unsigned long name; } name##_t;                                  \
	static always_inline name##_t _##name(unsigned long n) { return (name##_t){ n }; } \
	static always_inline unsigned long name##_x(name##_t f) { return f.name; }         \
	static always_inline name##_t name##_add(name##_t f, unsigned long n)              \
	{                                                                                 \
		return _##name(f.name + n);                                               \
	}                                                                                 \
	static always_inline bool name##_eq(name##_t a, name##_t b)                        \
	{                                                                                 \
		return a.name == b.name;                                                  \
	}                                                                                 \
	static always_inline bool name##_lt(name##_t a, name##_t b)                        \
	{                                                                                 \
		return a.name < b.name;                                                   \
	}

DEFINE_FRAME(mfn, INVALID_MFN)
DEFINE_FRAME(gfn, INVALID_GFN)
DEFINE_FRAME(dfn, INVALID_DFN)
#undef DEFINE_FRAME

#define INVALID_MFN _mfn(~0UL)
#define INVALID_GFN _gfn(~0UL)

static always_inline paddr_t mfn_to_maddr(mfn_t m) { return (paddr_t)mfn_x(m) << PAGE_SHIFT; }
static always_inline mfn_t maddr_to_mfn(paddr_t a) { return _mfn(a >> PAGE_SHIFT); }

#endif
