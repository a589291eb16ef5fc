/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_SHUTDOWN_H
#define XEN_SHUTDOWN_H

#include <xen/types.h>

/* The hardware domain is gone: do to the machine what its reason (SHUTDOWN_*) means. */
void noreturn hwdom_shutdown(unsigned int reason);
void noreturn machine_restart(unsigned int delay_ms);
void noreturn machine_halt(void);
void noreturn machine_power_off(void);

#endif
