/* SPDX-License-Identifier: GPL-2.0-only */
/* Segment registers and descriptor tables (SDM vol. 3A, 3.4-3.5, 5.6). */
#include "private.h"

#define TYPE_ACCESSED 1U
#define TYPE_RW 2U       /* data: writable; code: readable */
#define TYPE_CONFORM 4U  /* code: conforming */
#define TYPE_CODE 8U
#define SYS_LDT 2U
#define SYS_TSS_AVAIL 9U
#define SYS_TSS_BUSY 2U  /* set in the type of a busy one */
#define DESC_ACCESSED (1UL << 40)

#define type_of(reg) ((reg)->attr & X86_SEG_ATTR_TYPE)

void x86_unpack_descriptor(u64 desc, u16 sel, struct segment_register *reg)
{
	reg->sel = sel;
	reg->attr = (desc >> 40 & 0xff) | (desc >> 44 & 0xf00);
	reg->limit = (desc & 0xffff) | (desc >> 32 & 0xf0000);
	if (reg->attr & X86_SEG_ATTR_G)
		reg->limit = reg->limit << 12 | 0xfff;
	reg->base = (desc >> 16 & 0xffffff) | (desc >> 32 & 0xff000000);
}

int x86_find_descriptor(struct x86_emul *s, u16 sel, bool *found, u64 *desc, u64 *at)
{
	struct segment_register table;
	int rc;

	*found = false;
	if (!(sel & ~3))
		return X86EMUL_OKAY;
	rc = x86_segment_get(s, sel & 4 ? X86_SEG_LDTR : X86_SEG_GDTR, &table);
	if (rc != X86EMUL_OKAY)
		return rc;
	if ((sel & 4 && !(table.attr & X86_SEG_ATTR_P)) || (sel | 7) > table.limit)
		return X86EMUL_OKAY;
	*found = true;
	*at = table.base + (sel & ~7);
	if (!s->c->long_mode)
		*at = (u32)*at;
	return x86_read_system(s, *at, desc, 8);
}

int x86_set_accessed(struct x86_emul *s, u64 at, u64 *desc)
{
	u8 type;

	if (*desc & DESC_ACCESSED)
		return X86EMUL_OKAY;
	*desc |= DESC_ACCESSED;
	type = *desc >> 40;
	return x86_write_system(s, at + 5, &type, 1);
}

static int selector_fault(struct x86_emul *s, unsigned int vector, u16 sel)
{
	return x86_emul_fault(s->c, vector, sel & ~3);
}

static int put_segment(struct x86_emul *s, enum x86_segment seg, const struct segment_register *reg)
{
	return s->ops->write_segment ? s->ops->write_segment(s->c, seg, reg) : X86EMUL_UNHANDLEABLE;
}

static int load_real(struct x86_emul *s, enum x86_segment seg, u16 sel)
{
	struct segment_register reg;
	int rc = x86_segment_get(s, seg, &reg);

	reg.sel = sel;
	reg.base = (u32)sel << 4;
	return rc == X86EMUL_OKAY ? put_segment(s, seg, &reg) : rc;
}

static int load_null(struct x86_emul *s, enum x86_segment seg, u16 sel)
{
	struct segment_register reg = { .sel = sel };

	if (seg == X86_SEG_SS) {
		/* 64-bit kernels may run without a stack segment. */
		if (s->c->mode != 8 || s->c->cpl == 3 || (sel & 3) != s->c->cpl)
			return x86_gp0(s);
		reg.attr = s->c->cpl << 5;
	}
	return put_segment(s, seg, &reg);
}

