/* SPDX-License-Identifier: GPL-2.0-only */
/* A dying domain gives back what it holds. Each step may be interrupted and is then entered again. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/irq.h>
#include <xen/mm.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/page_type.h>

static int relinquish_descriptor_tables(struct domain *d)
{
	struct vcpu *v;

	for_each_vcpu (d, v) {
		sync_vcpu_execstate(v);
		unmap_vcpu_info(v);
		if (is_pv_domain(d)) {
			pv_destroy_ldt(v);
			pv_destroy_gdt(v);
		}
	}
	return 0;
}

static int relinquish_page_tables(struct domain *d)
{
	return is_pv_domain(d) ? pv_relinquish_page_tables(d) : d->ops->relinquish(d);
}

static int relinquish_pirqs(struct domain *d)
{
	pirq_domain_release(d);
	return 0;
}

/* Hypervisor pages that the domain shares, then its own. */
static int relinquish_pages(struct domain *d)
{
	int rc = relinquish_memory(d, &d->xenpage_list);

	return rc ? rc : relinquish_memory(d, &d->page_list);
}

/* 0, or -ERESTART: call again. The domain is paused for good; no vCPU of it runs. */
int arch_domain_relinquish(struct domain *d)
{
	static int (*const steps[])(struct domain *d) = {
		relinquish_descriptor_tables, relinquish_pirqs, relinquish_page_tables, relinquish_pages,
	};
	int rc = 0;

	for (; d->arch.relinquish_step < ARRAY_SIZE(steps) && !rc; d->arch.relinquish_step += !rc)
		rc = steps[d->arch.relinquish_step](d);
	return rc;
}
