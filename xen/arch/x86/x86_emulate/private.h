/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef X86_EMULATE_PRIVATE_H
#define X86_EMULATE_PRIVATE_H

#include <xen/lib.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <asm/x86_emulate.h>

#define EFL_CF 0x001UL
#define EFL_PF 0x004UL
#define EFL_AF 0x010UL
#define EFL_ZF 0x040UL
#define EFL_SF 0x080UL
#define EFL_OF 0x800UL
#define EFL_ARITH (EFL_CF | EFL_PF | EFL_AF | EFL_ZF | EFL_SF | EFL_OF)

#define CR0_PE 0x1UL

struct x86_emul;

/*
 * Operands as the manual's opcode map writes them (SDM vol. 2D, A.2.1): the letter says where, the second one how wide.
 * v: operand size; z: operand size, 4 at most; y: operand size, 4 at least.
 */
enum x86_operand_code {
	o_, Eb, Ew, Ed, Eq, Ev, Ey, Gb, Gw, Gd, Gv, Gy, By, /* ModRM r/m, ModRM reg, VEX.vvvv */
	EvMw,                            /* r/m: a register by operand size, memory always a word */
	Ry,                              /* the register r/m names, whatever mod says; 8 bytes in 64-bit mode, else 4 */
	M_, Mp, Mb, Mw, Md, Mq, Mv, My,  /* memory only; M_ is an address that is not accessed here, Mp a far pointer */
	Ib, sIb, Iw, Iz, Iv, One,        /* immediate; sIb is extended to operand size */
	Jb, Jz,                          /* relative to the next instruction */
	Ap,                              /* immediate far pointer */
	Ob, Ov,                          /* memory at an immediate offset */
	Zb, Zv,                          /* register in the low opcode bits */
	AL, AX, rAX, Az, CL, DX,
	Sw, Cy, Dy,                      /* segment, control, debug register of ModRM reg */
	X86_OPERAND_CODES
};

/* Row properties */
#define NO_READ 0x0001U      /* the first operand is not read */
#define NO_WRITE 0x0002U     /* nor written */
#define LOCKABLE 0x0004U     /* LOCK is legal when the first operand is memory */
#define DEF64 0x0008U        /* operand size is 8 in 64-bit mode, or 2 */
#define FORCE64 0x0010U      /* operand size is 8 in 64-bit mode */
#define NO64 0x0020U         /* #UD in 64-bit mode */
#define ONLY64 0x0040U       /* #UD elsewhere */
#define PRIV 0x0080U         /* #GP(0) unless CPL 0 */
#define PROT 0x0100U         /* #UD in real and virtual-8086 mode */
#define MODRM 0x0200U        /* has one though no operand says so */
#define IMM8 0x0400U         /* has an immediate byte though no operand says so */
#define BITSTRING 0x0800U    /* a register bit offset reaches beyond the memory operand */
#define STRING 0x1000U       /* one iteration per call; REP counts rCX */
#define STRING_ZF 0x2000U    /* and stops by ZF */
#define VEX_OK 0x4000U       /* may be VEX encoded */
#define VEX_ONLY 0x8000U

/* How the rows of a group are indexed. */
enum x86_group { GROUP_none, GROUP_reg /* 8 by ModRM.reg */, GROUP_reg_mod3 /* and 8 more for mod 3 */, GROUP_rm /* 8 */,
		 GROUP_prefix /* none, 66, f3, f2 */, GROUP_mode /* 2: other modes, 64-bit mode */ };

struct x86_opcode {
	int (*execute)(struct x86_emul *s); /* NULL in a row of no group: not an instruction */
	const struct x86_opcode *sub;
	u8 operand[3];                      /* enum x86_operand_code; a group's rows without any have the group's */
	u8 group;                           /* enum x86_group */
	u16 flags;
};

extern const struct x86_opcode x86_opcodes[256], x86_opcodes_0f[256];
/* Rows of the sparse three-byte maps; NULL: unknown, but the form is regular (ModRM; 0f3a: an immediate byte). */
const struct x86_opcode *x86_opcode_0f38(u8 byte);
const struct x86_opcode *x86_opcode_0f3a(u8 byte);

