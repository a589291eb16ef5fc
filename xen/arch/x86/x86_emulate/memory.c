/* SPDX-License-Identifier: GPL-2.0-only */
/* From an offset in a segment to a linear address (SDM vol. 3A, 5.3-5.6, and 3.3.7 for canonical ones), then to the callbacks. */
#include "private.h"

#define TYPE_CODE 8U
#define TYPE_EXPAND_DOWN 4U /* data */
#define TYPE_WRITABLE 2U    /* data; of code: readable */

int x86_segment_get(struct x86_emul *s, enum x86_segment seg, struct segment_register *reg)
{
	return s->ops->read_segment ? s->ops->read_segment(s->c, seg, reg) : X86EMUL_UNHANDLEABLE;
}

static int segment_fault(struct x86_emul *s, enum x86_segment seg)
{
	return x86_emul_fault(s->c, seg == X86_SEG_SS ? X86_EXC_SS : X86_EXC_GP, 0);
}

static bool type_allows(u16 attr, enum x86_access a)
{
	u16 type = attr & X86_SEG_ATTR_TYPE;

	if (!(attr & X86_SEG_ATTR_P))
		return false; /* a null selector */
	if (a == ACCESS_write)
		return (type & (TYPE_CODE | TYPE_WRITABLE)) == TYPE_WRITABLE;
	return a == ACCESS_exec || (type & (TYPE_CODE | TYPE_WRITABLE)) != TYPE_CODE;
}

static bool within_limit(const struct segment_register *r, u32 off, unsigned int n)
{
	u64 last = (u64)off + n - 1;

	if ((r->attr & (TYPE_CODE | TYPE_EXPAND_DOWN)) == TYPE_EXPAND_DOWN && r->attr & X86_SEG_ATTR_S)
		return off > r->limit && last <= (r->attr & X86_SEG_ATTR_DB ? 0xffffffffUL : 0xffffUL);
	return last <= r->limit;
}

static int linear64(struct x86_emul *s, enum x86_segment seg, u64 off, unsigned int n, u64 *linear)
{
	struct segment_register reg;

	if (seg == X86_SEG_FS || seg == X86_SEG_GS) {
		int rc = x86_segment_get(s, seg, &reg);

		if (rc != X86EMUL_OKAY)
			return rc;
		off += reg.base;
	}
	if (!x86_canonical(off) || !x86_canonical(off + n - 1))
		return segment_fault(s, seg);
	*linear = off;
	return X86EMUL_OKAY;
}

int x86_linear(struct x86_emul *s, enum x86_segment seg, u64 off, unsigned int n, enum x86_access a, u64 *linear)
{
	struct segment_register reg;
	int rc;

	if (s->c->mode == 8)
		return linear64(s, seg, off, n, linear);
	rc = x86_segment_get(s, seg, &reg);
	if (rc != X86EMUL_OKAY)
		return rc;
	if ((x86_protected(s) && !type_allows(reg.attr, a)) || !within_limit(&reg, off, n))
		return segment_fault(s, seg);
	*linear = (u32)(reg.base + off);
	return X86EMUL_OKAY;
}

int x86_read(struct x86_emul *s, enum x86_segment seg, u64 off, void *dst, unsigned int n)
{
	u64 linear;
	int rc = x86_linear(s, seg, off, n, ACCESS_read, &linear);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->read ? s->ops->read(s->c, linear, dst, n, 0) : X86EMUL_UNHANDLEABLE;
}

int x86_write(struct x86_emul *s, enum x86_segment seg, u64 off, const void *src, unsigned int n)
{
	u64 linear;
	int rc = x86_linear(s, seg, off, n, ACCESS_write, &linear);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->write ? s->ops->write(s->c, linear, src, n, 0) : X86EMUL_UNHANDLEABLE;
}

int x86_read_system(struct x86_emul *s, u64 linear, void *dst, unsigned int n)
{
	return s->ops->read ? s->ops->read(s->c, linear, dst, n, X86_ACCESS_SYSTEM) : X86EMUL_UNHANDLEABLE;
}

int x86_write_system(struct x86_emul *s, u64 linear, const void *src, unsigned int n)
{
	return s->ops->write ? s->ops->write(s->c, linear, src, n, X86_ACCESS_SYSTEM) : X86EMUL_UNHANDLEABLE;
}

int x86_jump(struct x86_emul *s, u64 target)
{
	struct segment_register cs;

	if (s->c->mode == 8) {
		if (!x86_canonical(target))
			return x86_gp0(s);
	} else {
		int rc = x86_segment_get(s, X86_SEG_CS, &cs);

		if (rc != X86EMUL_OKAY)
			return rc;
		if (target > cs.limit)
			return x86_gp0(s);
	}
	s->next_rip = target;
	return X86EMUL_OKAY;
}

/* More bytes of the instruction: up to the end of the page, the segment, or the longest instruction. */
int x86_fetch(struct x86_emulate_ctxt *c, void *emul)
{
	struct x86_emul *s = emul;
	struct segment_register cs;
	u64 off = c->regs->rip + c->insn_count, linear;
	u64 n = X86_INSN_MAX - c->insn_count;
	int rc;

	if (c->mode != 8) {
		off = (u32)off;
		rc = x86_segment_get(s, X86_SEG_CS, &cs);
		if (rc != X86EMUL_OKAY)
			return rc;
		if (off <= cs.limit)
			n = min(n, (u64)cs.limit - off + 1);
	}
	rc = x86_linear(s, X86_SEG_CS, off, 1, ACCESS_exec, &linear);
	if (rc != X86EMUL_OKAY)
		return rc;
	n = min(n, 0x1000 - (linear & 0xfff));
	if (!s->ops->fetch)
		return X86EMUL_UNHANDLEABLE;
	rc = s->ops->fetch(c, linear, c->insn + c->insn_count, n);
	if (rc == X86EMUL_OKAY)
		c->insn_count += n;
	return rc;
}
