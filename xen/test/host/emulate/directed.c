// SPDX-License-Identifier: GPL-2.0-only
/* What programs cannot run: privileged instructions, real mode, segments and descriptors, ports, interrupts, YMM registers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof
#include <xen/lib.h>
#include <cmocka.h>
#include "../../../arch/x86/x86_emulate/private.h"
#include "guest.h"

static struct guest g;

#define RUN(...) ({ static const u8 code_[] = { __VA_ARGS__ }; guest_run(&g, code_, sizeof(code_)); })
#define OKAY(...) assert_int_equal(RUN(__VA_ARGS__), X86EMUL_OKAY)
#define FAULT(vec, err, ...)                                              \
	do {                                                              \
		assert_int_equal(RUN(__VA_ARGS__), X86EMUL_EXCEPTION);    \
		assert_int_equal(g.c.event.vector, vec);                  \
		assert_int_equal(g.c.event.error_code, err);              \
		assert_int_equal(g.c.event.type, X86_EVENT_HW_EXCEPTION); \
	} while (0)

static void put(u32 at, u64 v, unsigned int n)
{
	memcpy(g.memory + at, &v, n);
}

static u64 get(u32 at, unsigned int n)
{
	u64 v = 0;

	memcpy(&v, g.memory + at, n);
	return v;
}

static void test_control_registers(void **state)
{
	guest_init(&g, 8);
	g.regs.rax = 0x1234;
	OKAY(0x0f, 0x22, 0xd8); /* mov %rax, %cr3 */
	assert_int_equal(g.cr[3], 0x1234);
	assert_int_equal(g.regs.rip, GUEST_CODE + 3);
	g.cr[8] = 9;
	OKAY(0x44, 0x0f, 0x20, 0xc3); /* mov %cr8, %rbx */
	assert_int_equal(g.regs.rbx, 9);
	FAULT(X86_EXC_UD, -1, 0x0f, 0x20, 0xc8); /* no CR1 */
	FAULT(X86_EXC_UD, -1, 0x44, 0x0f, 0x22, 0xc8); /* no CR9 */
	g.cr[0] |= 8;
	OKAY(0x0f, 0x06); /* clts */
	assert_false(g.cr[0] & 8);
	g.regs.rax = 0; /* lmsw %ax: PE stays */
	OKAY(0x0f, 0x01, 0xf0);
	assert_int_equal(g.cr[0] & 0xf, 1);
	g.regs.rax = 0xffff;
	OKAY(0x0f, 0x01, 0xf0);
	assert_int_equal(g.cr[0], 0x8000003f);
	OKAY(0x0f, 0x01, 0xe3); /* smsw %ebx */
	assert_int_equal(g.regs.rbx, 0x8000003f);
	g.c.cpl = 3;
	FAULT(X86_EXC_GP, 0, 0x0f, 0x20, 0xc0);
	FAULT(X86_EXC_GP, 0, 0x0f, 0x06);
	g.cr[4] |= X86_CR4_UMIP;
	FAULT(X86_EXC_GP, 0, 0x0f, 0x01, 0xe3);
}

static void test_debug_registers(void **state)
{
	guest_init(&g, 8);
	g.regs.rcx = 0x400;
	OKAY(0x0f, 0x23, 0xf9); /* mov %rcx, %dr7 */
	assert_int_equal(g.dr[7], 0x400);
	OKAY(0x0f, 0x21, 0xea); /* mov %dr5, %rdx: DR7's other name */
	assert_int_equal(g.regs.rdx, 0x400);
	g.cr[4] |= X86_CR4_DE;
	FAULT(X86_EXC_UD, -1, 0x0f, 0x21, 0xea);
	g.regs.rcx = 1UL << 32;
	FAULT(X86_EXC_GP, 0, 0x0f, 0x23, 0xf9);
	FAULT(X86_EXC_UD, -1, 0x44, 0x0f, 0x23, 0xf9); /* no DR15 */
}

