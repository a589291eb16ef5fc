// SPDX-License-Identifier: GPL-2.0-only
/*
 * Domains made and destroyed for real in xenstore, with a hypervisor and a dom0 that are fakes
 * (fake-xen.c). XENSTORED names the daemon to run, XENSHIM what to preload into it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fake-xen.h"
#include "internal.h"

static pid_t xenstored, dom0;
static xentoollog_logger *logger;

/* ---- the world around ---- */

static void start_xenstored(void)
{
	const char *daemon = getenv("XENSTORED"), *shim = getenv("XENSHIM");
	struct xs_handle *xs;
	int i;

	unlink("socket");
	xenstored = fork();
	if (!xenstored) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		setenv("LD_PRELOAD", shim, 1);
		execl(daemon, daemon, "-D", "-N", (char *)NULL);
		_exit(127);
	}
	/* it is ready when it answers */
	for (i = 0; i < 1000; i++) {
		xs = xs_open(0);
		if (xs && xs_write(xs, XBT_NULL, "/local/domain/0/name", "Domain-0", 8)) {
			xs_close(xs);
			return;
		}
		if (xs)
			xs_close(xs);
		usleep(10000);
	}
	fail_msg("xenstored does not come up");
}

static void end_process(pid_t *pid)
{
	if (*pid > 0) {
		kill(*pid, SIGKILL);
		waitpid(*pid, NULL, 0);
	}
	*pid = 0;
}

static int begin(void **state)
{
	memset(fake_xen, 0, sizeof(*fake_xen));
	if (system("rm -f userdata-*"))
		return -1;
	start_xenstored();
	dom0 = fake_dom0_start();
	return 0;
}

static int end(void **state)
{
	end_process(&dom0);
	end_process(&xenstored);
	return 0;
}

static libxl_ctx *open_ctx(void)
{
	libxl_ctx *ctx;

	assert_int_equal(libxl_ctx_alloc(&ctx, LIBXL_VERSION, 0, logger), 0);
	return ctx;
}

/* number of nodes below path, the path included */
static int nodes_below(struct xs_handle *xs, const char *path)
{
	unsigned int i, n;
	char **names = xs_directory(xs, XBT_NULL, path, &n), sub[512];
	int total = 1;

	if (!names)
		return 0;
	for (i = 0; i < n; i++) {
		snprintf(sub, sizeof(sub), "%s%s%s", path, strcmp(path, "/") ? "/" : "", names[i]);
		total += nodes_below(xs, sub);
	}
	free(names);
	return total;
}

static int files_here(void)
{
	return system("test -z \"$(ls userdata-* 2>/dev/null)\"");
}

/* xenstore's roots /vm and /libxl may stay; the test counts what is in use */
static int nodes_in_use(void)
{
	struct xs_handle *xs = xs_open(0);
	int n = nodes_below(xs, "/local") + nodes_below(xs, "/vm") + nodes_below(xs, "/libxl");

	n -= !!nodes_below(xs, "/vm") + !!nodes_below(xs, "/libxl");
	xs_close(xs);
	return n;
}

static void nothing_left(int nodes_before)
{
	assert_int_equal(fake_xen_count(), 0);
	assert_int_equal(nodes_in_use(), nodes_before);
	assert_int_equal(files_here(), 0);
}

/* ---- a configuration ---- */

static void make_config(libxl_domain_config *c, const char *name, libxl_domain_type type)
{
	libxl_domain_config_init(c);
	c->c_info.type = type;
	c->c_info.domid = INVALID_DOMID;
	c->c_info.name = strdup(name);
	libxl_domain_build_info_init_type(&c->b_info, type);
	c->b_info.max_vcpus = 2;
	c->b_info.max_memkb = 196608;
	c->b_info.target_memkb = 163840;
	c->b_info.kernel = strdup("kernel");
	c->b_info.cmdline = strdup("console=hvc0");
	c->num_disks = 1;
	c->disks = calloc(1, sizeof(*c->disks));
	libxl_device_disk_init(c->disks);
	c->disks[0].pdev_path = realpath("disk", NULL);
	c->disks[0].vdev = strdup("xvda");
	c->disks[0].format = LIBXL_DISK_FORMAT_RAW;
	c->disks[0].readwrite = 1;
	c->disks[0].script = strdup("/bin/true");
	c->num_nics = 2;
	c->nics = calloc(2, sizeof(*c->nics));
	libxl_device_nic_init(&c->nics[0]);
	libxl_device_nic_init(&c->nics[1]);
	c->nics[0].script = strdup("/bin/true");
	c->nics[1].script = strdup("/bin/true");
}

