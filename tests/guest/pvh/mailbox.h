/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory of the PVH test kernel that its builder reads and writes: what to do, and what came of it. */
#ifndef PVH_MAILBOX_H
#define PVH_MAILBOX_H

#define GUEST_MEMORY 0x400000     /* bytes from 0, and what the builder lays out in them: */
#define MAILBOX 0x300000
#define MAILBOX_PAGES 16
#define START_INFO 0x3f0000
#define POD_FIRST 0x4000 /* frames that are populated on demand, and pages for them (half of what is touched stays zero) */
#define POD_FRAMES 128
#define POD_PAGES 70
#define STRAY_VA 0x123456789000UL /* mapped nowhere */

/* What a run does. */
#define CASE_basic 0     /* ends with SHUTDOWN_poweroff */
#define CASE_triple 1    /* these end as HVM_PARAM_TRIPLE_FAULT_REASON says: SHUTDOWN_reboot */
#define CASE_triple32 2  /* in 32-bit mode, at the first instruction */
#define CASE_random 3    /* hypercalls in all modes; any end: it may destroy itself */
#define CASE_registers 4 /* MSRs, control registers, ports, APIC: random; poweroff */
#define CASE_garbage 5   /* executes garbage: any end, or none */
#define CASE_wild_cr3 6  /* page tables where there is no memory: a triple fault */
#define CASE_apic_flood 7 /* as many IPIs and timer interrupts as it can make; poweroff */
#define CASE_emulate 8   /* instructions on device memory; poweroff */
#define CASE_unknown 9   /* one that is not emulated: a crash */
#define CASE_memory 10   /* the guest-physical map; poweroff */
#define CASE_demand 11   /* memory that is populated on demand; poweroff */
#define CASE_wild_idt 12 /* gates where there is no memory: a triple fault */
#define CASE_refused 13  /* a state that no processor enters: a crash before the first instruction */
#define CASE_race 14     /* two vCPUs change one map; poweroff */
#define CASE_clock 15    /* the clock beside the hypervisor's; poweroff */
#define CASE_clock_trapped 16 /* the same where RDTSC is emulated */

#ifndef __ASSEMBLY__
#include <stdint.h>
struct mailbox {
	uint32_t what;
	uint32_t vcpus;
	uint64_t seed, calls;
	uint32_t length;   /* of text, only growing */
	uint32_t entry_version; /* of the hypercall made before paging was on */
	uint32_t lax;      /* Debian's hypervisor: leave out what crashes the domain there */
	char text[MAILBOX_PAGES * 4096 - 36];
};
#endif
#endif
