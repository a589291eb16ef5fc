/* SPDX-License-Identifier: GPL-2.0-only */
/* Operands: from their codes in the opcode map to registers, immediates and memory, and back. */
#include "private.h"

u64 x86_effective_offset(const struct x86_emul *s)
{
	const struct x86_insn *in = &s->in;
	struct cpu_user_regs *regs = (struct cpu_user_regs *)&s->regs;
	u64 off = (s64)in->disp;

	if (in->rip_relative)
		off += s->regs.rip + in->len;
	if (in->base != REG_none)
		off += *x86_reg(regs, in->base);
	if (in->index != REG_none)
		off += *x86_reg(regs, in->index) << in->scale;
	return off & x86_mask(in->addr_bytes);
}

static void set_register(struct x86_emul *s, struct x86_operand *o, unsigned int reg, unsigned int bytes)
{
	u64 val;

	o->kind = OPERAND_reg;
	o->bytes = bytes;
	o->reg = reg;
	/* Without REX, byte registers 4-7 are AH, CH, DH, BH. */
	o->high = bytes == 1 && !s->in.rex && reg >= 4;
	if (o->high)
		o->reg -= 4;
	val = *x86_reg(&s->regs, o->reg);
	o->val = (o->high ? val >> 8 : val) & x86_mask(bytes);
}

static void set_memory(struct x86_emul *s, struct x86_operand *o, unsigned int bytes)
{
	o->kind = OPERAND_mem;
	o->bytes = bytes;
	o->seg = s->in.segment != X86_SEG_NONE ? s->in.segment : s->in.default_segment;
	o->off = x86_effective_offset(s);
}

static void set_immediate(struct x86_operand *o, u64 val, unsigned int bytes)
{
	o->kind = OPERAND_imm;
	o->bytes = bytes;
	o->val = bytes ? val & x86_mask(bytes) : val;
}

/* y: 8 bytes with REX.W, else 4, whatever 66 says. */
static unsigned int y_bytes(const struct x86_insn *in)
{
	return in->op_bytes == 8 ? 8 : 4;
}

/* Width of an operand by the second letter of its code; 0 for those whose handlers know better. */
static unsigned int operand_bytes(const struct x86_emul *s, u8 code)
{
	const struct x86_insn *in = &s->in;

	switch (code) {
	case Eb: case Gb: case Mb: case Ib: case Ob: case Zb: case AL: case CL: case One:
		return 1;
	case Ew: case Gw: case Mw: case Iw: case AX: case DX:
		return 2;
	case Ed: case Gd: case Md:
		return 4;
	case Eq: case Mq:
		return 8;
	case Ev: case Gv: case Mv: case sIb: case Iz: case Iv: case Ov: case Zv: case rAX:
		return in->op_bytes;
	case EvMw:
		return in->has_mem ? 2 : in->op_bytes;
	case Ey: case Gy: case By: case My:
		return y_bytes(in);
	case Az:
		return min_t(unsigned int, in->op_bytes, 4);
	case Ry:
		return s->c->mode == 8 ? 8 : 4;
	}
	return 0;
}

static void set_operand(struct x86_emul *s, struct x86_operand *o, u8 code)
{
	const struct x86_insn *in = &s->in;
	unsigned int bytes = operand_bytes(s, code);

	switch (code) {
	case Eb ... Ey:
	case EvMw:
		if (!in->has_mem) {
			set_register(s, o, in->rm, bytes);
			break;
		}
		fallthrough;
	case M_ ... My:
		set_memory(s, o, bytes);
		break;
	case Gb ... Gy:
		set_register(s, o, in->reg, bytes);
		break;
	case By:
		set_register(s, o, s->c->mode == 8 ? in->vex_v : in->vex_v & 7, bytes);
		break;
	case Ry:
		set_register(s, o, in->rm, bytes);
		break;
	case Ib ... Iv:
		set_immediate(o, o == &s->dst || s->dst.kind != OPERAND_imm ? in->imm : in->imm2, bytes);
		break;
	case Jb:
	case Jz:
	case Ap:
		set_immediate(o, in->imm, 0);
		break;
	case One:
		set_immediate(o, 1, bytes);
		break;
	case Ob:
	case Ov:
		o->kind = OPERAND_mem;
		o->bytes = bytes;
		o->seg = in->segment != X86_SEG_NONE ? in->segment : X86_SEG_DS;
		o->off = in->imm & x86_mask(in->addr_bytes);
		break;
	case Zb:
	case Zv:
		set_register(s, o, (in->opcode & 7) | (in->rex & 1 ? 8 : 0), bytes);
		break;
	case AL ... Az:
		set_register(s, o, 0, bytes);
		break;
	case CL:
		set_register(s, o, 1, bytes);
		break;
	case DX:
		set_register(s, o, 2, bytes);
		break;
	}
}

