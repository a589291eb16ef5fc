// SPDX-License-Identifier: GPL-2.0-only
/* PVH and HVM guests built on a pretended hypervisor. */
#include "fake.h"
#include "kernel.h"

#include <xen/arch-x86/hvm/start_info.h>
#include <xen/hvm/hvm_info_table.h>
#include <xen/hvm/save.h>

static struct e820entry e820[] = {
	{ 0, 64 << 20, E820_RAM }, { 0xfc000000, 0x1000, E820_ACPI },
};
static uint8_t rsdp[64] = "RSD PTR ", tables[6000], bios[70000], initrd[5000];

static struct xc_dom_image *new_image(size_t mem_mb)
{
	struct xc_dom_image *dom = xc_dom_allocate(NULL, "root=/dev/xvda", NULL);
	size_t size;
	uint8_t *k = kernel_make(&linux_notes, &size);

	dom->container_type = XC_DOM_HVM_CONTAINER;
	dom->lowmem_end = mem_mb << 20;
	dom->target_pages = mem_mb << 8;
	dom->max_vcpus = 2;
	dom->console_evtchn = 2;
	dom->xenstore_evtchn = 1;
	dom->e820 = e820;
	dom->e820_entries = ARRAY_SIZE(e820);
	assert_int_equal(xc_dom_kernel_mem(dom, k, size), 0);
	assert_int_equal(xc_dom_register_external(dom, k, size), 0);
	return dom;
}

static int build(struct xc_dom_image *dom, unsigned int mem_mb)
{
	return xc_dom_boot_xen_init(dom, NULL, FAKE_DOMID) || xc_dom_parse_image(dom) ||
	       xc_dom_mem_init(dom, mem_mb) || xc_dom_boot_mem_init(dom) ||
	       xc_dom_build_image(dom) || xc_dom_boot_image(dom) || xc_dom_gnttab_init(dom);
}

static void *at(uint64_t pa)
{
	char *page = fake_page(pa >> 12);

	assert_non_null(page);
	return page + (pa & 4095);
}

static struct hvm_start_info *check_cpu(void)
{
	HVM_SAVE_TYPE(CPU) cpu;

	memcpy(&cpu, fake.hvm_cpu, sizeof(cpu));
	assert_int_equal(cpu.rip, linux_notes.phys_entry);
	assert_int_equal(cpu.cr0, 0x11);
	assert_int_equal(cpu.rflags, 2);
	assert_int_equal(cpu.cs_arbytes, 0xc9b);
	assert_int_equal(cpu.ds_limit, 0xffffffff);
	return at(cpu.rbx);
}

static void test_pvh(void **state)
{
	struct xc_dom_image *dom;
	struct hvm_modlist_entry *mod;
	struct hvm_start_info *si;

	fake_reset(true, 70 << 8);
	dom = new_image(64);
	assert_int_equal(xc_dom_module_mem(dom, initrd, sizeof(initrd), "the ramdisk"), 0);
	memset(tables, 0x5a, sizeof(tables));
	dom->acpi_modules[0] = (struct xc_hvm_firmware_module){ tables, sizeof(tables), 0xfc001000 };
	dom->acpi_modules[1] = (struct xc_hvm_firmware_module){ rsdp, sizeof(rsdp), 0xfc008040 };
	if (build(dom, 64))
		fail_msg("%s", fake.last_error);
	si = check_cpu();
	assert_int_equal(si->magic, XEN_HVM_START_MAGIC_VALUE);
	assert_int_equal(si->version, 1);
	assert_int_equal(si->rsdp_paddr, 0xfc008040);
	assert_memory_equal(at(si->rsdp_paddr), "RSD PTR ", 8);
	assert_memory_equal(at(0xfc001000), tables, 4096);
	assert_string_equal(at(si->cmdline_paddr), "root=/dev/xvda");
	assert_int_equal(si->nr_modules, 1);
	mod = at(si->modlist_paddr);
	assert_int_equal(mod->size, sizeof(initrd));
	assert_string_equal(at(mod->cmdline_paddr), "the ramdisk");
	assert_int_equal(si->memmap_entries, 2);
	assert_memory_equal(at(si->memmap_paddr), &e820[0], 20);
	assert_int_equal(fake.nr_mtrr, 2);
	assert_int_equal(fake.params[HVM_PARAM_STORE_PFN], 0xfeffc);
	assert_int_equal(fake.params[HVM_PARAM_CONSOLE_PFN], 0xfefff);
	assert_int_equal(fake.params[HVM_PARAM_IDENT_PT], 0xfeffe000);
	assert_int_equal(fake.params[HVM_PARAM_CONSOLE_EVTCHN], 2);
	assert_int_equal(fake.params[HVM_PARAM_STORE_EVTCHN], 1);
	assert_int_equal(((uint32_t *)at(0xfeffe000))[1023], 1023u << 22 | 0xe7);
	assert_int_equal(fake.grants[0].frame, 0xfefff);
	assert_int_equal(*(uint8_t *)at(0xfefff000), 0);
	assert_int_equal(fake.pod_target, 0);
	assert_int_equal(fake.mapped, 0);
	xc_dom_release(dom);
}

