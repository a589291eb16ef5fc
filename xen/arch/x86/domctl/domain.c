/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <asm/domctl.h>

/* PV guests have no shadows here: log-dirty mode is not there yet, and switching off what is off succeeds. */
long domctl_shadow_op(struct domain *d, struct xen_domctl_shadow_op *op)
{
	if (is_hvm_domain(d) && d->ops->paging_op)
		return d->ops->paging_op(d, op);
	if (op->op == XEN_DOMCTL_SHADOW_OP_OFF)
		return -EINVAL; /* as 4.17 answers a domain without the mode */
	if (op->op == XEN_DOMCTL_SHADOW_OP_GET_ALLOCATION) {
		op->mb = 0;
		return 0;
	}
	return hc_fail(-EOPNOTSUPP, "%pd: shadow operation %u", d, op->op);
}

/* 32-byte entries: a PV kernel calls entry n for hypercall n. */
static void fill_hypercall_page(u8 *p)
{
	static const u8 code[] = { 0x51,                   /* push %rcx */
				   0x41, 0x53,             /* push %r11 */
				   0xb8, 0, 0, 0, 0,       /* mov $n, %eax */
				   0x0f, 0x05,             /* syscall */
				   0x41, 0x5b, 0x59, 0xc3, /* pop %r11; pop %rcx; ret */ };
	static const u8 iret[] = { 0x51, 0x41, 0x53, 0x50, /* push %rcx; push %r11; push %rax */
				   0xb8, 0x17, 0, 0, 0,    /* mov $23, %eax */
				   0x0f, 0x05, };

	memset(p, 0xcc, PAGE_SIZE);
	for (u32 n = 0; n < PAGE_SIZE / 32; n++) {
		memcpy(p + 32 * n, code, sizeof(code));
		memcpy(p + 32 * n + 4, &n, sizeof(n));
	}
	memcpy(p + 32 * 23, iret, sizeof(iret));
}

long domctl_hypercall_init(struct domain *d, struct xen_domctl_hypercall_init *op)
{
	struct page_info *pg;
	u8 *p;

	if (!is_pv_domain(d))
		return -EOPNOTSUPP; /* HVM guests write an MSR */
	pg = get_page_from_gfn(d, _gfn(op->gmfn));
	if (!pg)
		return -EACCES;
	if (!get_page_type(pg, PGT_writable_page)) {
		put_page(pg);
		return -EACCES;
	}
	p = map_domain_page(page_to_mfn(pg));
	fill_hypercall_page(p);
	unmap_domain_page(p);
	put_page_and_type(pg);
	return 0;
}

long domctl_set_address_size(struct domain *d, struct xen_domctl_address_size *op)
{
	if (op->size == 64)
		return 0;
	return hc_fail(op->size == 32 ? -EOPNOTSUPP : -EINVAL, "%pd: %u-bit PV guest", d, op->size);
}

long domctl_get_address_size(struct domain *d, struct xen_domctl_address_size *op)
{
	op->size = 64;
	return 0;
}

long domctl_ioport_permission(struct domain *d, struct xen_domctl_ioport_permission *op)
{
	unsigned long first = op->first_port, last = first + op->nr_ports - 1;

	if (!op->nr_ports)
		return 0;
	if (last > 0xffff || !rangeset_contains_range(current->domain->arch.ioport_caps, first, last))
		return hc_fail(-EPERM, "ports %lx-%lx", first, last);
	return op->allow_access ? rangeset_add_range(d->arch.ioport_caps, first, last) :
				  rangeset_remove_range(d->arch.ioport_caps, first, last);
}
