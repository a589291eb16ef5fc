/* SPDX-License-Identifier: GPL-2.0-only */
/* What a crash prints: registers, control registers, the stack and the calls that it shows. */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/symbols.h>
#include <asm/current.h>
#include <asm/system.h>
#include <asm/traps.h>

void show_gprs(const struct cpu_user_regs *regs)
{
	printk("rax: %016lx   rbx: %016lx   rcx: %016lx\n", regs->rax, regs->rbx, regs->rcx);
	printk("rdx: %016lx   rsi: %016lx   rdi: %016lx\n", regs->rdx, regs->rsi, regs->rdi);
	printk("rbp: %016lx   rsp: %016lx   r8:  %016lx\n", regs->rbp, regs->rsp, regs->r8);
	printk("r9:  %016lx   r10: %016lx   r11: %016lx\n", regs->r9, regs->r10, regs->r11);
	printk("r12: %016lx   r13: %016lx   r14: %016lx\n", regs->r12, regs->r13, regs->r14);
}

void show_registers(const struct cpu_user_regs *regs)
{
	bool guest = guest_mode(regs);
	char sym[96] = "";

	if (!guest)
		symbol_format(sym, sizeof(sym), regs->rip);
	printk("----[ Xen-4.17  x86_64  debug=%c ]----\n", IS_DEBUG_BUILD ? 'y' : 'n');
	printk("CPU:    %u\n", smp_processor_id());
	printk("RIP:    %04x:[<%016lx>] %s\n", regs->cs, regs->rip, sym);
	printk("RFLAGS: %016lx   CONTEXT: %s", regs->rflags, guest ? "pv guest" : "hypervisor");
	if (current && !is_idle_vcpu(current))
		printk(" (%pv)", current);
	printk("\n");
	show_gprs(regs);
	printk("r15: %016lx   cr0: %016lx   cr4: %016lx\n", regs->r15, read_cr0(), read_cr4());
	printk("cr3: %016lx   cr2: %016lx\n", read_cr3(), read_cr2());
	printk("fsb: %016lx   gsb: %016lx   gss: %016lx\n", rdfsbase(), rdgsbase(), rdmsr(MSR_SHADOW_GS_BASE));
	printk("ds: %04x   es: %04x   fs: %04x   gs: %04x   ss: %04x   cs: %04x\n",
	       read_sreg(ds), read_sreg(es), read_sreg(fs), read_sreg(gs), regs->ss, regs->cs);
}

void show_stack_from(const struct cpu_user_regs *regs)
{
	unsigned long sp = regs->rsp & ~7UL, top = (unsigned long)(get_cpu_info() + 1);
	const unsigned long *p = (const unsigned long *)sp;

	if (guest_mode(regs) || (sp ^ (top - 1)) & ~(STACK_SIZE - 1))
		return; /* not this CPU's stack: nothing that can be read safely */
	printk("Xen stack trace from rsp=%016lx:", sp);
	for (int i = 0; i < 40 && (unsigned long)(p + i) < top; i++)
		printk("%s%016lx ", i % 4 ? "" : "\n   ", p[i]);
	printk("\nXen call trace:\n");
	if (symbol_is_text(regs->rip)) {
		char sym[96];

		symbol_format(sym, sizeof(sym), regs->rip);
		printk("   [<%016lx>] R %s\n", regs->rip, sym);
	}
	for (int shown = 0; (unsigned long)p < top && shown < 24; p++) {
		char sym[96];

		if (!symbol_is_text(*p))
			continue;
		symbol_format(sym, sizeof(sym), *p);
		printk("   [<%016lx>] %s\n", *p, sym);
		shown++;
	}
	printk("\n");
}

void show_execution_state(const struct cpu_user_regs *regs)
{
	show_registers(regs);
	show_stack_from(regs);
}

void noreturn fatal_trap(const struct cpu_user_regs *regs, const char *why)
{
	static bool depth;

	if (!depth) {
		depth = true;
		show_execution_state(regs);
	}
	panic("FATAL TRAP: vector = %u (%s), error code %04x\n%s", regs->entry_vector, vector_name(regs->entry_vector),
	      regs->error_code, why);
}