static int create(libxl_ctx *ctx, const char *name, uint32_t *domid)
{
	libxl_domain_config c;
	int rc;

	make_config(&c, name, LIBXL_DOMAIN_TYPE_PV);
	rc = libxl_domain_create_new(ctx, &c, domid, NULL, NULL);
	libxl_domain_config_dispose(&c);
	return rc;
}

static void node_is(uint32_t domid, const char *path, const char *expected)
{
	struct xs_handle *xs = xs_open(0);
	char full[256], *value;

	snprintf(full, sizeof(full), path, domid, domid);
	value = xs_read(xs, XBT_NULL, full, NULL);
	if (!value != !expected || (value && strcmp(value, expected)))
		fail_msg("%s is %s, not %s", full, value ? value : "missing",
			 expected ? expected : "missing");
	free(value);
	xs_close(xs);
}

/* ---- tests ---- */

static void a_pv_guest_comes_and_goes(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use();
	uint32_t domid;

	assert_int_equal(create(ctx, "g1", &domid), 0);
	assert_int_equal(fake_xen_count(), 1);
	assert_true(fake_xen->domain[domid].paused);
	assert_int_equal(fake_xen->domain[domid].max_kb, 163840 + 1024);
	node_is(domid, "/local/domain/%u/name", "g1");
	node_is(domid, "/local/domain/%u/memory/static-max", "196608");
	node_is(domid, "/local/domain/%u/memory/target", "163840");
	node_is(domid, "/local/domain/%u/cpu/0/availability", "online");
	node_is(domid, "/local/domain/%u/cpu/1/availability", "offline");
	node_is(domid, "/local/domain/%u/console/type", "xenconsoled");
	node_is(domid, "/local/domain/%u/console/tty", "/dev/pts/7");
	node_is(domid, "/local/domain/%u/device/vbd/51712/protocol", "x86_64-abi");
	node_is(domid, "/local/domain/%u/device/vbd/51712/virtual-device", "51712");
	node_is(domid, "/local/domain/0/backend/vbd/%u/51712/state", "2");
	node_is(domid, "/local/domain/0/backend/vbd/%u/51712/type", "phy");
	node_is(domid, "/local/domain/0/backend/vif/%u/1/handle", "1");
	node_is(domid, "/local/domain/0/backend/vif/%u/0/bridge", "xenbr0");
	node_is(domid, "/libxl/%u/type", "pv");
	node_is(domid, "/libxl/%u/device/vif/0/frontend", domid == 1 ?
		"/local/domain/1/device/vif/0" : NULL);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	nothing_left(before);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), ERROR_DOMAIN_NOTFOUND);
	libxl_ctx_free(ctx);
}

static void a_pvh_guest(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use();
	libxl_domain_config c;
	uint32_t domid;

	make_config(&c, "h", LIBXL_DOMAIN_TYPE_PVH);
	assert_int_equal(libxl_domain_create_new(ctx, &c, &domid, NULL, NULL), 0);
	libxl_domain_config_dispose(&c);
	node_is(domid, "/libxl/%u/type", "pvh");
	libxl_domain_config_init(&c);
	assert_int_equal(libxl_retrieve_domain_configuration(ctx, domid, &c, NULL), 0);
	assert_int_equal(c.num_disks, 1);
	assert_false(libxl_defbool_is_default(c.disks[0].colo_restore_enable)); /* as 4.17's list -l shows */
	libxl_domain_config_dispose(&c);
	node_is(domid, "/local/domain/%u/device/vbd/51712/protocol", NULL);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	nothing_left(before);
	libxl_ctx_free(ctx);
}

