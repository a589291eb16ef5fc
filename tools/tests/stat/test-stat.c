/* SPDX-License-Identifier: GPL-2.0-only */
/* libxenstat over a made-up host: 300 domains, two with devices. */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "private.h"

#define DOMAINS 300

/* --- the host --- */

static char root[] = "/tmp/test-stat-XXXXXX"; /* where files of the system are looked for */

FILE *__real_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode)
{
	char moved[512];

	snprintf(moved, sizeof(moved), "%s%s", root, path);
	return __real_fopen(moved, mode);
}

DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path);
DIR *__wrap_opendir(const char *path)
{
	char moved[512];

	snprintf(moved, sizeof(moved), "%s%s", root, path);
	return __real_opendir(moved);
}

/* Only domain 7 has a device model. */
int __real_connect(int fd, const struct sockaddr *addr, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *addr, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
	struct sockaddr_un moved = *(const struct sockaddr_un *)addr;

	assert_non_null(strstr(moved.sun_path, "/qmp-libxenstat-"));
	if (strcmp(strrchr(moved.sun_path, '-'), "-7")) {
		errno = ENOENT;
		return -1;
	}
	snprintf(moved.sun_path, sizeof(moved.sun_path), "%s/qmp", root);
	return __real_connect(fd, (struct sockaddr *)&moved, sizeof(moved));
}

xc_interface *xc_interface_open(xentoollog_logger *logger, xentoollog_logger *dombuild_logger,
				unsigned open_flags)
{
	return (xc_interface *)1;
}

int xc_interface_close(xc_interface *xch)
{
	return 0;
}

int xc_physinfo(xc_interface *xch, xc_physinfo_t *info)
{
	*info = (xc_physinfo_t){ .cpu_khz = 2000000, .nr_cpus = 4, .total_pages = 1000,
				 .free_pages = 100, .scrub_pages = 10 };
	return 0;
}

int xc_version(xc_interface *xch, int cmd, void *arg)
{
	if (cmd == XENVER_extraversion)
		strcpy(arg, ".9-x");
	return 4 << 16 | 17;
}

int xc_domain_getinfolist(xc_interface *xch, uint32_t first, unsigned int max,
			  xc_domaininfo_t *info)
{
	unsigned int n;

	for (n = 0; n < max && first + n < DOMAINS; n++) {
		info[n] = (xc_domaininfo_t){
			.domain = first + n, .flags = XEN_DOMINF_blocked, .cpu_time = 5000,
			.tot_pages = 10, .max_pages = 20, .max_vcpu_id = 1, .ssidref = 3,
		};
		if (first + n == 0)
			info[n].max_pages = UINT32_MAX;
		if (first + n == 1)
			info[n].flags = XEN_DOMINF_shutdown |
					SHUTDOWN_crash << XEN_DOMINF_shutdownshift;
		if (first + n == 2)
			info[n].flags = XEN_DOMINF_shutdown | XEN_DOMINF_dying;
	}
	return n;
}

int xc_vcpu_getinfo(xc_interface *xch, uint32_t domid, uint32_t vcpu, xc_vcpuinfo_t *info)
{
	if (domid == 2) {
		errno = ESRCH;
		return -1;
	}
	*info = (xc_vcpuinfo_t){ .online = !vcpu, .cpu_time = 100 + vcpu };
	return 0;
}

struct xs_handle *xs_open(unsigned long flags)
{
	return (struct xs_handle *)1;
}

void xs_close(struct xs_handle *xs)
{
}

void *xs_read(struct xs_handle *xs, xs_transaction_t t, const char *path, unsigned int *len)
{
	return strcmp(path, "/local/domain/5/name") ? NULL : strdup("five");
}

