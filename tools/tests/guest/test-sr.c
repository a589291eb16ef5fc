// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest is built, saved, restored into another pretended machine and compared: PV with its page
 * tables, HVM, live, truncated streams.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake.h"
#include "fake-sr.h"
#include "kernel.h"

#define MEM_MB 32
#define FRAMES (MEM_MB << 8)

static uint8_t *original;       /* the guest's pages by pfn when it was saved; tables as pfns */
static uint64_t p2m_first, p2m_frames;

/* Level of a page table by walking down from the pinned one; tables' types into fake_sr.types. */
static void find_tables(uint64_t mfn, unsigned int level)
{
	uint64_t *table = fake_page(mfn);

	assert_non_null(table);
	fake_sr.types[mfn - FAKE_FRAME0] = level << XEN_DOMCTL_PFINFO_LTAB_SHIFT;
	for (unsigned int i = 0; i < 512 && level > 1; i++)
		if (table[i] & 1)
			find_tables(table[i] >> 12 & 0xffffffffff, level - 1);
}

/* What the guest does before it suspends: tells its p2m, leaves pfns in start_info. */
static void suspend_pv(struct xc_dom_image *dom)
{
	shared_info_x86_64_t *shared = (shared_info_x86_64_t *)fake.shared_info;
	uint64_t si_mfn = dom->pv_p2m[dom->start_info_pfn];
	start_info_x86_64_t *si = fake_page(si_mfn);

	shared->arch.max_pfn = FRAMES;
	shared->arch.pfn_to_mfn_frame_list_list = ~0UL;
	shared->arch.p2m_cr3 = fake.vcpu.x64.ctrlreg[3];
	shared->arch.p2m_vaddr = si->mfn_list;
	shared->arch.p2m_generation = 4;
	shared->evtchn_pending[3] = 5;
	si->store_mfn = dom->xenstore_pfn;
	si->console.domU.mfn = dom->console_pfn;
	fake.vcpu.x64.user_regs.rdx = si_mfn;
	fake.vcpu.x64.gdt_ents = 600;
	fake.vcpu.x64.gdt_frames[0] = dom->pv_p2m[7];
	fake.vcpu.x64.gdt_frames[1] = dom->pv_p2m[9];
	fake.vcpu.x64.ctrlreg[1] = fake.vcpu.x64.ctrlreg[3];
	fake_sr.types = calloc(fake.max_frames, sizeof(*fake_sr.types));
	find_tables(fake.pinned, 4);
	fake_sr.types[fake.pinned - FAKE_FRAME0] |= XEN_DOMCTL_PFINFO_LPINTAB;
	p2m_first = dom->p2m_seg.pfn;
	p2m_frames = FRAMES * 8 / 4096;
}

/* A page as it must come out at the other end, whatever the frames there. */
static void portable_page(uint64_t pfn, const void *page, uint32_t type, uint8_t *out)
{
	uint64_t *entry = (uint64_t *)out;

	memcpy(out, page, 4096);
	for (unsigned int i = 0; i < 512 && type; i++)
		if (entry[i] & 1)
			entry[i] = (entry[i] & 0xfff) |
				   (uint64_t)fake.frame_pfn[(entry[i] >> 12) - FAKE_FRAME0] << 12;
}

static struct xc_dom_image *build_pv(void)
{
	struct xc_dom_image *dom = xc_dom_allocate(NULL, "quiet", NULL);
	size_t size;
	uint8_t *k = kernel_make(&linux_notes, &size);

	assert_int_equal(xc_dom_kernel_mem(dom, k, size), 0);
	assert_int_equal(xc_dom_register_external(dom, k, size), 0);
	if (xc_dom_boot_xen_init(dom, NULL, FAKE_DOMID) || xc_dom_parse_image(dom) ||
	    xc_dom_mem_init(dom, MEM_MB) || xc_dom_boot_mem_init(dom) || xc_dom_build_image(dom) ||
	    xc_dom_boot_image(dom))
		fail_msg("%s", fake.last_error);
	return dom;
}

static void remember(struct xc_dom_image *dom)
{
	original = malloc(FRAMES * 4096UL);
	for (uint64_t pfn = 0; pfn < FRAMES; pfn++)
		portable_page(pfn, fake_page(dom->pv_p2m[pfn]),
			      fake_sr.types[dom->pv_p2m[pfn] - FAKE_FRAME0], original + pfn * 4096);
}

static int suspend(void *data)
{
	return 1;
}

/* Keeps a stream as a seed for the fuzzer. */
static void keep_seed(int fd, const char *name, char kind)
{
	const char *dir = getenv("SEEDS");
	char path[512], buf[4096];
	ssize_t n;
	off_t off = 0;
	FILE *f;

	if (!dir)
		return;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	fputc(kind, f);
	while ((n = pread(fd, buf, sizeof(buf), off)) > 0 && off < 60000) {
		fwrite(buf, 1, n, f);
		off += n;
	}
	fclose(f);
}

