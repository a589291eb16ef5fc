/* SPDX-License-Identifier: GPL-2.0-only */
/* Entry of the test kernel, and the notes that tell a Xen loader what it is. */
#include "public/elfnote.h"

	.section .text.head, "ax"
	.globl _start
_start:	/* rsi: start_info */
	cld
	mov $stack_top, %rsp
	mov %rsi, %rdi
	call guest_main
1:	jmp 1b

	.bss
	.balign 4096
	.skip 65536
stack_top:

	.macro note type, what:vararg
	.pushsection .note.Xen, "a", @note
	.balign 4
	.long 4, 2f - 1f, \type
	.asciz "Xen"
1:	\what
2:	.balign 4
	.popsection
	.endm
	note XEN_ELFNOTE_GUEST_OS, .asciz "tests"
	note XEN_ELFNOTE_XEN_VERSION, .asciz "xen-3.0"
	note XEN_ELFNOTE_LOADER, .asciz "generic"
	note XEN_ELFNOTE_VIRT_BASE, .quad 0xffffffff80000000
	note XEN_ELFNOTE_PADDR_OFFSET, .quad 0
	note XEN_ELFNOTE_ENTRY, .quad _start
	note XEN_ELFNOTE_FEATURES, .asciz "!writable_page_tables|pae_pgdir_above_4gb"
	note XEN_ELFNOTE_SUPPORTED_FEATURES, .quad 0x8ff
	.section .note.GNU-stack, "", @progbits
