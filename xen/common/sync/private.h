/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks of lock order and interrupt use; nothing of them is left in a release build. */
#ifndef COMMON_SYNC_PRIVATE_H
#define COMMON_SYNC_PRIVATE_H

#include <xen/lock.h>

#ifdef CONFIG_DEBUG
void lock_rank_check(spinlock_t *l, bool nested); /* before waiting */
void lock_rank_taken(spinlock_t *l);
void lock_rank_released(spinlock_t *l);
void lock_rank_taken_shared(spinlock_t *l);       /* read side of a rwlock: no owner */
void lock_rank_released_shared(spinlock_t *l);
void lock_rank_forget(spinlock_t *l);
#else
static always_inline void lock_rank_check(spinlock_t *l, bool nested) { (void)l; (void)nested; }
static always_inline void lock_rank_taken(spinlock_t *l) { (void)l; }
static always_inline void lock_rank_released(spinlock_t *l) { (void)l; }
static always_inline void lock_rank_taken_shared(spinlock_t *l) { (void)l; }
static always_inline void lock_rank_released_shared(spinlock_t *l) { (void)l; }
static always_inline void lock_rank_forget(spinlock_t *l) { (void)l; }
#endif

#endif
