/* SPDX-License-Identifier: GPL-2.0-only */
/* Encodings: Intel SDM vol. 2, appendix A (opcode map) and 2.1 (ModRM, SIB). */
#include "store-insn.h"

#define EFLAGS_CF 0x001UL
#define EFLAGS_PF 0x004UL
#define EFLAGS_AF 0x010UL
#define EFLAGS_ZF 0x040UL
#define EFLAGS_SF 0x080UL
#define EFLAGS_OF 0x800UL
#define EFLAGS_ARITH (EFLAGS_CF | EFLAGS_PF | EFLAGS_AF | EFLAGS_ZF | EFLAGS_SF | EFLAGS_OF)

struct cursor {
	const u8 *at, *end;
};

static bool next(struct cursor *c, u8 *b)
{
	if (c->at == c->end)
		return false;
	*b = *c->at++;
	return true;
}

static bool skip(struct cursor *c, unsigned int n)
{
	if (c->end - c->at < n)
		return false;
	c->at += n;
	return true;
}

static bool imm(struct cursor *c, unsigned int n, u64 *v)
{
	s64 x = 0;

	if (c->end - c->at < n)
		return false;
	for (unsigned int i = 0; i < n; i++)
		x |= (s64)c->at[i] << (8 * i);
	c->at += n;
	*v = x << (64 - 8 * n) >> (64 - 8 * n);
	return true;
}

struct prefixes {
	u8 rex;
	bool opsize, rep;
};

static bool read_prefixes(struct cursor *c, struct prefixes *p, u8 *opcode)
{
	for (;;) {
		if (!next(c, opcode))
			return false;
		switch (*opcode) {
		case 0x66:
			p->opsize = true;
			break;
		case 0xf2:
		case 0xf3:
			p->rep = true; /* xacquire, xrelease: hints here */
			break;
		case 0xf0: case 0x2e: case 0x36: case 0x3e: case 0x26: case 0x64: case 0x65: case 0x67:
			break;
		default:
			if ((*opcode & 0xf0) == 0x40) {
				/* Only right before the opcode does it count. */
				p->rex = *opcode;
				return next(c, opcode);
			}
			return true;
		}
	}
}

/* Passes over a memory operand; false for a register operand. */
static bool skip_memory_operand(struct cursor *c, u8 modrm)
{
	u8 mod = modrm >> 6, rm = modrm & 7, sib;
	unsigned int disp = mod == 1 ? 1 : mod == 2 ? 4 : 0;

	if (mod == 3)
		return false;
	if (rm == 4) {
		if (!next(c, &sib))
			return false;
		if (mod == 0 && (sib & 7) == 5)
			disp = 4;
	} else if (mod == 0 && rm == 5) {
		disp = 4;
	}
	return skip(c, disp);
}

enum operand { FROM_REG, IMM8, IMM_SIZE, NO_OPERAND };

static bool classify_one_byte(u8 opcode, u8 modrm, struct store_insn *in, enum operand *o)
{
	u8 ext = (modrm >> 3) & 7;

	*o = FROM_REG;
	switch (opcode) {
	case 0x00 ... 0x37:
		/* op r/m, r: forms 0 and 1 of each group of eight */
		in->op = opcode >> 3;
		return (opcode & 7) < 2;
	case 0x80:
	case 0x81:
	case 0x83:
		in->op = ext;
		*o = opcode == 0x81 ? IMM_SIZE : IMM8;
		return ext != 7;
	case 0x86:
	case 0x87:
		in->op = STORE_XCHG;
		return true;
	case 0x88:
	case 0x89:
		in->op = STORE_MOV;
		return true;
	case 0xc6:
	case 0xc7:
		in->op = STORE_MOV;
		*o = opcode == 0xc6 ? IMM8 : IMM_SIZE;
		return ext == 0;
	case 0xf6:
	case 0xf7:
		in->op = ext == 2 ? STORE_NOT : STORE_NEG;
		*o = NO_OPERAND;
		return ext == 2 || ext == 3;
	case 0xfe:
	case 0xff:
		in->op = ext ? STORE_DEC : STORE_INC;
		*o = NO_OPERAND;
		return ext < 2;
	}
	return false;
}

