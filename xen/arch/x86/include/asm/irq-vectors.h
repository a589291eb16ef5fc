/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interrupt vectors, by priority (the upper four bits):
 *
 *   0x20..0xdf  devices, given out one by one; not 0x80, PV guests' old system call
 *   0xe0..0xef  legacy 8259 lines, while an 8259 is in use
 *   0xf0..0xf7  lines of the hypervisor's own: timer, serial
 *   0xf8..0xff  the local APIC's own and between CPUs, one handler each
 */
#ifndef ASM_IRQ_VECTORS_H
#define ASM_IRQ_VECTORS_H

#define FIRST_DYNAMIC_VECTOR 0x20
#define LAST_DYNAMIC_VECTOR 0xdf
#define LEGACY_SYSCALL_VECTOR 0x80
#define FIRST_LEGACY_VECTOR 0xe0
#define FIRST_HIPRIORITY_VECTOR 0xf0
#define LAST_HIPRIORITY_VECTOR 0xf7

/* vector, NAME of its constant, handler: <handler>_interrupt(regs) */
#define APIC_VECTORS(X)                                \
	X(0xf8, CMCI_APIC_VECTOR, cmci)                \
	X(0xf9, PMU_APIC_VECTOR, pmu)                  \
	X(0xfa, LOCAL_TIMER_VECTOR, apic_timer)        \
	X(0xfb, CALL_FUNCTION_VECTOR, call_function)   \
	X(0xfc, EVENT_CHECK_VECTOR, event_check)       \
	X(0xfd, INVALIDATE_TLB_VECTOR, invalidate_tlb) \
	X(0xfe, ERROR_APIC_VECTOR, error)              \
	X(0xff, SPURIOUS_APIC_VECTOR, spurious)

enum apic_vector {
#define X(vector, name, handler) name = vector,
	APIC_VECTORS(X)
#undef X
};

struct cpu_user_regs;
#define X(vector, name, handler) void handler##_interrupt(struct cpu_user_regs *regs);
APIC_VECTORS(X)
#undef X
/* Any vector: finds the line or the APIC handler. Interrupts off (traps/entry.S). */
void do_interrupt(struct cpu_user_regs *regs);

#endif
