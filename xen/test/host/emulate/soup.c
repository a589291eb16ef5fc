// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes without sense, with callbacks that fail at random, at every privilege and in every mode: the emulator comes back with
 * one of its results, under sanitizers, and a repeated string instruction keeps to its limit. And the length of an instruction
 * is the same from x86_insn_length(), which does not need the bytes behind it.
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

#define ROUNDS 300000
#define REP_LIMIT 16

static const u8 modes[] = { 2, 4, 8, 2 };

static bool go_on(time_t start, unsigned int i)
{
	const char *seconds = getenv("FUZZ_SECONDS");

	return seconds ? time(NULL) < start + atoi(seconds) / 3 : i < ROUNDS;
}

/* Half of it begins like an instruction. */
static void soup(u8 *code, unsigned int mode)
{
	gen_insn(code, mode);
	if (gen_random() & 1)
		for (unsigned int i = 0; i < X86_INSN_MAX; i++)
			code[i] = gen_random();
}

static void random_guest(struct guest *g, unsigned int mode)
{
	for (unsigned int i = 0; i < 16; i++)
		*x86_reg(&g->regs, i) = gen_random() & 1 ? gen_random() % GUEST_MEMORY : gen_random() << 8;
	g->regs.rflags = (gen_random() & 0x3f7fd5) | 2;
	g->c.cpl = gen_random() & 3;
	g->c.rep_limit = REP_LIMIT;
	g->c.protected_mode = mode != 2 || gen_random() & 1;
	if (mode == 8)
		g->regs.rflags &= ~X86_EFLAGS_VM;
	for (unsigned int i = 0; i < 10; i++)
		if (!(gen_random() % 4)) {
			g->seg[i].attr = gen_random() & 0xfff;
			g->seg[i].limit = gen_random();
			g->seg[i].base = gen_random() % GUEST_MEMORY;
		}
	g->cr[0] ^= gen_random() & 0xf;
	g->cr[4] = gen_random() & 0x7fffff;
	g->xcr0 = gen_random() & 7;
	g->chaos = gen_random() & 3 ? 0 : gen_random() | 1;
}

static void test_soup(void **state)
{
	static struct guest g;
	u64 results[5] = { 0 };
	time_t start = time(NULL);

	gen_seed(20261122);
	guest_init(&g, 2);
	for (unsigned int i = 0; go_on(start, i); i++) {
		unsigned int mode = modes[gen_random() & 3];
		u8 code[X86_INSN_MAX];
		struct cpu_user_regs before;
		int rc;

		if (!(i % 64))
			guest_init(&g, mode);
		g.c.mode = mode;
		g.c.long_mode = mode == 8;
		random_guest(&g, mode);
		soup(code, mode);
		g.regs.rip = GUEST_CODE + gen_random() % 0x2000;
		before = g.regs;
		g.port_count = 0;
		rc = guest_run(&g, code, sizeof(code));
		assert_in_range(rc, X86EMUL_OKAY, X86EMUL_RETRY);
		assert_in_range(g.port_count, 0, REP_LIMIT);
		if (rc == X86EMUL_UNHANDLEABLE)
			assert_true(g.regs.rip == before.rip);
		results[rc]++;
	}
	printf("soup: %lu executed, %lu not handled, %lu exceptions, %lu to be retried\n", results[X86EMUL_OKAY],
	       results[X86EMUL_UNHANDLEABLE], results[X86EMUL_EXCEPTION], results[X86EMUL_RETRY]);
	for (unsigned int i = X86EMUL_OKAY; i <= X86EMUL_RETRY; i++)
		assert_true(results[i]);
}

static void test_length(void **state)
{
	unsigned int valid = 0;

	gen_seed(4711);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		unsigned int mode = modes[gen_random() & 3], len;
		u8 code[X86_INSN_MAX + 1];

		soup(code, mode);
		code[X86_INSN_MAX] = 0x90;
		len = x86_insn_length(code, sizeof(code), mode);
		if (!len)
			continue;
		valid++;
		assert_in_range(len, 1, X86_INSN_MAX);
		for (unsigned int n = 0; n < len; n++)
			assert_int_equal(x86_insn_length(code, n, mode), 0);
		assert_int_equal(x86_insn_length(code, len, mode), len);
		for (unsigned int n = len; n < X86_INSN_MAX; n++)
			code[n] = gen_random();
		assert_int_equal(x86_insn_length(code, X86_INSN_MAX, mode), len);
	}
	assert_true(valid > ROUNDS / 4);
}

int run_soup_tests(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_soup),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests_name("soup", tests, NULL, NULL);
}