#define ACPI_ADDRESS 0xfc001000u

static uint32_t get32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* a whole table with a right checksum at an address within the n bytes of acpi */
static const uint8_t *table(const uint8_t *acpi, size_t n, uint32_t address, const char *signature)
{
	const uint8_t *t = acpi + (address - ACPI_ADDRESS);
	uint8_t sum = 0;
	uint32_t i;

	assert_true(address >= ACPI_ADDRESS && address - ACPI_ADDRESS + 36 <= n);
	assert_memory_equal(t, signature, 4);
	assert_true(address - ACPI_ADDRESS + get32(t + 4) <= n);
	for (i = 0; i < get32(t + 4); i++)
		sum += t[i];
	assert_int_equal(sum, 0);
	return t;
}

/* Of MiB and vCPUs: pages for its second-level tables, unless the configuration says how many. */
static void a_pvh_guest_has_a_paging_pool(void **state)
{
	static const struct {
		unsigned long max_kb, shadow_kb, pages;
		int vcpus, altp2m;
	} rows[] = {
		{ 196608, LIBXL_MEMKB_DEFAULT, 192 + 2 + 10, 1, 0 },
		{ 196609, LIBXL_MEMKB_DEFAULT, 193 + 8 + 10, 4, 0 },
		{ 4096, LIBXL_MEMKB_DEFAULT, 64, 1, 0 },
		{ 196608, LIBXL_MEMKB_DEFAULT, 192 + 512 + 10, 2, 1 },
		{ 196608, 2048, 512, 1, 0 },
	};
	libxl_ctx *ctx = open_ctx();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		libxl_domain_config c;
		uint32_t domid;

		make_config(&c, "p", LIBXL_DOMAIN_TYPE_PVH);
		c.b_info.max_memkb = c.b_info.target_memkb = rows[i].max_kb;
		c.b_info.shadow_memkb = rows[i].shadow_kb;
		c.b_info.max_vcpus = rows[i].vcpus;
		c.b_info.altp2m = rows[i].altp2m;
		assert_int_equal(libxl_domain_create_new(ctx, &c, &domid, NULL, NULL), 0);
		assert_int_equal(fake_xen->domain[domid].paging_pages, rows[i].pages);
		libxl_domain_config_dispose(&c);
		assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	}
	libxl_ctx_free(ctx);
}

/* ACPI 5.1: 5.2.9 FADT, 5.2.12 MADT, 8.4 processors; iasl reads back what the guest is to run */
static void a_pvh_guest_finds_its_processors(void **state)
{
	libxl_ctx *ctx = open_ctx();
	const uint8_t *fadt, *madt, *dsdt;
	static uint8_t acpi[1 << 16];
	libxl_domain_config c;
	uint32_t domid, n;
	FILE *f;

	make_config(&c, "h", LIBXL_DOMAIN_TYPE_PVH);
	c.b_info.max_vcpus = 128;
	libxl_cpu_bitmap_alloc(ctx, &c.b_info.avail_vcpus, 128);
	libxl_bitmap_set(&c.b_info.avail_vcpus, 0);
	libxl_bitmap_set(&c.b_info.avail_vcpus, 1);
	assert_int_equal(libxl_domain_create_new(ctx, &c, &domid, NULL, NULL), 0);
	libxl_domain_config_dispose(&c);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	libxl_ctx_free(ctx);

	f = fopen("acpi", "r");
	assert_non_null(f);
	n = fread(acpi, 1, sizeof(acpi), f);
	fclose(f);
	/* the FADT comes after the DSDT and the FACS, which is aligned */
	fadt = memmem(acpi, n, "FACP", 4);
	assert_non_null(fadt);
	table(acpi, n, ACPI_ADDRESS + (fadt - acpi), "FACP");
	dsdt = table(acpi, n, get32(fadt + 40), "DSDT");
	madt = memmem(acpi, n, "APIC", 4);
	assert_non_null(madt);
	table(acpi, n, ACPI_ADDRESS + (madt - acpi), "APIC");

	f = fopen("dsdt.aml", "w");
	fwrite(dsdt, 1, get32(dsdt + 4), f);
	fclose(f);
	assert_int_equal(system("iasl -d dsdt.aml >iasl.log 2>&1"), 0);
	assert_int_equal(system("test $(grep -c 'Device (P' dsdt.dsl) = 128"), 0);
	assert_int_equal(system("test $(grep -c 'Name (_STA, 0x0F)' dsdt.dsl) = 2"), 0);
	assert_int_equal(system("test $(grep -c 'Name (_STA, Zero)\\|Name (_STA, 0x00)' dsdt.dsl) = 126"), 0);
	assert_int_equal(system("grep -A4 'Device (P07F)' dsdt.dsl | grep -q 'Name (_UID, 0x0000007F)'"), 0);
	/* what iasl reads it compiles again */
	assert_int_equal(system("iasl -vs -p again dsdt.dsl >iasl.log 2>&1"), 0);
}

