/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shifts and rotations. OF is defined for a count of 1 only; the values given for other counts are those of the same formula.
 */
#include "private.h"

#define DST (s->dst.val)
#define BYTES (s->dst.bytes)
#define BITS (8U * s->dst.bytes)

static unsigned int masked_count(const struct x86_emul *s, u64 count)
{
	return count & (s->dst.bytes == 8 ? 63 : 31);
}

static bool bit(u64 v, unsigned int n)
{
	return v >> n & 1;
}

static int set_cf_of(struct x86_emul *s, bool cf, bool of)
{
	x86_set_flags(s, EFL_CF | EFL_OF, (cf ? EFL_CF : 0) | (of ? EFL_OF : 0));
	return X86EMUL_OKAY;
}

int x86_op_rol(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val), r = n % BITS;

	if (!n)
		return X86EMUL_OKAY;
	if (r)
		DST = (DST << r | DST >> (BITS - r)) & x86_mask(BYTES);
	return set_cf_of(s, bit(DST, 0), bit(DST, BITS - 1) != bit(DST, 0));
}

int x86_op_ror(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val), r = n % BITS;

	if (!n)
		return X86EMUL_OKAY;
	if (r)
		DST = (DST >> r | DST << (BITS - r)) & x86_mask(BYTES);
	return set_cf_of(s, bit(DST, BITS - 1), bit(DST, BITS - 1) != bit(DST, BITS - 2));
}

/* Through CF: a rotation of one bit more than the operand has. At most 63 steps. */
int x86_op_rcl(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val);
	bool cf = s->regs.rflags & EFL_CF;

	if (!n)
		return X86EMUL_OKAY;
	for (; n; n--) {
		bool out = bit(DST, BITS - 1);

		DST = (DST << 1 | cf) & x86_mask(BYTES);
		cf = out;
	}
	return set_cf_of(s, cf, bit(DST, BITS - 1) != cf);
}

int x86_op_rcr(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val);
	bool cf = s->regs.rflags & EFL_CF;

	if (!n)
		return X86EMUL_OKAY;
	for (; n; n--) {
		bool out = bit(DST, 0);

		DST = DST >> 1 | (u64)cf << (BITS - 1);
		cf = out;
	}
	return set_cf_of(s, cf, bit(DST, BITS - 1) != bit(DST, BITS - 2));
}

static int shift_flags(struct x86_emul *s, bool cf, bool of)
{
	x86_set_flags(s, EFL_ARITH, x86_result_flags(DST, BYTES));
	return set_cf_of(s, cf, of);
}

/* Counts of 8- and 16-bit operands may exceed their width: zeroes come out. */
int x86_op_shl(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val);
	bool cf;

	if (!n)
		return X86EMUL_OKAY;
	cf = n <= BITS && bit(DST, BITS - n);
	DST = n < BITS ? DST << n & x86_mask(BYTES) : 0;
	return shift_flags(s, cf, bit(DST, BITS - 1) != cf);
}

int x86_op_shr(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val);
	bool sign = bit(DST, BITS - 1), cf;

	if (!n)
		return X86EMUL_OKAY;
	cf = n <= BITS && bit(DST, n - 1);
	DST = n < BITS ? DST >> n : 0;
	return shift_flags(s, cf, sign);
}

int x86_op_sar(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src.val);
	s64 v = x86_sext(DST, BYTES);
	bool cf;

	if (!n)
		return X86EMUL_OKAY;
	cf = v >> (n - 1) & 1;
	DST = (u64)(v >> n) & x86_mask(BYTES);
	return shift_flags(s, cf, false);
}

/* @hi:@lo as one value of twice the width, shifted left by 1..BITS-1. */
int x86_op_shld(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src2.val);
	bool sign = bit(DST, BITS - 1), cf;

	if (!n)
		return X86EMUL_OKAY;
	if (n > BITS) {
		/* 16-bit operand, count 17..31: undefined; processors go on with the first operand's bits. */
		n -= BITS;
		cf = bit(s->src.val, BITS - n);
		DST = (s->src.val << n | DST >> (BITS - n)) & x86_mask(BYTES);
	} else {
		cf = bit(DST, BITS - n);
		DST = n == BITS ? s->src.val : (DST << n | s->src.val >> (BITS - n)) & x86_mask(BYTES);
	}
	return shift_flags(s, cf, bit(DST, BITS - 1) != sign);
}

int x86_op_shrd(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src2.val);
	bool sign = bit(DST, BITS - 1), cf;

	if (!n)
		return X86EMUL_OKAY;
	if (n > BITS) {
		n -= BITS;
		cf = bit(s->src.val, n - 1);
		DST = (s->src.val >> n | DST << (BITS - n)) & x86_mask(BYTES);
	} else {
		cf = bit(DST, n - 1);
		DST = n == BITS ? s->src.val : (DST >> n | s->src.val << (BITS - n)) & x86_mask(BYTES);
	}
	return shift_flags(s, cf, bit(DST, BITS - 1) != sign);
}

int x86_op_shlx(struct x86_emul *s)
{
	DST = s->src.val << masked_count(s, s->src2.val) & x86_mask(BYTES);
	return X86EMUL_OKAY;
}

int x86_op_shrx(struct x86_emul *s)
{
	DST = s->src.val >> masked_count(s, s->src2.val);
	return X86EMUL_OKAY;
}

int x86_op_sarx(struct x86_emul *s)
{
	DST = (u64)(x86_sext(s->src.val, BYTES) >> masked_count(s, s->src2.val)) & x86_mask(BYTES);
	return X86EMUL_OKAY;
}

int x86_op_rorx(struct x86_emul *s)
{
	unsigned int n = masked_count(s, s->src2.val);

	DST = n ? (s->src.val >> n | s->src.val << (BITS - n)) & x86_mask(BYTES) : s->src.val;
	return X86EMUL_OKAY;
}
