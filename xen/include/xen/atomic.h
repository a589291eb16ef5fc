/* SPDX-License-Identifier: GPL-2.0-only */
/* Atomic integers over the compiler's builtins; all read-modify-writes are full barriers. */
#ifndef XEN_ATOMIC_H
#define XEN_ATOMIC_H

#include <xen/types.h>

typedef struct { int counter; } atomic_t;
#define ATOMIC_INIT(i) { (i) }

static always_inline int atomic_read(const atomic_t *v) { return READ_ONCE(v->counter); }
static always_inline void atomic_set(atomic_t *v, int i) { WRITE_ONCE(v->counter, i); }
static always_inline void atomic_inc(atomic_t *v) { __atomic_add_fetch(&v->counter, 1, __ATOMIC_SEQ_CST); }
static always_inline void atomic_dec(atomic_t *v) { __atomic_sub_fetch(&v->counter, 1, __ATOMIC_SEQ_CST); }
static always_inline int atomic_add_return(int n, atomic_t *v) { return __atomic_add_fetch(&v->counter, n, __ATOMIC_SEQ_CST); }
static always_inline bool atomic_dec_and_test(atomic_t *v) { return !__atomic_sub_fetch(&v->counter, 1, __ATOMIC_SEQ_CST); }
static always_inline bool atomic_inc_unless_zero(atomic_t *v)
{
	int old = atomic_read(v);

	while (old && !__atomic_compare_exchange_n(&v->counter, &old, old + 1, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
		;
	return old;
}

/* The value *p had before; equal to @old when the exchange took place. */
#define cmpxchg(p, old, new)                                                                     \
	({                                                                                       \
		__typeof__(*(p)) o_ = (old);                                                     \
		__atomic_compare_exchange_n(p, &o_, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
		o_;                                                                              \
	})
#define xchg(p, v) __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)
#define smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)

#endif
