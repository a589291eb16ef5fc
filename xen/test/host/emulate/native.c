// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#include "native.h"

#define EFLAGS_TF 0x100
#define FP_XSTATE_MAGIC1 0x46505853U
#define FP_MAGIC_OFFSET 464
#define FP_XSTATE_BV_OFFSET 512

static const int reg_index[16] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
				   REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15 };

static struct native_state *running; /* NULL: the next signal is the way in */
static struct native_state *to_run;
static gregset_t outside;
static int has_ldt;

static void set_selectors(gregset_t g, unsigned short cs, unsigned short ss)
{
	unsigned short *sel = (unsigned short *)&g[REG_CSGSFS];

	sel[0] = cs;
	sel[3] = ss;
}

static void enter(ucontext_t *u)
{
	greg_t *g = u->uc_mcontext.gregs;
	char *fp = (char *)u->uc_mcontext.fpregs;
	unsigned int magic;

	running = to_run;
	memcpy(outside, g, sizeof(outside));
	for (int i = 0; i < 16; i++) {
		g[reg_index[i]] = running->gpr[i];
		memcpy(&u->uc_mcontext.fpregs->_xmm[i], running->xmm[i], 16);
	}
	/* With XSAVE, the SSE component is to be marked as holding something. */
	memcpy(&magic, fp + FP_MAGIC_OFFSET, sizeof(magic));
	if (magic == FP_XSTATE_MAGIC1)
		fp[FP_XSTATE_BV_OFFSET] |= 3;
	g[REG_RIP] = running->rip;
	g[REG_EFL] = running->rflags | EFLAGS_TF;
	set_selectors(g, running->cs, running->ss);
}

static void leave(ucontext_t *u, int sig)
{
	greg_t *g = u->uc_mcontext.gregs;

	for (int i = 0; i < 16; i++) {
		running->gpr[i] = g[reg_index[i]];
		memcpy(running->xmm[i], &u->uc_mcontext.fpregs->_xmm[i], 16);
	}
	running->rip = g[REG_RIP];
	running->rflags = g[REG_EFL];
	running->vector = sig == SIGTRAP ? (g[REG_TRAPNO] == 1 ? -1 : g[REG_TRAPNO]) : g[REG_TRAPNO];
	running->error = g[REG_ERR];
	running->cr2 = g[REG_CR2];
	memcpy(g, outside, sizeof(outside));
	running = NULL;
}

static void handler(int sig, siginfo_t *info, void *context)
{
	/* AC as the instruction set it would have the handler's accesses checked. */
	__asm__ volatile("lea -128(%%rsp), %%rsp\n pushfq\n andl $~0x40000, (%%rsp)\n popfq\n lea 128(%%rsp), %%rsp" ::: "memory", "cc");
	if (!running && !to_run) {
		signal(sig, SIG_DFL); /* a fault of the test itself */
		return;
	}
	if (running)
		leave(context, sig);
	else
		enter(context);
}

void native_run(struct native_state *s)
{
	unsigned int flat = SEL_FLAT, gs = has_ldt ? SEL_DATA32 : 0;

	__asm__ volatile("mov %0, %%gs" : : "r"(gs));
	__asm__ volatile("mov %0, %%ds\n mov %1, %%es" : : "r"((unsigned int)s->ds), "r"((unsigned int)s->es));
	to_run = s;
	/* Returning from a signal leaves NT and ID as they are: an instruction before this may have set them. */
	__asm__ volatile("lea -128(%%rsp), %%rsp\n pushq $0x202\n popfq\n lea 128(%%rsp), %%rsp\n int3" ::: "memory", "cc");
	to_run = NULL;
	__asm__ volatile("mov %0, %%ds\n mov %0, %%es" : : "r"(flat));
}

static int set_segment(unsigned int sel, unsigned long base, unsigned long limit, unsigned int contents, int big, int restricted)
{
	struct user_desc d = { .entry_number = sel >> 3, .base_addr = base, .limit = limit, .seg_32bit = big,
			       .contents = contents, .read_exec_only = restricted, .useable = 1 };

	return syscall(SYS_modify_ldt, 1, &d, sizeof(d));
}

/* What LSL says of @sel: is there such a segment, for us? It never faults. */
static int segment_exists(unsigned int sel)
{
	unsigned long limit = 0;
	int exists;

	__asm__ volatile("lsl %2, %0" : "+r"(limit), "=@ccz"(exists) : "r"((unsigned long)sel) : "cc");
	return exists;
}

static int map(unsigned long at, unsigned long bytes, int prot)
{
	void *p = mmap((void *)at, bytes, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	return p == (void *)at ? 0 : -1;
}

static int map_memory(void)
{
	char *ro = (char *)DATA_BASE + DATA_RW_BYTES;

	if (map(CODE_BASE, CODE_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC) || map(CODE_BASE + CODE_BYTES, 0x10000, PROT_NONE) ||
	    map(DATA_BASE, DATA_RW_BYTES + DATA_RO_BYTES, PROT_READ | PROT_WRITE) ||
	    map(DATA_BASE + DATA_RW_BYTES + DATA_RO_BYTES, DATA_HOLE_BYTES, PROT_NONE) ||
	    map(DATA_BASE - DATA_HOLE_BYTES, DATA_HOLE_BYTES, PROT_NONE))
		return -1;
	for (unsigned long i = 0; i < DATA_RO_BYTES; i++)
		ro[i] = i * 7 + (i >> 8);
	memset((void *)CODE_BASE, 0xcc, CODE_BYTES);
	return mprotect(ro, DATA_RO_BYTES, PROT_READ);
}

void native_take_signals(void)
{
	static const int signals[] = { SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE };
	struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	for (unsigned int i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &sa, NULL);
}

int native_init(void)
{
	stack_t stack = { .ss_size = 1 << 18 };
	int missing = 0;

	stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) || map_memory())
		return 1;
	if (set_segment(SEL_CODE16, CODE_BASE, LIMIT_CODE16, 2, 0, 0) || set_segment(SEL_DATA16, DATA_BASE, LIMIT_DATA16, 0, 0, 0) ||
	    set_segment(SEL_DATA32, DATA_BASE, LIMIT_DATA32, 0, 1, 0) || set_segment(SEL_RO, DATA_BASE, LIMIT_RO, 0, 1, 1) ||
	    set_segment(SEL_DOWN, DATA_BASE, LIMIT_DOWN, 1, 1, 0) || set_segment(SEL_CODE_R, CODE_BASE, LIMIT_CODE16, 2, 1, 0))
		missing |= 2;
	has_ldt = !missing && segment_exists(SEL_DATA32);
	return has_ldt ? missing : missing | 2;
}

int native_has_ldt(void)
{
	return has_ldt;
}