static int temp_file(void)
{
	char name[] = "/tmp/test-sr-XXXXXX";
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	unlink(name);
	return fd;
}

static unsigned int static_missing;

static int static_done(unsigned int missing, void *data)
{
	static_missing = missing;
	return 0;
}

static int restore(int fd, bool hvm, unsigned long frames, unsigned long *store,
		   unsigned long *console)
{
	struct restore_callbacks cb = { .static_data_done = static_done };

	free(fake_sr.types);
	memset(&fake_sr, 0, sizeof(fake_sr));
	fake_reset(hvm, frames);
	static_missing = ~0u;
	lseek(fd, 0, SEEK_SET);
	return xc_domain_restore(NULL, fd, FAKE_DOMID, 11, store, 0, 12, console, 0, XC_STREAM_PLAIN,
				 &cb, -1);
}

/* The p2m list holds this machine's frames. */
static void check_p2m_page(const uint64_t *entries, uint64_t pfn)
{
	for (unsigned int i = 0; i < 512; i++) {
		assert_in_range(entries[i], FAKE_FRAME0, FAKE_FRAME0 + fake.nr_frames - 1);
		assert_int_equal(fake.frame_pfn[entries[i] - FAKE_FRAME0], pfn + i);
	}
}

/* The guest's memory by its own p2m, compared with what was saved. */
static void check_restored_pv(unsigned long store, unsigned long console)
{
	shared_info_x86_64_t *shared = (shared_info_x86_64_t *)fake.shared_info;
	vcpu_guest_context_x86_64_t *c = &fake.vcpu.x64;
	start_info_x86_64_t *si = fake_page(c->user_regs.rdx);
	uint8_t page[4096];

	assert_int_equal(si->store_mfn, store);
	assert_int_equal(si->console.domU.mfn, console);
	assert_int_equal(si->store_evtchn, 11);
	assert_int_equal(si->console.domU.evtchn, 12);
	assert_int_equal(si->shared_info, FAKE_SHARED << 12);
	assert_int_equal(shared->evtchn_pending[3], 0);
	assert_int_equal(shared->evtchn_mask[3], ~0UL);
	assert_int_equal(fake.frame_pfn[c->gdt_frames[1] - FAKE_FRAME0], 9);
	assert_int_equal(c->ctrlreg[3] >> 12, fake.pinned);
	assert_int_equal(c->ctrlreg[1], c->ctrlreg[3]);
	assert_int_equal(fake.mapped, 0);
	fake_sr.types = calloc(fake.max_frames, sizeof(*fake_sr.types));
	find_tables(fake.pinned, 4);
	for (unsigned long i = 0; i < fake.nr_frames; i++) {
		uint32_t pfn = fake.frame_pfn[i];
		const uint64_t *old = (uint64_t *)(original + pfn * 4096UL);
		const void *now = fake_page(FAKE_FRAME0 + i);

		if (FAKE_FRAME0 + i == c->user_regs.rdx)
			continue;       /* start_info */
		if (pfn - p2m_first < p2m_frames) {
			check_p2m_page(now, (pfn - p2m_first) * 512);
			continue;
		}
		portable_page(pfn, now, fake_sr.types[i], page);
		assert_memory_equal(page, old, 4096);
	}
	assert_int_equal(fake.nr_frames, FRAMES);
}

static void test_pv(void **state)
{
	struct save_callbacks cb = { .suspend = suspend };
	unsigned long store, console;
	struct xc_dom_image *dom;
	int fd = temp_file();

	fake_reset(false, FRAMES);
	dom = build_pv();
	suspend_pv(dom);
	remember(dom);
	if (xc_domain_save(NULL, fd, FAKE_DOMID, 0, &cb, XC_STREAM_PLAIN, -1))
		fail_msg("%s", fake.last_error);
	assert_int_equal(fake.mapped, 0);
	keep_seed(fd, "pv", 0);
	xc_dom_release(dom);
	if (restore(fd, false, FRAMES, &store, &console))
		fail_msg("%s", fake.last_error);
	check_restored_pv(store, console);
	assert_int_equal(static_missing, 0);
	assert_int_equal(fake_sr.policy_leaves, 3);
	assert_int_equal(fake_sr.tsc_nsec, 123456789);
	assert_int_equal(fake_sr.extended_set, 16);
	assert_int_equal(fake_sr.xsave_set, 64);
	/* too little memory at the other end is an error, not a guest with holes */
	assert_int_equal(restore(fd, false, FRAMES - 100, &store, &console), -1);
	assert_int_equal(fake.mapped, 0);
	free(original);
	close(fd);
}

