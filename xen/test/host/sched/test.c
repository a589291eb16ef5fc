// SPDX-License-Identifier: GPL-2.0-only
/* The schedulers on a simulated machine: shares, caps, affinities, latency, and that nobody runs twice or is forgotten. */
#include <stdlib.h>
#include "../../../common/sched/credit2/private.h"
#include <xen/system.h>
#include "../fake-smp/fake.h"

#define MAX_CPUS 4
#define MAX_DOMS 8
#define MAX_VCPUS 4

extern unsigned int fake_cpu;
extern struct vcpu *fake_current[];
struct vcpu *idle_vcpu[NR_CPUS];
struct domain *hardware_domain;
static struct domain idle_domain = { .domain_id = DOMID_IDLE, .kind = GUEST_idle };
static struct domain *doms[MAX_DOMS];
static unsigned int nr_cpus, nr_doms;
static void (*on_switch)(struct vcpu *next);

void context_switch(struct vcpu *prev, struct vcpu *next)
{
	assert_true(prev != next);
	assert_true(next->processor == fake_cpu || is_idle_vcpu(next));
	set_current(next);
	local_irq_enable();
	if (on_switch && !is_idle_vcpu(next))
		on_switch(next);
	sched_context_switched(prev, next);
}
void sync_vcpu_execstate(struct vcpu *v) { }
void send_guest_vcpu_virq(struct vcpu *v, unsigned int virq) { }
bool scrub_free_pages(void) { return false; }
void cpu_exit(void) { abort(); }
struct vcpu *vcpu_create(struct domain *d, unsigned int id)
{
	struct vcpu *v = calloc(1, sizeof(*v));

	v->domain = d;
	v->vcpu_id = id;
	v->runstate.state = is_idle_domain(d) ? RUNSTATE_running : RUNSTATE_offline;
	v->runstate.state_entry_time = fake_now;
	if (!is_idle_domain(d))
		v->pause_flags = VPF_down;
	init_timer(&v->singleshot_timer, NULL, v, 0);
	if (sched_init_vcpu(v))
		abort();
	d->vcpu[id] = v;
	sched_insert_vcpu(v);
	return v;
}

static void machine(unsigned int cpus, const struct scheduler *ops)
{
	struct cpupool *p;

	fake_cpus(cpus);
	nr_cpus = cpus;
	nr_doms = 0;
	on_switch = NULL;
	idle_domain.vcpu = idle_vcpu;
	idle_domain.max_vcpus = NR_CPUS;
	timer_subsys_init();
	scheduler_init();
	p = cpupool_find(0, true);
	assert_ptr_equal(p->ops, &sched_credit2);
	if (ops != p->ops) { /* an empty pool changes its policy */
		p->ops->pool_destroy(p);
		p->ops = ops;
		ops->pool_init(p);
	}
	for (unsigned int i = 0; i < cpus; i++) {
		vcpu_create(&idle_domain, i);
		fake_current[i] = idle_vcpu[i];
		assert_int_equal(scheduler_cpu_up(i), 0);
		fake_deadline[i] = 0;
		softirq_pending_bits[i] = 1U << SCHEDULE_SOFTIRQ;
	}
	fake_cpu = 0;
	fake_run_softirqs();
}

void domain_destroy_last_ref(struct domain *d) { fail_msg("last reference dropped"); }

static struct domain *domain(unsigned int vcpus)
{
	struct domain *d = calloc(1, sizeof(*d));

	d->domain_id = ++nr_doms;
	d->kind = GUEST_pv;
	atomic_set(&d->refcnt, 1);
	d->max_vcpus = vcpus;
	d->vcpu = calloc(vcpus, sizeof(*d->vcpu));
	assert_int_equal(sched_init_domain(d, 0), 0);
	for (unsigned int i = 0; i < vcpus; i++)
		vcpu_create(d, i);
	return doms[nr_doms - 1] = d;
}

static void start(struct domain *d)
{
	struct vcpu *v;

	for_each_vcpu(d, v) {
		clear_bit(_VPF_down, &v->pause_flags);
		vcpu_wake(v);
	}
}

