/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections with different rights begin on pages of their own; setup/wx.c maps them accordingly. */
#include <asm/layout.h>

OUTPUT_FORMAT("elf64-x86-64")
OUTPUT_ARCH(i386:x86-64)
ENTRY(start)

PHDRS
{
	text PT_LOAD FLAGS(5);
	rodata PT_LOAD FLAGS(4);
	init PT_LOAD FLAGS(7);
	data PT_LOAD FLAGS(6);
}

#define TABLE(begin, end, section) \
	. = ALIGN(8);              \
	begin = .;                 \
	KEEP(*(section))           \
	end = .;

SECTIONS
{
	. = XEN_VIRT_START;
	_start = .;
	_stext = .;
	.text : {
		KEEP(*(.text.header))
		*(.text.entry)
		*(.text.unlikely .text.*_unlikely .text.unlikely.*)
		*(.text .text.*)
		*(.fixup)
	} :text
	. = ALIGN(4096);
	_etext = .;

	_srodata = .;
	.rodata : {
		*(.rodata .rodata.*)
		*(.got .got.plt)
		*(.data.rel.ro .data.rel.ro.*)
		. = ALIGN(4);
		__note_gnu_build_id_start = .;
		KEEP(*(.note.gnu.build-id))
		__note_gnu_build_id_end = .;
		TABLE(__start_ex_table, __stop_ex_table, .ex_table)
	} :rodata
	. = ALIGN(4096);
	_erodata = .;

	_sinit = .;
	.init : {
		*(.init.text .init.text.*)
		. = ALIGN(4096);
		__init_text_end = .;
		*(.init.rodata .init.rodata.*)
		*(.init.data .init.data.*)
		TABLE(__setup_start, __setup_end, .init.setup)
		TABLE(__presmp_initcall_start, __presmp_initcall_end, .initcallpresmp.init)
		TABLE(__initcall_start, __initcall_end, .initcall1.init)
	} :init
	. = ALIGN(4096);
	_einit = .;

	_sro_after_init = .;
	.data.ro : {
		*(.data.ro_after_init)
	} :data
	. = ALIGN(4096);
	_ero_after_init = .;

	_sdata = .;
	.data : {
		*(.data.read_mostly)
		. = ALIGN(128);
		__per_cpu_start = .;
		*(.data.percpu.page_aligned)
		*(.data.percpu)
		. = ALIGN(64);
		*(.data.percpu.read_mostly)
		. = ALIGN(64);
		__per_cpu_end = .;
		*(.data .data.*)
	} :data
	. = ALIGN(8);

	__bss_start = .;
	.bss : {
		*(.bss.stack_aligned)
		*(.bss.page_aligned)
		. = ALIGN(128);
		*(.bss .bss.*)
		*(COMMON)
		/* What per-CPU variables are at birth: CPU 0 goes on to use the template itself. */
		. = ALIGN(128);
		__per_cpu_pristine = .;
		. += __per_cpu_end - __per_cpu_start;
	} :data
	. = ALIGN(4096);
	_end = .;

	ASSERT(_end - _start < (2 << 20) * 16, "larger than the boot page tables map")

	/DISCARD/ : {
		*(.comment .note.GNU-stack .note.gnu.property .eh_frame .eh_frame_hdr .discard .discard.*)
		*(.interp .dynamic .dynsym .dynstr .hash .gnu.hash .rela.dyn)
	}
}
