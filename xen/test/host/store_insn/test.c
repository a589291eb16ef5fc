// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulated stores against this machine's processor: each instruction is run for real on a memory operand, and
 * memory, the register operand, RAX and the flags must come out the same. Lengths are checked with a decoy after it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof
#include <xen/lib.h>
#include <cmocka.h>
#include "../../../arch/x86/pv/store-insn.h"

#define ARITH 0x8d5UL

static u64 rng = 0x9e3779b97f4a7c15UL;

static u64 rnd(void)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return rng;
}

/* Interesting values are more likely than chance makes them. */
static u64 value(void)
{
	static const u64 edge[] = { 0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
				    0x7fffffffffffffff, 0x8000000000000000, ~0UL };

	return rnd() & 1 ? edge[rnd() % ARRAY_SIZE(edge)] : rnd();
}

/* Flags the manual leaves undefined after an operation are not compared. */
static u64 defined_flags(const struct store_insn *in)
{
	switch (in->op) {
	case STORE_OR:
	case STORE_AND:
	case STORE_XOR:
		return ARITH & ~0x10UL;
	case STORE_BTS:
	case STORE_BTR:
	case STORE_BTC:
		return 1;
	default:
		return ARITH;
	}
}

static u64 size_mask(unsigned int size)
{
	return size == 8 ? ~0UL : (1UL << (8 * size)) - 1;
}

/* @CODE with its memory operand at (%rsi) and register operand rdx; a bit offset in rdx stays within the operand. */
#define CASE(CODE)                                                                                          \
	do {                                                                                                \
		extern const u8 JOIN(insn_start_, __LINE__)[], JOIN(insn_end_, __LINE__)[];                 \
		for (unsigned int i = 0; i < 2000; i++) {                                                   \
			u64 mem = value(), dx = value(), ax = rnd() & 1 ? mem : value(), fl = rnd() & ARITH; \
			one_case(JOIN(insn_start_, __LINE__),                                               \
				 JOIN(insn_end_, __LINE__) - JOIN(insn_start_, __LINE__), mem, &dx, ax, fl); \
			u64 m = mem, d = dx, a = ax, f = fl;                                                \
			__asm__ volatile("push %3\n popfq\n"                                                \
				".globl insn_start_" STR(__LINE__) ", insn_end_" STR(__LINE__) "\n"         \
				"insn_start_" STR(__LINE__) ": " CODE "\n"                                  \
				"insn_end_" STR(__LINE__) ": pushfq\n pop %3\n"                             \
				: "+m"(m), "+d"(d), "+a"(a), "+r"(f) : "S"(&m) : "memory", "cc");          \
			check(m, d, a, f);                                                                  \
		}                                                                                           \
	} while (0)
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define STR_(x) #x
#define STR(x) STR_(x)

static struct cpu_user_regs regs;
static struct store_insn in;
static u64 out;

static void one_case(const u8 *code, unsigned int len, u64 mem, u64 *dx, u64 ax, u64 fl)
{
	u8 buf[INSN_MAX];
	u64 v, m;

	memset(buf, 0x90, sizeof(buf));
	memcpy(buf, code, len);
	assert_true(store_insn_decode(buf, sizeof(buf), &in));
	assert_int_equal(in.len, len);
	for (unsigned int n = 0; n < len; n++)
		assert_false(store_insn_decode(buf, n, &in));
	assert_true(store_insn_decode(buf, sizeof(buf), &in));
	if (in.op >= STORE_BTS && !in.has_imm)
		*dx &= 8 * in.size - 1;
	memset(&regs, 0, sizeof(regs));
	regs.rdx = *dx;
	regs.rax = ax;
	regs.rflags = fl | 0x202;
	regs.rip = 0x1000;
	m = size_mask(in.size);
	out = mem;
	if (store_insn_execute(&in, mem & m, &v, &regs)) {
		assert_int_equal(v & ~m, 0);
		out = (mem & ~m) | v;
	}
	assert_int_equal(regs.rip, 0x1000 + len);
}

static void check(u64 m, u64 d, u64 a, u64 f)
{
	assert_true(out == m);
	assert_true(regs.rdx == d);
	assert_true(regs.rax == a);
	assert_true(!((regs.rflags ^ f) & defined_flags(&in)));
}