static void test_system(void **state)
{
	guest_init(&g, 8);
	g.regs.rcx = 0x1b;
	g.msr_value = 0x1122334455667788;
	OKAY(0x0f, 0x32); /* rdmsr */
	assert_int_equal(g.regs.rax, 0x55667788);
	assert_int_equal(g.regs.rdx, 0x11223344);
	g.regs.rax = ~0UL;
	OKAY(0x0f, 0x30); /* wrmsr */
	assert_int_equal(g.msr_value, 0x11223344ffffffff);
	assert_int_equal(g.msr_index, 0x1b);
	g.regs.rax = 2;
	g.regs.rcx = 1;
	OKAY(0x0f, 0xa2); /* cpuid */
	assert_int_equal(g.regs.rax, 36);
	assert_int_equal(g.regs.rdx, 39);
	OKAY(0xf4);
	assert_true(g.c.retire.hlt);
	OKAY(0x0f, 0x09);
	OKAY(0x0f, 0x08);
	assert_int_equal(g.flushes, 2);
	OKAY(0x0f, 0x01, 0xd9); /* vmmcall */
	OKAY(0x0f, 0x01, 0xc1); /* vmcall */
	assert_int_equal(g.vmcalls, 2);
	g.regs.rax = 7;
	g.regs.rcx = g.regs.rdx = 0;
	OKAY(0x0f, 0x01, 0xd1); /* xsetbv */
	g.cr[4] &= ~X86_CR4_OSXSAVE;
	FAULT(X86_EXC_UD, -1, 0x0f, 0x01, 0xd1);
	OKAY(0x0f, 0x31); /* rdtsc */
	assert_int_equal(g.regs.rax, 0x89abcdef);
	OKAY(0x0f, 0x01, 0xf9); /* rdtscp */
	assert_int_equal(g.regs.rcx, 77);
	g.c.cpl = 3;
	g.cr[4] |= X86_CR4_TSD;
	FAULT(X86_EXC_GP, 0, 0x0f, 0x31);
	FAULT(X86_EXC_GP, 0, 0x0f, 0x33);
	FAULT(X86_EXC_GP, 0, 0xf4);
	FAULT(X86_EXC_UD, -1, 0x0f, 0x01, 0xcb); /* stac outside CPL 0 */
}

static void test_invlpg_swapgs(void **state)
{
	guest_init(&g, 8);
	g.regs.rdi = 0xffff800000001000;
	OKAY(0x0f, 0x01, 0x3f);
	assert_int_equal(g.invlpg, 0xffff800000001000);
	g.regs.rdi = 0x1000000000000000;
	OKAY(0x0f, 0x01, 0x3f); /* not canonical: nothing */
	assert_int_equal(g.invlpg, 0xffff800000001000);
	g.seg[X86_SEG_GS].base = 5;
	g.msr_value = 6;
	OKAY(0x0f, 0x01, 0xf8);
	assert_int_equal(g.seg[X86_SEG_GS].base, 6);
	assert_int_equal(g.msr_value, 5);
	assert_int_equal(g.msr_index, 0xc0000102);
}

static void test_interrupt_flag(void **state)
{
	guest_init(&g, 8);
	OKAY(0xfb);
	assert_true(g.regs.rflags & X86_EFLAGS_IF);
	assert_true(g.c.retire.sti);
	OKAY(0xfb);
	assert_false(g.c.retire.sti);
	OKAY(0xfa);
	assert_false(g.regs.rflags & X86_EFLAGS_IF);
	g.c.cpl = 3;
	FAULT(X86_EXC_GP, 0, 0xfa);
	g.regs.rflags |= X86_EFLAGS_IOPL;
	OKAY(0xfb);
	/* POPF at CPL 3 and IOPL 3 changes IF but not IOPL; at CPL 0 both. */
	put(0x6000, 0x2, 8);
	OKAY(0x9d);
	assert_int_equal(g.regs.rflags, 0x3002);
	g.c.cpl = 0;
	put(0x6008, 0x202, 8);
	OKAY(0x9d);
	assert_int_equal(g.regs.rflags, 0x202);
	put(0x6010, X86_EFLAGS_NT | X86_EFLAGS_ID | X86_EFLAGS_AC | X86_EFLAGS_VM | X86_EFLAGS_RF, 8);
	OKAY(0x9d);
	assert_int_equal(g.regs.rflags, X86_EFLAGS_NT | X86_EFLAGS_ID | X86_EFLAGS_AC | 2);
	g.regs.rflags |= X86_EFLAGS_TF;
	OKAY(0x90);
	assert_true(g.c.retire.singlestep);
}