static void a_name_is_taken_once(void **state)
{
	libxl_ctx *ctx = open_ctx();
	uint32_t a, b, found;
	int nodes;

	assert_int_equal(create(ctx, "same.name", &a), 0);
	nodes = nodes_in_use();
	assert_int_equal(create(ctx, "same.name", &b), ERROR_INVAL);
	assert_true(b == (uint32_t)INVALID_DOMID);
	assert_int_equal(create(ctx, "Domain-0", &b), ERROR_INVAL);
	assert_int_equal(nodes_in_use(), nodes);
	assert_int_equal(libxl_name_to_domid(ctx, "same.name", &found), 0);
	assert_int_equal(found, a);
	assert_int_equal(libxl_domain_rename(ctx, a, "wrong", "new"), ERROR_FAIL);
	assert_int_equal(libxl_domain_rename(ctx, a, "same.name", "new"), 0);
	assert_int_equal(create(ctx, "same.name", &b), 0);
	assert_int_equal(libxl_domain_rename(ctx, b, NULL, "new"), ERROR_INVAL);
	libxl_domain_destroy(ctx, a, NULL);
	libxl_domain_destroy(ctx, b, NULL);
	libxl_ctx_free(ctx);
}

/* Every hypercall and builder step fails once. */
static void any_step_may_fail(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use(), n = 0, rc;
	libxl_domain_type types[] = { LIBXL_DOMAIN_TYPE_PV, LIBXL_DOMAIN_TYPE_PVH };
	uint32_t domid;
	size_t t;

	for (t = 0; t < 2; t++) {
		for (n = 1; ; n++) {
			libxl_domain_config c;

			make_config(&c, "f", types[t]);
			fake_xen->calls = 0;
			fake_xen->fail_at = n;
			rc = libxl_domain_create_new(ctx, &c, &domid, NULL, NULL);
			libxl_domain_config_dispose(&c);
			if (!rc)
				break;
			nothing_left(before);
		}
		assert_true(n > 15);
		fake_xen->fail_at = 0;
		assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	}
	nothing_left(before);
	libxl_ctx_free(ctx);
}

