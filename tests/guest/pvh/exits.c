// SPDX-License-Identifier: GPL-2.0-only
/* Instructions that leave the guest: CPUID, MSRs, control and debug registers, ports; and exceptions that do not. */
#include "pvh.h"

enum { DE = 0, DB = 1, BP = 3, UD = 6, DF = 8, NP = 11, GP = 13, PF = 14 };

static void test_cpuid(void)
{
	uint32_t r[4];

	cpuid(0x40000000, r);
	ok(r[1] == 0x566e6558 && r[2] == 0x65584d4d && r[3] == 0x4d4d566e, "CPUID: XenVMMXenVMM");
	ok(r[0] >= 0x40000004, "CPUID: up to leaf 4 at least");
	cpuid(0x40000001, r);
	is(r[0], 4 << 16 | 17, "CPUID: version 4.17");
	cpuid(0x40000002, r);
	ok(r[0] == 1 && r[1] == 0x40000000, "CPUID: one hypercall page, by MSR 0x40000000");
	cpuid(0x40000004, r);
	ok((r[0] & 0x18) == 0x18 && r[1] == 0 && r[2] != 0, "CPUID: vCPU 0 of a domain");
	cpuid(1, r);
	ok(r[2] >> 31, "CPUID: says that there is a hypervisor");
	is(r[1] >> 24, 0, "CPUID: APIC ID 0");
	ok(r[2] & 1 << 21, "CPUID: x2APIC is offered");
	ok(!(r[2] & 1 << 27), "CPUID: OSXSAVE is off");
	__asm__ volatile("mov %%cr4, %%rax; or $0x40000, %%rax; mov %%rax, %%cr4" ::: "rax");
	cpuid(1, r);
	ok(r[2] & 1 << 27, "CPUID: OSXSAVE follows CR4");
	cpuid(0x80000001, r);
	ok(r[3] & 1 << 29, "CPUID: long mode");
}

/* Writes that raise #GP(0) and leave the register as it was. */
static const struct { uint32_t msr; uint64_t value; const char *what; bool cpu; } refused[] = { /* cpu: see below */
	{ 0xc0000080, 1UL << 63, "EFER: reserved bit 63", false },
	{ 0xc0000080, 0x502, "EFER: reserved bit 1", false },
	{ 0xc0000080, 0x0, "EFER: LME off while paging", false },
	{ 0xc0000082, 0x800000000000, "LSTAR: not canonical", true },
	{ 0xc0000083, 1UL << 63, "CSTAR: not canonical", true },
	{ 0xc0000084, 1UL << 32, "SYSCALL mask: reserved bit 32", true },
	{ 0xc0000100, 0x800000000000, "FS base: not canonical", true },
	{ 0xc0000101, 1UL << 62, "GS base: not canonical", true },
	{ 0xc0000102, 1UL << 55, "kernel GS base: not canonical", true },
	{ 0x277, 0x0007040600070402, "PAT: type 2", true },
	{ 0x277, 0x0807040600070406, "PAT: type 8", true },
	{ 0xfe, 0, "MTRRcap is read-only", false },
	{ 0x2ff, 0x806 | 1 << 9, "MTRRdefType: reserved bit", false },
	{ 0x2ff, 0x802, "MTRRdefType: type 2", false },
	{ 0x200, 0x2, "MTRR base: type 2", false },
	{ 0x201, 0x400, "MTRR mask: reserved bit", false },
	{ 0x250, 0x0202020202020202, "fixed MTRR: type 2", false },
	{ 0x12345678, 1, "an MSR that there is not", false },
	{ 0x1b, 0xfee00900 | 1, "APIC base: reserved bit 0", false },
	{ 0x1b, 0xfee00900 | 1UL << 60, "APIC base: beyond the address width", false },
	{ 0x1b, 0xfee00500, "APIC base: x2APIC without enable", false },
	{ 0x176, 0x800000000000, "SYSENTER_EIP: not canonical", true },
};

/* RDPID and RDTSCP read TSC_AUX without an exit; the builder looks whether it still has its own. */
static void test_tsc_aux(void)
{
	uint64_t v;

	if (wrmsr_try(0xc0000103, 0x77) != NO_TRAP)
		return;
	is(rdmsr(0xc0000103), 0x77, "TSC_AUX is kept");
	is(wrmsr_try(0xc0000103, 1UL << 32), GP, "TSC_AUX: reserved bit 32");
	if (try(".byte 0xf3, 0x0f, 0xc7, 0xf8" /* rdpid %%rax */, : "=a"(v) :: "memory") == NO_TRAP)
		is(v, 0x77, "RDPID reads it");
	if (try("rdtscp", : "=c"(v) :: "rax", "rdx", "memory") == NO_TRAP)
		is(v, 0x77, "RDTSCP reads it");
}

