// SPDX-License-Identifier: GPL-2.0-only
/* What memory_op needs beyond common/mm: guest memory is the test's own, and guests are PV. */
#include <stdarg.h>
#include <xen/errno.h>
#include <xen/grant_table.h>
#include <xen/hypercall.h>
#include "../../../common/memory/private.h"
#include "../fake/fake.h"

extern struct domain *doms[3];
extern unsigned long next_cmd;
unsigned long next_cmd;

size_t guest_raw_read(void *dst, const void *guest, size_t n)
{
	if ((unsigned long)guest < 4096)
		return n;
	memcpy(dst, guest, n);
	return 0;
}

size_t guest_raw_write(void *guest, const void *src, size_t n)
{
	if ((unsigned long)guest < 4096)
		return n;
	memcpy(guest, src, n);
	return 0;
}

unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...)
{
	va_list ap;

	va_start(ap, nargs);
	next_cmd = va_arg(ap, unsigned long);
	va_end(ap);
	return -ERESTART;
}

long hypercall_missing(const char *name) { return -ENOSYS; }

struct domain *get_domain_by_any_id(domid_t id)
{
	struct domain *d = id == DOMID_SELF ? current->domain : id < 3 ? doms[id] : NULL;

	if (d)
		get_knownalive_domain(d);
	return d;
}

struct domain *get_domain_by_id(domid_t id) { return get_domain_by_any_id(id); }

struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn)
{
	mfn_t m = _mfn(gfn_x(gfn));

	return mfn_has_page(m) && get_page(mfn_to_page(m), d) ? mfn_to_page(m) : NULL;
}

bool get_page_type(struct page_info *pg, unsigned long type) { return false; }
void put_page_type(struct page_info *pg) { }

/* Two frames of grant table for each domain. */
unsigned int gnttab_resource_max_frames(const struct domain *d, unsigned int id) { return id ? 0 : 2; }
int gnttab_acquire_resource(struct domain *d, unsigned int id, unsigned int frame, unsigned int nr, mfn_t mfns[])
{
	for (unsigned int i = 0; i < nr; i++)
		mfns[i] = _mfn(100 + frame + i);
	return frame + nr > 2 ? -EINVAL : 0;
}

unsigned long arch_maximum_gpfn(const struct domain *d) { return 7; }
int arch_physmap_add(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order) { return -EOPNOTSUPP; }
int arch_physmap_release(struct domain *d, gfn_t gfn, unsigned int order, struct page_batch *b) { return -EOPNOTSUPP; }
void arch_physmap_complete(struct domain *d, struct page_batch *b) { }
int arch_remove_from_physmap(struct domain *d, gfn_t gfn) { return -EOPNOTSUPP; }
int arch_physmap_populate_on_demand(struct domain *d, gfn_t gfn, unsigned int order) { return -EOPNOTSUPP; }
int arch_add_to_physmap(struct domain *d, struct xen_add_to_physmap *a, unsigned long *start) { return -EOPNOTSUPP; }
int arch_add_to_physmap_batch(struct domain *d, struct xen_add_to_physmap_batch *a, unsigned long *start) { return -EOPNOTSUPP; }
int arch_pod_target(struct domain *d, struct xen_pod_target *t, bool set) { return -EOPNOTSUPP; }
unsigned int arch_resource_max_frames(const struct domain *d, unsigned int type, unsigned int id) { return 0; }
int arch_acquire_resource(struct domain *d, unsigned int type, unsigned int id, unsigned int from, unsigned int nr, mfn_t *mfns) { return -EOPNOTSUPP; }
int arch_map_resource(struct domain *self, gfn_t gfn, struct domain *d, mfn_t mfn) { return -EOPNOTSUPP; }
long arch_memory_map(struct memop *m) { return -ENOSYS; }
long arch_set_memory_map(struct memop *m) { return -ENOSYS; }
long arch_machine_memory_map(struct memop *m) { return 0; }
long arch_machphys_mapping(struct memop *m) { return 0; }
long arch_machphys_mfn_list(struct memop *m) { return 0; }