/* BT and its kin with a register: the bit may be anywhere around the operand. */
static void bitstring_offset(struct x86_emul *s)
{
	s64 bit = x86_sext(s->src.val, s->src.bytes);

	s->dst.off = (s->dst.off + (bit >> 3 & ~(s64)(s->dst.bytes - 1))) & x86_mask(s->in.addr_bytes);
}

static int read_operand(struct x86_emul *s, struct x86_operand *o, bool rmw)
{
	u64 linear;
	int rc;

	if (o->kind != OPERAND_mem || !o->bytes)
		return X86EMUL_OKAY;
	rc = x86_linear(s, o->seg, o->off, o->bytes, rmw ? ACCESS_write : ACCESS_read, &linear);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (!s->ops->read)
		return X86EMUL_UNHANDLEABLE;
	o->val = 0;
	rc = s->ops->read(s->c, linear, &o->val, o->bytes, rmw ? X86_ACCESS_RMW : 0);
	o->orig = o->val;
	return rc;
}

int x86_operands_read(struct x86_emul *s)
{
	int rc = X86EMUL_OKAY;

	if (s->in.operand[0])
		set_operand(s, &s->dst, s->in.operand[0]);
	if (s->in.operand[1])
		set_operand(s, &s->src, s->in.operand[1]);
	if (s->in.operand[2])
		set_operand(s, &s->src2, s->in.operand[2]);
	if (s->in.flags & BITSTRING && s->dst.kind == OPERAND_mem)
		bitstring_offset(s);
	rc = read_operand(s, &s->src, false);
	if (rc == X86EMUL_OKAY)
		rc = read_operand(s, &s->src2, false);
	if (rc == X86EMUL_OKAY && !(s->in.flags & NO_READ))
		rc = read_operand(s, &s->dst, !(s->in.flags & NO_WRITE));
	return rc;
}

/* XCHG with memory is locked without saying so. */
static bool is_locked(const struct x86_insn *in)
{
	return in->lock || (in->map == 0 && (in->opcode == 0x86 || in->opcode == 0x87));
}

static int write_locked(struct x86_emul *s)
{
	u64 linear;
	int rc = x86_linear(s, s->dst.seg, s->dst.off, s->dst.bytes, ACCESS_write, &linear);

	if (rc != X86EMUL_OKAY)
		return rc;
	if (!s->ops->cmpxchg)
		return X86EMUL_UNHANDLEABLE;
	rc = s->ops->cmpxchg(s->c, linear, &s->dst.orig, &s->dst.val, s->dst.bytes);
	return rc == X86EMUL_CMPXCHG_FAILED ? X86EMUL_RETRY : rc;
}

int x86_operands_write(struct x86_emul *s)
{
	struct x86_operand *o = &s->dst;
	u64 *r;

	if (s->no_writeback || s->in.flags & NO_WRITE || !o->bytes)
		return X86EMUL_OKAY;
	if (o->kind == OPERAND_mem)
		return is_locked(&s->in) ? write_locked(s) : x86_write(s, o->seg, o->off, &o->val, o->bytes);
	if (o->kind != OPERAND_reg)
		return X86EMUL_OKAY;
	if (o->high) {
		r = x86_reg(&s->regs, o->reg);
		*r = (*r & ~0xff00UL) | (o->val & 0xff) << 8;
	} else {
		x86_set_reg(s, o->reg, o->val, o->bytes);
	}
	return X86EMUL_OKAY;
}

int x86_read_mem(struct x86_emul *s, const struct x86_operand *o, void *dst, unsigned int n)
{
	return x86_read(s, o->seg, o->off, dst, n);
}

int x86_write_mem(struct x86_emul *s, const struct x86_operand *o, const void *src, unsigned int n)
{
	return x86_write(s, o->seg, o->off, src, n);
}
