/* SPDX-License-Identifier: GPL-2.0-only */
/* Disk, rate, PCI and RDM strings. */
#include <errno.h>
#include <string.h>

#include "report.h"

struct disk_row {
	const char *spec, *target, *vdev;
	libxl_disk_format format;
	int readwrite, is_cdrom;
	const char *script;
};

static const struct disk_row disk_rows[] = {
	{ "/dev/vg/a,raw,xvda,rw", "/dev/vg/a", "xvda", LIBXL_DISK_FORMAT_RAW, 1, 0, NULL },
	{ "/dev/vg/a,,hda", "/dev/vg/a", "hda", LIBXL_DISK_FORMAT_RAW, 1, 0, NULL },
	{ "format=raw, vdev=hda, access=rw, target=/a b,c ", "/a b,c ", "hda", LIBXL_DISK_FORMAT_RAW, 1, 0, NULL },
	{ "raw:/dev/vg/a,hda,w", "/dev/vg/a", "hda", LIBXL_DISK_FORMAT_RAW, 1, 0, NULL },
	{ "/i.iso,,hdc,cdrom", "/i.iso", "hdc", LIBXL_DISK_FORMAT_RAW, 0, 1, NULL },
	{ "/i.iso,,hdc,,cdrom", "/i.iso", "hdc", LIBXL_DISK_FORMAT_RAW, 0, 1, NULL },
	{ "/i.iso,raw,hdc,devtype=cdrom", "/i.iso", "hdc", LIBXL_DISK_FORMAT_RAW, 0, 1, NULL },
	{ "raw:/i.iso,hdc:cdrom,ro", "/i.iso", "hdc", LIBXL_DISK_FORMAT_RAW, 0, 1, NULL },
	{ ",hdc:cdrom,r", "", "hdc", LIBXL_DISK_FORMAT_EMPTY, 0, 1, NULL },
	{ "cdrom,vdev=hda", NULL, "hda", LIBXL_DISK_FORMAT_EMPTY, 0, 1, NULL },
	{ "file:/tmp/d,xvda,w", "/tmp/d", "xvda", LIBXL_DISK_FORMAT_RAW, 1, 0, NULL },
	{ "tap2:aio:qcow2:/q,xvda,r", "/q", "xvda", LIBXL_DISK_FORMAT_QCOW2, 0, 0, NULL },
	{ "nbd:host:5,xvda,w", "host:5", "xvda", LIBXL_DISK_FORMAT_RAW, 1, 0, "block-nbd" },
	{ "/a,raw,xvda,w,script=/x/y", "/a", "xvda", LIBXL_DISK_FORMAT_RAW, 1, 0, "/x/y" },
	{ "a/b,,xvde", "a/b", "xvde", LIBXL_DISK_FORMAT_RAW, 1, 0, NULL },
};

static void test_disks(void **state)
{
	XLU_Config *cfg = report_cfg();
	libxl_device_disk disk;
	unsigned int i;

	for (i = 0; i < sizeof(disk_rows) / sizeof(disk_rows[0]); i++) {
		const struct disk_row *r = &disk_rows[i];

		libxl_device_disk_init(&disk);
		assert_int_equal(xlu_disk_parse(cfg, 1, &r->spec, &disk), 0);
		assert_string_equal(report_text(), "");
		if (r->target && *r->target)
			assert_string_equal(disk.pdev_path, r->target);
		assert_string_equal(disk.vdev, r->vdev);
		assert_int_equal(disk.format, r->format);
		assert_int_equal(disk.readwrite, r->readwrite);
		assert_int_equal(disk.is_cdrom, r->is_cdrom);
		assert_int_equal(disk.removable, r->is_cdrom);
		if (r->script)
			assert_string_equal(disk.script, r->script);
		else
			assert_null(disk.script);
		libxl_device_disk_dispose(&disk);
	}
	report_done(cfg);
}

