/* SPDX-License-Identifier: GPL-2.0-only */
/* One iteration of a string instruction; emulate.c repeats it. Registers move only when memory and ports have succeeded. */
#include "private.h"

static unsigned int element_bytes(const struct x86_emul *s)
{
	return s->in.opcode & 1 ? s->in.op_bytes : 1;
}

static u64 index_offset(struct x86_emul *s, unsigned int reg)
{
	return *x86_reg(&s->regs, reg) & x86_mask(s->in.addr_bytes);
}

static void advance(struct x86_emul *s, unsigned int reg, unsigned int n)
{
	u64 step = s->regs.rflags & X86_EFLAGS_DF ? -(u64)n : n;

	x86_set_reg(s, reg, *x86_reg(&s->regs, reg) + step, s->in.addr_bytes);
}

#define RSI 6
#define RDI 7

static int read_source(struct x86_emul *s, u64 *v, unsigned int n)
{
	*v = 0;
	return x86_read(s, s->in.segment != X86_SEG_NONE ? s->in.segment : X86_SEG_DS, index_offset(s, RSI), v, n);
}

static int read_dest(struct x86_emul *s, u64 *v, unsigned int n)
{
	*v = 0;
	return x86_read(s, X86_SEG_ES, index_offset(s, RDI), v, n);
}

static int write_dest(struct x86_emul *s, const void *v, unsigned int n)
{
	return x86_write(s, X86_SEG_ES, index_offset(s, RDI), v, n);
}

int x86_op_movs(struct x86_emul *s)
{
	unsigned int n = element_bytes(s);
	u64 v;
	int rc = read_source(s, &v, n);

	if (rc == X86EMUL_OKAY)
		rc = write_dest(s, &v, n);
	if (rc == X86EMUL_OKAY) {
		advance(s, RSI, n);
		advance(s, RDI, n);
	}
	return rc;
}

int x86_op_cmps(struct x86_emul *s)
{
	unsigned int n = element_bytes(s);
	u64 a, b;
	int rc = read_source(s, &a, n);

	if (rc == X86EMUL_OKAY)
		rc = read_dest(s, &b, n);
	if (rc == X86EMUL_OKAY) {
		x86_sub(s, a, b, false, n);
		advance(s, RSI, n);
		advance(s, RDI, n);
	}
	return rc;
}

int x86_op_stos(struct x86_emul *s)
{
	unsigned int n = element_bytes(s);
	int rc = write_dest(s, &s->regs.rax, n);

	if (rc == X86EMUL_OKAY)
		advance(s, RDI, n);
	return rc;
}

int x86_op_lods(struct x86_emul *s)
{
	unsigned int n = element_bytes(s);
	u64 v;
	int rc = read_source(s, &v, n);

	if (rc == X86EMUL_OKAY) {
		x86_set_reg(s, 0, v, n);
		advance(s, RSI, n);
	}
	return rc;
}

int x86_op_scas(struct x86_emul *s)
{
	unsigned int n = element_bytes(s);
	u64 v;
	int rc = read_dest(s, &v, n);

	if (rc == X86EMUL_OKAY) {
		x86_sub(s, s->regs.rax & x86_mask(n), v, false, n);
		advance(s, RDI, n);
	}
	return rc;
}

/* The destination is checked before the port is read: reading may have effects. */
int x86_op_ins(struct x86_emul *s)
{
	unsigned int n = min_t(unsigned int, element_bytes(s), 4);
	u16 port = s->regs.rdx;
	u64 linear;
	u32 v = 0;
	int rc = x86_io_allowed(s, port, n);

	if (rc == X86EMUL_OKAY)
		rc = x86_linear(s, X86_SEG_ES, index_offset(s, RDI), n, ACCESS_write, &linear);
	if (rc == X86EMUL_OKAY && (!s->ops->read || !s->ops->write || !s->ops->read_io))
		rc = X86EMUL_UNHANDLEABLE;
	if (rc == X86EMUL_OKAY)
		rc = s->ops->read(s->c, linear, &v, n, X86_ACCESS_RMW);
	if (rc == X86EMUL_OKAY)
		rc = s->ops->read_io(s->c, port, n, &v);
	if (rc == X86EMUL_OKAY)
		rc = s->ops->write(s->c, linear, &v, n, 0);
	if (rc == X86EMUL_OKAY)
		advance(s, RDI, n);
	return rc;
}

int x86_op_outs(struct x86_emul *s)
{
	unsigned int n = min_t(unsigned int, element_bytes(s), 4);
	u16 port = s->regs.rdx;
	u64 v;
	int rc = x86_io_allowed(s, port, n);

	if (rc == X86EMUL_OKAY)
		rc = read_source(s, &v, n);
	if (rc == X86EMUL_OKAY)
		rc = s->ops->write_io ? s->ops->write_io(s->c, port, n, v) : X86EMUL_UNHANDLEABLE;
	if (rc == X86EMUL_OKAY)
		advance(s, RSI, n);
	return rc;
}
