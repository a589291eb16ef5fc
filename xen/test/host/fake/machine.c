// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include "fake.h"

struct vcpu *fake_current;
unsigned int fake_preempt_after, fake_preempted, softirq_pending_bits[NR_CPUS];
unsigned long fake_domains_destroyed;
cpumask_t cpu_online_map = { { 1 } };
struct domain *dom_xen, *dom_io, *hardware_domain;
static unsigned int preempt_calls;

static void *map_at(unsigned long at, size_t size)
{
	void *p = mmap((void *)at, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	return p;
}

void fake_machine_init(void)
{
	map_at(FRAMETABLE_VIRT_START, FAKE_FRAMES * sizeof(struct page_info));
	map_at(DIRECTMAP_VIRT_START, FAKE_FRAMES << PAGE_SHIFT);
	memset(map_at(RDWR_MPT_VIRT_START, FAKE_FRAMES * 8), 0xff, FAKE_FRAMES * 8);
	max_page = FAKE_FRAMES;
	fake_preempt_after = preempt_calls = 0;
	fake_domains_destroyed = 0;
}

struct domain *fake_domain(domid_t id)
{
	struct domain *d = alloc_domain_struct();

	d->domain_id = id;
	d->kind = GUEST_pv;
	d->max_pages = ~0U;
	atomic_set(&d->refcnt, 1);
	INIT_PAGE_LIST_HEAD(&d->page_list);
	INIT_PAGE_LIST_HEAD(&d->xenpage_list);
	spinlock_init(&d->page_alloc_lock, page_alloc);
	return d;
}

void domain_destroy_last_ref(struct domain *d)
{
	fake_domains_destroyed++;
	free_domain_struct(d);
}

bool mfn_has_page(mfn_t m) { return mfn_x(m) && mfn_x(m) < FAKE_FRAMES; }
bool mfn_valid(mfn_t m) { return mfn_has_page(m) && !(mfn_to_page(m)->count_info & PGC_io); }
paddr_t virt_to_maddr(const void *v) { return (unsigned long)v - DIRECTMAP_VIRT_START; }

void flush_area_mask(const struct cpumask *mask, const void *va, unsigned int flags) { }
void flush_area_local(const void *va, unsigned int flags) { }
void (*fake_on_last_use)(struct page_info *pg);
void page_set_tlbflush_timestamp(struct page_info *pg)
{
	pg->tlbflush_timestamp = 0;
	if (fake_on_last_use)
		fake_on_last_use(pg);
}
void tlbflush_filter(struct cpumask *mask, u32 timestamp) { }

bool hypercall_preempt_check(void)
{
	bool preempt = fake_preempt_after && ++preempt_calls % fake_preempt_after == 0;

	fake_preempted += preempt;
	return preempt;
}
void process_pending_softirqs(void) { }
int parse_bool(const char *s, const char *end) { return -1; }

/* One CPU: a lock that is taken twice is a deadlock. */
void spin_lock(spinlock_t *l)
{
	if (l->head)
		panic("deadlock on a lock of rank %u", l->rank);
	l->head = 1;
}
void spin_unlock(spinlock_t *l)
{
	if (!l->head)
		panic("unlock of a free lock");
	l->head = 0;
}
void spin_lock_nested(spinlock_t *l) { spin_lock(l); }
bool spin_is_locked(const spinlock_t *l) { return l->head; }
void read_lock(rwlock_t *l) { spin_lock(&l->write); }
void read_unlock(rwlock_t *l) { spin_unlock(&l->write); }
void (*fake_before_write_lock)(void);
void write_lock(rwlock_t *l)
{
	void (*fn)(void) = fake_before_write_lock;

	fake_before_write_lock = NULL;
	if (fn)
		fn();
	spin_lock(&l->write);
}
void write_unlock(rwlock_t *l) { spin_unlock(&l->write); }
