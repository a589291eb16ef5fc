/* SPDX-License-Identifier: GPL-2.0-only */
/* Moves, conversions, flags. */
#include "private.h"

#define BYTES (s->dst.bytes)

/* MOVZX too: operands are zero-extended. */
int x86_op_mov(struct x86_emul *s)
{
	s->dst.val = s->src.val;
	return X86EMUL_OKAY;
}

int x86_op_movsx(struct x86_emul *s)
{
	s->dst.val = (u64)x86_sext(s->src.val, s->src.bytes) & x86_mask(BYTES);
	return X86EMUL_OKAY;
}

int x86_op_lea(struct x86_emul *s)
{
	s->dst.val = s->src.off & x86_mask(BYTES);
	return X86EMUL_OKAY;
}

/* CBW, CWDE, CDQE */
int x86_op_cbw(struct x86_emul *s)
{
	unsigned int n = s->in.op_bytes;

	x86_set_reg(s, 0, x86_sext(s->regs.rax, n / 2), n);
	return X86EMUL_OKAY;
}

/* CWD, CDQ, CQO */
int x86_op_cwd(struct x86_emul *s)
{
	unsigned int n = s->in.op_bytes;

	x86_set_reg(s, 2, x86_sext(s->regs.rax, n) < 0 ? ~0UL : 0, n);
	return X86EMUL_OKAY;
}

static u64 swap_bytes(u64 v, unsigned int bytes)
{
	return __builtin_bswap64(v) >> (64 - 8 * bytes);
}

/* With a 16-bit operand the result is undefined; processors give 0. */
int x86_op_bswap(struct x86_emul *s)
{
	s->dst.val = BYTES == 2 ? 0 : swap_bytes(s->dst.val, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_movbe(struct x86_emul *s)
{
	s->dst.val = swap_bytes(s->src.val, BYTES);
	return X86EMUL_OKAY;
}

/* A condition that is false still clears the upper half of a 32-bit destination. */
int x86_op_cmov(struct x86_emul *s)
{
	if (x86_condition(s, s->in.opcode))
		s->dst.val = s->src.val;
	return X86EMUL_OKAY;
}

int x86_op_setcc(struct x86_emul *s)
{
	s->dst.val = x86_condition(s, s->in.opcode);
	return X86EMUL_OKAY;
}

#define SAHF_FLAGS (EFL_CF | EFL_PF | EFL_AF | EFL_ZF | EFL_SF)

int x86_op_sahf(struct x86_emul *s)
{
	x86_set_flags(s, SAHF_FLAGS, s->regs.rax >> 8);
	return X86EMUL_OKAY;
}

int x86_op_lahf(struct x86_emul *s)
{
	u64 ah = (s->regs.rflags & SAHF_FLAGS) | 2;

	s->regs.rax = (s->regs.rax & ~0xff00UL) | ah << 8;
	return X86EMUL_OKAY;
}

int x86_op_salc(struct x86_emul *s)
{
	x86_set_reg(s, 0, s->regs.rflags & EFL_CF ? 0xff : 0, 1);
	return X86EMUL_OKAY;
}

int x86_op_xlat(struct x86_emul *s)
{
	u64 off = (s->regs.rbx + (u8)s->regs.rax) & x86_mask(s->in.addr_bytes);
	u8 al;
	int rc = x86_read(s, s->in.segment != X86_SEG_NONE ? s->in.segment : X86_SEG_DS, off, &al, 1);

	if (rc == X86EMUL_OKAY)
		x86_set_reg(s, 0, al, 1);
	return rc;
}

int x86_op_cmc(struct x86_emul *s)
{
	s->regs.rflags ^= EFL_CF;
	return X86EMUL_OKAY;
}

int x86_op_clc(struct x86_emul *s)
{
	s->regs.rflags &= ~EFL_CF;
	return X86EMUL_OKAY;
}

int x86_op_stc(struct x86_emul *s)
{
	s->regs.rflags |= EFL_CF;
	return X86EMUL_OKAY;
}

int x86_op_cld(struct x86_emul *s)
{
	s->regs.rflags &= ~X86_EFLAGS_DF;
	return X86EMUL_OKAY;
}

int x86_op_std(struct x86_emul *s)
{
	s->regs.rflags |= X86_EFLAGS_DF;
	return X86EMUL_OKAY;
}

int x86_op_nop(struct x86_emul *s)
{
	return X86EMUL_OKAY;
}

int x86_op_bound(struct x86_emul *s)
{
	unsigned int n = s->dst.bytes;
	s64 index = x86_sext(s->dst.val, n);
	u64 lower = 0, upper = 0;
	int rc = x86_read(s, s->src.seg, s->src.off, &lower, n);

	if (rc == X86EMUL_OKAY)
		rc = x86_read(s, s->src.seg, (s->src.off + n) & x86_mask(s->in.addr_bytes), &upper, n);
	if (rc == X86EMUL_OKAY && (index < x86_sext(lower, n) || index > x86_sext(upper, n)))
		rc = x86_emul_fault(s->c, X86_EXC_BR, -1);
	return rc;
}
