// SPDX-License-Identifier: GPL-2.0-only
/* When interrupts come, in which order, and what keeps them back; the local APIC and its timer; NMIs; a second vCPU. */
#include "pvh.h"

#define MAX_LOG 64
static volatile unsigned int order[MAX_LOG], taken;
static volatile uint64_t seen_rax;

static void note(struct frame *f)
{
	if (taken < MAX_LOG)
		order[taken++] = f->vector;
	seen_rax = f->rax;
	if (f->vector != 2)
		eoi();
}

static void reset(void)
{
	taken = 0;
	on_interrupt = note;
}

static void test_windows(void)
{
	reset();
	cli();
	self_ipi(0x40);
	is(taken, 0, "IF 0 keeps an interrupt back");
	/* It comes after the instruction that follows STI: rax is 1 by then, and not yet 2. */
	__asm__ volatile("xor %%eax, %%eax; sti; mov $1, %%eax; nop; mov $2, %%eax; cli" ::: "rax", "memory");
	ok(taken == 1 && seen_rax == 1, "it comes one instruction after STI");
	reset();
	self_ipi(0x40);
	for (int i = 0; i < 10; i++)
		__asm__ volatile("sti; cli" ::: "memory");
	is(taken, 0, "between STI and CLI none gets in");
	__asm__ volatile("xor %%eax, %%eax; mov %%ss, %%ecx; sti; mov %%ecx, %%ss; mov $1, %%eax; nop; mov $2, %%eax; cli"
			 ::: "rax", "rcx", "memory");
	/* Of two such in a row only the first is sure to hold it (SDM vol. 3A 6.8.3). */
	ok(taken == 1 && seen_rax <= 1, "it comes after STI; MOV SS, at the latest one instruction later");
	reset();
	self_ipi(0x40);
	__asm__ volatile("xor %%eax, %%eax; pushf; orq $0x200, (%%rsp); popf; nop; mov $1, %%eax; cli" ::: "rax", "memory", "cc");
	ok(taken == 1 && seen_rax == 0, "POPF lets it in at once");
	reset();
	self_ipi(0x40);
	self_ipi(0x40);
	irq_window();
	is(taken, 1, "the same vector twice is one interrupt");
}

static void test_priority(void)
{
	reset();
	/*
	 * By the APIC's register: QEMU dies when CR8 is written while a virtual interrupt is pending. Not 5: its processor
	 * takes one of the priority that TPR says for a higher one.
	 */
	wrmsr(X2(0x80), 0x60);
	self_ipi(0x50);
	irq_window();
	is(taken, 0, "task priority 6 holds vector 0x50");
	self_ipi(0x70);
	irq_window();
	ok(taken == 1 && order[0] == 0x70, "and lets 0x70 through");
	sti();
	wrmsr(X2(0x80), 0x40);
	__asm__ volatile("nop");
	cli();
	ok(taken == 2 && order[1] == 0x50, "lowered, 0x50 comes at once");
	is(read_cr8(), 4, "CR8 and TPR are the same");
	write_cr8(3);
	is(rdmsr(X2(0x80)), 0x30, "both ways");
	write_cr8(0);
	reset();
	self_ipi(0x41);
	self_ipi(0x93);
	self_ipi(0x51);
	self_ipi(0x92);
	irq_window();
	sti();
	__asm__ volatile("nop; nop; nop; nop");
	cli();
	ok(taken == 4 && order[0] == 0x93 && order[1] == 0x92 && order[2] == 0x51 && order[3] == 0x41, "the highest first");
	is(rdmsr(X2(0xa0)), 0, "processor priority 0 again");
}

static volatile unsigned int inner_low, inner_high;

static void nested(struct frame *f)
{
	order[taken++] = f->vector;
	if (f->vector == 0x50) {
		self_ipi(0x58);   /* the same class: waits for the EOI */
		self_ipi(0x40);
		irq_window();
		inner_low = taken;
		self_ipi(0x70);   /* a higher one does not */
		irq_window();
		inner_high = taken;
	}
	eoi();
}

static void test_nesting(void)
{
	taken = 0;
	on_interrupt = nested;
	self_ipi(0x50);
	irq_window();
	irq_window();
	irq_window();
	ok(inner_low == 1, "within 0x50 neither 0x58 nor 0x40");
	ok(inner_high == 2 && order[1] == 0x70, "but 0x70");
	ok(taken == 4 && order[2] == 0x58 && order[3] == 0x40, "the others after it");
}