static void test_software_interrupts(void **state)
{
	guest_init(&g, 4);
	assert_int_equal(RUN(0xcd, 0x80), X86EMUL_EXCEPTION);
	assert_int_equal(g.c.event.vector, 0x80);
	assert_int_equal(g.c.event.type, X86_EVENT_SW_INT);
	assert_int_equal(g.c.event.insn_len, 2);
	assert_int_equal(g.regs.rip, GUEST_CODE);
	assert_int_equal(RUN(0xcc), X86EMUL_EXCEPTION);
	assert_int_equal(g.c.event.type, X86_EVENT_SW_EXCEPTION);
	assert_int_equal(g.c.event.vector, X86_EXC_BP);
	OKAY(0xce); /* into, OF clear */
	g.regs.rflags |= EFL_OF;
	assert_int_equal(RUN(0xce), X86EMUL_EXCEPTION);
	assert_int_equal(g.c.event.vector, X86_EXC_OF);
	assert_int_equal(RUN(0xf1), X86EMUL_EXCEPTION);
	assert_int_equal(g.c.event.type, X86_EVENT_ICEBP);
}

static void test_real_mode(void **state)
{
	guest_init(&g, 2);
	g.regs.rax = 0x1234;
	OKAY(0x8e, 0xd8); /* mov %ax, %ds */
	assert_int_equal(g.seg[X86_SEG_DS].base, 0x12340);
	g.memory[0x12345] = 0x5a;
	OKAY(0xa0, 0x05, 0x00); /* mov 5, %al */
	assert_int_equal((u8)g.regs.rax, 0x5a);
	OKAY(0xea, 0x00, 0x10, 0x00, 0x02); /* ljmp 0x200:0x1000 */
	assert_int_equal(g.regs.rip, 0x1000);
	assert_int_equal(g.seg[X86_SEG_CS].base, 0x2000);
	OKAY(0x9a, 0x00, 0x20, 0x00, 0x03); /* lcall 0x300:0x2000 */
	assert_int_equal(get(0x5ffe, 2), 0x200);
	assert_int_equal(get(0x5ffc, 2), 0x1005);
	OKAY(0xcb); /* lret */
	assert_int_equal(g.regs.rip, 0x1005);
	assert_int_equal(g.seg[X86_SEG_CS].sel, 0x200);
	put(0x6000, 0x0246010000001UL, 6);
	put(0x6000, 0x1000, 2);
	put(0x6002, 0x40, 2);
	put(0x6004, 0x246, 2);
	OKAY(0xcf); /* iret */
	assert_int_equal(g.regs.rip, 0x1000);
	assert_int_equal(g.seg[X86_SEG_CS].sel, 0x40);
	assert_int_equal(g.regs.rflags & 0xffff, 0x246);
	assert_true(g.c.retire.unblock_nmi);
	FAULT(X86_EXC_UD, -1, 0x0f, 0x00, 0xc0); /* sldt */
	FAULT(X86_EXC_GP, 0, 0x66, 0xea, 0x00, 0x00, 0x01, 0x00, 0x40, 0x00); /* ljmpl beyond the limit */
	FAULT(X86_EXC_GP, 0, 0x66, 0xe9, 0x00, 0x00, 0x01, 0x00);             /* jmpl too */
	g.regs.rsi = 0xffff;
	g.regs.rip = 0x1000;
	FAULT(X86_EXC_GP, 0, 0x8b, 0x04); /* mov (%si), %ax across the limit */
	g.regs.rbp = 0xffff;
	FAULT(X86_EXC_SS, 0, 0x8b, 0x46, 0x00);
}

