/* SPDX-License-Identifier: GPL-2.0-only */
/* The bytes of an instruction (SDM vol. 2A, ch. 2; EVEX 2.7) as struct x86_insn. Looks at no register. */
#include "private.h"

struct decoder {
	struct x86_emulate_ctxt *c;
	struct x86_insn *in;
	int (*more)(struct x86_emulate_ctxt *c, void *arg);
	void *arg;
	u8 modrm;
	u8 traits; /* TRAIT_* of all operands */
};

/* What an operand asks of the decoder. */
#define TRAIT_MODRM 0x01U    /* is in the ModRM byte */
#define TRAIT_MEMORY 0x02U   /* r/m must be memory */
#define TRAIT_REGISTER 0x04U /* r/m is a register whatever mod says */
#define TRAIT_NUMBERED 0x08U /* not every number is a register */
#define TRAIT_VVVV 0x10U
enum immediate { IMM_none, IMM_1, IMM_2, IMM_z, IMM_v, IMM_far, IMM_address };

static const struct {
	u8 traits, immediate;
} codes[X86_OPERAND_CODES] = {
	[Eb ... Gy] = { TRAIT_MODRM }, [By] = { TRAIT_VVVV }, [EvMw] = { TRAIT_MODRM }, [Ry] = { TRAIT_MODRM | TRAIT_REGISTER },
	[M_ ... My] = { TRAIT_MODRM | TRAIT_MEMORY }, [Sw ... Dy] = { TRAIT_MODRM | TRAIT_NUMBERED },
	[Ib] = { 0, IMM_1 }, [sIb] = { 0, IMM_1 }, [Jb] = { 0, IMM_1 }, [Iw] = { 0, IMM_2 }, [Iz] = { 0, IMM_z }, [Jz] = { 0, IMM_z },
	[Iv] = { 0, IMM_v }, [Ap] = { 0, IMM_far }, [Ob] = { 0, IMM_address }, [Ov] = { 0, IMM_address },
};

static int next_byte(struct decoder *d, u8 *b)
{
	int rc;

	if (d->in->len == X86_INSN_MAX)
		return x86_emul_fault(d->c, X86_EXC_GP, 0);
	if (d->in->len == d->c->insn_count) {
		rc = d->more ? d->more(d->c, d->arg) : X86EMUL_RETRY;
		if (rc != X86EMUL_OKAY)
			return rc;
	}
	*b = d->c->insn[d->in->len++];
	return X86EMUL_OKAY;
}

static int next_signed(struct decoder *d, unsigned int n, u64 *val)
{
	u64 v = 0;
	u8 b = 0;

	for (unsigned int i = 0; i < n; i++) {
		int rc = next_byte(d, &b);

		if (rc != X86EMUL_OKAY)
			return rc;
		v |= (u64)b << (8 * i);
	}
	*val = x86_sext(v, n);
	return X86EMUL_OKAY;
}

/* A bit for each byte that is a prefix in every mode. */
static const u32 prefix_bytes[8] = { [1] = 0x40404040, [3] = 0xf0, [7] = 0xd0000 };

static bool legacy_prefix(struct x86_insn *in, u8 b, u8 mode)
{
	if (!(prefix_bytes[b / 32] >> (b % 32) & 1))
		return false;
	switch (b) {
	case 0x26:
	case 0x2e:
	case 0x36:
	case 0x3e:
		if (mode != 8) /* ignored there (SDM vol. 1, 3.4.4) */
			in->segment = b >> 3 & 3;
		break;
	case 0x64: in->segment = X86_SEG_FS; break;
	case 0x65: in->segment = X86_SEG_GS; break;
	case 0x66: in->opsize_prefix = true; break;
	case 0x67: in->addr_bytes = mode == 4 ? 2 : 4; break;
	case 0xf0: in->lock = true; break;
	case 0xf2:
	case 0xf3: in->rep = b; break;
	}
	return true;
}

