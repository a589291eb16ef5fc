/* SPDX-License-Identifier: GPL-2.0-only */
/* Which vendor's room this machine has, and the wing's struct guest_ops. */
#include <xen/lib.h>
#include <asm/hap.h>
#include <asm/p2m.h>
#include <asm/processor.h>
#include <public/hvm/hvm_vcpu.h>
#include "private.h"

const struct hvm_ops *hvm_ops __read_mostly;

static const struct guest_ops guest_ops = {
	.name = "hvm",
	.domain_create = hvm_domain_create,
	.domain_destroy = hvm_domain_destroy,
	.vcpu_create = hvm_vcpu_create,
	.vcpu_destroy = hvm_vcpu_destroy,
	.vcpu_context_size = sizeof(struct vcpu_hvm_context),
	.vcpu_set_context = hvm_vcpu_set_context,
	.raw_read = hvm_raw_read,
	.raw_write = hvm_raw_write,
	.raw_clear = hvm_raw_clear,
	.kick = hvm_vcpu_events_pending,
	.interrupt_due = hvm_interrupt_due,
	.set_continuation = hvm_set_continuation,
	.switch_from = hvm_switch_from,
	.switch_to = hvm_switch_to,
	.osxsave = hvm_osxsave,
	.paging_op = hap_paging_op,
	.relinquish = p2m_relinquish,
};
static struct guest_ops hvm_guest __read_mostly;

const struct guest_ops *hvm_guest_ops(void)
{
	return hvm_ops ? &hvm_guest : NULL;
}

void __init hvm_init(void)
{
	const struct hvm_ops *ops = boot_cpu_has(X86_FEATURE_SVM) ? svm_probe() :
				    boot_cpu_has(X86_FEATURE_VMX) ? vmx_probe() : NULL;

	if (!ops && !boot_cpu_has(X86_FEATURE_SVM) && !boot_cpu_has(X86_FEATURE_VMX))
		printk("HVM: the processor has neither VMX nor SVM, or the firmware hides it (\"Intel Virtualization "
		       "Technology\", \"SVM Mode\" in its setup)\n");
	if (ops && ops->cpu_up())
		ops = NULL;
	if (!ops) {
		printk("HVM: disabled; PV guests only\n");
		return;
	}
	hvm_ops = ops;
	hvm_guest = guest_ops;
	hvm_guest.resume = ops->resume;
	if (ops->hap_1g)
		p2m_set_leaf_levels(3);
	printk("HVM: %s enabled\n", ops->name);
	printk("HVM: Hardware Assisted Paging (HAP) detected\n");
	printk("HVM: HAP page sizes: 4kB%s%s\n", ops->hap_2m ? ", 2MB" : "", ops->hap_1g ? ", 1GB" : "");
}

void hvm_cpu_up(void)
{
	if (hvm_ops && hvm_ops->cpu_up())
		panic("CPU%u cannot run HVM guests although CPU0 can", smp_processor_id());
}