static bool classify_two_byte(u8 opcode, u8 modrm, struct store_insn *in, enum operand *o, bool *byte)
{
	u8 ext = (modrm >> 3) & 7;

	*o = FROM_REG;
	*byte = opcode == 0xb0 || opcode == 0xc0;
	switch (opcode) {
	case 0xb0:
	case 0xb1:
		in->op = STORE_CMPXCHG;
		return true;
	case 0xc0:
	case 0xc1:
		in->op = STORE_XADD;
		return true;
	case 0xc3: /* movnti */
		in->op = STORE_MOV;
		return true;
	case 0xab:
		in->op = STORE_BTS;
		return true;
	case 0xb3:
		in->op = STORE_BTR;
		return true;
	case 0xbb:
		in->op = STORE_BTC;
		return true;
	case 0xba:
		in->op = STORE_BTS + ext - 5;
		*o = IMM8;
		return ext >= 5;
	}
	return false;
}

static bool is_byte_op(u8 opcode)
{
	return opcode < 0x40 ? !(opcode & 1) : opcode != 0x83 && !(opcode & 1);
}

bool store_insn_decode(const u8 *code, unsigned int n, struct store_insn *in)
{
	struct cursor c = { code, code + (n < INSN_MAX ? n : INSN_MAX) };
	struct prefixes p = { 0 };
	enum operand o;
	u8 opcode, modrm;
	bool byte;

	*in = (struct store_insn){ 0 };
	if (!read_prefixes(&c, &p, &opcode))
		return false;
	if (opcode == 0x0f) {
		if (!next(&c, &opcode) || !next(&c, &modrm) || !classify_two_byte(opcode, modrm, in, &o, &byte))
			return false;
	} else {
		if (!next(&c, &modrm) || !classify_one_byte(opcode, modrm, in, &o))
			return false;
		byte = is_byte_op(opcode);
	}
	in->size = byte ? 1 : p.rex & 8 ? 8 : p.opsize ? 2 : 4;
	in->reg = ((modrm >> 3) & 7) | (p.rex & 4 ? 8 : 0);
	in->high_byte = byte && !p.rex && in->reg >= 4;
	if (in->high_byte)
		in->reg -= 4;
	in->has_imm = o != FROM_REG;
	if (!skip_memory_operand(&c, modrm))
		return false;
	if (o == IMM8 && !imm(&c, 1, &in->imm))
		return false;
	if (o == IMM_SIZE && !imm(&c, in->size < 4 ? in->size : 4, &in->imm))
		return false;
	in->len = c.at - code;
	return true;
}

static u64 *reg_of(struct cpu_user_regs *r, unsigned int n)
{
	switch (n) {
	case 0: return &r->rax;
	case 1: return &r->rcx;
	case 2: return &r->rdx;
	case 3: return &r->rbx;
	case 4: return &r->rsp;
	case 5: return &r->rbp;
	case 6: return &r->rsi;
	case 7: return &r->rdi;
	case 8: return &r->r8;
	case 9: return &r->r9;
	case 10: return &r->r10;
	case 11: return &r->r11;
	case 12: return &r->r12;
	case 13: return &r->r13;
	case 14: return &r->r14;
	default: return &r->r15;
	}
}

static u64 size_mask(unsigned int size)
{
	return size == 8 ? ~0UL : (1UL << (8 * size)) - 1;
}

/* Writes of 4 bytes clear the upper half, smaller ones leave the rest alone. */
static void set_reg(u64 *r, u64 v, unsigned int size)
{
	u64 m = size_mask(size);

	*r = size == 4 ? v & m : (*r & ~m) | (v & m);
}

static u64 operand(const struct store_insn *in, struct cpu_user_regs *regs)
{
	u64 v = in->has_imm ? in->imm : *reg_of(regs, in->reg);

	return (in->high_byte && !in->has_imm ? v >> 8 : v) & size_mask(in->size);
}

