/* SPDX-License-Identifier: GPL-2.0-only */
/* xl.cfg as a whole: against golden.txt, and each mistake with its message. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <cfg/config.h>
#include <conf.h>
#include <print.h>
#include <xl.h>

#include "fake.h"
#include "report.h"

static int parse(const char *data, libxl_domain_config *d, const char **reported)
{
	struct config_text text = { .name = "t.cfg", .data = data, .length = strlen(data) };
	int rc;

	libxl_domain_config_init(d);
	report_stderr_begin();
	rc = config_parse(&text, d);
	*reported = report_stderr_end();
	return rc;
}

/* Blanks squeezed, the UUID replaced. */
static char *squeeze(const char *json)
{
	char *out = malloc(strlen(json) + 2), *o = out, *uuid, *end;

	for (; *json; json++) {
		if (!isspace((unsigned char)*json))
			*o++ = *json;
		else if (o > out && o[-1] != ' ')
			*o++ = ' ';
	}
	while (o > out && o[-1] == ' ')
		o--;
	*o = '\0';
	uuid = strstr(out, "\"uuid\": \"");
	if (uuid) {
		uuid += 9;
		end = strchr(uuid, '"');
		*uuid++ = 'U';
		memmove(uuid, end, strlen(end) + 1);
	}
	return out;
}

static char *to_json(libxl_domain_config *d)
{
	char *buffer = NULL, *squeezed;
	size_t size;
	FILE *f = open_memstream(&buffer, &size);

	print_json(d, f);
	fclose(f);
	squeezed = squeeze(buffer);
	free(buffer);
	return squeezed;
}

static void test_golden(void **state)
{
	char cfg[4096], json[16384], *ours, *p;
	FILE *f = fopen("golden.txt", "r");
	libxl_domain_config d;
	const char *reported;
	int count = 0;

	assert_non_null(f);
	while (fgets(cfg, sizeof(cfg), f)) {
		if (strncmp(cfg, "=== ", 4))
			continue;
		assert_non_null(fgets(json, sizeof(json), f));
		json[strcspn(json, "\n")] = '\0';
		for (p = cfg; *p; p++)
			if (*p == '~')
				*p = '\n';
		assert_int_equal(parse(cfg + 4, &d, &reported), 0);
		ours = to_json(&d);
		if (json[0] == '{' ? strcmp(ours, json) : !strstr(ours, json))
			fail_msg("%s\nours:   %s\nDebian: %s", cfg, ours, json);
		free(ours);
		libxl_domain_config_dispose(&d);
		count++;
	}
	fclose(f);
	assert_true(count > 50);
}

/* BASE stands before each text, so its line is the third. */
#define BASE "name='x'\nkernel='/k'\n"