/* The way of every boot loader: LGDT, PE, far jump, data segments. */
static void test_into_protected_mode(void **state)
{
	guest_init(&g, 2);
	put(0x500, 0x4f, 2);
	put(0x502, GUEST_GDT, 4);
	g.seg[X86_SEG_GDTR].base = 0;
	OKAY(0x66, 0x0f, 0x01, 0x16, 0x00, 0x05); /* lgdtl 0x500 */
	assert_int_equal(g.seg[X86_SEG_GDTR].base, GUEST_GDT);
	g.regs.rax = 0x11;
	OKAY(0x0f, 0x22, 0xc0);
	assert_int_equal(g.cr[0], 0x11);
	g.c.protected_mode = true;
	OKAY(0x66, 0xea, 0x00, 0x90, 0x00, 0x00, 0x08, 0x00); /* ljmpl $8, $0x9000 */
	assert_int_equal(g.regs.rip, 0x9000);
	assert_int_equal(g.seg[X86_SEG_CS].attr, 0xc9b);
	assert_int_equal(g.seg[X86_SEG_CS].limit, 0xffffffff);
	assert_int_equal(get(GUEST_GDT + 8 + 5, 1), 0x9b); /* accessed */
	g.c.mode = 4;
	g.regs.rax = 0x10;
	OKAY(0x8e, 0xd0); /* mov %ax, %ss */
	assert_true(g.c.retire.mov_ss);
	assert_int_equal(g.seg[X86_SEG_SS].attr, 0xc93);
}

static void load_ds(u16 sel)
{
	g.regs.rax = sel;
}

static void test_segment_checks(void **state)
{
	guest_init(&g, 4);
	load_ds(0x10);
	OKAY(0x8e, 0xd8);
	load_ds(0);
	OKAY(0x8e, 0xd8);
	FAULT(X86_EXC_GP, 0, 0xa0, 0, 0, 0, 0); /* through the null selector */
	FAULT(X86_EXC_GP, 0, 0x8e, 0xd0);       /* SS null */
	load_ds(0x50);
	FAULT(X86_EXC_GP, 0x50, 0x8e, 0xd8);    /* beyond the table */
	load_ds(0x17);
	FAULT(X86_EXC_GP, 0x14, 0x8e, 0xd8);    /* no LDT */
	load_ds(0x20);
	FAULT(X86_EXC_NP, 0x20, 0x8e, 0xd8);
	FAULT(X86_EXC_SS, 0x20, 0x8e, 0xd0);
	load_ds(0x28);
	FAULT(X86_EXC_GP, 0x28, 0x8e, 0xd8);    /* a system segment */
	load_ds(8);
	OKAY(0x8e, 0xd8);                       /* readable code */
	FAULT(X86_EXC_GP, 0, 0xa2, 0, 0, 0, 0); /* is not writable */
	FAULT(X86_EXC_GP, 8, 0x8e, 0xd0);       /* nor a stack */
	FAULT(X86_EXC_UD, -1, 0x8e, 0xc8);      /* mov to CS */
	load_ds(0x13);
	FAULT(X86_EXC_GP, 0x10, 0x8e, 0xd8);    /* asked for with less privilege */
	g.c.cpl = 3;
	FAULT(X86_EXC_GP, 0x10, 0x8e, 0xd8);    /* the kernel's */
	load_ds(0x1b);
	OKAY(0x8e, 0xd8);
	OKAY(0x8e, 0xd0);
}

