/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory as the emulated instruction sees it: the guest's page tables, then RAM or a row of mmio.c. */
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/p2m.h>
#include "private.h"

/* Descriptor tables and the TSS are supervisor accesses that rflags.AC does not exempt from SMAP. */
static unsigned int copy_flags(const struct x86_emulate_ctxt *c, unsigned int flags, unsigned int more)
{
	if (flags & X86_ACCESS_SYSTEM)
		return more;
	if (c->cpl == 3)
		return more | HVM_COPY_user;
	return more | (c->regs->rflags & X86_EFLAGS_AC ? HVM_COPY_no_smap : 0);
}

static int page_fault(struct x86_emulate_ctxt *c, const struct hvm_copy_fault *fault)
{
	return x86_emul_page_fault(c, fault->addr, fault->error);
}

static unsigned int first_part(u64 linear, unsigned int n)
{
	unsigned int room = PAGE_SIZE - (linear & ~PAGE_MASK);

	return min(room, n);
}

int hvm_emul_fetch(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n)
{
	unsigned int flags = HVM_COPY_fetch | (c->cpl == 3 ? HVM_COPY_user : 0);
	struct hvm_copy_fault fault;

	switch (hvm_copy_linear(current, linear, dst, n, flags, &fault)) {
	case HVM_COPY_okay:
		return X86EMUL_OKAY;
	case HVM_COPY_fault:
		return page_fault(c, &fault);
	default:
		return X86EMUL_UNHANDLEABLE; /* code in device memory */
	}
}

/* Rights for all of an access that crosses a page, before a part of it is done. */
static int check_rights(struct x86_emulate_ctxt *c, u64 linear, unsigned int n, unsigned int flags)
{
	unsigned int first = first_part(linear, n);
	struct hvm_copy_fault fault;
	paddr_t gpa;

	if (hvm_translate(current, linear, flags, &gpa, &fault) != HVM_COPY_okay)
		return page_fault(c, &fault);
	if (first < n && hvm_translate(current, linear + first, flags, &gpa, &fault) != HVM_COPY_okay)
		return page_fault(c, &fault);
	return X86EMUL_OKAY;
}

/* Within a page */
static int copy_part(struct x86_emulate_ctxt *c, u64 linear, void *buf, unsigned int n, unsigned int flags)
{
	struct vcpu *v = current;
	struct hvm_copy_fault fault;

	switch (hvm_copy_linear(v, linear, buf, n, flags, &fault)) {
	case HVM_COPY_okay:
		return X86EMUL_OKAY;
	case HVM_COPY_fault:
		return page_fault(c, &fault);
	default:
		if (flags & HVM_COPY_write)
			hvm_mmio_write(v, fault.gpa, buf, n);
		else
			hvm_mmio_read(v, fault.gpa, buf, n);
		return X86EMUL_OKAY;
	}
}

static int copy(struct x86_emulate_ctxt *c, u64 linear, void *buf, unsigned int n, unsigned int flags)
{
	unsigned int first = first_part(linear, n);
	int rc = X86EMUL_OKAY;

	if (first < n)
		rc = check_rights(c, linear, n, flags);
	if (rc == X86EMUL_OKAY)
		rc = copy_part(c, linear, buf, first, flags);
	if (rc == X86EMUL_OKAY && first < n)
		rc = copy_part(c, linear + first, buf + first, n - first, flags);
	return rc;
}

int hvm_emul_read(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n, unsigned int flags)
{
	int rc = X86EMUL_OKAY;

	if (flags & X86_ACCESS_RMW)
		rc = check_rights(c, linear, n, copy_flags(c, flags, HVM_COPY_write));
	return rc == X86EMUL_OKAY ? copy(c, linear, dst, n, copy_flags(c, flags, 0)) : rc;
}

int hvm_emul_write(struct x86_emulate_ctxt *c, u64 linear, const void *src, unsigned int n, unsigned int flags)
{
	return copy(c, linear, (void *)src, n, copy_flags(c, flags, HVM_COPY_write));
}

static bool cmpxchg16b(void *p, u64 old[2], const u64 new[2])
{
	bool done;

	__asm__ volatile("lock cmpxchg16b %1\n sete %0"
			 : "=q"(done), "+m"(*(u64 (*)[2])p), "+a"(old[0]), "+d"(old[1])
			 : "b"(new[0]), "c"(new[1]) : "cc");
	return done;
}

static bool cmpxchg_bytes(void *p, void *old, const void *new, unsigned int n)
{
	u64 seen, was = 0, put = 0;

	if (n == 16)
		return cmpxchg16b(p, old, new);
	memcpy(&was, old, n);
	memcpy(&put, new, n);
	switch (n) {
	case 1: seen = cmpxchg((u8 *)p, (u8)was, (u8)put); break;
	case 2: seen = cmpxchg((u16 *)p, (u16)was, (u16)put); break;
	case 4: seen = cmpxchg((u32 *)p, (u32)was, (u32)put); break;
	default: seen = cmpxchg((u64 *)p, was, put); break;
	}
	memcpy(old, &seen, n);
	return seen == was;
}

/* Device memory, and operands across a page, are just written: nothing else is atomic there either. */
int hvm_emul_cmpxchg(struct x86_emulate_ctxt *c, u64 linear, void *old, const void *new, unsigned int n)
{
	struct domain *d = current->domain;
	struct hvm_copy_fault fault;
	struct page_info *pg;
	enum p2m_type t;
	paddr_t gpa;
	bool done;
	u8 *page;

	if (first_part(linear, n) < n || (n == 16 && linear & 15))
		return hvm_emul_write(c, linear, new, n, 0);
	if (hvm_translate(current, linear, copy_flags(c, 0, HVM_COPY_write), &gpa, &fault) != HVM_COPY_okay)
		return page_fault(c, &fault);
	pg = p2m_get_page(d, _gfn(gpa >> PAGE_SHIFT), &t, P2M_ALLOC);
	if (!pg || !p2m_write_begin(pg, t)) {
		if (pg)
			put_page(pg);
		return hvm_emul_write(c, linear, new, n, 0);
	}
	page = map_domain_page(page_to_mfn(pg));
	done = cmpxchg_bytes(page + (gpa & ~PAGE_MASK), old, new, n);
	unmap_domain_page(page);
	p2m_write_end(d, _gfn(gpa >> PAGE_SHIFT), pg, t);
	put_page(pg);
	return done ? X86EMUL_OKAY : X86EMUL_CMPXCHG_FAILED;
}