static const char *const mistakes[][2] = {
	{ "memroy=5", "t.cfg:3: error: unknown key `memroy'; did you mean `memory'?" },
	{ "frobnicate=5", "t.cfg:3: error: unknown key `frobnicate'; remove it or correct its name" },
	{ "memory='abc'", "t.cfg:3: error: `memory': `abc' is not a number; write memory = NUMBER" },
	{ "memory=[1]", "t.cfg:3: error: `memory': this is a list; write one value: memory = \"...\"" },
	{ "memory=-1", "t.cfg:3: error: `memory': -1 is out of range; it can be 0 to" },
	{ "vcpus=0", "t.cfg:3: error: `vcpus': 0 is out of range; it can be 1 to 8192" },
	{ "vcpus=99999999999999999999", "t.cfg:3: error: `vcpus': 99999999999999999999 is out of range" },
	{ "vcpus=4\nmaxvcpus=2", "t.cfg:4: error: maxvcpus < vcpus: 2 is less than 4" },
	{ "memory=64\nmaxmem=32", "t.cfg:4: error: `maxmem' (32) is less than `memory' (64)" },
	{ "type='foo'", "t.cfg:3: error: `type': Invalid domain type foo; it can be pv, pvh or hvm" },
	{ "type='pv'\nbuilder='hvm'", "t.cfg:4: error: `builder': contradicts `type'; remove it" },
	{ "on_crash='foo'", "t.cfg:3: error: `on_crash': `foo' is unknown; it can be destroy, restart, rename-restart, preserve, coredump-destroy, coredump-restart or soft-reset" },
	{ "uuid='zz'", "t.cfg:3: error: `uuid': Failed to parse UUID: zz; it looks like" },
	{ "disk='foo'", "t.cfg:3: error: `disk': this is one value but should be a list; write disk = [ \"...\" ]" },
	{ "disk=[\n'/a,,xvda',\n'foo']", "t.cfg:5: config parsing error in disk specification: no vdev specified in `foo'" },
	{ "disk=['foo']", "t.cfg:3: error: `disk': entry 1 is wrong; it looks like" },
	{ "disk=[['foo']]", "t.cfg:3: error: `disk': entry 1 is a list but should be a string" },
	{ "vif=['zork=1']", "t.cfg:3: error: `vif': unrecognized argument `zork=1'; there are mac, bridge" },
	{ "vif=['bridge']", "t.cfg:3: error: `vif': `bridge' needs a value; write bridge=..." },
	{ "vif=['trusted=1']", "t.cfg:3: error: `vif': `trusted' takes no value" },
	{ "vif=['mac=zz']", "t.cfg:3: error: `vif': `mac' needs six bytes in hexadecimal" },
	{ "vif=['mac=00:16:3e:01:02']", "t.cfg:3: error: `vif': `mac' needs six bytes in hexadecimal" },
	{ "vif=['rate=zz']", "t.cfg:3: config parsing error in vif: invalid rate in `zz'" },
	{ "vif=['type=qq']", "t.cfg:3: error: `vif': type=qq: it can be vif or ioemu" },
	{ "vif=['mtu=x']", "t.cfg:3: error: `vif': mtu=x: a number is needed here" },
	{ "cpus='zz'", "t.cfg:3: error: `cpus': Invalid pcpu range: zz; write it as" },
	{ "cpus='9'", "t.cfg:3: error: `cpus': `9' names no CPU of this host, which has 8" },
	{ "cpus='3-1'", "t.cfg:3: error: `cpus': Invalid pcpu range: 3-1" },
	{ "tsc_mode='zz'", "t.cfg:3: error: `tsc_mode': invalid value \"zz\"; it can be default, always_emulate or native" },
	{ "tsc_mode='native_paravirt'", "t.cfg:3: error: `tsc_mode': the mode native_paravirt was removed" },
	{ "tsc_mode=7", "t.cfg:3: error: `tsc_mode': 7 is out of range" },
	{ "cpuid='zz'", "t.cfg:3: error: `cpuid': \"zz\": the first word must be \"host\"" },
	{ "cpuid='host,zz=0'", "t.cfg:3: error: `cpuid': \"zz=0\": unknown CPUID flag name" },
	{ "cpuid=['zz']", "t.cfg:3: error: `cpuid': \"zz\": illegal leaf number" },
	{ "nomigrate='yes'", "t.cfg:3: error: `nomigrate': `yes' is neither 0 (no) nor 1 (yes)" },
	{ "max_grant_version=3", "t.cfg:3: error: `max_grant_version': 3 is out of range; it can be 0 to 2" },
	{ "cpu_weight=0", "t.cfg:3: error: `cpu_weight': 0 is out of range; it can be 1 to 65535" },
	{ "ioports=['zz']", "t.cfg:3: error: `ioports': Invalid argument parsing ioport: zz" },
	{ "ioports=['2f8-2']", "t.cfg:3: error: `ioports': Invalid argument parsing ioport: 2f8-2" },
	{ "ioports=['10000']", "t.cfg:3: error: `ioports': Invalid argument parsing ioport: 10000" },
	{ "iomem=['a,0']", "t.cfg:3: error: `iomem': Invalid argument parsing iomem: a,0" },
	{ "iomem=['a,1@']", "t.cfg:3: error: `iomem': Invalid argument parsing iomem: a,1@" },
	{ "irqs=['zz']", "t.cfg:3: error: `irqs': Invalid argument parsing irq: zz" },
	{ "firmware='bios'", "t.cfg:3: error: `firmware': both kernel and firmware specified" },
	{ "passthrough='zz'", "t.cfg:3: error: `passthrough': `zz' is unknown" },
	{ "pci=['zz']", "t.cfg:3: config parsing error in PCI specification" },
	{ "vkb=['unique-id=1']", "t.cfg:3: error: `vkb': backend-type should be set; it can be qemu or linux" },
	{ "channel=['name=n']", "t.cfg:3: error: `channel': name and connection are needed" },
	{ "channel=['name=n,connection=socket']", "t.cfg:3: error: `channel': connection=socket needs path=PATH" },
	{ "p9=['tag=t']", "t.cfg:3: error: `p9': tag, security_model and path are needed" },
	{ "vtpm=['']", "t.cfg:3: error: `vtpm': a backend is needed" },
	{ "vfb=['vnc=2']", "t.cfg:3: error: `vfb': vnc=2: 0 (no) or 1 (yes) is needed here" },
	{ "type='pvh'\ntimer_mode='zz'", "t.cfg:4: error: `timer_mode': invalid value \"zz\"" },
	{ "extra=foo", "t.cfg:3: config parsing error near `foo'" },
	{ "name=''", "t.cfg:3: error: Domain name must be specified" },
};