static void test_against_processor(void **state)
{
	CASE("movq %%rdx, (%%rsi)");
	CASE("movl %%edx, (%%rsi)");
	CASE("movw %%dx, (%%rsi)");
	CASE("movb %%dl, (%%rsi)");
	CASE("movb %%dh, (%%rsi)");
	CASE("movq $-5, (%%rsi)");
	CASE("movl $0x12345678, 0(%%rsi)");
	CASE("movw $0x1234, (%%rsi)");
	CASE("movb $0x12, (%%rsi)");
	CASE("movnti %%rdx, (%%rsi)");
	CASE("xchgq %%rdx, (%%rsi)");
	CASE("xchgl %%edx, (%%rsi)");
	CASE("xchgb %%dh, (%%rsi)");
	CASE("lock cmpxchgq %%rdx, (%%rsi)");
	CASE("lock cmpxchgl %%edx, (%%rsi)");
	CASE("cmpxchgw %%dx, (%%rsi)");
	CASE("cmpxchgb %%dl, (%%rsi)");
	CASE("lock xaddq %%rdx, (%%rsi)");
	CASE("xaddw %%dx, (%%rsi)");
	CASE("addq %%rdx, (%%rsi)");
	CASE("addb %%dl, (%%rsi)");
	CASE("adcq %%rdx, (%%rsi)");
	CASE("adcl $-1, (%%rsi)");
	CASE("subq %%rdx, (%%rsi)");
	CASE("subw $-100, (%%rsi)");
	CASE("sbbq %%rdx, (%%rsi)");
	CASE("sbbb $0x7f, (%%rsi)");
	CASE("lock andq %%rdx, (%%rsi)");
	CASE("lock andb $-3, (%%rsi)");
	CASE("andl $0x7fffffff, (%%rsi)");
	CASE("lock orq $0x40, (%%rsi)");
	CASE("orw %%dx, (%%rsi)");
	CASE("xorq %%rdx, (%%rsi)");
	CASE("xorl $0x11, (%%rsi)");
	CASE("notq (%%rsi)");
	CASE("notb (%%rsi)");
	CASE("negq (%%rsi)");
	CASE("negw (%%rsi)");
	CASE("incq (%%rsi)");
	CASE("incb (%%rsi)");
	CASE("lock decl (%%rsi)");
	CASE("lock btsq $5, (%%rsi)");
	CASE("lock btrq $63, (%%rsi)");
	CASE("btcl $9, (%%rsi)");
	CASE("lock btrq %%rdx, (%%rsi)");
	CASE("btsl %%edx, (%%rsi)");
	CASE("btcw %%dx, (%%rsi)");
}

static bool decodes(unsigned int n, ...)
{
	u8 code[INSN_MAX];
	va_list ap;

	memset(code, 0x90, sizeof(code));
	va_start(ap, n);
	for (unsigned int i = 0; i < n; i++)
		code[i] = va_arg(ap, int);
	va_end(ap);
	return store_insn_decode(code, n, &in);
}

static void test_forms(void **state)
{
	/* addressing forms: SIB, displacements, RIP-relative, segment and address-size prefixes */
	assert_true(decodes(4, 0x48, 0x89, 0x14, 0x0e) && in.len == 4);
	assert_true(decodes(8, 0x48, 0x89, 0x14, 0x0d, 1, 2, 3, 4) && in.len == 8);
	assert_true(decodes(5, 0x48, 0x89, 0x54, 0x0e, 0x10) && in.len == 5);
	assert_true(decodes(7, 0x48, 0x89, 0x15, 1, 2, 3, 4) && in.len == 7);
	assert_true(decodes(5, 0x65, 0x48, 0x89, 0x57, 0x08) && in.len == 5);
	assert_true(decodes(5, 0x67, 0x4c, 0x89, 0x47, 0x08) && in.reg == 8 && in.size == 8);
	/* not ours: register operands, loads, compares, string and control instructions, nothing at all */
	assert_false(decodes(3, 0x48, 0x89, 0xd6));
	assert_false(decodes(3, 0x48, 0x8b, 0x16));
	assert_false(decodes(3, 0x48, 0x39, 0x16));
	assert_false(decodes(4, 0x48, 0x83, 0x3e, 0x01));
	assert_false(decodes(2, 0x48, 0xab));
	assert_false(decodes(2, 0xff, 0x26));
	assert_false(decodes(4, 0x0f, 0xba, 0x26, 0x05));
	assert_false(decodes(0));
	assert_false(decodes(15, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66));
}

static void test_random_bytes(void **state)
{
	for (unsigned int i = 0; i < 2000000; i++) {
		u64 code[2] = { rnd(), rnd() }, v;
		unsigned int n = rnd() % 16;

		if (!store_insn_decode((u8 *)code, n, &in))
			continue;
		assert_true(in.len && in.len <= n);
		assert_true(in.size == 1 || in.size == 2 || in.size == 4 || in.size == 8);
		regs.rflags = 2;
		store_insn_execute(&in, value() & size_mask(in.size), &v, &regs);
		assert_int_equal(v & ~size_mask(in.size), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_processor),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
