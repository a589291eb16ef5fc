// SPDX-License-Identifier: GPL-2.0-only
/* libxl's types, utilities and parsers, on the host. Needs no hypervisor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <libxl.h>
#include <libxl_utils.h>

/* from device/disk.c, which the test links */
int libxl__vdev_number(const char *vdev, int *disk, int *partition);

/* ---- JSON ---- */

static char *copy_of(const char *s)
{
	char *p = strdup(s);

	assert_non_null(p);
	return p;
}

static void fill_config(libxl_domain_config *c)
{
	libxl_domain_config_init(c);
	c->c_info.type = LIBXL_DOMAIN_TYPE_PV;
	libxl_domain_build_info_init_type(&c->b_info, LIBXL_DOMAIN_TYPE_PV);
	c->c_info.name = copy_of("a \"name\"\n");
	libxl_uuid_from_string(&c->c_info.uuid, "00112233-4455-6677-8899-aabbccddeeff");
	c->c_info.xsdata = calloc(5, sizeof(char *));
	c->c_info.xsdata[0] = copy_of("key");
	c->c_info.xsdata[1] = copy_of("value");
	c->c_info.xsdata[2] = copy_of("empty");
	c->b_info.max_memkb = 1ULL << 40;
	c->b_info.target_memkb = 12345;
	c->b_info.rtc_timeoffset = (uint32_t)-5;
	c->b_info.extra = calloc(3, sizeof(char *));
	c->b_info.extra[0] = copy_of("one");
	c->b_info.extra[1] = copy_of("two");
	libxl_bitmap_alloc(NULL, &c->b_info.avail_vcpus, 9);
	libxl_bitmap_set(&c->b_info.avail_vcpus, 0);
	libxl_bitmap_set(&c->b_info.avail_vcpus, 8);
	libxl_defbool_set(&c->b_info.claim_mode, true);
	libxl_defbool_set(&c->b_info.localtime, false);
	assert_int_equal(libxl_cpuid_parse_config(&c->b_info.cpuid, "sse3=0"), 0);
	assert_int_equal(libxl_cpuid_parse_config(&c->b_info.cpuid, "rdcl-no=1"), 0);
	c->b_info.num_irqs = 2;
	c->b_info.irqs = calloc(2, sizeof(uint32_t));
	c->b_info.irqs[1] = 7;
	c->num_disks = 1;
	c->disks = calloc(1, sizeof(*c->disks));
	libxl_device_disk_init(c->disks);
	c->disks[0].pdev_path = copy_of("/disk");
	c->disks[0].vdev = copy_of("xvda");
	c->disks[0].readwrite = 1;
	c->num_nics = 1;
	c->nics = calloc(1, sizeof(*c->nics));
	libxl_device_nic_init(c->nics);
	memcpy(c->nics[0].mac, "\x00\x16\x3e\x01\x02\x03", 6);
	c->num_channels = 1;
	c->channels = calloc(1, sizeof(*c->channels));
	libxl_device_channel_init(c->channels);
	libxl_device_channel_init_connection(c->channels, LIBXL_CHANNEL_CONNECTION_SOCKET);
	c->channels[0].u.socket.path = copy_of("/socket");
	c->on_reboot = LIBXL_ACTION_ON_SHUTDOWN_RESTART;
}

static void json_round_trip(void **state)
{
	libxl_domain_config a, b;
	char *first, *second;

	fill_config(&a);
	first = libxl_domain_config_to_json(NULL, &a);
	assert_non_null(first);
	libxl_domain_config_init(&b);
	assert_int_equal(libxl_domain_config_from_json(NULL, &b, first), 0);
	second = libxl_domain_config_to_json(NULL, &b);
	assert_string_equal(first, second);
	assert_string_equal(b.c_info.name, "a \"name\"\n");
	assert_int_equal(b.b_info.type, LIBXL_DOMAIN_TYPE_PV);
	assert_true(b.b_info.max_memkb == 1ULL << 40);
	assert_int_equal(b.b_info.rtc_timeoffset, (uint32_t)-5);
	assert_true(libxl_bitmap_test(&b.b_info.avail_vcpus, 8));
	assert_string_equal(b.channels[0].u.socket.path, "/socket");
	libxl_domain_config_dispose(&a);
	libxl_domain_config_dispose(&b);
	free(first);
	free(second);
}

static void copy_is_deep(void **state)
{
	libxl_domain_config a, b;
	char *before, *after;

	fill_config(&a);
	before = libxl_domain_config_to_json(NULL, &a);
	libxl_domain_config_copy(NULL, &b, &a);
	libxl_domain_config_dispose(&a);
	after = libxl_domain_config_to_json(NULL, &b);
	assert_string_equal(before, after);
	libxl_domain_config_dispose(&b);
	free(before);
	free(after);
}