/* Everything ends; AddressSanitizer sees what was forgotten. */
static int teardown(void **state)
{
	struct cpupool *p = cpupool_find(0, true);

	for (unsigned int i = 0; i < nr_doms; i++) {
		struct domain *d = doms[i];
		struct vcpu *v;

		atomic_inc(&d->pause_count);
		for_each_vcpu(d, v)
			vcpu_sleep_nosync(v);
		fake_run_softirqs();
		for (unsigned int j = 0; j < d->max_vcpus; j++) {
			v = d->vcpu[j];
			d->vcpu[j] = NULL;
			sched_destroy_vcpu(v);
			free(v);
		}
		sched_destroy_domain(d);
		free(d->vcpu);
		free(d);
	}
	assert_int_equal(p->nr_domains, 0);
	for (unsigned int i = 0; i < nr_cpus; i++) {
		stop_timer(&sched_cpus[i].slice_timer);
		sched_cpus[i].pool = NULL;
		sched_cpus[i].lock = &sched_cpus[i].own_lock;
		free(idle_vcpu[i]->hard_affinity);
		free(idle_vcpu[i]);
		idle_vcpu[i] = NULL;
	}
	list_del(&p->list);
	p->ops->pool_destroy(p);
	free(p);
	return 0;
}

static s_time_t cpu_time(const struct vcpu *v)
{
	struct vcpu_runstate_info rs;
	s_time_t sum = 0;

	vcpu_runstate_get(v, &rs);
	for (unsigned int i = 0; i < 4; i++)
		sum += rs.time[i];
	assert_true(rs.state >= 0 && rs.state < 4);
	return rs.time[RUNSTATE_running];
}

static s_time_t dom_time(const struct domain *d)
{
	s_time_t t = 0;
	struct vcpu *v;

	for_each_vcpu(d, v)
		t += cpu_time(v);
	return t;
}

static void set_params(struct domain *d, u16 weight, u16 cap)
{
	struct xen_domctl_scheduler_op op = { .cmd = XEN_DOMCTL_SCHEDOP_putinfo };

	op.u.credit2.weight = weight;
	op.u.credit2.cap = cap;
	assert_int_equal(d->cpupool->ops->adjust_domain(d, &op), 0);
}

static void assert_share(s_time_t got, s_time_t expected, unsigned int percent)
{
	s_time_t off = got > expected ? got - expected : expected - got;

	if (off * 100 > expected * percent)
		fail_msg("%ld us of CPU time instead of %ld us", got / 1000, expected / 1000);
}

static void test_weights(void **state)
{
	static const u16 weights[] = { 256, 512, 1024, 128 };
	s_time_t t0, total = 0;

	machine(1, &sched_credit2);
	for (unsigned int i = 0; i < 4; i++) {
		struct domain *d = domain(1);

		set_params(d, weights[i], 0);
		start(d);
		total += weights[i];
	}
	t0 = fake_now;
	fake_run_until(t0 + SECONDS(10));
	for (unsigned int i = 0; i < 4; i++)
		assert_share(dom_time(doms[i]), SECONDS(10) * weights[i] / total, 5);
}

static void test_equal_on_many_cpus(void **state)
{
	machine(3, &sched_credit2);
	for (unsigned int i = 0; i < 8; i++)
		start(domain(1));
	fake_run_until(fake_now + SECONDS(10));
	for (unsigned int i = 0; i < 8; i++)
		assert_share(dom_time(doms[i]), SECONDS(10) * 3 / 8, 5);
}

/* Who sits idle for long gains no claim on the CPU, and who was alone owes nothing for it. */
static void test_latecomer(void **state)
{
	s_time_t before;

	machine(1, &sched_credit2);
	start(domain(1));
	fake_run_until(fake_now + SECONDS(20));
	start(domain(1));
	before = dom_time(doms[0]);
	fake_run_until(fake_now + SECONDS(2));
	assert_share(dom_time(doms[0]) - before, SECONDS(1), 5);
	assert_share(dom_time(doms[1]), SECONDS(1), 5);
}

