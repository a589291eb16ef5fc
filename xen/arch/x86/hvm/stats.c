/* SPDX-License-Identifier: GPL-2.0-only */
/* What a crash shows of a guest. Debug keys: how often each HVM vCPU left its guest and why; the control structures themselves. */
#include <xen/console.h>
#include <xen/lib.h>
#include <xen/param.h>
#include "private.h"

void hvm_show_registers(struct vcpu *v, const struct cpu_user_regs *regs)
{
	static const char names[][3] = { "es", "cs", "ss", "ds", "fs", "gs" };
	struct segment_register s;

	hvm_ops->get_segment(v, X86_SEG_CS, &s);
	printk("RIP:    %04x:[<%016lx>]\n", s.sel, regs->rip);
	printk("RFLAGS: %016lx   CONTEXT: hvm guest (%pv)\n", regs->rflags, v);
	show_gprs(regs);
	printk("r15: %016lx   cr0: %016lx   cr4: %016lx\n", regs->r15, hvm_get_cr(v, 0), hvm_get_cr(v, 4));
	printk("cr3: %016lx   cr2: %016lx   efer: %lx\n", hvm_get_cr(v, 3), hvm_get_cr(v, 2), hvm_ops->get_reg(v, HVM_REG_efer));
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		hvm_ops->get_segment(v, i, &s);
		printk("%s: %04x attr %03x limit %08x base %016lx\n", names[i], s.sel, s.attr, s.limit, s.base);
	}
}

static void dump_stats_one(struct vcpu *v)
{
	const struct hvm_vcpu *hv = v->arch.hvm;
	unsigned int column = 0;

	printk(" %pv: %lu interrupts injected; exits:", v, hv->injected);
	for (unsigned int i = 0; i < HVM_EXIT_count; i++)
		if (hv->exits[i])
			printk("%s %s %lu", column++ % 6 ? "," : "\n  ", hvm_exit_names[i], hv->exits[i]);
	printk("\n");
	vlapic_dump_stats(v);
}

/* Each HVM vCPU in turn. */
static void for_each_hvm_vcpu(void (*fn)(struct vcpu *v))
{
	struct domain *d;
	struct vcpu *v;

	for (d = get_next_domain(0); d; ) {
		domid_t next = d->domain_id + 1;

		if (is_hvm_domain(d)) {
			for_each_vcpu(d, v)
				fn(v);
		}
		put_domain(d);
		d = get_next_domain(next);
	}
}

static void dump_stats(unsigned char key)
{
	printk("'%c' pressed -> exits of HVM guests\n", key);
	for_each_hvm_vcpu(dump_stats_one);
}

static void dump_control_one(struct vcpu *v)
{
	/* Its control structure is in memory, or (VMX) in the processor, only when it does not run. */
	if (v != current)
		vcpu_pause(v);
	hvm_ops->dump(v);
	if (v != current)
		vcpu_unpause(v);
}

static void dump_control(unsigned char key)
{
	printk("'%c' pressed -> control structures of HVM guests\n", key);
	for_each_hvm_vcpu(dump_control_one);
}

static int __init hvm_keys_init(void)
{
	register_keyhandler('x', dump_stats, "exits and local APICs of HVM guests", false);
	register_keyhandler('v', dump_control, "dump VMCBs or VMCSs", false);
	return 0;
}
initcall(hvm_keys_init);
