// SPDX-License-Identifier: GPL-2.0-only
/* The ELF and bzImage readers: what they find, and that no damage gets past them. */
#include <elf.h>

#include "fake.h"
#include "kernel.h"

static void test_reads_linux(void **state)
{
	struct elf_dom_parms p;
	const char *why = NULL;
	size_t size;
	uint8_t *k = kernel_make(&linux_notes, &size);

	assert_int_equal(elf_image_parse(k, size, &p, &why), 0);
	assert_null(why);
	assert_int_equal(p.nr_segments, 1);
	assert_int_equal(p.pstart, KERNEL_PADDR);
	assert_int_equal(p.pend, KERNEL_PADDR + KERNEL_PAGES * 4096 + KERNEL_BSS);
	assert_int_equal(p.virt_base, 0xffffffff80000000);
	assert_int_equal(p.virt_entry, linux_notes.entry);
	assert_int_equal(p.init_p2m, 0x8000000000);
	assert_int_equal(p.phys_entry, 0x1000200);
	assert_int_equal(p.virt_hypercall, NOTE_UNSET);
	assert_true(p.mod_start_pfn);
	assert_string_equal(p.guest_os, "linux");
	assert_int_equal(p.f_required[0], 1 << XENFEAT_writable_page_tables);
	assert_int_equal(p.f_supported[0], 1 << XENFEAT_writable_page_tables |
			 1 << XENFEAT_pae_pgdir_above_4gb);
	free(k);
}

/* Cut anywhere, in a buffer of just that size so that the sanitizer sees any read beyond it. */
static void test_truncated(void **state)
{
	size_t size, refused = 0;
	uint8_t *k = kernel_make(&linux_notes, &size);

	for (size_t n = 0; n < size; n += n < 300 || n > size - 300 ? 1 : 97) {
		struct elf_dom_parms p;
		const char *why = NULL;
		uint8_t *cut = malloc(n ? n : 1);

		memcpy(cut, k, n);
		if (elf_image_parse(cut, n, &p, &why)) {
			assert_non_null(why);
			refused++;
		}
		/* a file without its last bytes lacks notes or code: never accepted whole */
		assert_false(!why && n < size - 4);
		free(cut);
	}
	assert_true(refused > 0);
	free(k);
}

static const char *parse_changed(size_t offset, const void *bytes, size_t len)
{
	struct elf_dom_parms p;
	const char *why = NULL;
	size_t size;
	uint8_t *k = kernel_make(&linux_notes, &size);

	memcpy(k + offset, bytes, len);
	elf_image_parse(k, size, &p, &why);
	free(k);
	return why;
}

#define PH(field) (sizeof(Elf64_Ehdr) + offsetof(Elf64_Phdr, field))