static void test_caps(void **state)
{
	static const struct { u16 cap; unsigned int vcpus; } cases[] = { { 30, 1 }, { 75, 2 }, { 150, 2 }, { 5, 4 } };

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct domain *d;

		machine(2, &sched_credit2);
		d = domain(cases[i].vcpus);
		set_params(d, 256, cases[i].cap);
		start(d);
		fake_run_until(fake_now + SECONDS(5));
		assert_share(dom_time(d), SECONDS(5) * cases[i].cap / 100, 5);
		/* Without a cap it gets what is there. */
		set_params(d, 256, 0);
		{
			s_time_t before = dom_time(d);

			fake_run_until(fake_now + SECONDS(1));
			assert_share(dom_time(d) - before, SECONDS(min(cases[i].vcpus, 2U)), 5);
		}
		if (i + 1 < ARRAY_SIZE(cases))
			teardown(state);
	}
}

static void check_hard(struct vcpu *next)
{
	if (!next->affinity_broken)
		assert_true(cpumask_test_cpu(fake_cpu, next->hard_affinity));
}

static void test_hard_affinity(void **state)
{
	cpumask_t one = cpumask_of(1), zero = cpumask_of(0);
	s_time_t before;

	machine(2, &sched_credit2);
	for (unsigned int i = 0; i < 3; i++)
		start(domain(1));
	assert_int_equal(vcpu_set_affinity(doms[0]->vcpu[0], &one, true), 0);
	fake_run_softirqs();
	on_switch = check_hard;
	before = dom_time(doms[0]);
	fake_run_until(fake_now + SECONDS(1));
	assert_true(dom_time(doms[0]) - before >= MILLISECS(300));
	for (unsigned int i = 0; i < 3; i++)
		assert_int_equal(vcpu_set_affinity(doms[i]->vcpu[0], &zero, true), 0);
	fake_run_softirqs();
	fake_run_until(fake_now + SECONDS(3));
	assert_ptr_equal(fake_current[1], idle_vcpu[1]);
	/* A CPU that is not there is refused. */
	one = cpumask_of(3);
	assert_int_equal(vcpu_set_affinity(doms[0]->vcpu[0], &one, true), -22);
}

static void test_soft_affinity(void **state)
{
	cpumask_t one = cpumask_of(2);

	machine(3, &sched_credit2);
	start(domain(1));
	assert_int_equal(vcpu_set_affinity(doms[0]->vcpu[0], &one, false), 0);
	fake_run_softirqs();
	set_bit(_VPF_blocked, &doms[0]->vcpu[0]->pause_flags);
	vcpu_sleep_nosync(doms[0]->vcpu[0]);
	fake_run_softirqs();
	vcpu_unblock(doms[0]->vcpu[0]);
	fake_run_softirqs();
	assert_int_equal(doms[0]->vcpu[0]->processor, 2);
}

/* A vCPU that works for a moment and sleeps runs soon after it wakes, however many hogs there are. */
static void test_latency(void **state)
{
	struct vcpu *v;

	machine(1, &sched_credit2);
	for (unsigned int i = 0; i < 5; i++)
		start(domain(1));
	v = doms[4]->vcpu[0];
	for (unsigned int i = 0; i < 300; i++) {
		s_time_t woken;

		set_bit(_VPF_blocked, &v->pause_flags);
		vcpu_sleep_nosync(v);
		fake_run_until(fake_now + MILLISECS(20));
		woken = fake_now;
		vcpu_unblock(v);
		while (fake_current[0] != v) {
			fake_run_until(fake_now + MICROSECS(50));
			assert_true(fake_now - woken <= MICROSECS(1200));
		}
		fake_run_until(fake_now + MICROSECS(200));
	}
}

