/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Making dom0, told in order: unpack the kernel, create the domain, give it memory, put everything where
 * the PV boot ABI says, let the page tables be validated like any guest's, set the first registers.
 */
#include <xen/decompress.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/dom0.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/page_type.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <asm/xstate.h>
#include <public/features.h>
#include "private.h"

/* The ELF image: the module itself, or what its bzImage payload unpacks to. */
static const u8 *__init unpack(const struct boot_module *kernel, size_t *size, unsigned int *order)
{
	const u8 *image = maddr_to_virt(kernel->start), *payload;
	const char *why;
	size_t length;
	u32 unpacked;
	s64 n;
	u8 *out;

	*order = ~0U;
	*size = kernel->size;
	if (!bzimage_payload(image, kernel->size, &payload, &length, &why)) {
		if (why)
			panic("dom0 kernel: %s", why);
		return image;
	}
	memcpy(&unpacked, payload + length - 4, 4); /* its last four bytes: the unpacked size */
	if (unpacked < 4096 || unpacked > MB(512))
		panic("dom0 kernel: payload claims %u bytes: the file is damaged", unpacked);
	*order = get_order_from_bytes(unpacked);
	out = alloc_xenheap_pages(*order, MEMF_no_scrub);
	if (!out)
		panic("dom0 kernel: no memory to unpack %u KiB", unpacked >> 10);
	n = decompress(payload, length, out, unpacked, &why);
	if (n < 0)
		panic("dom0 kernel: %s", why);
	*size = n;
	return out;
}

static void __init check_kernel(const struct elf_image *e)
{
	if (!e->has_notes)
		panic("dom0 kernel: no Xen ELF notes. Is it a Linux kernel built with CONFIG_XEN_PV?");
	if (!e->is_xen_30 || e->entry == ~0UL)
		panic("dom0 kernel: no PV entry point (ELF notes XEN_VERSION, ENTRY). Is CONFIG_XEN_PV on?");
	if (e->has_supported_features && !(e->supported_features & (1UL << XENFEAT_dom0)))
		panic("dom0 kernel: built without CONFIG_XEN_DOM0");
	if (e->hv_start_low != ~0UL && e->hv_start_low > HYPERVISOR_VIRT_START)
		panic("dom0 kernel: expects the hypervisor at %lx, it is at %lx", e->hv_start_low, HYPERVISOR_VIRT_START);
}

static struct domain *__init make_domain(void)
{
	struct xen_domctl_createdomain cfg = {
		.max_vcpus = dom0_max_vcpus(),
		.max_evtchn_port = -1,
		.max_grant_frames = -1,
		.max_maptrack_frames = -1,
		.grant_opts = XEN_DOMCTL_GRANT_version(2),
	};
	struct domain *d = domain_create(0, &cfg, true);

	if (IS_ERR(d))
		panic("dom0 could not be created: error %ld", PTR_ERR(d));
	if (!dom0_create_vcpus(d))
		panic("dom0: no vCPU could be made");
	return d;
}

/* Large chunks first: few calls, and superpages behind them. */
static void __init give_memory(struct dom0_image *b)
{
	unsigned long pfn = 0, left = b->l.nr_pages;
	unsigned int order = MAX_ORDER;

	while (left) {
		struct page_info *pg = NULL;
		unsigned long mfn;

		while ((1UL << order) > left || !(pg = alloc_domheap_pages(b->d, order, MEMF_no_scrub))) {
			if (!order)
				panic("dom0: out of memory with %lu pages to go; lower dom0_mem", left);
			order--;
		}
		mfn = mfn_x(page_to_mfn(pg));
		for (unsigned long i = 0; i < 1UL << order; i++, pfn++) {
			b->p2m[pfn] = mfn + i;
			set_gpfn_from_mfn(_mfn(mfn + i), pfn);
		}
		left -= 1UL << order;
	}
}

/* Bytes @from (zeroes after @bytes) to pseudo-physical memory at @paddr. */
static void __init copy_to_dom0(const struct dom0_image *b, u64 paddr, const u8 *from, u64 bytes, u64 total)
{
	while (total) {
		unsigned long offset = paddr & ~PAGE_MASK, room = min(PAGE_SIZE - offset, total);
		unsigned long n = min(room, bytes);
		u8 *p = map_domain_page(dom0_mfn(b, paddr >> PAGE_SHIFT));

		memcpy(p + offset, from, n);
		memset(p + offset + n, 0, room - n);
		unmap_domain_page(p);
		paddr += room;
		from += n;
		bytes -= n;
		total -= room;
	}
}

static void __init write_p2m(const struct dom0_image *b)
{
	for (unsigned long i = 0; i < b->l.nr_p2m; i++) {
		u64 *p = map_domain_page(dom0_mfn(b, b->l.p2m + i));

		for (unsigned long k = 0; k < PAGE_SIZE / 8; k++) {
			unsigned long pfn = i * (PAGE_SIZE / 8) + k;

			p[k] = pfn < b->l.nr_pages ? b->p2m[pfn] : ~0UL;
		}
		unmap_domain_page(p);
	}
}