static void test_mistakes(void **state)
{
	libxl_domain_config d;
	const char *reported;
	char text[512];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mistakes); i++) {
		snprintf(text, sizeof(text), BASE "%s\n", mistakes[i][0]);
		assert_int_equal(parse(text, &d, &reported), -1);
		if (!strstr(reported, mistakes[i][1]))
			fail_msg("%s\nsaid:   %s\nwanted: %s", mistakes[i][0], reported, mistakes[i][1]);
		libxl_domain_config_dispose(&d);
	}
}

static void test_missing(void **state)
{
	libxl_domain_config d;
	const char *reported;

	assert_int_equal(parse("kernel='/k'", &d, &reported), -1);
	assert_string_equal(reported, "t.cfg: error: Domain name must be specified: add name = \"...\"\n");
	libxl_domain_config_dispose(&d);
	assert_int_equal(parse("name='x'", &d, &reported), -1);
	assert_string_equal(reported, "t.cfg: error: Neither kernel nor bootloader specified: add kernel = \"...\"\n");
	libxl_domain_config_dispose(&d);
}

static void test_all_mistakes_at_once(void **state)
{
	libxl_domain_config d;
	const char *reported;

	assert_int_equal(parse("name='x'\nmemroy=1\nvcpus='a'\nvif=['zork','zork']", &d, &reported), -1);
	assert_non_null(strstr(reported, "t.cfg:2: error: unknown key"));
	assert_non_null(strstr(reported, "t.cfg:3: error: `vcpus'"));
	assert_non_null(strstr(reported, "t.cfg:4: error: `vif'"));
	assert_non_null(strstr(reported, "Neither kernel nor bootloader"));
	libxl_domain_config_dispose(&d);
}

static void test_warnings(void **state)
{
	static const char *const rows[][2] = {
		{ "vuart='sbsa_uart'", "t.cfg:3: warning: `vuart': known, but without effect in this version\n" },
		{ "builder='generic'", "t.cfg:3: warning: `builder': deprecated; use `type'\n" },
		{ "tsc_mode=1", "t.cfg:3: warning: `tsc_mode': specifying it as an integer is deprecated; write tsc_mode = \"always_emulate\"\n" },
		{ "cmdline='a'\nroot='b'", "t.cfg:3: Warning: ignoring root= and extra= in favour of cmdline=\n" },
		{ "cpus=['0','1']", "t.cfg:3: warning: `cpus': 2 entries for 1 vCPUs; the rest is ignored\n" },
		{ "boot='dc'", "t.cfg:3: warning: `boot': not for this type of guest; it has no effect\n" },
		{ "type='pvh'\ne820_host=1", "t.cfg:4: warning: `e820_host': not for this type of guest; it has no effect\n" },
	};
	libxl_domain_config d;
	const char *reported;
	char text[256];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(text, sizeof(text), BASE "%s\n", rows[i][0]);
		assert_int_equal(parse(text, &d, &reported), 0);
		assert_string_equal(reported, rows[i][1]);
		libxl_domain_config_dispose(&d);
	}
}

static void check_map(const libxl_bitmap *map, unsigned int wanted)
{
	int cpu;

	for (cpu = 0; cpu < FAKE_CPUS; cpu++)
		assert_int_equal(!!libxl_bitmap_test(map, cpu), wanted >> cpu & 1);
}

static void test_cpus(void **state)
{
	static const struct { const char *list; unsigned int cpus; } rows[] = {
		{ "all", 0xff }, { "0-3,5,^1", 0x2d }, { "all,^7", 0x7f }, { "node:1", 0xf0 },
		{ "nodes:0-1,^node:0", 0xf0 }, { "1,node:1,^6", 0xb2 }, { "all,^node:1", 0x0f },
		{ " 2 ,3", 0 }, { "7", 0x80 }, { "6-20", 0xc0 },
	};
	libxl_domain_config d;
	const char *reported;
	char text[256];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(text, sizeof(text), BASE "vcpus=2\ncpus='%s'\n", rows[i].list);
		assert_int_equal(parse(text, &d, &reported), rows[i].cpus ? 0 : -1);
		if (rows[i].cpus) {
			assert_int_equal(d.b_info.num_vcpu_hard_affinity, 2);
			check_map(&d.b_info.vcpu_hard_affinity[0], rows[i].cpus);
			check_map(&d.b_info.vcpu_hard_affinity[1], rows[i].cpus);
		}
		libxl_domain_config_dispose(&d);
	}
	assert_int_equal(parse(BASE "vcpus=2\ncpus=['2','3-4']\ncpus_soft='1'", &d, &reported), 0);
	check_map(&d.b_info.vcpu_hard_affinity[0], 0x04);
	check_map(&d.b_info.vcpu_hard_affinity[1], 0x18);
	check_map(&d.b_info.vcpu_soft_affinity[1], 0x02);
	libxl_domain_config_dispose(&d);
}

