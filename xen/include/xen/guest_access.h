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
#include <public/vcpu.h>

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
GUEST_HANDLES(xen_ulong_t);
GUEST_HANDLES(vcpu_runstate_info_t);

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

/*
 * A type as a 32-bit caller lays it out (made from the public headers by tools/gen-layout32.py). Types that both lay out
 * alike have none: NULL.
 */
struct field32 {
	u16 offset, offset32;
	u8 size, size32; /* they differ: a pointer or long */
};
struct layout32 {
	const char *name;
	u16 size, size32, nr;
	const struct field32 *fields;
};
extern const struct layout32 layout32_ulong;
#include <gen/layout32.h>
/* Of the elements of a handle; LAYOUT32_OF(x): of the type of x. Both are constants. */
#define LAYOUT32_IN(h) _Generic((h), xen_pfn_t_in: &layout32_ulong, xen_ulong_t_in: &layout32_ulong, \
	default: LAYOUT32_OF(*(h).in))
#define LAYOUT32_OUT(h) _Generic((h), xen_pfn_t_out: &layout32_ulong, xen_ulong_t_out: &layout32_ulong, \
	default: LAYOUT32_OF(*(h).out))

/* Is the hypercall that current executes one of 32-bit code? */
bool guest_is_32bit(void);
/* Between a structure and its image of layout32.size32 bytes. encode leaves padding alone. */
void layout32_decode(const struct layout32 *l, void *native, const void *compat);
void layout32_encode(const struct layout32 *l, void *compat, const void *native);
/* As the caller has it laid out: bytes of one; one, or n from element i on, copied; one member written. 0 or -EFAULT */
size_t guest_layout_size(const struct layout32 *l, size_t size);
int __must_check guest_layout_read(void *dst, const void *guest, size_t size, const struct layout32 *l);
int __must_check guest_layout_write(void *guest, const void *src, size_t size, const struct layout32 *l);
int __must_check guest_layout_read_n(void *dst, const void *guest, unsigned long i, size_t n, size_t size,
				     const struct layout32 *l);
int __must_check guest_layout_write_n(void *guest, unsigned long i, const void *src, size_t n, size_t size,
				      const struct layout32 *l);
int __must_check guest_layout_write_field(void *guest, unsigned long i, const void *field, size_t offset,
					  size_t field_size, size_t size, const struct layout32 *l);

/* dst[0] = guest[i]; 0 or -EFAULT */
#define guest_read(dst, h, i) guest_read_n(dst, h, i, 1)
#define guest_read_n(dst, h, i, n)                                                              \
	({                                                                                      \
		const __typeof__(*(h).in) *from_ = (h).in;                                      \
		(void)sizeof((dst) == (h).in);                                                  \
		guest_layout_read_n((void *)(dst), from_, i, n, sizeof(*(dst)), LAYOUT32_IN(h)); \
	})
/* guest[i] = src[0]; 0 or -EFAULT */
#define guest_write(h, i, src) guest_write_n(h, i, src, 1)
#define guest_write_n(h, i, src, n)                                                             \
	({                                                                                      \
		__typeof__(*(h).out) *to_ = (h).out;                                            \
		(void)sizeof((src) == (h).out);                                                 \
		guest_layout_write_n(to_, i, src, n, sizeof(*(src)), LAYOUT32_OUT(h));          \
	})
/* Only one member of guest[i], so that others keep what the guest has put there. */
#define guest_write_field(h, i, src, field)                                                     \
	guest_layout_write_field((h).out, i, &(src)->field, offsetof(__typeof__(*(h).out), field), \
				 sizeof((src)->field), sizeof(*(h).out), LAYOUT32_OUT(h))
/* The handle of element i. */
#define inout_add(T, h, i)                                                                      \
	((T##_inout){ .inout = (void *)((unsigned long)(h).inout + (i) * guest_layout_size(LAYOUT32_OF(*(h).inout), sizeof(T))) })
#define guest_clear(h, i, n) (guest_raw_clear((h).out + (i), (size_t)(n) * sizeof(*(h).out)) ? -14 : 0)
#define handle_is_null(h) (*(void *const *)&(h) == NULL)
#define inout_as_in(T, h) ((T##_in){ .in = (h).inout })
#define inout_as_out(T, h) ((T##_out){ .out = (h).inout })

#endif
