// SPDX-License-Identifier: GPL-2.0-only
/* VCPU_OP: what a guest does to its own vCPUs, those that run on other CPUs among them. */
#include <stdlib.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/mm.h>
#include <xen/system.h>
#include "../fake-smp/fake.h"

#define VCPUS 2

static struct domain dom;
static struct vcpu vcpus[VCPUS], *list[VCPUS];
static struct guest_ops ops;
struct domain *hardware_domain;
static unsigned int ticks, woken, slept;
static int shut_down;

/* What the code needs of the rest. */
size_t guest_raw_read(void *dst, const void *guest, size_t n) { memcpy(dst, guest, n); return 0; }
size_t guest_raw_write(void *guest, const void *src, size_t n) { memcpy(guest, src, n); return 0; }
void vcpu_wake(struct vcpu *v) { woken++; }
void vcpu_sleep_nosync(struct vcpu *v) { slept++; }
void vcpu_runstate_get(const struct vcpu *v, struct vcpu_runstate_info *out) { *out = v->runstate; }
bool update_runstate_area(struct vcpu *v) { return true; }
int map_vcpu_info(struct vcpu *v, gfn_t gfn, unsigned int offset) { return 0; }
void domain_shutdown(struct domain *d, u8 reason) { shut_down = reason; }
#include "../hypercall-stubs.h"

static void tick(void *data)
{
	ticks++;
}

static int setup(void **state)
{
	fake_cpus(VCPUS);
	fake_now = 1000;
	timer_subsys_init();
	memset(&dom, 0, sizeof(dom));
	memset(vcpus, 0, sizeof(vcpus));
	dom.kind = GUEST_pv;
	dom.ops = &ops;
	dom.max_vcpus = VCPUS;
	dom.vcpu = list;
	spinlock_init(&dom.lock, domain);
	for (unsigned int i = 0; i < VCPUS; i++) {
		list[i] = &vcpus[i];
		vcpus[i].domain = &dom;
		vcpus[i].vcpu_id = i;
		vcpus[i].is_running = true;
		init_timer(&vcpus[i].periodic_timer, tick, &vcpus[i], i);
		init_timer(&vcpus[i].singleshot_timer, tick, &vcpus[i], i);
		fake_current[i] = &vcpus[i];
	}
	fake_cpu = 0;
	ticks = woken = slept = 0;
	shut_down = -1;
	return 0;
}

static int teardown(void **state)
{
	assert_no_locks_held();
	for (unsigned int i = 0; i < VCPUS; i++) {
		stop_timer(&vcpus[i].periodic_timer);
		stop_timer(&vcpus[i].singleshot_timer);
	}
	return 0;
}

static long set_periodic(unsigned int vcpu, u64 period)
{
	vcpu_set_periodic_timer_t arg = { .period_ns = period };

	return do_vcpu_op(VCPUOP_set_periodic_timer, vcpu, (u8_inout){ .inout = (u8 *)&arg });
}

/* Of oneself, of one that runs elsewhere, of one that does not run; each without anybody being stopped. */
static void test_periodic(void **state)
{
	for (unsigned int i = 0; i < VCPUS; i++) {
		assert_int_equal(set_periodic(i, MILLISECS(2)), 0);
		assert_true(timer_is_active(&vcpus[i].periodic_timer));
		assert_int_equal(vcpus[i].periodic_period, MILLISECS(2));
		assert_int_equal(vcpus[i].periodic_last_event, fake_now);
	}
	fake_run_until(fake_now + MILLISECS(3));
	assert_int_equal(ticks, 2);
	vcpus[1].is_running = false;
	assert_int_equal(set_periodic(1, MILLISECS(5)), 0);
	assert_false(timer_is_active(&vcpus[1].periodic_timer)); /* the scheduler arms it */
	assert_int_equal(vcpus[1].periodic_period, MILLISECS(5));
	assert_int_equal(slept + woken, 0);
	assert_int_equal(do_vcpu_op(VCPUOP_stop_periodic_timer, 0, (u8_inout){ NULL }), 0);
	assert_int_equal(vcpus[0].periodic_period, 0);
	assert_false(timer_is_active(&vcpus[0].periodic_timer));
}

static void test_refused(void **state)
{
	vcpu_set_singleshot_timer_t single = { .timeout_abs_ns = 5 };

	assert_int_equal(set_periodic(0, MILLISECS(1) - 1), -EINVAL);
	assert_int_equal(set_periodic(0, ~0UL), -EINVAL);
	assert_int_equal(set_periodic(VCPUS, MILLISECS(1)), -ENOENT);
	assert_int_equal(set_periodic(~0U, MILLISECS(1)), -ENOENT);
	list[1] = NULL;
	assert_int_equal(set_periodic(1, MILLISECS(1)), -ENOENT);
	list[1] = &vcpus[1];
	assert_int_equal(do_vcpu_op(VCPUOP_set_singleshot_timer, 1, (u8_inout){ .inout = (u8 *)&single }), -EINVAL);
	assert_int_equal(do_vcpu_op(99, 0, (u8_inout){ NULL }), -ENOSYS);
}

static void test_up_and_down(void **state)
{
	vcpus[1].pause_flags = VPF_down;
	assert_int_equal(do_vcpu_op(VCPUOP_up, 1, (u8_inout){ NULL }), -EINVAL); /* it has no registers yet */
	vcpus[1].is_initialised = true;
	assert_int_equal(do_vcpu_op(VCPUOP_up, 1, (u8_inout){ NULL }), 0);
	assert_int_equal(woken, 1);
	assert_int_equal(do_vcpu_op(VCPUOP_is_up, 1, (u8_inout){ NULL }), 1);
	assert_int_equal(do_vcpu_op(VCPUOP_down, 1, (u8_inout){ NULL }), 0);
	assert_int_equal(slept, 1);
	assert_int_equal(shut_down, -1);
	assert_int_equal(do_vcpu_op(VCPUOP_down, 0, (u8_inout){ NULL }), 0); /* the last one */
	assert_int_equal(shut_down, SHUTDOWN_poweroff);
}

static int set_context_result;

static int set_context(struct vcpu *v, const void *ctx)
{
	return set_context_result;
}

static unsigned int continued;

unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...)
{
	assert_int_equal(op, __HYPERVISOR_vcpu_op);
	assert_int_equal(nargs, 3);
	continued++;
	return -ERESTART;
}

/* Page tables take long to validate: the guest's call is made again, and is never told of it. */
static void test_initialise(void **state)
{
	u64 context = 0;
	u8_inout arg = { .inout = (u8 *)&context };

	ops.vcpu_context_size = sizeof(context);
	ops.vcpu_set_context = set_context;
	set_context_result = -ERESTART;
	do_vcpu_op(VCPUOP_initialise, 1, arg);
	assert_int_equal(continued, 1);
	assert_false(vcpus[1].is_initialised);
	set_context_result = 0;
	assert_int_equal(do_vcpu_op(VCPUOP_initialise, 1, arg), 0);
	assert_int_equal(continued, 1);
	assert_true(vcpus[1].is_initialised);
	assert_int_equal(do_vcpu_op(VCPUOP_initialise, 1, arg), -EEXIST);
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = { T(test_periodic), T(test_refused), T(test_up_and_down), T(test_initialise) };

	return cmocka_run_group_tests_name("vcpu_op", tests, NULL, NULL);
}