static void bad_configurations(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use(), i;
	uint32_t domid;

	for (i = 0; i < 19; i++) {
		libxl_domain_config c;

		make_config(&c, "b", i < 16 ? LIBXL_DOMAIN_TYPE_PV : LIBXL_DOMAIN_TYPE_PVH);
		switch (i) {
		case 0: c.b_info.kernel[0] = 'X'; break;
		case 1: c.disks[0].pdev_path[0] = 'X'; c.disks[0].script[0] = 'X'; break;
		case 2: c.disks[0].vdev[0] = 'q'; break;
		case 3: c.b_info.target_memkb = c.b_info.max_memkb + 1; break;
		case 4: c.c_info.name[0] = 0; break;
		case 5: c.disks[0].format = LIBXL_DISK_FORMAT_QCOW2; break;
		case 6: c.nics[0].nictype = LIBXL_NIC_TYPE_VIF_IOEMU; break;
		case 7: c.nics[0].backend_domname = strdup("nonesuch"); break;
		case 8: c.nics[0].devid = c.nics[1].devid = 3; break;
		case 9: c.nics[1].script[5] = 'X'; break;
		case 10: c.b_info.max_vcpus = -4; break;
		case 11: c.b_info.max_memkb = c.b_info.target_memkb = 1ULL << 42; break;
		case 12: c.nics[0].devid = -7; break;
		case 13: c.nics[0].mtu = 5; break;
		case 14: libxl_defbool_set(&c.c_info.run_hotplug_scripts, false); break;
		case 15: libxl_defbool_set(&c.c_info.driver_domain, true); break;
		case 16: c.b_info.max_vcpus = 129; break;
		case 17: libxl_defbool_set(&c.b_info.nested_hvm, true); break;
		case 18: libxl_defbool_set(&c.b_info.apic, false); break;
		}
		if (!libxl_domain_create_new(ctx, &c, &domid, NULL, NULL))
			fail_msg("bad configuration %d was accepted", i);
		libxl_domain_config_dispose(&c);
		nothing_left(before);
	}
	libxl_ctx_free(ctx);
}

static void a_script_may_fail(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use();
	libxl_domain_config c;
	uint32_t domid;

	make_config(&c, "s", LIBXL_DOMAIN_TYPE_PV);
	free(c.nics[1].script);
	c.nics[1].script = strdup("/bin/false");
	assert_int_equal(libxl_domain_create_new(ctx, &c, &domid, NULL, NULL), ERROR_FAIL);
	libxl_domain_config_dispose(&c);
	nothing_left(before);
	libxl_ctx_free(ctx);
}

static void dom0_may_not_answer(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use();
	uint32_t domid;

	fake_xen->no_console = true;
	assert_int_equal(create(ctx, "n", &domid), ERROR_TIMEDOUT);
	nothing_left(before);
	fake_xen->no_console = false;
	fake_xen->no_backends = true;
	assert_int_equal(create(ctx, "n", &domid), ERROR_TIMEDOUT);
	nothing_left(before);
	fake_xen->no_backends = false;
	assert_int_equal(create(ctx, "n", &domid), 0);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	nothing_left(before);
	libxl_ctx_free(ctx);
}

/* The daemon dies while a device is being set up. Domain and files go; xenstore is gone anyway. */
static void xenstored_may_die(void **state)
{
	libxl_ctx *ctx = open_ctx();
	libxl_domain_config c;
	uint32_t domid;
	FILE *f;

	f = fopen("killer", "w");
	fprintf(f, "#!/bin/sh\nkill -9 %d\n", (int)xenstored);
	fclose(f);
	chmod("killer", 0755);
	make_config(&c, "k", LIBXL_DOMAIN_TYPE_PV);
	free(c.disks[0].script);
	c.disks[0].script = realpath("killer", NULL);
	assert_true(libxl_domain_create_new(ctx, &c, &domid, NULL, NULL) < 0);
	libxl_domain_config_dispose(&c);
	assert_int_equal(fake_xen_count(), 0);
	assert_int_equal(files_here(), 0);
	libxl_ctx_free(ctx);

	end_process(&dom0);
	end_process(&xenstored);
	start_xenstored();
	dom0 = fake_dom0_start();
	ctx = open_ctx();
	assert_int_equal(create(ctx, "k", &domid), 0);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	libxl_ctx_free(ctx);
}

enum { MANY = 20 };

static void finished(libxl_ctx *ctx, int rc, void *for_callback)
{
	*(int *)for_callback = rc ? rc : 1;
}