static void set_operand(const struct store_insn *in, struct cpu_user_regs *regs, u64 v)
{
	u64 *r = reg_of(regs, in->reg);

	if (in->high_byte)
		*r = (*r & ~0xff00UL) | (v & 0xff) << 8;
	else
		set_reg(r, v, in->size);
}

static u64 result_flags(u64 r, unsigned int size)
{
	u64 f = 0;

	if (!(r & size_mask(size)))
		f |= EFLAGS_ZF;
	if (r >> (8 * size - 1) & 1)
		f |= EFLAGS_SF;
	if (!(__builtin_popcount(r & 0xff) & 1))
		f |= EFLAGS_PF;
	return f;
}

/* a + b + carry, or a - b - carry */
static u64 add_sub(u64 a, u64 b, bool carry, bool sub, unsigned int size, u64 *flags)
{
	u64 m = size_mask(size), r = (sub ? a - b - carry : a + b + carry) & m, sign = 1UL << (8 * size - 1);
	bool cf = sub ? a < b || (carry && a == b) : r < a || (carry && r == a);
	u64 overflow = sub ? (a ^ b) & (a ^ r) : ~(a ^ b) & (a ^ r);

	*flags = result_flags(r, size) | (cf ? EFLAGS_CF : 0) | (overflow & sign ? EFLAGS_OF : 0) |
		 ((a ^ b ^ r) & EFLAGS_AF);
	return r;
}

bool store_insn_execute(const struct store_insn *in, u64 old, u64 *new, struct cpu_user_regs *regs)
{
	u64 src = operand(in, regs), m = size_mask(in->size), keep = regs->rflags & ~EFLAGS_ARITH, flags;
	u64 bit = 1UL << ((in->has_imm ? in->imm : *reg_of(regs, in->reg)) & (8 * in->size - 1));
	bool cf = regs->rflags & EFLAGS_CF, store = true;

	flags = regs->rflags & EFLAGS_ARITH;
	switch (in->op) {
	case STORE_MOV:
		*new = src;
		break;
	case STORE_XCHG:
		*new = src;
		set_operand(in, regs, old);
		break;
	case STORE_ADD:
	case STORE_ADC:
		*new = add_sub(old, src, in->op == STORE_ADC && cf, false, in->size, &flags);
		break;
	case STORE_SUB:
	case STORE_SBB:
		*new = add_sub(old, src, in->op == STORE_SBB && cf, true, in->size, &flags);
		break;
	case STORE_OR:
		*new = old | src;
		flags = result_flags(*new, in->size);
		break;
	case STORE_AND:
		*new = old & src;
		flags = result_flags(*new, in->size);
		break;
	case STORE_XOR:
		*new = old ^ src;
		flags = result_flags(*new, in->size);
		break;
	case STORE_NOT:
		*new = ~old & m;
		break;
	case STORE_NEG:
		*new = add_sub(0, old, false, true, in->size, &flags);
		break;
	case STORE_INC:
	case STORE_DEC:
		*new = add_sub(old, 1, false, in->op == STORE_DEC, in->size, &flags);
		flags = (flags & ~EFLAGS_CF) | (cf ? EFLAGS_CF : 0);
		break;
	case STORE_XADD:
		*new = add_sub(old, src, false, false, in->size, &flags);
		set_operand(in, regs, old);
		break;
	case STORE_CMPXCHG:
		add_sub(regs->rax & m, old, false, true, in->size, &flags);
		store = flags & EFLAGS_ZF;
		*new = store ? src : old;
		if (!store)
			set_reg(&regs->rax, old, in->size);
		break;
	case STORE_BTS:
	case STORE_BTR:
	case STORE_BTC:
		*new = in->op == STORE_BTS ? old | bit : in->op == STORE_BTR ? old & ~bit : old ^ bit;
		flags = (flags & ~EFLAGS_CF) | (old & bit ? EFLAGS_CF : 0);
		break;
	}
	regs->rflags = keep | flags;
	regs->rip += in->len;
	return store;
}
