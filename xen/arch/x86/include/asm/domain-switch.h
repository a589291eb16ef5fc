/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_DOMAIN_SWITCH_H
#define ASM_DOMAIN_SWITCH_H

#include <xen/percpu.h>

struct vcpu;
DECLARE_PER_CPU(struct vcpu *, curr_vcpu);
/* Writes to memory what this CPU holds of a vCPU that is not current; true if it held one. FLUSH_VCPU_STATE's work. */
bool sync_local_execstate(void);
void noreturn idle_loop(void); /* common/sched */
/* Copies v's time info to the area it registered (VCPUOP_register_vcpu_time_memory_area); false: could not. */
bool update_secondary_system_time(struct vcpu *v);
/* v is, or becomes, current: its TSC_AUX to this CPU's, if that differs. RDTSCP and RDPID read it without an exit. */
void vcpu_load_tsc_aux(const struct vcpu *v);

#endif
