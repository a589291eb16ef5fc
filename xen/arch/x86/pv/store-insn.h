/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The instructions that store to one memory operand of up to 8 bytes, as compilers use them on page tables and
 * device registers: mov, xchg, cmpxchg, xadd, the two-operand arithmetic, bit operations, with or without lock.
 * Pure: bytes and registers in, values out. The address is known from the fault, so it is not computed.
 */
#ifndef PV_STORE_INSN_H
#define PV_STORE_INSN_H

#include <xen/types.h>
#include <asm/regs.h>

#define INSN_MAX 15

enum store_op {
	STORE_ADD, STORE_OR, STORE_ADC, STORE_SBB, STORE_AND, STORE_SUB, STORE_XOR, /* encoding order; 7 is CMP */
	STORE_MOV, STORE_XCHG, STORE_CMPXCHG, STORE_XADD, STORE_NOT, STORE_NEG, STORE_INC, STORE_DEC,
	STORE_BTS, STORE_BTR, STORE_BTC,
};

struct store_insn {
	enum store_op op;
	u8 len, size;   /* of the instruction and of the operand, in bytes */
	bool has_imm;   /* else the other operand is register .reg */
	u8 reg;         /* 0..15; with .high_byte AH, CH, DH, BH */
	bool high_byte;
	u64 imm;        /* sign-extended */
};

/* Decodes @n bytes of 64-bit code. False: none of these instructions, a register operand, or too few bytes. */
bool store_insn_decode(const u8 *code, unsigned int n, struct store_insn *in);
/*
 * What the instruction does when memory holds @old: *@new is what memory holds afterwards (both .size bytes, zero
 * extended), @regs what the registers hold (flags, RIP, and the register operand). False: it does not store after all
 * (cmpxchg that fails); the registers are still those after the instruction.
 */
bool store_insn_execute(const struct store_insn *in, u64 old, u64 *new, struct cpu_user_regs *regs);

#endif
