/* SPDX-License-Identifier: MIT */
/*
 * The saved state of an HVM domain: records, each a descriptor and then length bytes, from HEADER to END.
 * A record type is declared by its name, number and structure; HVM_SAVE_* look it up by name.
 */
#ifndef __XEN_PUBLIC_HVM_SAVE_H__
#define __XEN_PUBLIC_HVM_SAVE_H__

#if !defined(__GNUC__)
#error "these structures need GNU C's anonymous structs and unions"
#endif

struct hvm_save_descriptor {
	uint16_t typecode;
	uint16_t instance; /* vcpu or device number */
	uint32_t length; /* bytes that follow */
};

/*
 * The number of a type is the size of an array, so that it is a constant expression wherever the type is known. A
 * _COMPAT type could once be shorter: _ctype is its old form, and in the hypervisor _fix(record, size) brings a
 * record of size bytes up to date.
 */
#ifdef __XEN__
#define DECLARE_HVM_SAVE_TYPE_COMPAT(_x, _code, _type, _ctype, _fix) \
	static inline int __HVM_SAVE_FIX_COMPAT_##_x(void *h, uint32_t size) { return _fix(h, size); } \
	struct __HVM_SAVE_TYPE_##_x { _type t; char c[_code]; char cpt[2]; }; \
	struct __HVM_SAVE_TYPE_COMPAT_##_x { _ctype t; }
#define DECLARE_HVM_SAVE_TYPE(_x, _code, _type) \
	static inline int __HVM_SAVE_FIX_COMPAT_##_x(void *h, uint32_t size) { return -1; } \
	struct __HVM_SAVE_TYPE_##_x { _type t; char c[_code]; char cpt[1]; }; \
	struct __HVM_SAVE_TYPE_COMPAT_##_x { _type t; }
#else
#define DECLARE_HVM_SAVE_TYPE_COMPAT(_x, _code, _type, _ctype, _fix) \
	struct __HVM_SAVE_TYPE_##_x { _type t; char c[_code]; char cpt[2]; }
#define DECLARE_HVM_SAVE_TYPE(_x, _code, _type) \
	struct __HVM_SAVE_TYPE_##_x { _type t; char c[_code]; char cpt[1]; }
#endif

#define HVM_SAVE_TYPE(_x) __typeof__(((struct __HVM_SAVE_TYPE_##_x *)0)->t)
#define HVM_SAVE_LENGTH(_x) (sizeof(HVM_SAVE_TYPE(_x)))
#define HVM_SAVE_CODE(_x) (sizeof(((struct __HVM_SAVE_TYPE_##_x *)0)->c))

#ifdef __XEN__
#define HVM_SAVE_TYPE_COMPAT(_x) __typeof__(((struct __HVM_SAVE_TYPE_COMPAT_##_x *)0)->t)
#define HVM_SAVE_LENGTH_COMPAT(_x) (sizeof(HVM_SAVE_TYPE_COMPAT(_x)))
#define HVM_SAVE_HAS_COMPAT(_x) (sizeof(((struct __HVM_SAVE_TYPE_##_x *)0)->cpt) - 1)
#define HVM_SAVE_FIX_COMPAT(_x, _dst, _size) __HVM_SAVE_FIX_COMPAT_##_x(_dst, _size)
#endif

/* The last record. */
struct hvm_save_end {
};
DECLARE_HVM_SAVE_TYPE(END, 0, struct hvm_save_end);

#if defined(__i386__) || defined(__x86_64__)
#include "../arch-x86/hvm/save.h"
#elif defined(__arm__) || defined(__aarch64__)
#include "../arch-arm/hvm/save.h"
#else
#error "Unsupported architecture"
#endif

#endif