static void test_expand_down(void **state)
{
	guest_init(&g, 4);
	g.seg[X86_SEG_DS].attr = 0xc97;
	g.seg[X86_SEG_DS].limit = 0xfff;
	FAULT(X86_EXC_GP, 0, 0xa0, 0xff, 0x0f, 0, 0);
	OKAY(0xa0, 0x00, 0x10, 0, 0);
	FAULT(X86_EXC_GP, 0, 0xa1, 0xfd, 0xff, 0xff, 0xff); /* over the top */
	g.seg[X86_SEG_DS].attr = 0x97;
	OKAY(0xa0, 0xff, 0xff, 0, 0);
	FAULT(X86_EXC_GP, 0, 0xa0, 0x00, 0x00, 0x01, 0);
}

static void test_system_segments(void **state)
{
	guest_init(&g, 8);
	g.regs.rax = 0x28;
	OKAY(0x0f, 0x00, 0xd0); /* lldt */
	assert_int_equal(g.seg[X86_SEG_LDTR].base, 0x2000);
	assert_int_equal(g.seg[X86_SEG_LDTR].limit, 0x27);
	FAULT(X86_EXC_GP, 0x28, 0x0f, 0x00, 0xd8); /* ltr of it */
	g.regs.rax = 0x38;
	OKAY(0x0f, 0x00, 0xd8);
	assert_int_equal(get(GUEST_GDT + 0x38 + 5, 1), 0x8b);
	FAULT(X86_EXC_GP, 0x38, 0x0f, 0x00, 0xd8); /* it is busy now */
	OKAY(0x0f, 0x00, 0xcb);                    /* str %ebx */
	assert_int_equal(g.regs.rbx, 0x38);
	g.regs.rax = 0x18;
	OKAY(0x0f, 0x02, 0xc8); /* lar %ax, %ecx */
	assert_true(g.regs.rflags & EFL_ZF);
	assert_int_equal(g.regs.rcx, 0xcff200);
	OKAY(0x0f, 0x03, 0xc8); /* lsl */
	assert_int_equal(g.regs.rcx, 0xffffffff);
	OKAY(0x0f, 0x00, 0xe8); /* verw */
	assert_true(g.regs.rflags & EFL_ZF);
	g.regs.rax = 8;
	OKAY(0x0f, 0x00, 0xe8);
	assert_false(g.regs.rflags & EFL_ZF);
	OKAY(0x0f, 0x00, 0xe0); /* verr */
	assert_true(g.regs.rflags & EFL_ZF);
	g.regs.rax = 0x58;
	OKAY(0x0f, 0x02, 0xc8);
	assert_false(g.regs.rflags & EFL_ZF);
	g.regs.rdi = 0x700;
	OKAY(0x0f, 0x01, 0x07); /* sgdt (%rdi) */
	assert_int_equal(get(0x700, 2), 0x4f);
	assert_int_equal(get(0x702, 8), GUEST_GDT);
	put(0x702, 1UL << 60, 8);
	FAULT(X86_EXC_GP, 0, 0x0f, 0x01, 0x17); /* lgdt of a base that is not canonical */
}

static void test_far_64(void **state)
{
	guest_init(&g, 8);
	g.regs.rdi = 0x700;
	put(0x700, 0x9000, 4);
	put(0x704, 8, 2);
	OKAY(0xff, 0x2f); /* ljmp *(%rdi): to compatibility mode */
	assert_int_equal(g.seg[X86_SEG_CS].sel, 8);
	assert_int_equal(g.regs.rip, 0x9000);
	guest_init(&g, 8);
	put(0x6000, 0x9000, 8);
	put(0x6008, 0x48, 8);
	put(0x6010, 0x202, 8);
	put(0x6018, 0x5000, 8);
	put(0x6020, 0x10, 8);
	OKAY(0x48, 0xcf); /* iretq */
	assert_int_equal(g.regs.rip, 0x9000);
	assert_int_equal(g.regs.rsp, 0x5000);
	assert_int_equal(g.regs.rflags, 0x202);
	put(0x5000, 0x9000, 8);
	put(0x5008, 0x4b, 8); /* to CPL 3 */
	assert_int_equal(RUN(0x48, 0xcf), X86EMUL_UNHANDLEABLE);
	g.regs.rdi = 0x700;
	put(0x704, 0x38, 2);
	assert_int_equal(RUN(0xff, 0x2f), X86EMUL_UNHANDLEABLE); /* a task */
	put(0x704, 0x10, 2);
	FAULT(X86_EXC_GP, 0x10, 0xff, 0x2f);
}

