/* SPDX-License-Identifier: GPL-2.0-only */
/* The one-byte opcode map (SDM vol. 2D, table A-2) and its groups (table A-6). The file is data. */
#include "private.h"

#define OP(name, ...) { .execute = x86_op_##name, ##__VA_ARGS__ }
#define O1(a) .operand = { a }
#define O2(a, b) .operand = { a, b }
#define O3(a, b, c) .operand = { a, b, c }
#define F(f) .flags = (f)
#define GRP(kind, rows, ...) { .sub = rows, .group = GROUP_##kind, ##__VA_ARGS__ }
#define UNHANDLED(f) { .execute = x86_op_unhandled, .flags = (f) }

#define ALU(at, name, f)                                     \
	[at + 0] = OP(name, O2(Eb, Gb), F(f)),               \
	[at + 1] = OP(name, O2(Ev, Gv), F(f)),               \
	[at + 2] = OP(name, O2(Gb, Eb), F((f) & NO_WRITE)),  \
	[at + 3] = OP(name, O2(Gv, Ev), F((f) & NO_WRITE)),  \
	[at + 4] = OP(name, O2(AL, Ib), F((f) & NO_WRITE)),  \
	[at + 5] = OP(name, O2(rAX, Iz), F((f) & NO_WRITE))

#define FOR_8(at, ...)                                                               \
	[at] = __VA_ARGS__, [at + 1] = __VA_ARGS__, [at + 2] = __VA_ARGS__, [at + 3] = __VA_ARGS__, \
	[at + 4] = __VA_ARGS__, [at + 5] = __VA_ARGS__, [at + 6] = __VA_ARGS__, [at + 7] = __VA_ARGS__

static const struct x86_opcode group1[8] = {
	OP(add, F(LOCKABLE)), OP(or, F(LOCKABLE)), OP(adc, F(LOCKABLE)), OP(sbb, F(LOCKABLE)),
	OP(and, F(LOCKABLE)), OP(sub, F(LOCKABLE)), OP(xor, F(LOCKABLE)), OP(cmp, F(NO_WRITE)),
};

static const struct x86_opcode group1a[8] = { OP(pop, F(NO_READ)) };

static const struct x86_opcode group2[8] = {
	OP(rol), OP(ror), OP(rcl), OP(rcr), OP(shl), OP(shr), OP(shl), OP(sar),
};

#define GROUP3(E, I)                                                                        \
	OP(test, O2(E, I), F(NO_WRITE)), OP(test, O2(E, I), F(NO_WRITE)),                   \
	OP(not, F(LOCKABLE)), OP(neg, F(LOCKABLE)),                                         \
	OP(mul, F(NO_WRITE)), OP(imul1, F(NO_WRITE)), OP(div, F(NO_WRITE)), OP(idiv, F(NO_WRITE))
static const struct x86_opcode group3_b[8] = { GROUP3(Eb, Ib) }, group3_v[8] = { GROUP3(Ev, Iz) };

static const struct x86_opcode group4[8] = { OP(inc, F(LOCKABLE)), OP(dec, F(LOCKABLE)) };

static const struct x86_opcode group5[8] = {
	OP(inc, F(LOCKABLE)), OP(dec, F(LOCKABLE)),
	OP(call_near, F(NO_WRITE | FORCE64)), OP(call_far, O1(Mp)),
	OP(jmp_near, F(NO_WRITE | FORCE64)), OP(jmp_far, O1(Mp)),
	OP(push, F(NO_WRITE | DEF64)),
};

static const struct x86_opcode group11[8] = { OP(mov, F(NO_READ)) };

/* ARPL; in 64-bit mode MOVSXD */
static const struct x86_opcode row_63[2] = { OP(arpl, O2(Ew, Gw), F(PROT | NO_WRITE)), OP(movsx, O2(Gv, Ed), F(NO_READ)) };

