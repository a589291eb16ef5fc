// SPDX-License-Identifier: GPL-2.0-only
#include "pvh.h"

struct trapped trapped;
volatile uint64_t resume_at;
void (*volatile on_interrupt)(struct frame *f);
volatile unsigned int interrupts[256];
volatile bool hopping;
extern char user_return[];
static struct { uint16_t low, sel; uint8_t ist, type; uint16_t mid; uint32_t high, zero; } idt[256];
static uint64_t rng;

uint32_t rnd(uint32_t below)
{
	return random_below(&rng, below);
}

static void put(char c)
{
	uint32_t n = mail->length;

	if (n >= sizeof(mail->text))
		return;
	mail->text[n] = c;
	__atomic_store_n(&mail->length, n + 1, __ATOMIC_RELEASE);
}

void print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(put, fmt, ap);
	va_end(ap);
	put('\n');
}

void ok_(bool good, const char *name, long got)
{
	if (good)
		print("+%s", name);
	else
		print("-%s (got %d)", name, got);
}

void shutdown(unsigned int reason)
{
	sched_shutdown_t s = { .reason = reason };

	hc(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &s);
	for (;;)
		__asm__ volatile("cli; hlt");
}

/* What nobody expects ends the run, with its name. */
static void unexpected(struct frame *f)
{
	uint64_t cr2;

	__asm__ volatile("mov %%cr2, %0" : "=r"(cr2));
	print("-unexpected trap: vector %d error %x rip %x cr2 %x", f->vector, f->error, f->rip, cr2);
	shutdown(SHUTDOWN_poweroff);
}

void trap(struct frame *f);
void trap(struct frame *f)
{
	uint64_t cr2;

	interrupts[f->vector & 0xff]++;
	if (f->vector >= 32 || f->vector == 2) {
		if (on_interrupt)
			on_interrupt(f);
		else if (!hopping)
			unexpected(f);
		return;
	}
	if (hopping) {
		hop(f);
		return;
	}
	if (!resume_at)
		unexpected(f);
	__asm__ volatile("mov %%cr2, %0" : "=r"(cr2));
	trapped.vector = f->vector;
	trapped.error = f->error;
	trapped.rip = f->rip;
	trapped.rflags = f->rflags;
	trapped.cr2 = cr2;
	f->rip = resume_at;
	f->rflags &= ~0x100UL; /* no more single steps */
	if (f->vector == 11)   /* QEMU keeps an interrupt whose gate is not present: none until the hypervisor has looked */
		f->rflags &= ~0x200UL;
	resume_at = 0;
}

void set_gate(unsigned int vector, void *handler, unsigned int dpl, unsigned int ist, bool present)
{
	uint64_t a = (uint64_t)handler;

	idt[vector].low = a;
	idt[vector].sel = 8;
	idt[vector].ist = ist;
	idt[vector].type = 0xe | dpl << 5 | present << 7;
	idt[vector].mid = a >> 16;
	idt[vector].high = a >> 32;
}

void traps_init(void)
{
	struct { uint16_t limit; uint64_t base; } __attribute__((packed)) ptr = { sizeof(idt) - 1, (uint64_t)idt };

	for (unsigned int i = 0; i < 256; i++)
		set_gate(i, stubs + i * 16, i == 3 ? 3 : 0, i == 8, true);
	set_gate(0x80, user_return, 3, 0, true);
	__asm__ volatile("lidt %0" :: "m"(ptr));
}

unsigned int rdmsr_try(uint32_t i, uint64_t *v)
{
	uint32_t lo = 0, hi = 0;
	unsigned int t = try("rdmsr", : "+a"(lo), "+d"(hi) : "c"(i) : "memory");

	*v = lo | (uint64_t)hi << 32;
	return t;
}

unsigned int wrmsr_try(uint32_t i, uint64_t v)
{
	return try("wrmsr", :: "c"(i), "a"((uint32_t)v), "d"((uint32_t)(v >> 32)) : "memory");
}

long hc32(unsigned long nr, uint32_t a, uint32_t b, uint32_t c)
{
	uint32_t args[6] = { a, b, c };

	return compat_call(hypercall_page + nr * 32, args);
}

static void triple_fault(void)
{
	struct { uint16_t limit; uint64_t base; } __attribute__((packed)) none = { 0 };

	__asm__ volatile("lidt %0; ud2" :: "m"(none));
}

static void wild_idt(void)
{
	struct { uint16_t limit; uint64_t base; } __attribute__((packed)) hole = { 0xfff, 0xfed00000UL };

	__asm__ volatile("lidt %0; ud2" :: "m"(hole));
}

static void wild_cr3(void)
{
	__asm__ volatile("mov %0, %%cr3; nop; nop" :: "r"(0x80000000UL) : "memory");
}

void guest_main(const uint32_t *start_info);
void guest_main(const uint32_t *start_info)
{
	rng = mail->seed * 0x9e3779b97f4a7c15UL | 1;
	traps_init();
	switch (mail->what) {
	case CASE_basic:
		is(mail->entry_version, 4 << 16 | 17, "a hypercall before paging: version 4.17");
		is(*start_info, 0x336ec578, "start_info is where ebx says");
		test_exits();
		test_interrupts();
		test_hypercalls();
		break;
	case CASE_emulate: test_emulate(); break;
	case CASE_memory: test_memory_map(); break;
	case CASE_demand: test_on_demand(); break;
	case CASE_unknown: unknown_instruction(); break;
	case CASE_triple: triple_fault(); break;
	case CASE_random: random_hypercalls(); break;
	case CASE_registers: random_registers(); break;
	case CASE_garbage: run_garbage(); break;
	case CASE_wild_cr3: wild_cr3(); break;
	case CASE_race: test_race(); break;
	case CASE_clock:
	case CASE_clock_trapped: test_clock(); break;
	case CASE_wild_idt: wild_idt(); break;
	case CASE_apic_flood: apic_flood(); break;
	}
	shutdown(SHUTDOWN_poweroff);
}