/* A page table that maps a foreign frame: refused when the guest is suspended. */
static void test_pv_foreign_mapping(void **state)
{
	struct save_callbacks cb = { .suspend = suspend };
	struct xc_dom_image *dom;
	int fd = temp_file();
	uint64_t *l4;

	fake_reset(false, FRAMES);
	dom = build_pv();
	suspend_pv(dom);
	l4 = fake_page(fake.pinned);
	l4[20] = 0x12345067;
	assert_int_equal(xc_domain_save(NULL, fd, FAKE_DOMID, 0, &cb, XC_STREAM_PLAIN, -1), -1);
	assert_non_null(strstr(fake.last_error, "not the guest's"));
	/* the hypervisor's slots are no matter */
	l4[20] = 0;
	l4[260] = 0x12345067;
	lseek(fd, 0, SEEK_SET);
	assert_int_equal(xc_domain_save(NULL, fd, FAKE_DOMID, 0, &cb, XC_STREAM_PLAIN, -1), 0);
	xc_dom_release(dom);
	close(fd);
}

static void build_hvm(unsigned long frames)
{
	xen_pfn_t pfn;

	fake_reset(true, frames + 16);
	for (unsigned long i = 0; i < frames; i++) {
		pfn = i < frames - 2 ? i * 3 : 0xfeffc + (i & 1) * 3;
		assert_int_equal(xc_domain_populate_physmap_exact(NULL, FAKE_DOMID, 1, 0, 0, &pfn), 0);
		memset(fake_page(pfn), i, 4096);
	}
	fake.params[HVM_PARAM_STORE_PFN] = 0xfeffc;
	fake.params[HVM_PARAM_CONSOLE_PFN] = 0xfefff;
	fake.params[HVM_PARAM_IDENT_PT] = 0x1000;
}

static void check_restored_hvm(unsigned long frames, unsigned long store, unsigned long console)
{
	assert_int_equal(store, 0xfeffc);
	assert_int_equal(console, 0xfefff);
	assert_int_equal(fake.nr_frames, frames);
	for (unsigned long i = 0; i < frames - 2; i++) {
		uint8_t *page = fake_page(i * 3);

		assert_non_null(page);
		assert_int_equal(page[0], (uint8_t)i);
		assert_int_equal(page[4095], (uint8_t)i);
	}
	assert_int_equal(*(uint8_t *)fake_page(0xfeffc), 0);
	assert_int_equal(fake.params[HVM_PARAM_STORE_EVTCHN], 11);
	assert_int_equal(fake.params[HVM_PARAM_IDENT_PT], 0x1000);
	assert_int_equal(fake.grants[0].frame, 0xfefff);
}

static void test_hvm(void **state)
{
	struct save_callbacks cb = { .suspend = suspend };
	unsigned long store, console;
	int fd = temp_file();

	build_hvm(3000);
	if (xc_domain_save(NULL, fd, FAKE_DOMID, 0, &cb, XC_STREAM_PLAIN, -1))
		fail_msg("%s", fake.last_error);
	if (restore(fd, true, 3016, &store, &console))
		fail_msg("%s", fake.last_error);
	check_restored_hvm(3000, store, console);
	close(fd);
}

/* Between rounds the guest writes page 6 and gives page 9 back. */
static void guest_runs(void)
{
	uint8_t *page = fake_page(6);

	page[0]++;
	fake.pfn_frame[9] = 0;
}

static void test_live(void **state)
{
	struct save_callbacks cb = { .suspend = suspend };
	unsigned long store, console;
	int fd = temp_file();
	uint8_t last;

	build_hvm(300);
	fake_sr.first_dirty = 6;
	fake_sr.dirty_per_round = 60;
	fake_sr.on_round = guest_runs;
	if (xc_domain_save(NULL, fd, FAKE_DOMID, XCFLAGS_LIVE | XCFLAGS_DEBUG, &cb, XC_STREAM_PLAIN, -1))
		fail_msg("%s", fake.last_error);
	assert_false(fake_sr.logdirty);
	last = *(uint8_t *)fake_page(6);
	assert_true(last > 3);
	if (restore(fd, true, 400, &store, &console))
		fail_msg("%s", fake.last_error);
	assert_int_equal(*(uint8_t *)fake_page(6), last);
	assert_null(fake_page(9));
	close(fd);
}

static int refuse_suspend(void *data)
{
	return 0;
}

static int abort_policy(struct precopy_stats stats, void *data)
{
	return XGS_POLICY_ABORT;
}

