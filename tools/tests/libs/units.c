/* SPDX-License-Identifier: GPL-2.0-only */
/* The libraries one by one, under the fake kernel: what they ask of it, and what they make of its answers. */
#include "units.h"

#include <sys/wait.h>

#include <xencall.h>
#include <xendevicemodel.h>
#include <xenevtchn.h>
#include <xenforeignmemory.h>
#include <xengnttab.h>
#include <xenhypfs.h>
#include <xentoolcore_internal.h>
#include <xentoollog.h>
#include <xen/hypfs.h>


static int log_fd;

const char *asked(void)
{
	static char text[8192];
	ssize_t len = pread(log_fd, text, sizeof(text) - 1, 0);

	assert_true(len >= 0);
	text[len] = '\0';
	assert_int_equal(ftruncate(log_fd, 0), 0);
	lseek(log_fd, 0, SEEK_SET);
	return text;
}

void mode(const char *name)
{
	setenv("FAKEXEN", name, 1);
}

static void no_message(struct xentoollog_logger *logger, xentoollog_level level, int errnoval,
		       const char *context, const char *format, va_list al)
{
	(void)logger, (void)level, (void)errnoval, (void)context, (void)format, (void)al;
}

xentoollog_logger silent = { .vmessage = no_message };

xc_interface *xch;

int setup(void **state)
{
	char fd[16];

	log_fd = memfd_create("log", 0);
	snprintf(fd, sizeof(fd), "%d", log_fd);
	setenv("FAKEXEN_LOG", fd, 1);
	mode("ok");
	unsetenv("FAKEXEN_OLD_KERNEL");
	xch = xc_interface_open(&silent, &silent, 0);
	asked();
	return xch ? 0 : -1;
}

int teardown(void **state)
{
	fake_hook = NULL;
	xc_interface_close(xch);
	close(log_fd);
	return fake_forget_maps();
}

/* --- toollog --- */

static void log_lines(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	xentoollog_logger_stdiostream *lg = xtl_createlogger_stdiostream(f, XTL_INFO, 0);
	xentoollog_logger *l = (xentoollog_logger *)lg;

	xtl_log(l, XTL_ERROR, -1, "xc", "went %s", "wrong");
	xtl_log(l, XTL_WARN, ENOENT, NULL, "no file");
	xtl_log(l, XTL_DEBUG, -1, "xc", "hidden");
	errno = EIO;
	xtl_stdiostream_set_minlevel(lg, XTL_PROGRESS);
	xtl_progress(l, "xc", "doing", 50, 100);
	xtl_progress(l, "xc", "doing", 50, 100);
	xtl_progress(l, "xc", "doing", 51, 100);
	xtl_progress(l, "xc", "doing", ~0ul, ~0ul);
	assert_int_equal(errno, EIO);
	xtl_stdiostream_adjust_flags(lg, XTL_STDIOSTREAM_HIDE_PROGRESS, 0);
	xtl_progress(l, "xc", "hidden", 1, 3);
	xtl_logger_destroy(l);
	fclose(f);
	assert_string_equal(text, "xc: error: went wrong\n"
				  "warning: no file: No such file or directory\n"
				  "xc: progress: doing: 50/100   50%\n"
				  "xc: progress: doing: 18446744073709551615/18446744073709551615  100%\n");
	free(text);
}

static void log_overwriting_progress(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	xentoollog_logger *l = (xentoollog_logger *)
		xtl_createlogger_stdiostream(f, XTL_DEBUG, XTL_STDIOSTREAM_PROGRESS_USE_CR);

	xtl_progress(l, "xc", "long", 40, 100);
	xtl_progress(l, "xc", "d", 50, 100);
	xtl_log(l, XTL_ERROR, -1, "xc", "e");
	xtl_progress(l, "xc", "d", 100, 100);
	xtl_logger_destroy(l);
	fclose(f);
	assert_string_equal(text, "xc: long: 40/100   40%\rxc: d: 50/100   50%   "
				  "\r                   \rxc: error: e\nxc: d: 100/100  100%\n");
	free(text);
}