/* Up to the first byte that is no prefix, which is the opcode or its escape. */
static int decode_prefixes(struct decoder *d, u8 *b)
{
	struct x86_insn *in = d->in;
	u8 mode = d->c->mode;
	int rc;

	in->segment = X86_SEG_NONE;
	in->addr_bytes = mode;
	for (;;) {
		rc = next_byte(d, b);
		if (rc != X86EMUL_OKAY)
			return rc;
		if (legacy_prefix(in, *b, mode))
			in->rex = 0; /* counts only right before the opcode */
		else if (mode == 8 && (*b & 0xf0) == 0x40)
			in->rex = *b;
		else
			break;
	}
	return X86EMUL_OKAY;
}

static void set_vex_pp(struct x86_insn *in, u8 pp)
{
	in->opsize_prefix = pp == 1;
	in->rep = pp == 2 ? 0xf3 : pp == 3 ? 0xf2 : 0;
}

/* The payload of C5, C4 or 62; the opcode byte follows. */
static int decode_vex(struct decoder *d, u8 escape)
{
	struct x86_insn *in = d->in;
	u8 p[3] = { 0 }, last;
	unsigned int n = escape == 0xc5 ? 1 : escape == 0xc4 ? 2 : 3;

	if (in->rex || in->opsize_prefix || in->rep || in->lock)
		return x86_emul_fault(d->c, X86_EXC_UD, -1);
	for (unsigned int i = 0; i < n; i++) {
		int rc = next_byte(d, &p[i]);

		if (rc != X86EMUL_OKAY)
			return rc;
	}
	in->vex = escape != 0x62;
	in->evex = escape == 0x62;
	in->map = escape == 0xc5 ? 1 : p[0] & (in->vex ? 0x1f : 7);
	last = p[n == 1 ? 0 : 1];
	/* Inverted R, X, B; W stands where REX has it. */
	in->rex = 0x40 | (n == 1 ? (p[0] & 0x80 ? 0 : 4) : (~p[0] >> 5 & 7) | (last & 0x80 ? 8 : 0));
	in->vex_v = ~last >> 3 & 15;
	in->vex_l = last >> 2 & 1;
	set_vex_pp(in, last & 3);
	if (d->c->mode != 8)
		in->rex = 0x40;
	return X86EMUL_OKAY;
}

/* C4, C5, 62 are LES, LDS, BOUND outside 64-bit mode unless the next byte has no memory form. */
static int is_vex(struct decoder *d, u8 b, bool *yes)
{
	u8 next = 0;
	int rc;

	*yes = false;
	if (b != 0xc4 && b != 0xc5 && b != 0x62)
		return X86EMUL_OKAY;
	if (d->c->mode == 8) {
		*yes = true;
		return X86EMUL_OKAY;
	}
	rc = next_byte(d, &next);
	if (rc != X86EMUL_OKAY)
		return rc;
	d->in->len--;
	*yes = next >> 6 == 3;
	return X86EMUL_OKAY;
}

static int decode_opcode(struct decoder *d, u8 b)
{
	struct x86_insn *in = d->in;
	bool vex;
	int rc = is_vex(d, b, &vex);

	if (rc != X86EMUL_OKAY)
		return rc;
	if (vex) {
		rc = decode_vex(d, b);
		return rc == X86EMUL_OKAY ? next_byte(d, &in->opcode) : rc;
	}
	in->opcode = b;
	if (b != 0x0f)
		return X86EMUL_OKAY;
	in->map = 1;
	rc = next_byte(d, &in->opcode);
	if (rc != X86EMUL_OKAY || (in->opcode != 0x38 && in->opcode != 0x3a))
		return rc;
	in->map = in->opcode == 0x38 ? 2 : 3;
	return next_byte(d, &in->opcode);
}

static const struct x86_opcode form_modrm = { x86_op_unhandled, .flags = MODRM };
static const struct x86_opcode form_modrm_imm8 = { x86_op_unhandled, .flags = MODRM | IMM8 };

