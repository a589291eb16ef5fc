/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_CPUMASK_H
#define XEN_CPUMASK_H

#include <xen/bitops.h>
#include <xen/config.h>
#include <xen/lib.h>

typedef struct cpumask {
	unsigned long bits[NR_CPUS / 64];
} cpumask_t;

extern cpumask_t cpu_possible_map, cpu_present_map, cpu_online_map;
extern unsigned int nr_cpu_ids; /* highest possible CPU number + 1 */

static inline bool cpumask_test_cpu(unsigned int c, const cpumask_t *m) { return test_bit(c, m->bits); }
static inline void cpumask_set_cpu(unsigned int c, cpumask_t *m) { set_bit(c, m->bits); }
static inline void cpumask_clear_cpu(unsigned int c, cpumask_t *m) { clear_bit(c, m->bits); }
static inline bool cpumask_test_and_set_cpu(unsigned int c, cpumask_t *m) { return test_and_set_bit(c, m->bits); }
static inline bool cpumask_test_and_clear_cpu(unsigned int c, cpumask_t *m) { return test_and_clear_bit(c, m->bits); }
static inline void cpumask_clear(cpumask_t *m) { memset(m, 0, sizeof(*m)); }
static inline void cpumask_setall(cpumask_t *m) { memset(m, 0xff, sizeof(*m)); }
static inline void cpumask_copy(cpumask_t *d, const cpumask_t *s) { *d = *s; }

#define CPUMASK_OP2(name, expr)                                                         \
	static inline void cpumask_##name(cpumask_t *d, const cpumask_t *a, const cpumask_t *b) \
	{                                                                               \
		for (unsigned int i = 0; i < ARRAY_SIZE(d->bits); i++)                  \
			d->bits[i] = expr;                                              \
	}
CPUMASK_OP2(and, a->bits[i] & b->bits[i])
CPUMASK_OP2(or, a->bits[i] | b->bits[i])
CPUMASK_OP2(andnot, a->bits[i] & ~b->bits[i])
#undef CPUMASK_OP2

static inline bool cpumask_empty(const cpumask_t *m)
{
	unsigned long any = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(m->bits); i++)
		any |= m->bits[i];
	return !any;
}
static inline bool cpumask_intersects(const cpumask_t *a, const cpumask_t *b)
{
	unsigned long any = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(a->bits); i++)
		any |= a->bits[i] & b->bits[i];
	return any;
}
static inline bool cpumask_subset(const cpumask_t *a, const cpumask_t *b)
{
	unsigned long rest = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(a->bits); i++)
		rest |= a->bits[i] & ~b->bits[i];
	return !rest;
}
static inline bool cpumask_equal(const cpumask_t *a, const cpumask_t *b)
{
	return cpumask_subset(a, b) && cpumask_subset(b, a);
}
static inline unsigned int cpumask_weight(const cpumask_t *m)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(m->bits); i++)
		n += __builtin_popcountl(m->bits[i]);
	return n;
}
/* NR_CPUS (>= nr_cpu_ids) when there is none. */
static inline unsigned int cpumask_next(int c, const cpumask_t *m) { return find_next_bit(m->bits, NR_CPUS, c + 1); }
static inline unsigned int cpumask_first(const cpumask_t *m) { return find_next_bit(m->bits, NR_CPUS, 0); }
static inline unsigned int cpumask_cycle(unsigned int c, const cpumask_t *m)
{
	c = cpumask_next(c, m);
	return c < NR_CPUS ? c : cpumask_first(m);
}
static inline cpumask_t cpumask_of(unsigned int c)
{
	cpumask_t m = { { 0 } };

	m.bits[c / 64] = 1UL << (c % 64);
	return m;
}
#define for_each_cpu(c, m) for ((c) = cpumask_first(m); (c) < NR_CPUS; (c) = cpumask_next(c, m))
#define for_each_online_cpu(c) for_each_cpu(c, &cpu_online_map)
#define for_each_present_cpu(c) for_each_cpu(c, &cpu_present_map)
#define cpu_online(c) cpumask_test_cpu(c, &cpu_online_map)

#endif
