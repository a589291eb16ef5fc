/* SPDX-License-Identifier: GPL-2.0-only */
/* libxenctrl: functions that take more than one call, and those that take none. */
#include "units.h"

#include "../../libs/ctrl/private.h"

static long map_64_at_once(unsigned int op, const uint64_t *args)
{
	struct xen_domctl *d = (void *)args[0];

	if (op != __HYPERVISOR_domctl)
		return FAKE_PASS;
	if (d->cmd == XEN_DOMCTL_getdomaininfo) {
		d->u.getdomaininfo.flags = XEN_DOMINF_hvm_guest;
		return 0;
	}
	if (d->u.memory_mapping.nr_mfns > 64) {
		errno = E2BIG;
		return -1;
	}
	/* The part from 0x1080 on cannot be mapped. */
	if (d->u.memory_mapping.add_mapping && d->u.memory_mapping.first_gfn >= 0x1080) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

static void memory_mapping_in_parts(void **state)
{
	const char *text;

	fake_hook = map_64_at_once;
	assert_int_equal(xc_domain_memory_mapping(xch, 6, 0x1000, 0x2000, 128, 1), 0);
	text = asked();
	assert_non_null(strstr(text, "10=1000 18=2000 20=40 28=1"));
	assert_non_null(strstr(text, "10=1040 18=2040 20=40 28=1"));

	assert_int_equal(xc_domain_memory_mapping(xch, 6, 0x1000, 0x2000, 256, 1), -1);
	assert_int_equal(errno, EPERM);
	text = asked();
	assert_non_null(strstr(text, "10=1000 18=2000 20=40 }"));
	assert_non_null(strstr(text, "10=1040 18=2040 20=40 }"));
}

static unsigned int busy_calls;

static long busy_twice(unsigned int op, const uint64_t *args)
{
	if (op == __HYPERVISOR_sysctl && busy_calls++ < 2) {
		errno = EAGAIN;
		return -1;
	}
	return FAKE_PASS;
}

static void cpupool_waits(void **state)
{
	fake_hook = busy_twice;
	busy_calls = 0;
	assert_int_equal(xc_cpupool_removecpu(xch, 1, 2), 0);
	assert_int_equal(busy_calls, 3);
	fake_hook = NULL;
	mode("fail"); /* what time does not mend */
	asked();
	assert_int_equal(xc_cpupool_removecpu(xch, 1, 2), -1);
	assert_int_equal(errno, EPERM);
	assert_null(strchr(strchr(asked(), '\n') + 1, '\n'));
}

/* Three payloads, at most two at a time; the list changes once if changes is set. */
static unsigned int livepatch_calls, livepatch_changes;

static long three_payloads(unsigned int op, const uint64_t *args)
{
	static const char *const names[] = { "one", "second", "3" };
	struct xen_sysctl *s = (void *)args[0];
	struct xen_sysctl_livepatch_list *l = &s->u.livepatch.u.list;
	char *name = l->name.p, *meta = l->metadata.p;
	unsigned int i, n = 0;

	if (op != __HYPERVISOR_sysctl || s->cmd != XEN_SYSCTL_livepatch_op)
		return FAKE_PASS;
	livepatch_calls++;
	if (l->nr > 2) {
		errno = E2BIG;
		return -1;
	}
	for (i = l->idx; i < 3 && n < l->nr; i++, n++) {
		l->status.p[n].state = i + 1;
		l->len.p[n] = strlen(names[i]) + 1;
		strcpy(name, names[i]);
		name += l->len.p[n];
		l->metadata_len.p[n] = 1;
		*meta++ = 'm';
	}
	l->nr = 3 - i;
	l->version = livepatch_changes && livepatch_calls > 3 ? 2 : 1;
	return n;
}

static void livepatch_listing(void **state)
{
	struct xen_livepatch_status status[4];
	char names[64], meta[8];
	uint32_t len[4], meta_len[4];
	unsigned int done, left, changes;

	fake_hook = three_payloads;
	for (changes = 0; changes < 2; changes++) {
		livepatch_calls = 0;
		livepatch_changes = changes;
		memset(names, 'x', sizeof(names));
		assert_int_equal(xc_livepatch_list(xch, 4, 0, status, names, len, sizeof(names),
						   meta, meta_len, sizeof(meta), &done, &left), 0);
		assert_int_equal(done, 3);
		assert_int_equal(left, 0);
		assert_memory_equal(names, "one\0second\0003", 13);
		assert_int_equal(status[2].state, 3);
	}
	/* Names that do not fit where they are said to be. */
	livepatch_changes = 0;
	assert_int_equal(xc_livepatch_list(xch, 4, 0, status, names, len, 5, meta, meta_len,
					   sizeof(meta), &done, &left), -1);
	assert_int_equal(errno, EMSGSIZE);
}

static long two_cpus(unsigned int op, const uint64_t *args)
{
	xen_flask_op_t *f = (void *)args[0];

	if (op != __HYPERVISOR_xsm_op)
		return FAKE_PASS;
	if (f->u.cache_stats.cpu > 1) {
		errno = ENOENT;
		return -1;
	}
	f->u.cache_stats.lookups = 10 + f->u.cache_stats.cpu;
	return 0;
}

static void flask_statistics(void **state)
{
	char text[256];

	fake_hook = two_cpus;
	assert_int_equal(xc_flask_avc_cachestats(xch, text, sizeof(text)), 0);
	assert_string_equal(text, "lookups hits misses allocations reclaims frees\n"
				  "10 0 0 0 0 0\n11 0 0 0 0 0\n");
	assert_int_equal(xc_flask_avc_cachestats(xch, text, 50), -1);
	assert_int_equal(errno, ERANGE);
}

static void errors_are_remembered(void **state)
{
	const xc_error *e;

	xc_clear_last_error(xch);
	assert_int_equal(xc_get_last_error(xch)->code, XC_ERROR_NONE);
	errno = EIO;
	xc_report_error(xch, XC_INVALID_PARAM, "bad %d", 5);
	assert_int_equal(errno, EIO);
	e = xc_get_last_error(xch);
	assert_int_equal(e->code, XC_INVALID_PARAM);
	assert_string_equal(e->message, "bad 5");
	assert_string_equal(xc_error_code_to_desc(XC_OUT_OF_MEMORY), "Out of memory");
	assert_string_equal(xc_error_code_to_desc(99), "Unknown error code");
}

static void buffers_of_the_public_kind(void **state)
{
	xc_hypercall_buffer_array_t *array = xc_hypercall_buffer_array_create(xch, 3);
	uint32_t value = 7;
	xc_hypercall_buffer_t in = { .ubuf = &value, .sz = sizeof(value), .dir = 1 };
	xc_hypercall_buffer_t out = { .ubuf = &value, .sz = sizeof(value), .dir = 2 };
	DECLARE_HYPERCALL_BUFFER(uint32_t, p);

	assert_int_equal(xc__hypercall_bounce_pre(xch, &in), 0);
	assert_int_equal(*(uint32_t *)in.hbuf, 7);
	*(uint32_t *)in.hbuf = 8;
	xc__hypercall_bounce_post(xch, &in);
	assert_int_equal(value, 7);
	assert_int_equal(xc__hypercall_bounce_pre(xch, &out), 0);
	*(uint32_t *)out.hbuf = 9;
	xc__hypercall_bounce_post(xch, &out);
	assert_int_equal(value, 9);

	p = xc_hypercall_buffer_array_alloc(xch, array, 1, p, 16);
	assert_non_null(p);
	*p = 11;
	{
		DECLARE_HYPERCALL_BUFFER(uint32_t, q);

		q = xc_hypercall_buffer_array_get(xch, array, 1, q, 16);
		assert_int_equal(*q, 11);
		assert_ptr_equal((void *)HYPERCALL_BUFFER_AS_ARG(q), p);
	}
	xc_hypercall_buffer_array_destroy(xch, array);
}

static void bitmaps_and_bits(void **state)
{
	uint64_t words[2] = { 0x8877665544332211, 0x1ff }, back[2] = { ~0ull, ~0ull };
	uint8_t bytes[9];
	uint8_t map[2] = { 0 };

	bitmap_64_to_byte(bytes, words, 72);
	assert_int_equal(bytes[0], 0x11);
	assert_int_equal(bytes[7], 0x88);
	assert_int_equal(bytes[8], 0xff);
	bitmap_byte_to_64(back, bytes, 72);
	assert_int_equal(back[0], words[0]);
	assert_int_equal(back[1], 0xff);
	assert_int_equal(xc_ffs8(0), 0);
	assert_int_equal(xc_ffs16(0x8000), 16);
	assert_int_equal(xc_ffs64(1ull << 63), 64);
	xc_cpumap_setcpu(9, map);
	assert_true(xc_cpumap_testcpu(9, map));
	assert_false(xc_cpumap_testcpu(8, map));
	xc_cpumap_clearcpu(9, map);
	assert_int_equal(map[1], 0);
}

static void whole_reads_and_writes(void **state)
{
	struct iovec iov[3] = { { "ab", 2 }, { "", 0 }, { "cde", 3 } };
	char got[8] = "";
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	assert_int_equal(writev_exact(fds[1], iov, 3), 0);
	assert_int_equal(write_exact(fds[1], "f", 1), 0);
	assert_int_equal(read_exact(fds[0], got, 6), 0);
	assert_string_equal(got, "abcdef");
	close(fds[1]);
	errno = EIO;
	assert_int_equal(read_exact(fds[0], got, 1), -1);
	assert_int_equal(errno, 0);
	close(fds[0]);
	assert_int_equal(write_exact(fds[1], "f", 1), -1);
	assert_int_equal(errno, EBADF);
}

static void dummy_handle(void **state)
{
	xc_interface *dummy = xc_interface_open(&silent, &silent, XC_OPENFLAG_DUMMY);

	assert_non_null(dummy);
	assert_null(xc_interface_xcall_handle(dummy));
	assert_int_equal(xc_interface_close(dummy), 0);
	assert_int_equal(xc_interface_close(NULL), 0);
}

const struct CMUnitTest ctrl_tests[] = {
	TEST(memory_mapping_in_parts),
	TEST(cpupool_waits),
	TEST(livepatch_listing),
	TEST(flask_statistics),
	TEST(errors_are_remembered),
	TEST(buffers_of_the_public_kind),
	TEST(bitmaps_and_bits),
	TEST(whole_reads_and_writes),
	TEST(dummy_handle),
};
const size_t nr_ctrl_tests = sizeof(ctrl_tests) / sizeof(*ctrl_tests);
