/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CONSOLE_PRIVATE_H
#define CONSOLE_PRIVATE_H

#include <xen/console.h>

/*
 * Who is printing. Not a spinlock_t: printk() must work in NMIs, inside the lock checker and after a crash, so
 * the CPU that already prints may enter again. Returns what console_unlock() needs; interrupts are off between.
 */
struct console_hold {
	unsigned long flags;
	bool nested;
};
struct console_hold console_lock(void);
void console_unlock(struct console_hold h);

/* To the devices (serial, screen), not into the ring. Console held. */
void console_emit(const char *s, size_t n);
/* Into the ring of xl dmesg. Console held. */
void conring_put(const char *s, size_t n);
void conring_init_postirq(void);
void conring_dump(void); /* to the devices */

void console_serial_input(u8 c); /* interrupt context */
void console_input_endboot(void);

extern bool opt_console_to_ring;

#endif
