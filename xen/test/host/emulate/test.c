// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulator against this machine's processor: the same random instruction with the same registers, segments and memory
 * runs in both, in 64-, 32- and 16-bit code at CPL 3. Registers, defined flags, memory, XMM registers and exceptions with
 * error code and address have to be the same. Seeds are printed; EMULATE_SEED= repeats a run, FUZZ_SECONDS= prolongs it.
 * On a machine without a local descriptor table, a paravirtual one, only 64-bit code that does not fault is compared.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#undef offsetof
#include <xen/lib.h>
#include <cmocka.h>
#include "../../../arch/x86/x86_emulate/private.h"
#include "gen.h"
#include "guest.h"

#define PER_MODE 60000          /* instructions compared, by default */
#define ATTEMPTS_PER_CASE 200   /* at most, on average */

static u8 shadow[DATA_RW_BYTES + DATA_RO_BYTES]; /* the emulator's copy of the data pages */
static struct native_state emulated;             /* xmm and segments of the emulator */
static bool unknown;                             /* it touched memory of which we do not know what is there */

static const struct {
	u16 sel;
	struct segment_register reg;
} segments[] = {
	{ SEL_CODE64, { SEL_CODE64, 0xafb, 0xffffffff, 0 } },
	{ SEL_CODE32, { SEL_CODE32, 0xcfb, 0xffffffff, 0 } },
	{ SEL_FLAT, { SEL_FLAT, 0xcf3, 0xffffffff, 0 } },
	{ SEL_CODE16, { SEL_CODE16, 0x0fb, LIMIT_CODE16, CODE_BASE } },
	{ SEL_DATA16, { SEL_DATA16, 0x0f3, LIMIT_DATA16, DATA_BASE } },
	{ SEL_DATA32, { SEL_DATA32, 0x4f3, LIMIT_DATA32, DATA_BASE } },
	{ SEL_RO, { SEL_RO, 0x4f1, LIMIT_RO, DATA_BASE } },
	{ SEL_DOWN, { SEL_DOWN, 0x4f7, LIMIT_DOWN, DATA_BASE } },
	{ SEL_CODE_R, { SEL_CODE_R, 0x4fb, LIMIT_CODE16, CODE_BASE } },
};

static int read_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, struct segment_register *reg)
{
	u16 sel = seg == X86_SEG_CS ? emulated.cs : seg == X86_SEG_SS ? emulated.ss : seg == X86_SEG_DS ? emulated.ds :
		  seg == X86_SEG_ES ? emulated.es : seg == X86_SEG_GS && native_has_ldt() ? SEL_DATA32 : 0;

	*reg = (struct segment_register){ .sel = sel };
	if (c->mode == 8 && (seg == X86_SEG_FS || (seg == X86_SEG_GS && !sel)))
		unknown = true; /* the C library's; whatever base a null selector leaves */
	for (unsigned int i = 0; i < ARRAY_SIZE(segments); i++)
		if (sel && segments[i].sel == sel)
			*reg = segments[i].reg;
	return X86EMUL_OKAY;
}

enum region { RW, RO, HOLE, UNKNOWN };

static enum region region_of(u64 a)
{
	if (a >= DATA_BASE && a < DATA_BASE + DATA_RW_BYTES)
		return RW;
	if (a >= DATA_BASE && a < DATA_BASE + sizeof(shadow))
		return RO;
	if (a >= DATA_BASE - DATA_HOLE_BYTES && a < DATA_BASE + sizeof(shadow) + DATA_HOLE_BYTES)
		return HOLE;
	return a < 0x10000 ? HOLE : UNKNOWN;
}

static int check_access(struct x86_emulate_ctxt *c, u64 linear, unsigned int n, bool write)
{
	for (unsigned int i = 0; i < n; i++) {
		u64 a = linear + i;
		enum region r = region_of(a);

		if (r == UNKNOWN) {
			unknown = true;
			return X86EMUL_UNHANDLEABLE;
		}
		if (r == HOLE || (r == RO && write))
			return x86_emul_page_fault(c, a, PFEC_user | (write ? PFEC_write : 0) | (r == RO ? PFEC_present : 0));
	}
	return X86EMUL_OKAY;
}

static int fetch(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n)
{
	assert_true(n && (linear & 0xfff) + n <= 0x1000);
	if (linear >= CODE_BASE + CODE_BYTES && linear < CODE_BASE + CODE_BYTES + 0x1000)
		return x86_emul_page_fault(c, linear, PFEC_user | PFEC_insn_fetch);
	assert_true(linear >= CODE_BASE && linear + n <= CODE_BASE + CODE_BYTES);
	memcpy(dst, (void *)linear, n);
	return X86EMUL_OKAY;
}