static void test_msrs(void)
{
	static const uint32_t kept[] = { 0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084, 0xc0000100, 0xc0000102, 0x174, 0x175, 0x176 };
	uint64_t before, after, v;

	is(rdmsr_try(0xc0000080, &v), NO_TRAP, "EFER is read");
	is(v & 0x500, 0x500, "EFER: LME and LMA");
	is(wrmsr_try(0xc0000080, 0x501), NO_TRAP, "EFER: SCE on");
	is(rdmsr(0xc0000080), 0x501, "EFER: it is");
	is(wrmsr_try(0xc0000080, 0x901 | 0x400), NO_TRAP, "EFER: NX on");
	for (unsigned int i = 0; i < ARRAY_SIZE(refused); i++) {
		unsigned int was = rdmsr_try(refused[i].msr, &before);

		/* Registers that are the processor's own business: an emulated one may not look. */
		if (wrmsr_try(refused[i].msr, refused[i].value) == NO_TRAP && refused[i].cpu) {
			wrmsr(refused[i].msr, before);
			continue;
		}
		is(trapped.vector, GP, refused[i].what);
		ok(trapped.error == 0 && rdmsr_try(refused[i].msr, &after) == was && after == before, "... and nothing has changed");
	}
	is(rdmsr_try(0x12345678, &v), GP, "reading an MSR that there is not");
	for (unsigned int i = 0; i < ARRAY_SIZE(kept); i++) {
		wrmsr(kept[i], 0x2233 + i);
		if (rdmsr(kept[i]) != 0x2233 + i)
			is(kept[i], 0, "this MSR keeps what is written");
	}
	ok(true, "MSRs keep what is written");
	wrmsr(0xc0000100, 0);
	is(wrmsr_try(0x277, 0x0007010600070106), NO_TRAP, "PAT with write-combining");
	is(rdmsr(0x277), 0x0007010600070106, "PAT: it is");
	wrmsr(0x277, 0x0007040600070406);
	v = rdtsc();
	ok(rdtsc() > v, "the TSC goes forward");
	is(wrmsr_try(0x10, 1UL << 40), NO_TRAP, "the TSC is set");
	v = rdtsc();
	ok(v >= 1UL << 40 && v < 2UL << 40, "and goes on from there");
}

#define WRITE_CR(n, v) try("mov %0, %%cr" #n, :: "r"((uint64_t)(v)) : "memory")
#define READ_CR(n) ({ uint64_t v_; __asm__ volatile("mov %%cr" #n ", %0" : "=r"(v_)); v_; })

static void test_crs(void)
{
	uint64_t cr0 = READ_CR(0), cr3 = READ_CR(3), cr4 = READ_CR(4);
	uint16_t msw;

	is(WRITE_CR(0, cr0 | 1UL << 40), GP, "CR0: upper half");
	is(WRITE_CR(0, cr0 & ~1UL), GP, "CR0: paging without protection");
	if (!mail->lax)
		is(WRITE_CR(0, cr0 | 1UL << 29), GP, "CR0: NW without CD");
	is(WRITE_CR(0, cr0 & ~(1UL << 31)), GP, "CR0: paging off in 64-bit code");
	is(WRITE_CR(4, cr4 & ~0x20UL), GP, "CR4: PAE off in long mode");
	is(WRITE_CR(4, cr4 | 1UL << 31), GP, "CR4: reserved bit");
	is(WRITE_CR(4, cr4 | 1UL << 40), GP, "CR4: upper half");
	/* Reserved bits of CR3 are the processor's business with nested paging, and QEMU's does not look. */
	is(WRITE_CR(3, cr3), NO_TRAP, "CR3 is written");
	is(WRITE_CR(0, cr0 | 8), NO_TRAP, "CR0: TS on");
	is(READ_CR(0), cr0 | 8, "it is");
	__asm__ volatile("smsw %0" : "=r"(msw));
	is(msw & 8, 8, "SMSW sees it");
	__asm__ volatile("clts");
	is(READ_CR(0), cr0, "CLTS clears it");
	__asm__ volatile("lmsw %0" :: "r"((uint16_t)(cr0 | 8)));
	is(READ_CR(0), cr0 | 8, "LMSW sets it");
	__asm__ volatile("lmsw %0" :: "r"((uint16_t)0));
	is(READ_CR(0), (cr0 & ~0xeUL), "and clears it, but not PE");
	is(WRITE_CR(0, cr0), NO_TRAP, "CR0 as it was");
	is(WRITE_CR(0, cr0 | 1UL << 30), NO_TRAP, "CR0: caches off");
	is(WRITE_CR(0, cr0), NO_TRAP, "CR0: caches on");
	__asm__ volatile("wbinvd");
	if (WRITE_CR(8, 16) != NO_TRAP) /* QEMU's processor does not look */
		is(trapped.vector, GP, "CR8: above 15");
	write_cr8(5);
	is(read_cr8(), 5, "CR8 keeps 5");
	write_cr8(0);
	is(WRITE_CR(2, 0x123456789000), NO_TRAP, "CR2 is written");
	is(READ_CR(2), 0x123456789000, "and read");
	is(WRITE_CR(4, cr4 | 0x80), NO_TRAP, "CR4: PGE on");
	is(READ_CR(4), cr4 | 0x80, "it is");
	is(WRITE_CR(4, cr4), NO_TRAP, "and off");
	is(try("mov %%cr1, %%rax", ::: "rax", "memory"), UD, "there is no CR1");
}

