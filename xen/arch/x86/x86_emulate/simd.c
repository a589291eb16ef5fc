/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Plain moves between XMM or YMM registers and memory, as drivers use them on device memory. Forms between two registers
 * touch no memory and are not emulated.
 */
#include "private.h"

#define CR0_EM 0x4UL
#define CR0_TS 0x8UL
#define XCR0_AVX 6UL /* SSE and AVX state */

/* SDM vol. 2A, 2.4 and vol. 3A, 13.1: which of #UD and #NM a vector instruction raises now. */
static int vector_available(struct x86_emul *s)
{
	u64 cr0, cr4, xcr0;
	int rc = x86_read_cr(s, 0, &cr0);

	if (rc == X86EMUL_OKAY)
		rc = x86_read_cr(s, 4, &cr4);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (s->in.vex) {
		if (!(cr4 & X86_CR4_OSXSAVE))
			return x86_ud(s);
		rc = s->ops->read_xcr ? s->ops->read_xcr(s->c, 0, &xcr0) : X86EMUL_UNHANDLEABLE;
		if (rc != X86EMUL_OKAY)
			return rc;
		if ((xcr0 & XCR0_AVX) != XCR0_AVX)
			return x86_ud(s);
	} else if (cr0 & CR0_EM || !(cr4 & X86_CR4_OSFXSR)) {
		return x86_ud(s);
	}
	return cr0 & CR0_TS ? x86_emul_fault(s->c, X86_EXC_NM, -1) : X86EMUL_OKAY;
}

struct vector {
	u8 b[32];
};

static unsigned int vector_bytes(const struct x86_emul *s)
{
	return s->in.vex_l ? 32 : 16;
}

/* A VEX encoded load clears the register above what it loads, up to 32 bytes; the others leave it. */
static int put_register(struct x86_emul *s, struct vector *v, unsigned int n)
{
	if (s->in.vex) {
		memset(v->b + n, 0, sizeof(v->b) - n);
		n = sizeof(v->b);
	}
	return s->ops->write_vector ? s->ops->write_vector(s->c, s->in.reg, v->b, n) : X86EMUL_UNHANDLEABLE;
}

static int get_register(struct x86_emul *s, struct vector *v)
{
	return s->ops->read_vector ? s->ops->read_vector(s->c, s->in.reg, v->b, vector_bytes(s)) : X86EMUL_UNHANDLEABLE;
}

static int memory_linear(struct x86_emul *s, unsigned int n, bool aligned, enum x86_access a, u64 *linear)
{
	enum x86_segment seg = s->in.segment != X86_SEG_NONE ? s->in.segment : s->in.default_segment;
	int rc;

	if (!s->in.has_mem)
		return X86EMUL_UNHANDLEABLE;
	rc = vector_available(s);
	if (rc == X86EMUL_OKAY)
		rc = x86_linear(s, seg, x86_effective_offset(s), n, a, linear);
	if (rc == X86EMUL_OKAY && aligned && *linear & (n - 1))
		rc = x86_gp0(s);
	return rc;
}

static int load(struct x86_emul *s, void *dst, unsigned int n, bool aligned)
{
	u64 linear;
	int rc = memory_linear(s, n, aligned, ACCESS_read, &linear);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->read ? s->ops->read(s->c, linear, dst, n, 0) : X86EMUL_UNHANDLEABLE;
}

static int store(struct x86_emul *s, const void *src, unsigned int n, bool aligned)
{
	u64 linear;
	int rc = memory_linear(s, n, aligned, ACCESS_write, &linear);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->write ? s->ops->write(s->c, linear, src, n, 0) : X86EMUL_UNHANDLEABLE;
}

static int load_full(struct x86_emul *s, bool aligned)
{
	unsigned int n = vector_bytes(s);
	struct vector v;
	int rc = load(s, v.b, n, aligned);

	return rc == X86EMUL_OKAY ? put_register(s, &v, n) : rc;
}

static int store_full(struct x86_emul *s, bool aligned)
{
	struct vector v = { { 0 } };
	int rc;

	if (!s->in.has_mem)
		return X86EMUL_UNHANDLEABLE;
	rc = get_register(s, &v);
	return rc == X86EMUL_OKAY ? store(s, v.b, vector_bytes(s), aligned) : rc;
}

int x86_op_vload(struct x86_emul *s)
{
	return load_full(s, false);
}

/* Alignment is what legacy encodings of MOVAPS, MOVDQA, MOVNTDQA ask for, and their VEX encodings too. */
int x86_op_vload_aligned(struct x86_emul *s)
{
	return load_full(s, true);
}

int x86_op_vstore(struct x86_emul *s)
{
	return store_full(s, false);
}

int x86_op_vstore_aligned(struct x86_emul *s)
{
	return store_full(s, true);
}

/* MOVSS is the only one with 4 bytes. */
static unsigned int low_bytes(const struct x86_emul *s)
{
	return s->in.rep == 0xf3 && (s->in.opcode & 0xfe) == 0x10 ? 4 : 8;
}

/* @n bytes into @at of the 16; the rest is cleared or kept. */
static int load_part(struct x86_emul *s, unsigned int at, unsigned int n, bool keep)
{
	struct vector v = { { 0 } };
	int rc = X86EMUL_OKAY;

	if (!s->in.has_mem)
		return X86EMUL_UNHANDLEABLE;
	if (keep)
		rc = get_register(s, &v);
	if (rc == X86EMUL_OKAY)
		rc = load(s, v.b + at, n, false);
	return rc == X86EMUL_OKAY ? put_register(s, &v, 16) : rc;
}

static int store_part(struct x86_emul *s, unsigned int at, unsigned int n)
{
	struct vector v = { { 0 } };
	int rc;

	if (!s->in.has_mem)
		return X86EMUL_UNHANDLEABLE;
	rc = get_register(s, &v);
	return rc == X86EMUL_OKAY ? store(s, v.b + at, n, false) : rc;
}

/* MOVSS and MOVSD clear the rest of the register, MOVLPS and MOVLPD (0F 12) keep it. */
int x86_op_vload_low(struct x86_emul *s)
{
	return load_part(s, 0, low_bytes(s), s->in.opcode == 0x12);
}

int x86_op_vstore_low(struct x86_emul *s)
{
	return store_part(s, 0, low_bytes(s));
}

int x86_op_vload_high(struct x86_emul *s)
{
	return load_part(s, 8, 8, true);
}

int x86_op_vstore_high(struct x86_emul *s)
{
	return store_part(s, 8, 8);
}

int x86_op_movq_load(struct x86_emul *s)
{
	return load_part(s, 0, 8, false);
}

static unsigned int movd_bytes(const struct x86_emul *s)
{
	return s->c->mode == 8 && s->in.rex & 8 ? 8 : 4;
}

int x86_op_movd_load(struct x86_emul *s)
{
	return load_part(s, 0, movd_bytes(s), false);
}

int x86_op_movd_store(struct x86_emul *s)
{
	return store_part(s, 0, movd_bytes(s));
}
