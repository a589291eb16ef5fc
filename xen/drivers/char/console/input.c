/* SPDX-License-Identifier: GPL-2.0-only */
/* What is typed: to the hypervisor's debug keys or to dom0. Ctrl-a three times changes between them. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/param.h>
#include "private.h"

/* conswitch=<letter>[x]: Ctrl-<letter> switches; x: input stays with Xen at boot. */
static char opt_conswitch[4] = "a";
string_param("conswitch", opt_conswitch);

#define RX_SIZE 128U
static u8 rx[RX_SIZE];
static u32 rx_in, rx_out; /* console lock */
static bool to_dom0;
static unsigned int switches_seen;

static u8 switch_char(void)
{
	char c = opt_conswitch[0] | 0x20;

	return c >= 'a' && c <= 'z' ? c - 'a' + 1 : 0;
}

static void tell_who_listens(void)
{
	printk("*** Serial input to %s", to_dom0 ? "DOM0" : "Xen");
	if (switch_char())
		printk(" (type 'CTRL-%c' three times to switch input)", switch_char() + 'a' - 1);
	printk("\n");
}

static void guest_input(u8 c)
{
	struct console_hold h = console_lock();

	if (rx_in - rx_out < RX_SIZE)
		rx[rx_in++ % RX_SIZE] = c;
	console_unlock(h);
	send_global_virq(VIRQ_CONSOLE);
}

void console_serial_input(u8 c)
{
	if (switch_char() && c == switch_char()) {
		if (++switches_seen < 3)
			return;
		switches_seen = 0;
		to_dom0 = !to_dom0;
		tell_who_listens();
		return;
	}
	for (; switches_seen; switches_seen--) /* a switch sequence that was none belongs to the listener */
		if (to_dom0)
			guest_input(switch_char());
	if (to_dom0)
		guest_input(c);
	else
		handle_keypress(c, true);
}

void __init console_input_endboot(void)
{
	to_dom0 = !strchr(opt_conswitch, 'x') && !strchr(opt_conswitch, 'X');
	tell_who_listens();
}

long console_guest_read(char *guest_buf, unsigned int count)
{
	unsigned int done = 0;
	struct console_hold h;
	u8 chunk[32];

	while (done < count) {
		unsigned int n = 0;

		h = console_lock();
		while (n < sizeof(chunk) && n < count - done && rx_out != rx_in)
			chunk[n++] = rx[rx_out++ % RX_SIZE];
		console_unlock(h);
		if (!n)
			break;
		if (guest_raw_write(guest_buf + done, chunk, n))
			return -EFAULT;
		done += n;
	}
	return done;
}
