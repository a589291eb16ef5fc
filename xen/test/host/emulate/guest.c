// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <xen/lib.h>
#include <asm/system.h>
#include <asm/traps.h>
#include "guest.h"

/* The emulator asked for something that it must not. */
static void wrong(const char *what)
{
	fprintf(stderr, "%s\n", what);
	abort();
}

static struct guest *guest_of(struct x86_emulate_ctxt *c)
{
	return c->priv;
}

/* With chaos, now and then a callback fails. */
static int chaos(struct x86_emulate_ctxt *c)
{
	struct guest *g = guest_of(c);

	if (!g->chaos)
		return X86EMUL_OKAY;
	g->chaos = g->chaos * 6364136223846793005UL + 1442695040888963407UL;
	switch (g->chaos >> 56) {
	case 0: return X86EMUL_RETRY;
	case 1: return X86EMUL_UNHANDLEABLE;
	case 2: return x86_emul_fault(c, X86_EXC_GP, 0);
	case 3: return x86_emul_page_fault(c, g->chaos >> 8, PFEC_present);
	}
	return X86EMUL_OKAY;
}

static int access(struct x86_emulate_ctxt *c, u64 linear, unsigned int n, u32 pfec)
{
	int rc = chaos(c);

	if (!n || n > 64)
		wrong("size of a memory access");
	if (rc != X86EMUL_OKAY)
		return rc;
	if (linear >= GUEST_MEMORY)
		return x86_emul_page_fault(c, linear, pfec);
	return linear + n > GUEST_MEMORY ? x86_emul_page_fault(c, GUEST_MEMORY, pfec) : X86EMUL_OKAY;
}

static int fetch(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n)
{
	int rc = access(c, linear, n, PFEC_insn_fetch);

	if ((linear & 0xfff) + n > 0x1000)
		wrong("a fetch across pages");
	if (rc == X86EMUL_OKAY)
		memcpy(dst, guest_of(c)->memory + linear, n);
	return rc;
}

static int read(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n, unsigned int flags)
{
	int rc = access(c, linear, n, flags & X86_ACCESS_RMW ? PFEC_write : 0);

	if (rc == X86EMUL_OKAY)
		memcpy(dst, guest_of(c)->memory + linear, n);
	return rc;
}

static int write(struct x86_emulate_ctxt *c, u64 linear, const void *src, unsigned int n, unsigned int flags)
{
	int rc = access(c, linear, n, PFEC_write);

	if (rc == X86EMUL_OKAY)
		memcpy(guest_of(c)->memory + linear, src, n);
	return rc;
}

static int compare_exchange(struct x86_emulate_ctxt *c, u64 linear, void *old, const void *new, unsigned int n)
{
	if (guest_of(c)->lose_cmpxchg)
		return X86EMUL_CMPXCHG_FAILED;
	return write(c, linear, new, n, 0);
}

static int read_io(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 *val)
{
	struct guest *g = guest_of(c);

	g->port = port;
	g->port_bytes = n;
	*val = g->port_value + g->port_count++;
	return chaos(c);
}

static int write_io(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 val)
{
	struct guest *g = guest_of(c);

	g->port = port;
	g->port_bytes = n;
	g->port_value = val;
	g->port_count++;
	return chaos(c);
}

static int read_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, struct segment_register *reg)
{
	if (seg >= X86_SEG_NONE)
		wrong("no such segment register");
	*reg = guest_of(c)->seg[seg];
	return chaos(c);
}

static int write_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, const struct segment_register *reg)
{
	if (seg >= X86_SEG_NONE)
		wrong("no such segment register");
	guest_of(c)->seg[seg] = *reg;
	return chaos(c);
}

static int read_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 *val)
{
	*val = guest_of(c)->cr[cr];
	return chaos(c);
}

static int write_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 val)
{
	guest_of(c)->cr[cr] = val;
	return chaos(c);
}

static int read_dr(struct x86_emulate_ctxt *c, unsigned int dr, u64 *val)
{
	*val = guest_of(c)->dr[dr];
	return chaos(c);
}

static int write_dr(struct x86_emulate_ctxt *c, unsigned int dr, u64 val)
{
	guest_of(c)->dr[dr] = val;
	return chaos(c);
}

static int read_xcr(struct x86_emulate_ctxt *c, u32 index, u64 *val)
{
	*val = guest_of(c)->xcr0;
	return index ? x86_emul_fault(c, X86_EXC_GP, 0) : chaos(c);
}

static int write_xcr(struct x86_emulate_ctxt *c, u32 index, u64 val)
{
	guest_of(c)->xcr0 = val;
	return index ? x86_emul_fault(c, X86_EXC_GP, 0) : chaos(c);
}

static int read_msr(struct x86_emulate_ctxt *c, u32 msr, u64 *val)
{
	guest_of(c)->msr_index = msr;
	*val = guest_of(c)->msr_value;
	return chaos(c);
}

static int write_msr(struct x86_emulate_ctxt *c, u32 msr, u64 val)
{
	guest_of(c)->msr_index = msr;
	guest_of(c)->msr_value = val;
	return chaos(c);
}

