/* SPDX-License-Identifier: GPL-2.0-only */
/* The two- and three-byte opcode maps (SDM vol. 2D, tables) and their groups (table A-6). The file is data. */
#include "private.h"

#define OP(name, ...) { .execute = x86_op_##name, ##__VA_ARGS__ }
#define O1(a) .operand = { a }
#define O2(a, b) .operand = { a, b }
#define O3(a, b, c) .operand = { a, b, c }
#define F(f) .flags = (f)
#define GRP(kind, rows, ...) { .sub = rows, .group = GROUP_##kind, ##__VA_ARGS__ }
#define UNHANDLED(f) { .execute = x86_op_unhandled, .flags = (f) }

#define FOR_4(at, ...) [at] = __VA_ARGS__, [at + 1] = __VA_ARGS__, [at + 2] = __VA_ARGS__, [at + 3] = __VA_ARGS__
#define FOR_8(at, ...) FOR_4(at, __VA_ARGS__), FOR_4(at + 4, __VA_ARGS__)
#define FOR_16(at, ...) FOR_8(at, __VA_ARGS__), FOR_8(at + 8, __VA_ARGS__)

static const struct x86_opcode group6[8] = {
	OP(sldt, O1(EvMw), F(NO_READ | PROT)), OP(str, O1(EvMw), F(NO_READ | PROT)),
	OP(lldt, O1(Ew), F(NO_WRITE | PRIV | PROT)), OP(ltr, O1(Ew), F(NO_WRITE | PRIV | PROT)),
	OP(verr, O1(Ew), F(NO_WRITE | PROT)), OP(verw, O1(Ew), F(NO_WRITE | PROT)),
};

static const struct x86_opcode group7_0[8] = { [1] = OP(vmcall), [2] = UNHANDLED(0), [3] = UNHANDLED(0), [4] = UNHANDLED(0) };
static const struct x86_opcode group7_1[8] = { UNHANDLED(0), UNHANDLED(0), OP(clac), OP(stac) };
static const struct x86_opcode xgetbv[4] = { OP(xgetbv) }, xsetbv[4] = { OP(xsetbv, F(PRIV)) };
static const struct x86_opcode group7_2[8] = {
	GRP(prefix, xgetbv), GRP(prefix, xsetbv), [4] = UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0),
};
static const struct x86_opcode group7_3[8] = {
	UNHANDLED(PROT), OP(vmcall), UNHANDLED(PROT), UNHANDLED(PROT),
	UNHANDLED(PROT), UNHANDLED(PROT), UNHANDLED(PROT), UNHANDLED(PROT),
};
static const struct x86_opcode group7_5[8] = { [6] = UNHANDLED(0), [7] = UNHANDLED(0) };
static const struct x86_opcode group7_7[8] = {
	OP(swapgs, F(PRIV | ONLY64)), OP(rdtscp), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0),
	UNHANDLED(0), UNHANDLED(0),
};
static const struct x86_opcode group7[16] = {
	OP(sgdt, O1(M_)), OP(sidt, O1(M_)), OP(lgdt, O1(M_), F(PRIV)), OP(lidt, O1(M_), F(PRIV)),
	OP(smsw, O1(EvMw), F(NO_READ)), UNHANDLED(0), OP(lmsw, O1(Ew), F(NO_WRITE | PRIV)), OP(invlpg, O1(M_), F(PRIV)),
	GRP(rm, group7_0), GRP(rm, group7_1), GRP(rm, group7_2), GRP(rm, group7_3),
	OP(smsw, O1(Ev), F(NO_READ)), GRP(rm, group7_5), OP(lmsw, O1(Ew), F(NO_WRITE | PRIV)), GRP(rm, group7_7),
};

static const struct x86_opcode group8[8] = {
	[4] = OP(bt, F(NO_WRITE)), OP(bts, F(LOCKABLE)), OP(btr, F(LOCKABLE)), OP(btc, F(LOCKABLE)),
};

static const struct x86_opcode group9[16] = {
	[1] = OP(cmpxchg8b, O1(M_), F(LOCKABLE)),
	[3] = UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0),
	[14] = UNHANDLED(0), UNHANDLED(0), /* RDRAND, RDSEED, RDPID */
};

static const struct x86_opcode group15[16] = {
	UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), OP(nop),
	UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), UNHANDLED(0), OP(nop), OP(nop), OP(nop), /* fences */
};

static const struct x86_opcode popcnt[4] = { [2] = OP(popcnt) };
static const struct x86_opcode bsf[4] = { OP(bsf), OP(bsf), OP(tzcnt, F(NO_READ)), OP(bsf) };
static const struct x86_opcode bsr[4] = { OP(bsr), OP(bsr), OP(lzcnt, F(NO_READ)), OP(bsr) };

