/* SPDX-License-Identifier: GPL-2.0-only */
	.section .rodata
	.globl pvh_image, pvh_image_end
	.balign 8
pvh_image:
	.incbin "pvh/pvh.elf"
pvh_image_end:
	.section .note.GNU-stack, "", @progbits