static void log_level_names(void **state)
{
	assert_string_equal(xtl_level_to_string(XTL_CRITICAL), "critical");
	assert_non_null(xtl_level_to_string((xentoollog_level)99));
	assert_non_null(xtl_level_to_string((xentoollog_level)-1));
}

/* --- toolcore --- */

static int restricted[2], refuse;

static int restrict_0(Xentoolcore__Active_Handle *h, domid_t domid)
{
	restricted[0] = domid;
	return 0;
}

static int restrict_1(Xentoolcore__Active_Handle *h, domid_t domid)
{
	restricted[1] = domid;
	if (refuse)
		errno = EPERM;
	return refuse ? -1 : 0;
}

static void restrict_everything(void **state)
{
	Xentoolcore__Active_Handle a = { .restrict_callback = restrict_0 };
	Xentoolcore__Active_Handle b = { .restrict_callback = restrict_1 };

	xentoolcore__register_active_handle(&a);
	xentoolcore__register_active_handle(&b);
	assert_int_equal(xentoolcore_restrict_all(3), 0);
	assert_int_equal(restricted[0], 3);
	assert_int_equal(restricted[1], 3);
	refuse = 1;
	assert_int_equal(xentoolcore_restrict_all(4), -1);
	assert_int_equal(errno, EPERM);
	refuse = 0;
	xentoolcore__deregister_active_handle(&b);
	assert_int_equal(xentoolcore_restrict_all(5), 0);
	assert_int_equal(restricted[0], 5);
	assert_int_equal(restricted[1], 4);
	xentoolcore__deregister_active_handle(&a);
}

