// SPDX-License-Identifier: GPL-2.0-only
/* A PV guest's user mode: what it tries reaches its own kernel, as a system call or an exception, and never the hypervisor. */
#include "guest.h"

/* user-entry.S knows the offsets. In: what user mode starts with. Out: what the kernel found. */
struct user_state {
	unsigned long rax, rdi, rsi, rdx, r10, r8, r9;
	unsigned long rip;
	unsigned long vector; /* or SYSCALL */
	unsigned long cs;
};
#define SYSCALL 256
#define USER_RPL 3

void user_run(struct user_state *s);
void user_syscall(void);
void user_ud(void);
void user_gp(void);
void user_pf(void);

static uint8_t user_code[PAGE_SIZE] __attribute__((aligned(4096)));
static uint8_t callback_stack[PAGE_SIZE] __attribute__((aligned(4096)));

static const struct instruction {
	const char *name;
	unsigned int vector;
	uint8_t bytes[8];
} instructions[] = {
	{ "ud2", 6, { 0x0f, 0x0b } },
	{ "hlt", 13, { 0xf4 } },
	{ "cli", 13, { 0xfa } },
	{ "sti", 13, { 0xfb } },
	{ "in", 13, { 0xe4, 0x60 } },
	{ "out", 13, { 0xe6, 0x60 } },
	{ "rdmsr", 13, { 0x0f, 0x32 } },
	{ "wrmsr", 13, { 0x0f, 0x30 } },
	{ "mov from cr3", 13, { 0x0f, 0x20, 0xd8 } },
	{ "mov to cr3", 13, { 0x0f, 0x22, 0xd8 } },
	{ "mov to dr7", 13, { 0x0f, 0x23, 0xf8 } },
	{ "clts", 13, { 0x0f, 0x06 } },
	{ "invd", 13, { 0x0f, 0x08 } },
	{ "swapgs", 13, { 0x0f, 0x01, 0xf8 } },
	{ "invlpg (%rsp)", 13, { 0x0f, 0x01, 0x3c, 0x24 } },
	{ "lgdt (%rsp)", 13, { 0x0f, 0x01, 0x14, 0x24 } },
	{ "lidt (%rsp)", 13, { 0x0f, 0x01, 0x1c, 0x24 } },
	{ "ltr %ax", 13, { 0x0f, 0x00, 0xd8 } },
	{ "a read from the hypervisor's memory", 14, { 0x48, 0x8b, 0x07 } }, /* mov (%rdi), %rax */
	{ "a write to the frame list", 14, { 0x48, 0x89, 0x06 } },           /* mov %rax, (%rsi) */
};
#define NR_INSTRUCTIONS (sizeof(instructions) / sizeof(instructions[0]))
#define READ_RDI (NR_INSTRUCTIONS - 2) /* the read from %rdi */
#define PER_INSTRUCTION 16
static const uint8_t syscall_bytes[] = { 0x0f, 0x05 };

static bool prepare(void)
{
	static const trap_info_t traps[] = {
		{ .vector = 6, .cs = FLAT_KERNEL_CS, .address = (unsigned long)user_ud },
		{ .vector = 13, .cs = FLAT_KERNEL_CS, .address = (unsigned long)user_gp },
		{ .vector = 14, .cs = FLAT_KERNEL_CS, .address = (unsigned long)user_pf },
		{ 0 },
	};
	mmuext_op_t op = { .cmd = MMUEXT_NEW_USER_BASEPTR, .arg1.mfn = virt_to_mfn((void *)start_info->pt_base) };

	for (unsigned int i = 0; i < NR_INSTRUCTIONS; i++)
		memcpy(user_code + i * PER_INSTRUCTION, instructions[i].bytes, sizeof(instructions[i].bytes));
	memcpy(user_code + NR_INSTRUCTIONS * PER_INSTRUCTION, syscall_bytes, sizeof(syscall_bytes));
	return !is(hc(__HYPERVISOR_set_trap_table, traps), 0, "user: trap table") &
	       !is(hc(__HYPERVISOR_set_callbacks, 0, 0, user_syscall), 0, "user: system call entry") &
	       !is(hc(__HYPERVISOR_stack_switch, FLAT_KERNEL_SS, callback_stack + PAGE_SIZE), 0, "user: kernel stack") &
	       !is(hc(__HYPERVISOR_mmuext_op, &op, 1, 0, DOMID_SELF), 0, "user: page tables");
}

