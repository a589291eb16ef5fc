/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A plugin of QEMU's that counts instructions by who executes them: hypervisor, dom0 or the first SVM guest, each its
 * kernel and its programs, before the guest, while it boots (first VMRUN to first instruction of a program) and after.
 * A block that a fault cuts short counts in full: the totals are some tenths of a percent high. One processor only.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of QEMU's interface for plugins, version 1, what is used here; Debian's packages have no header of it. */
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void vcpu_fn(unsigned int cpu, void *data);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*fn)(uint64_t id, struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, vcpu_fn *fn, int flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, vcpu_fn *fn, int flags, void *data);
void qemu_plugin_register_atexit_cb(uint64_t id, void (*fn)(uint64_t id, void *data), void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
int qemu_plugin_version = 1;

/* The ABI's hypervisor area, and where Linux's half begins. */
#define XEN_START 0xffff800000000000UL
#define XEN_END   0xffff880000000000UL
/* An early kernel runs identity-mapped here; Debian's programs lie below and above. */
#define EARLY_START 0x01000000UL
#define EARLY_END   0x10000000UL
#define HOTTEST 40

enum who { HYPERVISOR, DOM0_KERNEL, DOM0_PROGRAMS, GUEST_KERNEL, GUEST_PROGRAMS, NR_WHO };
static const char *const names[] = {
	"hypervisor", "dom0's kernel", "dom0's programs", "guest's kernel", "guest's programs",
};
enum phase { BEFORE, BOOT, AFTER, NR_PHASES };
static const char *const phases[] = { "before the guest", "the guest boots", "after that" };

struct block {
	struct block *next;
	uint64_t address, boot; /* executed while the guest boots */
	unsigned int n;
};

static struct block *blocks[1 << 16];
static uint64_t count[NR_PHASES][NR_WHO], entries[NR_PHASES];
static enum phase phase;
static bool in_guest;
static char *out;

static enum who whose(uint64_t address)
{
	if (address >= XEN_START && address < XEN_END)
		return HYPERVISOR;
	if (!in_guest)
		return address >> 63 ? DOM0_KERNEL : DOM0_PROGRAMS;
	return address >> 63 || (address >= EARLY_START && address < EARLY_END) ? GUEST_KERNEL : GUEST_PROGRAMS;
}

static void on_block(unsigned int cpu, void *data)
{
	struct block *b = data;
	enum who who = whose(b->address);

	(void)cpu;
	if (who == HYPERVISOR)
		in_guest = false;
	if (phase == BOOT && who == GUEST_PROGRAMS)
		phase = AFTER;
	count[phase][who] += b->n;
	b->boot += phase == BOOT;
}

static void on_vmrun(unsigned int cpu, void *data)
{
	(void)cpu, (void)data;
	in_guest = true;
	if (phase == BEFORE)
		phase = BOOT;
	entries[phase]++;
}

static struct block *find_block(uint64_t address, unsigned int n)
{
	struct block **head = &blocks[address * 0x9e3779b97f4a7c15UL >> 48], *b;

	for (b = *head; b; b = b->next)
		if (b->address == address && b->n == n)
			return b;
	b = calloc(1, sizeof(*b));
	if (!b)
		abort();
	*b = (struct block){ .next = *head, .address = address, .n = n };
	return *head = b;
}

static void on_translation(uint64_t id, struct qemu_plugin_tb *tb)
{
	uint64_t address = qemu_plugin_tb_vaddr(tb);
	unsigned int n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, 0, find_block(address, n));
	for (unsigned int i = 0; i < n && whose(address) == HYPERVISOR; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

		if (qemu_plugin_insn_size(insn) == 3 && !memcmp(qemu_plugin_insn_data(insn), "\x0f\x01\xd8", 3))
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_vmrun, 0, NULL);
	}
}

static void print_hottest(FILE *f)
{
	fprintf(f, "the hypervisor's hottest blocks meanwhile: address, instructions (addr2line -fe xen-syms)\n");
	for (unsigned int k = 0; k < HOTTEST; k++) {
		struct block *hot = NULL;

		for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
			for (struct block *b = blocks[i]; b; b = b->next)
				if (whose(b->address) == HYPERVISOR && (!hot || b->boot * b->n > hot->boot * hot->n))
					hot = b;
		if (!hot || !hot->boot)
			return;
		fprintf(f, "%lx %lu\n", hot->address, hot->boot * hot->n);
		hot->boot = 0;
	}
}

static void on_exit_of_qemu(uint64_t id, void *data)
{
	FILE *f = fopen(out, "w");

	(void)id, (void)data;
	if (!f) {
		perror(out);
		return;
	}
	in_guest = false;
	for (int p = 0; p < NR_PHASES; p++) {
		fprintf(f, "%s: %lu entries to guests\n", phases[p], entries[p]);
		for (int w = 0; w < NR_WHO; w++)
			fprintf(f, "  %-18s %12lu\n", names[w], count[p][w]);
	}
	print_hottest(f);
	fclose(f);
}

int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++)
		if (!strncmp(argv[i], "out=", 4))
			out = strdup(argv[i] + 4);
	if (!out) {
		fprintf(stderr, "profile: out=FILE is missing\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
	qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
	return 0;
}
