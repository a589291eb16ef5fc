/* SPDX-License-Identifier: GPL-2.0-only */
/* Near branches and software interrupts. */
#include "private.h"

static u64 target(const struct x86_emul *s, u64 rip)
{
	return rip & x86_mask(s->in.op_bytes);
}

static int branch_if(struct x86_emul *s, bool taken)
{
	return taken ? x86_jump(s, target(s, s->next_rip + s->dst.val)) : X86EMUL_OKAY;
}

int x86_op_jcc(struct x86_emul *s)
{
	return branch_if(s, x86_condition(s, s->in.opcode));
}

int x86_op_jmp(struct x86_emul *s)
{
	return branch_if(s, true);
}

int x86_op_jmp_near(struct x86_emul *s)
{
	return x86_jump(s, s->dst.val);
}

static int call(struct x86_emul *s, u64 to)
{
	u64 back = s->next_rip;
	int rc = x86_jump(s, to);

	return rc == X86EMUL_OKAY ? x86_push(s, back, s->in.op_bytes) : rc;
}

int x86_op_call(struct x86_emul *s)
{
	return call(s, target(s, s->next_rip + s->dst.val));
}

int x86_op_call_near(struct x86_emul *s)
{
	return call(s, s->dst.val);
}

int x86_op_ret(struct x86_emul *s)
{
	u64 to;
	int rc = x86_pop(s, &to, s->in.op_bytes);

	if (rc == X86EMUL_OKAY)
		rc = x86_jump(s, to);
	if (rc == X86EMUL_OKAY && s->dst.kind == OPERAND_imm)
		rc = x86_adjust_sp(s, s->dst.val);
	return rc;
}

static u64 counter(const struct x86_emul *s)
{
	return s->regs.rcx & x86_mask(s->in.addr_bytes);
}

/* LOOPNE, LOOPE, LOOP: E0, E1, E2 */
int x86_op_loop(struct x86_emul *s)
{
	bool zf = s->regs.rflags & EFL_ZF, again = s->in.opcode == 0xe2 || zf == (s->in.opcode & 1);

	x86_set_reg(s, 1, counter(s) - 1, s->in.addr_bytes);
	return branch_if(s, again && counter(s));
}

int x86_op_jcxz(struct x86_emul *s)
{
	return branch_if(s, !counter(s));
}

static int soft_event(struct x86_emul *s, u8 vector, enum x86_event_type type)
{
	s->c->event = (struct x86_event){ .vector = vector, .type = type, .insn_len = s->in.len, .error_code = -1 };
	return X86EMUL_EXCEPTION;
}

int x86_op_int3(struct x86_emul *s)
{
	return soft_event(s, X86_EXC_BP, X86_EVENT_SW_EXCEPTION);
}

int x86_op_into(struct x86_emul *s)
{
	return s->regs.rflags & EFL_OF ? soft_event(s, X86_EXC_OF, X86_EVENT_SW_EXCEPTION) : X86EMUL_OKAY;
}

int x86_op_icebp(struct x86_emul *s)
{
	return soft_event(s, X86_EXC_DB, X86_EVENT_ICEBP);
}

int x86_op_int(struct x86_emul *s)
{
	if (x86_vm86(s) && (s->regs.rflags & X86_EFLAGS_IOPL) != X86_EFLAGS_IOPL)
		return x86_gp0(s);
	return soft_event(s, s->dst.val, X86_EVENT_SW_INT);
}

int x86_op_ud(struct x86_emul *s)
{
	return x86_ud(s);
}
