/* SPDX-License-Identifier: GPL-2.0-only */
/* Counted pauses: a vCPU runs only while nobody pauses it or its domain. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/system.h>

void vcpu_pause_nosync(struct vcpu *v)
{
	atomic_inc(&v->pause_count);
	vcpu_sleep_nosync(v);
}

void vcpu_pause(struct vcpu *v)
{
	ASSERT(v != current);
	atomic_inc(&v->pause_count);
	vcpu_sleep_sync(v);
}

void vcpu_unpause(struct vcpu *v)
{
	if (atomic_dec_and_test(&v->pause_count))
		vcpu_wake(v);
}

void domain_pause_nosync(struct domain *d)
{
	struct vcpu *v;

	atomic_inc(&d->pause_count);
	for_each_vcpu(d, v)
		vcpu_sleep_nosync(v);
}

void domain_pause(struct domain *d)
{
	struct vcpu *v;

	ASSERT(d != current->domain);
	domain_pause_nosync(d);
	for_each_vcpu(d, v)
		vcpu_sleep_sync(v);
}

void domain_unpause(struct domain *d)
{
	struct vcpu *v;

	if (!atomic_dec_and_test(&d->pause_count))
		return;
	d->creation_finished = true;
	for_each_vcpu(d, v)
		vcpu_wake(v);
}

int domain_pause_by_systemcontroller(struct domain *d)
{
	int rc = 0;

	spin_lock(&d->lock);
	if (d->controller_pause_count >= 255)
		rc = -EOVERFLOW;
	else
		d->controller_pause_count++;
	spin_unlock(&d->lock);
	if (!rc)
		domain_pause(d);
	return rc;
}

int domain_unpause_by_systemcontroller(struct domain *d)
{
	int rc = 0;

	spin_lock(&d->lock);
	if (!d->controller_pause_count)
		rc = -EINVAL;
	else
		d->controller_pause_count--;
	spin_unlock(&d->lock);
	if (!rc)
		domain_unpause(d);
	return rc;
}