static void restricted_descriptor_is_null(void **state)
{
	int fd = open("/proc/self/status", O_RDONLY);
	char c;

	assert_int_equal(xentoolcore__restrict_by_dup2_null(fd), 0);
	assert_int_equal(read(fd, &c, 1), 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
	assert_int_equal(xentoolcore__restrict_by_dup2_null(-1), 0);
}

/* --- call --- */

static void call_results(void **state)
{
	xencall_handle *h = xencall_open(&silent, 0);

	assert_non_null(h);
	mode("five");
	assert_int_equal(xencall3(h, 99, 1, 2, 3), 5);
	assert_string_equal(asked(), "  hypercall 99 1 2 3 0\n");
	assert_int_equal(xencall2L(h, 99, 1, 2), 5);
	mode("fail");
	assert_int_equal(xencall0(h, 99), -1);
	assert_int_equal(errno, EPERM);
	assert_int_equal(xencall2L(h, 99, 1, 2), -1);
	assert_int_equal(errno, EPERM);
	assert_int_equal(xencall_close(h), 0);
	assert_int_equal(xencall_close(NULL), 0);
}

static void call_buffers(void **state)
{
	xencall_handle *h = xencall_open(&silent, 0);
	void *p[8], *big;
	unsigned int i;

	assert_true(xencall_buffers_never_fault(h));
	for (i = 0; i < 8; i++) {
		p[i] = xencall_alloc_buffer(h, 100);
		assert_non_null(p[i]);
		memset(p[i], i + 1, 100);
	}
	for (i = 0; i < 8; i++) {
		assert_int_equal(((char *)p[i])[99], i + 1);
		xencall_free_buffer(h, p[i]);
	}
	/* One that was used before is zero again. */
	p[0] = xencall_alloc_buffer_pages(h, 1);
	for (i = 0; i < 4096; i++)
		assert_int_equal(((char *)p[0])[i], 0);
	big = xencall_alloc_buffer(h, 3 * 4096);
	memset(big, 1, 3 * 4096);
	errno = EIO;
	xencall_free_buffer(h, big);
	xencall_free_buffer_pages(h, p[0], 1);
	xencall_free_buffer(h, NULL);
	assert_int_equal(errno, EIO);

	assert_null(xencall_alloc_buffer(h, SIZE_MAX));
	assert_null(xencall_alloc_buffer_pages(h, 0));
	assert_null(xencall_alloc_buffer_pages(h, SIZE_MAX));
	xencall_close(h);
}

/* Pages of the device stay shared with a child: one that uses its parent's would overwrite a running hypercall. */
static void buffers_after_fork(void **state)
{
	xencall_handle *h = xencall_open(&silent, 0);
	void *cached = xencall_alloc_buffer_pages(h, 1), *own;
	int status;
	pid_t pid;

	assert_non_null(cached);
	xencall_free_buffer_pages(h, cached, 1);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		own = xencall_alloc_buffer_pages(h, 1);
		if (!own || own == cached)
			_exit(1);
		xencall_free_buffer_pages(h, own, 1);
		_exit(xencall_alloc_buffer_pages(h, 1) == own ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_ptr_equal(xencall_alloc_buffer_pages(h, 1), cached);
	xencall_free_buffer_pages(h, cached, 1);
	xencall_close(h);
}

/* --- evtchn --- */

static void evtchn_calls(void **state)
{
	xenevtchn_handle *h = xenevtchn_open(&silent, 0);

	assert_non_null(h);
	mode("five");
	assert_int_equal(xenevtchn_bind_unbound_port(h, 7), 5);
	assert_int_equal(xenevtchn_bind_interdomain(h, 7, 8), 5);
	assert_int_equal(xenevtchn_bind_virq(h, 3), 5);
	mode("ok");
	assert_int_equal(xenevtchn_notify(h, 4), 0);
	assert_int_equal(xenevtchn_unbind(h, 4), 0);
	assert_int_equal(xenevtchn_pending(h), 9);
	assert_int_equal(xenevtchn_unmask(h, 9), 0);
	assert_int_equal(xenevtchn_restrict(h, 7), 0);
	assert_string_equal(asked(), "  ioctl /dev/xen/evtchn 2 7\n"
				     "  ioctl /dev/xen/evtchn 1 800000007\n"
				     "  ioctl /dev/xen/evtchn 0 3\n"
				     "  ioctl /dev/xen/evtchn 4 4\n"
				     "  ioctl /dev/xen/evtchn 3 4\n"
				     "  read /dev/xen/evtchn 4\n"
				     "  write /dev/xen/evtchn 4 9\n"
				     "  ioctl /dev/xen/evtchn 6 7\n");
	xenevtchn_close(h);
}

static void evtchn_opening(void **state)
{
	xenevtchn_handle *h = xenevtchn_open(&silent, 0);
	int fd;

	assert_true(fcntl(xenevtchn_fd(h), F_GETFD) & FD_CLOEXEC);
	xenevtchn_close(h);
	h = xenevtchn_open(&silent, XENEVTCHN_NO_CLOEXEC);
	assert_false(fcntl(xenevtchn_fd(h), F_GETFD) & FD_CLOEXEC);
	xenevtchn_close(h);
	assert_null(xenevtchn_open(&silent, 4));
	assert_int_equal(errno, EINVAL);

	fd = open("/dev/xen/evtchn", O_RDWR);
	assert_null(xenevtchn_fdopen(&silent, fd, XENEVTCHN_NO_CLOEXEC));
	h = xenevtchn_fdopen(&silent, fd, 0);
	assert_int_equal(xenevtchn_fd(h), fd);
	xenevtchn_close(h);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

/* --- gnttab --- */

static void gnttab_mapping(void **state)
{
	xengnttab_handle *h = xengnttab_open(&silent, 0);
	uint32_t domids[] = { 3, 4 }, refs[] = { 10, 11 };
	void *p;

	p = xengnttab_map_grant_refs(h, 2, domids, refs, PROT_READ);
	assert_non_null(p);
	assert_string_equal(asked(), "  ioctl /dev/xen/gntdev 0 2 0 a00000003 b00000004\n"
				     "  mmap /dev/xen/gntdev pages=2 prot=1 offset=0x3000\n");
	assert_int_equal(xengnttab_unmap(h, p, 1), -1);
	assert_int_equal(errno, EINVAL);
	asked();
	assert_int_equal(xengnttab_unmap(h, p, 2), 0);
	assert_string_equal(asked(), "  ioctl /dev/xen/gntdev 2\n  ioctl /dev/xen/gntdev 1 3000 2\n");

	/* One domain for all. */
	p = xengnttab_map_domain_grant_refs(h, 2, 5, refs, PROT_READ | PROT_WRITE);
	assert_non_null(strstr(asked(), "0 2 0 a00000005 b00000005\n"));
	xengnttab_unmap(h, p, 2);
	assert_null(xengnttab_map_grant_refs(h, 0, domids, refs, PROT_READ));
	assert_int_equal(errno, EINVAL);
	mode("fail");
	assert_null(xengnttab_map_grant_ref(h, 3, 10, PROT_READ));
	assert_int_equal(errno, EPERM);
	xengnttab_close(h);
}

static void gnttab_notification(void **state)
{
	xengnttab_handle *h = xengnttab_open(&silent, 0);
	void *p = xengnttab_map_grant_ref_notify(h, 3, 10, PROT_READ, 5, 17);

	assert_non_null(strstr(asked(), "  ioctl /dev/xen/gntdev 7 3005 1100000003\n"));
	munmap(p, 4096);
	p = xengnttab_map_grant_ref_notify(h, 3, 10, PROT_READ, -1, 17);
	assert_non_null(strstr(asked(), "  ioctl /dev/xen/gntdev 7 3000 1100000002\n"));
	munmap(p, 4096);
	xengnttab_close(h);
}

static void gntshr_sharing(void **state)
{
	xengntshr_handle *h = xengntshr_open(&silent, 0);
	uint32_t refs[2];
	void *p = xengntshr_share_pages(h, 6, 2, refs, 1);

	assert_non_null(p);
	assert_int_equal(refs[0], 100);
	assert_int_equal(refs[1], 101);
	/* The mapping alone keeps them: dropped when it is. */
	assert_string_equal(asked(), "  ioctl /dev/xen/gntalloc 5 200010006\n"
				     "  mmap /dev/xen/gntalloc pages=2 prot=3 offset=0x5000\n"
				     "  ioctl /dev/xen/gntalloc 6 5000 2\n");
	assert_int_equal(xengntshr_unshare(h, p, 2), 0);
	assert_null(xengntshr_share_pages(h, 6, 0, refs, 1));
	xengntshr_close(h);
}

/* --- foreignmemory --- */

static void foreign_all_or_nothing(void **state)
{
	xenforeignmemory_handle *h = xenforeignmemory_open(&silent, 0);
	xen_pfn_t frames[] = { 10, 20, 30 };
	int err[3];
	void *p = xenforeignmemory_map(h, 6, PROT_READ, 3, frames, NULL);

	assert_non_null(p);
	assert_string_equal(asked(), "  mmap /dev/xen/privcmd pages=3 prot=1 offset=0\n"
				     "  mmapbatch dom=6 num=3: a 14 1e\n");
	assert_int_equal(xenforeignmemory_unmap(h, p, 3), 0);

	mode("five"); /* every second frame fails */
	assert_null(xenforeignmemory_map(h, 6, PROT_READ, 3, frames, NULL));
	assert_int_equal(errno, EINVAL);
	p = xenforeignmemory_map(h, 6, PROT_READ, 3, frames, err);
	assert_non_null(p);
	assert_int_equal(err[0], 0);
	assert_int_equal(err[1], -EINVAL);
	xenforeignmemory_unmap(h, p, 3);

	mode("fail");
	assert_null(xenforeignmemory_map(h, 6, PROT_READ, 3, frames, err));
	assert_int_equal(errno, EPERM);
	assert_null(xenforeignmemory_map(h, 6, PROT_READ, 0, frames, NULL));
	assert_int_equal(errno, EINVAL);
	xenforeignmemory_close(h);
}

static void foreign_paged_out(void **state)
{
	xenforeignmemory_handle *h = xenforeignmemory_open(&silent, 0);
	xen_pfn_t frames[] = { 10, FAKE_PAGED_OUT, 30 };
	void *p;

	fake_paged_out_for = 3;
	p = xenforeignmemory_map(h, 6, PROT_READ, 3, frames, NULL);
	assert_non_null(p);
	assert_string_equal(asked(), "  mmap /dev/xen/privcmd pages=3 prot=1 offset=0\n"
				     "  mmapbatch dom=6 num=3: a bad 1e\n"
				     "  mmapbatch dom=6 num=1: bad\n"
				     "  mmapbatch dom=6 num=1: bad\n"
				     "  mmapbatch dom=6 num=1: bad\n");
	xenforeignmemory_unmap(h, p, 3);

	/* One that never comes back is given up. */
	fake_paged_out_for = ~0u;
	assert_null(xenforeignmemory_map(h, 6, PROT_READ, 3, frames, NULL));
	assert_int_equal(errno, ENOENT);
	fake_paged_out_for = 0;
	xenforeignmemory_close(h);
}

static void foreign_resources(void **state)
{
	xenforeignmemory_handle *h = xenforeignmemory_open(&silent, 0);
	xenforeignmemory_resource_handle *r;
	void *p = NULL;
	size_t size;

	r = xenforeignmemory_map_resource(h, 6, 1, 2, 3, 2, &p, PROT_READ, 0);
	assert_non_null(r);
	assert_non_null(p);
	assert_string_equal(asked(), "  mmap /dev/xen/privcmd pages=2 prot=1 offset=0\n"
				     "  mmap_resource dom=6 type=1 id=2 idx=3 num=2 addr=1\n");
	assert_int_equal(xenforeignmemory_unmap_resource(h, r), 0);
	assert_int_equal(xenforeignmemory_resource_size(h, 6, 1, 2, &size), 0);
	assert_int_equal(size, 4 * 4096);
	setenv("FAKEXEN_OLD_KERNEL", "1", 1);
	assert_null(xenforeignmemory_map_resource(h, 6, 1, 2, 3, 2, &p, PROT_READ, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	xenforeignmemory_close(h);
}

/* --- devicemodel --- */

static void devicemodel_by_ioctl(void **state)
{
	xendevicemodel_handle *h = xendevicemodel_open(&silent, 0);

	assert_int_equal(xendevicemodel_set_pci_intx_level(h, 6, 1, 2, 3, 0, 1), 0);
	assert_string_equal(asked(), "  dm_op dom=6 [32] 8 10003020001 0 0\n");
	assert_int_equal(xendevicemodel_map_pcidev_to_ioreq_server(h, 6, 9, 1, 2, 3, 4), 0);
	assert_string_equal(asked(), "  dm_op dom=6 [32] 3 200000009 1021c 1021c\n");
	assert_int_equal(xendevicemodel_map_pcidev_to_ioreq_server(h, 6, 9, 1, 2, 32, 4), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(xendevicemodel_restrict(h, 6), 0);
	assert_string_equal(asked(), "  restrict 6\n");
	xendevicemodel_close(h);
}

static void devicemodel_by_hypercall(void **state)
{
	xendevicemodel_handle *h;
	unsigned long bitmap[2] = { 0x1122334455667788, 0x99 };

	setenv("FAKEXEN_OLD_KERNEL", "1", 1);
	h = xendevicemodel_open(&silent, 0);
	asked();
	assert_int_equal(xendevicemodel_track_dirty_vram(h, 6, 0x100, 72, bitmap), 0);
	assert_string_equal(asked(), "  dm_op 6 2{ 0->{ 0=7 8=48 10=100 } 8=20 "
				     "10->{ 0=1122334455667788 8=99 } 18=9 }\n");
	assert_int_equal(xendevicemodel_restrict(h, 6), -1);
	assert_int_equal(errno, EOPNOTSUPP);
	xendevicemodel_close(h);
}

/* --- hypfs --- */

/* An entry of @type with contents @data, or ENOBUFS and its size. */
static long hypfs_entry(const uint64_t *args, int type, int encoding, const void *data,
			uint32_t size)
{
	struct xen_hypfs_direntry *e = (void *)args[3];

	*e = (struct xen_hypfs_direntry){ .type = type, .encoding = encoding, .content_len = size,
					  .max_write_len = 8 };
	if (args[4] < sizeof(*e) + size) {
		errno = ENOBUFS;
		return -1;
	}
	memcpy(e + 1, data, size);
	return 0;
}

static long hypfs_answers(unsigned int op, const uint64_t *args)
{
	static const uint8_t minus_two[4] = { 0xfe, 0xff, 0xff, 0xff }, on[1] = { 1 };
	static const uint8_t hello_gz[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd,
					    0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0 };
	const char *path = (const char *)args[1];
	static char big[9000];
	struct {
		struct xen_hypfs_direntry e;
		uint16_t off;
		char name[6];
	} dir[2] = { { .e.type = XEN_HYPFS_TYPE_DIR, .off = 20, .name = "a" },
		     { .e.type = XEN_HYPFS_TYPE_INT, .e.max_write_len = 4, .name = "b" } };

	if (op != __HYPERVISOR_hypfs_op)
		return FAKE_PASS;
	if (args[0] == XEN_HYPFS_OP_get_version)
		return 1;
	if (args[0] == XEN_HYPFS_OP_write_contents)
		return 0;
	assert_int_equal(args[2], strlen(path) + 1);
	if (!strcmp(path, "/u"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_UINT, 0, minus_two, 4);
	if (!strcmp(path, "/i"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_INT, 0, minus_two, 4);
	if (!strcmp(path, "/odd"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_INT, 0, minus_two, 3);
	if (!strcmp(path, "/bool"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_BOOL, 0, on, 1);
	if (!strcmp(path, "/s"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_STRING, 0, "text", 4);
	if (!strcmp(path, "/gz"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_STRING, 1, hello_gz, sizeof(hello_gz));
	if (!strcmp(path, "/notgz"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_STRING, 1, "nonsense", 8);
	if (!strcmp(path, "/big"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_STRING, 0, memset(big, 'x', 9000), 9000);
	if (!strcmp(path, "/dir"))
		return hypfs_entry(args, XEN_HYPFS_TYPE_DIR, 0, dir, 40);
	if (!strcmp(path, "/baddir")) {
		dir[0].off = 39; /* an entry that does not fit */
		return hypfs_entry(args, XEN_HYPFS_TYPE_DIR, 0, dir, 40);
	}
	errno = ENOENT;
	return -1;
}

static void assert_reads(xenhypfs_handle *h, const char *path, const char *text, int error)
{
	char *got = xenhypfs_read(h, path);

	if (text)
		assert_string_equal(got, text);
	else
		assert_null(got);
	if (!text)
		assert_int_equal(errno, error);
	free(got);
}

static void hypfs_reading(void **state)
{
	struct xenhypfs_dirent *d;
	xenhypfs_handle *h;
	unsigned int n;
	char *big;

	fake_hook = hypfs_answers;
	h = xenhypfs_open(&silent, 0);
	assert_non_null(h);
	assert_reads(h, "/u", "4294967294", 0);
	assert_reads(h, "/i", "-2", 0);
	assert_reads(h, "/odd", NULL, EDOM);
	assert_reads(h, "/bool", "1", 0);
	assert_reads(h, "/s", "text", 0);
	assert_reads(h, "/gz", "hello", 0);
	assert_reads(h, "/notgz", NULL, EDOM);
	assert_reads(h, "/dir", NULL, EISDIR);
	assert_reads(h, "/none", NULL, ENOENT);
	assert_reads(h, "relative", NULL, EINVAL);
	big = xenhypfs_read(h, "/big");
	assert_int_equal(strlen(big), 9000);
	free(big);

	d = xenhypfs_readdir(h, "/dir", &n);
	assert_int_equal(n, 2);
	assert_string_equal(d[0].name, "a");
	assert_string_equal(d[1].name, "b");
	assert_int_equal(d[1].type, xenhypfs_type_int);
	assert_int_equal(d[0].flags, 0);
	assert_int_equal(d[1].flags, XENHYPFS_FLAG_WRITABLE);
	free(d);
	assert_null(xenhypfs_readdir(h, "/s", &n));
	assert_int_equal(errno, ENOTDIR);
	assert_null(xenhypfs_readdir(h, "/baddir", &n));
	assert_int_equal(errno, EIO);
	xenhypfs_close(h);
}

static void hypfs_writing(void **state)
{
	static const struct {
		const char *path, *text, *stored; /* NULL: error */
		int error;
	} rows[] = {
		{ "/i", "-5", "fffffffb", 0 },
		{ "/u", "0x10", "10", 0 },
		{ "/u", "-5", NULL, ERANGE },
		{ "/u", "4294967296", NULL, ERANGE },
		{ "/i", "2147483648", NULL, ERANGE },
		{ "/i", "", NULL, EINVAL },
		{ "/i", "5x", NULL, EINVAL },
		{ "/bool", "enable", "1", 0 },
		{ "/bool", "2", NULL, EDOM },
		{ "/s", "ab", "6261", 0 },
		{ "/odd", "1", NULL, EDOM },
		{ "/none", "1", NULL, ENOENT },
	};
	xenhypfs_handle *h;
	char expected[64];
	size_t i;

	fake_hook = hypfs_answers;
	h = xenhypfs_open(&silent, 0);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		asked();
		if (rows[i].stored) {
			assert_int_equal(xenhypfs_write(h, rows[i].path, rows[i].text), 0);
			/* The fourth argument is the data; the fake shows pointers as numbers. */
			snprintf(expected, sizeof(expected), "hypfs_op 2");
			assert_non_null(strstr(asked(), expected));
		} else {
			assert_int_equal(xenhypfs_write(h, rows[i].path, rows[i].text), -1);
			assert_int_equal(errno, rows[i].error);
			assert_null(strstr(asked(), "hypfs_op 2"));
		}
	}
	xenhypfs_close(h);
}

static long no_hypfs(unsigned int op, const uint64_t *args)
{
	errno = ENOSYS;
	return -1;
}

static void hypfs_absent(void **state)
{
	fake_hook = no_hypfs;
	assert_null(xenhypfs_open(&silent, 0));
	assert_int_equal(errno, ENOSYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(log_lines), TEST(log_overwriting_progress), TEST(log_level_names),
		TEST(restrict_everything), TEST(restricted_descriptor_is_null),
		TEST(call_results), TEST(call_buffers), TEST(buffers_after_fork),
		TEST(evtchn_calls), TEST(evtchn_opening),
		TEST(gnttab_mapping), TEST(gnttab_notification), TEST(gntshr_sharing),
		TEST(foreign_all_or_nothing), TEST(foreign_paged_out), TEST(foreign_resources),
		TEST(devicemodel_by_ioctl), TEST(devicemodel_by_hypercall),
		TEST(hypfs_reading), TEST(hypfs_writing), TEST(hypfs_absent),
	};

	struct CMUnitTest all[sizeof(tests) / sizeof(*tests) + 32];
	const size_t nr = sizeof(tests) / sizeof(*tests);

	if (nr_ctrl_tests > 32)
		return 1;
	memcpy(all, tests, sizeof(tests));
	memcpy(all + nr, ctrl_tests, nr_ctrl_tests * sizeof(*all));
	return _cmocka_run_group_tests("libs", all, nr + nr_ctrl_tests, NULL, NULL);
}