static void test_disk_options(void **state)
{
	const char *specs[] = { "/a,qed", "vdev=xvda,backendtype=qdisk,no-discard,direct-io-safe",
				"backend=storage,untrusted,specification=virtio" };
	XLU_Config *cfg = report_cfg();
	libxl_device_disk disk;

	libxl_device_disk_init(&disk);
	assert_int_equal(xlu_disk_parse(cfg, 3, specs, &disk), 0);
	assert_int_equal(disk.format, LIBXL_DISK_FORMAT_QED);
	assert_int_equal(disk.backend, LIBXL_DISK_BACKEND_QDISK);
	assert_true(disk.direct_io_safe);
	assert_false(libxl_defbool_val(disk.discard_enable));
	assert_false(libxl_defbool_val(disk.trusted));
	assert_string_equal(disk.backend_domname, "storage");
	assert_int_equal(disk.specification, LIBXL_DISK_SPECIFICATION_VIRTIO);
	libxl_device_disk_dispose(&disk);
	libxl_device_disk_init(&disk);
	assert_int_equal(xlu_disk_parse(cfg, 0, NULL, &disk), 0);
	libxl_device_disk_dispose(&disk);
	report_done(cfg);
}

/* The message without what every one begins with. */
static const char *const bad_disks[][2] = {
	{ "foo", "no vdev specified in `foo'" },
	{ "", "no vdev specified in `'" },
	{ "target=/x", "no vdev specified in `target=/x'" },
	{ ",raw,xvda,w", "no target specified (and device is not cdrom) in `,raw,xvda,w'" },
	{ "a,bar,xvda", "unknown value for format: near `bar' in `a,bar,xvda'" },
	{ "a,raw,xvda,q", "unknown value for access: near `q' in `a,raw,xvda,q'" },
	{ "a,raw,xvda,!", "unknown value for access: near `!' in `a,raw,xvda,!'" },
	{ "a,raw,xvda,w,zork", "too many positional parameters: near `zork' in `a,raw,xvda,w,zork'" },
	{ "a,raw,xvda,w,zork=1", "unknown parameter: near `zork=1' in `a,raw,xvda,w,zork=1'" },
	{ "a,raw,xvda,w,backendtype=zz", "unknown value for backendtype: near `zz' in `a,raw,xvda,w,backendtype=zz'" },
	{ "a,raw,xvda,w,vdev=xvdb", "vdev respecified: near `xvdb' in `a,raw,xvda,w,vdev=xvdb'" },
	{ "/a,hda:floppy,w", "unknown value for type: near `floppy' in `/a,hda:floppy,w'" },
	{ "/a,,hda,w,colo-port=0", "colo-port is not a port number: near `0' in `/a,,hda,w,colo-port=0'" },
};

static void test_bad_disks(void **state)
{
	XLU_Config *cfg = report_cfg();
	libxl_device_disk disk;
	char wanted[256];
	unsigned int i;

	for (i = 0; i < sizeof(bad_disks) / sizeof(bad_disks[0]); i++) {
		libxl_device_disk_init(&disk);
		assert_int_equal(xlu_disk_parse(cfg, 1, &bad_disks[i][0], &disk), EINVAL);
		snprintf(wanted, sizeof(wanted), "t.cfg: config parsing error in disk specification: %s\n",
			 bad_disks[i][1]);
		assert_string_equal(report_text(), wanted);
		libxl_device_disk_dispose(&disk);
	}
	report_done(cfg);
}