static const struct x86_opcode movnti[4] = { OP(mov) };

/* Vector moves. In every group: no prefix, 66, F3, F2. */
static const struct x86_opcode mov_10[4] = {
	OP(vload, F(VEX_OK)), OP(vload, F(VEX_OK)), OP(vload_low, F(VEX_OK)), OP(vload_low, F(VEX_OK)),
};
static const struct x86_opcode mov_11[4] = {
	OP(vstore, F(VEX_OK)), OP(vstore, F(VEX_OK)), OP(vstore_low, F(VEX_OK)), OP(vstore_low, F(VEX_OK)),
};
static const struct x86_opcode mov_12[4] = { OP(vload_low), OP(vload_low), UNHANDLED(0), UNHANDLED(0) };
static const struct x86_opcode mov_13[4] = { OP(vstore_low, F(VEX_OK)), OP(vstore_low, F(VEX_OK)) };
static const struct x86_opcode mov_16[4] = { OP(vload_high), OP(vload_high), UNHANDLED(0), UNHANDLED(0) };
static const struct x86_opcode mov_17[4] = { OP(vstore_high, F(VEX_OK)), OP(vstore_high, F(VEX_OK)) };
static const struct x86_opcode mov_28[4] = { OP(vload_aligned, F(VEX_OK)), OP(vload_aligned, F(VEX_OK)) };
static const struct x86_opcode mov_29[4] = { OP(vstore_aligned, F(VEX_OK)), OP(vstore_aligned, F(VEX_OK)) };
static const struct x86_opcode mov_2b[4] = {
	OP(vstore_aligned, O1(M_), F(VEX_OK)), OP(vstore_aligned, O1(M_), F(VEX_OK)),
	UNHANDLED(MODRM), UNHANDLED(MODRM), /* SSE4A */
};
static const struct x86_opcode mov_6e[4] = { UNHANDLED(0), OP(movd_load, F(VEX_OK)) };
static const struct x86_opcode mov_6f[4] = { UNHANDLED(0), OP(vload_aligned, F(VEX_OK)), OP(vload, F(VEX_OK)) };
static const struct x86_opcode mov_7e[4] = { UNHANDLED(0), OP(movd_store, F(VEX_OK)), OP(movq_load, F(VEX_OK)) };
static const struct x86_opcode mov_7f[4] = { UNHANDLED(0), OP(vstore_aligned, F(VEX_OK)), OP(vstore, F(VEX_OK)) };
static const struct x86_opcode mov_d6[4] = { [1] = OP(vstore_low, F(VEX_OK)), UNHANDLED(0), UNHANDLED(0) };
static const struct x86_opcode mov_e7[4] = { UNHANDLED(0), OP(vstore_aligned, O1(M_), F(VEX_OK)) };
static const struct x86_opcode mov_f0[4] = { [3] = OP(vload, O1(M_), F(VEX_OK)) };