static void many_at_once(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use(), result[MANY] = { 0 }, i, done;
	libxl_domain_config c[MANY];
	uint32_t domid[MANY];
	char name[16];

	for (i = 0; i < MANY; i++) {
		libxl_asyncop_how how = { .callback = finished, .u.for_callback = &result[i] };

		snprintf(name, sizeof(name), "m%d", i);
		make_config(&c[i], name, LIBXL_DOMAIN_TYPE_PV);
		assert_int_equal(libxl_domain_create_new(ctx, &c[i], &domid[i], &how, NULL), 0);
	}
	do {
		struct pollfd fds[256];
		struct timeval now;
		int n = 256, timeout = -1;

		gettimeofday(&now, NULL);
		assert_int_equal(libxl_osevent_beforepoll(ctx, &n, fds, &timeout, now), 0);
		assert_true(poll(fds, n, timeout) >= 0);
		gettimeofday(&now, NULL);
		libxl_osevent_afterpoll(ctx, n, fds, now);
		for (i = done = 0; i < MANY; i++)
			done += result[i] != 0;
	} while (done < MANY);
	assert_int_equal(fake_xen_count(), MANY);
	for (i = 0; i < MANY; i++) {
		assert_int_equal(result[i], 1);
		libxl_domain_config_dispose(&c[i]);
		assert_int_equal(libxl_domain_destroy(ctx, domid[i], NULL), 0);
	}
	nothing_left(before);
	libxl_ctx_free(ctx);
}

static void an_abort_cleans_up(void **state)
{
	libxl_ctx *ctx = open_ctx();
	int before = nodes_in_use(), result = 0;
	libxl_asyncop_how how = { .callback = finished, .u.for_callback = &result };
	libxl_domain_config c;
	libxl_event *ev;
	uint32_t domid;

	fake_xen->no_backends = true;
	make_config(&c, "a", LIBXL_DOMAIN_TYPE_PV);
	assert_int_equal(libxl_domain_create_new(ctx, &c, &domid, &how, NULL), 0);
	assert_int_equal(libxl_ao_abort(ctx, &how), 0);
	while (!result) {
		struct pollfd fds[64];
		struct timeval now;
		int n = 64, timeout = -1;

		gettimeofday(&now, NULL);
		assert_int_equal(libxl_osevent_beforepoll(ctx, &n, fds, &timeout, now), 0);
		poll(fds, n, timeout);
		gettimeofday(&now, NULL);
		libxl_osevent_afterpoll(ctx, n, fds, now);
	}
	assert_int_equal(result, ERROR_ABORTED);
	assert_int_equal(libxl_event_check(ctx, &ev, LIBXL_EVENTMASK_ALL, NULL, NULL),
			 ERROR_NOT_READY);
	libxl_domain_config_dispose(&c);
	nothing_left(before);
	libxl_ctx_free(ctx);
}

static void devices_are_plugged_and_unplugged(void **state)
{
	libxl_ctx *ctx = open_ctx();
	libxl_device_disk disk, *disks;
	libxl_device_nic *nics;
	libxl_diskinfo info;
	libxl_domain_config now;
	uint32_t domid;
	int n, nodes;

	assert_int_equal(create(ctx, "d", &domid), 0);
	nodes = nodes_in_use();
	libxl_device_disk_init(&disk);
	disk.vdev = strdup("xvdb");
	disk.pdev_path = realpath("disk", NULL);
	disk.format = LIBXL_DISK_FORMAT_RAW;
	disk.script = strdup("/bin/true");
	assert_int_equal(libxl_device_disk_add(ctx, domid, &disk, NULL), 0);
	assert_int_equal(libxl_device_disk_add(ctx, domid, &disk, NULL), ERROR_DEVICE_EXISTS);
	disks = libxl_device_disk_list(ctx, domid, &n);
	assert_int_equal(n, 2);
	assert_int_equal(libxl_device_disk_getinfo(ctx, domid, &disks[1], &info), 0);
	assert_int_equal(info.devid, 51728);
	libxl_diskinfo_dispose(&info);
	libxl_device_disk_list_free(disks, n);

	libxl_domain_config_init(&now);
	assert_int_equal(libxl_retrieve_domain_configuration(ctx, domid, &now, NULL), 0);
	assert_int_equal(now.num_disks, 2);
	assert_int_equal(now.num_nics, 2);
	assert_string_equal(now.c_info.name, "d");
	assert_int_equal(now.b_info.sched_params.weight, 256);
	libxl_domain_config_dispose(&now);

	assert_int_equal(libxl_device_disk_remove(ctx, domid, &disk, NULL), 0);
	assert_int_equal(libxl_device_disk_remove(ctx, domid, &disk, NULL), ERROR_NOTFOUND);
	assert_int_equal(nodes_in_use(), nodes);
	libxl_device_disk_dispose(&disk);

	nics = libxl_device_nic_list(ctx, domid, &n);
	assert_int_equal(n, 2);
	assert_int_equal(libxl_device_nic_destroy(ctx, domid, &nics[0], NULL), 0);
	libxl_device_nic_list_free(nics, n);
	nics = libxl_device_nic_list(ctx, domid, &n);
	assert_int_equal(n, 1);
	libxl_device_nic_list_free(nics, n);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	libxl_ctx_free(ctx);
}

