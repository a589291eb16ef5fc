/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The instruction emulator: decodes and executes one guest instruction on a register frame. Everything outside the
 * frame (memory, segments, control registers, ports) is reached through callbacks, so that it knows no kind of guest.
 */
#ifndef ASM_X86_EMULATE_H
#define ASM_X86_EMULATE_H

#include <xen/types.h>
#include <asm/regs.h>

#define X86_INSN_MAX 15U /* bytes (SDM vol. 2, 2.3.11) */

enum x86emul_rc {
	X86EMUL_OKAY,           /* done; of a repeated string instruction perhaps a part: then rip is still at it */
	X86EMUL_UNHANDLEABLE,   /* not an instruction this emulator executes; nothing has changed */
	X86EMUL_EXCEPTION,      /* ctxt->event is to be injected; registers say where it happened */
	X86EMUL_RETRY,          /* a callback asked for it (device model, lost cmpxchg race): let the guest execute it again */
	X86EMUL_CMPXCHG_FAILED, /* by ->cmpxchg only: memory held something else */
};

/* In the order of a VMCB's save area; the first six as ModRM encodes them. */
enum x86_segment {
	X86_SEG_ES, X86_SEG_CS, X86_SEG_SS, X86_SEG_DS, X86_SEG_FS, X86_SEG_GS,
	X86_SEG_GDTR, X86_SEG_LDTR, X86_SEG_IDTR, X86_SEG_TR,
	X86_SEG_NONE,
};

/* A segment register with its hidden part, laid out as the VMCB has it (APM vol. 2, table B-2). */
struct segment_register {
	u16 sel;
	u16 attr;  /* X86_SEG_ATTR_*: descriptor bits 40-47 and 52-55, packed */
	u32 limit; /* in bytes, G applied; the last valid offset */
	u64 base;
};
#define X86_SEG_ATTR_TYPE 0x00fU
#define X86_SEG_ATTR_S 0x010U
#define X86_SEG_ATTR_DPL 0x060U
#define X86_SEG_ATTR_P 0x080U
#define X86_SEG_ATTR_AVL 0x100U
#define X86_SEG_ATTR_L 0x200U
#define X86_SEG_ATTR_DB 0x400U
#define X86_SEG_ATTR_G 0x800U
#define x86_seg_dpl(attr) (((attr) >> 5) & 3)

enum x86_event_type { X86_EVENT_HW_EXCEPTION = 3, X86_EVENT_SW_INT = 4, X86_EVENT_ICEBP = 5, X86_EVENT_SW_EXCEPTION = 6 };

struct x86_event {
	u8 vector;
	u8 type;        /* enum x86_event_type: SW_INT for INT n, SW_EXCEPTION for INT3 and INTO */
	u8 insn_len;    /* of a software event: what its return address lies beyond rip */
	s32 error_code; /* -1: none */
	u64 cr2;        /* #PF: the linear address */
};

struct x86_emulate_ctxt {
	struct cpu_user_regs *regs; /* in and out: general registers, rip, rflags. Segment fields are not used. */
	u8 mode;                    /* in: 2, 4 or 8: 16-bit, 32-bit or 64-bit code segment */
	u8 cpl;                     /* in */
	bool protected_mode;        /* in: CR0.PE */
	bool long_mode;             /* in: EFER.LMA */
	u16 rep_limit;              /* in: iterations of a repeated string instruction in one call; 0: 1024 */
	u8 insn_count;              /* in: bytes at rip that are known already (decode assists); 0: they are fetched */
	u8 insn[X86_INSN_MAX];      /* in, out: with insn_count, the bytes fetched, for a message */

	struct x86_event event;     /* out with X86EMUL_EXCEPTION */
	struct {
		bool hlt;           /* HLT was executed: block the vCPU */
		bool sti, mov_ss;   /* interrupts stay blocked for one more instruction */
		bool unblock_nmi;   /* IRET */
		bool singlestep;    /* TF was set: #DB (BS) is due after it */
	} retire;                   /* out with X86EMUL_OKAY */
	void *priv;                 /* the caller's */
};

/* Flags of memory callbacks. */
#define X86_ACCESS_SYSTEM 1U /* descriptor tables, TSS: as CPL 0 whatever the CPL is */
#define X86_ACCESS_RMW 2U    /* read half of a read-modify-write: faults as a write does */