const struct x86_opcode x86_opcodes_0f[256] = {
	[0x00] = GRP(reg, group6), [0x01] = GRP(reg_mod3, group7),
	[0x02] = OP(lar, O2(Gv, Ew), F(PROT)), [0x03] = OP(lsl, O2(Gv, Ew), F(PROT)),
	[0x05] = UNHANDLED(0), [0x06] = OP(clts, F(PRIV)), [0x07] = UNHANDLED(PRIV),
	[0x08] = OP(wbinvd, F(PRIV)), [0x09] = OP(wbinvd, F(PRIV)), [0x0b] = OP(ud),
	[0x0d] = OP(nop, F(MODRM)), [0x0e] = UNHANDLED(0), [0x0f] = UNHANDLED(MODRM | IMM8),
	[0x10] = GRP(prefix, mov_10, F(MODRM)), [0x11] = GRP(prefix, mov_11, F(MODRM)),
	[0x12] = GRP(prefix, mov_12, F(MODRM)), [0x13] = GRP(prefix, mov_13, O1(M_)),
	[0x14] = UNHANDLED(MODRM), [0x15] = UNHANDLED(MODRM),
	[0x16] = GRP(prefix, mov_16, F(MODRM)), [0x17] = GRP(prefix, mov_17, O1(M_)),
	FOR_8(0x18, OP(nop, F(MODRM))),
	[0x20] = OP(mov_from_cr, O2(Ry, Cy), F(NO_READ | PRIV)), [0x21] = OP(mov_from_dr, O2(Ry, Dy), F(NO_READ | PRIV)),
	[0x22] = OP(mov_to_cr, O2(Cy, Ry), F(PRIV)), [0x23] = OP(mov_to_dr, O2(Dy, Ry), F(PRIV)),
	[0x28] = GRP(prefix, mov_28, F(MODRM)), [0x29] = GRP(prefix, mov_29, F(MODRM)),
	[0x2a] = UNHANDLED(MODRM), [0x2b] = GRP(prefix, mov_2b),
	FOR_4(0x2c, UNHANDLED(MODRM)),
	[0x30] = OP(wrmsr, F(PRIV)), [0x31] = OP(rdtsc), [0x32] = OP(rdmsr, F(PRIV)), [0x33] = OP(rdpmc),
	[0x34] = UNHANDLED(PROT), [0x35] = UNHANDLED(PROT | PRIV), [0x37] = UNHANDLED(0),
	FOR_16(0x40, OP(cmov, O2(Gv, Ev))),
	FOR_16(0x50, UNHANDLED(MODRM)),
	FOR_8(0x60, UNHANDLED(MODRM)), FOR_4(0x68, UNHANDLED(MODRM)), [0x6c] = UNHANDLED(MODRM), [0x6d] = UNHANDLED(MODRM),
	[0x6e] = GRP(prefix, mov_6e, F(MODRM)), [0x6f] = GRP(prefix, mov_6f, F(MODRM)),
	FOR_4(0x70, UNHANDLED(MODRM | IMM8)), [0x74] = UNHANDLED(MODRM), [0x75] = UNHANDLED(MODRM), [0x76] = UNHANDLED(MODRM),
	[0x77] = UNHANDLED(0), [0x78] = UNHANDLED(MODRM), [0x79] = UNHANDLED(MODRM),
	[0x7c] = UNHANDLED(MODRM), [0x7d] = UNHANDLED(MODRM),
	[0x7e] = GRP(prefix, mov_7e, F(MODRM)), [0x7f] = GRP(prefix, mov_7f, F(MODRM)),
	FOR_16(0x80, OP(jcc, O1(Jz), F(NO_WRITE | FORCE64))),
	FOR_16(0x90, OP(setcc, O1(Eb), F(NO_READ))),
	[0xa0] = OP(push_sreg, F(DEF64)), [0xa1] = OP(pop_sreg, F(DEF64)),
	[0xa8] = OP(push_sreg, F(DEF64)), [0xa9] = OP(pop_sreg, F(DEF64)),
	[0xa2] = OP(cpuid), [0xaa] = UNHANDLED(0),
	[0xa3] = OP(bt, O2(Ev, Gv), F(NO_WRITE | BITSTRING)), [0xab] = OP(bts, O2(Ev, Gv), F(LOCKABLE | BITSTRING)),
	[0xb3] = OP(btr, O2(Ev, Gv), F(LOCKABLE | BITSTRING)), [0xbb] = OP(btc, O2(Ev, Gv), F(LOCKABLE | BITSTRING)),
	[0xba] = GRP(reg, group8, O2(Ev, Ib)),
	[0xa4] = OP(shld, O3(Ev, Gv, Ib)), [0xa5] = OP(shld, O3(Ev, Gv, CL)),
	[0xac] = OP(shrd, O3(Ev, Gv, Ib)), [0xad] = OP(shrd, O3(Ev, Gv, CL)),
	[0xae] = GRP(reg_mod3, group15), [0xaf] = OP(imul2, O2(Gv, Ev)),
	[0xb0] = OP(cmpxchg, O2(Eb, Gb), F(LOCKABLE)), [0xb1] = OP(cmpxchg, O2(Ev, Gv), F(LOCKABLE)),
	[0xb2] = OP(lds, O2(Gv, Mp), F(NO_READ)), [0xb4] = OP(lds, O2(Gv, Mp), F(NO_READ)),
	[0xb5] = OP(lds, O2(Gv, Mp), F(NO_READ)),
	[0xb6] = OP(mov, O2(Gv, Eb), F(NO_READ)), [0xb7] = OP(mov, O2(Gv, Ew), F(NO_READ)),
	[0xbe] = OP(movsx, O2(Gv, Eb), F(NO_READ)), [0xbf] = OP(movsx, O2(Gv, Ew), F(NO_READ)),
	[0xb8] = GRP(prefix, popcnt, O2(Gv, Ev), F(NO_READ)),
	[0xb9] = OP(ud, F(MODRM)), [0xff] = OP(ud, F(MODRM)),
	[0xbc] = GRP(prefix, bsf, O2(Gv, Ev)), [0xbd] = GRP(prefix, bsr, O2(Gv, Ev)),
	[0xc0] = OP(xadd, O2(Eb, Gb), F(LOCKABLE)), [0xc1] = OP(xadd, O2(Ev, Gv), F(LOCKABLE)),
	[0xc2] = UNHANDLED(MODRM | IMM8), [0xc3] = GRP(prefix, movnti, O2(My, Gy), F(NO_READ)),
	[0xc4] = UNHANDLED(MODRM | IMM8), [0xc5] = UNHANDLED(MODRM | IMM8), [0xc6] = UNHANDLED(MODRM | IMM8),
	[0xc7] = GRP(reg_mod3, group9),
	FOR_8(0xc8, OP(bswap, O1(Zv))),
	FOR_4(0xd0, UNHANDLED(MODRM)), [0xd4] = UNHANDLED(MODRM), [0xd5] = UNHANDLED(MODRM), [0xd7] = UNHANDLED(MODRM),
	[0xd6] = GRP(prefix, mov_d6, F(MODRM)),
	FOR_8(0xd8, UNHANDLED(MODRM)),
	FOR_4(0xe0, UNHANDLED(MODRM)), [0xe4] = UNHANDLED(MODRM), [0xe5] = UNHANDLED(MODRM), [0xe6] = UNHANDLED(MODRM),
	[0xe7] = GRP(prefix, mov_e7, O1(M_)),
	FOR_8(0xe8, UNHANDLED(MODRM)),
	[0xf0] = GRP(prefix, mov_f0, F(MODRM)),
	[0xf1] = UNHANDLED(MODRM), [0xf2] = UNHANDLED(MODRM), [0xf3] = UNHANDLED(MODRM), FOR_4(0xf4, UNHANDLED(MODRM)),
	FOR_4(0xf8, UNHANDLED(MODRM)), [0xfc] = UNHANDLED(MODRM), [0xfd] = UNHANDLED(MODRM), [0xfe] = UNHANDLED(MODRM),
};