/* 0: it may be loaded; else the vector. */
static unsigned int check_loadable(const struct x86_emul *s, enum x86_segment seg, const struct segment_register *reg)
{
	unsigned int type = type_of(reg), dpl = x86_seg_dpl(reg->attr), rpl = reg->sel & 3, cpl = s->c->cpl;

	if (!(reg->attr & X86_SEG_ATTR_S))
		return X86_EXC_GP;
	if (seg == X86_SEG_SS) {
		if (rpl != cpl || dpl != cpl || (type & (TYPE_CODE | TYPE_RW)) != TYPE_RW)
			return X86_EXC_GP;
		return reg->attr & X86_SEG_ATTR_P ? 0 : X86_EXC_SS;
	}
	if ((type & (TYPE_CODE | TYPE_RW)) == TYPE_CODE)
		return X86_EXC_GP;
	if ((type & (TYPE_CODE | TYPE_CONFORM)) != (TYPE_CODE | TYPE_CONFORM) && dpl < max(cpl, rpl))
		return X86_EXC_GP;
	return reg->attr & X86_SEG_ATTR_P ? 0 : X86_EXC_NP;
}

int x86_load_segment(struct x86_emul *s, enum x86_segment seg, u16 sel)
{
	struct segment_register reg;
	unsigned int vector;
	u64 desc, at;
	bool found;
	int rc;

	if (!x86_protected(s))
		return load_real(s, seg, sel);
	if (!(sel & ~3))
		return load_null(s, seg, sel);
	rc = x86_find_descriptor(s, sel, &found, &desc, &at);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (!found)
		return selector_fault(s, X86_EXC_GP, sel);
	x86_unpack_descriptor(desc, sel, &reg);
	vector = check_loadable(s, seg, &reg);
	if (vector)
		return selector_fault(s, vector, sel);
	rc = x86_set_accessed(s, at, &desc);
	reg.attr |= TYPE_ACCESSED;
	return rc == X86EMUL_OKAY ? put_segment(s, seg, &reg) : rc;
}

int x86_op_mov_to_sreg(struct x86_emul *s)
{
	enum x86_segment seg = s->in.reg & 7;
	int rc = x86_load_segment(s, seg, s->src.val);

	if (rc == X86EMUL_OKAY && seg == X86_SEG_SS)
		s->c->retire.mov_ss = true;
	return rc;
}

static int store_selector(struct x86_emul *s, enum x86_segment seg)
{
	struct segment_register reg;
	int rc = x86_segment_get(s, seg, &reg);

	s->dst.val = reg.sel;
	return rc;
}

int x86_op_mov_from_sreg(struct x86_emul *s)
{
	return store_selector(s, s->in.reg & 7);
}

int x86_op_sldt(struct x86_emul *s)
{
	int rc = x86_check_umip(s);

	return rc == X86EMUL_OKAY ? store_selector(s, X86_SEG_LDTR) : rc;
}

int x86_op_str(struct x86_emul *s)
{
	int rc = x86_check_umip(s);

	return rc == X86EMUL_OKAY ? store_selector(s, X86_SEG_TR) : rc;
}

int x86_far_pointer(struct x86_emul *s, const struct x86_operand *o, u64 *off, u16 *sel)
{
	unsigned int n = s->in.op_bytes;
	int rc;

	if (o->kind == OPERAND_imm) {
		*off = o->val & x86_mask(n);
		*sel = s->in.imm2;
		return X86EMUL_OKAY;
	}
	*off = 0;
	rc = x86_read_mem(s, o, off, n);
	if (rc != X86EMUL_OKAY)
		return rc;
	return x86_read(s, o->seg, (o->off + n) & x86_mask(s->in.addr_bytes), sel, 2);
}

/* LES C4, LDS C5, LSS 0F B2, LFS 0F B4, LGS 0F B5 */
int x86_op_lds(struct x86_emul *s)
{
	enum x86_segment seg = s->in.map ? s->in.opcode & 7 : s->in.opcode == 0xc4 ? X86_SEG_ES : X86_SEG_DS;
	u16 sel;
	int rc = x86_far_pointer(s, &s->src, &s->dst.val, &sel);

	return rc == X86EMUL_OKAY ? x86_load_segment(s, seg, sel) : rc;
}

