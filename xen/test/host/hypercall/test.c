// SPDX-License-Identifier: GPL-2.0-only
/* From registers to handlers: the tables, the copies, the privileges, multicalls; and any garbage in all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/irq.h>
#include <xen/system.h>
#include "../../../common/event/private.h"
#include "../../../common/sched/private.h"
#include "../fake-smp/fake.h"

static struct domain dom, other;
static struct vcpu vcpu, *vcpus[1] = { &vcpu };
static struct guest_ops ops;
static u8 guest[65536] __aligned(4096); /* what the guest can address */
static const char *called;
static unsigned long calls, continued[6], continued_op;
static unsigned int copies_in, copies_out;
struct domain *hardware_domain = &dom;
struct vcpu *idle_vcpu[NR_CPUS];
struct sched_cpu sched_cpus[NR_CPUS];

static bool inside(const void *p, size_t n)
{
	return (const u8 *)p >= guest && (const u8 *)p <= guest + sizeof(guest) && n <= (size_t)(guest + sizeof(guest) - (const u8 *)p);
}
size_t guest_raw_read(void *dst, const void *g, size_t n)
{
	copies_in++;
	if (!inside(g, n))
		return n;
	memcpy(dst, g, n);
	return 0;
}
size_t guest_raw_write(void *g, const void *src, size_t n)
{
	copies_out++;
	if (!inside(g, n))
		return n;
	memcpy(g, src, n);
	return 0;
}
struct domain *get_domain_by_id(domid_t id)
{
	struct domain *d = id == 0 ? &dom : id == 1 ? &other : NULL;

	if (d)
		get_knownalive_domain(d);
	return d;
}
struct domain *get_domain_by_any_id(domid_t id) { return get_domain_by_id(id == DOMID_SELF ? 0 : id); }
void domain_destroy_last_ref(struct domain *d) { fail_msg("last reference dropped"); }
void vcpu_pause_nosync(struct vcpu *v) { }
void vcpu_unpause(struct vcpu *v) { }
void vcpu_yield(void) { called = "vcpu_yield"; }
void vcpu_block(void) { called = "vcpu_block"; }
int vcpu_pin_override(struct vcpu *v, int cpu) { called = "vcpu_pin_override"; return 0; }
void domain_shutdown(struct domain *d, u8 reason) { called = "domain_shutdown"; }
bool vcpu_has_pending_port(struct vcpu *v, evtchn_port_t port) { return false; }
struct evtchn *evtchn_from_port(const struct domain *d, evtchn_port_t port) { return NULL; }
int evtchn_close(struct domain *d, evtchn_port_t port, bool from_guest) { return 0; }
int evtchn_port_unmask(struct domain *d, evtchn_port_t port) { return 0; }
int evtchn_reset(struct domain *d) { return 0; }
void pirq_set_affinity(struct domain *d, unsigned int pirq, const cpumask_t *mask) { }
void migrate_timer(struct timer *t, unsigned int cpu) { }
void set_timer(struct timer *t, s_time_t at) { }

#define HYPERCALL_STUB(...) __attribute__((weak)) __VA_ARGS__ { called = __func__; calls++; return 7; }
#include <gen/hypercall-stubs.h>

static void set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args)
{
	continued_op = op;
	memcpy(continued, args, sizeof(continued));
}

static int setup(void **state)
{
	fake_cpus(1);
	fake_current[0] = &vcpu;
	ops.set_continuation = set_continuation;
	dom = (struct domain){ .kind = GUEST_pv, .ops = &ops, .is_privileged = true, .is_hwdom = true, .max_vcpus = 1,
			       .vcpu = vcpus, .hypercalls = pv_hypercall_table };
	other = (struct domain){ .domain_id = 1, .kind = GUEST_pv, .ops = &ops };
	atomic_set(&dom.refcnt, 1);
	atomic_set(&other.refcnt, 1);
	memset(&vcpu, 0, sizeof(vcpu));
	vcpu.domain = &dom;
	static vcpu_info_t info;
	memset(&info, 0, sizeof(info));
	vcpu.vcpu_info = &info;
	spinlock_init(&dom.shutdown_lock, shutdown);
	rwlock_init(&dom.event_lock, event);
	called = NULL;
	copies_in = copies_out = 0;
	return 0;
}

