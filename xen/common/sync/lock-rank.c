/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lock order at run time, in debug builds: each CPU knows the ranks it holds. Taking a lock whose rank is not above
 * all of them is a bug, and so is using one lock both from interrupt handlers and with interrupts on.
 */
#include <xen/bitops.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/percpu.h>
#include <xen/softirq.h>
#include <xen/system.h>
#include "private.h"

DEFINE_PER_CPU(unsigned int, irq_nesting);

#ifdef CONFIG_DEBUG

#define LOCK_USED_IN_IRQ 1
#define LOCK_USED_IRQS_ON 2
#define NO_OWNER 0xffff

struct held_locks {
	u64 ranks;              /* bit n: count[n] is not zero */
	u8 count[LOCK_RANKS];
};
static DEFINE_PER_CPU(struct held_locks, held_locks);
/* What the code that an interrupt has interrupted holds. The handler takes none of those (check_irq_use()). */
static DEFINE_PER_CPU(u64, interrupted_ranks);
static bool checks_off;

void lock_rank_irq_enter(void)
{
	if (!this_cpu(irq_nesting)++)
		this_cpu(interrupted_ranks) = this_cpu(held_locks).ranks;
}

void lock_rank_irq_exit(void)
{
	if (!--this_cpu(irq_nesting))
		this_cpu(interrupted_ranks) = 0;
}

static const char *const rank_names[] = {
#define X(name, what) #name,
	LOCK_TABLE(X)
#undef X
};

static void check_irq_use(spinlock_t *l)
{
	l->irq_use |= this_cpu(irq_nesting) ? LOCK_USED_IN_IRQ : local_irq_is_enabled() ? LOCK_USED_IRQS_ON : 0;
	if (unlikely(l->irq_use == (LOCK_USED_IN_IRQ | LOCK_USED_IRQS_ON))) {
		checks_off = true;
		printk(XENLOG_ERR "lock %s is taken by interrupt handlers and with interrupts on\n", rank_names[l->rank]);
		BUG();
	}
}

void lock_rank_check(spinlock_t *l, bool nested)
{
	u64 held = this_cpu(held_locks).ranks & ~this_cpu(interrupted_ranks);

	if (unlikely(checks_off))
		return;
	check_irq_use(l);
	/* Ranks from l's up (with @nested, from the one above) may not be held. */
	held = nested ? held & ~(~0UL >> (63 - l->rank)) : held >> l->rank << l->rank;
	if (likely(!held))
		return;
	checks_off = true;
	printk(XENLOG_ERR "lock order: %s is taken while %s is held%s\n", rank_names[l->rank],
	       rank_names[flsl(held) - 1], l->owner_cpu == smp_processor_id() ? " (by this CPU already)" : "");
	BUG();
}

void lock_rank_taken_shared(spinlock_t *l)
{
	struct held_locks *h = &this_cpu(held_locks);

	h->ranks |= 1UL << l->rank;
	h->count[l->rank]++;
}

void lock_rank_released_shared(spinlock_t *l)
{
	struct held_locks *h = &this_cpu(held_locks);

	if (!checks_off)
		ASSERT(h->count[l->rank]);
	if (h->count[l->rank] && !--h->count[l->rank])
		h->ranks &= ~(1UL << l->rank);
}

void lock_rank_taken(spinlock_t *l)
{
	lock_rank_taken_shared(l);
	l->owner_cpu = smp_processor_id();
}

void lock_rank_released(spinlock_t *l)
{
	if (!checks_off)
		ASSERT(l->owner_cpu == smp_processor_id());
	l->owner_cpu = NO_OWNER;
	lock_rank_released_shared(l);
}

void lock_rank_forget(spinlock_t *l)
{
	l->owner_cpu = NO_OWNER;
}

void spin_debug_disable(void)
{
	checks_off = true;
}

void assert_no_locks_held(void)
{
	u64 held = this_cpu(held_locks).ranks;

	if (likely(!held) || checks_off)
		return;
	checks_off = true;
	printk(XENLOG_ERR "lock %s is held where no lock may be\n", rank_names[flsl(held) - 1]);
	BUG();
}

#else

void spin_debug_disable(void)
{
}

#endif
