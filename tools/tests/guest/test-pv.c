// SPDX-License-Identifier: GPL-2.0-only
/* A PV guest built on a pretended hypervisor, then looked at as its kernel would. */
#include "fake.h"
#include "kernel.h"

#define MEM_MB 128
#define FRAMES (MEM_MB << 8)

static uint8_t initrd[5000];

static struct xc_dom_image *build(const struct kernel_notes *notes, unsigned int mem_mb, int *rc)
{
	struct xc_dom_image *dom = xc_dom_allocate(NULL, "console=hvc0 quiet", NULL);
	size_t size;
	uint8_t *k = kernel_make(notes, &size);

	memset(initrd, 0xab, sizeof(initrd));
	dom->container_type = XC_DOM_PV_CONTAINER;
	dom->claim_enabled = 1;
	dom->flags = SIF_VIRT_P2M_4TOOLS;
	dom->console_evtchn = 2;
	dom->xenstore_evtchn = 1;
	*rc = xc_dom_kernel_mem(dom, k, size) || xc_dom_register_external(dom, k, size) ||
	      xc_dom_module_mem(dom, initrd, sizeof(initrd), NULL) ||
	      xc_dom_boot_xen_init(dom, NULL, FAKE_DOMID) || xc_dom_parse_image(dom) ||
	      xc_dom_mem_init(dom, mem_mb) || xc_dom_boot_mem_init(dom) ||
	      xc_dom_build_image(dom) || xc_dom_boot_image(dom) || xc_dom_gnttab_init(dom);
	return dom;
}

/* Walks the guest's page tables; the L1 entry or 0. */
static uint64_t walk(uint64_t va)
{
	uint64_t entry = fake.vcpu.x64.ctrlreg[3] | 1;

	for (int shift = 39; shift >= 12; shift -= 9) {
		uint64_t *table = fake_page(entry >> 12 & 0xffffffffff);

		assert_non_null(table);
		entry = table[va >> shift & 511];
		if (!(entry & 1))
			return 0;
	}
	return entry;
}

static void *at(uint64_t va)
{
	uint64_t entry = walk(va);

	assert_true(entry & 1);
	return (char *)fake_page(entry >> 12 & 0xffffffffff) + (va & 4095);
}

static void check_mapping(struct xc_dom_image *dom, const start_info_x86_64_t *si)
{
	uint64_t base = dom->parms->virt_base, pt_first = (si->pt_base - base) >> 12;
	unsigned int pages = (dom->virt_pgtab_end - base) >> 12;

	assert_int_equal(dom->virt_pgtab_end & ((4 << 20) - 1), 0);
	assert_true(dom->virt_pgtab_end - (base + ((dom->bootstack_pfn + 1) << 12)) >= 512 << 10);
	for (unsigned int pfn = 0; pfn < pages; pfn++) {
		uint64_t pte = walk(base + ((uint64_t)pfn << 12));
		bool table = pfn >= pt_first && pfn < pt_first + si->nr_pt_frames;

		assert_int_equal(pte, dom->pv_p2m[pfn] << 12 | (table ? 0x21 : 0x23));
	}
	assert_int_equal(walk(dom->virt_pgtab_end), 0);
}

static void check_start_info(struct xc_dom_image *dom, const start_info_x86_64_t *si)
{
	assert_string_equal(si->magic, "xen-3.0-x86_64");
	assert_int_equal(si->nr_pages, FRAMES);
	assert_int_equal(si->shared_info, FAKE_SHARED << 12);
	assert_int_equal(si->store_mfn, xc_dom_p2m(dom, dom->xenstore_pfn));
	assert_int_equal(si->store_evtchn, 1);
	assert_int_equal(si->console.domU.mfn, xc_dom_p2m(dom, dom->console_pfn));
	assert_int_equal(si->console.domU.evtchn, 2);
	assert_string_equal((char *)si->cmd_line, "console=hvc0 quiet");
	assert_int_equal(*(uint8_t *)fake_page(si->store_mfn), 0);
}

static void check_vcpu(struct xc_dom_image *dom)
{
	vcpu_guest_context_x86_64_t *v = &fake.vcpu.x64;
	uint64_t base = dom->parms->virt_base;

	assert_int_equal(v->user_regs.rip, linux_notes.entry);
	assert_int_equal(v->user_regs.rsi, base + (dom->start_info_pfn << 12));
	assert_int_equal(v->user_regs.rsp, base + ((dom->bootstack_pfn + 1) << 12));
	assert_int_equal(v->user_regs.rflags, 0x200);
	assert_int_equal(v->user_regs.cs, 0xe033);
	assert_int_equal(v->user_regs.ss, 0xe02b);
	assert_int_equal(v->kernel_sp, v->user_regs.rsp);
	assert_int_equal(v->flags, 1 << 2 | 1 << 5);
	assert_int_equal(v->debugreg[7], 0x400);
	assert_int_equal(v->ctrlreg[3] >> 12, fake.pinned);
}

static void check_kernel(void)
{
	uint64_t va = linux_notes.virt_base + KERNEL_PADDR;

	for (unsigned int i = 0; i < KERNEL_PAGES * 4096; i++)
		assert_int_equal(*(uint8_t *)at(va + i), (uint8_t)(i * 7));
	for (unsigned int i = 0; i < KERNEL_BSS; i++)
		assert_int_equal(*(uint8_t *)at(va + KERNEL_PAGES * 4096 + i), 0);
}