static const struct x86_opcode *find_row(const struct x86_insn *in)
{
	static const struct x86_opcode none;
	const struct x86_opcode *row;
	u8 b = in->opcode;

	if (in->evex)
		return in->map == 3 || (in->map == 1 && ((b >= 0x70 && b <= 0x73) || b == 0xc2 || (b >= 0xc4 && b <= 0xc6))) ?
		       &form_modrm_imm8 : &form_modrm;
	switch (in->map) {
	case 0:
		return &x86_opcodes[b];
	case 1:
		return &x86_opcodes_0f[b];
	case 2:
		row = x86_opcode_0f38(b);
		return row ? row : &form_modrm;
	case 3:
		row = x86_opcode_0f3a(b);
		return row ? row : &form_modrm_imm8;
	}
	return &none;
}

static int read_modrm(struct decoder *d)
{
	struct x86_insn *in = d->in;
	int rc;

	if (in->has_modrm)
		return X86EMUL_OKAY;
	rc = next_byte(d, &d->modrm);
	in->has_modrm = true;
	in->mod = d->modrm >> 6;
	in->reg = (d->modrm >> 3 & 7) | (in->rex & 4 ? 8 : 0);
	in->rm = d->modrm & 7;
	return rc;
}

static unsigned int group_index(const struct x86_insn *in, const struct decoder *d, enum x86_group group)
{
	switch (group) {
	case GROUP_reg_mod3:
		return (in->reg & 7) + (in->mod == 3 ? 8 : 0);
	case GROUP_rm:
		return d->modrm & 7;
	case GROUP_prefix:
		return in->rep == 0xf3 ? 2 : in->rep == 0xf2 ? 3 : in->opsize_prefix;
	case GROUP_mode:
		return d->c->mode == 8;
	default:
		return in->reg & 7;
	}
}

static void set_operands(struct decoder *d, const u8 operand[3])
{
	d->traits = 0;
	for (unsigned int i = 0; i < 3; i++) {
		d->in->operand[i] = operand[i];
		d->traits |= codes[operand[i]].traits;
	}
}

/* Walks through groups to the row that has a handler. */
static int resolve_row(struct decoder *d)
{
	struct x86_insn *in = d->in;
	const struct x86_opcode *row = find_row(in);

	for (;;) {
		in->flags |= row->flags;
		if (row->operand[0])
			set_operands(d, row->operand);
		if (!row->group)
			break;
		if (row->group != GROUP_prefix && row->group != GROUP_mode) {
			int rc = read_modrm(d);

			if (rc != X86EMUL_OKAY)
				return rc;
		}
		row = &row->sub[group_index(in, d, row->group)];
	}
	in->execute = row->execute;
	if (!row->execute || in->flags & (d->c->mode == 8 ? NO64 : ONLY64))
		return x86_emul_fault(d->c, X86_EXC_UD, -1);
	return X86EMUL_OKAY;
}

static int decode_sib(struct decoder *d, unsigned int *disp_bytes)
{
	struct x86_insn *in = d->in;
	u8 sib = 0;
	int rc = next_byte(d, &sib);

	if (rc != X86EMUL_OKAY)
		return rc;
	in->scale = sib >> 6;
	in->index = (sib >> 3 & 7) | (in->rex & 2 ? 8 : 0);
	if (in->index == 4)
		in->index = REG_none;
	in->base = sib & 7;
	if (in->base == 5 && in->mod == 0) {
		in->base = REG_none;
		*disp_bytes = 4;
	} else {
		in->base |= in->rex & 1 ? 8 : 0;
	}
	return X86EMUL_OKAY;
}

static void decode_mem16(struct x86_insn *in, unsigned int *disp_bytes)
{
	static const u8 base[8] = { 3, 3, 5, 5, 6, 7, 5, 3 }; /* BX BX BP BP SI DI BP BX */
	static const u8 index[4] = { 6, 7, 6, 7 };            /* SI DI SI DI */

	in->base = base[in->rm];
	if (in->rm < 4)
		in->index = index[in->rm];
	if (in->mod == 0 && in->rm == 6) {
		in->base = REG_none;
		*disp_bytes = 2;
	} else if (in->mod == 2) {
		*disp_bytes = 2;
	}
}

