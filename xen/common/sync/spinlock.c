/* SPDX-License-Identifier: GPL-2.0-only */
/* Ticket locks: fair, one word, one atomic operation to take and a plain store to release. */
#include <xen/atomic.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/system.h>
#include "private.h"

#define TICKET 0x10000U /* one in .tail */

static always_inline void ticket_lock(spinlock_t *l)
{
	u32 old = __atomic_fetch_add(&l->word, TICKET, __ATOMIC_ACQUIRE);
	u16 mine = old >> 16;

	if (likely((u16)old == mine))
		return;
	while (__atomic_load_n(&l->head, __ATOMIC_ACQUIRE) != mine)
		cpu_relax();
}

static always_inline bool ticket_trylock(spinlock_t *l)
{
	u32 old = READ_ONCE(l->word);

	return (u16)old == (u16)(old >> 16) &&
	       __atomic_compare_exchange_n(&l->word, &old, old + TICKET, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static always_inline void ticket_unlock(spinlock_t *l)
{
	__atomic_store_n(&l->head, (u16)(l->head + 1), __ATOMIC_RELEASE);
}

void spin_lock(spinlock_t *l)
{
	lock_rank_check(l, false);
	ticket_lock(l);
	lock_rank_taken(l);
}

void spin_lock_nested(spinlock_t *l)
{
	lock_rank_check(l, true);
	ticket_lock(l);
	lock_rank_taken(l);
}

bool spin_trylock(spinlock_t *l)
{
	if (!ticket_trylock(l))
		return false;
	lock_rank_taken(l);
	return true;
}

void spin_unlock(spinlock_t *l)
{
	lock_rank_released(l);
	ticket_unlock(l);
}

void spin_lock_irq(spinlock_t *l)
{
	local_irq_disable();
	spin_lock(l);
}

void spin_unlock_irq(spinlock_t *l)
{
	spin_unlock(l);
	local_irq_enable();
}

unsigned long spin_lock_irqsave_(spinlock_t *l)
{
	unsigned long flags;

	local_irq_save(flags);
	spin_lock(l);
	return flags;
}

void spin_unlock_irqrestore(spinlock_t *l, unsigned long flags)
{
	spin_unlock(l);
	local_irq_restore(flags);
}

bool spin_is_locked(const spinlock_t *l)
{
	u32 word = READ_ONCE(l->word);

	return (u16)word != (u16)(word >> 16);
}

void spin_lock_force_release(spinlock_t *l)
{
	WRITE_ONCE(l->word, 0);
	lock_rank_forget(l);
}
