/* SPDX-License-Identifier: GPL-2.0-only */
/* The end: what is said, and whether the machine restarts. */
#include <xen/console.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/param.h>
#include <xen/shutdown.h>
#include <xen/smp.h>
#include <asm/processor.h>
#include <asm/traps.h>

static bool opt_noreboot;
boolean_param("noreboot", opt_noreboot);

/* Call chain of the caller: every stack word that points into text. */
static void show_call_trace(void)
{
	struct cpu_user_regs regs = { .cs = XEN_CS64, .rsp = (unsigned long)__builtin_frame_address(0) };

	show_stack_from(&regs);
}

void noreturn panic(const char *fmt, ...)
{
	static int panicking; /* CPU + 1 */
	int self = smp_processor_id() + 1, other = 0;
	static char text[256];
	__builtin_va_list ap;

	local_irq_disable();
	if (!__atomic_compare_exchange_n(&panicking, &other, self, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
		if (other == self) /* the crash output itself crashed */
			machine_restart(0);
		for (;;)
			halt();
	}
	spin_debug_disable();
	console_start_sync();
	__builtin_va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	__builtin_va_end(ap);
	smp_send_stop();
	console_force_unlock();
	printk("\n****************************************\n");
	printk("Panic on CPU %u:\n%s\n", smp_processor_id(), text);
	printk("****************************************\n\n");
	if (opt_noreboot) {
		printk("Manual reset required ('noreboot' specified)\n");
		machine_halt();
	}
	printk("Reboot in five seconds...\n");
	machine_restart(5000);
}

void noreturn bug_at(const char *file, int line, const char *what)
{
	local_irq_disable();
	spin_debug_disable();
	console_start_sync();
	printk(XENLOG_ERR "Xen BUG at %s:%d: %s\n", file, line, what);
	show_call_trace();
	panic("Xen BUG at %s:%d: %s", file, line, what);
}

void warn_at(const char *file, int line, const char *what)
{
	printk(XENLOG_WARNING "Xen WARN at %s:%d: %s\n", file, line, what);
	show_call_trace();
}
