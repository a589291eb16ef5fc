/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_SHUTDOWN_H
#define XEN_SHUTDOWN_H

#include <xen/types.h>

void noreturn machine_restart(unsigned int delay_ms);
void noreturn machine_halt(void);
void noreturn machine_power_off(void);

#endif
