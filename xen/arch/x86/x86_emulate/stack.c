/* SPDX-License-Identifier: GPL-2.0-only */
#include "private.h"

#define RSP 4
#define RBP 5

static int stack_bytes(struct x86_emul *s, unsigned int *bytes)
{
	struct segment_register ss;
	int rc;

	*bytes = 8;
	if (s->c->mode == 8)
		return X86EMUL_OKAY;
	rc = x86_segment_get(s, X86_SEG_SS, &ss);
	*bytes = ss.attr & X86_SEG_ATTR_DB ? 4 : 2;
	return rc;
}

int x86_push(struct x86_emul *s, u64 val, unsigned int bytes)
{
	unsigned int width;
	u64 sp;
	int rc = stack_bytes(s, &width);

	if (rc != X86EMUL_OKAY)
		return rc;
	sp = (s->regs.rsp - bytes) & x86_mask(width);
	rc = x86_write(s, X86_SEG_SS, sp, &val, bytes);
	if (rc == X86EMUL_OKAY)
		x86_set_reg(s, RSP, sp, width);
	return rc;
}

int x86_peek(struct x86_emul *s, unsigned int skip, u64 *val, unsigned int bytes)
{
	unsigned int width;
	int rc = stack_bytes(s, &width);

	*val = 0;
	if (rc != X86EMUL_OKAY)
		return rc;
	return x86_read(s, X86_SEG_SS, (s->regs.rsp + skip) & x86_mask(width), val, bytes);
}

int x86_adjust_sp(struct x86_emul *s, s64 delta)
{
	unsigned int width;
	int rc = stack_bytes(s, &width);

	if (rc == X86EMUL_OKAY)
		x86_set_reg(s, RSP, s->regs.rsp + delta, width);
	return rc;
}

int x86_pop(struct x86_emul *s, u64 *val, unsigned int bytes)
{
	int rc = x86_peek(s, 0, val, bytes);

	return rc == X86EMUL_OKAY ? x86_adjust_sp(s, bytes) : rc;
}

int x86_op_push(struct x86_emul *s)
{
	return x86_push(s, s->dst.val, s->in.op_bytes);
}

/* A memory operand that names rSP is addressed with its value after the pop (SDM vol. 2, POP). */
int x86_op_pop(struct x86_emul *s)
{
	int rc = x86_pop(s, &s->dst.val, s->in.op_bytes);

	if (s->dst.kind == OPERAND_mem)
		s->dst.off = x86_effective_offset(s);
	return rc;
}

static enum x86_segment sreg_of(const struct x86_insn *in)
{
	if (in->map)
		return in->opcode & 8 ? X86_SEG_GS : X86_SEG_FS;
	return in->opcode >> 3 & 3;
}

int x86_op_push_sreg(struct x86_emul *s)
{
	struct segment_register reg;
	int rc = x86_segment_get(s, sreg_of(&s->in), &reg);

	return rc == X86EMUL_OKAY ? x86_push(s, reg.sel, s->in.op_bytes) : rc;
}

int x86_op_pop_sreg(struct x86_emul *s)
{
	enum x86_segment seg = sreg_of(&s->in);
	u64 sel;
	int rc = x86_peek(s, 0, &sel, 2);

	if (rc == X86EMUL_OKAY)
		rc = x86_adjust_sp(s, s->in.op_bytes);
	if (rc == X86EMUL_OKAY)
		rc = x86_load_segment(s, seg, sel);
	if (rc == X86EMUL_OKAY && seg == X86_SEG_SS)
		s->c->retire.mov_ss = true;
	return rc;
}

int x86_op_pusha(struct x86_emul *s)
{
	u64 sp = s->regs.rsp;
	int rc = X86EMUL_OKAY;

	for (unsigned int i = 0; i < 8 && rc == X86EMUL_OKAY; i++)
		rc = x86_push(s, i == RSP ? sp : *x86_reg(&s->regs, i), s->in.op_bytes);
	return rc;
}

int x86_op_popa(struct x86_emul *s)
{
	unsigned int n = s->in.op_bytes;
	u64 v;

	for (unsigned int i = 0; i < 8; i++) {
		unsigned int reg = 7 - i;
		int rc = x86_peek(s, i * n, &v, n);

		if (rc != X86EMUL_OKAY)
			return rc;
		if (reg != RSP)
			x86_set_reg(s, reg, v, n);
	}
	return x86_adjust_sp(s, 8 * n);
}

