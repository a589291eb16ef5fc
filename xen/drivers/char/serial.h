/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the line (serial.c) and the chip. All calls with the console held, or on the only CPU. */
#ifndef SERIAL_DRIVER_H
#define SERIAL_DRIVER_H

#include <xen/types.h>

struct uart;

struct serial_ops {
	bool (*init_preirq)(struct uart *u);        /* false: there is no such device */
	unsigned int (*tx_ready)(struct uart *u);   /* bytes that can be sent without waiting */
	void (*putc)(struct uart *u, char c);       /* waits, for a bounded time */
	bool (*getc)(struct uart *u, u8 *c);
	void (*enable_interrupts)(struct uart *u);  /* for input */
	void (*want_tx_interrupt)(struct uart *u, bool on);
	bool (*interrupt_pending)(struct uart *u);
};

extern const struct serial_ops ns16550_ops;
struct uart *ns16550_port(unsigned int nr, u8 *irq, u16 *io_base);

#endif
