// SPDX-License-Identifier: GPL-2.0-only
#include "guest.h"

start_info_t *start_info;
shared_info_t *shared;
unsigned int failed, planned;
static uint8_t shared_page[PAGE_SIZE] __attribute__((aligned(4096)));

static char line[512];
static unsigned int column;

static void put(char c)
{
	if (column < sizeof(line) - 1)
		line[column++] = c;
}

void print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(put, fmt, ap);
	va_end(ap);
	line[column++] = '\n';
	hc(__HYPERVISOR_console_io, CONSOLEIO_write, column, line);
	column = 0;
}

void ok_(bool good, const char *name, long got)
{
	planned++;
	failed += !good;
	if (good)
		print("ok %u - %s", (unsigned long)planned, name);
	else
		print("not ok %u - %s (got %d)", (unsigned long)planned, name, got);
}

unsigned long virt_to_mfn(const void *p)
{
	return ((unsigned long *)start_info->mfn_list)[((unsigned long)p - 0xffffffff80000000UL) / PAGE_SIZE];
}

long map_at(void *page, unsigned long pte)
{
	return hc(__HYPERVISOR_update_va_mapping, page, pte, UVMF_INVLPG);
}

unsigned long option(const char *name, unsigned long dflt)
{
	const char *c = (const char *)start_info->cmd_line;
	size_t n = 0;

	while (name[n])
		n++;
	for (; *c; c++)
		if (!memcmp(c, name, n) && c[n] == '=') {
			for (dflt = 0, c += n + 1; *c >= '0' && *c <= '9'; c++)
				dflt = dflt * 10 + *c - '0';
			return dflt;
		}
	return dflt;
}

void guest_main(start_info_t *si)
{
	sched_shutdown_t bye = { .reason = SHUTDOWN_reboot }; /* QEMU ends there, by -no-reboot */

	start_info = si;
	print("TAP version 13");
	is(map_at(shared_page, si->shared_info | PTE_RW), 0, "shared_info is mapped");
	shared = (shared_info_t *)shared_page;
	test_basic();
	if (option("pv", 1)) {
		if (!option("from", 0))
			test_user(option("calls", 20000), option("seed", 1));
		test_random(option("calls", 20000), option("seed", 1), option("from", 0));
	}
	if (option("pvh", 1))
		test_pvh(option("calls", 20000), option("seed", 1));
	print("1..%u", (unsigned long)planned);
	print("# guest: %u failed", (unsigned long)failed);
	hc(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &bye);
}