/* A decoded instruction. No registers were looked at. */
struct x86_insn {
	int (*execute)(struct x86_emul *s);
	u16 flags;           /* of the row and the groups above it */
	u8 operand[3];
	u8 map;              /* 0: one byte, 1: 0f, 2: 0f38, 3: 0f3a */
	u8 opcode;
	u8 rex;              /* with VEX or EVEX: the same bits from there */
	u8 rep;              /* 0, 0xf2, 0xf3: the last one */
	bool opsize_prefix, lock;
	bool vex, evex;
	u8 vex_l, vex_v;     /* vector length: 0 is 16 bytes; register */
	u8 segment;          /* override or X86_SEG_NONE */
	u8 op_bytes, addr_bytes;
	bool has_modrm, has_mem;
	u8 mod, reg, rm;     /* reg and rm with the REX bits */
	u8 base, index, scale; /* registers of the address, REG_none */
	u8 default_segment;
	bool rip_relative;
	s32 disp;
	u64 imm;             /* sign-extended from its size */
	u16 imm2;            /* selector of a far pointer, second immediate of ENTER */
	u8 len;
};
#define REG_none 0xff
#define REG_rip 0xfe

enum x86_operand_kind { OPERAND_none, OPERAND_reg, OPERAND_mem, OPERAND_imm };

struct x86_operand {
	u8 kind;
	u8 bytes;        /* 1, 2, 4, 8; 0 when the handler accesses it itself */
	u8 reg;          /* general register */
	bool high;       /* AH, CH, DH, BH: reg is 0-3 */
	u8 seg;
	u64 off;         /* memory: offset in seg */
	u64 val;         /* zero-extended, except that immediates are sign-extended to bytes */
	u64 orig;        /* memory: what was read */
};

/* One instruction under emulation. */
struct x86_emul {
	struct x86_emulate_ctxt *c;
	const struct x86_emulate_ops *ops;
	struct x86_insn in;
	struct cpu_user_regs regs; /* working copy */
	u64 next_rip;              /* where rip goes when the handler leaves it alone */
	struct x86_operand dst, src, src2;
	bool no_writeback;         /* the handler has stored the result itself, or there is none */
	bool keep_rf;              /* the handler has loaded RF */
};

typedef int x86_handler_t(struct x86_emul *s);

/* decode.c */
/*
 * X86EMUL_OKAY, X86EMUL_EXCEPTION (#GP: too long; #UD: no such instruction), X86EMUL_RETRY when @more does not have a byte.
 * @more: appends bytes to c->insn beyond insn_count or returns an error; NULL: there are none.
 */
int x86_decode(struct x86_emulate_ctxt *c, struct x86_insn *in, int (*more)(struct x86_emulate_ctxt *c, void *arg), void *arg);

/* emulate.c */
u64 *x86_reg(struct cpu_user_regs *regs, unsigned int n);
static inline u64 x86_mask(unsigned int bytes)
{
	return bytes == 8 ? ~0UL : (1UL << (8 * bytes)) - 1;
}
static inline s64 x86_sext(u64 v, unsigned int bytes)
{
	return (s64)(v << (64 - 8 * bytes)) >> (64 - 8 * bytes);
}
/* Register n gets @v: 4 bytes clear the upper half, 1 and 2 leave the rest alone. */
void x86_set_reg(struct x86_emul *s, unsigned int n, u64 v, unsigned int bytes);
static inline void x86_set_flags(struct x86_emul *s, u64 which, u64 value)
{
	s->regs.rflags = (s->regs.rflags & ~which) | (value & which);
}
static inline bool x86_vm86(const struct x86_emul *s)
{
	return s->regs.rflags & X86_EFLAGS_VM;
}
static inline bool x86_protected(const struct x86_emul *s)
{
	return s->c->protected_mode && !x86_vm86(s);
}
static inline int x86_gp0(struct x86_emul *s) { return x86_emul_fault(s->c, X86_EXC_GP, 0); }
static inline int x86_ud(struct x86_emul *s) { return x86_emul_fault(s->c, X86_EXC_UD, -1); }
static inline bool x86_canonical(u64 a) { return (s64)(a << 16) >> 16 == (s64)a; }

