/* SPDX-License-Identifier: GPL-2.0-only */
/* Serial lines: COM ports by number, a transmit buffer between printk and the device. */
#ifndef XEN_SERIAL_H
#define XEN_SERIAL_H

#include <xen/types.h>

/* Starts the port named @name ("com1", "com2H"...): 0, or -ENODEV. Polled until serial_init_postirq(). */
int serial_init_preirq(const char *name, size_t n);
void serial_init_postirq(void);
/* Sends; \n becomes \r\n. Console held. */
void serial_puts(const char *s, size_t n);
void serial_start_sync(void);   /* from now on nothing is left in a buffer */
void serial_force_unlock(void);
bool serial_owns_port(u16 port);  /* used by the console: kept from dom0 */

#endif
