/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guest memory of PV guests: linear addresses in the page tables that are loaded. Checked against the
 * hypervisor's range, copied with `rep movs`; a fault ends the copy, and what is left is returned.
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/extable.h>
#include <asm/page.h>
#include <asm/pv/usercopy.h>

static always_inline size_t copy_words(void *to, const void *from, size_t n)
{
	size_t words = n / 8, tail = n % 8;

	__asm__ volatile("1:	rep movsq\n"
			 "	mov %3, %0\n"
			 "2:	rep movsb\n"
			 "3:\n"
			 ".pushsection .text.fixup, \"ax\"\n"
			 "4:	lea (%3, %0, 8), %0\n"
			 "	jmp 3b\n"
			 ".popsection" EXTABLE(1b, 4b) EXTABLE(2b, 3b)
			 : "+&c"(words), "+&D"(to), "+&S"(from) : "r"(tail) : "memory");
	return words;
}

size_t pv_raw_read(void *dst, const void *guest, size_t n)
{
	return guest_range_ok(guest, n) ? copy_words(dst, guest, n) : n;
}

size_t pv_raw_write(void *guest, const void *src, size_t n)
{
	return guest_range_ok(guest, n) ? copy_words(guest, src, n) : n;
}

size_t pv_raw_clear(void *guest, size_t n)
{
	if (!guest_range_ok(guest, n))
		return n;
	__asm__ volatile("1: rep stosb\n2:" EXTABLE(1b, 2b) : "+c"(n), "+D"(guest) : "a"(0) : "memory");
	return n;
}
