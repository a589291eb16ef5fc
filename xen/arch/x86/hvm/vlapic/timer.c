/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The timer (SDM 11.5.4). Its input clock is 100 MHz. The count is never kept: it follows from the time since the
 * initial count was written.
 *
 * Only the vCPU arms the host's timer; the handler just posts the vector. A periodic timer is armed again when the guest
 * takes a tick, so ticks that are not taken merge into one.
 */
#include <xen/lib.h>
#include <asm/time.h>
#include "private.h"

#define BUS_CYCLE_NS 10
#define MIN_PERIOD MICROSECS(100) /* between two ticks the host sees to */
#define MODE (APIC_LVT_PERIODIC | APIC_LVT_TIMER_DEADLINE)
#define NEVER STIME_MAX

unsigned int vlapic_timer_divisor(const struct vlapic *a)
{
	u32 tdcr = vlapic_reg(a, APIC_TDCR), code = (tdcr & 3) | (tdcr & 8) >> 1;

	return code == 7 ? 1 : 2U << code;
}

static s_time_t unit(const struct vlapic *a)
{
	return BUS_CYCLE_NS * vlapic_timer_divisor(a);
}

static bool periodic(const struct vlapic *a)
{
	return (vlapic_reg(a, APIC_LVTT) & MODE) == APIC_LVT_PERIODIC;
}

static bool deadline_mode(const struct vlapic *a)
{
	return (vlapic_reg(a, APIC_LVTT) & MODE) == APIC_LVT_TIMER_DEADLINE;
}

/* Nanoseconds of the whole count; 0: the timer does not count. Below 2^43. */
static s_time_t length(const struct vlapic *a)
{
	return vlapic_reg(a, APIC_LVTT) & APIC_LVT_TIMER_DEADLINE ? 0 : vlapic_reg(a, APIC_TMICT) * unit(a);
}

static u32 count_at(const struct vlapic *a, s_time_t now)
{
	s_time_t len = length(a), elapsed = max_t(s_time_t, now - a->count_start, 0);

	if (!len)
		return 0;
	if (periodic(a))
		elapsed %= len;
	return elapsed >= len ? 0 : DIV_ROUND_UP(len - elapsed, unit(a));
}

u32 vlapic_timer_count(const struct vcpu *v)
{
	return count_at(vcpu_vlapic(v), NOW());
}

/* System time of the TSC deadline; now or before when it has passed. */
static s_time_t deadline_time(const struct vcpu *v)
{
	const struct vlapic *a = vcpu_vlapic(v);
	s64 ticks = a->tsc_deadline - hvm_guest_tsc(v);
	s_time_t now = NOW();

	if (ticks <= 0)
		return now;
	/* Decades away in any case; the timer stays armed, in case the guest writes its TSC. */
	if (ticks > (s64)(1UL << 60))
		return now + (1L << 61);
	return now + (s_time_t)min(muldiv64(ticks, 1000000, v->domain->arch.tsc_khz ?: host_cpu_khz()), 1UL << 61);
}

static s_time_t next_tick(struct vlapic *a, s_time_t now)
{
	s_time_t len = length(a), next = a->count_start + (max_t(s_time_t, now - a->count_start, 0) / len + 1) * len;

	return max_t(s_time_t, next, a->count_last + MIN_PERIOD);
}

/* When the timer fires next; NEVER. */
static s_time_t next_expiry(struct vcpu *v, s_time_t now)
{
	struct vlapic *a = vcpu_vlapic(v);
	s_time_t end;

	if (vlapic_reg(a, APIC_LVTT) & APIC_LVT_MASKED)
		return NEVER;
	if (deadline_mode(a))
		return a->tsc_deadline ? deadline_time(v) : NEVER;
	if (!length(a))
		return NEVER;
	if (periodic(a))
		return a->count_last = next_tick(a, now);
	end = a->count_start + length(a);
	return end < now ? NEVER : end; /* a one-shot that ran out is over */
}

/* The count has run out, and the handler is yet to come. */
static bool due(const struct vlapic *a, s_time_t now)
{
	return timer_is_active(&a->timer) && READ_ONCE(a->timer.expires) <= now;
}