static int tsc(struct x86_emulate_ctxt *c, u64 *tsc, u32 *aux)
{
	*tsc = 0x123456789abcdefUL;
	if (aux)
		*aux = 77;
	return chaos(c);
}

static int pmc(struct x86_emulate_ctxt *c, u32 counter, u64 *val)
{
	*val = counter;
	return chaos(c);
}

static int cpuid_leaf(struct x86_emulate_ctxt *c, u32 leaf, u32 subleaf, u32 abcd[4])
{
	for (unsigned int i = 0; i < 4; i++)
		abcd[i] = leaf * 16 + subleaf * 4 + i;
	return chaos(c);
}

static int flush_caches(struct x86_emulate_ctxt *c)
{
	guest_of(c)->flushes++;
	return chaos(c);
}

static int flush_page(struct x86_emulate_ctxt *c, u64 linear)
{
	guest_of(c)->invlpg = linear;
	return chaos(c);
}

static int vmcall(struct x86_emulate_ctxt *c)
{
	guest_of(c)->vmcalls++;
	return chaos(c);
}

static int read_vector(struct x86_emulate_ctxt *c, unsigned int reg, void *dst, unsigned int n)
{
	memcpy(dst, guest_of(c)->vector[reg], n);
	return chaos(c);
}

static int write_vector(struct x86_emulate_ctxt *c, unsigned int reg, const void *src, unsigned int n)
{
	memcpy(guest_of(c)->vector[reg], src, n);
	return chaos(c);
}

const struct x86_emulate_ops guest_ops_all = {
	.fetch = fetch, .read = read, .write = write, .cmpxchg = compare_exchange, .read_io = read_io, .write_io = write_io,
	.read_segment = read_segment, .write_segment = write_segment, .read_cr = read_cr, .write_cr = write_cr,
	.read_dr = read_dr, .write_dr = write_dr, .read_xcr = read_xcr, .write_xcr = write_xcr, .read_msr = read_msr,
	.write_msr = write_msr, .rdtsc = tsc, .rdpmc = pmc, .cpuid = cpuid_leaf, .flush_caches = flush_caches, .invlpg = flush_page,
	.vmcall = vmcall, .read_vector = read_vector, .write_vector = write_vector,
};

/* Code, data, user data, not present, LDT, TSS, 64-bit code; the LDT's and TSS's upper halves are 0. */
static const u64 gdt[] = {
	0, 0x00cf9a000000ffff /* 08 */, 0x00cf92000000ffff /* 10 */, 0x00cff2000000ffff /* 18 */, 0x00cf12000000ffff /* 20 */,
	0x0000820020000027 /* 28 */, 0, 0x0000890030000067 /* 38 */, 0, 0x00af9a000000ffff /* 48 */,
};

static void init_real(struct guest *g)
{
	for (unsigned int i = 0; i < 6; i++)
		g->seg[i] = (struct segment_register){ .attr = i == X86_SEG_CS ? 0x9b : 0x93, .limit = 0xffff };
	g->cr[0] = 0x10;
}

static void init_flat(struct guest *g, unsigned int mode)
{
	for (unsigned int i = 0; i < 6; i++)
		g->seg[i] = (struct segment_register){ .sel = 0x10, .attr = 0xc93, .limit = 0xffffffff };
	g->seg[X86_SEG_CS].sel = mode == 8 ? 0x48 : 8;
	g->seg[X86_SEG_CS].attr = mode == 8 ? 0xa9b : 0xc9b;
	g->cr[0] = 0x80000031;
}

void guest_init(struct guest *g, unsigned int mode)
{
	memset(g, 0, sizeof(*g));
	if (mode == 2)
		init_real(g);
	else
		init_flat(g, mode);
	memcpy(g->memory + GUEST_GDT, gdt, sizeof(gdt));
	g->seg[X86_SEG_GDTR] = (struct segment_register){ .base = GUEST_GDT, .limit = sizeof(gdt) - 1 };
	g->seg[X86_SEG_TR] = (struct segment_register){ .sel = 0x38, .attr = 0x8b, .limit = 0x2100, .base = 0x3000 };
	g->cr[4] = X86_CR4_OSFXSR | X86_CR4_OSXSAVE;
	g->xcr0 = 7;
	g->regs.rip = GUEST_CODE;
	g->regs.rsp = 0x6000;
	g->regs.rflags = 2;
	g->c = (struct x86_emulate_ctxt){ .regs = &g->regs, .mode = mode, .protected_mode = mode != 2, .long_mode = mode == 8,
					  .priv = g };
}

int guest_run(struct guest *g, const void *code, unsigned int n)
{
	u64 at = g->regs.rip + (g->c.mode == 8 ? 0 : g->seg[X86_SEG_CS].base);

	if (at + n <= GUEST_MEMORY)
		memcpy(g->memory + at, code, n);
	g->c.insn_count = 0;
	return x86_emulate(&g->c, &guest_ops_all);
}
