/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SMP_H
#define ASM_SMP_H

#include <xen/smp.h>

/* Makes @others run flush_area_local(va, flags) and waits. Interrupts on. */
void smp_flush_area(const cpumask_t *others, const void *va, unsigned int flags);
/* Boot: finds room below 1 MiB for the trampoline, brings up all present CPUs. */
void smp_prepare(void);
void smp_bring_up_all(void);
/* An INIT-proof place for a CPU that goes down; does not return. Interrupts off. */
void noreturn play_dead(void);
void smp_send_nmi_allbutself(void);

#endif