/*
 * All return an enum x86emul_rc; for X86EMUL_EXCEPTION they have called x86_emul_fault() or x86_emul_page_fault().
 * A callback that is NULL makes the instructions that need it unhandleable. Linear addresses have passed the segment
 * limit and canonical checks; an access may cross a page. n: 1..64 bytes unless said otherwise.
 */
struct x86_emulate_ops {
	/* Instruction bytes; never crosses a page. */
	int (*fetch)(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n);
	int (*read)(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n, unsigned int flags);
	int (*write)(struct x86_emulate_ctxt *c, u64 linear, const void *src, unsigned int n, unsigned int flags);
	/* Atomic for n = 1, 2, 4, 8, 16. On X86EMUL_CMPXCHG_FAILED @old holds what memory has. */
	int (*cmpxchg)(struct x86_emulate_ctxt *c, u64 linear, void *old, const void *new, unsigned int n);

	int (*read_io)(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 *val); /* n: 1, 2, 4 */
	int (*write_io)(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 val);

	int (*read_segment)(struct x86_emulate_ctxt *c, enum x86_segment seg, struct segment_register *reg);
	int (*write_segment)(struct x86_emulate_ctxt *c, enum x86_segment seg, const struct segment_register *reg);

	/* The write functions check the value and raise #GP(0) themselves. */
	int (*read_cr)(struct x86_emulate_ctxt *c, unsigned int cr, u64 *val); /* 0, 2, 3, 4, 8 */
	int (*write_cr)(struct x86_emulate_ctxt *c, unsigned int cr, u64 val);
	int (*read_dr)(struct x86_emulate_ctxt *c, unsigned int dr, u64 *val); /* 0-7 */
	int (*write_dr)(struct x86_emulate_ctxt *c, unsigned int dr, u64 val);
	int (*read_xcr)(struct x86_emulate_ctxt *c, u32 index, u64 *val);
	int (*write_xcr)(struct x86_emulate_ctxt *c, u32 index, u64 val);
	int (*read_msr)(struct x86_emulate_ctxt *c, u32 msr, u64 *val);
	int (*write_msr)(struct x86_emulate_ctxt *c, u32 msr, u64 val);
	int (*rdtsc)(struct x86_emulate_ctxt *c, u64 *tsc, u32 *aux); /* aux is NULL for RDTSC */
	int (*rdpmc)(struct x86_emulate_ctxt *c, u32 counter, u64 *val);
	int (*cpuid)(struct x86_emulate_ctxt *c, u32 leaf, u32 subleaf, u32 abcd[4]);
	int (*flush_caches)(struct x86_emulate_ctxt *c); /* INVD, WBINVD */
	int (*invlpg)(struct x86_emulate_ctxt *c, u64 linear);
	int (*vmcall)(struct x86_emulate_ctxt *c); /* VMCALL, VMMCALL: on c->regs, rip still at the instruction */

	/* XMM (n = 16 or less) and YMM (n = 32) register 0-15, as the guest sees it. Writing 16 clears nothing above. */
	int (*read_vector)(struct x86_emulate_ctxt *c, unsigned int reg, void *dst, unsigned int n);
	int (*write_vector)(struct x86_emulate_ctxt *c, unsigned int reg, const void *src, unsigned int n);
};

/* Executes the instruction at c->regs->rip. Any context in which the callbacks may be called. */
int x86_emulate(struct x86_emulate_ctxt *ctxt, const struct x86_emulate_ops *ops) __must_check;

/*
 * Length of the instruction whose first @n bytes are @bytes, in a code segment of @mode (2, 4, 8). 0: it is longer than
 * @n or X86_INSN_MAX bytes, or no valid opcode. Needs no callbacks.
 */
unsigned int x86_insn_length(const u8 *bytes, unsigned int n, unsigned int mode);

/*
 * The same where the exit says which instruction it was: @opcode holds its opcode bytes, the first lowest (CPUID: 0xa20f).
 * 0 also when another instruction stands there: the guest has changed it since.
 */
unsigned int x86_insn_length_of(const u8 *bytes, unsigned int n, unsigned int mode, u32 opcode);

/* For callbacks: fill ctxt->event and return X86EMUL_EXCEPTION. @error_code -1: the vector has none. */
int x86_emul_fault(struct x86_emulate_ctxt *ctxt, unsigned int vector, s32 error_code);
int x86_emul_page_fault(struct x86_emulate_ctxt *ctxt, u64 linear, u32 pfec);

#endif