/* An exception whose handler interrupts are let into; a fault while an interrupt is delivered. */
static void test_mixed(void)
{
	uint64_t v;

	reset();
	self_ipi(0x40);
	is(try("sti; ud2; cli", ::: "memory"), 6, "an exception in STI's shadow comes first");
	irq_window();
	is(taken, 1, "the interrupt after it");
	reset();
	self_ipi(0x45);
	set_gate(0x45, NULL, 0, 0, false);
	is(try("sti; nop; nop; cli", ::: "memory"), 11, "an interrupt whose gate is not present: #NP");
	cli();
	ok(trapped.error & 2, "its error code names a gate");
	traps_init();
	eoi();
	v = rdmsr(X2(0xa0));
	is(v, 0, "it was in service, and is no more");
	is(try("int $0x33", ::: "memory"), NO_TRAP, "INT n is none of the APIC's business");
	eoi();
}

static void wait_for(unsigned int n)
{
	while (taken < n)
		__asm__ volatile("sti; hlt; cli" ::: "memory");
}

static void test_timer(void)
{
	uint64_t before, after;
	uint32_t r[4];

	reset();
	wrmsr(X2(0x3e0), 0xb);
	wrmsr(X2(0x320), 0x61);
	wrmsr(X2(0x380), 20000000); /* 200 ms: a vCPU that loses its CPU meanwhile still finds it running */
	before = rdmsr(X2(0x390));
	ok(before > 0 && before <= 20000000, "the count runs down from where it was set");
	after = rdmsr(X2(0x390));
	ok(after <= before, "it does not rise");
	wait_for(1);
	ok(order[0] == 0x61 && rdmsr(X2(0x390)) == 0, "one-shot: HLT ends with its vector, the count is 0");
	wrmsr(X2(0x320), 0x20062);
	wrmsr(X2(0x380), 100000); /* 1 ms */
	wait_for(6);
	ok(order[5] == 0x62, "periodic: five ticks");
	wrmsr(X2(0x320), 0x30062);
	irq_window();
	taken = 0;
	for (int i = 0; i < 1000; i++)
		rdmsr(X2(0x390));
	irq_window();
	is(taken, 0, "masked: none");
	wrmsr(X2(0x380), 0);
	cpuid(1, r);
	if (!(r[2] & 1 << 24)) {
		is(wrmsr_try(0x6e0, 1), 13, "no TSC deadline: no MSR");
		return;
	}
	wrmsr(X2(0x320), 0x40063);
	is(rdmsr(0x6e0), 0, "TSC deadline: not armed");
	wrmsr(0x6e0, rdtsc() + 300000000);
	ok(rdmsr(0x6e0) != 0, "armed");
	wait_for(1);
	ok(order[0] == 0x63 && rdmsr(0x6e0) == 0, "fires, and reads 0 again");
	wrmsr(0x6e0, 1);
	wait_for(2);
	is(order[1], 0x63, "a deadline in the past fires at once");
	wrmsr(X2(0x320), 0x10000);
}

static volatile unsigned int nmi_nested;

static void nmi(struct frame *f)
{
	if (f->vector != 2) {
		eoi();
		return;
	}
	if (!taken++) {
		wrmsr(0x830, 0x400); /* another one, to oneself: waits for IRET */
		for (int i = 0; i < 10; i++)
			rdmsr(X2(0x30));
		nmi_nested = taken;
	}
}

static void test_nmi(void)
{
	taken = 0;
	on_interrupt = nmi;
	wrmsr(0x830, 0x400);
	__asm__ volatile("nop; nop");
	is(nmi_nested, 1, "within an NMI's handler there is no other");
	is(taken, 2, "it comes after IRET");
	cli();
	write_cr8(15);
	wrmsr(0x830, 0x400);
	__asm__ volatile("nop; nop");
	is(taken, 3, "neither IF nor task priority hold an NMI");
	write_cr8(0);
}

static uint64_t read_dr6(void) { uint64_t v; __asm__ volatile("mov %%db6, %0" : "=r"(v)); return v; }

static volatile uint64_t nmi_rip[2], nmi_flags[2];
static struct frame first_nmi;
static uint64_t nmi_set_flags;
static uint16_t nmi_set_cs;

/* The first sends another, which has to wait until the first one's IRET is done. */
static void nmi_twice(struct frame *f)
{
	unsigned int n = taken++;

	if (n > 1)
		return;
	nmi_rip[n] = f->rip;
	nmi_flags[n] = f->rflags;
	if (!n) {
		first_nmi = *f;
		__asm__ volatile("wrmsr" :: "c"(0x830), "a"(0x400), "d"(0) : "memory"); /* wrmsr() would end the try() around us */
		f->rflags |= nmi_set_flags;
		f->cs = nmi_set_cs ?: f->cs;
	} else if (f->rip != first_nmi.rip && !nmi_set_cs) {
		*f = first_nmi; /* came too early, and on a stack of its own there is no way back */
	}
}