static void test_ports(void **state)
{
	guest_init(&g, 8);
	g.regs.rdx = 0x3f8;
	g.regs.rax = 0x1141;
	OKAY(0xee);
	assert_int_equal(g.port, 0x3f8);
	assert_int_equal(g.port_bytes, 1);
	assert_int_equal(g.port_value, 0x41);
	g.port_value = 0xffffffff;
	g.port_count = 0;
	g.regs.rax = ~0UL;
	OKAY(0xe5, 0x80); /* in $0x80, %eax: clears the upper half */
	assert_int_equal(g.regs.rax, 0xffffffff);
	assert_int_equal(g.port, 0x80);
	OKAY(0x66, 0xed);
	assert_int_equal(g.port_bytes, 2);
	OKAY(0x48, 0xed); /* REX.W: still 4 bytes */
	assert_int_equal(g.port_bytes, 4);
	/* Beyond IOPL the TSS decides: bitmap at its offset 0x68, all set but port 0x3f8. */
	g.c.cpl = 3;
	put(0x3000 + 0x66, 0x68, 2);
	memset(g.memory + 0x3068, 0xff, 0x2000);
	put(0x3068 + 0x3f8 / 8, 0xfe, 1);
	OKAY(0xee);
	FAULT(X86_EXC_GP, 0, 0xef); /* four ports */
	g.regs.rdx = 0x3f9;
	FAULT(X86_EXC_GP, 0, 0xec);
	g.regs.rdx = 0x3f8;
	g.seg[X86_SEG_TR].limit = 0x68 + 0x3f8 / 8; /* the byte after the port's is missing */
	FAULT(X86_EXC_GP, 0, 0xec);
}

static void test_strings(void **state)
{
	guest_init(&g, 8);
	g.c.rep_limit = 4;
	g.regs.rcx = 6;
	g.regs.rdi = 0x700;
	g.regs.rax = 0x55;
	OKAY(0xf3, 0xaa); /* rep stosb */
	assert_int_equal(g.regs.rcx, 2);
	assert_int_equal(g.regs.rip, GUEST_CODE);
	OKAY(0xf3, 0xaa);
	assert_int_equal(g.regs.rcx, 0);
	assert_int_equal(g.regs.rip, GUEST_CODE + 2);
	assert_int_equal(g.regs.rdi, 0x706);
	assert_int_equal(get(0x700, 8), 0x555555555555);
	/* A page fault after two elements: registers tell. */
	g.c.rep_limit = 0;
	g.regs.rdi = GUEST_MEMORY - 8;
	g.regs.rcx = 5;
	assert_int_equal(RUN(0xf3, 0xab), X86EMUL_EXCEPTION);
	assert_int_equal(g.c.event.vector, X86_EXC_PF);
	assert_int_equal(g.c.event.cr2, GUEST_MEMORY);
	assert_int_equal(g.regs.rcx, 3);
	g.regs.rdi = 0x700;
	g.regs.rdx = 0x1f0;
	g.port_value = 0x1000;
	g.port_count = 0;
	OKAY(0xf3, 0x66, 0x6d); /* rep insw */
	assert_int_equal(get(0x700, 6), 0x100210011000);
	g.regs.rsi = 0x700;
	g.regs.rcx = 2;
	OKAY(0xf3, 0x66, 0x6f); /* rep outsw */
	assert_int_equal(g.port_value, 0x1001);
	/* INS to where nothing is: the port is not read. */
	g.regs.rdi = GUEST_MEMORY;
	g.port_count = 0;
	FAULT(X86_EXC_PF, PFEC_write, 0x6c);
	assert_int_equal(g.port_count, 0);
}