/* LDT or TSS descriptor: 16 bytes in long mode. #GP(sel) unless it is in the GDT and of @type. */
static int system_descriptor(struct x86_emul *s, u16 sel, u8 type, struct segment_register *reg, u64 *desc, u64 *at)
{
	bool found;
	u64 high;
	int rc;

	if (sel & 4)
		return selector_fault(s, X86_EXC_GP, sel);
	rc = x86_find_descriptor(s, sel, &found, desc, at);
	if (rc != X86EMUL_OKAY)
		return rc;
	if (!found)
		return selector_fault(s, X86_EXC_GP, sel);
	x86_unpack_descriptor(*desc, sel, reg);
	if ((reg->attr & (X86_SEG_ATTR_S | X86_SEG_ATTR_TYPE)) != type)
		return selector_fault(s, X86_EXC_GP, sel);
	if (!(reg->attr & X86_SEG_ATTR_P))
		return selector_fault(s, X86_EXC_NP, sel);
	if (!s->c->long_mode)
		return X86EMUL_OKAY;
	rc = x86_read_system(s, *at + 8, &high, 8);
	if (rc != X86EMUL_OKAY)
		return rc;
	reg->base |= high << 32;
	return x86_canonical(reg->base) ? X86EMUL_OKAY : selector_fault(s, X86_EXC_GP, sel);
}

int x86_op_lldt(struct x86_emul *s)
{
	struct segment_register reg = { .sel = s->dst.val };
	u64 desc, at;
	int rc = X86EMUL_OKAY;

	if (reg.sel & ~3)
		rc = system_descriptor(s, reg.sel, SYS_LDT, &reg, &desc, &at);
	return rc == X86EMUL_OKAY ? put_segment(s, X86_SEG_LDTR, &reg) : rc;
}

int x86_op_ltr(struct x86_emul *s)
{
	struct segment_register reg;
	u64 desc, at;
	u8 type;
	int rc;

	if (!(s->dst.val & ~3))
		return x86_gp0(s);
	rc = system_descriptor(s, s->dst.val, SYS_TSS_AVAIL, &reg, &desc, &at);
	if (rc != X86EMUL_OKAY)
		return rc;
	reg.attr |= SYS_TSS_BUSY;
	type = (desc >> 40) | SYS_TSS_BUSY;
	rc = x86_write_system(s, at + 5, &type, 1);
	return rc == X86EMUL_OKAY ? put_segment(s, X86_SEG_TR, &reg) : rc;
}

/* May code at this privilege look at the segment? Conforming code: always. */
static bool visible(const struct x86_emul *s, const struct segment_register *reg)
{
	bool conforming = reg->attr & X86_SEG_ATTR_S &&
			  (type_of(reg) & (TYPE_CODE | TYPE_CONFORM)) == (TYPE_CODE | TYPE_CONFORM);

	return conforming || x86_seg_dpl(reg->attr) >= max_t(unsigned int, s->c->cpl, reg->sel & 3);
}

/* ZF says whether @sel passed: visible, and S or of a system type in the mask @sys. */
static int inspect(struct x86_emul *s, u16 sel, u32 sys, struct segment_register *reg, u64 *desc)
{
	bool found, ok;
	u64 at;
	int rc = x86_find_descriptor(s, sel, &found, desc, &at);

	if (rc != X86EMUL_OKAY)
		return rc;
	ok = found;
	if (found) {
		x86_unpack_descriptor(*desc, sel, reg);
		ok = visible(s, reg) && (reg->attr & X86_SEG_ATTR_S || sys >> type_of(reg) & 1);
	}
	x86_set_flags(s, EFL_ZF, ok ? EFL_ZF : 0);
	s->no_writeback = !ok;
	return X86EMUL_OKAY;
}