static void test_nmi_iret(void)
{
	unsigned int t;

	on_interrupt = nmi_twice;
	taken = 0;
	interrupts[1] = 0;
	__asm__ volatile("mov %0, %%db6" :: "r"(0xffff0ff0UL));
	set_gate(2, stubs + 2 * 16, 0, 1, true); /* on a stack of its own */
	wrmsr(0x830, 0x400);
	__asm__ volatile("nop; nop");
	is(taken, 2, "two NMIs on a stack of their own");
	is(nmi_rip[1], nmi_rip[0], "the second comes when the first one's IRET is done, and before the next instruction");
	is(nmi_flags[1], nmi_flags[0], "with the flags that IRET has loaded");
	ok(!interrupts[1] && read_dr6() == 0xffff0ff0, "no #DB, nor a trace of one in DR6");

	taken = 0;
	nmi_set_flags = 0x100;
	t = try("wrmsr; nop; nop", :: "c"(0x830), "a"(0x400), "d"(0) : "memory");
	nmi_set_flags = 0;
	ok(t == 1 && taken == 2 && nmi_flags[1] & 0x100, "IRET into a single step: the NMI, then the step");
	is(nmi_rip[1], nmi_rip[0], "in this order");
	__asm__ volatile("mov %0, %%db6" :: "r"(0xffff0ff0UL));

	set_gate(2, stubs + 2 * 16, 0, 0, true);
	taken = 0;
	nmi_set_cs = 0x1f8;
	trapped.vector = NO_TRAP;
	__asm__ volatile("mov %%rsp, %%rbx; movq $998f, resume_at(%%rip); wrmsr; nop; nop\n"
			 "998: mov %%rbx, %%rsp; movq $0, resume_at(%%rip)" :: "c"(0x830), "a"(0x400), "d"(0) : "rbx", "memory");
	nmi_set_cs = 0;
	ok(trapped.vector == 13 && trapped.error == 0x1f8, "IRET that faults: #GP");
	is(trapped.rflags & 0x100, 0, "without a single step in its frame");
	is(taken, 2, "it lets NMIs in, too");
	is(read_dr6(), 0xffff0ff0, "and DR6 is as it was");
}

static void test_apic_modes(void)
{
	uint32_t version = *(volatile uint32_t *)0xfee00030;
	uint64_t v;

	is(rdmsr(MSR_APIC_BASE), 0xfee00900, "the APIC is in xAPIC mode, of the bootstrap processor");
	is(version, 0x50014, "its version, by memory");
	is(*(volatile uint32_t *)0xfee00020, 0, "its ID");
	is(rdmsr_try(0x802, &v), 13, "no x2APIC MSRs yet");
	*(volatile uint32_t *)0xfee000f0 = 0x1ff;
	is(*(volatile uint32_t *)0xfee000f0, 0x1ff, "enabled by memory");
	*(volatile uint32_t *)0xfee00310 = 0;
	reset();
	on_interrupt = NULL;
	x2apic_on();
	is(rdmsr(X2(0xf0)), 0x1ff, "x2APIC: the registers are the same");
	is(wrmsr_try(MSR_APIC_BASE, 0xfee00900), 13, "no way back to xAPIC mode but by off");
	is(rdmsr(X2(0xd0)), 1, "logical ID");
	is(wrmsr_try(X2(0xb0), 1), 13, "EOI takes only 0");
	is(wrmsr_try(X2(0x320), 0x80000), 13, "LVTT: reserved bit");
	is(wrmsr_try(0x831, 0), 13, "no upper half of the ICR");
	is(wrmsr_try(0x830, 1 << 13), 13, "ICR: reserved bit");
	is(wrmsr_try(X2(0x280), 0), NO_TRAP, "ESR");
	wrmsr(X2(0x370), 0xf1);
	reset();
	wrmsr(0x830, 0x40005);
	irq_window();
	ok(taken == 1 && order[0] == 0xf1, "an illegal vector: the error interrupt");
	wrmsr(X2(0x280), 0);
	is(rdmsr(X2(0x280)), 0x20, "ESR names the error");
	wrmsr(X2(0x370), 0x10000);
	is(wrmsr_try(MSR_APIC_BASE, 0xfee00100), NO_TRAP, "off");
	is(rdmsr_try(0x802, &v), 13, "off: no MSRs");
	x2apic_on();
	is(rdmsr(X2(0xf0)), 0xff, "on again: as after a reset");
	wrmsr(X2(0xf0), 0x1ff);
}

void x2apic_on(void)
{
	wrmsr(MSR_APIC_BASE, 0xfee00900);
	wrmsr(MSR_APIC_BASE, 0xfee00d00);
}