/* Neither xenstore nor the stored configuration, which a restart goes by, keeps what could not be added. */
static void a_device_that_fails_is_forgotten(void **state)
{
	libxl_ctx *ctx = open_ctx();
	libxl_device_disk disk;
	uint32_t domid;
	int nodes;

	assert_int_equal(create(ctx, "d", &domid), 0);
	nodes = nodes_in_use();
	libxl_device_disk_init(&disk);
	disk.vdev = strdup("xvdq");
	disk.pdev_path = realpath("disk", NULL);
	disk.format = LIBXL_DISK_FORMAT_RAW;
	disk.script = strdup("/bin/false");
	assert_int_equal(libxl_device_disk_add(ctx, domid, &disk, NULL), ERROR_FAIL);
	libxl_device_disk_dispose(&disk);
	assert_int_equal(nodes_in_use(), nodes);
	assert_int_equal(system("grep -q xvda userdata-d.*.libxl-json"), 0);
	assert_int_not_equal(system("grep -q xvdq userdata-d.*.libxl-json"), 0);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	libxl_ctx_free(ctx);
}

static void choices_of_the_configuration(void **state)
{
	libxl_ctx *ctx = open_ctx();
	uint32_t domid, first = 0;
	libxl_domain_config c;
	int i, same = 0;

	for (i = 0; i < 4; i++) {
		make_config(&c, "r", LIBXL_DOMAIN_TYPE_PV);
		c.c_info.domid = RANDOM_DOMID;
		libxl_defbool_set(&c.c_info.xend_suspend_evtchn_compat, i & 1);
		assert_int_equal(libxl_domain_create_new(ctx, &c, &domid, NULL, NULL), 0);
		libxl_domain_config_dispose(&c);
		assert_in_range(fake_xen->wanted_id, 1, 0x7fef);
		same += fake_xen->wanted_id == first;
		first = fake_xen->wanted_id;
		node_is(domid, "/local/domain/%u/device/suspend/event-channel", i & 1 ? NULL : "");
		assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	}
	assert_true(same < 3);
	libxl_ctx_free(ctx);
}

static void shutdown_and_death_are_reported(void **state)
{
	libxl_ctx *ctx = open_ctx();
	libxl_evgen_domain_death *evgen;
	libxl_event *ev;
	uint32_t domid;

	assert_int_equal(create(ctx, "e", &domid), 0);
	assert_int_equal(libxl_evenable_domain_death(ctx, domid, 99, &evgen), 0);
	libxl_evdisable_domain_death(ctx, evgen);
	fake_xen->domain[domid].shutdown = true;
	fake_xen->domain[domid].reason = LIBXL_SHUTDOWN_REASON_REBOOT;
	assert_int_equal(libxl_evenable_domain_death(ctx, domid, 99, &evgen), 0);
	assert_int_equal(libxl_event_wait(ctx, &ev, LIBXL_EVENTMASK_ALL, NULL, NULL), 0);
	assert_int_equal(ev->type, LIBXL_EVENT_TYPE_DOMAIN_SHUTDOWN);
	assert_int_equal(ev->u.domain_shutdown.shutdown_reason, LIBXL_SHUTDOWN_REASON_REBOOT);
	assert_int_equal(ev->for_user, 99);
	libxl_event_free(ctx, ev);
	libxl_evdisable_domain_death(ctx, evgen);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	assert_int_equal(libxl_evenable_domain_death(ctx, domid, 98, &evgen), 0);
	assert_int_equal(libxl_event_wait(ctx, &ev, LIBXL_EVENTMASK_ALL, NULL, NULL), 0);
	assert_int_equal(ev->type, LIBXL_EVENT_TYPE_DOMAIN_DEATH);
	libxl_event_free(ctx, ev);
	libxl_evdisable_domain_death(ctx, evgen);
	libxl_ctx_free(ctx);
}