#define IOPL(f) ((f) >> 12 & 3)

/* In virtual-8086 mode below IOPL 3 these trap; with VME they use VIF, which is not emulated. */
static int vm86_sensitive(struct x86_emul *s)
{
	return x86_vm86(s) && IOPL(s->regs.rflags) < 3 ? x86_gp0(s) : X86EMUL_OKAY;
}

int x86_op_pushf(struct x86_emul *s)
{
	int rc = vm86_sensitive(s);

	if (rc != X86EMUL_OKAY)
		return rc;
	return x86_push(s, s->regs.rflags & ~(X86_EFLAGS_VM | X86_EFLAGS_RF), s->in.op_bytes);
}

#define FLAGS_ANYONE (EFL_ARITH | X86_EFLAGS_TF | X86_EFLAGS_DF | X86_EFLAGS_NT | X86_EFLAGS_AC | X86_EFLAGS_ID)

void x86_load_flags(struct x86_emul *s, u64 val, unsigned int bytes)
{
	u64 which = FLAGS_ANYONE;

	if (s->c->cpl <= IOPL(s->regs.rflags))
		which |= X86_EFLAGS_IF;
	if (!s->c->cpl)
		which |= X86_EFLAGS_IOPL;
	if (bytes == 2)
		which &= 0xffff;
	x86_set_flags(s, which, val);
}

int x86_op_popf(struct x86_emul *s)
{
	u64 val;
	int rc = vm86_sensitive(s);

	if (rc == X86EMUL_OKAY)
		rc = x86_pop(s, &val, s->in.op_bytes);
	if (rc == X86EMUL_OKAY)
		x86_load_flags(s, val, s->in.op_bytes);
	return rc;
}

/* The frame pointers of the outer procedures, level - 1 of them. */
static int copy_frames(struct x86_emul *s, unsigned int level, unsigned int width)
{
	unsigned int n = s->in.op_bytes;
	u64 v, bp = s->regs.rbp;

	for (unsigned int i = 1; i < level; i++) {
		int rc;

		v = 0;
		bp -= n;
		rc = x86_read(s, X86_SEG_SS, bp & x86_mask(width), &v, n);
		if (rc == X86EMUL_OKAY)
			rc = x86_push(s, v, n);
		if (rc != X86EMUL_OKAY)
			return rc;
	}
	return X86EMUL_OKAY;
}

int x86_op_enter(struct x86_emul *s)
{
	unsigned int n = s->in.op_bytes, level = s->src.val & 31, width;
	u64 frame, probe = 0, sp;
	int rc = stack_bytes(s, &width);

	if (rc == X86EMUL_OKAY)
		rc = x86_push(s, s->regs.rbp, n);
	frame = s->regs.rsp;
	if (rc == X86EMUL_OKAY && level) {
		rc = copy_frames(s, level, width);
		if (rc == X86EMUL_OKAY)
			rc = x86_push(s, frame, n);
	}
	if (rc != X86EMUL_OKAY)
		return rc;
	x86_set_reg(s, RBP, frame, n);
	rc = x86_adjust_sp(s, -(s64)s->dst.val);
	/* The new top of the stack has to be writable. */
	sp = s->regs.rsp & x86_mask(width);
	if (rc == X86EMUL_OKAY)
		rc = x86_linear(s, X86_SEG_SS, sp, n, ACCESS_write, &sp);
	if (rc == X86EMUL_OKAY)
		rc = s->ops->read ? s->ops->read(s->c, sp, &probe, n, X86_ACCESS_RMW) : X86EMUL_UNHANDLEABLE;
	return rc;
}

int x86_op_leave(struct x86_emul *s)
{
	unsigned int width;
	u64 bp;
	int rc = stack_bytes(s, &width);

	if (rc == X86EMUL_OKAY) {
		x86_set_reg(s, RSP, s->regs.rbp, width);
		rc = x86_pop(s, &bp, s->in.op_bytes);
	}
	if (rc == X86EMUL_OKAY)
		x86_set_reg(s, RBP, bp, s->in.op_bytes);
	return rc;
}