static int decode_mem(struct decoder *d)
{
	struct x86_insn *in = d->in;
	unsigned int disp_bytes = in->mod == 1 ? 1 : in->mod == 2 ? 4 : 0;
	u64 disp = 0;
	int rc = X86EMUL_OKAY;

	in->has_mem = true;
	in->base = in->index = REG_none;
	if (in->addr_bytes == 2) {
		decode_mem16(in, &disp_bytes);
	} else if (in->rm == 4) {
		rc = decode_sib(d, &disp_bytes);
	} else if (in->rm == 5 && in->mod == 0) {
		in->rip_relative = d->c->mode == 8;
		disp_bytes = 4;
	} else {
		in->base = in->rm | (in->rex & 1 ? 8 : 0);
	}
	/* (R|E)SP and (R|E)BP as base mean the stack segment; R12 and R13 do not. */
	in->default_segment = in->base == 4 || in->base == 5 ? X86_SEG_SS : X86_SEG_DS;
	if (rc != X86EMUL_OKAY || !disp_bytes)
		return rc;
	rc = next_signed(d, disp_bytes, &disp);
	in->disp = disp;
	return rc;
}

static int decode_modrm(struct decoder *d)
{
	struct x86_insn *in = d->in;
	int rc;

	if (!(d->traits & TRAIT_MODRM) && !(in->flags & MODRM) && !in->has_modrm)
		return X86EMUL_OKAY;
	rc = read_modrm(d);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (in->mod != 3 && !(d->traits & TRAIT_REGISTER))
		return decode_mem(d);
	in->rm |= in->rex & 1 ? 8 : 0;
	return X86EMUL_OKAY;
}

static void decode_sizes(struct x86_insn *in, u8 mode)
{
	if (in->vex)
		in->op_bytes = mode == 8 && in->rex & 8 ? 8 : 4;
	else if (mode == 8 && in->flags & FORCE64)
		in->op_bytes = 8;
	else if (mode == 8 && in->rex & 8)
		in->op_bytes = 8;
	else if (mode == 8 && in->flags & DEF64)
		in->op_bytes = in->opsize_prefix ? 2 : 8;
	else
		in->op_bytes = (mode == 2) != in->opsize_prefix ? 2 : 4;
}

static unsigned int immediate_bytes(const struct x86_insn *in, enum immediate kind)
{
	switch (kind) {
	case IMM_z:
		return in->op_bytes == 2 ? 2 : 4;
	case IMM_v:
	case IMM_far:
		return in->op_bytes;
	case IMM_address:
		return in->addr_bytes;
	default:
		return kind; /* 1, 2 */
	}
}

static int decode_immediates(struct decoder *d)
{
	struct x86_insn *in = d->in;
	bool second = false;
	u64 imm2 = 0;
	int rc = X86EMUL_OKAY;

	for (unsigned int i = 0; i < ARRAY_SIZE(in->operand) && in->operand[i] && rc == X86EMUL_OKAY; i++) {
		enum immediate kind = codes[in->operand[i]].immediate;

		if (kind == IMM_none)
			continue;
		rc = next_signed(d, immediate_bytes(in, kind), second ? &imm2 : &in->imm);
		second = true;
		if (rc == X86EMUL_OKAY && kind == IMM_far)
			rc = next_signed(d, 2, &imm2);
	}
	if (rc == X86EMUL_OKAY && in->flags & IMM8)
		rc = next_signed(d, 1, &imm2);
	in->imm2 = imm2;
	return rc;
}

