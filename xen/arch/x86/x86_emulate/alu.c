/* SPDX-License-Identifier: GPL-2.0-only */
#include "private.h"

u64 x86_result_flags(u64 r, unsigned int bytes)
{
	u64 f = 0;

	if (!(r & x86_mask(bytes)))
		f |= EFL_ZF;
	if (r >> (8 * bytes - 1) & 1)
		f |= EFL_SF;
	if (!__builtin_parity(r & 0xff))
		f |= EFL_PF;
	return f;
}

static u64 add_sub(struct x86_emul *s, u64 a, u64 b, bool carry, bool sub, unsigned int bytes)
{
	u64 m = x86_mask(bytes), sign = 1UL << (8 * bytes - 1);
	u64 r = (sub ? a - b - carry : a + b + carry) & m;
	bool cf = sub ? a < b || (carry && a == b) : r < a || (carry && r == a);
	u64 overflow = sub ? (a ^ b) & (a ^ r) : ~(a ^ b) & (a ^ r);

	x86_set_flags(s, EFL_ARITH, x86_result_flags(r, bytes) | (cf ? EFL_CF : 0) | (overflow & sign ? EFL_OF : 0) |
		      ((a ^ b ^ r) & EFL_AF));
	return r;
}

u64 x86_add(struct x86_emul *s, u64 a, u64 b, bool carry, unsigned int bytes)
{
	return add_sub(s, a, b, carry, false, bytes);
}

u64 x86_sub(struct x86_emul *s, u64 a, u64 b, bool carry, unsigned int bytes)
{
	return add_sub(s, a, b, carry, true, bytes);
}

bool x86_condition(const struct x86_emul *s, unsigned int cc)
{
	u64 f = s->regs.rflags;
	bool sf_ne_of = !(f & EFL_SF) != !(f & EFL_OF), r = false;

	switch (cc >> 1 & 7) {
	case 0: r = f & EFL_OF; break;
	case 1: r = f & EFL_CF; break;
	case 2: r = f & EFL_ZF; break;
	case 3: r = f & (EFL_CF | EFL_ZF); break;
	case 4: r = f & EFL_SF; break;
	case 5: r = f & EFL_PF; break;
	case 6: r = sf_ne_of; break;
	case 7: r = sf_ne_of || (f & EFL_ZF); break;
	}
	return r != (cc & 1);
}

#define DST (s->dst.val)
#define SRC (s->src.val)
#define BYTES (s->dst.bytes)
#define CARRY (s->regs.rflags & EFL_CF)

static int logic(struct x86_emul *s, u64 r)
{
	x86_set_flags(s, EFL_ARITH, x86_result_flags(r, BYTES));
	return X86EMUL_OKAY;
}

