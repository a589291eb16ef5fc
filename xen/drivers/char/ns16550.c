/* SPDX-License-Identifier: GPL-2.0-only */
/* The PC's serial port: 8250, 16450, 16550A behind I/O ports (National Semiconductor PC16550D data sheet). */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/serial.h>
#include <asm/io.h>
#include "serial.h"

/* Register offsets; DLAB in LCR turns the first two into the baud rate divisor. */
enum { RBR_THR = 0, IER = 1, IIR_FCR = 2, LCR = 3, MCR = 4, LSR = 5, MSR = 6, SCR = 7, DLL = 0, DLM = 1 };
#define LCR_DLAB 0x80
#define LSR_DATA_READY 0x01
#define LSR_THR_EMPTY 0x20
#define MCR_DTR 0x01
#define MCR_RTS 0x02
#define MCR_OUT2 0x08 /* lets the interrupt out of the chip */
#define IER_RX 0x01
#define IER_TX 0x02
#define FCR_ENABLE_CLEAR_TRIG14 0xc7
#define IIR_NO_INTERRUPT 0x01
#define UART_CLOCK 1843200U
#define POLL_LIMIT 1000000U

#define BAUD_AUTO 0

struct uart {
	u16 port;
	u8 irq;
	u8 lcr;
	u32 baud, clock;
	u8 fifo_size;
	bool dead;
};

static struct uart uarts[2] = {
	{ .port = 0x3f8, .irq = 4, .lcr = 3, .clock = UART_CLOCK },
	{ .port = 0x2f8, .irq = 3, .lcr = 3, .clock = UART_CLOCK },
};

/* <baud>[/<clock>][,[DPS][,[<io-base>][,[<irq>]]]] */
static int __init parse_com(struct uart *u, const char *s)
{
	static const char parity[] = "noems";
	struct uart n = *u;
	const char *p;

	if (!strncmp(s, "auto", 4)) {
		n.baud = BAUD_AUTO;
		s += 4;
	} else if (*s && *s != ',') {
		n.baud = simple_strtoul(s, &s, 10);
		if (!n.baud || n.baud > 4000000)
			return -EINVAL;
	}
	if (*s == '/')
		n.clock = simple_strtoul(s + 1, &s, 0) << 4;
	if (*s == ',' && s[1] && s[1] != ',') {
		p = memchr(parity, s[2], sizeof(parity) - 1);
		if (s[1] < '5' || s[1] > '8' || !p || (s[3] != '1' && s[3] != '2'))
			return -EINVAL;
		/* word length, stop bits, parity (enable, even, stick) */
		n.lcr = (s[1] - '5') | (s[3] == '2') << 2 |
			(*p == 'o' ? 0x08 : *p == 'e' ? 0x18 : *p == 'm' ? 0x28 : *p == 's' ? 0x38 : 0);
		s += 4;
	} else if (*s == ',') {
		s++;
	}
	if (*s == ',' && s[1] && s[1] != ',')
		n.port = simple_strtoul(s + 1, &s, 0);
	else if (*s == ',')
		s++;
	if (*s == ',' && s[1] && s[1] != ',')
		n.irq = simple_strtoul(s + 1, &s, 10);
	if (*s && *s != ',')
		return -EINVAL;
	*u = n;
	return 0;
}

static int __init parse_com1(const char *s) { return parse_com(&uarts[0], s); }
static int __init parse_com2(const char *s) { return parse_com(&uarts[1], s); }
custom_param("com1", parse_com1);
custom_param("com2", parse_com2);

static u8 uart_in(const struct uart *u, unsigned int reg) { return inb(u->port + reg); }
static void uart_out(const struct uart *u, unsigned int reg, u8 v) { outb(v, u->port + reg); }

/* The scratch register and the loop of the interrupt enable bits tell a UART from an empty bus. */
static bool __init uart_exists(const struct uart *u)
{
	u8 saved = uart_in(u, IER), v;

	uart_out(u, IER, 0);
	if (uart_in(u, IER) & 0x0f)
		return false;
	uart_out(u, IER, 0x0f);
	v = uart_in(u, IER) & 0x0f;
	uart_out(u, IER, saved & 0x0f);
	return v == 0x0f;
}

static bool __init uart_init_preirq(struct uart *u)
{
	if (!uart_exists(u))
		return false;
	uart_out(u, IER, 0);
	uart_out(u, IIR_FCR, FCR_ENABLE_CLEAR_TRIG14);
	u->fifo_size = (uart_in(u, IIR_FCR) & 0xc0) == 0xc0 ? 16 : 1;
	if (u->baud != BAUD_AUTO) {
		u32 divisor = max_t(u32, 1, u->clock / (u->baud << 4));

		uart_out(u, LCR, u->lcr | LCR_DLAB);
		uart_out(u, DLL, divisor);
		uart_out(u, DLM, divisor >> 8);
	}
	uart_out(u, LCR, u->lcr);
	uart_out(u, MCR, MCR_DTR | MCR_RTS);
	return true;
}

/* Room in the transmit FIFO now, in bytes. */
static unsigned int uart_tx_ready(struct uart *u)
{
	return uart_in(u, LSR) & LSR_THR_EMPTY ? u->fifo_size : 0;
}

static void uart_putc(struct uart *u, char c)
{
	unsigned int n = POLL_LIMIT;

	if (u->dead)
		return;
	while (!(uart_in(u, LSR) & LSR_THR_EMPTY))
		if (!--n) { /* unplugged or stuck: the machine must boot without it */
			u->dead = true;
			return;
		}
	uart_out(u, RBR_THR, c);
}

static bool uart_getc(struct uart *u, u8 *c)
{
	if (!(uart_in(u, LSR) & LSR_DATA_READY))
		return false;
	*c = uart_in(u, RBR_THR);
	return true;
}

static void __init uart_enable_interrupts(struct uart *u)
{
	uart_out(u, MCR, MCR_DTR | MCR_RTS | MCR_OUT2);
	uart_out(u, IER, IER_RX);
}

static void uart_want_tx_interrupt(struct uart *u, bool on)
{
	uart_out(u, IER, on ? IER_RX | IER_TX : IER_RX);
}

static bool uart_interrupt_pending(struct uart *u)
{
	return !(uart_in(u, IIR_FCR) & IIR_NO_INTERRUPT);
}

const struct serial_ops ns16550_ops = {
	.init_preirq = uart_init_preirq,
	.tx_ready = uart_tx_ready,
	.putc = uart_putc,
	.getc = uart_getc,
	.enable_interrupts = uart_enable_interrupts,
	.want_tx_interrupt = uart_want_tx_interrupt,
	.interrupt_pending = uart_interrupt_pending,
};

struct uart *ns16550_port(unsigned int nr, u8 *irq, u16 *io_base)
{
	if (nr >= ARRAY_SIZE(uarts))
		return NULL;
	*irq = uarts[nr].irq;
	*io_base = uarts[nr].port;
	return &uarts[nr];
}