static void test_hostile_headers(void **state)
{
	static const struct { size_t offset; uint64_t value; unsigned int len; const char *says; } t[] = {
		{ EI_CLASS, 3, 1, "neither" },
		{ EI_DATA, ELFDATA2MSB, 1, "little-endian" },
		{ offsetof(Elf64_Ehdr, e_phnum), 0, 2, "no program headers" },
		{ offsetof(Elf64_Ehdr, e_phnum), 0xffff, 2, "beyond" },
		{ offsetof(Elf64_Ehdr, e_phoff), ~0ULL, 8, "beyond" },
		{ offsetof(Elf64_Ehdr, e_phentsize), 8, 2, "too small" },
		{ PH(p_offset), ~0ULL - 10, 8, "beyond" },
		{ PH(p_filesz), 1ULL << 40, 8, "beyond" },
		{ PH(p_memsz), 16, 8, "larger in the file" },
		{ PH(p_memsz), ~0ULL, 8, "wraps" },
		{ PH(p_memsz), 1ULL << 50, 8, "too far apart" },
		{ PH(p_type), PT_NULL, 4, "nothing to load" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		const char *why = parse_changed(t[i].offset, &t[i].value, t[i].len);

		if (!why || !strstr(why, t[i].says))
			fail_msg("case %zu: \"%s\" lacks \"%s\"", i, why ? why : "accepted", t[i].says);
	}
}

static void test_features(void **state)
{
	uint32_t sup[XENFEAT_NR_SUBMAPS] = { 0 }, req[XENFEAT_NR_SUBMAPS] = { 0 };
	const char *s = "dom0|unknown_one | !pae_pgdir_above_4gb", *bad = "dom0|!no_such_thing|x";
	size_t len = 0;

	assert_null(elf_features_parse(s, strlen(s), sup, req, &len));
	assert_int_equal(sup[0], 1 << XENFEAT_dom0 | 1 << XENFEAT_pae_pgdir_above_4gb);
	assert_int_equal(req[0], 1 << XENFEAT_pae_pgdir_above_4gb);
	assert_ptr_equal(elf_features_parse(bad, strlen(bad), sup, req, &len), bad + 6);
	assert_int_equal(len, strlen("no_such_thing"));
}

static void test_bzimage(void **state)
{
	const char *why = NULL;
	size_t size, off, len;
	uint8_t *z = bzimage_make((const uint8_t *)"payload", 7, &size);

	assert_int_equal(bzimage_payload(z, size, &off, &len, &why), 1);
	assert_int_equal(len, 7);
	assert_memory_equal(z + off, "payload", 7);
	assert_int_equal(bzimage_payload(z, size - 1, &off, &len, &why), -1);
	assert_non_null(strstr(why, "truncated"));
	memset(z + 0x248, 0xff, 8);
	assert_int_equal(bzimage_payload(z, size, &off, &len, &why), -1);
	z[0x206] = 7;
	assert_int_equal(bzimage_payload(z, size, &off, &len, &why), -1);
	assert_non_null(strstr(why, "2.08"));
	z[0x202] = 'h';
	assert_int_equal(bzimage_payload(z, size, &off, &len, &why), 0);
	free(z);
}

/* What the loader says to a person about kernels that are fine ELF but not for this guest. */
static void refuse(const struct kernel_notes *n, bool hvm, const char *says)
{
	struct xc_dom_image *dom;
	size_t size;
	uint8_t *k = kernel_make(n, &size);

	fake_reset(hvm, 16);
	dom = xc_dom_allocate(NULL, NULL, NULL);
	dom->container_type = hvm ? XC_DOM_HVM_CONTAINER : XC_DOM_PV_CONTAINER;
	assert_int_equal(xc_dom_kernel_mem(dom, k, size), 0);
	assert_int_equal(xc_dom_parse_image(dom), -1);
	if (!strstr(fake.last_error, says))
		fail_msg("\"%s\" lacks \"%s\"", fake.last_error, says);
	xc_dom_release(dom);
	free(k);
}

static void test_refusals(void **state)
{
	struct kernel_notes n = linux_notes;

	n.xen_version = "xen-2.0";
	refuse(&n, false, "XEN_VERSION");
	n = linux_notes;
	n.entry = 0xffffffff80000000;
	refuse(&n, false, "entry point");
	n = linux_notes;
	n.features = "!auto_translated_physmap";
	refuse(&n, false, "requires a feature");
	n = linux_notes;
	n.hypercall = 0xffffffff81000800;
	refuse(&n, false, "HYPERCALL_PAGE");
	n = linux_notes;
	n.virt_base = 0xfffffffffffff000;
	refuse(&n, false, "VIRT_BASE");
	n = linux_notes;
	n.phys_entry = 0;
	refuse(&n, true, "PHYS32_ENTRY");
	n = linux_notes;
	n.phys_entry = 0x80;
	refuse(&n, true, "entry point");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_linux),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_hostile_headers),
		cmocka_unit_test(test_features),
		cmocka_unit_test(test_bzimage),
		cmocka_unit_test(test_refusals),
	};
	int rc = cmocka_run_group_tests_name("guest-elf", tests, NULL, NULL);

	fake_free();
	return rc;
}