int x86_op_add(struct x86_emul *s)
{
	DST = x86_add(s, DST, SRC, false, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_adc(struct x86_emul *s)
{
	DST = x86_add(s, DST, SRC, CARRY, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_sub(struct x86_emul *s)
{
	DST = x86_sub(s, DST, SRC, false, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_sbb(struct x86_emul *s)
{
	DST = x86_sub(s, DST, SRC, CARRY, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_cmp(struct x86_emul *s)
{
	x86_sub(s, DST, SRC, false, BYTES);
	return X86EMUL_OKAY;
}

int x86_op_or(struct x86_emul *s)
{
	DST |= SRC;
	return logic(s, DST);
}

int x86_op_and(struct x86_emul *s)
{
	DST &= SRC;
	return logic(s, DST);
}

int x86_op_xor(struct x86_emul *s)
{
	DST ^= SRC;
	return logic(s, DST);
}

int x86_op_test(struct x86_emul *s)
{
	return logic(s, DST & SRC);
}

int x86_op_andn(struct x86_emul *s)
{
	DST = ~SRC & s->src2.val;
	x86_set_flags(s, EFL_ARITH & ~(EFL_AF | EFL_PF), x86_result_flags(DST, BYTES));
	return X86EMUL_OKAY;
}

int x86_op_not(struct x86_emul *s)
{
	DST = ~DST & x86_mask(BYTES);
	return X86EMUL_OKAY;
}

int x86_op_neg(struct x86_emul *s)
{
	DST = x86_sub(s, 0, DST, false, BYTES);
	return X86EMUL_OKAY;
}

/* INC and DEC leave CF alone. */
static int inc_dec(struct x86_emul *s, bool sub)
{
	u64 cf = CARRY;

	DST = add_sub(s, DST, 1, false, sub, BYTES);
	x86_set_flags(s, EFL_CF, cf);
	return X86EMUL_OKAY;
}

int x86_op_inc(struct x86_emul *s)
{
	return inc_dec(s, false);
}

int x86_op_dec(struct x86_emul *s)
{
	return inc_dec(s, true);
}

/* A register operand beside the first one; @o is where it was read from. */
static void set_operand_register(struct x86_emul *s, const struct x86_operand *o, u64 v)
{
	u64 *r = x86_reg(&s->regs, o->reg);

	if (o->high)
		*r = (*r & ~0xff00UL) | (v & 0xff) << 8;
	else
		x86_set_reg(s, o->reg, v, o->bytes);
}

/* The register is written first: with the same register twice the sum stays. A faulting store discards both. */
int x86_op_xadd(struct x86_emul *s)
{
	u64 old = DST;

	DST = x86_add(s, DST, SRC, false, BYTES);
	set_operand_register(s, &s->src, old);
	return X86EMUL_OKAY;
}

int x86_op_xchg(struct x86_emul *s)
{
	u64 old = DST;

	if (s->in.map == 0 && s->in.opcode == 0x90 && s->src.reg == 0) {
		s->no_writeback = true; /* NOP: RAX keeps its upper half */
		return X86EMUL_OKAY;
	}
	DST = SRC;
	set_operand_register(s, &s->src, old);
	return X86EMUL_OKAY;
}

/* Memory is written in any case, with what it had when the comparison fails; a register is not. */
int x86_op_cmpxchg(struct x86_emul *s)
{
	u64 acc = s->regs.rax & x86_mask(BYTES);

	x86_sub(s, acc, DST, false, BYTES);
	if (s->regs.rflags & EFL_ZF) {
		DST = SRC;
		return X86EMUL_OKAY;
	}
	x86_set_reg(s, 0, DST, BYTES);
	s->no_writeback = s->dst.kind == OPERAND_reg;
	return X86EMUL_OKAY;
}

/* EDX:EAX or RDX:RAX against 8 or 16 bytes of memory. */
int x86_op_cmpxchg8b(struct x86_emul *s)
{
	unsigned int half = s->in.op_bytes == 8 ? 8 : 4;
	union {
		u64 q[2];
		u32 d[4];
	} old = { { 0 } }, new = { { 0 } };
	u64 linear;
	int rc;

	if (half == 8 && s->dst.off & 15 && s->c->mode == 8) {
		rc = x86_linear(s, s->dst.seg, s->dst.off, 16, ACCESS_write, &linear);
		return rc == X86EMUL_OKAY ? x86_gp0(s) : rc;
	}
	rc = x86_linear(s, s->dst.seg, s->dst.off, 2 * half, ACCESS_write, &linear);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (!s->ops->read || !s->ops->cmpxchg)
		return X86EMUL_UNHANDLEABLE;
	rc = s->ops->read(s->c, linear, &old, 2 * half, X86_ACCESS_RMW);
	if (rc != X86EMUL_OKAY)
		return rc;
	new = old;
	if (half == 8) {
		bool same = old.q[0] == s->regs.rax && old.q[1] == s->regs.rdx;

		x86_set_flags(s, EFL_ZF, same ? EFL_ZF : 0);
		if (same) {
			new.q[0] = s->regs.rbx;
			new.q[1] = s->regs.rcx;
		}
	} else {
		bool same = old.d[0] == (u32)s->regs.rax && old.d[1] == (u32)s->regs.rdx;

		x86_set_flags(s, EFL_ZF, same ? EFL_ZF : 0);
		if (same) {
			new.d[0] = s->regs.rbx;
			new.d[1] = s->regs.rcx;
		}
	}
	if (!(s->regs.rflags & EFL_ZF)) {
		x86_set_reg(s, 0, half == 8 ? old.q[0] : old.d[0], half);
		x86_set_reg(s, 2, half == 8 ? old.q[1] : old.d[1], half);
	}
	s->no_writeback = true;
	rc = s->ops->cmpxchg(s->c, linear, &old, &new, 2 * half);
	return rc == X86EMUL_CMPXCHG_FAILED ? X86EMUL_RETRY : rc;
}

static int carry_through(struct x86_emul *s, u64 flag)
{
	unsigned __int128 r = (unsigned __int128)DST + SRC + !!(s->regs.rflags & flag);

	DST = (u64)r & x86_mask(BYTES);
	x86_set_flags(s, flag, r >> (8 * BYTES) ? flag : 0);
	return X86EMUL_OKAY;
}

int x86_op_adcx(struct x86_emul *s)
{
	return carry_through(s, EFL_CF);
}

int x86_op_adox(struct x86_emul *s)
{
	return carry_through(s, EFL_OF);
}
