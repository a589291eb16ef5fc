/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * credit2: vCPUs of a run queue (a group of CPUs) run in order of credit. Running burns credit at a rate inverse to the
 * domain's weight; when even the richest has none left, everybody on the queue is given the same amount. A capped
 * domain has a budget of CPU time per period on top; vCPUs without budget are parked until the next one.
 */
#ifndef COMMON_SCHED_CREDIT2_PRIVATE_H
#define COMMON_SCHED_CREDIT2_PRIVATE_H

#include <xen/lib.h>
#include "../private.h"

#define C2_CREDIT_INIT MILLISECS(10)
#define C2_DEFAULT_WEIGHT 256
#define C2_MIN_SLICE MICROSECS(500)
#define C2_MAX_SLICE MILLISECS(10)
#define C2_MIGRATE_RESIST MICROSECS(500)  /* credit by which a vCPU has to lead to be taken from its last CPU */
#define C2_CREDIT_GIFT MILLISECS(9)       /* at a reset; less than a sleeper may have */
#define C2_BUDGET_PERIOD MILLISECS(10)

struct c2_runqueue {
	spinlock_t lock;               /* rank sched: everything here, and the vCPUs' c2_vcpu */
	unsigned int id;
	unsigned int max_weight;       /* of the vCPUs that belong here */
	cpumask_t cpus;
	cpumask_t idle;                /* running their idle vCPU */
	cpumask_t tickled;             /* asked to choose again and not there yet */
	struct list_head queue;        /* runnable and not running, richest first */
	unsigned int waiting;          /* how many; others read it without the lock */
	struct list_head members;      /* all vCPUs that belong here */
	struct list_head list;         /* [sched_pool] of the pool */
};

struct c2_pool {
	struct list_head runqueues;    /* [sched_pool] */
	unsigned int ratelimit_us;     /* [a] */
};

struct c2_domain {
	struct domain *domain;
	u16 weight, cap;               /* [a] cap in percent of one CPU; 0: none */
	spinlock_t budget_lock;        /* rank sched_budget */
	s_time_t budget;               /* [budget_lock] left in this period */
	s_time_t budget_total;         /* [budget_lock] per period */
	struct timer replenish;
};

struct c2_vcpu {
	struct vcpu *vcpu;
	struct c2_domain *dom;
	struct c2_runqueue *rq;        /* the one of vcpu->processor */
	struct list_head queued;       /* in rq->queue, or empty */
	struct list_head member;       /* in rq->members */
	s_time_t credit;               /* ns at the rate of the heaviest */
	s_time_t start;                /* when it was last charged, while it runs */
	s_time_t budget;               /* of a capped domain: what it may use up before it asks for more */
	u16 weight;
	bool running;                  /* chosen by a CPU, whose switch may not be complete yet */
	bool alone;                    /* runs without a time slice because nobody waits */
	bool queue_when_saved;         /* became runnable while its registers were still being saved */
	bool parked;                   /* runnable, but without budget */
	bool yielding;
};

static inline struct c2_vcpu *c2(const struct vcpu *v) { return v->sched_priv; }
static inline struct c2_runqueue *c2_rq(unsigned int cpu) { return sched_cpus[cpu].priv; }
static inline struct c2_pool *c2_pool(const struct cpupool *p) { return p->priv; }

/* runq.c [rq->lock] */
void c2_enqueue(struct c2_vcpu *s);
void c2_dequeue(struct c2_vcpu *s);
void c2_join(struct c2_vcpu *s, struct c2_runqueue *rq);
void c2_leave(struct c2_vcpu *s);
/* A CPU that should run @s now, told to choose again; none if all are busy with richer ones. */
void c2_tickle(struct c2_vcpu *s, s_time_t now);
/* Charges @s for the time since it was last charged. */
void c2_burn(struct c2_vcpu *s, s_time_t now);
/* Everybody on @rq gets credit until @s has some. */
void c2_reset_credit(struct c2_runqueue *rq, struct c2_vcpu *s, s_time_t now);
/* Runnable: onto the queue, or parked for want of budget. */
void c2_make_ready(struct c2_vcpu *s, s_time_t now);

/* budget.c [rq->lock] */
bool c2_has_budget(struct c2_vcpu *s);
void c2_budget_init(struct c2_domain *dom);
void c2_set_cap(struct c2_domain *dom, u16 cap);

/* choose.c */
struct sched_decision c2_schedule(unsigned int cpu, struct vcpu *prev, s_time_t now);
unsigned int c2_pick_cpu(const struct vcpu *v);

#endif
