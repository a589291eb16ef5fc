/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spinlocks. A lock's rank stands where the lock is declared; taking a lock while one of equal or higher
 * rank is held is a bug that a debug build reports at once, with both names. A few ranks may nest among
 * themselves (two domains' locks in domid order): spin_lock_nested() says so at the call.
 *
 * Interrupt handlers take only locks whose users disable interrupts: in a debug build a lock remembers
 * whether it was ever taken in interrupt context and complains if it is then taken with interrupts on.
 */
#ifndef XEN_LOCK_H
#define XEN_LOCK_H

#include <xen/types.h>

/* rank (low is taken first), name, what it protects */
#define LOCK_TABLE(X)                                                                  \
	X(domctl, "one domctl/sysctl that changes global state at a time")              \
	X(domain_create, "domain creation and destruction order")                       \
	X(cpu_hotplug, "set of online CPUs")                                            \
	X(domain, "struct domain: pause, shutdown, vcpu set-up")                        \
	X(hypercall_deadlock, "per-domain serialisation of rare vcpu operations")      \
	X(page_type, "struct pv_domain: page-table batch in progress")                  \
	X(grant, "grant table: version, size, active entries, maptrack")                \
	X(grant_entry, "one active grant entry")                                        \
	X(maptrack, "a domain's handles of mapped grants")                              \
	X(pirq, "a domain's pirq <-> irq bindings")                                     \
	X(event, "event channel ports of a domain")                                     \
	X(shutdown, "shutdown code and flags of a domain")                              \
	X(domlist, "table and list of domains")                                         \
	X(pci, "PCI device list and configuration space")                               \
	X(irq_desc, "one irq descriptor")                                               \
	X(vector, "vector allocation")                                                  \
	X(ioapic, "IOAPIC index/data registers")                                        \
	X(pci_conf, "PCI configuration address register")                               \
	X(event_port, "one event channel")                                              \
	X(event_fifo, "FIFO event queues")                                              \
	X(p2m, "guest-physical map of a domain")                                        \
	X(sched_pool, "CPU pools, scheduler parameters")                                \
	X(sched_vcpu, "affinities and pause state of a vcpu being moved")               \
	X(sched, "one CPU's run queue")                                                 \
	X(sched_budget, "a capped domain's budget")                                     \
	X(timer, "one CPU's timer heap")                                                \
	X(tasklet, "tasklet lists")                                                     \
	X(call, "cross-CPU call data")                                                  \
	X(xmalloc, "small-object allocator")                                            \
	X(vmap, "hypervisor virtual address areas")                     \
	X(page_alloc, "a domain's page lists and page counts")                          \
	X(xen_map, "the hypervisor's page tables")                                      \
	X(heap, "buddy allocator")                                                      \
	X(rtc, "CMOS clock, wall clock")                                                \
	X(platform_time, "platform timer and calibration")                              \
	X(tlb_flush, "cross-CPU TLB flush in progress")                                 \
	X(e820, "a domain's memory map for guests")                                     \
	X(rangeset, "a rangeset")                                                       \
	X(console, "console ring and device output")                                    \
	X(serial, "one serial port's transmit and receive buffers")

enum lock_rank {
#define X(name, what) LOCK_##name,
	LOCK_TABLE(X)
#undef X
	LOCK_RANKS
};
_Static_assert(LOCK_RANKS <= 64, "the per-CPU set of held ranks is one word");

typedef struct spinlock {
	union {
		u32 word;
		struct {
			u16 head, tail; /* ticket lock: head is served, tail is the next ticket */
		};
	};
#ifdef CONFIG_DEBUG
	u16 owner_cpu;  /* 0xffff: free */
	u8 rank;
	u8 irq_use;     /* LOCK_USED_IN_IRQ, LOCK_USED_IRQS_ON */
#endif
} spinlock_t;

#ifdef CONFIG_DEBUG
#define SPINLOCK(r) { { 0 }, 0xffff, LOCK_##r, 0 }
#else
#define SPINLOCK(r) { { 0 } }
#endif
/* A static lock with its rank: DEFINE_SPINLOCK(heap_lock, heap); */
#define DEFINE_SPINLOCK(name, r) spinlock_t name = SPINLOCK(r)
#define spinlock_init(l, r) (*(l) = (spinlock_t)SPINLOCK(r))

/* Any context that does not already hold the lock; the _irq forms disable interrupts on this CPU. */
void spin_lock(spinlock_t *l);
void spin_unlock(spinlock_t *l);
bool __must_check spin_trylock(spinlock_t *l);
void spin_lock_irq(spinlock_t *l);
void spin_unlock_irq(spinlock_t *l);
unsigned long spin_lock_irqsave_(spinlock_t *l);
#define spin_lock_irqsave(l, flags) ((flags) = spin_lock_irqsave_(l))
void spin_unlock_irqrestore(spinlock_t *l, unsigned long flags);
bool spin_is_locked(const spinlock_t *l);
/* Takes a second lock of the rank already held; the caller orders the two (by domid, by address). */
void spin_lock_nested(spinlock_t *l);
/* Console output in a crash must not wait for a lock that a dead CPU holds. */
void spin_debug_disable(void);
void spin_lock_force_release(spinlock_t *l);

#ifdef CONFIG_DEBUG
void assert_no_locks_held(void); /* before a guest runs, before softirqs */
#else
static always_inline void assert_no_locks_held(void) { }
#endif

/* Reader/writer lock, writers first. Same rank rules. */
typedef struct rwlock {
	u32 readers; /* count; bit 31: a writer holds or waits */
	spinlock_t write;
} rwlock_t;
#define RWLOCK(r) { 0, SPINLOCK(r) }
#define DEFINE_RWLOCK(name, r) rwlock_t name = RWLOCK(r)
#define rwlock_init(l, r) (*(l) = (rwlock_t)RWLOCK(r))
void read_lock(rwlock_t *l);
void read_unlock(rwlock_t *l);
void write_lock(rwlock_t *l);
/* The same while holding one of the same rank; the caller orders the two. */
void write_lock_nested(rwlock_t *l);
void write_unlock(rwlock_t *l);

#endif
