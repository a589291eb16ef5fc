/* SPDX-License-Identifier: GPL-2.0-only */
/* Intel's virtualization: is it there, and the table of operations. */
#include <xen/errno.h>
#include <xen/param.h>
#include <asm/hvm/domain.h>
#include <asm/p2m.h>
#include <asm/processor.h>
#include <asm/spec-ctrl.h>
#include "private.h"

/* Its top table may have been another domain's before. */
static int vmx_domain_create(struct domain *d)
{
	cpumask_setall(&d->arch.hvm->p2m_stale);
	return 0;
}

static void vmx_domain_destroy(struct domain *d)
{
}

static void noreturn vmx_resume(struct vcpu *v)
{
	reset_stack_and_jump(vmx_enter_guest);
}

static struct hvm_ops vmx_ops = {
	.name = "VMX",
	.hypercall_insn = { 0x0f, 0x01, 0xc1 }, /* vmcall */
	.p2m_format = &ept_format,
	.msrs = vmx_msr_rows,
	.cpu_up = vmx_cpu_up,
	.cpu_down = vmx_cpu_down,
	.domain_create = vmx_domain_create,
	.domain_destroy = vmx_domain_destroy,
	.vcpu_create = vmx_vcpu_create,
	.vcpu_destroy = vmx_vcpu_destroy,
	.switch_from = vmx_switch_from,
	.switch_to = vmx_switch_to,
	.resume = vmx_resume,
	.get_segment = vmx_get_segment,
	.set_segment = vmx_set_segment,
	.get_reg = vmx_get_reg,
	.set_reg = vmx_set_reg,
	.intercept = vmx_intercept,
	.intercept_exceptions = vmx_intercept_exceptions,
	.intercept_msr = vmx_intercept_msr,
	.open_window = vmx_open_window,
	.dump = vmx_dump,
};

static s8 opt_exec_sp = -1; /* not mentioned */

/* Accessed and dirty bits and page modification logging are not used; switching them off is no error. */
static int __init parse_ept(const char *s)
{
	int rc = 0;

	for (;; s++) {
		const char *end = strchr(s, ',') ?: s + strlen(s);
		int exec_sp = parse_named_bool("exec-sp", s, end);

		if (exec_sp >= 0)
			opt_exec_sp = exec_sp;
		else if (parse_named_bool("ad", s, end) < 0 && parse_named_bool("pml", s, end) < 0)
			rc = -EINVAL;
		s = end;
		if (!*s)
			return rc;
	}
}
custom_param("ept", parse_ept);

/* CVE-2018-12207: no processor without the bit is known to be safe but some Atoms, which lose a little here. */
static void __init forbid_large_exec(void)
{
	bool safe = read_arch_capabilities() & ARCH_CAPS_IF_PSCHANGE_MC_NO;

	if (opt_exec_sp < 0 ? safe : opt_exec_sp)
		return;
	printk("VMX: Disabling executable EPT superpages%s\n", safe ? "" : " due to CVE-2018-12207");
	p2m_forbid_large_exec();
}

const struct hvm_ops *__init vmx_probe(void)
{
	bool unlocked, complete;

	if (!boot_cpu_has(X86_FEATURE_VMX))
		return NULL;
	/* Both: a machine that lacks features and is locked should say so at once. */
	unlocked = vmx_feature_control(false);
	complete = vmx_negotiate();
	if (!unlocked || !complete)
		return NULL;
	forbid_large_exec();
	vmx_ops.nr_msrs = vmx_nr_msr_rows;
	vmx_ops.hap_2m = vmx_caps.ept_vpid & EPT_CAP_2M;
	vmx_ops.hap_1g = vmx_caps.ept_vpid & EPT_CAP_1G;
	return &vmx_ops;
}
