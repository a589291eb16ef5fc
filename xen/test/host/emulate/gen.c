// SPDX-License-Identifier: GPL-2.0-only
#include <asm/x86_emulate.h>
#include "gen.h"

static u64 rng;

void gen_seed(u64 seed)
{
	rng = seed * 0x9e3779b97f4a7c15UL | 1;
}

u64 gen_random(void)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return rng * 0x2545f4914f6cdd1dUL >> 8;
}

static unsigned int one_of(unsigned int n)
{
	return gen_random() % n;
}

/* Near the edges of the pages and of what is mapped. */
static u64 offset_in_data(void)
{
	switch (one_of(4)) {
	case 0: return 0x1000 * one_of(5) + one_of(64) - 32;
	case 1: return one_of(DATA_RW_BYTES + DATA_RO_BYTES + 32);
	default: return one_of(DATA_RW_BYTES);
	}
}

static u64 edge_value(void)
{
	static const u64 edge[] = { 0, 1, 2, 7, 8, 15, 31, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000,
				    0xffffffff, 0x7fffffffffffffff, 0x8000000000000000, ~0UL, ~0UL - 1, 0xffffffff80000000 };

	return edge[one_of(ARRAY_SIZE(edge))];
}

/* What stands for a displacement or an immediate. */
static void put_constant(u8 *at, unsigned int n)
{
	u64 v;

	switch (one_of(6)) {
	case 0: v = gen_random(); break;
	case 1: v = DATA_BASE + offset_in_data(); break;
	case 2: v = DATA_BASE - CODE_BASE + one_of(DATA_RW_BYTES); break;
	case 3: v = edge_value(); break;
	default: v = (s64)one_of(64) - 32;
	}
	memcpy(at, &v, min_t(unsigned int, n, 8));
}

static unsigned int put_prefixes(u8 *b, unsigned int mode)
{
	static const u8 prefix[] = { 0x66, 0x66, 0x66, 0x67, 0x67, 0xf2, 0xf3, 0xf3, 0xf0, 0x26, 0x2e, 0x36, 0x3e, 0x65, 0x64 };
	unsigned int n = 0;

	while (n < 4 && !one_of(3))
		b[n++] = prefix[one_of(sizeof(prefix))];
	if (mode == 8 && one_of(2))
		b[n++] = 0x40 + one_of(16);
	return n;
}

static unsigned int put_vex(u8 *b)
{
	if (one_of(2)) {
		b[0] = 0xc5;
		b[1] = gen_random();
		b[2] = gen_random();
		return 3;
	}
	b[0] = 0xc4;
	b[1] = (gen_random() & 0xe0) | (1 + one_of(3));
	b[2] = gen_random();
	b[3] = b[1] & 2 ? 0xf0 + one_of(8) : gen_random();
	return 4;
}

static unsigned int put_opcode(u8 *b)
{
	switch (one_of(16)) {
	case 0 ... 7:
		b[0] = gen_random();
		return 1;
	case 8 ... 13:
		b[0] = 0x0f;
		b[1] = gen_random();
		return 2;
	case 14:
		b[0] = 0x0f;
		b[1] = 0x38;
		b[2] = 0xf0 + one_of(8);
		return 3;
	default:
		return put_vex(b);
	}
}

void gen_insn(u8 *b, unsigned int mode)
{
	unsigned int n = put_prefixes(b, mode);

	n += put_opcode(b + n);
	b[n++] = gen_random();
	if (one_of(2))
		b[n++] = gen_random();
	put_constant(b + n, X86_INSN_MAX - n);
	if (n + 8 < X86_INSN_MAX)
		put_constant(b + n + 8, X86_INSN_MAX - n - 8);
	if (n + 4 < X86_INSN_MAX && one_of(2))
		put_constant(b + n + 4, X86_INSN_MAX - n - 4);
}

static u64 reg_value(unsigned int mode)
{
	switch (one_of(8)) {
	case 0: case 1: case 2: return DATA_BASE + offset_in_data();
	case 3: return mode == 8 ? one_of(32) : offset_in_data();
	case 4: return mode == 2 ? offset_in_data() : one_of(64);
	case 5: return edge_value();
	case 6: return -(u64)one_of(64);
	default: return gen_random() << 8 ^ gen_random();
	}
}

static unsigned short data_selector(void)
{
	static const unsigned short sel[] = { SEL_FLAT, SEL_FLAT, SEL_DATA16, SEL_DATA32, SEL_RO, SEL_DOWN, SEL_CODE_R, 0 };

	unsigned short s = sel[one_of(ARRAY_SIZE(sel))];

	return native_has_ldt() || !(s & 4) ? s : SEL_FLAT;
}

void gen_state(struct native_state *s, unsigned int mode)
{
	u64 keep = mode == 8 ? ~0UL : 0xffffffff;

	for (unsigned int i = 0; i < 16; i++)
		s->gpr[i] = reg_value(mode) & keep;
	for (unsigned int i = 0; i < 16; i++)
		for (unsigned int k = 0; k < 16; k++)
			s->xmm[i][k] = gen_random();
	/* CF, PF, AF, ZF, SF, OF, sometimes DF; IF is always set here, and 2. */
	s->rflags = (gen_random() & (one_of(4) ? 0x8d5 : 0xcd5)) | 0x202;
	s->cs = mode == 8 ? SEL_CODE64 : mode == 4 ? SEL_CODE32 : SEL_CODE16;
	s->ss = SEL_FLAT;
	s->ds = s->es = SEL_FLAT;
	if (mode != 8) {
		s->ds = data_selector();
		s->es = data_selector();
		s->ss = one_of(3) || !native_has_ldt() ? (mode == 2 ? SEL_DATA16 : SEL_FLAT) : SEL_DATA32;
	}
	/* A stack to work with, mostly. */
	if (one_of(8) || !native_has_ldt())
		s->gpr[4] = (s->ss == SEL_FLAT ? DATA_BASE : 0) + (offset_in_data() & ~7UL);
}