static void test_global_masks(void **state)
{
	libxl_domain_config d;
	const char *reported;

	libxl_bitmap_alloc(NULL, &conf.pv_cpumask, FAKE_CPUS);
	libxl_bitmap_set(&conf.pv_cpumask, 2);
	assert_int_equal(parse(BASE "vcpus=2", &d, &reported), 0);
	check_map(&d.b_info.vcpu_hard_affinity[1], 0x04);
	libxl_domain_config_dispose(&d);
	assert_int_equal(parse(BASE "type='pvh'\nvcpus=2", &d, &reported), 0);
	libxl_domain_config_dispose(&d);
	assert_int_equal(parse(BASE "cpus='1'", &d, &reported), -1);
	assert_non_null(strstr(reported, "t.cfg:3: error: the masks of xl.conf leave vCPU 0 no CPU to run on"));
	libxl_domain_config_dispose(&d);
	libxl_bitmap_dispose(&conf.pv_cpumask);
	libxl_bitmap_init(&conf.pv_cpumask);
}

static void test_command_line(void **state)
{
	struct config_text text = { .name = "t.cfg", .data = BASE "memory=5", .length = strlen(BASE "memory=5"),
				    .extra = "memory=77;vcpus=2\nname='y'\n" };
	libxl_domain_config d;

	libxl_domain_config_init(&d);
	assert_int_equal(config_parse(&text, &d), 0);
	assert_string_equal(d.c_info.name, "y");
	assert_int_equal(d.b_info.max_memkb, 77 << 10);
	libxl_domain_config_dispose(&d);
	text.extra = "vcpus=2\nmemroy=3\n";
	libxl_domain_config_init(&d);
	report_stderr_begin();
	assert_int_equal(config_parse(&text, &d), -1);
	assert_string_equal(report_stderr_end(), "command line:2: error: unknown key `memroy'; did you mean `memory'?\n");
	libxl_domain_config_dispose(&d);
}

static void test_host(void **state)
{
	static const char *const rows[][2] = {
		{ "name='taken'\nkernel='/bin/sh'", "t.cfg:1: error: `name': a domain with the name taken exists, number 7;" },
		{ "name='x'\nkernel='/nosuch'", "t.cfg:2: error: `kernel': cannot read /nosuch: No such file or directory; correct the path" },
		{ "name='x'\nfirmware='pvgrub64'", "t.cfg:2: error: `firmware': cannot read " },
		{ "name='x'\nkernel='/dev/null'", "t.cfg:2: error: `kernel': /dev/null is not a file" },
		{ "name='x'\nkernel='/bin/sh'\nramdisk='/proc/version/x'", "t.cfg:3: error: `ramdisk': cannot read" },
		{ "name='x'\nkernel='/bin/sh'\nvif=['bridge=nosuch0']", "t.cfg:3: error: `vif': there is no bridge nosuch0 for entry 1; create it" },
		{ "name='x'\nkernel='/bin/sh'\ntype='pvh'\nnestedhvm=1", "t.cfg:4: error: `nestedhvm': this hypervisor offers no virtualization" },
		{ "name='x'\nkernel='/bin/sh'\nmemory=2000", "t.cfg:3: error: `memory': 2000 MiB are more than the host has (1024 MiB)" },
	};
	static const char good[] = "name='x'\nkernel='/bin/sh'\nmemory=64\nvif=['script=vif-route','backend=storage']";
	struct config_text text = { .name = "t.cfg", .check_host = true };
	libxl_domain_config d;
	const char *reported;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		text.data = rows[i][0];
		text.length = strlen(text.data);
		libxl_domain_config_init(&d);
		report_stderr_begin();
		assert_int_equal(config_parse(&text, &d), i ? ERROR_NONSPECIFIC : ERROR_FAIL);
		reported = report_stderr_end();
		if (!strstr(reported, rows[i][1]))
			fail_msg("%s\nsaid:   %s", rows[i][0], reported);
		libxl_domain_config_dispose(&d);
	}
	text.data = good;
	text.length = strlen(good);
	libxl_domain_config_init(&d);
	assert_int_equal(config_parse(&text, &d), 0);
	libxl_domain_config_dispose(&d);
}