/* Text as Xen 4.17's libxl writes it for an otherwise empty configuration. */
static void json_as_4_17(void **state)
{
	static const char expected[] =
		"{\n    \"c_info\": {\n        \"type\": \"pv\"\n    },\n    \"b_info\": {\n"
		"        \"sched_params\": {\n\n        },\n        \"type.pv\": {\n\n        },\n"
		"        \"arch_arm\": {\n\n        },\n        \"arch_x86\": {\n\n        }\n    }\n}\n";
	libxl_domain_config c;
	char *text;

	libxl_domain_config_init(&c);
	c.c_info.type = LIBXL_DOMAIN_TYPE_PV;
	libxl_domain_build_info_init_type(&c.b_info, LIBXL_DOMAIN_TYPE_PV);
	text = libxl_domain_config_to_json(NULL, &c);
	assert_string_equal(text, expected);
	libxl_domain_config_dispose(&c);
	free(text);
}

static void json_rejects_nonsense(void **state)
{
	static const char *const bad[] = {
		"", "{", "[]", "{\"c_info\": 3}", "{\"c_info\": {\"type\": \"nonesuch\"}}",
		"{\"c_info\": {\"domid\": 4294967296}}", "{\"c_info\": {\"uuid\": \"12\"}}",
		"{\"b_info\": {\"max_vcpus\": \"two\"}}", "{\"b_info\": {\"max_vcpus\": 1.5}}",
		"{\"b_info\": {\"avail_vcpus\": [-1]}}", "{\"b_info\": {\"avail_vcpus\": [99999]}}",
		"{\"b_info\": {\"cpuid\": {\"cpuid\": [{\"leaf\": 1, \"eax\": \"01\"}]}}}",
		"{\"disks\": {}}", "{\"disks\": [3]}", "{\"nics\": [{\"mac\": \"00:16:3e:xx:00:00\"}]}",
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		libxl_domain_config c;

		libxl_domain_config_init(&c);
		if (!libxl_domain_config_from_json(NULL, &c, bad[i]))
			fail_msg("accepted: %s", bad[i]);
		libxl_domain_config_dispose(&c);
	}
}

static void enum_texts(void **state)
{
	libxl_domain_type type;
	libxl_scheduler sched;

	assert_string_equal(libxl_domain_type_to_string(LIBXL_DOMAIN_TYPE_PVH), "pvh");
	assert_null(libxl_domain_type_to_string(77));
	assert_int_equal(libxl_domain_type_from_string("HVM", &type), 0);
	assert_int_equal(type, LIBXL_DOMAIN_TYPE_HVM);
	assert_int_equal(libxl_scheduler_from_string("credit3", &sched), ERROR_INVAL);
}

/* ---- bitmaps ---- */

static void bitmaps(void **state)
{
	libxl_bitmap a, b, both, any;
	char *hex;

	libxl_bitmap_init(&a);
	assert_int_equal(libxl_bitmap_alloc(NULL, &a, 10), 0);
	assert_int_equal(libxl_bitmap_alloc(NULL, &b, 3), 0);
	assert_int_equal(a.size, 2);
	assert_true(libxl_bitmap_is_empty(&a));
	libxl_bitmap_set(&a, 1);
	libxl_bitmap_set(&a, 9);
	libxl_bitmap_set(&a, 1000);
	libxl_bitmap_set(&a, -1);
	libxl_bitmap_set(&b, 1);
	assert_int_equal(libxl_bitmap_count_set(&a), 2);
	assert_false(libxl_bitmap_test(&a, 1000));
	assert_false(libxl_bitmap_test(&a, -1));
	hex = libxl_bitmap_to_hex_string(NULL, &a);
	assert_string_equal(hex, "0x0202");
	free(hex);
	assert_int_equal(libxl_bitmap_and(NULL, &both, &a, &b), 0);
	assert_int_equal(libxl_bitmap_or(NULL, &any, &a, &b), 0);
	assert_true(libxl_bitmap_equal(&both, &b, 0));
	assert_true(libxl_bitmap_equal(&any, &a, 0));
	assert_true(libxl_bitmap_equal(&a, &b, 8));
	libxl_bitmap_reset(&a, 9);
	libxl_bitmap_copy(NULL, &any, &b);
	assert_true(libxl_bitmap_equal(&any, &a, 0));
	libxl_bitmap_set_any(&b);
	assert_true(libxl_bitmap_is_full(&b));
	libxl_bitmap_dispose(&a);
	libxl_bitmap_dispose(&b);
	libxl_bitmap_dispose(&both);
	libxl_bitmap_dispose(&any);
}

/* ---- CPUID ---- */