/* STI, the hypercall's instruction, RET: an interrupt that waits comes after the instruction, in its shadow it cannot. */
static long sched_op_in_shadow(unsigned int cmd, void *arg)
{
	static uint8_t code[8] = { 0xfb, 0, 0, 0, 0xc3 };
	unsigned long a = cmd, b = (unsigned long)arg;
	long ret;

	memcpy(code + 1, hypercall_page + __HYPERVISOR_sched_op * 32 + 5, 3);
	__asm__ volatile("call *%[fn]; cli" : "=a"(ret), "+D"(a), "+S"(b) : "0"(__HYPERVISOR_sched_op), [fn] "r"(code)
			 : "memory", "cc");
	return ret;
}

/* The timer is far away: what ends the sleep is the interrupt, or nothing for 40 seconds. */
static void test_block(void)
{
	sched_poll_t poll = { .nr_ports = 0 };

	wrmsr(X2(0x3e0), 0xb);
	wrmsr(X2(0x320), 0x61);
	for (unsigned int i = 0; i < 2; i++) {
		reset();
		wrmsr(X2(0x380), 4000000000);
		self_ipi(0x40);
		is(sched_op_in_shadow(i ? SCHEDOP_poll : SCHEDOP_block, &poll), 0, i ? "poll" : "block");
		ok(order[0] == 0x40 && rdmsr(X2(0x390)), "does not sleep over an interrupt of the local APIC");
		wrmsr(X2(0x380), 0);
		irq_window();
	}
	reset();
	wrmsr(X2(0x380), 4000000000);
	sti();
	is(try("pushf; orq $0x100, (%%rsp); popf; hlt; nop", ::: "memory", "cc"), 1, "a single-stepped HLT");
	cli();
	ok(rdmsr(X2(0x390)), "ends with its #DB");
	wrmsr(X2(0x380), 0);
	__asm__ volatile("mov %0, %%db6" :: "r"(0xffff0ff0UL));
}

extern char ap_start[], ap_end[];

/* INIT and STARTUP for vCPU 1, APIC ID 2; it counts itself in real mode. */
static void test_startup(void)
{
	volatile uint16_t *seen = (void *)0x7000;
	volatile uint32_t *count = (void *)0x7004;

	if (mail->vcpus < 2)
		return;
	memcpy((void *)0x8000, ap_start, ap_end - ap_start);
	*seen = 0;
	*count = 0;
	wrmsr(0x830, 2UL << 32 | 0xc500);
	wrmsr(0x830, 2UL << 32 | 0x608);
	while (!*count)
		hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	is(*seen, 0x800, "vCPU 1 starts at page 8, in real mode");
	wrmsr(0x830, 2UL << 32 | 0x608);
	hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	is(*count, 1, "another STARTUP is ignored");
	wrmsr(0x830, 2UL << 32 | 0xc500);
	wrmsr(0x830, 2UL << 32 | 0x608);
	while (*count < 2)
		hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	ok(true, "INIT and STARTUP start it over");
	while (hc(__HYPERVISOR_vcpu_op, VCPUOP_is_up, 1, 0) == 1)
		hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_is_up, 1, 0), 0, "HLT with interrupts off takes it down");
	wrmsr(0x830, 2UL << 32 | 0xc500);
}

extern char ap_wait_start[], ap_wait_end[];

/*
 * Two vCPUs wait for each other, interrupts off: neither may keep the CPU from the other for good, nor from the host. (In Bochs,
 * which loses the host's interrupts there, it is the exits of PAUSE loops that help: with ple_gap=0 this hangs the machine.)
 */
static void test_spinning(void)
{
	volatile uint32_t *count = (void *)0x7004, *go = (void *)0x7008;

	if (mail->vcpus < 2)
		return;
	memcpy((void *)0x8000, ap_wait_start, ap_wait_end - ap_wait_start);
	*count = *go = 0;
	cli();
	wrmsr(0x830, 2UL << 32 | 0xc500);
	wrmsr(0x830, 2UL << 32 | 0x608);
	for (unsigned int i = 0; i < 1000; i++)
		__asm__ volatile("pause");
	*go = 1;
	while (!*count)
		__asm__ volatile("pause");
	ok(true, "two vCPUs that spin with interrupts off both run");
	wrmsr(0x830, 2UL << 32 | 0xc500);
}

void test_interrupts(void)
{
	test_apic_modes();
	test_windows();
	test_priority();
	test_nesting();
	test_mixed();
	test_timer();
	test_nmi();
	test_nmi_iret();
	test_block();
	test_startup();
	test_spinning();
	on_interrupt = NULL;
}