static void test_rates(void **state)
{
	/* bytes in an interval, microseconds; all of them as Debian's library has it */
	static const struct { const char *rate; uint64_t bytes; uint32_t us; } rows[] = {
		{ "10Mb/s", 62500, 50000 }, { "250KB/s", 12500, 50000 }, { "1MB/s@20ms", 20000, 20000 },
		{ "5000Kb/s@1s", 625000, 1000000 }, { "1GB/s@500us", 500000, 500 },
		{ "800b/s", 5, 50000 }, { "800B/s", 40, 50000 }, { "1Gb/s", 6250000, 50000 },
	};
	static const char *const bad[][2] = {
		{ "zz", "invalid rate in `zz'" }, { "10", "invalid rate in `10'" },
		{ "10MB", "invalid rate in `10MB'" }, { "1mb/s", "invalid rate in `1mb/s'" },
		{ "", "invalid rate in `'" }, { "/s", "invalid rate in `/s'" },
		{ "-1MB/s", "invalid rate in `-1MB/s'" },
		{ "99999999999999999999B/s", "invalid rate in `99999999999999999999B/s'" },
		{ "10Mb/s@5q", "invalid replenishment interval in `5q'" },
		{ "10MB/s@", "invalid replenishment interval in `'" },
		{ "10MB/s@0s", "invalid replenishment interval in `0s'" },
		{ "10MB/s@99999999s", "invalid replenishment interval in `99999999s'" },
		{ "99999999999GB/s", "invalid rate in `99999999999GB/s'" },
		{ "0MB/s", "the rate is zero in `0MB/s'" },
	};
	XLU_Config *cfg = report_cfg();
	libxl_device_nic nic;
	char wanted[128];
	unsigned int i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(xlu_vif_parse_rate(cfg, rows[i].rate, &nic), 0);
		assert_int_equal(nic.rate_bytes_per_interval, rows[i].bytes);
		assert_int_equal(nic.rate_interval_usecs, rows[i].us);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		report_text();
		assert_int_equal(xlu_vif_parse_rate(cfg, bad[i][0], &nic), EINVAL);
		snprintf(wanted, sizeof(wanted), "t.cfg: config parsing error in vif: %s\n", bad[i][1]);
		assert_string_equal(report_text(), wanted);
	}
	report_done(cfg);
}

static void test_pci(void **state)
{
	static const char *const bad[] = { "zz", "1:2", "100:00.0", "01:20.0", "01:00.8", "10000:01:00.0",
					   "01:00.0@20", "01:00.0,zork=1", "01:00.0,seize=2", "", "01:00.0 x" };
	XLU_Config *cfg = report_cfg();
	libxl_device_pci pci;
	unsigned int i;

	libxl_device_pci_init(&pci);
	assert_int_equal(xlu_pci_parse_spec_string(cfg, &pci, "0001:1f:1e.7@5,permissive=1,rdm_policy=strict"), 0);
	assert_int_equal(pci.domain, 1);
	assert_int_equal(pci.bus, 0x1f);
	assert_int_equal(pci.dev, 0x1e);
	assert_int_equal(pci.func, 7);
	assert_int_equal(pci.vdevfn, 5 << 3);
	assert_true(pci.permissive);
	assert_int_equal(pci.rdm_policy, LIBXL_RDM_RESERVE_POLICY_STRICT);
	libxl_device_pci_dispose(&pci);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		libxl_device_pci_init(&pci);
		assert_int_equal(xlu_pci_parse_spec_string(cfg, &pci, bad[i]), EINVAL);
		assert_non_null(strstr(report_text(), "t.cfg: config parsing error in PCI specification: "));
		libxl_device_pci_dispose(&pci);
	}
	libxl_device_pci_init(&pci);
	assert_int_equal(xlu_pci_parse_bdf(cfg, &pci, "01:02.*"), 0);
	assert_int_equal(pci.vfunc_mask, LIBXL_PCI_FUNC_ALL);
	libxl_device_pci_dispose(&pci);
	report_done(cfg);
}

static void test_rdm(void **state)
{
	XLU_Config *cfg = report_cfg();
	libxl_rdm_reserve rdm;

	libxl_rdm_reserve_init(&rdm);
	assert_int_equal(xlu_rdm_parse(cfg, &rdm, "strategy=host,policy=relaxed"), 0);
	assert_int_equal(rdm.strategy, LIBXL_RDM_RESERVE_STRATEGY_HOST);
	assert_int_equal(rdm.policy, LIBXL_RDM_RESERVE_POLICY_RELAXED);
	assert_int_equal(xlu_rdm_parse(cfg, &rdm, "policy=loose"), EINVAL);
	assert_non_null(strstr(report_text(), "policy=loose"));
	report_done(cfg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_disks), cmocka_unit_test(test_disk_options),
		cmocka_unit_test(test_bad_disks), cmocka_unit_test(test_rates),
		cmocka_unit_test(test_pci), cmocka_unit_test(test_rdm),
	};

	return cmocka_run_group_tests_name("spec", tests, NULL, NULL);
}