static void test_drs(void)
{
	uint64_t v, after;
	uint32_t r[4];
	unsigned int t;

	__asm__ volatile("mov %0, %%db0; mov %1, %%db7" :: "r"(0x5000UL), "r"(0x400UL));
	__asm__ volatile("mov %%db0, %0" : "=r"(v));
	is(v, 0x5000, "DR0 keeps 0x5000");
	is(try("mov %0, %%db7", :: "r"(1UL << 40) : "memory"), GP, "DR7: upper half");
	is(try("mov %0, %%db6", :: "r"(1UL << 40) : "memory"), GP, "DR6: upper half");
	is(try("pushf; orq $0x100, (%%rsp); popf; nop; nop", ::: "memory", "cc"), DB, "a single step");
	__asm__ volatile("mov %%db6, %0" : "=r"(v));
	ok(v & 0x4000, "DR6 says so");
	t = try("lea 1f(%%rip), %0; cli; pushf; orq $0x100, (%%rsp); popf; sti; 1: nop; nop", : "=&r"(after) :: "memory", "cc");
	cli();
	ok(t == DB && trapped.rip - after <= 1, "a single step of STI"); /* some processors do not trap in its shadow */
	t = try("lea 1f(%%rip), %0; pushf; orq $0x100, (%%rsp); mov %%ss, %%ecx; popf; mov %%ecx, %%ss; cpuid; 1: nop; nop",
		: "=&r"(after) :: "memory", "cc", "rax", "rbx", "rcx", "rdx");
	ok(t == DB && trapped.rip == after, "a single step of MOV SS comes after the next instruction, though it exits");
	cpuid(0, r);
	if (r[1] == 0x756e6547) { /* Intel's; QEMU's AMD processor delivers it before the instruction */
		t = try("lea 1f(%%rip), %0; .byte 0xf1; 1: nop", : "=&r"(after) :: "memory");
		ok(t == DB && trapped.rip == after, "ICEBP's exception comes behind it");
	}
	__asm__ volatile("mov %0, %%db6" :: "r"(0xffff0ff0UL));
	/* A watchpoint: on a write to v, of 8 bytes. */
	__asm__ volatile("mov %0, %%db0; mov %1, %%db7" :: "r"(&v), "r"(0x90401UL | 0x20000UL));
	t = try("movq $1, %0; nop", : "=m"(v) :: "memory");
	__asm__ volatile("mov %0, %%db7" :: "r"(0x400UL));
	is(t, DB, "a watchpoint fires");
	__asm__ volatile("mov %0, %%db6" :: "r"(0xffff0ff0UL));
	__asm__ volatile("mov %%cr4, %%rax; or $8, %%rax; mov %%rax, %%cr4" ::: "rax");
	is(try("mov %%db4, %%rax", ::: "rax", "memory"), UD, "CR4.DE: no DR4");
	__asm__ volatile("mov %%cr4, %%rax; and $~8, %%rax; mov %%rax, %%cr4" ::: "rax");
}

static long user_in(void)
{
	return try("in $0x70, %%al", ::: "rax", "memory");
}