static void test_linux(void **state)
{
	struct xc_dom_image *dom;
	start_info_x86_64_t *si;
	uint64_t *p2m;
	int rc;

	fake_reset(false, FRAMES);
	dom = build(&linux_notes, MEM_MB, &rc);
	if (rc)
		fail_msg("%s", fake.last_error);
	si = at(fake.vcpu.x64.user_regs.rsi);
	check_start_info(dom, si);
	check_mapping(dom, si);
	check_vcpu(dom);
	check_kernel();
	assert_int_equal(fake.mapped_at_pin, 0);
	assert_int_equal(fake.mapped, 0);
	assert_int_equal(fake.claimed, FRAMES);
	assert_int_equal(fake.address_size, 64);
	/* the ramdisk by pfn, the p2m at its own address */
	assert_int_equal(si->flags, SIF_MOD_START_PFN | SIF_VIRT_P2M_4TOOLS);
	assert_int_equal(si->mod_len, 8192);
	assert_memory_equal(fake_page(dom->pv_p2m[si->mod_start]), initrd, 4096);
	assert_int_equal(si->mfn_list, 0x8000000000);
	assert_int_equal(si->first_p2m_pfn, dom->p2m_seg.pfn);
	assert_int_equal(si->nr_p2m_frames, FRAMES * 8 / 4096 + 3);
	for (unsigned int pfn = 0; pfn < FRAMES; pfn++) {
		p2m = at(si->mfn_list + pfn * 8);
		assert_int_equal(*p2m, dom->pv_p2m[pfn]);
	}
	assert_int_equal(walk(0x8000000000 + FRAMES * 8), 0);
	assert_int_equal(((shared_info_x86_64_t *)fake.shared_info)->vcpu_info[31].evtchn_upcall_mask, 1);
	assert_int_equal(fake.grants[0].frame, si->console.domU.mfn);
	assert_int_equal(fake.grants[1].frame, si->store_mfn);
	assert_int_equal(fake.grants[1].flags, GTF_permit_access);
	xc_dom_release(dom);
}

/* A kernel without the newer notes: everything in the boot mapping, by virtual address. */
static void test_old_kernel(void **state)
{
	struct kernel_notes n = linux_notes;
	struct xc_dom_image *dom;
	start_info_x86_64_t *si;
	int rc;

	n.init_p2m = 0;
	n.mod_start_pfn = 0;
	n.hypercall = 0xffffffff81001000;
	fake_reset(false, FRAMES);
	dom = build(&n, MEM_MB, &rc);
	if (rc)
		fail_msg("%s", fake.last_error);
	si = at(fake.vcpu.x64.user_regs.rsi);
	check_start_info(dom, si);
	check_mapping(dom, si);
	assert_int_equal(si->flags, SIF_VIRT_P2M_4TOOLS);
	assert_int_equal(si->mod_len, sizeof(initrd));
	assert_memory_equal(at(si->mod_start), initrd, 4096);
	assert_int_equal(*(uint64_t *)at(si->mfn_list + 8 * 100), dom->pv_p2m[100]);
	assert_int_equal(si->first_p2m_pfn, 0);
	assert_int_equal(fake.hypercall_gmfn, dom->pv_p2m[0x1001]);
	xc_dom_release(dom);
}

/* Unusable addresses for the p2m put it into the boot mapping. */
static void test_bad_init_p2m(void **state)
{
	static const uint64_t bad[] = { 0x8000000008, 0xffffffff90000000, 0xffffffffffffe000 };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct kernel_notes n = linux_notes;
		struct xc_dom_image *dom;
		start_info_x86_64_t *si;
		int rc;

		n.init_p2m = bad[i];
		fake_reset(false, FRAMES);
		dom = build(&n, MEM_MB, &rc);
		if (rc)
			fail_msg("%s", fake.last_error);
		si = at(fake.vcpu.x64.user_regs.rsi);
		check_mapping(dom, si);
		assert_int_equal(*(uint64_t *)at(si->mfn_list + 8 * 100), dom->pv_p2m[100]);
		xc_dom_release(dom);
	}
}

static void test_no_superpages(void **state)
{
	struct xc_dom_image *dom;
	int rc;

	fake_reset(false, FRAMES);
	fake.max_order = 0;
	dom = build(&linux_notes, MEM_MB, &rc);
	assert_int_equal(rc, 0);
	xc_dom_release(dom);
}

static void test_failures(void **state)
{
	struct xc_dom_image *dom;
	int rc;

	/* the host has less than the guest wants */
	fake_reset(false, FRAMES - 1);
	dom = build(&linux_notes, MEM_MB, &rc);
	assert_int_not_equal(rc, 0);
	xc_dom_release(dom);
	/* the guest has less than its kernel wants */
	fake_reset(false, FRAMES);
	dom = build(&linux_notes, 16, &rc);
	assert_int_not_equal(rc, 0);
	assert_non_null(strstr(fake.last_error, "more memory"));
	xc_dom_release(dom);
	assert_int_equal(fake.mapped, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linux),
		cmocka_unit_test(test_old_kernel),
		cmocka_unit_test(test_bad_init_p2m),
		cmocka_unit_test(test_no_superpages),
		cmocka_unit_test(test_failures),
	};
	int rc = cmocka_run_group_tests_name("guest-pv", tests, NULL, NULL);

	fake_free();
	return rc;
}
