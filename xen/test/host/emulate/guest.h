/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest made of arrays, for what programs cannot run: privileged instructions, real mode, descriptors, device registers. */
#ifndef EMULATE_GUEST_H
#define EMULATE_GUEST_H

#include <asm/x86_emulate.h>

#define GUEST_MEMORY 0x20000U   /* linear addresses from 0; beyond: #PF */
#define GUEST_CODE 0x8000U      /* where guest_run() puts the instruction, as an offset in CS */
#define GUEST_GDT 0x1000U

struct guest {
	u8 memory[GUEST_MEMORY];
	struct segment_register seg[10];
	u64 cr[9], dr[8], xcr0, msr_value;
	u32 msr_index;
	u8 vector[16][32];
	u16 port;               /* of the last access */
	unsigned int port_bytes, port_count;
	u32 port_value;
	u64 invlpg;
	unsigned int flushes, vmcalls;
	bool lose_cmpxchg;      /* another processor is always faster */
	u64 chaos;              /* not 0: seed of callbacks that fail at random */
	struct cpu_user_regs regs;
	struct x86_emulate_ctxt c;
};

extern const struct x86_emulate_ops guest_ops_all;

/* 64-bit: flat; 32-bit: flat; 16-bit: real mode. At CPL 0; a GDT of code, data and odd segments at GUEST_GDT. */
void guest_init(struct guest *g, unsigned int mode);
/* Emulates @n bytes of @code at rip. */
int guest_run(struct guest *g, const void *code, unsigned int n);

int run_directed_tests(void);
int run_soup_tests(void);

#endif