/* the policy as JSON with all white space taken out */
static char *policy_text(libxl_cpuid_policy_list *list)
{
	libxl_domain_build_info info;
	char *json, *p, *q, *end;

	libxl_domain_build_info_init(&info);
	info.cpuid = *list;
	json = libxl_domain_build_info_to_json(NULL, &info);
	assert_non_null(json);
	p = strstr(json, "\"cpuid\"");
	assert_non_null(p);
	end = strstr(p, ",\n    \"sched_params\"");
	assert_non_null(end);
	*end = 0;
	for (q = json; *p; p++)
		if (*p != ' ' && *p != '\n')
			*q++ = *p;
	*q = 0;
	return json;
}

static void cpuid_is(const char *arg, bool xend, const char *expected)
{
	libxl_cpuid_policy_list list = NULL;
	char *text;
	int rc = xend ? libxl_cpuid_parse_config_xend(&list, arg) :
			libxl_cpuid_parse_config(&list, arg);

	assert_int_equal(rc, 0);
	text = policy_text(&list);
	assert_string_equal(text, expected);
	free(text);
	libxl_cpuid_dispose(&list);
}

#define LEAF(leaf) "\"cpuid\":{\"cpuid\":[{" leaf "}],\"msr\":[]}"

static void cpuid_names(void **state)
{
	cpuid_is("sse3=1", false, LEAF("\"leaf\":1,\"ecx\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1\""));
	cpuid_is("aes=k", false, LEAF("\"leaf\":1,\"ecx\":\"xxxxxxkxxxxxxxxxxxxxxxxxxxxxxxxx\""));
	cpuid_is("avx-vnni=1", false,
		 LEAF("\"leaf\":7,\"subleaf\":1,\"eax\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxx1xxxx\""));
	cpuid_is("family=20", false, LEAF("\"leaf\":1,\"eax\":\"xxxx00000101xxxxxxxx1111xxxxxxxx\""));
	cpuid_is("model=0x3a", false, LEAF("\"leaf\":1,\"eax\":\"xxxxxxxxxxxx0011xxxxxxxx1010xxxx\""));
	cpuid_is("maxleaf=0xd", false, LEAF("\"leaf\":0,\"eax\":\"00000000000000000000000000001101\""));
	cpuid_is("procpkg=3", false,
		 LEAF("\"leaf\":4,\"subleaf\":0,\"eax\":\"000011xxxxxxxxxxxxxxxxxxxxxxxxxx\""));
	cpuid_is("its-no=1", false, "\"cpuid\":{\"cpuid\":[],\"msr\":[{\"index\":266,\"policy\":"
		 "\"x1xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}]}");
}

static void cpuid_xend(void **state)
{
	cpuid_is("1:ecx=xxxxxxxx0000xxxxxxxxxxxxxxxxxxxx", true,
		 LEAF("\"leaf\":1,\"ecx\":\"xxxxxxxx0000xxxxxxxxxxxxxxxxxxxx\""));
	cpuid_is("0xd,1:eax=xxxxxxxx0000xxxxxxxxxxxxxxxx1111,ebx=kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", true,
		 LEAF("\"leaf\":13,\"subleaf\":1,\"eax\":\"xxxxxxxx0000xxxxxxxxxxxxxxxx1111\","
		      "\"ebx\":\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\""));
}

static void cpuid_errors(void **state)
{
	static const struct { const char *text; bool xend; int rc; } bad[] = {
		{ "sse3", false, 1 }, { "", false, 1 }, { "nonesuch=1", false, 2 }, { "=1", false, 2 },
		{ "SSE3=1", false, 2 }, { "sse3=", false, 3 }, { "sse3=2", false, 3 },
		{ "sse3=10", false, 3 }, { "family=x", false, 3 }, { "family=5000", false, 3 },
		{ "1", true, 1 }, { "x:eax=0", true, 1 }, { "1:efx=1", true, 2 }, { "1:eax", true, 3 },
		{ "1:eax=0101", true, 4 }, { "1:eax=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", true, 4 },
		{ "1:eax=yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", true, 4 },
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		libxl_cpuid_policy_list list = NULL;
		int rc = bad[i].xend ? libxl_cpuid_parse_config_xend(&list, bad[i].text) :
				       libxl_cpuid_parse_config(&list, bad[i].text);

		if (rc != bad[i].rc)
			fail_msg("\"%s\" gives %d, not %d", bad[i].text, rc, bad[i].rc);
		libxl_cpuid_dispose(&list);
	}
}