static void test_save_failures(void **state)
{
	struct save_callbacks cb = { .suspend = refuse_suspend };
	int fd = temp_file(), full = open("/dev/full", O_WRONLY);

	build_hvm(300);
	assert_int_equal(xc_domain_save(NULL, fd, FAKE_DOMID, XCFLAGS_LIVE, &cb, XC_STREAM_PLAIN, -1), -1);
	assert_false(fake_sr.logdirty);
	cb.suspend = suspend;
	cb.precopy_policy = abort_policy;
	assert_int_equal(xc_domain_save(NULL, fd, FAKE_DOMID, XCFLAGS_LIVE, &cb, XC_STREAM_PLAIN, -1), -1);
	assert_int_equal(errno, ECANCELED);
	assert_false(fake_sr.logdirty);
	cb.precopy_policy = NULL;
	assert_int_equal(xc_domain_save(NULL, full, FAKE_DOMID, 0, &cb, XC_STREAM_PLAIN, -1), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(xc_domain_save(NULL, fd, FAKE_DOMID, 0, &cb, XC_STREAM_REMUS, -1), -1);
	assert_int_equal(errno, EOPNOTSUPP);
	assert_int_equal(fake.mapped, 0);
	close(full);
	close(fd);
}

/* Cut anywhere the stream is refused, and nothing stays mapped. */
static void test_truncated(void **state)
{
	struct save_callbacks cb = { .suspend = suspend };
	unsigned long store, console;
	int fd = temp_file();
	struct stat st;

	build_hvm(8);
	assert_int_equal(xc_domain_save(NULL, fd, FAKE_DOMID, 0, &cb, XC_STREAM_PLAIN, -1), 0);
	keep_seed(fd, "hvm-whole", 1);
	assert_int_equal(fstat(fd, &st), 0);
	for (off_t len = st.st_size - 1; len >= 0; len -= len > 1000 && len < st.st_size - 1000 ? 1501 : 61) {
		assert_int_equal(ftruncate(fd, len), 0);
		if (!restore(fd, true, 100, &store, &console))
			fail_msg("%jd of %jd bytes were enough", (intmax_t)len, (intmax_t)st.st_size);
		assert_int_equal(fake.mapped, 0);
	}
	close(fd);
}

static int collect(xc_interface *xch, void *arg, char *buffer, unsigned int length)
{
	return write(*(int *)arg, buffer, length) == (ssize_t)length ? 0 : -1;
}

/* The core file's sections are where its header says, pages in the order of the p2m. */
static void test_dumpcore(void **state)
{
	int fd = temp_file();
	struct xc_dom_image *dom;
	Elf64_Shdr sh[8];
	Elf64_Ehdr eh;
	struct stat st;
	uint64_t entry[2];
	uint8_t page[4096];

	fake_reset(false, FRAMES);
	dom = build_pv();
	suspend_pv(dom);
	if (xc_domain_dumpcore_via_callback(NULL, FAKE_DOMID, &fd, collect))
		fail_msg("%s", fake.last_error);
	assert_int_equal(pread(fd, &eh, sizeof(eh), 0), sizeof(eh));
	assert_int_equal(eh.e_type, ET_CORE);
	assert_int_equal(eh.e_shnum, 7);
	assert_int_equal(pread(fd, sh, 7 * sizeof(sh[0]), eh.e_shoff), 7 * sizeof(sh[0]));
	fstat(fd, &st);
	assert_int_equal(sh[6].sh_offset + sh[6].sh_size, st.st_size);
	assert_int_equal(sh[6].sh_size, FRAMES * 4096UL);
	assert_int_equal(pread(fd, entry, sizeof(entry), sh[5].sh_offset + 100 * 16), 16);
	assert_int_equal(entry[0], 100);
	assert_int_equal(entry[1], dom->pv_p2m[100]);
	assert_int_equal(pread(fd, page, 4096, sh[6].sh_offset + 0x1000 * 4096), 4096);
	assert_memory_equal(page, fake_page(dom->pv_p2m[0x1000]), 4096);
	assert_int_equal(fake.mapped, 0);
	xc_dom_release(dom);
	close(fd);
}

static int clean(void **state)
{
	free(fake_sr.types);
	memset(&fake_sr, 0, sizeof(fake_sr));
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_pv, clean),
		cmocka_unit_test_teardown(test_pv_foreign_mapping, clean),
		cmocka_unit_test_teardown(test_hvm, clean),
		cmocka_unit_test_teardown(test_live, clean),
		cmocka_unit_test_teardown(test_save_failures, clean),
		cmocka_unit_test_teardown(test_truncated, clean),
		cmocka_unit_test_teardown(test_dumpcore, clean),
	};
	int rc = cmocka_run_group_tests_name("guest-sr", tests, NULL, NULL);

	fake_free();
	return rc;
}