/* memory.c: offset in a segment, all checks */
enum x86_access { ACCESS_read, ACCESS_write, ACCESS_exec };
int x86_linear(struct x86_emul *s, enum x86_segment seg, u64 off, unsigned int n, enum x86_access a, u64 *linear);
int x86_read(struct x86_emul *s, enum x86_segment seg, u64 off, void *dst, unsigned int n);
int x86_write(struct x86_emul *s, enum x86_segment seg, u64 off, const void *src, unsigned int n);
/* Descriptor tables and TSS; @linear is used as it is. */
int x86_read_system(struct x86_emul *s, u64 linear, void *dst, unsigned int n);
int x86_write_system(struct x86_emul *s, u64 linear, const void *src, unsigned int n);
int x86_segment_get(struct x86_emul *s, enum x86_segment seg, struct segment_register *reg);
/* rip is about to become @target: #GP(0) beyond the limit of CS or not canonical. */
int x86_jump(struct x86_emul *s, u64 target);
int x86_fetch(struct x86_emulate_ctxt *c, void *emul);

/* operand.c */
u64 x86_effective_offset(const struct x86_emul *s);
int x86_operands_read(struct x86_emul *s);
int x86_operands_write(struct x86_emul *s);
/* Whole memory operand of any size that the handler accesses itself (M_). */
int x86_read_mem(struct x86_emul *s, const struct x86_operand *o, void *dst, unsigned int n);
int x86_write_mem(struct x86_emul *s, const struct x86_operand *o, const void *src, unsigned int n);

/* alu.c */
/* SF, ZF and PF of a result. */
u64 x86_result_flags(u64 r, unsigned int bytes);
/* a + b + carry, or a - b - carry; sets the arithmetic flags. */
u64 x86_add(struct x86_emul *s, u64 a, u64 b, bool carry, unsigned int bytes);
u64 x86_sub(struct x86_emul *s, u64 a, u64 b, bool carry, unsigned int bytes);
/* Condition code 0-15 of Jcc, SETcc, CMOVcc. */
bool x86_condition(const struct x86_emul *s, unsigned int cc);

/* stack.c */
int x86_push(struct x86_emul *s, u64 val, unsigned int bytes);
/* Reads at the stack pointer plus @skip bytes; moves nothing. */
int x86_peek(struct x86_emul *s, unsigned int skip, u64 *val, unsigned int bytes);
int x86_pop(struct x86_emul *s, u64 *val, unsigned int bytes);
int x86_adjust_sp(struct x86_emul *s, s64 delta);
/* POPF and IRET: the flags this privilege may change, from @val of @bytes. */
void x86_load_flags(struct x86_emul *s, u64 val, unsigned int bytes);

/* io.c: IOPL and the I/O permission bitmap; #GP(0). */
int x86_io_allowed(struct x86_emul *s, u16 port, unsigned int n);

/* segment.c */
int x86_load_segment(struct x86_emul *s, enum x86_segment seg, u16 sel);
/*
 * The descriptor of @sel from the GDT or LDT and its linear address @at; not @found: null or beyond the table.
 * A page fault there is the instruction's.
 */
int x86_find_descriptor(struct x86_emul *s, u16 sel, bool *found, u64 *desc, u64 *at);
void x86_unpack_descriptor(u64 desc, u16 sel, struct segment_register *reg);
int x86_set_accessed(struct x86_emul *s, u64 at, u64 *desc);
/* A far pointer: offset of operand size, selector. */
int x86_far_pointer(struct x86_emul *s, const struct x86_operand *o, u64 *off, u16 *sel);

/* sys.c */
int x86_read_cr(struct x86_emul *s, unsigned int cr, u64 *val);
/* SGDT and its kin outside CPL 0: #GP(0) with CR4.UMIP. */
int x86_check_umip(struct x86_emul *s);

