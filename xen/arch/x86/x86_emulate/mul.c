/* SPDX-License-Identifier: GPL-2.0-only */
#include "private.h"

#define BYTES (s->dst.bytes)

typedef unsigned __int128 u128;
typedef __int128 s128;

/* SF, ZF, AF, PF are undefined after a multiplication: they follow the low half. */
static int mul_flags(struct x86_emul *s, u64 low, bool carry)
{
	x86_set_flags(s, EFL_ARITH, (x86_result_flags(low, s->dst.bytes) & ~EFL_ZF) | (carry ? EFL_CF | EFL_OF : 0));
	return X86EMUL_OKAY;
}

/* AX, DX:AX, EDX:EAX or RDX:RAX */
static void set_double(struct x86_emul *s, u128 v, unsigned int bytes)
{
	if (bytes == 1) {
		x86_set_reg(s, 0, v, 2);
		return;
	}
	x86_set_reg(s, 0, v, bytes);
	x86_set_reg(s, 2, v >> (8 * bytes), bytes);
}

int x86_op_mul(struct x86_emul *s)
{
	u128 r = (u128)(s->regs.rax & x86_mask(BYTES)) * s->dst.val;

	set_double(s, r, BYTES);
	return mul_flags(s, r, r >> (8 * BYTES));
}

int x86_op_imul1(struct x86_emul *s)
{
	s128 r = (s128)x86_sext(s->regs.rax, BYTES) * x86_sext(s->dst.val, BYTES);

	set_double(s, r, BYTES);
	return mul_flags(s, r, r != x86_sext(r, BYTES));
}

static int imul(struct x86_emul *s, u64 a, u64 b)
{
	s128 r = (s128)x86_sext(a, BYTES) * x86_sext(b, BYTES);

	s->dst.val = (u64)r & x86_mask(BYTES);
	return mul_flags(s, r, r != x86_sext(r, BYTES));
}

int x86_op_imul2(struct x86_emul *s)
{
	return imul(s, s->dst.val, s->src.val);
}

int x86_op_imul3(struct x86_emul *s)
{
	return imul(s, s->src.val, s->src2.val);
}

/* High half to the first operand, low half to VEX.vvvv; no flags. The first one wins when they are the same. */
int x86_op_mulx(struct x86_emul *s)
{
	u128 r = (u128)(s->regs.rdx & x86_mask(BYTES)) * s->src2.val;

	x86_set_reg(s, s->src.reg, r, BYTES);
	s->dst.val = r >> (8 * BYTES) & x86_mask(BYTES);
	return X86EMUL_OKAY;
}

/* hi:lo / d in 64-bit halves; the caller has made sure that hi < d. */
static u64 div128(u64 hi, u64 lo, u64 d, u64 *rem)
{
	u64 q;

	__asm__("divq %4" : "=a"(q), "=d"(*rem) : "0"(lo), "1"(hi), "rm"(d) : "cc");
	return q;
}

static u128 dividend(const struct x86_emul *s, unsigned int bytes)
{
	if (bytes == 1)
		return (u16)s->regs.rax;
	return (u128)(s->regs.rdx & x86_mask(bytes)) << (8 * bytes) | (s->regs.rax & x86_mask(bytes));
}

static int set_quotient(struct x86_emul *s, u64 q, u64 rem)
{
	if (BYTES == 1) {
		x86_set_reg(s, 0, (q & 0xff) | (rem & 0xff) << 8, 2);
		return X86EMUL_OKAY;
	}
	x86_set_reg(s, 0, q, BYTES);
	x86_set_reg(s, 2, rem, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_div(struct x86_emul *s)
{
	u128 n = dividend(s, BYTES);
	u64 d = s->dst.val, q, rem;

	/* The quotient fits when the high half is below the divisor; so it is not 0 either. */
	if ((u64)(n >> (8 * BYTES)) >= d)
		return x86_emul_fault(s->c, X86_EXC_DE, -1);
	q = div128(n >> 64, n, d, &rem);
	return set_quotient(s, q, rem);
}

int x86_op_idiv(struct x86_emul *s)
{
	unsigned int bits = 16 * BYTES;
	s128 n = (s128)(dividend(s, BYTES) << (128 - bits)) >> (128 - bits);
	s64 d = x86_sext(s->dst.val, BYTES);
	u128 un = n < 0 ? -(u128)n : (u128)n;
	u64 ud = d < 0 ? -(u64)d : (u64)d, q, rem, limit = 1UL << (8 * BYTES - 1);
	bool negative = (n < 0) != (d < 0);

	if ((u64)(un >> 64) >= ud)
		return x86_emul_fault(s->c, X86_EXC_DE, -1);
	q = div128(un >> 64, un, ud, &rem);
	if (q > (negative ? limit : limit - 1))
		return x86_emul_fault(s->c, X86_EXC_DE, -1);
	return set_quotient(s, negative ? -q : q, n < 0 ? -rem : rem);
}
