/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guest memory, touched only through these. A handle has a direction in its type: T_in is only read,
 * T_out only written, T_inout both. All copies go to the address space of `current`, check the address
 * range themselves, and may fault half-way (then -EFAULT). Context: no spinlock that an interrupt
 * handler takes; page faults in the guest range are fixed up, never delivered.
 *
 * Hypercall arguments are read exactly once into hypervisor memory (decode), then acted on (perform).
 */
#ifndef XEN_GUEST_ACCESS_H
#define XEN_GUEST_ACCESS_H

#include <xen/types.h>
#include <public/xen.h>

/* Generated for every structure of hypercall.tbl; by hand: GUEST_HANDLES(u64); */
#define GUEST_HANDLES(T)                        \
	typedef struct { const T *in; } T##_in; \
	typedef struct { T *out; } T##_out;     \
	typedef struct { T *inout; } T##_inout

GUEST_HANDLES(u8);
GUEST_HANDLES(u16);
GUEST_HANDLES(u32);
GUEST_HANDLES(u64);
GUEST_HANDLES(char);
GUEST_HANDLES(xen_pfn_t);

/* From the ABI's untyped-by-direction handle (or a raw address), with the element type checked. */
#define handle_in(T, h) ((T##_in){ .in = (h).p })
#define handle_out(T, h) ((T##_out){ .out = (h).p })
#define handle_inout(T, h) ((T##_inout){ .inout = (h).p })
#define addr_in(T, a) ((T##_in){ .in = (const T *)(unsigned long)(a) })
#define addr_out(T, a) ((T##_out){ .out = (T *)(unsigned long)(a) })

/* Number of bytes NOT copied (0: all). Implemented by the guest_ops of current's kind. */
size_t __must_check guest_raw_read(void *dst, const void *guest, size_t n);
size_t __must_check guest_raw_write(void *guest, const void *src, size_t n);
size_t __must_check guest_raw_clear(void *guest, size_t n);

/* dst[0] = guest[i]; 0 or -EFAULT */
#define guest_read(dst, h, i) guest_read_n(dst, h, i, 1)
#define guest_read_n(dst, h, i, n)                                                              \
	({                                                                                      \
		const __typeof__(*(h).in) *from_ = (h).in + (i);                                \
		(void)sizeof((dst) == (h).in);                                                  \
		guest_raw_read((void *)(dst), from_, (size_t)(n) * sizeof(*(dst))) ? -14 : 0;   \
	})
/* guest[i] = src[0]; 0 or -EFAULT */
#define guest_write(h, i, src) guest_write_n(h, i, src, 1)
#define guest_write_n(h, i, src, n)                                                             \
	({                                                                                      \
		__typeof__(*(h).out) *to_ = (h).out + (i);                                      \
		(void)sizeof((src) == (h).out);                                                 \
		guest_raw_write(to_, (src), (size_t)(n) * sizeof(*(src))) ? -14 : 0;            \
	})
/* Only one member of guest[i], so that others keep what the guest has put there. */
#define guest_write_field(h, i, src, field)                                                     \
	(guest_raw_write(&(h).out[i].field, &(src)->field, sizeof((src)->field)) ? -14 : 0)
#define guest_clear(h, i, n) (guest_raw_clear((h).out + (i), (size_t)(n) * sizeof(*(h).out)) ? -14 : 0)
#define handle_is_null(h) (*(void *const *)&(h) == NULL)
#define inout_as_in(T, h) ((T##_in){ .in = (h).inout })
#define inout_as_out(T, h) ((T##_out){ .out = (h).inout })

#endif
