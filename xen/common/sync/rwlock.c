/* SPDX-License-Identifier: GPL-2.0-only */
/* Readers count themselves in .readers; a writer sets the top bit there and waits for them to leave. */
#include <xen/atomic.h>
#include <xen/lock.h>
#include <xen/system.h>
#include "private.h"

#define WRITER (1U << 31)

void read_lock(rwlock_t *l)
{
	lock_rank_check(&l->write, false);
	while (unlikely(__atomic_add_fetch(&l->readers, 1, __ATOMIC_ACQUIRE) & WRITER)) {
		__atomic_sub_fetch(&l->readers, 1, __ATOMIC_RELAXED);
		while (READ_ONCE(l->readers) & WRITER)
			cpu_relax();
	}
	lock_rank_taken_shared(&l->write);
}

void read_unlock(rwlock_t *l)
{
	lock_rank_released_shared(&l->write);
	__atomic_sub_fetch(&l->readers, 1, __ATOMIC_RELEASE);
}

static void wait_for_readers(rwlock_t *l)
{
	__atomic_or_fetch(&l->readers, WRITER, __ATOMIC_ACQUIRE);
	while (__atomic_load_n(&l->readers, __ATOMIC_ACQUIRE) != WRITER)
		cpu_relax();
}

void write_lock(rwlock_t *l)
{
	spin_lock(&l->write);
	wait_for_readers(l);
}

void write_lock_nested(rwlock_t *l)
{
	spin_lock_nested(&l->write);
	wait_for_readers(l);
}

void write_unlock(rwlock_t *l)
{
	__atomic_and_fetch(&l->readers, ~WRITER, __ATOMIC_RELEASE);
	spin_unlock(&l->write);
}
