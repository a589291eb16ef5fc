/* SPDX-License-Identifier: GPL-2.0-only */
#include "private.h"

#define DEFAULT_REP_LIMIT 1024

int x86_emul_fault(struct x86_emulate_ctxt *c, unsigned int vector, s32 error_code)
{
	c->event = (struct x86_event){ .vector = vector, .type = X86_EVENT_HW_EXCEPTION, .error_code = error_code };
	return X86EMUL_EXCEPTION;
}

int x86_emul_page_fault(struct x86_emulate_ctxt *c, u64 linear, u32 pfec)
{
	x86_emul_fault(c, X86_EXC_PF, pfec);
	c->event.cr2 = linear;
	return X86EMUL_EXCEPTION;
}

u64 *x86_reg(struct cpu_user_regs *regs, unsigned int n)
{
	static const u8 offset[16] = {
#define R(r) offsetof(struct cpu_user_regs, r)
		R(rax), R(rcx), R(rdx), R(rbx), R(rsp), R(rbp), R(rsi), R(rdi),
		R(r8), R(r9), R(r10), R(r11), R(r12), R(r13), R(r14), R(r15),
#undef R
	};

	return (u64 *)((char *)regs + offset[n & 15]);
}

void x86_set_reg(struct x86_emul *s, unsigned int n, u64 v, unsigned int bytes)
{
	u64 *r = x86_reg(&s->regs, n), m = x86_mask(bytes);

	*r = bytes == 4 ? v & m : (*r & ~m) | (v & m);
}

int x86_op_unhandled(struct x86_emul *s)
{
	return X86EMUL_UNHANDLEABLE;
}

/* What the row says about where the instruction is legal. */
static int check_row(struct x86_emul *s)
{
	if ((s->in.flags & PROT || s->in.vex || s->in.evex) && !x86_protected(s))
		return x86_ud(s);
	if (s->in.flags & PRIV && s->c->cpl)
		return x86_gp0(s);
	return X86EMUL_OKAY;
}

/* The frame becomes what the instruction made of it. */
static int retire(struct x86_emul *s)
{
	struct x86_emulate_ctxt *c = s->c;

	c->retire.singlestep = c->regs->rflags & X86_EFLAGS_TF;
	s->regs.rip = s->next_rip;
	if (!s->keep_rf)
		s->regs.rflags &= ~X86_EFLAGS_RF;
	*c->regs = s->regs;
	return X86EMUL_OKAY;
}

static int execute(struct x86_emul *s)
{
	int rc = x86_operands_read(s);

	if (rc == X86EMUL_OKAY)
		rc = s->in.execute(s);
	if (rc == X86EMUL_OKAY)
		rc = x86_operands_write(s);
	return rc == X86EMUL_OKAY ? retire(s) : rc;
}

/* REPE and REPNE of CMPS and SCAS end by ZF, the others by the count alone. */
static bool stopped_by_zf(const struct x86_emul *s)
{
	if (!(s->in.flags & STRING_ZF))
		return false;
	return !(s->regs.rflags & EFL_ZF) == (s->in.rep == 0xf3);
}

/* A repeated instruction is left in the middle: rip stays, what was done stays done. */
static int retire_partly(struct x86_emul *s)
{
	s->next_rip = s->c->regs->rip;
	s->keep_rf = true;
	return retire(s);
}

/*
 * Each iteration is complete by itself. When one fails, those before stay done; what it failed for is said at once only if it
 * was the first or raised an exception.
 */
static int execute_string(struct x86_emul *s)
{
	unsigned int limit = s->c->rep_limit ? s->c->rep_limit : DEFAULT_REP_LIMIT, width = s->in.addr_bytes;
	u64 mask = x86_mask(width);
	int rc;

	if (!s->in.rep) {
		rc = s->in.execute(s);
		return rc == X86EMUL_OKAY ? retire(s) : rc;
	}
	if (s->regs.rflags & X86_EFLAGS_TF)
		limit = 1;
	for (unsigned int done = 0; s->regs.rcx & mask; done++) {
		if (done == limit)
			return retire_partly(s);
		rc = s->in.execute(s);
		if (rc == X86EMUL_EXCEPTION)
			*s->c->regs = s->regs;
		if (rc != X86EMUL_OKAY)
			return done && rc != X86EMUL_EXCEPTION ? retire_partly(s) : rc;
		x86_set_reg(s, 1, (s->regs.rcx & mask) - 1, width);
		if (stopped_by_zf(s))
			break;
	}
	return retire(s);
}

int x86_emulate(struct x86_emulate_ctxt *c, const struct x86_emulate_ops *ops)
{
	struct x86_emul s = { .c = c, .ops = ops, .regs = *c->regs };
	int rc;

	memset(&c->event, 0, sizeof(c->event));
	memset(&c->retire, 0, sizeof(c->retire));
	rc = x86_decode(c, &s.in, x86_fetch, &s);
	if (rc == X86EMUL_OKAY)
		rc = check_row(&s);
	if (rc != X86EMUL_OKAY)
		return rc;
	s.next_rip = s.regs.rip + s.in.len;
	if (c->mode != 8)
		s.next_rip = (u32)s.next_rip;
	return s.in.flags & STRING ? execute_string(&s) : execute(&s);
}