static void user_data(void **state)
{
	libxl_ctx *ctx = open_ctx();
	uint32_t domid;
	uint8_t *data;
	int n;

	assert_int_equal(create(ctx, "u", &domid), 0);
	assert_int_equal(libxl_userdata_store(ctx, domid, "xl", (const uint8_t *)"abc", 3), 0);
	assert_int_equal(libxl_userdata_retrieve(ctx, domid, "xl", &data, &n), 0);
	assert_int_equal(n, 3);
	assert_memory_equal(data, "abc", 3);
	free(data);
	assert_int_equal(libxl_userdata_unlink(ctx, domid, "xl"), 0);
	assert_int_equal(libxl_userdata_retrieve(ctx, domid, "xl", &data, &n), 0);
	assert_int_equal(n, 0);
	assert_null(data);
	assert_true(libxl_userdata_store(ctx, domid, "../x", (const uint8_t *)"abc", 3) < 0);
	assert_int_equal(libxl_userdata_store(ctx, domid, "xl", (const uint8_t *)"abc", 3), 0);
	assert_int_equal(libxl_domain_destroy(ctx, domid, NULL), 0);
	assert_int_equal(files_here(), 0);
	assert_true(libxl_userdata_store(ctx, domid, "xl", (const uint8_t *)"abc", 3) < 0);
	libxl_ctx_free(ctx);
}

/* ---- stacks ---- */

static size_t deepest_stack, stack_size;

/* Pages come when they are touched: the lowest one there is says how deep the task went. */
static void measure_stack(const void *stack, size_t guard, size_t size)
{
	static unsigned char there[4096];
	size_t page;

	assert_true(size / 4096 <= sizeof(there));
	assert_int_equal(mincore((void *)((char *)stack + guard), size - guard, there), 0);
	for (page = 0; page < (size - guard) / 4096 && !(there[page] & 1); page++)
		;
	deepest_stack = MAX(deepest_stack, size - guard - page * 4096);
	stack_size = size - guard;
}

/* Last of all, and with the sanitizers' large frames: no task came near the end of its stack. */
static void stacks_are_deep_enough(void **state)
{
	printf("# the deepest of the tasks used %zu of %zu KiB\n", deepest_stack >> 10, stack_size >> 10);
	assert_true(deepest_stack > 4096);
	assert_true(deepest_stack < stack_size / 4);
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(a_pv_guest_comes_and_goes),
		T(a_pvh_guest),
		T(a_pvh_guest_has_a_paging_pool),
		T(a_pvh_guest_finds_its_processors),
		T(a_name_is_taken_once),
		T(any_step_may_fail),
		T(bad_configurations),
		T(a_script_may_fail),
		T(dom0_may_not_answer),
		T(xenstored_may_die),
		T(many_at_once),
		T(an_abort_cleans_up),
		T(devices_are_plugged_and_unplugged),
		T(a_device_that_fails_is_forgotten),
		T(choices_of_the_configuration),
		T(shutdown_and_death_are_reported),
		T(user_data),
		cmocka_unit_test(stacks_are_deep_enough),
	};

	if (!getenv("XENSTORED")) {
		printf("ok 1 # skip XENSTORED does not name a daemon\n");
		return 0;
	}
	if (getenv("VERBOSE"))
		logger = (xentoollog_logger *)xtl_createlogger_stdiostream(stderr, XTL_DEBUG, 0);
	setenv("LIBXL_DOMID_REUSE_TIMEOUT", "0", 1);
	signal(SIGPIPE, SIG_IGN);
	fake_xen_start();
	libxl__stack_probe = measure_stack;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