static void put_file(const char *path, const char *text)
{
	char full[512], *slash;
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (slash = strchr(full + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	f = __real_fopen(full, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int make_host(void **state)
{
	static const char *const counters[] = { "oo_req", "rd_req", "wr_req", "rd_sect", "wr_sect" };
	char path[256], number[8];
	unsigned int i;

	if (!mkdtemp(root))
		return -1;
	put_file("/proc/net/dev",
		 "Inter-|   Receive | Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes\n"
		 "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n"
		 "vif5.0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
		 "vif5.12:18446744073709551615 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
		 "vif999.0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
		 "vif5.1-emu: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
	for (i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "/sys/bus/xen-backend/devices/vbd-5-51712/statistics/%s",
			 counters[i]);
		snprintf(number, sizeof(number), "%u\n", i + 1);
		put_file(path, number);
	}
	put_file("/sys/bus/xen-backend/devices/vbd-5-51728/statistics/oo_req", "1\n");
	put_file("/sys/bus/xen-backend/devices/vif-5-0/statistics/x", "1\n");
	put_file("/sys/bus/xen-backend/devices/vbd-999-51712/statistics/oo_req", "1\n");
	return 0;
}

static int remove_host(void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", root);
	return system(command);
}

/* --- the tests --- */

static xenstat_node *snapshot(unsigned int flags, xenstat_handle **handle)
{
	xenstat_node *node;

	*handle = xenstat_init();
	assert_non_null(*handle);
	node = xenstat_get_node(*handle, flags);
	assert_non_null(node);
	return node;
}

static void drop(xenstat_node *node, xenstat_handle *handle)
{
	xenstat_free_node(node);
	xenstat_uninit(handle);
}

static void host_and_domains(void **state)
{
	xenstat_handle *handle;
	xenstat_node *node = snapshot(XENSTAT_XEN_VERSION, &handle);
	xenstat_domain *d;

	assert_string_equal(xenstat_node_xen_version(node), "4.17.9-x");
	assert_int_equal(xenstat_node_cpu_hz(node), 2000000000);
	assert_int_equal(xenstat_node_num_cpus(node), 4);
	assert_int_equal(xenstat_node_tot_mem(node), 1000 * 4096);
	assert_int_equal(xenstat_node_free_mem(node), 110 * 4096);
	assert_int_equal(xenstat_node_num_domains(node), DOMAINS);
	assert_null(xenstat_node_domain(node, 4000));
	assert_null(xenstat_node_domain_by_index(node, DOMAINS));

	d = xenstat_node_domain(node, 5);
	assert_ptr_equal(d, xenstat_node_domain_by_index(node, 5));
	assert_string_equal(xenstat_domain_name(d), "five");
	assert_int_equal(xenstat_domain_cpu_ns(d), 5000);
	assert_int_equal(xenstat_domain_cur_mem(d), 40960);
	assert_int_equal(xenstat_domain_max_mem(d), 81920);
	assert_int_equal(xenstat_domain_ssid(d), 3);
	assert_int_equal(xenstat_domain_num_vcpus(d), 2);
	assert_null(xenstat_domain_vcpu(d, 0)); /* not asked for */
	assert_true(xenstat_domain_blocked(d));
	assert_false(xenstat_domain_running(d));

	d = xenstat_node_domain(node, 0);
	assert_true(xenstat_domain_max_mem(d) == ~0ULL);
	assert_non_null(xenstat_domain_name(d)); /* without one in xenstore too */
	d = xenstat_node_domain(node, 1);
	assert_true(xenstat_domain_crashed(d));
	assert_false(xenstat_domain_shutdown(d));
	d = xenstat_node_domain(node, 2);
	assert_false(xenstat_domain_crashed(d));
	assert_true(xenstat_domain_shutdown(d));
	assert_true(xenstat_domain_dying(d));
	drop(node, handle);
}

static void vcpus(void **state)
{
	xenstat_handle *handle;
	xenstat_node *node = snapshot(XENSTAT_VCPU, &handle);
	xenstat_domain *d = xenstat_node_domain(node, 5);

	assert_true(xenstat_vcpu_online(xenstat_domain_vcpu(d, 0)));
	assert_false(xenstat_vcpu_online(xenstat_domain_vcpu(d, 1)));
	assert_int_equal(xenstat_vcpu_ns(xenstat_domain_vcpu(d, 1)), 101);
	assert_null(xenstat_domain_vcpu(d, 2));
	/* One that went away meanwhile. */
	assert_false(xenstat_vcpu_online(xenstat_domain_vcpu(xenstat_node_domain(node, 2), 0)));
	drop(node, handle);
}

static void networks(void **state)
{
	xenstat_handle *handle;
	xenstat_node *node = snapshot(XENSTAT_NETWORK, &handle);
	xenstat_domain *d = xenstat_node_domain(node, 5);
	xenstat_network *n = xenstat_domain_network(d, 0);

	assert_int_equal(xenstat_domain_num_networks(d), 2);
	assert_int_equal(xenstat_network_id(n), 0);
	assert_int_equal(xenstat_network_rbytes(n), 1);
	assert_int_equal(xenstat_network_rpackets(n), 2);
	assert_int_equal(xenstat_network_rerrs(n), 3);
	assert_int_equal(xenstat_network_rdrop(n), 4);
	assert_int_equal(xenstat_network_tbytes(n), 9);
	assert_int_equal(xenstat_network_tpackets(n), 10);
	assert_int_equal(xenstat_network_terrs(n), 11);
	assert_int_equal(xenstat_network_tdrop(n), 12);
	n = xenstat_domain_network(d, 1);
	assert_int_equal(xenstat_network_id(n), 12);
	assert_true(xenstat_network_rbytes(n) == ~0ULL);
	assert_null(xenstat_domain_network(d, 2));
	drop(node, handle);
}

static void disks_of_drivers(void **state)
{
	xenstat_handle *handle;
	xenstat_node *node = snapshot(XENSTAT_VBD, &handle);
	xenstat_domain *d = xenstat_node_domain(node, 5);
	xenstat_vbd *v;
	unsigned int i;

	assert_int_equal(xenstat_domain_num_vbds(d), 2);
	for (i = 0; i < 2; i++) {
		v = xenstat_domain_vbd(d, i);
		assert_int_equal(xenstat_vbd_type(v), 1);
		if (xenstat_vbd_dev(v) == 51712) {
			assert_false(xenstat_vbd_error(v));
			assert_int_equal(xenstat_vbd_oo_reqs(v), 1);
			assert_int_equal(xenstat_vbd_rd_reqs(v), 2);
			assert_int_equal(xenstat_vbd_wr_reqs(v), 3);
			assert_int_equal(xenstat_vbd_rd_sects(v), 4);
			assert_int_equal(xenstat_vbd_wr_sects(v), 5);
		} else {
			assert_int_equal(xenstat_vbd_dev(v), 51728);
			assert_true(xenstat_vbd_error(v));
		}
	}
	drop(node, handle);
}

/* A device model: accepts once and says its lines, one after each command. */
static const char *const *lines;
static int listener;

static void *device_model(void *arg)
{
	int fd = accept(listener, NULL, NULL);
	char command[256];
	int i;

	for (i = 0; lines[i]; i++) {
		if (i && read(fd, command, sizeof(command)) <= 0)
			break;
		if (send(fd, lines[i], strlen(lines[i]), MSG_NOSIGNAL) < 0)
			break;
	}
	close(fd);
	return NULL;
}

static xenstat_node *snapshot_with_model(const char *const *said, xenstat_handle **handle)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	xenstat_node *node;
	pthread_t thread;

	lines = said;
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/qmp", root);
	unlink(addr.sun_path);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&addr, sizeof(addr)), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(pthread_create(&thread, NULL, device_model, NULL), 0);
	node = snapshot(XENSTAT_VBD, handle);
	pthread_join(thread, NULL);
	close(listener);
	return node;
}

static void disks_of_qemu(void **state)
{
	static const char *const said[] = {
		"{\"QMP\": {\"version\": {}}}\n", "{\"return\": {}}\n",
		"{\"event\": \"RESUME\"}\n{\"return\": ["
		"{\"device\": \"ide0-hd1\", \"stats\": {\"rd_operations\": 5, \"rd_bytes\": 1024}},"
		"{\"device\": \"\", \"qdev\": \"xen-vbd-51712\", \"stats\": {\"wr_operations\": 7, \"wr_bytes\": 512}},"
		"{\"device\": \"floppy\", \"stats\": {}}, 5, {}]}\n",
		NULL,
	};
	xenstat_handle *handle;
	xenstat_node *node = snapshot_with_model(said, &handle);
	xenstat_domain *d = xenstat_node_domain(node, 7);
	xenstat_vbd *v;

	assert_int_equal(xenstat_domain_num_vbds(d), 2);
	v = xenstat_domain_vbd(d, 0);
	assert_int_equal(xenstat_vbd_type(v), 3);
	assert_int_equal(xenstat_vbd_dev(v), 832);
	assert_int_equal(xenstat_vbd_rd_reqs(v), 5);
	assert_int_equal(xenstat_vbd_rd_sects(v), 2);
	v = xenstat_domain_vbd(d, 1);
	assert_int_equal(xenstat_vbd_dev(v), 51712);
	assert_int_equal(xenstat_vbd_wr_reqs(v), 7);
	assert_int_equal(xenstat_vbd_wr_sects(v), 1);
	drop(node, handle);
}

static void hostile_qemu(void **state)
{
	static char *endless;
	static const char *const nonsense[] = { "what?\n", NULL };
	static const char *const refusal[] = { "{}\n", "{\"error\": {}}\n", NULL };
	static const char *const wrong_types[] = { "{}\n", "{\"return\": 1}\n",
						   "{\"return\": {\"device\": 3}}\n", NULL };
	const char *huge[] = { NULL, NULL };
	const char *const *const all[] = { nonsense, refusal, wrong_types, huge };
	xenstat_handle *handle;
	xenstat_node *node;
	size_t i;

	endless = malloc(300001);
	memset(endless, '[', 300000);
	endless[300000] = '\0';
	huge[0] = endless;
	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		node = snapshot_with_model(all[i], &handle);
		assert_int_equal(xenstat_domain_num_vbds(xenstat_node_domain(node, 7)), 0);
		drop(node, handle);
	}
	free(endless);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(host_and_domains), cmocka_unit_test(vcpus),
		cmocka_unit_test(networks), cmocka_unit_test(disks_of_drivers),
		cmocka_unit_test(disks_of_qemu), cmocka_unit_test(hostile_qemu),
	};

	return cmocka_run_group_tests(tests, make_host, remove_host);
}