static unsigned long code_at(unsigned int i)
{
	return (unsigned long)user_code + i * PER_INSTRUCTION;
}

static void try_instruction(unsigned int i)
{
	struct user_state s = { .rip = code_at(i), .rdi = 0xffff830000000000UL, .rsi = 0xffff800000000000UL };

	user_run(&s);
	ok_(s.vector == instructions[i].vector && s.rip == code_at(i) && (s.cs & USER_RPL) == USER_RPL, instructions[i].name,
	    (long)s.vector);
}

/*
 * The processor reads descriptors where the hypervisor maps the guest's table. User mode that looks there gets a page
 * fault, and no reference stays: afterwards the table's page can be written to again.
 */
static void test_ldt_window(void)
{
	static uint64_t ldt[PAGE_SIZE / 8] __attribute__((aligned(4096)));
	const unsigned long frame = virt_to_mfn(ldt) * PAGE_SIZE;
	mmuext_op_t op = { .cmd = MMUEXT_SET_LDT, .arg1.linear_addr = (unsigned long)ldt, .arg2.nr_ents = PAGE_SIZE / 8 };
	struct { uint16_t limit; uint64_t base; } __attribute__((packed)) gdtr;
	uint32_t rights = 0, limit = 0;

	ldt[1] = 0x00cff2000000ffffUL; /* data of ring 3 */
	__asm__ volatile("sgdt %0" : "=m"(gdtr));
	is(map_at(ldt, frame | (PTE_RW & ~2UL)), 0, "user: an LDT's page is read-only");
	is(hc(__HYPERVISOR_mmuext_op, &op, 1, 0, DOMID_SELF), 0, "user: LDT");
	for (unsigned int turn = 0; turn < 2; turn++) {
		struct user_state s = { .rip = code_at(READ_RDI), .rdi = gdtr.base + 16 * PAGE_SIZE + 8 };

		user_run(&s);
		ok_(s.vector == 14 && s.rip == code_at(READ_RDI), turn ? "user: a read of the LDT that is in use" :
		    "user: a read of the LDT before its first use", (long)s.vector);
		__asm__ volatile("lar %1, %0" : "+r"(rights) : "r"(0xfU));
		__asm__ volatile("lsl %1, %0" : "+r"(limit) : "r"(0xfU));
		ok(rights && limit == ~0U, "user: the processor reads it");
	}
	op.arg2.nr_ents = 0;
	is(hc(__HYPERVISOR_mmuext_op, &op, 1, 0, DOMID_SELF), 0, "user: no LDT");
	is(map_at(ldt, frame | PTE_RW), 0, "user: its page is an ordinary one again");
}

/* A random hypercall from user mode; its kernel finds all of it. */
static bool try_call(const unsigned long *words)
{
	struct user_state s;

	memcpy(&s, words, 7 * sizeof(*words));
	s.rip = code_at(NR_INSTRUCTIONS);
	user_run(&s);
	return s.vector == SYSCALL && s.rip == code_at(NR_INSTRUCTIONS) + sizeof(syscall_bytes) && (s.cs & USER_RPL) == USER_RPL &&
	       !memcmp(&s, words, 7 * sizeof(*words));
}

void test_user(unsigned long calls, uint64_t seed)
{
	unsigned long words[7], wrong = 0;

	if (!prepare())
		return;
	for (unsigned int i = 0; i < NR_INSTRUCTIONS; i++)
		try_instruction(i);
	test_ldt_window();
	random_seed(seed);
	for (unsigned long n = 0; n < calls; n++) {
		random_call(words);
		wrong += !try_call(words);
	}
	shared->vcpu_info[0].evtchn_upcall_mask = 1; /* as before: iret has switched events on, and there is no entry for them */
	print("# hypercalls from user mode: %u", calls);
	is(wrong, 0, "user: hypercalls from there are its kernel's system calls");
}
