// SPDX-License-Identifier: GPL-2.0-only
/* What page typing needs of the rest of the hypervisor. */
#include <stdarg.h>
#include <asm/pv/foreign.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/mmio-ro.h>
#include "test.h"

struct rangeset *mmio_ro_ranges;
struct continuation fake_continuation;
struct domain *fake_doms[2];

size_t guest_raw_read(void *dst, const void *guest, size_t n)
{
	memcpy(dst, guest, n);
	return 0;
}

size_t guest_raw_write(void *guest, const void *src, size_t n)
{
	memcpy(guest, src, n);
	return 0;
}

unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...)
{
	va_list ap;

	va_start(ap, nargs);
	fake_continuation.wanted = true;
	for (unsigned int i = 0; i < nargs; i++)
		fake_continuation.arg[i] = va_arg(ap, unsigned long);
	va_end(ap);
	return op;
}

struct domain *get_pg_owner(domid_t id)
{
	struct domain *d = id == DOMID_IO ? dom_io : id < 2 ? fake_doms[id] : current->domain;

	get_knownalive_domain(d);
	return d;
}

struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn)
{
	mfn_t m = _mfn(gfn_x(gfn));

	return mfn_has_page(m) && get_page(mfn_to_page(m), d) ? mfn_to_page(m) : NULL;
}

bool pv_check_descriptor(u64 *desc)
{
	if (*desc == 0xbad)
		return false;
	if (*desc & 1)
		*desc |= 6; /* "forces ring 3" */
	return true;
}

/* Entries that would be followed and blow up if anybody took them for the guest's. */
void init_xen_l4_slots(u64 *l4, mfn_t l4mfn, const struct domain *d)
{
	for (unsigned int i = ROOT_HYPERVISOR_FIRST; i <= ROOT_HYPERVISOR_LAST; i++)
		l4[i] = 0x00000fffdead0067UL + (i << 12);
}