x86_handler_t x86_op_unhandled;
/* Handlers, by file. */
x86_handler_t x86_op_add, x86_op_or, x86_op_adc, x86_op_sbb, x86_op_and, x86_op_sub, x86_op_xor,
	x86_op_cmp, x86_op_test, x86_op_inc, x86_op_dec, x86_op_neg, x86_op_not, x86_op_xadd,
	x86_op_cmpxchg, x86_op_cmpxchg8b, x86_op_daa, x86_op_das, x86_op_aaa, x86_op_aas, x86_op_aam,
	x86_op_aad, x86_op_adcx, x86_op_adox, x86_op_andn;
x86_handler_t x86_op_rol, x86_op_ror, x86_op_rcl, x86_op_rcr, x86_op_shl, x86_op_shr, x86_op_sar,
	x86_op_shld, x86_op_shrd, x86_op_shlx, x86_op_shrx, x86_op_sarx, x86_op_rorx;
x86_handler_t x86_op_mul, x86_op_imul1, x86_op_imul2, x86_op_imul3, x86_op_div, x86_op_idiv,
	x86_op_mulx;
x86_handler_t x86_op_bt, x86_op_bts, x86_op_btr, x86_op_btc, x86_op_bsf, x86_op_bsr, x86_op_tzcnt,
	x86_op_lzcnt, x86_op_popcnt, x86_op_crc32, x86_op_bextr, x86_op_bzhi, x86_op_blsr, x86_op_blsmsk,
	x86_op_blsi, x86_op_pdep, x86_op_pext;
x86_handler_t x86_op_mov, x86_op_movsx, x86_op_xchg, x86_op_lea, x86_op_cbw, x86_op_cwd,
	x86_op_bswap, x86_op_cmov, x86_op_setcc, x86_op_sahf, x86_op_lahf, x86_op_xlat, x86_op_salc,
	x86_op_cmc, x86_op_clc, x86_op_stc, x86_op_cld, x86_op_std, x86_op_nop, x86_op_movbe, x86_op_bound;
x86_handler_t x86_op_movs, x86_op_cmps, x86_op_stos, x86_op_lods, x86_op_scas, x86_op_ins,
	x86_op_outs;
x86_handler_t x86_op_push, x86_op_pop, x86_op_push_sreg, x86_op_pop_sreg, x86_op_pusha, x86_op_popa,
	x86_op_pushf, x86_op_popf, x86_op_enter, x86_op_leave;
x86_handler_t x86_op_jcc, x86_op_jmp, x86_op_jmp_near, x86_op_call, x86_op_call_near, x86_op_ret,
	x86_op_loop, x86_op_jcxz, x86_op_int3, x86_op_int, x86_op_into, x86_op_icebp, x86_op_ud;
x86_handler_t x86_op_jmp_far, x86_op_call_far, x86_op_ret_far, x86_op_iret;
x86_handler_t x86_op_mov_from_sreg, x86_op_mov_to_sreg, x86_op_lds, x86_op_lldt, x86_op_ltr,
	x86_op_sldt, x86_op_str, x86_op_verr, x86_op_verw, x86_op_lar, x86_op_lsl, x86_op_arpl,
	x86_op_sgdt, x86_op_sidt, x86_op_lgdt, x86_op_lidt;
x86_handler_t x86_op_in, x86_op_out;
x86_handler_t x86_op_mov_from_cr, x86_op_mov_to_cr, x86_op_mov_from_dr, x86_op_mov_to_dr,
	x86_op_smsw, x86_op_lmsw, x86_op_clts, x86_op_invlpg, x86_op_rdmsr, x86_op_wrmsr, x86_op_cpuid,
	x86_op_hlt, x86_op_wbinvd, x86_op_xsetbv, x86_op_xgetbv, x86_op_rdtsc, x86_op_rdtscp, x86_op_rdpmc,
	x86_op_cli, x86_op_sti, x86_op_swapgs, x86_op_vmcall, x86_op_clac, x86_op_stac;
x86_handler_t x86_op_vload, x86_op_vstore, x86_op_vload_aligned, x86_op_vstore_aligned,
	x86_op_vload_low, x86_op_vstore_low, x86_op_vload_high, x86_op_vstore_high, x86_op_movd_load,
	x86_op_movd_store, x86_op_movq_load;

#endif
