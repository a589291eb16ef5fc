// SPDX-License-Identifier: GPL-2.0-only
/*
 * Instructions that the hypervisor executes for the guest: on a register of the local APIC and on memory, with the same
 * outcome; where nothing is; on both sides of a border; with faults in the middle; string port I/O.
 */
#include "pvh.h"

enum { UD = 6, NM = 7, GP = 13, PF = 14 };

#define TPR ((volatile uint32_t *)0xfee00080UL) /* eight bits that keep what is written */
#define HOLE 0xfed00000UL                        /* neither memory nor a device */
#define UNMAPPED 0x200000000UL                   /* no translation: beyond the first 4 GiB */
#define ARITHMETIC 0x8d5
#define LOGIC (ARITHMETIC & ~0x10) /* all but AF */
#define CARRY 0x001
#define ZERO 0x040
#define CARRY_OVERFLOW 0x801

struct outcome {
	uint64_t memory, a, d, flags;
};

/* @insn on the 32 bits at (%rdi) that hold @start, with eax = 0x15 and edx = 0x23. */
#define ON(where, start, insn)                                                                            \
	({                                                                                                \
		struct outcome o_ = { 0, 0x15, 0x23, 0 };                                                 \
		*(where) = (start);                                                                       \
		__asm__ volatile("pushq $2; popfq\n" insn "\npushfq; popq %2"                    \
				 : "+a"(o_.a), "+d"(o_.d), "=&r"(o_.flags) : "D"(where) : "memory", "cc"); \
		o_.memory = *(where);                                                                     \
		o_;                                                                                       \
	})
/* @defined: the flags it defines. */
#define BOTH(start, insn, defined)                                                     \
	do {                                                                           \
		static volatile uint32_t ram[4];                                       \
		struct outcome m_ = ON(ram, start, insn), e_ = ON(TPR, start, insn);   \
		m_.flags &= (defined);                                                 \
		e_.flags &= (defined);                                                 \
		ok_(!memcmp(&m_, &e_, sizeof(m_)), "emulated: " insn, e_.memory);      \
	} while (0)

