/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_CONSOLE_H
#define XEN_CONSOLE_H

#include <xen/types.h>

void console_init_preirq(void);  /* serial and VGA from console=, com1=, vga= */
void console_init_postirq(void); /* interrupts for input; ring of its final size */
void console_endboot(void);
void console_start_sync(void);   /* output waits for the device from now on (crash) */
void console_force_unlock(void);
/* XEN_SYSCTL_readconsole: copies from @index on; see public/sysctl.h. Returns 0, -EFAULT. */
struct xen_sysctl_readconsole;
int console_read_ring(struct xen_sysctl_readconsole *op);
/* CONSOLEIO_write of a guest: >= 0, -EFAULT, or -ERESTART with a continuation for the rest. _read: bytes, or -EFAULT. */
long console_guest_write(const char *guest_buf, unsigned int count);
long console_guest_read(char *guest_buf, unsigned int count);
void console_adjust_level(bool guest, int by); /* debug keys + and - */

/* Debug keys: 'h' lists them. @fn runs in softirq context, or with interrupts off if @irq. */
void register_keyhandler(unsigned char key, void (*fn)(unsigned char key), const char *desc, bool irq);
void initialize_keytable(void); /* boot, before the first register_keyhandler() */
void handle_keypress(unsigned char key, bool from_irq);

#endif
