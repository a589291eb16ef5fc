/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports (SDM vol. 1, ch. 19). */
#include "private.h"

#define TSS_IOMAP 0x66 /* offset of the bitmap's offset, in 32- and 64-bit TSS */
#define IOPL(f) ((f) >> 12 & 3)

int x86_io_allowed(struct x86_emul *s, u16 port, unsigned int n)
{
	struct segment_register tr;
	u16 map, bits = 0xffff;
	int rc;

	if (!s->c->protected_mode || (!x86_vm86(s) && s->c->cpl <= IOPL(s->regs.rflags)))
		return X86EMUL_OKAY;
	rc = x86_segment_get(s, X86_SEG_TR, &tr);
	if (rc != X86EMUL_OKAY)
		return rc;
	/* A busy TSS, 32 or 64 bits; the last bit looked at and one byte more are within it. */
	if (!(tr.attr & X86_SEG_ATTR_P) || (tr.attr & X86_SEG_ATTR_TYPE) != 0xb || tr.limit < TSS_IOMAP + 1)
		return x86_gp0(s);
	rc = x86_read_system(s, tr.base + TSS_IOMAP, &map, 2);
	if (rc != X86EMUL_OKAY)
		return rc;
	if ((u64)map + port / 8 + 1 > tr.limit)
		return x86_gp0(s);
	rc = x86_read_system(s, tr.base + map + port / 8, &bits, 2);
	if (rc != X86EMUL_OKAY)
		return rc;
	return bits >> (port & 7) & ((1u << n) - 1) ? x86_gp0(s) : X86EMUL_OKAY;
}

int x86_op_in(struct x86_emul *s)
{
	u16 port = s->src.val;
	u32 v = 0;
	int rc = x86_io_allowed(s, port, s->dst.bytes);

	if (rc == X86EMUL_OKAY)
		rc = s->ops->read_io ? s->ops->read_io(s->c, port, s->dst.bytes, &v) : X86EMUL_UNHANDLEABLE;
	s->dst.val = v & x86_mask(s->dst.bytes);
	return rc;
}

int x86_op_out(struct x86_emul *s)
{
	u16 port = s->dst.val;
	int rc = x86_io_allowed(s, port, s->src.bytes);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->write_io ? s->ops->write_io(s->c, port, s->src.bytes, s->src.val) : X86EMUL_UNHANDLEABLE;
}