static int read(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n, unsigned int flags)
{
	int rc = check_access(c, linear, n, flags & X86_ACCESS_RMW);

	if (rc == X86EMUL_OKAY)
		memcpy(dst, shadow + (linear - DATA_BASE), n);
	return rc;
}

static int write(struct x86_emulate_ctxt *c, u64 linear, const void *src, unsigned int n, unsigned int flags)
{
	int rc = check_access(c, linear, n, true);

	if (rc == X86EMUL_OKAY)
		memcpy(shadow + (linear - DATA_BASE), src, n);
	return rc;
}

static int cmpxchg_memory(struct x86_emulate_ctxt *c, u64 linear, void *old, const void *new, unsigned int n)
{
	int rc = check_access(c, linear, n, true);

	if (rc != X86EMUL_OKAY)
		return rc;
	assert_memory_equal(shadow + (linear - DATA_BASE), old, n);
	memcpy(shadow + (linear - DATA_BASE), new, n);
	return X86EMUL_OKAY;
}

static int read_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 *val)
{
	*val = cr == 0 ? 0x80050033 : X86_CR4_OSFXSR | X86_CR4_OSXSAVE | X86_CR4_UMIP | X86_CR4_PAE;
	return X86EMUL_OKAY;
}

static int read_xcr(struct x86_emulate_ctxt *c, u32 index, u64 *val)
{
	*val = 7;
	return X86EMUL_OKAY;
}

static int read_vector(struct x86_emulate_ctxt *c, unsigned int reg, void *dst, unsigned int n)
{
	assert_int_equal(n, 16);
	memcpy(dst, emulated.xmm[reg], 16);
	return X86EMUL_OKAY;
}

static int write_vector(struct x86_emulate_ctxt *c, unsigned int reg, const void *src, unsigned int n)
{
	memcpy(emulated.xmm[reg], src, 16);
	return X86EMUL_OKAY;
}

static const struct x86_emulate_ops ops = {
	.fetch = fetch, .read = read, .write = write, .cmpxchg = cmpxchg_memory, .read_segment = read_segment,
	.read_cr = read_cr, .read_xcr = read_xcr, .read_vector = read_vector, .write_vector = write_vector,
};

/* Instructions a program cannot run as they are: traps, kernel entries, segment loads, what the kernel emulates (UMIP). */
static bool handler_left_out(int (*execute)(struct x86_emul *))
{
	static int (*const handlers[])(struct x86_emul *) = {
		x86_op_int, x86_op_int3, x86_op_into, x86_op_icebp, x86_op_iret, x86_op_jmp_far, x86_op_call_far, x86_op_ret_far,
		x86_op_mov_to_sreg, x86_op_pop_sreg, x86_op_lds, x86_op_sgdt, x86_op_sidt, x86_op_sldt, x86_op_str, x86_op_smsw,
		x86_op_lar, x86_op_lsl, x86_op_verr, x86_op_verw, x86_op_cpuid, x86_op_rdtsc, x86_op_rdtscp, x86_op_rdpmc,
		x86_op_xgetbv, x86_op_vmcall, x86_op_unhandled,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(handlers); i++)
		if (execute == handlers[i])
			return true;
	return false;
}

static bool left_out(const struct x86_insn *in, unsigned int mode)
{
	if (handler_left_out(in->execute))
		return true;
	/* Reads its operand without saying so: CLFLUSH. 16-bit near branches in 64-bit mode: AMD's and Intel's differ. */
	if (in->map == 1 && in->opcode == 0xae)
		return true;
	/* REP before LOOP has a meaning to AMD that no manual tells. */
	if (in->execute == x86_op_loop && in->rep)
		return true;
	/* LOCK MOV CR0 is CR8 to AMD. */
	if (in->map == 1 && (in->opcode & 0xfd) == 0x20 && in->lock)
		return true;
	/* AMD's processors look at nothing beyond the opcode of UD0 and UD1. */
	if (in->execute == x86_op_ud)
		return true;
	/* With a count of 0 it may still ask for the port's permission. */
	if ((in->execute == x86_op_ins || in->execute == x86_op_outs) && in->rep)
		return true;
	/* PREFETCH of a register is #UD to AMD. */
	if (in->map == 1 && in->opcode == 0x0d)
		return true;
	if (mode == 8 && in->opsize_prefix && (in->flags & FORCE64))
		return true;
	/* Intel's write two bytes. */
	if (in->execute == x86_op_push_sreg && in->op_bytes == 4)
		return true;
	return in->vex && in->vex_l && !(in->flags & VEX_ONLY);
}

