/* SPDX-License-Identifier: GPL-2.0-only */
/* What common code asks of the CPU it runs on: local_irq_*(), cpu_relax(), current, smp_processor_id(). */
#ifndef XEN_SYSTEM_H
#define XEN_SYSTEM_H

#include <asm/current.h>
#include <asm/system.h>

#endif