static const struct x86_opcode movbe_load[4] = {
	OP(movbe, O2(Gv, Mv), F(NO_READ)), OP(movbe, O2(Gv, Mv), F(NO_READ)), UNHANDLED(MODRM), OP(crc32, O2(Gy, Eb)),
};
static const struct x86_opcode movbe_store[4] = {
	OP(movbe, O2(Mv, Gv), F(NO_READ)), OP(movbe, O2(Mv, Gv), F(NO_READ)), UNHANDLED(MODRM), OP(crc32, O2(Gy, Ev)),
};
static const struct x86_opcode andn[4] = { OP(andn, O3(Gy, By, Ey), F(VEX_ONLY | NO_READ)) };
static const struct x86_opcode group17_rows[8] = { [1] = OP(blsr), OP(blsmsk), OP(blsi) };
static const struct x86_opcode group17[4] = { GRP(reg, group17_rows, O2(By, Ey), F(VEX_ONLY | NO_READ)) };
static const struct x86_opcode row_f5[4] = {
	OP(bzhi, O3(Gy, Ey, By), F(VEX_ONLY | NO_READ)), [2] = OP(pext, O3(Gy, By, Ey), F(VEX_ONLY | NO_READ)),
	[3] = OP(pdep, O3(Gy, By, Ey), F(VEX_ONLY | NO_READ)),
};
static const struct x86_opcode row_f6[4] = {
	UNHANDLED(MODRM), OP(adcx, O2(Gy, Ey)), OP(adox, O2(Gy, Ey)), OP(mulx, O3(Gy, By, Ey), F(VEX_ONLY | NO_READ)),
};
static const struct x86_opcode row_f7[4] = {
	OP(bextr, O3(Gy, Ey, By), F(VEX_ONLY | NO_READ)), OP(shlx, O3(Gy, Ey, By), F(VEX_ONLY | NO_READ)),
	OP(sarx, O3(Gy, Ey, By), F(VEX_ONLY | NO_READ)), OP(shrx, O3(Gy, Ey, By), F(VEX_ONLY | NO_READ)),
};
static const struct x86_opcode rorx[4] = { [3] = OP(rorx, O3(Gy, Ey, Ib), F(VEX_ONLY | NO_READ)) };
static const struct x86_opcode movntdqa[4] = { [1] = OP(vload_aligned, O1(M_), F(VEX_OK)) };

const struct x86_opcode *x86_opcode_0f38(u8 byte)
{
	static const struct x86_opcode rows[] = {
		GRP(prefix, movbe_load), GRP(prefix, movbe_store), GRP(prefix, andn), GRP(prefix, group17),
		UNHANDLED(MODRM), GRP(prefix, row_f5), GRP(prefix, row_f6), GRP(prefix, row_f7),
	};
	static const struct x86_opcode row_2a = GRP(prefix, movntdqa);

	if (byte >= 0xf0 && byte <= 0xf7)
		return &rows[byte - 0xf0];
	return byte == 0x2a ? &row_2a : NULL;
}

const struct x86_opcode *x86_opcode_0f3a(u8 byte)
{
	static const struct x86_opcode row_f0 = GRP(prefix, rorx);

	return byte == 0xf0 ? &row_f0 : NULL;
}