static void test_on_demand(void **state)
{
	struct xc_dom_image *dom;

	fake_reset(true, 70 << 8);
	dom = new_image(64);
	dom->target_pages = 48 << 8;
	dom->claim_enabled = 1;
	if (build(dom, 64))
		fail_msg("%s", fake.last_error);
	assert_int_equal(fake.pod_target, 48 << 8);
	assert_int_equal(fake.claimed, 48 << 8);
	assert_int_equal(fake.pod_extents, 32);
	xc_dom_release(dom);
}

static void test_device_model(void **state)
{
	struct hvm_modlist_entry *mod;
	struct hvm_info_table *info;
	struct hvm_start_info *si;
	struct xc_dom_image *dom;
	uint8_t sum = 0;

	fake_reset(true, 70 << 8);
	dom = new_image(64);
	dom->device_model = true;
	dom->vga_hole_size = 0x20;
	dom->system_firmware_module.data = bios;
	dom->system_firmware_module.length = sizeof(bios);
	dom->acpi_modules[0].data = tables;
	dom->acpi_modules[0].length = sizeof(tables);
	bios[69999] = 1;
	if (build(dom, 64))
		fail_msg("%s", fake.last_error);
	si = check_cpu();
	mod = at(si->modlist_paddr);
	assert_int_equal(si->nr_modules, 1);
	assert_string_equal(at(mod->cmdline_paddr), "firmware");
	assert_int_equal(*(uint8_t *)at(mod->paddr + 69999), 1);
	assert_int_not_equal(dom->acpi_modules[0].guest_addr_out, 0);
	assert_null(fake_page(0xa0));
	assert_null(fake_page(0xbf));
	assert_non_null(fake_page(0xc0));
	info = at(HVM_INFO_PADDR);
	for (unsigned int i = 0; i < sizeof(*info); i++)
		sum += ((uint8_t *)info)[i];
	assert_int_equal(sum, 0);
	assert_int_equal(info->nr_vcpus, 2);
	assert_int_equal(info->vcpu_online[0], 3);
	assert_int_equal(fake.params[HVM_PARAM_IOREQ_SERVER_PFN], 0xfeff0);
	assert_int_equal(fake.nr_mtrr, 0);
	xc_dom_release(dom);
}

static void test_high_memory(void **state)
{
	struct xc_dom_image *dom;

	fake_reset(true, 200 << 8);
	dom = new_image(100);
	dom->lowmem_end = 80 << 20;
	dom->highmem_end = (1ULL << 32) + (20 << 20);
	fake.max_order = 0;
	if (build(dom, 100))
		fail_msg("%s", fake.last_error);
	assert_null(fake_page(80 << 8));
	assert_non_null(fake_page(0x100000));
	assert_non_null(fake_page(0x100000 + (20 << 8) - 1));
	assert_null(fake_page(0x100000 + (20 << 8)));
	xc_dom_release(dom);
}

static void test_failures(void **state)
{
	struct xc_dom_image *dom;

	fake_reset(true, 70 << 8);
	dom = new_image(64);
	dom->acpi_modules[0] = (struct xc_hvm_firmware_module){ tables, sizeof(tables), 0x100000 };
	assert_int_not_equal(build(dom, 64), 0);
	assert_non_null(strstr(fake.last_error, "ACPI"));
	xc_dom_release(dom);

	fake_reset(true, 70 << 8);
	dom = new_image(8);      /* the kernel is at 16 MiB */
	assert_int_not_equal(build(dom, 8), 0);
	assert_non_null(strstr(fake.last_error, "more memory"));
	xc_dom_release(dom);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pvh),
		cmocka_unit_test(test_on_demand),
		cmocka_unit_test(test_device_model),
		cmocka_unit_test(test_high_memory),
		cmocka_unit_test(test_failures),
	};
	int rc = cmocka_run_group_tests_name("guest-hvm", tests, NULL, NULL);

	fake_free();
	return rc;
}
