/* SPDX-License-Identifier: GPL-2.0-only */
/* CONSOLEIO_write: dom0's kernel as it is, other guests line by line with their name before each. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <asm/current.h>
#include "private.h"

bool opt_console_to_ring;
boolean_param("console_to_ring", opt_console_to_ring);

static void write_hwdom(const char *s, unsigned int n)
{
	struct console_hold h = console_lock();

	console_emit(s, n);
	if (opt_console_to_ring)
		conring_put(s, n);
	console_unlock(h);
}

/* What a guest has not yet ended with a newline waits here. One buffer: a guest that is interrupted is flushed. */
static struct {
	domid_t domid;
	unsigned int n;
	char text[160];
} pending; /* console lock */

static void flush_pending(void)
{
	char text[sizeof(pending.text) + 1];
	unsigned int n = pending.n;
	domid_t domid = pending.domid;

	if (!n)
		return;
	memcpy(text, pending.text, n);
	text[n] = 0;
	pending.n = 0;
	printk(XENLOG_G_INFO "(d%u) %s\n", domid, text);
}

static void write_guest(domid_t domid, const char *s, unsigned int n)
{
	struct console_hold h = console_lock();

	if (pending.domid != domid) {
		flush_pending();
		pending.domid = domid;
	}
	for (; n; n--, s++) {
		if (*s == '\n' || pending.n == sizeof(pending.text))
			flush_pending();
		/* No control characters: a guest must not steer the terminal that shows this. */
		if (*s != '\n' && (u8)*s >= ' ' && *s != 0x7f)
			pending.text[pending.n++] = *s;
	}
	console_unlock(h);
}

long console_guest_write(const char *guest_buf, unsigned int count)
{
	unsigned int done = 0, n;
	char chunk[128];

	while (done < count) {
		/* Guests take any result that is no error for the whole: what is left is written when the call goes on. */
		if (done && hypercall_preempt_check())
			return hypercall_continuation(__HYPERVISOR_console_io, 3, (unsigned long)CONSOLEIO_write,
						      (unsigned long)(count - done), (unsigned long)(guest_buf + done));
		n = min_t(unsigned int, sizeof(chunk), count - done);
		if (guest_raw_read(chunk, guest_buf + done, n))
			return -EFAULT;
		if (is_hardware_domain(current->domain))
			write_hwdom(chunk, n);
		else
			write_guest(current->domain->domain_id, chunk, n);
		done += n;
	}
	return done;
}
