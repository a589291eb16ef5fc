/* SPDX-License-Identifier: GPL-2.0-only */
#include "private.h"

#define DST (s->dst.val)
#define SRC (s->src.val)
#define BYTES (s->dst.bytes)
#define BITS (8U * s->dst.bytes)

/* Of the bit test family only CF is defined. */
static u64 tested_bit(struct x86_emul *s)
{
	u64 b = 1UL << (SRC & (BITS - 1));

	x86_set_flags(s, EFL_CF, DST & b ? EFL_CF : 0);
	return b;
}

int x86_op_bt(struct x86_emul *s)
{
	tested_bit(s);
	return X86EMUL_OKAY;
}

int x86_op_bts(struct x86_emul *s)
{
	DST |= tested_bit(s);
	return X86EMUL_OKAY;
}

int x86_op_btr(struct x86_emul *s)
{
	DST &= ~tested_bit(s);
	return X86EMUL_OKAY;
}

int x86_op_btc(struct x86_emul *s)
{
	DST ^= tested_bit(s);
	return X86EMUL_OKAY;
}

/* No bit set: ZF, and the register keeps what it has. */
static int bit_scan(struct x86_emul *s, bool reverse)
{
	x86_set_flags(s, EFL_ZF, SRC ? 0 : EFL_ZF);
	if (!SRC)
		s->no_writeback = true;
	else
		DST = reverse ? 63 - __builtin_clzl(SRC) : __builtin_ctzl(SRC);
	return X86EMUL_OKAY;
}

int x86_op_bsf(struct x86_emul *s)
{
	return bit_scan(s, false);
}

int x86_op_bsr(struct x86_emul *s)
{
	return bit_scan(s, true);
}

static int count_zeroes(struct x86_emul *s, u64 n)
{
	DST = n;
	x86_set_flags(s, EFL_CF | EFL_ZF, (SRC ? 0 : EFL_CF) | (n ? 0 : EFL_ZF));
	return X86EMUL_OKAY;
}

int x86_op_tzcnt(struct x86_emul *s)
{
	return count_zeroes(s, SRC ? __builtin_ctzl(SRC) : BITS);
}

int x86_op_lzcnt(struct x86_emul *s)
{
	return count_zeroes(s, SRC ? __builtin_clzl(SRC) - (64 - BITS) : BITS);
}

int x86_op_popcnt(struct x86_emul *s)
{
	u64 n = 0;

	for (u64 v = SRC; v; v &= v - 1)
		n++;
	DST = n;
	x86_set_flags(s, EFL_ARITH, n ? 0 : EFL_ZF);
	return X86EMUL_OKAY;
}

/* CRC-32C, bit by bit: polynomial 0x11edc6f41 reflected. */
int x86_op_crc32(struct x86_emul *s)
{
	u32 crc = DST;

	for (unsigned int i = 0; i < s->src.bytes; i++) {
		crc ^= SRC >> (8 * i) & 0xff;
		for (unsigned int b = 0; b < 8; b++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
	}
	DST = crc;
	return X86EMUL_OKAY;
}

static int bmi_flags(struct x86_emul *s, u64 r, bool cf)
{
	x86_set_flags(s, EFL_CF | EFL_ZF | EFL_SF | EFL_OF,
		      (x86_result_flags(r, BYTES) & (EFL_ZF | EFL_SF)) | (cf ? EFL_CF : 0));
	DST = r;
	return X86EMUL_OKAY;
}

static u64 low_bits(unsigned int n)
{
	return n >= 64 ? ~0UL : (1UL << n) - 1;
}

int x86_op_bextr(struct x86_emul *s)
{
	unsigned int start = s->src2.val & 0xff, len = s->src2.val >> 8 & 0xff;

	return bmi_flags(s, start < 64 ? SRC >> start & low_bits(len) : 0, false);
}

int x86_op_bzhi(struct x86_emul *s)
{
	unsigned int n = s->src2.val & 0xff;

	return bmi_flags(s, n < BITS ? SRC & low_bits(n) : SRC, n > BITS - 1);
}

/* BLSR and its kin: VEX.vvvv is the destination. */
int x86_op_blsr(struct x86_emul *s)
{
	return bmi_flags(s, SRC & (SRC - 1) & x86_mask(BYTES), !SRC);
}

int x86_op_blsmsk(struct x86_emul *s)
{
	return bmi_flags(s, (SRC ^ (SRC - 1)) & x86_mask(BYTES), !SRC);
}

int x86_op_blsi(struct x86_emul *s)
{
	return bmi_flags(s, SRC & -SRC & x86_mask(BYTES), SRC);
}

int x86_op_pdep(struct x86_emul *s)
{
	u64 r = 0, from = SRC;

	for (u64 m = s->src2.val; m; m &= m - 1, from >>= 1)
		if (from & 1)
			r |= m & -m;
	DST = r;
	return X86EMUL_OKAY;
}

int x86_op_pext(struct x86_emul *s)
{
	u64 r = 0, to = 1;

	for (u64 m = s->src2.val; m; m &= m - 1, to <<= 1)
		if (SRC & m & -m)
			r |= to;
	DST = r;
	return X86EMUL_OKAY;
}
