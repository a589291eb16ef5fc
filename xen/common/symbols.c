/* SPDX-License-Identifier: GPL-2.0-only */
/* Names for addresses in the hypervisor's text. The tables are made by tools/gen-symbols.py from a first link. */
#include <xen/lib.h>
#include <xen/symbols.h>
#include <asm/layout.h>
#include <asm/setup.h>

/*
 * The count, then that many u32 offsets from XEN_VIRT_START in order, that many u32 offsets of names, and the
 * names. One symbol only, because the first link has nothing but a count of zero.
 */
extern const u64 symbols_table[] __asm__("symbols_count");
#define symbols_count symbols_table[0]
#define symbols_offsets ((const u32 *)(symbols_table + 1))
#define symbols_names (symbols_offsets + symbols_count)
#define symbols_strings ((const char *)(symbols_names + symbols_count))

bool symbol_is_text(unsigned long addr)
{
	return addr >= (unsigned long)_stext && addr < (unsigned long)_etext;
}

/* Index of the last symbol at or below @addr, or symbols_count. */
static u64 symbol_find(unsigned long addr)
{
	u64 lo = 0, hi = symbols_count;

	if (!symbol_is_text(addr) || !hi || addr - XEN_VIRT_START < symbols_offsets[0])
		return symbols_count;
	while (hi - lo > 1) {
		u64 mid = lo + (hi - lo) / 2;

		if (symbols_offsets[mid] <= addr - XEN_VIRT_START)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

void symbol_format(char *buf, size_t size, unsigned long addr)
{
	u64 i = symbol_find(addr);
	unsigned long start, end;

	if (i == symbols_count) {
		snprintf(buf, size, "%016lx", addr);
		return;
	}
	start = XEN_VIRT_START + symbols_offsets[i];
	end = i + 1 < symbols_count ? XEN_VIRT_START + symbols_offsets[i + 1] : (unsigned long)_etext;
	snprintf(buf, size, "%s+%#lx/%#lx", symbols_strings + symbols_names[i], addr - start, end - start);
}

bool symbol_get(unsigned int nr, unsigned long *addr, char *type, char *name, size_t size)
{
	if (nr >= symbols_count)
		return false;
	*addr = XEN_VIRT_START + symbols_offsets[nr];
	*type = 't';
	strlcpy(name, symbols_strings + symbols_names[nr], size);
	return true;
}