static void test_ports(void)
{
	static const uint16_t ports[] = { 0x20, 0x40, 0x60, 0x61, 0x70, 0x71, 0x80, 0x3f8, 0xcf8, 0xcfc, 0xb008, 0xffff };
	uint8_t b, buf[16];
	uint16_t w;
	uint32_t l;
	unsigned long n = 16;
	void *p = buf;
	bool all = true;

	for (unsigned int i = 0; i < ARRAY_SIZE(ports); i++) {
		__asm__ volatile("inb %w1, %0" : "=a"(b) : "d"(ports[i]));
		__asm__ volatile("inw %w1, %0" : "=a"(w) : "d"(ports[i]));
		__asm__ volatile("inl %w1, %0" : "=a"(l) : "d"(ports[i]));
		all = all && b == 0xff && w == 0xffff && l == 0xffffffff;
		__asm__ volatile("outb %0, %w1" :: "a"((uint8_t)0), "d"(ports[i]));
	}
	ok(all, "ports of nobody read as all-ones");
	__asm__ volatile("mov $-1, %%rax; inl $0x80, %%eax; mov %%rax, %0" : "=r"(n) :: "rax");
	is(n, 0xffffffff, "IN of 32 bits clears the upper half of rax");
	memset(buf, 0, sizeof(buf));
	n = 15;
	__asm__ volatile("rep insb" : "+D"(p), "+c"(n) : "d"(0x80) : "memory");
	ok(!n && p == buf + 15 && buf[14] == 0xff && buf[15] == 0, "REP INS");
	p = buf + 8;
	n = 3;
	__asm__ volatile("std; rep outsw; cld" : "+S"(p), "+c"(n) : "d"(0x80) : "memory");
	ok(!n && p == buf + 2, "REP OUTS, downwards");
	is(user_run(user_in), GP, "IN in ring 3");
}

static void test_exceptions(void)
{
	static uint64_t zero;

	is(try("div %0", :: "r"(zero) : "rax", "rdx", "memory"), DE, "division by zero");
	is(try("ud2", ::: "memory"), UD, "UD2");
	is(try("int3", ::: "memory"), BP, "INT3");
	is(try("movq $1, (%0)", :: "r"(STRAY_VA) : "memory"), PF, "a write to nowhere");
	ok(trapped.cr2 == STRAY_VA && trapped.error == 2, "its address and error code");
	is(try("mov (%0), %%rax", :: "r"(1UL << 50) : "rax", "memory"), GP, "an address that is not canonical");
	is(try("mov %w0, %%ds", :: "r"(0x1f8) : "memory"), GP, "a selector beyond the table");
	is(trapped.error, 0x1f8, "its error code");
	set_gate(UD, NULL, 0, 0, false);
	is(try("ud2", ::: "memory"), NP, "#UD whose gate is not present: #NP");
	ok(trapped.error & 2, "its error code names a gate");
	set_gate(GP, NULL, 0, 0, false);
	is(try("mov (%0), %%rax", :: "r"(1UL << 50) : "rax", "memory"), DF, "#GP whose gate is not present: a double fault");
	traps_init();
	is(try("vmload", :: "a"(0) : "memory"), UD, "VMLOAD");
	is(try("vmxoff", ::: "memory"), UD, "VMXOFF");
	is(try("mov $0, %%ecx; monitor", :: "a"(0), "d"(0) : "rcx", "memory"), UD, "MONITOR");
}

static void test_xsetbv(void)
{
	is(try("xsetbv", :: "c"(0), "a"(1), "d"(0) : "memory"), NO_TRAP, "XCR0 = x87");
	is(try("xsetbv", :: "c"(0), "a"(0), "d"(0) : "memory"), GP, "XCR0 without x87");
	is(try("xsetbv", :: "c"(0), "a"(5), "d"(0) : "memory"), GP, "XCR0: AVX without SSE");
	is(try("xsetbv", :: "c"(0), "a"(1), "d"(0x40000000) : "memory"), GP, "XCR0: reserved bit");
	is(try("xsetbv", :: "c"(1), "a"(1), "d"(0) : "memory"), GP, "XCR1");
}

/* Memory of nobody: reads all-ones, takes writes. */
static void test_mmio(void)
{
	uint64_t v = 0x1122334455667788;

	is(try("mov (%1), %0", : "=r"(v) : "r"(0xd0000000UL) : "memory"), NO_TRAP, "a read where nothing is");
	is(v, ~0UL, "gives all-ones");
	is(try("movl $5, (%0)", :: "r"(0xd0000000UL) : "memory"), NO_TRAP, "a write there");
	is(try("mov (%1), %0", : "=r"(v) : "r"(0x800000UL) : "memory"), NO_TRAP, "a read above the guest's memory");
}

void test_exits(void)
{
	test_cpuid();
	test_msrs();
	test_tsc_aux();
	test_crs();
	test_drs();
	test_ports();
	test_exceptions();
	if (!mail->lax)
		test_xsetbv();
	test_mmio();
}