/* Flags that the manuals leave undefined after this instruction. */
static u64 undefined_flags(const struct x86_insn *in)
{
	static const struct {
		int (*execute)(struct x86_emul *);
		u64 flags;
	} rows[] = {
		{ x86_op_or, EFL_AF }, { x86_op_and, EFL_AF }, { x86_op_xor, EFL_AF }, { x86_op_test, EFL_AF },
		{ x86_op_shl, EFL_AF | EFL_OF | EFL_CF }, { x86_op_shr, EFL_AF | EFL_OF | EFL_CF }, { x86_op_sar, EFL_AF | EFL_OF },
		{ x86_op_rol, EFL_OF }, { x86_op_ror, EFL_OF }, { x86_op_rcl, EFL_OF }, { x86_op_rcr, EFL_OF },
		{ x86_op_shld, EFL_AF | EFL_OF }, { x86_op_shrd, EFL_AF | EFL_OF },
		{ x86_op_mul, EFL_SF | EFL_ZF | EFL_AF | EFL_PF }, { x86_op_imul1, EFL_SF | EFL_ZF | EFL_AF | EFL_PF },
		{ x86_op_imul2, EFL_SF | EFL_ZF | EFL_AF | EFL_PF }, { x86_op_imul3, EFL_SF | EFL_ZF | EFL_AF | EFL_PF },
		{ x86_op_div, EFL_ARITH }, { x86_op_idiv, EFL_ARITH },
		{ x86_op_bt, EFL_ARITH & ~(EFL_CF | EFL_ZF) }, { x86_op_bts, EFL_ARITH & ~(EFL_CF | EFL_ZF) },
		{ x86_op_btr, EFL_ARITH & ~(EFL_CF | EFL_ZF) }, { x86_op_btc, EFL_ARITH & ~(EFL_CF | EFL_ZF) },
		{ x86_op_bsf, EFL_ARITH & ~EFL_ZF }, { x86_op_bsr, EFL_ARITH & ~EFL_ZF },
		{ x86_op_tzcnt, EFL_ARITH & ~(EFL_CF | EFL_ZF) }, { x86_op_lzcnt, EFL_ARITH & ~(EFL_CF | EFL_ZF) },
		{ x86_op_daa, EFL_OF }, { x86_op_das, EFL_OF },
		{ x86_op_aaa, EFL_OF | EFL_SF | EFL_ZF | EFL_PF }, { x86_op_aas, EFL_OF | EFL_SF | EFL_ZF | EFL_PF },
		{ x86_op_aam, EFL_OF | EFL_AF | EFL_CF }, { x86_op_aad, EFL_OF | EFL_AF | EFL_CF },
		{ x86_op_andn, EFL_AF | EFL_PF }, { x86_op_bextr, EFL_AF | EFL_SF | EFL_PF }, { x86_op_bzhi, EFL_AF | EFL_PF },
		{ x86_op_blsr, EFL_AF | EFL_PF }, { x86_op_blsmsk, EFL_AF | EFL_PF }, { x86_op_blsi, EFL_AF | EFL_PF },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].execute == in->execute)
			return rows[i].flags;
	return 0;
}

/* Shifts have more defined flags when they shift by one. */
static u64 compared_flags(const struct x86_insn *in, u64 rcx)
{
	u64 undefined = undefined_flags(in);
	bool shift = in->map == 0 && (in->opcode & 0xfe) != 0xc0 && (in->opcode & 0xfc) == 0xd0;

	if (shift && in->opcode <= 0xd1)
		undefined &= ~(EFL_OF | EFL_CF);
	if (shift && in->opcode >= 0xd2 && (rcx & 0x1f) < 8)
		undefined &= ~EFL_CF;
	return (EFL_ARITH | X86_EFLAGS_DF) & ~undefined;
}

/* SHLD and SHRD of 16 bits by more leave everything undefined; BSWAP of 16 bits its result. */
static bool undefined_result(const struct x86_insn *in, u64 rcx)
{
	unsigned int count = in->opcode & 1 ? rcx & 31 : in->imm & 31;

	if (in->execute == x86_op_shld || in->execute == x86_op_shrd)
		return in->op_bytes == 2 && count > 16;
	return in->execute == x86_op_bswap && in->op_bytes == 2;
}

static u64 seed;
static bool verbose; /* EMULATE_VERBOSE=1: each case before it runs, for one that does not come back */
static u64 compared, skipped, faults;
static u8 reached[4][256];

