/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Far branches and IRET at one privilege level, in real, virtual-8086, protected and long mode. Gates, tasks and changes of
 * privilege are not emulated.
 */
#include "private.h"

#define TYPE_CONFORM 4U
#define TYPE_CODE 8U

enum far_kind { FAR_jump, FAR_return };

static int put_cs(struct x86_emul *s, const struct segment_register *cs)
{
	return s->ops->write_segment ? s->ops->write_segment(s->c, X86_SEG_CS, cs) : X86EMUL_UNHANDLEABLE;
}

static int real_cs(struct x86_emul *s, u16 sel, struct segment_register *cs)
{
	int rc = x86_segment_get(s, X86_SEG_CS, cs);

	cs->sel = sel;
	cs->base = (u32)sel << 4;
	return rc;
}

/* Privilege of a code segment as a target: the vector 0 says it is fine. */
static unsigned int check_code(const struct x86_emul *s, const struct segment_register *cs, enum far_kind kind)
{
	unsigned int dpl = x86_seg_dpl(cs->attr), rpl = cs->sel & 3, cpl = s->c->cpl;
	u16 both = X86_SEG_ATTR_L | X86_SEG_ATTR_DB;

	if (s->c->long_mode && (cs->attr & both) == both)
		return X86_EXC_GP;
	if (cs->attr & TYPE_CONFORM) {
		if (dpl > cpl)
			return X86_EXC_GP;
	} else if (dpl != cpl || (kind == FAR_jump && rpl > cpl)) {
		return X86_EXC_GP;
	}
	return cs->attr & X86_SEG_ATTR_P ? 0 : X86_EXC_NP;
}

/* Fills @cs with what @sel names; nothing is loaded yet. */
static int protected_cs(struct x86_emul *s, u16 sel, enum far_kind kind, struct segment_register *cs)
{
	unsigned int vector;
	u64 desc, at;
	bool found;
	int rc;

	if (!(sel & ~3))
		return x86_gp0(s);
	rc = x86_find_descriptor(s, sel, &found, &desc, &at);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (!found)
		return x86_emul_fault(s->c, X86_EXC_GP, sel & ~3);
	x86_unpack_descriptor(desc, sel, cs);
	if (!(cs->attr & X86_SEG_ATTR_S))
		return X86EMUL_UNHANDLEABLE; /* a gate or a task */
	if (!(cs->attr & TYPE_CODE))
		return x86_emul_fault(s->c, X86_EXC_GP, sel & ~3);
	if (kind == FAR_return && (sel & 3) != s->c->cpl)
		return (sel & 3) > s->c->cpl ? X86EMUL_UNHANDLEABLE : x86_emul_fault(s->c, X86_EXC_GP, sel & ~3);
	vector = check_code(s, cs, kind);
	if (vector)
		return x86_emul_fault(s->c, vector, sel & ~3);
	cs->sel = (sel & ~3) | s->c->cpl;
	cs->attr |= 1;
	return x86_set_accessed(s, at, &desc);
}

/* The target in @cs: #GP(0) beyond its limit or not canonical. */
static int check_target(struct x86_emul *s, const struct segment_register *cs, u64 off)
{
	bool long_code = s->c->long_mode && cs->attr & X86_SEG_ATTR_L;

	if (long_code ? !x86_canonical(off) : off > cs->limit)
		return x86_gp0(s);
	return X86EMUL_OKAY;
}

static int find_cs(struct x86_emul *s, u16 sel, u64 off, enum far_kind kind, struct segment_register *cs)
{
	int rc = x86_protected(s) ? protected_cs(s, sel, kind, cs) : real_cs(s, sel, cs);

	return rc == X86EMUL_OKAY ? check_target(s, cs, off) : rc;
}

int x86_op_jmp_far(struct x86_emul *s)
{
	struct segment_register cs;
	u64 off;
	u16 sel;
	int rc = x86_far_pointer(s, &s->dst, &off, &sel);

	if (rc == X86EMUL_OKAY)
		rc = find_cs(s, sel, off, FAR_jump, &cs);
	if (rc != X86EMUL_OKAY)
		return rc;
	s->next_rip = off;
	return put_cs(s, &cs);
}

