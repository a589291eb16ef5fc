/* SPDX-License-Identifier: GPL-2.0-only */
/* Other CPUs: interrupts to them, and bringing them up and down. */
#ifndef XEN_SMP_H
#define XEN_SMP_H

#include <xen/cpumask.h>

/* Makes a CPU notice its pending softirqs. Any context. */
void smp_send_event_check_cpu(unsigned int cpu);
void smp_send_event_check_mask(const cpumask_t *mask);
/* Runs fn(data) on each online CPU of @mask, in interrupt context (on this CPU too, if it is in the mask);
 * @wait: until all have finished. Interrupts on, no lock that an interrupt handler takes held. */
void on_selected_cpus(const cpumask_t *mask, void (*fn)(void *), void *data, bool wait);
/* All other online CPUs. */
void smp_call_function(void (*fn)(void *), void *data, bool wait);
void smp_send_stop(void); /* others stop for good (panic, reboot) */

/* 0, -EINVAL, -ENODEV (not present), -EBUSY, -ENOMEM, -EIO (did not answer). Not from interrupt context. */
int cpu_up(unsigned int cpu);
int cpu_down(unsigned int cpu);
/* Called on the CPU that goes down by its idle loop, when cpu_is_offline(). Does not return. */
void noreturn cpu_exit(void);
#define cpu_is_offline(c) (!cpu_online(c))

#endif