static int teardown(void **state)
{
	assert_int_equal(atomic_read(&dom.refcnt), 1);
	assert_int_equal(atomic_read(&other.refcnt), 1);
	assert_no_locks_held();
	return 0;
}

static unsigned long hc(unsigned int nr, unsigned long a0, unsigned long a1, unsigned long a2)
{
	const unsigned long args[6] = { a0, a1, a2 };

	called = NULL;
	return do_hypercall(nr, args);
}

/* Each number leads to the handler of its name, and nothing else does. */
static void test_numbers(void **state)
{
	char name[64];

	for (unsigned int nr = 0; nr < 300; nr++) {
		hypercall_fn_t fn = nr < NR_HYPERCALLS ? pv_hypercall_table[nr] : NULL;

		if (!fn) {
			assert_int_equal((long)hc(nr, 1, 2, 3), -ENOSYS);
			assert_null(called);
			continue;
		}
		assert_non_null(hypercall_names[nr]);
		snprintf(name, sizeof(name), "do_%s", hypercall_names[nr]);
		hc(nr, 0, 0, 0);
		if (called && !strncmp(called, "do_", 3))
			assert_string_equal(called, nr == __HYPERVISOR_arch_0 ? "do_mca" : name);
	}
	assert_int_equal((long)hc(~0U, 0, 0, 0), -ENOSYS);
	dom.hypercalls = hvm_hypercall_table;
	assert_int_equal((long)hc(__HYPERVISOR_mmu_update, 0, 0, 0), -ENOSYS);
}

static void test_privilege(void **state)
{
	struct xen_domctl *d = (void *)guest;
	struct xen_sysctl *s = (void *)guest;
	struct xen_platform_op *p = (void *)guest;

	memset(guest, 0, 4096);
	d->cmd = XEN_DOMCTL_pausedomain;
	d->interface_version = XEN_DOMCTL_INTERFACE_VERSION;
	d->domain = 1;
	assert_int_equal(hc(__HYPERVISOR_domctl, (unsigned long)d, 0, 0), 7);
	assert_string_equal(called, "domctl_pausedomain");
	d->domain = 0; /* not itself */
	assert_int_equal((long)hc(__HYPERVISOR_domctl, (unsigned long)d, 0, 0), -EINVAL);
	d->domain = 5;
	assert_int_equal((long)hc(__HYPERVISOR_domctl, (unsigned long)d, 0, 0), -ESRCH);
	d->domain = 1;
	d->interface_version++;
	assert_int_equal((long)hc(__HYPERVISOR_domctl, (unsigned long)d, 0, 0), -EACCES);
	assert_int_equal((long)hc(__HYPERVISOR_domctl, 0x1234, 0, 0), -EFAULT);
	dom.is_privileged = dom.is_hwdom = false;
	assert_int_equal((long)hc(__HYPERVISOR_domctl, (unsigned long)d, 0, 0), -EPERM);
	assert_int_equal((long)hc(__HYPERVISOR_sysctl, (unsigned long)s, 0, 0), -EPERM);
	assert_int_equal((long)hc(__HYPERVISOR_platform_op, (unsigned long)p, 0, 0), -EPERM);
	assert_int_equal((long)hc(__HYPERVISOR_sched_op, SCHEDOP_pin_override, (unsigned long)guest, 0), -EPERM);
	assert_null(called);
}

/* One read of each argument, one write of each result. */
static void test_copies(void **state)
{
	evtchn_send_t *s = (void *)guest;

	s->port = 3;
	hc(__HYPERVISOR_event_channel_op, EVTCHNOP_send, (unsigned long)s, 0);
	assert_string_equal(called, "evtchn_op_send");
	assert_int_equal(copies_in, 1);
	assert_int_equal(copies_out, 0);
	copies_in = 0;
	hc(__HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, (unsigned long)s, 0);
	assert_int_equal(copies_in, 1);
	assert_int_equal(copies_out, 1);
	assert_int_equal((long)hc(__HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, 8, 0), -EFAULT);
	assert_null(called);
	assert_int_equal((long)hc(__HYPERVISOR_event_channel_op, 14, (unsigned long)s, 0), -ENOSYS);
	assert_int_equal((long)hc(__HYPERVISOR_event_channel_op, ~0U, (unsigned long)s, 0), -ENOSYS);
}

