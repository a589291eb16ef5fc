/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One serial line as console. Before interrupts work, and after a crash, each byte waits for the device.
 * In between bytes wait in a ring which the transmit interrupt empties; when it is full, printing waits.
 */
#include <xen/errno.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/serial.h>
#include "console/private.h"
#include "serial.h"

#define TX_MAX (1U << 20)
static char boot_tx[16384];
static char *tx = boot_tx;
static u32 tx_size = sizeof(boot_tx), tx_in, tx_out; /* console lock */
static u64 __initdata opt_tx_buffer;
size_param("serial_tx_buffer", opt_tx_buffer);
static bool opt_sync_console;
boolean_param("sync_console", opt_sync_console);

static struct {
	const struct serial_ops *ops;
	struct uart *uart;
	u8 irq;
	u16 io_base;
	bool async, tx_irq_on;
	char strip;  /* H: bytes with the top bit set are input for the hypervisor, L: clear, 0: all */
} line;

int __init serial_init_preirq(const char *name, size_t n)
{
	if (line.ops)
		return 0; /* one line only: the first that works */
	if (n < 4 || strncmp(name, "com", 3) || name[3] < '1' || name[3] > '2')
		return -ENODEV;
	line.uart = ns16550_port(name[3] - '1', &line.irq, &line.io_base);
	if (!line.uart || !ns16550_ops.init_preirq(line.uart))
		return -ENODEV;
	if (n > 4)
		line.strip = name[4];
	line.ops = &ns16550_ops;
	return 0;
}

static void serial_interrupt(int irq, void *dev, struct cpu_user_regs *regs)
{
	struct console_hold h;
	u8 c;

	for (unsigned int turns = 0; turns < 64 && line.ops->interrupt_pending(line.uart); turns++) {
		bool got;

		h = console_lock();
		got = line.ops->getc(line.uart, &c);
		for (unsigned int room = line.ops->tx_ready(line.uart); room && tx_out != tx_in; room--)
			line.ops->putc(line.uart, tx[tx_out++ & (tx_size - 1)]);
		if (line.tx_irq_on && tx_in == tx_out) {
			line.tx_irq_on = false;
			line.ops->want_tx_interrupt(line.uart, false);
		}
		console_unlock(h);
		if (got && (!line.strip || (line.strip == 'H') == !!(c & 0x80)))
			console_serial_input(c & (line.strip ? 0x7f : 0xff));
	}
}

void __init serial_init_postirq(void)
{
	static struct irqaction action = { .handler = serial_interrupt, .name = "serial" };
	int rc;

	if (!line.ops)
		return;
	rc = setup_irq(line.irq, &action);
	if (rc) {
		printk(XENLOG_ERR "Serial line: interrupt %u cannot be had (%d): no input\n", line.irq, rc);
		return;
	}
	line.ops->enable_interrupts(line.uart);
	line.async = !opt_sync_console;
}

static void flush_one(void)
{
	line.ops->putc(line.uart, tx[tx_out++ & (tx_size - 1)]);
}

static void serial_put(char c)
{
	if (!line.async) {
		while (tx_out != tx_in)
			flush_one();
		line.ops->putc(line.uart, c);
		return;
	}
	if (tx_in - tx_out == tx_size)
		flush_one();
	tx[tx_in++ & (tx_size - 1)] = c;
}

void serial_puts(const char *s, size_t n)
{
	if (!line.ops)
		return;
	while (n--) {
		if (*s == '\n')
			serial_put('\r');
		serial_put(*s++);
	}
	if (line.async && tx_in != tx_out && !line.tx_irq_on) {
		line.tx_irq_on = true;
		line.ops->want_tx_interrupt(line.uart, true);
	}
}

void serial_start_sync(void)
{
	if (!line.ops)
		return;
	line.async = false;
	while (tx_out != tx_in)
		flush_one();
}

void serial_force_unlock(void)
{
	line.async = false;
}

/* The port the console uses is not dom0's. */
bool serial_owns_port(u16 port)
{
	return line.ops && port >= line.io_base && port < line.io_base + 8;
}