/* There are 6 segment registers (CS is no destination), CR0, 2, 3, 4, 8 and DR0 to 7. */
static bool register_exists(const struct x86_insn *in)
{
	if (in->map == 0)
		return (in->reg & 7) <= X86_SEG_GS && !(in->opcode == 0x8e && (in->reg & 7) == X86_SEG_CS);
	return in->opcode & 1 ? in->reg < 8 : 0x11d >> in->reg & 1; /* MOV DR: 0F 21, 0F 23; MOV CR: 0F 20, 0F 22 */
}

/* VEX.vvvv that names no operand is all ones; the instructions on general registers have no vector length. */
static bool valid_vex(const struct decoder *d)
{
	const struct x86_insn *in = d->in;

	if (in->flags & VEX_ONLY && in->vex_l)
		return false;
	if (d->traits & TRAIT_VVVV || in->execute == x86_op_unhandled)
		return true;
	/* Moves between two vector registers may have a third one. */
	return (in->flags & VEX_OK && !in->has_mem) || in->vex_v == 0;
}

/* Legality that needs no register; false: #UD. */
static bool valid_form(struct decoder *d)
{
	struct x86_insn *in = d->in;

	if (in->vex ? !valid_vex(d) : in->flags & VEX_ONLY)
		return false;
	if ((d->traits & TRAIT_MEMORY && !in->has_mem) || (d->traits & TRAIT_NUMBERED && !register_exists(in)))
		return false;
	return !in->lock || (in->flags & LOCKABLE && in->has_mem);
}

int x86_decode(struct x86_emulate_ctxt *c, struct x86_insn *in, int (*more)(struct x86_emulate_ctxt *c, void *arg), void *arg)
{
	struct decoder d = { .c = c, .in = in, .more = more, .arg = arg };
	u8 b = 0;
	int rc;

	*in = (struct x86_insn){ 0 };
	rc = decode_prefixes(&d, &b);
	if (rc == X86EMUL_OKAY)
		rc = decode_opcode(&d, b);
	if (rc == X86EMUL_OKAY)
		rc = resolve_row(&d);
	if (rc != X86EMUL_OKAY)
		return rc;
	decode_sizes(in, c->mode);
	rc = decode_modrm(&d);
	if (rc == X86EMUL_OKAY)
		rc = decode_immediates(&d);
	if (rc != X86EMUL_OKAY)
		return rc;
	if ((in->vex && !(in->flags & (VEX_OK | VEX_ONLY))) || in->evex)
		in->execute = x86_op_unhandled;
	return valid_form(&d) ? X86EMUL_OKAY : x86_emul_fault(c, X86_EXC_UD, -1);
}

unsigned int x86_insn_length(const u8 *bytes, unsigned int n, unsigned int mode)
{
	struct x86_emulate_ctxt c = { .mode = mode, .insn_count = min(n, X86_INSN_MAX) };
	struct x86_insn in;

	memcpy(c.insn, bytes, c.insn_count);
	return x86_decode(&c, &in, NULL, NULL) == X86EMUL_OKAY ? in.len : 0;
}

/* Nothing follows these opcode bytes. */
static bool opcode_is_whole(u32 opcode)
{
	const struct x86_opcode *row = (u8)opcode == 0x0f ? &x86_opcodes_0f[opcode >> 8 & 0xff] : &x86_opcodes[(u8)opcode];

	return opcode >> 16 || (!row->group && !row->operand[0] && !(row->flags & (MODRM | IMM8)));
}

unsigned int x86_insn_length_of(const u8 *bytes, unsigned int n, unsigned int mode, u32 opcode)
{
	unsigned int len = opcode >> 16 ? 3 : opcode >> 8 ? 2 : 1, at = 0;
	struct x86_insn in;

	n = min(n, X86_INSN_MAX);
	while (at < n && (legacy_prefix(&in, bytes[at], mode) || (mode == 8 && (bytes[at] & 0xf0) == 0x40)))
		at++;
	if (n - at < len)
		return 0;
	for (unsigned int i = 0; i < len; i++)
		if (bytes[at + i] != (u8)(opcode >> (8 * i)))
			return 0;
	return opcode_is_whole(opcode) ? at + len : x86_insn_length(bytes, n, mode);
}