static void test_multicall(void **state)
{
	multicall_entry_t *e = (void *)guest;
	unsigned long a[6] = { (unsigned long)e, 200 };
	long rc;

	fake_srand(1);
	for (unsigned int round = 0; round < 200; round++) {
		for (unsigned int i = 0; i < 200; i++)
			e[i] = (multicall_entry_t){ .op = __HYPERVISOR_xen_version, .result = 99 };
		e[17].op = __HYPERVISOR_multicall;
		e[18].op = 1000;
		a[0] = (unsigned long)e;
		a[1] = 200;
		calls = 0;
		for (;;) {
			/* Softirqs interrupt it now and then. */
			softirq_pending_bits[0] = fake_rand(3) == 0;
			rc = do_hypercall(__HYPERVISOR_multicall, a);
			if (rc != -ERESTART)
				break;
			assert_int_equal(continued_op, __HYPERVISOR_multicall);
			memcpy(a, continued, sizeof(a));
		}
		softirq_pending_bits[0] = 0;
		assert_int_equal(rc, 0);
		assert_int_equal(calls, 198);
		for (unsigned int i = 0; i < 200; i++)
			assert_int_equal((long)e[i].result, i == 17 ? -EINVAL : i == 18 ? -ENOSYS : 7);
		assert_false(vcpu.multicall.active);
	}
	assert_int_equal((long)hc(__HYPERVISOR_multicall, (unsigned long)guest + sizeof(guest) - 64, 2, 0), -EFAULT);
}

/* An entry that has to go on later stands in the guest's list with what is left of it. */
static void test_multicall_preempted(void **state)
{
	multicall_entry_t e = { .op = 1 };

	vcpu.multicall.active = true;
	vcpu.multicall.call = e;
	assert_int_equal((long)hypercall_continuation(12, 2, 0x40UL, 0x1234UL), -ERESTART);
	assert_true(vcpu.multicall.preempted);
	assert_int_equal(vcpu.multicall.call.op, 12);
	assert_int_equal(vcpu.multicall.call.args[1], 0x1234);
	vcpu.multicall.active = false;
}

static unsigned long garbage(void)
{
	switch (fake_rand(6)) {
	case 0: return fake_rand(64);
	case 1: return (unsigned long)guest + fake_rand(sizeof(guest) + 64);
	case 2: return (unsigned long)guest + sizeof(guest) - fake_rand(300);
	case 3: return ~0UL - fake_rand(4096);
	case 4: return (unsigned long)fake_rand(~0U) << 32 | fake_rand(~0U);
	}
	return fake_rand(~0U);
}

static void test_garbage(void **state)
{
	unsigned long args[6];

	fake_srand(9);
	for (unsigned long n = 0; fake_more_rounds(n, 1000000); n++) {
		u32 *g = (u32 *)(guest + 4 * fake_rand(sizeof(guest) / 4 - 40));

		for (unsigned int i = 0; i < 8; i++)
			g[i] = fake_rand(3) ? fake_rand(128) : fake_rand(~0U);
		if (fake_rand(2)) {
			g[0] = fake_rand(90);
			g[1] = fake_rand(2) ? XEN_DOMCTL_INTERFACE_VERSION : XENPF_INTERFACE_VERSION;
		}
		for (unsigned int i = 0; i < 6; i++)
			args[i] = garbage();
		if (fake_rand(2))
			args[fake_rand(3)] = (unsigned long)g;
		dom.is_privileged = fake_rand(2);
		dom.is_hwdom = fake_rand(2);
		dom.hypercalls = fake_rand(2) ? pv_hypercall_table : hvm_hypercall_table;
		if (fake_rand(64) == 0)
			args[1] = 5;
		/* A long multicall is a loop of the guest's own: give it an end. */
		softirq_pending_bits[0] = 1;
		do_hypercall(fake_rand(70), args);
		vcpu.async_poll_evtchn = 0;
		dom.nr_polling = (atomic_t)ATOMIC_INIT(0);
		assert_no_locks_held();
		if (vcpu.continue_info)
			fail_msg("unexpected continuation");
	}
	softirq_pending_bits[0] = 0;
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = { T(test_numbers), T(test_privilege), T(test_copies), T(test_multicall),
					    T(test_multicall_preempted), T(test_garbage) };

	return cmocka_run_group_tests_name("hypercall", tests, NULL, NULL);
}
