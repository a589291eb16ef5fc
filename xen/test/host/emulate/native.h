/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs one instruction on this machine's processor: registers are loaded and the trap flag set by returning from a signal, the
 * state afterwards is what the next signal finds. In 64-bit mode, and in 32- and 16-bit code segments as the kernel allows
 * them to programs. Plain C types: system headers and the hypervisor's do not mix.
 */
#ifndef EMULATE_NATIVE_H
#define EMULATE_NATIVE_H

/* A page of code and pages of data, at addresses that 32-bit code reaches. What follows them is not mapped. */
#define CODE_BASE 0x10000000UL
#define CODE_BYTES 0x1000UL
#define DATA_BASE 0x20000000UL
#define DATA_RW_BYTES 0x2000UL  /* then a read-only page, then nothing */
#define DATA_RO_BYTES 0x1000UL
#define DATA_HOLE_BYTES 0x10000UL

/* Selectors of the local descriptor table. All bases are CODE_BASE or DATA_BASE. */
enum { SEL_CODE16 = 0x07, SEL_DATA16 = 0x0f, SEL_DATA32 = 0x17, SEL_RO = 0x1f, SEL_DOWN = 0x27, SEL_CODE_R = 0x2f };
#define SEL_CODE32 0x23 /* the kernel's flat segments */
#define SEL_CODE64 0x33
#define SEL_FLAT 0x2b
#define LIMIT_CODE16 0xfffUL
#define LIMIT_DATA16 0x2fffUL
#define LIMIT_DATA32 0x3fffUL
#define LIMIT_RO 0x1fffUL
#define LIMIT_DOWN 0xfffUL

struct native_state {
	unsigned long gpr[16];  /* as instructions number them */
	unsigned long rip, rflags;
	unsigned char xmm[16][16];
	unsigned short cs, ss, ds, es;
	/* out */
	int vector;             /* exception; -1: the instruction was executed */
	unsigned long error, cr2;
};

/* Maps memory, installs segments. Returns 0, or what the kernel refused: bit 0 memory, 1 segments. */
int native_init(void);
/*
 * Does the processor know the selectors of the local descriptor table? A hypervisor that runs its guest's kernel without
 * privileges may take the table and never load it; nor has it 32-bit code then, and a return to a stack that is not canonical
 * faults. GS is null there.
 */
int native_has_ldt(void);
/* Installs the handlers: in each test, because cmocka has its own. */
void native_take_signals(void);
void native_run(struct native_state *s);

#endif
