/* SPDX-License-Identifier: GPL-2.0-only */
/* AMD's virtualization: what the processor has, switching it on, and the table of operations. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <asm/hvm/asid.h>
#include <asm/p2m.h>
#include <asm/processor.h>
#include "private.h"

u32 svm_features __read_mostly;
u8 *svm_iopm __read_mostly;
/* Machine addresses. What VMLOAD gives back to the hypervisor after each exit; where VMRUN keeps the rest. */
DEFINE_PER_CPU(paddr_t, svm_host_vmcb);
static DEFINE_PER_CPU(void *, hsave_page);

static void *zeroed_page(void)
{
	void *p = alloc_xenheap_page();

	if (p)
		memset(p, 0, PAGE_SIZE);
	return p;
}

static int svm_cpu_up(void)
{
	struct vmcb *host;

	if (rdmsr(MSR_VM_CR) & VM_CR_SVMDIS) {
		printk(XENLOG_WARNING "CPU%u: SVM is disabled by the firmware: enable \"SVM\" (AMD-V) in the BIOS setup\n",
		       smp_processor_id());
		return -EIO;
	}
	if (!this_cpu(hsave_page))
		this_cpu(hsave_page) = zeroed_page();
	if (!this_cpu(svm_host_vmcb)) {
		host = zeroed_page();
		this_cpu(svm_host_vmcb) = host ? virt_to_maddr(host) : 0;
	}
	if (!this_cpu(hsave_page) || !this_cpu(svm_host_vmcb))
		return -ENOMEM;
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SVME);
	wrmsr(MSR_VM_HSAVE_PA, virt_to_maddr(this_cpu(hsave_page)));
	hvm_asid_init(cpuid(0x8000000a).b - 1); /* tag 0 is the host's */
	__asm__ volatile("vmsave %0" :: "a"(this_cpu(svm_host_vmcb)) : "memory");
	return 0;
}

static void svm_cpu_down(void)
{
	wrmsr(MSR_VM_HSAVE_PA, 0);
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) & ~EFER_SVME);
}

static int svm_domain_create(struct domain *d)
{
	return 0;
}

static void svm_domain_destroy(struct domain *d)
{
}

static void svm_switch_from(struct vcpu *v)
{
}

static void svm_switch_to(struct vcpu *v)
{
	struct svm_vcpu *s = v->arch.hvm->svm;

	if (s->last_cpu != smp_processor_id()) {
		s->last_cpu = smp_processor_id();
		s->vmcb->clean = 0;
		hvm_asid_forget(v);
	}
}

static void noreturn svm_resume(struct vcpu *v)
{
	reset_stack_and_jump(svm_run);
}

static struct hvm_ops svm_ops = {
	.name = "SVM",
	.hypercall_insn = { 0x0f, 0x01, 0xd9 }, /* vmmcall */
	.hap_2m = true,
	.p2m_format = &npt_format,
	.msrs = svm_msrs,
	.cpu_up = svm_cpu_up,
	.cpu_down = svm_cpu_down,
	.domain_create = svm_domain_create,
	.domain_destroy = svm_domain_destroy,
	.vcpu_create = svm_vcpu_create,
	.vcpu_destroy = svm_vcpu_destroy,
	.switch_from = svm_switch_from,
	.switch_to = svm_switch_to,
	.resume = svm_resume,
	.get_segment = svm_get_segment,
	.set_segment = svm_set_segment,
	.get_reg = svm_get_reg,
	.set_reg = svm_set_reg,
	.intercept = svm_intercept,
	.intercept_exceptions = svm_intercept_exceptions,
	.intercept_msr = svm_intercept_msr,
	.open_window = svm_open_window,
	.dump = svm_dump,
};

/* In the order in which people look for them. Without the first there are no HVM guests here. */
static const struct {
	u32 bit;
	const char *name;
} features[] = {
	{ SVM_F_NPT, "Nested Page Tables (NPT)" },
	{ SVM_F_LBRV, "Last Branch Record (LBR) Virtualisation" },
	{ SVM_F_NRIPS, "Next-RIP Saved on #VMEXIT" },
	{ SVM_F_CLEAN, "VMCB Clean Bits" },
	{ SVM_F_FLUSH_ASID, "TLB flush by ASID" },
	{ SVM_F_DECODE, "DecodeAssists" },
	{ SVM_F_PAUSE_FILTER, "Pause-Intercept Filter" },
	{ SVM_F_PAUSE_THRESHOLD, "Pause-Intercept Filter Threshold" },
	{ SVM_F_TSC_RATE, "TSC Rate MSR" },
};

static void __init report_features(void)
{
	bool any = false;

	printk("SVM: Supported advanced features:\n");
	for (unsigned int i = 0; i < ARRAY_SIZE(features); i++) {
		if (svm_features & features[i].bit)
			printk(" - %s\n", features[i].name);
		any |= !!(svm_features & features[i].bit);
	}
	if (!any)
		printk(" - none\n");
	for (unsigned int i = 0; i < ARRAY_SIZE(features); i++)
		if (!(svm_features & features[i].bit))
			printk("SVM: this processor has no %s\n", features[i].name);
}

const struct hvm_ops *__init svm_probe(void)
{
	if (!boot_cpu_has(X86_FEATURE_SVM) || boot_cpu_data.extended_level < 0x8000000a)
		return NULL;
	svm_features = cpuid(0x8000000a).d;
	report_features();
	if (!(svm_features & SVM_F_NPT)) {
		printk("SVM: without Nested Page Tables there are no HVM and PVH guests\n");
		return NULL;
	}
	svm_detect_qemu();
	svm_ops.nr_msrs = svm_nr_msrs;
	svm_ops.hap_1g = boot_cpu_has(X86_FEATURE_PAGE1GB);
	svm_iopm = alloc_xenheap_pages(2, 0);
	if (!svm_iopm) {
		printk(XENLOG_ERR "SVM: no memory for the I/O permission map\n");
		return NULL;
	}
	memset(svm_iopm, 0xff, 4 * PAGE_SIZE);
	return &svm_ops;
}
