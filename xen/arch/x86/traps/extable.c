/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>
#include <asm/extable.h>

struct extable_row {
	s32 from, to; /* relative to the field itself */
};

extern struct extable_row __start_ex_table[], __stop_ex_table[];

static unsigned long row_from(const struct extable_row *r) { return (unsigned long)&r->from + r->from; }
static unsigned long row_to(const struct extable_row *r) { return (unsigned long)&r->to + r->to; }

/* The linker places rows in link order. Offsets are relative, so moving a row changes them: insertion sort. */
void extable_init(void)
{
	for (struct extable_row *r = __start_ex_table + 1; r < __stop_ex_table; r++) {
		unsigned long from = row_from(r), to = row_to(r);
		struct extable_row *at = r;

		for (; at > __start_ex_table && row_from(at - 1) > from; at--) {
			unsigned long f = row_from(at - 1), t = row_to(at - 1);

			at->from = f - (unsigned long)&at->from;
			at->to = t - (unsigned long)&at->to;
		}
		at->from = from - (unsigned long)&at->from;
		at->to = to - (unsigned long)&at->to;
	}
}

unsigned long search_exception_table(unsigned long rip)
{
	const struct extable_row *lo = __start_ex_table, *hi = __stop_ex_table;

	while (lo < hi) {
		const struct extable_row *mid = lo + (hi - lo) / 2;

		if (row_from(mid) == rip)
			return row_to(mid);
		if (row_from(mid) < rip)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}