static void describe(const struct native_state *before, const u8 *insn, unsigned int mode)
{
	fprintf(stderr, "seed %lu, %u-bit code, at %lx:", seed, 8 * mode, before->rip);
	for (unsigned int i = 0; i < X86_INSN_MAX; i++)
		fprintf(stderr, " %02x", insn[i]);
	fprintf(stderr, "\n  cs %x ss %x ds %x es %x flags %lx\n ", before->cs, before->ss, before->ds, before->es, before->rflags);
	for (unsigned int i = 0; i < 16; i++)
		fprintf(stderr, " r%u %lx", i, before->gpr[i]);
	fprintf(stderr, "\n");
}

static bool differ(const char *what, unsigned int i, u64 native, u64 emul)
{
	if (native != emul)
		fprintf(stderr, "  %s %u: processor %lx, emulator %lx\n", what, i, native, emul);
	return native != emul;
}

/* Which operand CMPS looks at first, whether CALL checks its target or its stack first,
 * alignment or limit, how far a faulting POPA got, is the processor's secret. */
static bool which_fault_matters(const struct x86_insn *in)
{
	return in->execute != x86_op_cmps && in->execute != x86_op_call && in->execute != x86_op_call_near &&
	       in->execute != x86_op_vload_aligned && in->execute != x86_op_vstore_aligned && in->execute != x86_op_popa;
}

static bool compare(const struct native_state *native, const struct cpu_user_regs *regs, int rc, const struct x86_event *e,
		    const struct x86_insn *in, u64 rcx, unsigned int mode)
{
	u64 keep = mode == 8 ? ~0UL : 0xffffffff, flags = compared_flags(in, rcx);
	bool bad;

	if (rc == X86EMUL_EXCEPTION && !which_fault_matters(in))
		return native->vector < 0;
	/* How many bytes a processor fetches of something that is no instruction is its secret too. */
	if (rc == X86EMUL_EXCEPTION && e->vector == X86_EXC_UD &&
	    ((native->vector == X86_EXC_PF && native->error & PFEC_insn_fetch) ||
	     (native->vector == X86_EXC_GP && mode == 2 && regs->rip + X86_INSN_MAX > LIMIT_CODE16)))
		return false;
	bad = differ("exception", 0, native->vector, rc == X86EMUL_EXCEPTION ? e->vector : -1);

	for (unsigned int i = 0; i < 16; i++)
		bad |= differ("register", i, native->gpr[i] & keep, *x86_reg((struct cpu_user_regs *)regs, i) & keep);
	bad |= differ("rip", 0, native->rip & keep, regs->rip & keep);
	if (rc == X86EMUL_EXCEPTION) {
		if (!bad && X86_EXC_HAVE_EC >> e->vector & 1)
			bad |= differ("error code", 0, native->error, (u32)e->error_code);
		if (!bad && e->vector == X86_EXC_PF)
			bad |= differ("fault address", 0, native->cr2, e->cr2);
		return bad;
	}
	bad |= differ("flags", 0, native->rflags & flags, regs->rflags & flags);
	for (unsigned int i = 0; i < 16; i++)
		if (memcmp(native->xmm[i], emulated.xmm[i], 16))
			bad |= differ("xmm", i, *(u64 *)native->xmm[i], *(u64 *)emulated.xmm[i]) | 1;
	for (unsigned int i = 0; i < sizeof(shadow); i++)
		if (shadow[i] != ((u8 *)DATA_BASE)[i])
			bad |= differ("memory", i, ((u8 *)DATA_BASE)[i], shadow[i]);
	return bad;
}

static void place(struct native_state *s, const u8 *insn, unsigned int mode)
{
	unsigned int at = gen_random() % 8 ? gen_random() % 0xf00 : CODE_BYTES - 1 - gen_random() % X86_INSN_MAX;
	unsigned int n = min_t(unsigned int, X86_INSN_MAX, CODE_BYTES - at);

	memset((void *)(CODE_BASE + at), 0xcc, min_t(unsigned int, 32, CODE_BYTES - at));
	memcpy((void *)(CODE_BASE + at), insn, n);
	s->rip = mode == 2 ? at : CODE_BASE + at;
}