static void test_operations(void)
{
	BOTH(0x30, "movl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "movl $0x41, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "movl (%%rdi), %%edx", ARITHMETIC);
	BOTH(0xb0, "movsbl (%%rdi), %%edx", ARITHMETIC);
	BOTH(0xb0, "movzwl (%%rdi), %%edx", ARITHMETIC);
	BOTH(0xb0, "movslq (%%rdi), %%rdx", ARITHMETIC);
	BOTH(0x30, "addl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "addl (%%rdi), %%edx", ARITHMETIC);
	BOTH(0x30, "stc; adcl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "subl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "stc; sbbl $3, (%%rdi)", ARITHMETIC);
	BOTH(0x31, "andl %%edx, (%%rdi)", LOGIC);
	BOTH(0x30, "orl %%edx, (%%rdi)", LOGIC);
	BOTH(0x33, "xorl $0x11, (%%rdi)", LOGIC);
	BOTH(0x30, "lock orl $0x40, (%%rdi)", LOGIC);
	BOTH(0x30, "cmpl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "testl $0x10, (%%rdi)", LOGIC);
	BOTH(0x30, "incl (%%rdi)", ARITHMETIC);
	BOTH(0x30, "lock decl (%%rdi)", ARITHMETIC);
	BOTH(0x30, "xchgl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "lock xaddl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x15, "lock cmpxchgl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x16, "cmpxchgl %%edx, (%%rdi)", ARITHMETIC);
	BOTH(0x30, "btsl $3, (%%rdi)", CARRY);
	BOTH(0x38, "lock btrl $3, (%%rdi)", CARRY);
	BOTH(0x38, "btl $5, (%%rdi)", CARRY);
	BOTH(0x30, "shll $1, (%%rdi)", LOGIC);
	BOTH(0x30, "rorl $4, (%%rdi)", CARRY);
	BOTH(0x30, "imull (%%rdi), %%edx", CARRY_OVERFLOW);
	BOTH(0x30, "mull (%%rdi)", CARRY_OVERFLOW);
	BOTH(0x07, "xorl %%edx, %%edx; divl (%%rdi)", 0);
	BOTH(0x30, "bsfl (%%rdi), %%edx; setz %%al", ZERO);
	BOTH(0x30, "stc; cmovcl (%%rdi), %%edx", ARITHMETIC);
	BOTH(0x30, "pushq $0x44; popq (%%rdi)", ARITHMETIC);
	BOTH(0x30, "movnti %%edx, (%%rdi)", ARITHMETIC);
	*TPR = 0;
}

/* 32 bytes across a register's neighbours would be the guest's own fault; so vectors meet the hole and memory's end. */
static void test_vectors(void)
{
	static uint8_t got[64] __attribute__((aligned(32)));
	uint64_t cr0, cr4;

	__asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
	__asm__ volatile("mov %0, %%cr4" :: "r"(cr4 | 0x200));
	memset(got, 0, sizeof(got));
	__asm__ volatile("movups (%0), %%xmm3; movups %%xmm3, (%1)" :: "r"(HOLE), "r"(got) : "memory");
	ok(got[0] == 0xff && got[15] == 0xff && got[16] == 0, "MOVUPS of what is not there: ones");
	__asm__ volatile("movq (%0), %%xmm3; movdqu %%xmm3, (%1)" :: "r"(HOLE), "r"(got) : "memory");
	ok(got[7] == 0xff && got[8] == 0, "MOVQ clears the upper half");
	__asm__ volatile("movd %0, %%xmm5; movss %%xmm5, (%1)" :: "r"(0x66), "r"(TPR) : "memory");
	is(*TPR, 0x66, "MOVSS to the APIC");
	__asm__ volatile("movd (%1), %%xmm6; movd %%xmm6, %0" : "=r"(cr0) : "r"(TPR));
	is((uint32_t)cr0, 0x66, "MOVD from the APIC");
	is(try("movaps 8(%0), %%xmm0", :: "r"(HOLE)), GP, "MOVAPS is to be aligned");
	__asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
	__asm__ volatile("mov %0, %%cr0" :: "r"(cr0 | 8));
	is(try("movups (%0), %%xmm0", :: "r"(HOLE)), NM, "MOVUPS with CR0.TS");
	__asm__ volatile("mov %0, %%cr0" :: "r"(cr0));
	__asm__ volatile("mov %0, %%cr4" :: "r"(cr4));
	*TPR = 0;
}

static void test_strings(void)
{
	static uint8_t buf[4096 + 8];
	uint64_t c = 4096, si = HOLE, di = (uint64_t)buf;
	unsigned int sum = 0;

	memset(buf, 0, sizeof(buf));
	__asm__ volatile("rep movsb" : "+c"(c), "+S"(si), "+D"(di) :: "memory");
	for (unsigned int i = 0; i < 4096; i++)
		sum += buf[i] == 0xff;
	ok(!c && si == HOLE + 4096 && di == (uint64_t)buf + 4096 && sum == 4096 && !buf[4096], "REP MOVSB over many exits");
	c = 1024;
	di = HOLE;
	__asm__ volatile("rep stosl" : "+c"(c), "+D"(di) : "a"(0x11) : "memory");
	ok(!c && di == HOLE + 4096, "REP STOSL to nowhere");
	c = 100;
	di = HOLE;
	__asm__ volatile("repne scasb" : "+c"(c), "+D"(di) : "a"(0xff) : "memory", "cc");
	ok(c == 99 && di == HOLE + 1, "REPNE SCASB stops");
	*(uint32_t *)buf = 0x55;
	si = (uint64_t)buf;
	di = (uint64_t)TPR;
	__asm__ volatile("movsl" : "+S"(si), "+D"(di) :: "memory");
	is(*TPR, 0x55, "MOVSL to the APIC");
	*TPR = 0;
}

static void test_ports(void)
{
	static uint16_t buf[8];
	uint64_t c = 4, di = (uint64_t)buf, si = (uint64_t)buf;

	memset(buf, 0, sizeof(buf));
	__asm__ volatile("rep insw" : "+c"(c), "+D"(di) : "d"(0x5ff0) : "memory");
	ok(!c && di == (uint64_t)(buf + 4) && buf[3] == 0xffff && !buf[4], "REP INSW of a port that is not there: ones");
	c = 4;
	__asm__ volatile("rep outsw" : "+c"(c), "+S"(si) : "d"(0x5ff0) : "memory");
	ok(!c && si == (uint64_t)(buf + 4), "REP OUTSW");
	is(try("insb", :: "D"(UNMAPPED), "d"(0x5ff0) : "memory"), PF, "INSB to where no page is");
	ok(trapped.cr2 == UNMAPPED && trapped.error == 2, "its address and error code");
}

static void test_borders(void)
{
	uint64_t v = 0, si = HOLE, di = UNMAPPED - 8;

	*(volatile uint32_t *)(GUEST_MEMORY - 4) = 0x12345678;
	__asm__ volatile("movq (%1), %0" : "=r"(v) : "r"(GUEST_MEMORY - 4UL));
	is(v, 0xffffffff12345678, "half in memory, half beyond it");
	__asm__ volatile("movq %0, (%1)" :: "r"(0x1122334455667788), "r"(GUEST_MEMORY - 4UL) : "memory");
	is(*(volatile uint32_t *)(GUEST_MEMORY - 4), 0x55667788, "and written");
	is(try("movq %0, (%1)", :: "r"(5UL), "r"((1UL << 32) - 4) : "memory"), PF, "from the last page that is mapped to the next");
	is(trapped.cr2, 1UL << 32, "faults there");
	is(try("movsl", : "+S"(si), "+D"(di) :: "memory"), PF, "a fault after a device was read");
	ok(si == HOLE && trapped.cr2 == UNMAPPED - 8 && trapped.error == 2, "leaves the registers alone");
	si = HOLE;
	di = 1UL << 60;
	is(try("movsl", : "+S"(si), "+D"(di) :: "memory"), GP, "an address that is not canonical");
}

static long user_code(void)
{
	static uint8_t buf[16];
	uint64_t c = 4, si = HOLE, di = (uint64_t)buf;

	__asm__ volatile("rep movsl" : "+c"(c), "+S"(si), "+D"(di) :: "memory");
	return c == 0 && buf[15] == 0xff;
}

static long user_unknown(void)
{
	return try("fldl (%0)", :: "r"(HOLE) : "memory");
}

static long user_fetch(void)
{
	return try("jmp *%0", :: "r"(HOLE) : "memory");
}

void test_emulate(void)
{
	test_operations();
	test_strings();
	test_ports();
	test_borders();
	test_vectors();
	is(user_run(user_code), 1, "in user mode");
	is(user_run(user_unknown), 6, "user mode: what is not emulated is #UD");
	is(user_run(user_fetch), 6, "user mode: so is code where nothing is");
}

/* Arithmetic on device memory is nothing anybody does: the domain ends, the hypervisor tells why. */
void unknown_instruction(void)
{
	uint64_t cr4;

	__asm__ volatile("mov %%cr4, %0; or $0x200, %0; mov %0, %%cr4" : "=r"(cr4));
	__asm__ volatile("addps (%0), %%xmm0" :: "r"(HOLE));
}
