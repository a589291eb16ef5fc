/* SPDX-License-Identifier: GPL-2.0-only */
/* Decimal adjustments; not in 64-bit mode. The pseudo code of SDM vol. 2 decides. */
#include "private.h"

static int set_al(struct x86_emul *s, u8 al, u64 cf_af)
{
	x86_set_reg(s, 0, al, 1);
	x86_set_flags(s, EFL_ARITH, x86_result_flags(al, 1) | cf_af);
	return X86EMUL_OKAY;
}

static int decimal_adjust(struct x86_emul *s, bool sub)
{
	u8 al = s->regs.rax, old = al;
	u64 f = s->regs.rflags, out = 0;

	if ((al & 15) > 9 || f & EFL_AF) {
		al += sub ? -6 : 6;
		out |= EFL_AF;
		if (sub && old < 6)
			out |= EFL_CF;
	}
	if (old > 0x99 || f & EFL_CF) {
		al += sub ? -0x60 : 0x60;
		out |= EFL_CF;
	}
	return set_al(s, al, out);
}

int x86_op_daa(struct x86_emul *s)
{
	return decimal_adjust(s, false);
}

int x86_op_das(struct x86_emul *s)
{
	return decimal_adjust(s, true);
}

static int ascii_adjust(struct x86_emul *s, bool sub)
{
	u16 ax = s->regs.rax;
	u64 out = 0;

	if ((ax & 15) > 9 || s->regs.rflags & EFL_AF) {
		ax += sub ? -0x106 : 0x106;
		out = EFL_AF | EFL_CF;
	}
	x86_set_reg(s, 0, ax & 0xff0f, 2);
	x86_set_flags(s, EFL_ARITH, x86_result_flags(ax & 15, 1) | out);
	return X86EMUL_OKAY;
}

int x86_op_aaa(struct x86_emul *s)
{
	return ascii_adjust(s, false);
}

int x86_op_aas(struct x86_emul *s)
{
	return ascii_adjust(s, true);
}

int x86_op_aam(struct x86_emul *s)
{
	u8 al = s->regs.rax, base = s->dst.val;

	if (!base)
		return x86_emul_fault(s->c, X86_EXC_DE, -1);
	x86_set_reg(s, 0, (al / base) << 8 | al % base, 2);
	x86_set_flags(s, EFL_ARITH, x86_result_flags(al % base, 1));
	return X86EMUL_OKAY;
}

int x86_op_aad(struct x86_emul *s)
{
	u8 al = s->regs.rax + (s->regs.rax >> 8 & 0xff) * s->dst.val;

	x86_set_reg(s, 0, al, 2);
	x86_set_flags(s, EFL_ARITH, x86_result_flags(al, 1));
	return X86EMUL_OKAY;
}
