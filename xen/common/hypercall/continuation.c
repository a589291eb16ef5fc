/* SPDX-License-Identifier: GPL-2.0-only */
/* Hypercalls that go on later, or on another CPU. */
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/system.h>

bool hypercall_preempt_check(void)
{
	const struct vcpu *v = current;

	return softirq_pending(smp_processor_id()) || (!is_idle_vcpu(v) && event_pending(v));
}

unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...)
{
	struct vcpu *v = current;
	unsigned long args[6] = { 0 };
	__builtin_va_list ap;

	ASSERT(nargs <= ARRAY_SIZE(args));
	__builtin_va_start(ap, nargs);
	for (unsigned int i = 0; i < nargs; i++)
		args[i] = __builtin_va_arg(ap, unsigned long);
	__builtin_va_end(ap);

	if (v->multicall.active) {
		v->multicall.call.op = op;
		memcpy(v->multicall.call.args, args, nargs * sizeof(args[0]));
		v->multicall.preempted = true;
	} else {
		v->domain->ops->set_continuation(v, op, nargs, args);
	}
	return -ERESTART;
}

/*
 * The vCPU sleeps while fn() runs in a tasklet on @cpu; then the guest executes the hypercall a second time,
 * finds the result waiting and takes it.
 */
struct hypercall_continue {
	long (*fn)(void *);
	void *data;
	long rc;
	bool done;
};

static void continue_on_cpu(void *arg)
{
	struct vcpu *v = arg;
	struct hypercall_continue *c = v->continue_info;

	c->rc = c->fn(c->data);
	smp_wmb();
	c->done = true;
	vcpu_unpause(v);
}

int continue_hypercall_on_cpu(unsigned int cpu, long (*fn)(void *), void *data)
{
	struct vcpu *v = current;
	struct hypercall_continue *c = v->continue_info;

	if (c) { /* the second time */
		int rc = c->done ? c->rc : -EBUSY;

		if (c->done)
			XFREE(v->continue_info);
		return rc;
	}
	if (cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -EINVAL;
	c = xzalloc(struct hypercall_continue);
	if (!c)
		return -ENOMEM;
	c->fn = fn;
	c->data = data;
	v->continue_info = c;
	tasklet_init(&v->continue_tasklet, continue_on_cpu, v);
	vcpu_pause_nosync(v);
	tasklet_schedule_on_cpu(&v->continue_tasklet, cpu);
	return -ERESTART; /* the caller makes the continuation with its own number and arguments */
}