static void test_vectors(void **state)
{
	u8 pattern[32];

	guest_init(&g, 8);
	for (unsigned int i = 0; i < 32; i++)
		pattern[i] = i + 1;
	memcpy(g.memory + 0x700, pattern, 32);
	g.regs.rdi = 0x700;
	OKAY(0xc5, 0xfe, 0x6f, 0x17); /* vmovdqu (%rdi), %ymm2 */
	assert_memory_equal(g.vector[2], pattern, 32);
	OKAY(0xc5, 0xfd, 0x7f, 0x57, 0x20); /* vmovdqa %ymm2, 0x20(%rdi) */
	assert_memory_equal(g.memory + 0x720, pattern, 32);
	OKAY(0xc5, 0xfa, 0x6f, 0x17); /* vmovdqu (%rdi), %xmm2 clears the upper half */
	assert_int_equal(g.vector[2][16] | g.vector[2][31], 0);
	memcpy(g.vector[3], pattern, 32);
	OKAY(0x0f, 0x10, 0x1f); /* movups does not */
	assert_int_equal(g.vector[3][31], 32);
	g.regs.rdi = 0x701;
	FAULT(X86_EXC_GP, 0, 0xc5, 0xfd, 0x7f, 0x17);
	OKAY(0xc5, 0xfe, 0x7f, 0x17);
	g.cr[0] |= 8;
	FAULT(X86_EXC_NM, -1, 0x0f, 0x10, 0x1f);
	g.cr[0] ^= 8 | 4;
	FAULT(X86_EXC_UD, -1, 0x0f, 0x10, 0x1f);
	g.xcr0 = 3;
	FAULT(X86_EXC_UD, -1, 0xc5, 0xfe, 0x6f, 0x17);
	assert_int_equal(RUN(0x0f, 0x58, 0x07), X86EMUL_UNHANDLEABLE); /* addps */
	assert_int_equal(RUN(0x62, 0xf1, 0x7c, 0x48, 0x10, 0x07), X86EMUL_UNHANDLEABLE); /* AVX-512 */
}

static void test_atomics(void **state)
{
	guest_init(&g, 8);
	g.regs.rdi = 0x700;
	put(0x700, 5, 8);
	g.regs.rax = 3;
	OKAY(0xf0, 0x48, 0x01, 0x07);
	assert_int_equal(get(0x700, 8), 8);
	g.lose_cmpxchg = true;
	assert_int_equal(RUN(0xf0, 0x48, 0x0f, 0xc1, 0x07), X86EMUL_RETRY); /* lock xadd */
	assert_int_equal(g.regs.rax, 3);
	assert_int_equal(RUN(0x87, 0x07), X86EMUL_RETRY); /* xchg */
	assert_int_equal(g.regs.rax, 3);
	OKAY(0x48, 0x01, 0x07);
	FAULT(X86_EXC_UD, -1, 0xf0, 0x89, 0x07); /* lock mov */
	FAULT(X86_EXC_UD, -1, 0xf0, 0x01, 0xc0); /* lock add to a register */
	g.lose_cmpxchg = false;
	g.regs.rdi = 0x710;
	g.regs.rax = g.regs.rdx = 0;
	g.regs.rbx = 1;
	g.regs.rcx = 2;
	put(0x710, 0, 8);
	put(0x718, 0, 8);
	OKAY(0xf0, 0x48, 0x0f, 0xc7, 0x0f); /* cmpxchg16b */
	assert_int_equal(get(0x718, 8), 2);
}