static void __init fill_memory(const struct dom0_image *b)
{
	const struct elf_image *e = &b->elf;

	/* Frames have had other owners, or none: what the kernel maps but the image does not fill must be zero. */
	copy_to_dom0(b, 0, NULL, 0, b->l.mapped << PAGE_SHIFT);
	for (unsigned int i = 0; i < e->nr_segments; i++) {
		const struct elf_segment *s = &e->segment[i];

		copy_to_dom0(b, s->paddr, s->data, s->filesz, s->filesz);
	}
	if (b->initrd)
		copy_to_dom0(b, b->l.initrd << PAGE_SHIFT, maddr_to_virt(b->initrd->start), b->initrd->size,
			     b->l.nr_initrd << PAGE_SHIFT);
	write_p2m(b);
}

static void __init set_first_vcpu(struct dom0_image *b, mfn_t l4)
{
	struct vcpu *v = b->d->vcpu[0];
	struct cpu_user_regs *regs = &v->arch.user_regs;

	memset(regs, 0, sizeof(*regs));
	regs->rip = b->elf.entry;
	regs->rsp = b->l.virt_base + ((b->l.stack + 1) << PAGE_SHIFT);
	regs->rsi = b->l.virt_base + (b->l.start_info << PAGE_SHIFT);
	regs->rflags = X86_EFLAGS_IF;
	regs->cs = USER_CS64;
	regs->ss = USER_DS32;
	v->arch.pv.kernel_ss = USER_DS32;
	v->arch.pv.kernel_sp = regs->rsp;
	v->arch.guest_table = l4;
	vcpu_reset_fpu(v);
	update_cr3(v);
	v->is_initialised = true;
	clear_bit(_VPF_down, &v->pause_flags);
}

static void __init print_layout(const struct dom0_image *b)
{
	const struct dom0_layout *l = &b->l;

	printk("*** LOADING DOMAIN 0 ***\n");
	printk(" Dom0 kernel: 64-bit, lsb, paddr %#lx -> %#lx\n", b->elf.pstart, b->elf.pend);
	printk("PHYSICAL MEMORY ARRANGEMENT:\n Dom0 alloc.:   %lu pages\n", l->nr_pages);
	if (b->initrd)
		printk(" Init. ramdisk: %#lx -> %#lx\n", l->initrd << PAGE_SHIFT, (l->initrd << PAGE_SHIFT) + b->initrd->size);
	printk("VIRTUAL MEMORY ARRANGEMENT:\n");
	printk(" Loaded kernel: %016lx->%016lx\n", l->virt_base + b->elf.pstart, l->virt_base + b->elf.pend);
	printk(" Phys-Mach map: %016lx->%016lx\n", l->p2m_virt, l->p2m_virt + l->nr_pages * 8);
	printk(" Start info:    %016lx\n", l->virt_base + (l->start_info << PAGE_SHIFT));
	printk(" Page tables:   %016lx->%016lx\n", l->virt_base + (l->pt << PAGE_SHIFT),
	       l->virt_base + ((l->pt + l->nr_pt) << PAGE_SHIFT));
	printk(" Boot stack:    %016lx->%016lx\n", l->virt_base + (l->stack << PAGE_SHIFT),
	       l->virt_base + ((l->stack + 1) << PAGE_SHIFT));
	printk(" TOTAL:         %016lx->%016lx\n", l->virt_base, l->virt_base + (l->mapped << PAGE_SHIFT));
	printk(" ENTRY ADDRESS: %016lx\n", b->elf.entry);
}

struct domain *__init create_dom0(const struct boot_module *kernel, const struct boot_module *initrd)
{
	static struct dom0_image b __initdata;
	const char *why;
	const u8 *image;
	size_t size;
	unsigned int order;
	mfn_t l4;
	int rc;

	image = unpack(kernel, &size, &order);
	if (elf_image_parse(image, size, &b.elf, &why))
		panic("dom0 kernel: %s", why);
	check_kernel(&b.elf);
	b.initrd = initrd;
	b.cmdline = kernel->cmdline;
	b.d = make_domain();
	b.l.nr_pages = dom0_nr_pages();
	b.d->max_pages = dom0_max_tot_pages(b.l.nr_pages);
	if (dom0_layout(&b, &why))
		panic("dom0: %s", why);
	print_layout(&b);

	b.p2m = vzalloc(b.l.nr_pages * sizeof(*b.p2m));
	if (!b.p2m)
		panic("dom0: no memory for its frame list");
	give_memory(&b);
	fill_memory(&b);
	l4 = dom0_pagetables(&b);
	dom0_start_info(&b);
	if (order != ~0U)
		free_xenheap_pages((void *)image, order);

	rc = pv_take_and_pin_l4(b.d, l4);
	if (rc)
		panic("dom0: its page tables are not valid (error %d): a bug of the builder", rc);
	set_first_vcpu(&b, l4);
	if (dom0_setup_permissions(b.d))
		panic("dom0: no memory for its hardware rights");
	update_domain_wallclock_time(b.d);
	vfree(b.p2m);
	return b.d;
}