/* @fire: it was due() before registers changed, and still is. */
static void arm(struct vcpu *v, s_time_t now, bool fire)
{
	struct vlapic *a = vcpu_vlapic(v);
	s_time_t next;

	fire = fire && !(vlapic_reg(a, APIC_LVTT) & APIC_LVT_MASKED);
	next = fire ? now : next_expiry(v, now);
	if (next == NEVER) {
		stop_timer(&a->timer);
		return;
	}
	a->stats.timer_armed++;
	migrate_timer(&a->timer, v->processor);
	set_timer(&a->timer, next);
}

static void timer_fired(void *data)
{
	struct vcpu *v = data;
	struct vlapic *a = vcpu_vlapic(v);
	u32 lvt = vlapic_reg(a, APIC_LVTT);

	a->stats.timer_fired++;
	if (!(lvt & APIC_LVT_MASKED))
		vlapic_set_irq(v, lvt);
}

void vlapic_timer_init(struct vcpu *v)
{
	init_timer(&vcpu_vlapic(v)->timer, timer_fired, v, v->processor);
}

void vlapic_timer_reset(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);

	stop_timer(&a->timer);
	a->count_start = a->count_last = 0;
	a->tsc_deadline = 0;
}

static void restart(struct vcpu *v, s_time_t start, s_time_t now, bool fire)
{
	struct vlapic *a = vcpu_vlapic(v);

	a->count_start = start;
	a->count_last = 0;
	arm(v, now, fire);
}

void vlapic_timer_write_count(struct vcpu *v, u32 count)
{
	struct vlapic *a = vcpu_vlapic(v);
	s_time_t now = NOW();

	if (deadline_mode(a))
		return;
	vlapic_set_reg(a, APIC_TMICT, count);
	restart(v, now, now, false);
}

static void load(struct vcpu *v, u32 left, s_time_t now, bool fire)
{
	struct vlapic *a = vcpu_vlapic(v);

	/* One unit more than its length: a one-shot that has run out stays so. */
	restart(v, now - length(a) + (left ? left * unit(a) : -unit(a)), now, fire);
}

/* Goes on from where the count is, at the new rate. */
void vlapic_timer_write_divide(struct vcpu *v, u32 val)
{
	struct vlapic *a = vcpu_vlapic(v);
	s_time_t now = NOW();
	bool fire = due(a, now);
	u32 left = fire ? 0 : count_at(a, now);

	vlapic_set_reg(a, APIC_TDCR, val);
	load(v, left, now, fire);
}

void vlapic_timer_load(struct vcpu *v, u32 left)
{
	load(v, left, NOW(), false);
}

void vlapic_timer_write_lvt(struct vcpu *v, u32 val)
{
	struct vlapic *a = vcpu_vlapic(v);
	u32 old = vlapic_reg(a, APIC_LVTT);
	s_time_t now = NOW();
	bool fire = due(a, now);

	/* To the deadline mode and back: the timer is disarmed. */
	if ((old ^ val) & APIC_LVT_TIMER_DEADLINE) {
		a->tsc_deadline = 0;
		vlapic_set_reg(a, APIC_TMICT, 0);
		fire = false;
	}
	vlapic_set_reg(a, APIC_LVTT, val);
	if (!timer_is_active(&a->timer)) /* a deadline that passed while it was masked has gone by */
		vlapic_deadline_read(v);
	arm(v, now, fire);
}

void vlapic_timer_taken(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);

	if (periodic(a) && !timer_is_active(&a->timer))
		arm(v, NOW(), false);
}

/* 0 once it has fired (or, masked, would have). */
u64 vlapic_deadline_read(const struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);

	if (a->tsc_deadline && (s64)(a->tsc_deadline - hvm_guest_tsc(v)) <= 0)
		a->tsc_deadline = 0;
	return a->tsc_deadline;
}

void vlapic_deadline_write(struct vcpu *v, u64 tsc)
{
	struct vlapic *a = vcpu_vlapic(v);

	if (!deadline_mode(a))
		return;
	a->tsc_deadline = tsc;
	arm(v, NOW(), false);
}

void vlapic_tsc_written(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);
	s_time_t now = NOW();

	if (timer_is_active(&a->timer) && deadline_mode(a))
		arm(v, now, due(a, now));
}