static void test_addresses(void **state)
{
	guest_init(&g, 8);
	g.regs.rdi = 0x0000800000000000;
	FAULT(X86_EXC_GP, 0, 0x8b, 0x07);
	g.regs.rbp = 0x0000800000000000;
	FAULT(X86_EXC_SS, 0, 0x8b, 0x45, 0x00);
	g.regs.rdi = 0x00007ffffffffffe; /* across the end */
	FAULT(X86_EXC_GP, 0, 0x8b, 0x07);
	g.seg[X86_SEG_GS].base = 0x700;
	put(0x710, 0x77, 1);
	g.regs.rdi = 0x10;
	OKAY(0x65, 0x8a, 0x07);
	assert_int_equal((u8)g.regs.rax, 0x77);
	/* Fifteen bytes are an instruction, sixteen are not. */
	OKAY(0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90);
	FAULT(X86_EXC_GP, 0, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90);
	/* Code that ends where memory ends. */
	g.regs.rip = GUEST_MEMORY - 1;
	g.memory[GUEST_MEMORY - 1] = 0x90;
	g.c.insn_count = 0;
	assert_int_equal(x86_emulate(&g.c, &guest_ops_all), X86EMUL_OKAY);
	g.regs.rip = GUEST_MEMORY - 1;
	g.memory[GUEST_MEMORY - 1] = 0x0f;
	g.c.insn_count = 0;
	assert_int_equal(x86_emulate(&g.c, &guest_ops_all), X86EMUL_EXCEPTION);
	assert_int_equal(g.c.event.cr2, GUEST_MEMORY);
}

/* Bytes that the caller has are not fetched again. */
static void test_known_bytes(void **state)
{
	struct x86_emulate_ops ops = guest_ops_all;

	guest_init(&g, 8);
	ops.fetch = NULL;
	g.c.insn_count = 2;
	g.c.insn[0] = 0x89;
	g.c.insn[1] = 0x07; /* mov %eax, (%rdi) */
	g.regs.rax = 0x42;
	g.regs.rdi = 0x700;
	assert_int_equal(x86_emulate(&g.c, &ops), X86EMUL_OKAY);
	assert_int_equal(get(0x700, 4), 0x42);
	g.c.insn_count = 1;
	assert_int_equal(x86_emulate(&g.c, &ops), X86EMUL_UNHANDLEABLE);
}

#define LENGTH(mode, opcode, ...) \
	({ static const u8 b_[] = { __VA_ARGS__ }; x86_insn_length_of(b_, sizeof(b_), mode, opcode); })

static void test_length_of(void **state)
{
	assert_int_equal(LENGTH(8, 0xa20f, 0x0f, 0xa2, 0x90), 2);
	assert_int_equal(LENGTH(8, 0xa20f, 0x48, 0x0f, 0xa2), 3);
	assert_int_equal(LENGTH(4, 0xa20f, 0x48, 0x0f, 0xa2), 0); /* dec %eax there */
	assert_int_equal(LENGTH(8, 0xa20f, 0x0f), 0);
	assert_int_equal(LENGTH(8, 0xa20f, 0x0f, 0x30), 0);
	assert_int_equal(LENGTH(8, 0xf4, 0xf4), 1);
	assert_int_equal(LENGTH(8, 0xd9010f, 0x0f, 0x01, 0xd9), 3);
	assert_int_equal(LENGTH(8, 0x200f, 0x0f, 0x20, 0xd8), 3);
	assert_int_equal(LENGTH(8, 0x010f, 0x0f, 0x01, 0xbc, 0x24, 1, 2, 3, 4), 8); /* invlpg disp32(%rsp) */
	assert_int_equal(LENGTH(2, 0xe4, 0xe4, 0x60), 2);
	assert_int_equal(LENGTH(8, 0xa20f, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x0f,
				0xa2), 0);
}

int run_directed_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_control_registers),
		cmocka_unit_test(test_debug_registers),
		cmocka_unit_test(test_system),
		cmocka_unit_test(test_invlpg_swapgs),
		cmocka_unit_test(test_interrupt_flag),
		cmocka_unit_test(test_software_interrupts),
		cmocka_unit_test(test_real_mode),
		cmocka_unit_test(test_into_protected_mode),
		cmocka_unit_test(test_segment_checks),
		cmocka_unit_test(test_expand_down),
		cmocka_unit_test(test_system_segments),
		cmocka_unit_test(test_far_64),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_atomics),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_known_bytes),
		cmocka_unit_test(test_length_of),
	};

	return cmocka_run_group_tests_name("directed", tests, NULL, NULL);
}