int x86_op_lar(struct x86_emul *s)
{
	struct segment_register reg;
	u64 desc;
	int rc = inspect(s, s->src.val, s->c->long_mode ? 0x1a04 : 0x1a3e, &reg, &desc);

	if (rc == X86EMUL_OKAY && !s->no_writeback)
		s->dst.val = desc >> 32 & 0xffff00 & x86_mask(s->dst.bytes);
	return rc;
}

int x86_op_lsl(struct x86_emul *s)
{
	struct segment_register reg;
	u64 desc;
	int rc = inspect(s, s->src.val, s->c->long_mode ? 0x0a04 : 0x0a0e, &reg, &desc);

	if (rc == X86EMUL_OKAY && !s->no_writeback)
		s->dst.val = reg.limit & x86_mask(s->dst.bytes);
	return rc;
}

static int verify(struct x86_emul *s, bool write)
{
	struct segment_register reg = { 0 };
	u64 desc;
	int rc = inspect(s, s->dst.val, 0, &reg, &desc);
	unsigned int type = type_of(&reg);
	bool ok = write ? (type & (TYPE_CODE | TYPE_RW)) == TYPE_RW : (type & (TYPE_CODE | TYPE_RW)) != TYPE_CODE;

	if (rc == X86EMUL_OKAY && !ok)
		x86_set_flags(s, EFL_ZF, 0);
	return rc;
}

int x86_op_verr(struct x86_emul *s)
{
	return verify(s, false);
}

int x86_op_verw(struct x86_emul *s)
{
	return verify(s, true);
}

/* Memory is written only when something changes. */
int x86_op_arpl(struct x86_emul *s)
{
	u64 rpl = s->src.val & 3;
	u16 raised = (s->dst.val & ~3UL) | rpl;

	if ((s->dst.val & 3) >= rpl) {
		x86_set_flags(s, EFL_ZF, 0);
		return X86EMUL_OKAY;
	}
	x86_set_flags(s, EFL_ZF, EFL_ZF);
	if (s->dst.kind == OPERAND_mem)
		return x86_write_mem(s, &s->dst, &raised, 2);
	x86_set_reg(s, s->dst.reg, raised, 2);
	return X86EMUL_OKAY;
}

/* The image of GDTR and IDTR in memory: 16 bits of limit, 32 or 64 bits of base. */
struct table_image {
	u16 limit;
	u64 base;
} __packed;

static unsigned int image_bytes(const struct x86_emul *s)
{
	return s->c->mode == 8 ? 10 : 6;
}

static int store_table(struct x86_emul *s, enum x86_segment seg)
{
	struct segment_register reg;
	struct table_image image;
	int rc = x86_check_umip(s);

	if (rc == X86EMUL_OKAY)
		rc = x86_segment_get(s, seg, &reg);
	if (rc != X86EMUL_OKAY)
		return rc;
	image = (struct table_image){ .limit = reg.limit, .base = reg.base };
	return x86_write_mem(s, &s->dst, &image, image_bytes(s));
}

static int load_table(struct x86_emul *s, enum x86_segment seg)
{
	struct segment_register reg = { 0 };
	struct table_image image = { 0 };
	int rc = x86_read_mem(s, &s->dst, &image, image_bytes(s));

	if (rc != X86EMUL_OKAY)
		return rc;
	reg.limit = image.limit;
	reg.base = s->in.op_bytes == 2 ? image.base & 0xffffff : image.base;
	return x86_canonical(reg.base) ? put_segment(s, seg, &reg) : x86_gp0(s);
}

int x86_op_sgdt(struct x86_emul *s)
{
	return store_table(s, X86_SEG_GDTR);
}

int x86_op_sidt(struct x86_emul *s)
{
	return store_table(s, X86_SEG_IDTR);
}

int x86_op_lgdt(struct x86_emul *s)
{
	return load_table(s, X86_SEG_GDTR);
}

int x86_op_lidt(struct x86_emul *s)
{
	return load_table(s, X86_SEG_IDTR);
}