int x86_op_call_far(struct x86_emul *s)
{
	struct segment_register cs, old;
	u64 off;
	u16 sel;
	int rc = x86_far_pointer(s, &s->dst, &off, &sel);

	if (rc == X86EMUL_OKAY)
		rc = x86_segment_get(s, X86_SEG_CS, &old);
	if (rc == X86EMUL_OKAY)
		rc = find_cs(s, sel, off, FAR_jump, &cs);
	if (rc == X86EMUL_OKAY)
		rc = x86_push(s, old.sel, s->in.op_bytes);
	if (rc == X86EMUL_OKAY)
		rc = x86_push(s, s->next_rip, s->in.op_bytes);
	if (rc != X86EMUL_OKAY)
		return rc;
	s->next_rip = off;
	return put_cs(s, &cs);
}

int x86_op_ret_far(struct x86_emul *s)
{
	unsigned int n = s->in.op_bytes;
	struct segment_register cs;
	u64 off, sel;
	int rc = x86_peek(s, 0, &off, n);

	if (rc == X86EMUL_OKAY)
		rc = x86_peek(s, n, &sel, n);
	if (rc == X86EMUL_OKAY)
		rc = find_cs(s, sel, off, FAR_return, &cs);
	if (rc == X86EMUL_OKAY)
		rc = x86_adjust_sp(s, 2 * n + (s->dst.kind == OPERAND_imm ? s->dst.val : 0));
	if (rc != X86EMUL_OKAY)
		return rc;
	s->next_rip = off;
	return put_cs(s, &cs);
}

/* In 64-bit mode the stack pointer is popped whatever the privilege is. */
static int iret_stack(struct x86_emul *s, unsigned int n)
{
	u64 sp, ss;
	int rc;

	if (s->c->mode != 8)
		return x86_adjust_sp(s, 3 * n);
	rc = x86_peek(s, 3 * n, &sp, n);
	if (rc == X86EMUL_OKAY)
		rc = x86_peek(s, 4 * n, &ss, n);
	if (rc == X86EMUL_OKAY)
		rc = x86_load_segment(s, X86_SEG_SS, ss);
	if (rc == X86EMUL_OKAY)
		s->regs.rsp = sp;
	return rc;
}

int x86_op_iret(struct x86_emul *s)
{
	unsigned int n = s->in.op_bytes;
	u64 off, sel, flags;
	struct segment_register cs;
	int rc;

	if (x86_vm86(s) && (s->regs.rflags & X86_EFLAGS_IOPL) != X86_EFLAGS_IOPL)
		return x86_gp0(s);
	if (x86_protected(s) && s->regs.rflags & X86_EFLAGS_NT)
		return s->c->long_mode ? x86_gp0(s) : X86EMUL_UNHANDLEABLE;
	rc = x86_peek(s, 0, &off, n);
	if (rc == X86EMUL_OKAY)
		rc = x86_peek(s, n, &sel, n);
	if (rc == X86EMUL_OKAY)
		rc = x86_peek(s, 2 * n, &flags, n);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (x86_protected(s) && !s->c->cpl && n != 2 && flags & X86_EFLAGS_VM)
		return X86EMUL_UNHANDLEABLE;
	rc = find_cs(s, sel, off, FAR_return, &cs);
	if (rc == X86EMUL_OKAY)
		rc = iret_stack(s, n);
	if (rc == X86EMUL_OKAY)
		rc = put_cs(s, &cs);
	if (rc != X86EMUL_OKAY)
		return rc;
	x86_load_flags(s, flags, n);
	if (n != 2)
		x86_set_flags(s, X86_EFLAGS_RF, flags);
	s->keep_rf = true;
	s->c->retire.unblock_nmi = true;
	s->next_rip = off;
	return X86EMUL_OKAY;
}