static void cpuid_list(void **state)
{
	libxl_cpuid_policy_list a = NULL, b = NULL;
	char *x, *y;

	assert_int_equal(libxl_cpuid_parse_config(&a, "sse3=1"), 0);
	assert_int_equal(libxl_cpuid_parse_config(&a, "vmx=0"), 0);
	assert_int_equal(libxl_cpuid_parse_config(&a, "smep=s"), 0);
	assert_int_equal(libxl_cpuid_policy_list_length(&a), 2);
	libxl_cpuid_policy_list_copy(NULL, &b, &a);
	x = policy_text(&a);
	y = policy_text(&b);
	assert_string_equal(x, y);
	free(x);
	free(y);
	libxl_cpuid_dispose(&a);
	libxl_cpuid_dispose(&b);
	assert_null(a);
}

/* ---- names and numbers ---- */

static void vdev_numbers(void **state)
{
	static const struct { const char *name; int number; } table[] = {
		{ "xvda", 51712 }, { "xvdb", 51728 }, { "xvda1", 51713 }, { "xvdp15", 51967 },
		{ "xvdq", 1 << 28 | 16 << 8 }, { "xvda16", 1 << 28 | 16 }, { "xvdaa", 1 << 28 | 26 << 8 },
		{ "hda", 768 }, { "hdb3", 835 }, { "hdc", 5632 }, { "hdd", 5696 }, { "sda", 2048 },
		{ "sdp15", 2303 }, { "d0", 51712 }, { "d1p2", 51730 }, { "51712", 51712 },
		{ "0xca00", 51712 }, { "xvd", -1 }, { "xvda0x", -1 }, { "hde", -1 }, { "sdq", -1 },
		{ "", -1 }, { "foo", -1 }, { "d", -1 }, { "d0p", -1 }, { "xvda300", -1 },
		{ "xvdzzzzzzzzzzzzzzzzzzzz", -1 }, { "99999999999999999999", -1 },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int n = libxl__vdev_number(table[i].name, NULL, NULL);

		if (n != table[i].number)
			fail_msg("\"%s\" gives %d, not %d", table[i].name, n, table[i].number);
	}
	assert_int_equal(libxl__vdev_number(NULL, NULL, NULL), -1);
}

static void basenames(void **state)
{
	static const char *const table[][2] = {
		{ "/a/b", "b" }, { "/a/b/", "" }, { "x", "x" }, { "", "." }, { "/", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char *s = libxl_basename(table[i][0]);

		assert_string_equal(s, table[i][1]);
		free(s);
	}
}

static void uuids(void **state)
{
	libxl_uuid a, b;
	char text[LIBXL_UUID_FMTLEN + 1];

	assert_int_equal(libxl_uuid_from_string(&a, "00112233-4455-6677-8899-aabbccddeeff"), 0);
	snprintf(text, sizeof(text), LIBXL_UUID_FMT, LIBXL_UUID_BYTES(a));
	assert_string_equal(text, "00112233-4455-6677-8899-aabbccddeeff");
	assert_int_not_equal(libxl_uuid_from_string(&b, "0011223344"), 0);
	libxl_uuid_copy(NULL, &b, &a);
	assert_int_equal(libxl_uuid_compare(&a, &b), 0);
	libxl_uuid_clear(&b);
	assert_true(libxl_uuid_is_nil(&b));
	libxl_uuid_generate(&b);
	assert_false(libxl_uuid_is_nil(&b));
}

static void defbools(void **state)
{
	libxl_defbool b = { 0 };

	assert_true(libxl_defbool_is_default(b));
	assert_string_equal(libxl_defbool_to_string(b), "<default>");
	libxl_defbool_setdefault(&b, true);
	libxl_defbool_setdefault(&b, false);
	assert_true(libxl_defbool_val(b));
	assert_string_equal(libxl_defbool_to_string(b), "True");
	libxl_defbool_set(&b, false);
	assert_false(libxl_defbool_val(b));
	libxl_defbool_unset(&b);
	assert_true(libxl_defbool_is_default(b));
}

static void shadow_memory(void **state)
{
	assert_int_equal(libxl_get_required_shadow_memory(1 << 20, 2), 10240);
	assert_int_equal(libxl_get_required_shadow_memory(160 * 1024, 2), 3328);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_round_trip),
		cmocka_unit_test(copy_is_deep),
		cmocka_unit_test(json_as_4_17),
		cmocka_unit_test(json_rejects_nonsense),
		cmocka_unit_test(enum_texts),
		cmocka_unit_test(bitmaps),
		cmocka_unit_test(cpuid_names),
		cmocka_unit_test(cpuid_xend),
		cmocka_unit_test(cpuid_errors),
		cmocka_unit_test(cpuid_list),
		cmocka_unit_test(vdev_numbers),
		cmocka_unit_test(basenames),
		cmocka_unit_test(uuids),
		cmocka_unit_test(defbools),
		cmocka_unit_test(shadow_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
