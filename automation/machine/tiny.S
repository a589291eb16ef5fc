/* SPDX-License-Identifier: GPL-2.0-only */
/* The smallest guest, PV and PVH, of 4 MiB: it sleeps until it is destroyed. */
#define ELFNOTE_ENTRY 1
#define ELFNOTE_PADDR_OFFSET 4
#define ELFNOTE_VIRT_BASE 3
#define ELFNOTE_XEN_VERSION 5
#define ELFNOTE_GUEST_OS 6
#define ELFNOTE_LOADER 8
#define ELFNOTE_PAE_MODE 9
#define ELFNOTE_PHYS32_ENTRY 18
#define HYPERVISOR_SCHED_OP 29
#define SCHEDOP_POLL 3

	.macro note type, what:vararg
	.pushsection .note.Xen, "a", @note
	.balign 4
	.long 4, 2f - 1f, \type
	.asciz "Xen"
1:	\what
2:	.balign 4
	.popsection
	.endm
	note ELFNOTE_GUEST_OS, .asciz "tiny"
	note ELFNOTE_XEN_VERSION, .asciz "xen-3.0"
	note ELFNOTE_LOADER, .asciz "generic"
	note ELFNOTE_PAE_MODE, .asciz "yes"
	note ELFNOTE_VIRT_BASE, .quad 0
	note ELFNOTE_PADDR_OFFSET, .quad 0
	note ELFNOTE_ENTRY, .quad pv_start
	note ELFNOTE_PHYS32_ENTRY, .quad pvh_start

	.text
	.code64
	.globl pv_start
pv_start:	/* polls no port and sets no timeout: pending events do not wake it, as they would from SCHEDOP_block */
	mov $SCHEDOP_POLL, %edi
	lea no_ports(%rip), %rsi
	mov $HYPERVISOR_SCHED_OP, %eax
	syscall
	jmp pv_start

	.code32
	.globl pvh_start
pvh_start:	/* nothing interrupts it: its APIC is off, and no vector is set for events. A halt with interrupts off would end it. */
	sti
	hlt
	jmp pvh_start

	.balign 8
no_ports:	/* struct sched_poll */
	.quad 0, 0, 0
	.section .note.GNU-stack, "", @progbits