const struct x86_opcode x86_opcodes[256] = {
	ALU(0x00, add, LOCKABLE), ALU(0x08, or, LOCKABLE), ALU(0x10, adc, LOCKABLE), ALU(0x18, sbb, LOCKABLE),
	ALU(0x20, and, LOCKABLE), ALU(0x28, sub, LOCKABLE), ALU(0x30, xor, LOCKABLE), ALU(0x38, cmp, NO_WRITE),
	[0x06] = OP(push_sreg, F(NO64)), [0x0e] = OP(push_sreg, F(NO64)), [0x16] = OP(push_sreg, F(NO64)),
	[0x1e] = OP(push_sreg, F(NO64)),
	[0x07] = OP(pop_sreg, F(NO64)), [0x17] = OP(pop_sreg, F(NO64)), [0x1f] = OP(pop_sreg, F(NO64)),
	[0x27] = OP(daa, F(NO64)), [0x2f] = OP(das, F(NO64)), [0x37] = OP(aaa, F(NO64)), [0x3f] = OP(aas, F(NO64)),
	FOR_8(0x40, OP(inc, O1(Zv), F(NO64))),
	FOR_8(0x48, OP(dec, O1(Zv), F(NO64))),
	FOR_8(0x50, OP(push, O1(Zv), F(NO_WRITE | DEF64))),
	FOR_8(0x58, OP(pop, O1(Zv), F(NO_READ | DEF64))),
	[0x60] = OP(pusha, F(NO64)), [0x61] = OP(popa, F(NO64)),
	[0x62] = OP(bound, O2(Gv, M_), F(NO64 | NO_WRITE)),
	[0x63] = GRP(mode, row_63),
	[0x68] = OP(push, O1(Iz), F(NO_WRITE | DEF64)), [0x6a] = OP(push, O1(sIb), F(NO_WRITE | DEF64)),
	[0x69] = OP(imul3, O3(Gv, Ev, Iz), F(NO_READ)), [0x6b] = OP(imul3, O3(Gv, Ev, sIb), F(NO_READ)),
	[0x6c] = OP(ins, F(STRING)), [0x6d] = OP(ins, F(STRING)),
	[0x6e] = OP(outs, F(STRING)), [0x6f] = OP(outs, F(STRING)),
	FOR_8(0x70, OP(jcc, O1(Jb), F(NO_WRITE | FORCE64))),
	FOR_8(0x78, OP(jcc, O1(Jb), F(NO_WRITE | FORCE64))),
	[0x80] = GRP(reg, group1, O2(Eb, Ib)), [0x81] = GRP(reg, group1, O2(Ev, Iz)),
	[0x82] = GRP(reg, group1, O2(Eb, Ib), F(NO64)), [0x83] = GRP(reg, group1, O2(Ev, sIb)),
	[0x84] = OP(test, O2(Eb, Gb), F(NO_WRITE)), [0x85] = OP(test, O2(Ev, Gv), F(NO_WRITE)),
	[0x86] = OP(xchg, O2(Eb, Gb), F(LOCKABLE)), [0x87] = OP(xchg, O2(Ev, Gv), F(LOCKABLE)),
	[0x88] = OP(mov, O2(Eb, Gb), F(NO_READ)), [0x89] = OP(mov, O2(Ev, Gv), F(NO_READ)),
	[0x8a] = OP(mov, O2(Gb, Eb), F(NO_READ)), [0x8b] = OP(mov, O2(Gv, Ev), F(NO_READ)),
	[0x8c] = OP(mov_from_sreg, O2(EvMw, Sw), F(NO_READ)), [0x8e] = OP(mov_to_sreg, O2(Sw, Ew)),
	[0x8d] = OP(lea, O2(Gv, M_), F(NO_READ)),
	[0x8f] = GRP(reg, group1a, O1(Ev), F(DEF64)),
	[0x90] = OP(xchg, O2(rAX, Zv)), [0x91] = OP(xchg, O2(rAX, Zv)), [0x92] = OP(xchg, O2(rAX, Zv)),
	[0x93] = OP(xchg, O2(rAX, Zv)), [0x94] = OP(xchg, O2(rAX, Zv)), [0x95] = OP(xchg, O2(rAX, Zv)),
	[0x96] = OP(xchg, O2(rAX, Zv)), [0x97] = OP(xchg, O2(rAX, Zv)),
	[0x98] = OP(cbw), [0x99] = OP(cwd),
	[0x9a] = OP(call_far, O1(Ap), F(NO64)),
	[0x9b] = UNHANDLED(0),
	[0x9c] = OP(pushf, F(DEF64)), [0x9d] = OP(popf, F(DEF64)),
	[0x9e] = OP(sahf), [0x9f] = OP(lahf),
	[0xa0] = OP(mov, O2(AL, Ob), F(NO_READ)), [0xa1] = OP(mov, O2(rAX, Ov), F(NO_READ)),
	[0xa2] = OP(mov, O2(Ob, AL), F(NO_READ)), [0xa3] = OP(mov, O2(Ov, rAX), F(NO_READ)),
	[0xa4] = OP(movs, F(STRING)), [0xa5] = OP(movs, F(STRING)),
	[0xa6] = OP(cmps, F(STRING | STRING_ZF)), [0xa7] = OP(cmps, F(STRING | STRING_ZF)),
	[0xa8] = OP(test, O2(AL, Ib), F(NO_WRITE)), [0xa9] = OP(test, O2(rAX, Iz), F(NO_WRITE)),
	[0xaa] = OP(stos, F(STRING)), [0xab] = OP(stos, F(STRING)),
	[0xac] = OP(lods, F(STRING)), [0xad] = OP(lods, F(STRING)),
	[0xae] = OP(scas, F(STRING | STRING_ZF)), [0xaf] = OP(scas, F(STRING | STRING_ZF)),
	FOR_8(0xb0, OP(mov, O2(Zb, Ib), F(NO_READ))),
	FOR_8(0xb8, OP(mov, O2(Zv, Iv), F(NO_READ))),
	[0xc0] = GRP(reg, group2, O2(Eb, Ib)), [0xc1] = GRP(reg, group2, O2(Ev, Ib)),
	[0xc2] = OP(ret, O1(Iw), F(NO_WRITE | FORCE64)), [0xc3] = OP(ret, F(FORCE64)),
	[0xc4] = OP(lds, O2(Gv, Mp), F(NO64 | NO_READ)), [0xc5] = OP(lds, O2(Gv, Mp), F(NO64 | NO_READ)),
	[0xc6] = GRP(reg, group11, O2(Eb, Ib)), [0xc7] = GRP(reg, group11, O2(Ev, Iz)),
	[0xc8] = OP(enter, O2(Iw, Ib), F(NO_WRITE | DEF64)), [0xc9] = OP(leave, F(DEF64)),
	[0xca] = OP(ret_far, O1(Iw), F(NO_WRITE)), [0xcb] = OP(ret_far),
	[0xcc] = OP(int3), [0xcd] = OP(int, O1(Ib), F(NO_WRITE)), [0xce] = OP(into, F(NO64)), [0xcf] = OP(iret),
	[0xd0] = GRP(reg, group2, O2(Eb, One)), [0xd1] = GRP(reg, group2, O2(Ev, One)),
	[0xd2] = GRP(reg, group2, O2(Eb, CL)), [0xd3] = GRP(reg, group2, O2(Ev, CL)),
	[0xd4] = OP(aam, O1(Ib), F(NO64 | NO_WRITE)), [0xd5] = OP(aad, O1(Ib), F(NO64 | NO_WRITE)),
	[0xd6] = OP(salc, F(NO64)), [0xd7] = OP(xlat),
	FOR_8(0xd8, UNHANDLED(MODRM)),
	[0xe0] = OP(loop, O1(Jb), F(NO_WRITE | FORCE64)), [0xe1] = OP(loop, O1(Jb), F(NO_WRITE | FORCE64)),
	[0xe2] = OP(loop, O1(Jb), F(NO_WRITE | FORCE64)), [0xe3] = OP(jcxz, O1(Jb), F(NO_WRITE | FORCE64)),
	[0xe4] = OP(in, O2(AL, Ib), F(NO_READ)), [0xe5] = OP(in, O2(Az, Ib), F(NO_READ)),
	[0xe6] = OP(out, O2(Ib, AL), F(NO_WRITE)), [0xe7] = OP(out, O2(Ib, Az), F(NO_WRITE)),
	[0xe8] = OP(call, O1(Jz), F(NO_WRITE | FORCE64)), [0xe9] = OP(jmp, O1(Jz), F(NO_WRITE | FORCE64)),
	[0xea] = OP(jmp_far, O1(Ap), F(NO64)), [0xeb] = OP(jmp, O1(Jb), F(NO_WRITE | FORCE64)),
	[0xec] = OP(in, O2(AL, DX), F(NO_READ)), [0xed] = OP(in, O2(Az, DX), F(NO_READ)),
	[0xee] = OP(out, O2(DX, AL), F(NO_WRITE)), [0xef] = OP(out, O2(DX, Az), F(NO_WRITE)),
	[0xf1] = OP(icebp),
	[0xf4] = OP(hlt, F(PRIV)), [0xf5] = OP(cmc),
	[0xf6] = GRP(reg, group3_b, O1(Eb)), [0xf7] = GRP(reg, group3_v, O1(Ev)),
	[0xf8] = OP(clc), [0xf9] = OP(stc), [0xfa] = OP(cli), [0xfb] = OP(sti), [0xfc] = OP(cld), [0xfd] = OP(std),
	[0xfe] = GRP(reg, group4, O1(Eb)), [0xff] = GRP(reg, group5, O1(Ev)),
};