static void check_machine(void)
{
	unsigned int running = 0;

	for (unsigned int i = 0; i < nr_doms; i++) {
		struct vcpu *v;

		for_each_vcpu(doms[i], v) {
			unsigned int on = 0;

			for (unsigned int c = 0; c < nr_cpus; c++)
				on += fake_current[c] == v;
			assert_int_equal(on, v->is_running);
			assert_int_equal(v->runstate.state == RUNSTATE_running, v->is_running);
			if (!vcpu_runnable(v))
				assert_false(v->is_running);
			running += on;
			if (v->is_running || !vcpu_runnable(v))
				continue;
			/* It waits: then no CPU that it may use is idle. */
			assert_int_equal(v->runstate.state, RUNSTATE_runnable);
			for (unsigned int c = 0; c < nr_cpus; c++)
				if (cpumask_test_cpu(c, v->hard_affinity))
					assert_ptr_not_equal(fake_current[c], idle_vcpu[c]);
		}
	}
	assert_true(running <= nr_cpus);
}

static void random_step(void)
{
	struct domain *d = doms[fake_rand(nr_doms)];
	struct vcpu *v = d->vcpu[fake_rand(d->max_vcpus)];
	cpumask_t mask = { { 0 } };

	switch (fake_rand(12)) {
	case 0 ... 2:
		if (!test_and_set_bit(_VPF_blocked, &v->pause_flags))
			vcpu_sleep_nosync(v);
		break;
	case 3 ... 6:
		vcpu_unblock(v);
		break;
	case 7:
		if (atomic_read(&v->pause_count)) {
			if (atomic_dec_and_test(&v->pause_count))
				vcpu_wake(v);
		} else {
			atomic_inc(&v->pause_count);
			vcpu_sleep_nosync(v);
		}
		break;
	case 8:
		while (cpumask_empty(&mask))
			mask.bits[0] = fake_rand(1U << nr_cpus);
		vcpu_set_affinity(v, &mask, true);
		break;
	case 9:
		mask.bits[0] = fake_rand(1U << nr_cpus);
		vcpu_set_affinity(v, &mask, false);
		break;
	case 10:
		set_params(d, 1 + fake_rand(2000), 0);
		break;
	case 11:
		fake_cpu = fake_rand(nr_cpus);
		if (!is_idle_vcpu(current))
			vcpu_yield();
		fake_cpu = 0;
		break;
	}
}

static void test_random(void **state)
{
	fake_srand(3);
	machine(MAX_CPUS, &sched_credit2);
	for (unsigned int i = 0; i < MAX_DOMS; i++)
		start(domain(1 + i % MAX_VCPUS));
	on_switch = check_hard;
	for (unsigned long n = 0; fake_more_rounds(n, 50000); n++) {
		on_switch = NULL; /* affinity changes while they run */
		random_step();
		if (fake_rand(3) == 0) { /* not every softirq has run when the next thing happens */
			fake_run_until(fake_now + fake_rand(3000000));
			check_machine();
		}
	}
}

static void test_null(void **state)
{
	struct vcpu *v;

	machine(3, &sched_null);
	start(domain(2));
	start(domain(2));
	fake_run_until(fake_now + SECONDS(1));
	for (unsigned int i = 0; i < 3; i++) /* three of four have a CPU for good */
		assert_ptr_not_equal(fake_current[i], idle_vcpu[i]);
	assert_int_equal(dom_time(doms[0]) + dom_time(doms[1]), SECONDS(3));
	/* One goes: the fourth gets its CPU. */
	v = doms[0]->vcpu[0];
	set_bit(_VPF_blocked, &v->pause_flags);
	vcpu_sleep_nosync(v);
	fake_run_until(fake_now + SECONDS(1));
	assert_false(v->is_running);
	vcpu_unblock(v);
	fake_run_softirqs();
	assert_true(v->is_running);
}

int main(void)
{
#define T(t) cmocka_unit_test_teardown(t, teardown)
	const struct CMUnitTest tests[] = {
		T(test_weights), T(test_equal_on_many_cpus), T(test_latecomer), T(test_caps), T(test_hard_affinity),
		T(test_soft_affinity), T(test_latency), T(test_random), T(test_null),
	};

	return cmocka_run_group_tests_name("sched", tests, NULL, NULL);
}