/* True when an instruction was compared. */
static bool one_case(unsigned int mode)
{
	struct native_state native = { 0 }, before;
	struct x86_emulate_ctxt c = { .mode = mode, .cpl = 3, .protected_mode = true, .long_mode = true };
	struct cpu_user_regs regs = { 0 };
	u8 insn[X86_INSN_MAX];
	struct x86_insn in = { 0 };
	int rc;

	gen_insn(insn, mode);
	gen_state(&native, mode);
	place(&native, insn, mode);
	before = emulated = native;
	c.insn_count = X86_INSN_MAX;
	memcpy(c.insn, insn, sizeof(insn));
	rc = x86_decode(&c, &in, NULL, NULL);
	if (left_out(&in, mode) || (rc == X86EMUL_OKAY && undefined_result(&in, native.gpr[1])))
		return false;
	c.insn_count = 0;

	regs.rip = native.rip;
	regs.rflags = native.rflags | X86_EFLAGS_TF;
	for (unsigned int i = 0; i < 16; i++)
		*x86_reg(&regs, i) = native.gpr[i];
	c.regs = &regs;
	unknown = false;
	rc = x86_emulate(&c, &ops);
	if (unknown || rc == X86EMUL_UNHANDLEABLE || (rc == X86EMUL_EXCEPTION && !native_has_ldt())) {
		memcpy(shadow, (void *)DATA_BASE, sizeof(shadow)); /* some of it may have been done */
		skipped++;
		return false;
	}
	assert_true(rc == X86EMUL_OKAY || rc == X86EMUL_EXCEPTION);
	if (verbose)
		describe(&before, insn, mode);
	native_run(&native);
	if (compare(&native, &regs, rc, &c.event, &in, before.gpr[1], mode)) {
		describe(&before, insn, mode);
		fail();
	}
	if (rc == X86EMUL_EXCEPTION) {
		memcpy(shadow, (void *)DATA_BASE, sizeof(shadow));
		faults++;
	} else {
		reached[in.map][in.opcode] = 1;
	}
	return true;
}

static void run_mode(unsigned int mode)
{
	const char *seconds = getenv("FUZZ_SECONDS");
	time_t end = seconds ? time(NULL) + atoi(seconds) / 3 : 0;
	u64 n = 0, attempts = 0, first = seed;

	native_take_signals();
	compared = skipped = faults = 0;
	while (seconds ? time(NULL) < end : n < PER_MODE) {
		gen_seed(++seed);
		n += one_case(mode);
		assert_true(++attempts < (u64)PER_MODE * ATTEMPTS_PER_CASE || seconds);
	}
	printf("%u-bit code: %lu instructions compared (%lu faults), seeds %lu to %lu\n", 8 * mode, n, faults, first + 1, seed);
}

/* At CPL 3 these only fault. */
static bool only_faults(const struct x86_opcode *row)
{
	static int (*const handlers[])(struct x86_emul *) = {
		x86_op_in, x86_op_out, x86_op_ins, x86_op_outs, x86_op_cli, x86_op_sti, x86_op_ud,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(handlers); i++)
		if (row->execute == handlers[i])
			return true;
	return row->flags & PRIV;
}

/* Every opcode that a program may execute has been executed without a fault. */
static void test_coverage(void **state)
{
	unsigned int missed = 0;

	if (!native_has_ldt())
		skip();
	for (unsigned int map = 0; map < 2; map++)
		for (unsigned int b = 0; b < 256; b++) {
			const struct x86_opcode *row = map ? &x86_opcodes_0f[b] : &x86_opcodes[b];
			bool prefetch = map == 1 && b == 0x0d;

			if (reached[map][b] || !row->execute || handler_left_out(row->execute) || only_faults(row) || prefetch)
				continue;
			fprintf(stderr, "never executed: %s%02x\n", map ? "0f " : "", b);
			missed++;
		}
	assert_int_equal(missed, 0);
}

static void test_64(void **state) { run_mode(8); }

static void test_32(void **state)
{
	if (!native_has_ldt())
		skip();
	run_mode(4);
}

static void test_16(void **state)
{
	if (!native_has_ldt())
		skip();
	run_mode(2);
}

static int setup(void **state)
{
	const char *s = getenv("EMULATE_SEED");
	int missing = native_init();

	if (missing)
		fprintf(stderr, "the kernel refuses %s%s\n", missing & 1 ? "fixed mappings " : "", missing & 2 ? "an LDT: 64-bit code only, and no faults" : "");
	verbose = getenv("EMULATE_VERBOSE");
	seed = s ? strtoul(s, NULL, 0) - 1 : 1;
	gen_seed(12345);
	for (unsigned int i = 0; i < DATA_RW_BYTES; i++)
		((u8 *)DATA_BASE)[i] = gen_random();
	memcpy(shadow, (void *)DATA_BASE, sizeof(shadow));
	return missing & 1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_64),
		cmocka_unit_test(test_32),
		cmocka_unit_test(test_16),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, setup, NULL) + run_directed_tests() + run_soup_tests();
}