/* What a PVH guest needs of the CPUs, in the words of firmware setup screens. */
static void test_host_without_hvm(void **state)
{
	static const struct { bool hvm, hap; const char *config, *says[3]; } rows[] = {
		{ false, false, "name='x'\nkernel='/bin/sh'\ntype='pvh'",
		  { "t.cfg:3: error: `type': this host cannot run pvh guests", "VT-x", "SVM Mode" } },
		{ true, false, "type='pvh'\nname='x'\nkernel='/bin/sh'",
		  { "t.cfg:1: error: `type': this host cannot run pvh guests", "EPT", "Nested Paging" } },
		{ true, true, "type='pvh'\nname='x'\nkernel='/bin/sh'", { NULL } },
		{ false, false, "type='pv'\nname='x'\nkernel='/bin/sh'", { NULL } },
	};
	struct config_text text = { .name = "t.cfg", .check_host = true };
	libxl_domain_config d;
	const char *reported;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fake_hvm = rows[i].hvm;
		fake_hap = rows[i].hap;
		text.data = rows[i].config;
		text.length = strlen(text.data);
		libxl_domain_config_init(&d);
		report_stderr_begin();
		assert_int_equal(config_parse(&text, &d), rows[i].says[0] ? -1 : 0);
		reported = report_stderr_end();
		for (j = 0; j < ARRAY_SIZE(rows[i].says) && rows[i].says[j]; j++)
			if (!strstr(reported, rows[i].says[j]))
				fail_msg("%s\nsaid:   %s", rows[i].config, reported);
		libxl_domain_config_dispose(&d);
	}
	fake_hvm = fake_hap = true;
}

/* Each row can be found, has a help text or says what replaces it, and no name stands twice. */
static void test_table(void **state)
{
	unsigned int i, j;

	for (i = 0; i < config_key_count; i++) {
		const struct key *k = &config_keys[i];

		assert_true(k->help || k->replaced_by || k->unused);
		assert_true(k->set || k->unused);
		assert_ptr_equal(key_nearest(config_keys, config_key_count, k->name), k->name);
		for (j = i + 1; j < config_key_count; j++)
			assert_string_not_equal(k->name, config_keys[j].name);
	}
}

/* Whatever the key: a value of the wrong type never crashes, and what it sets can be disposed of. */
static void test_every_key_with_odd_values(void **state)
{
	static const char *const values[] = { "1", "'x'", "''", "[]", "['x']", "[['x']]", "[1,2]", "-1",
					      "99999999999999999999", "'a=b,c=d,'", "[',,,']" };
	libxl_domain_config d;
	const char *reported;
	char text[256];
	unsigned int i, j, type;
	static const char *const types[] = { "pv", "pvh", "hvm" };

	for (type = 0; type < ARRAY_SIZE(types); type++)
		for (i = 0; i < config_key_count; i++)
			for (j = 0; j < ARRAY_SIZE(values); j++) {
				snprintf(text, sizeof(text), "%s" "type='%s'\n%s=%s\n", BASE, types[type],
					 config_keys[i].name, values[j]);
				if (parse(text, &d, &reported))
					assert_non_null(strstr(reported, "t.cfg"));
				libxl_domain_config_dispose(&d);
			}
}

static void test_memory_sizes(void **state)
{
	static const struct { const char *text; int64_t kb; } rows[] = {
		{ "128", 131072 }, { "128m", 131072 }, { "128M", 131072 }, { "1g", 1 << 20 }, { "2048k", 2048 },
		{ "4096b", 4 }, { "1t", 1 << 30 }, { "0", 0 }, { "1x", -1 }, { "128q", -1 }, { "", -1 },
		{ "m", -1 }, { "-1", -1 }, { "1mm", -1 }, { "99999999999999999999", -1 }, { "9999999999t", -1 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(xl_parse_memory_kb(rows[i].text, 20), rows[i].kb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden), cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_missing), cmocka_unit_test(test_all_mistakes_at_once),
		cmocka_unit_test(test_warnings), cmocka_unit_test(test_cpus),
		cmocka_unit_test(test_global_masks), cmocka_unit_test(test_command_line),
		cmocka_unit_test(test_table), cmocka_unit_test(test_every_key_with_odd_values),
		cmocka_unit_test(test_host),
		cmocka_unit_test(test_host_without_hvm), cmocka_unit_test(test_memory_sizes),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
