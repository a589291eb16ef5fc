/* SPDX-License-Identifier: GPL-2.0-only */
/* Subcommands on a libxl that answers as told: options, words that are no numbers, domains that refuse, too little memory. */
#include <getopt.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmd/cmd.h>
#include <conf.h>
#include <create/create.h>
#include <xl.h>

#include "report.h"

int a_command(int argc, char **argv);
int a_command(int argc, char **argv)
{
	return 0;
}

/* --- the library --- */

static uint32_t asked[8], refuses;
static unsigned int asked_count;
static int removed = -1, found;
static bool nameless;
static uint64_t free_kb, shrunk_kb;

libxl_dominfo *libxl_list_domain(libxl_ctx *c, int *count)
{
	libxl_dominfo *info = calloc(4, sizeof(*info));
	int i;

	for (i = 0; i < 4; i++) {
		libxl_dominfo_init(&info[i]);
		info[i].domid = i;
	}
	*count = 4;
	return info;
}

int libxl_domain_shutdown(libxl_ctx *c, uint32_t domid, const libxl_asyncop_how *how)
{
	asked[asked_count++] = domid;
	return domid == refuses ? ERROR_FAIL : 0;
}

int libxl_is_stubdom(libxl_ctx *c, uint32_t domid, uint32_t *target)
{
	return 0;
}

int libxl_domain_qualifier_to_domid(libxl_ctx *c, const char *name, uint32_t *domid)
{
	*domid = 5;
	return found;
}

char *libxl_domid_to_name(libxl_ctx *c, uint32_t domid)
{
	return nameless ? NULL : strdup("name");
}

uint32_t libxl_vm_get_start_time(libxl_ctx *c, uint32_t domid)
{
	return 0;
}

libxl_device_nic *libxl_device_nic_list(libxl_ctx *c, uint32_t domid, int *count)
{
	*count = 0;
	return NULL;
}

int libxl_domain_info(libxl_ctx *c, libxl_dominfo *info, uint32_t domid)
{
	info->domain_type = LIBXL_DOMAIN_TYPE_PV;
	return 0;
}

int libxl_get_online_cpus(libxl_ctx *c)
{
	return 4;
}

int libxl_devid_to_device_nic(libxl_ctx *c, uint32_t domid, int devid, libxl_device_nic *nic)
{
	nic->devid = devid;
	return 0;
}

int libxl_device_nic_remove(libxl_ctx *c, uint32_t domid, libxl_device_nic *nic, const libxl_asyncop_how *how)
{
	removed = nic->devid;
	return 0;
}

int libxl_get_free_memory(libxl_ctx *c, uint64_t *kb)
{
	*kb = free_kb;
	return 0;
}

int libxl_domain_need_memory(libxl_ctx *c, libxl_domain_config *d, uint32_t domid, uint64_t *kb)
{
	*kb = d->b_info.target_memkb + 1024;
	return 0;
}

int libxl_set_memory_target(libxl_ctx *c, uint32_t domid, int64_t kb, int relative, int enforce)
{
	assert_true(relative && !enforce && domid == 0 && kb < 0);
	if (!shrunk_kb)
		return ERROR_INVAL;
	free_kb += shrunk_kb;
	return 0;
}

int libxl_wait_for_free_memory(libxl_ctx *c, uint32_t domid, uint64_t kb, int seconds)
{
	return free_kb >= kb ? 0 : ERROR_NOMEM;
}

int libxl_wait_for_memory_target(libxl_ctx *c, uint32_t domid, int seconds)
{
	return 0;
}

/* --- tests --- */

static int count_words(char **words)
{
	int n = 0;

	while (words[n])
		n++;
	return n;
}

/* Runs a command as main() does. */
static int run(int (*command)(int argc, char **argv), char **words, const char **reported)
{
	int rc;

	optind = 0;
	report_stderr_begin();
	rc = command(count_words(words), words);
	*reported = report_stderr_end();
	return rc;
}

static void test_all_are_asked(void **state)
{
	char *words[] = { "shutdown", "-a", NULL };
	const char *reported;

	asked_count = 0;
	refuses = 1;
	assert_int_equal(run(cmd_shutdown, words, &reported), EXIT_FAILURE);
	assert_non_null(strstr(reported, "shutdown failed (rc=-3)"));
	assert_int_equal(asked_count, 3);
	asked_count = refuses = 0;
	assert_int_equal(run(cmd_shutdown, words, &reported), EXIT_SUCCESS);
	assert_int_equal(asked_count, 3);
}

static void test_numbers(void **state)
{
	static const char *const wrong[] = { "eth0", "", "1x", "-1", "4294967296", "99999999999999999999", " 1" };
	char *detach[] = { "network-detach", "guest", NULL, NULL }, *domname[] = { "domname", NULL, NULL };
	const char *reported;
	unsigned int i;
	long number;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(xl_parse_number(wrong[i], 4294967295, &number), -1);
		if (wrong[i][0] == '-')
			continue; /* an option */
		detach[2] = domname[1] = (char *)wrong[i];
		assert_int_equal(run(cmd_network_detach, detach, &reported), EXIT_FAILURE);
		assert_non_null(strstr(reported, "Unknown device"));
		assert_int_equal(run(cmd_domname, domname, &reported), EXIT_FAILURE);
		assert_non_null(strstr(reported, "a number is needed here"));
	}
	assert_int_equal(removed, -1);
	detach[2] = "2";
	assert_int_equal(run(cmd_network_detach, detach, &reported), EXIT_SUCCESS);
	assert_int_equal(removed, 2);
}

static void test_options(void **state)
{
	static const struct { char *words[5]; const char *says; } rows[] = {
		{ { "shutdown", "-z" }, "option `z' not supported.\n" },
		{ { "shutdown", "--zork" }, "option `--zork' not supported.\n" },
		{ { "shutdown", "--wait", "-za" }, "option `z' not supported.\n" },
		{ { "shutdown", "--all=1" }, "option `--all=1' not supported.\n" },
		{ { "console", "-n" }, "option `n' needs a value.\n" },
	};
	const char *reported;
	unsigned int i;
	int status;
	pid_t child;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		char *const *words = rows[i].words;

		report_stderr_begin();
		child = fork();
		if (!child) {
			optind = 0;
			_exit((strcmp(words[0], "console") ? cmd_shutdown : cmd_console)(
				count_words((char **)words), (char **)words));
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		reported = report_stderr_end();
		assert_string_equal(reported, rows[i].says);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), EXIT_USAGE);
	}
}

/* Options may stand anywhere, a negative number is none, and what follows "--" is none either. */
static void test_operands(void **state)
{
	char *set[] = { "vcpu-set", "guest", "-1", "--ignore-host", NULL };
	char *first[] = { "x", "-1", "g", "-f", "-", NULL }, *ended[] = { "x", "g", "-w", "-5", "--", "-f", NULL };
	static const struct option longs[] = { { "ignore-host", no_argument, NULL, 'i' }, { } };

	optind = 0;
	assert_int_equal(xl_getopt(4, set, "i", longs, 2), 'i');
	assert_int_equal(xl_getopt(4, set, "i", longs, 2), -1);
	assert_int_equal(optind, 2);
	assert_string_equal(set[2], "guest");
	assert_string_equal(set[3], "-1");
	optind = 0;
	assert_int_equal(xl_getopt(5, first, "f", NULL, 0), 'f');
	assert_int_equal(xl_getopt(5, first, "f", NULL, 0), -1);
	assert_int_equal(optind, 2);
	assert_string_equal(first[2], "-1");
	assert_string_equal(first[3], "g");
	assert_string_equal(first[4], "-");
	optind = 0;
	assert_int_equal(xl_getopt(6, ended, "w:f", NULL, 0), 'w');
	assert_string_equal(optarg, "-5");
	assert_int_equal(xl_getopt(6, ended, "w:f", NULL, 0), -1);
	assert_int_equal(optind, 4);
	assert_string_equal(ended[4], "g");
	assert_string_equal(ended[5], "-f");
}

/* A list of a domain that is not there fails, and so does its uptime. */
static void test_no_such_domain(void **state)
{
	char *list[] = { "network-list", "nosuch", NULL }, *uptime[] = { "uptime", "99", NULL };
	const char *reported;

	found = ERROR_INVAL;
	assert_int_equal(run(cmd_network_list, list, &reported), EXIT_FAILURE);
	assert_non_null(strstr(reported, "nosuch is an invalid domain identifier (rc=-6)"));
	found = 0;
	nameless = true;
	assert_int_equal(run(cmd_uptime, uptime, &reported), EXIT_FAILURE);
	assert_non_null(strstr(reported, "Domain 5 does not exist."));
	nameless = false;
	assert_int_equal(run(cmd_uptime, uptime, &reported), EXIT_SUCCESS);
}

/* "-" stands for the map that is left alone, and a negative number is no vCPU. */
static void test_pinning(void **state)
{
	char *pin[] = { "vcpu-pin", "g", "0", "-", "0", NULL }, *wrong[] = { "vcpu-pin", "g", "-1", "all", NULL };
	char *empty[] = { "vcpu-pin", "g", "0", "", NULL }, line[64] = "";
	FILE *out = tmpfile();
	int old = dup(1);
	const char *reported;

	assert_true(out && old >= 0);
	fflush(stdout);
	dup2(fileno(out), 1);
	dry_run = true;
	assert_int_equal(run(cmd_vcpu_pin, pin, &reported), EXIT_SUCCESS);
	fflush(stdout);
	dup2(old, 1);
	close(old);
	rewind(out);
	assert_non_null(fgets(line, sizeof(line), out));
	fclose(out);
	assert_string_equal(line, "cpumap: - 0\n");
	assert_int_equal(run(cmd_vcpu_pin, wrong, &reported), EXIT_FAILURE);
	assert_string_equal(reported, "Error: Invalid argument -1 as VCPU.\n");
	assert_int_equal(run(cmd_vcpu_pin, empty, &reported), EXIT_FAILURE);
	assert_string_equal(reported, "vcpu hard affinity map is empty\n");
	dry_run = false;
}

static int make_room(uint64_t wanted_kb, const char **reported)
{
	libxl_domain_config d;
	int rc;

	libxl_domain_config_init(&d);
	d.c_info.name = strdup("g");
	d.b_info.target_memkb = wanted_kb;
	report_stderr_begin();
	rc = create_free_memory(&d);
	*reported = report_stderr_end();
	libxl_domain_config_dispose(&d);
	return rc;
}

static void test_memory(void **state)
{
	const char *reported;

	conf.autoballoon = AUTOBALLOON_OFF;
	free_kb = 64 << 10;
	assert_int_equal(make_room(64 << 10, &reported), 0);
	assert_int_equal(make_room(65 << 10, &reported), ERROR_NOMEM);
	assert_string_equal(reported, "g: not enough memory: it is to get 65 MiB and the host has 64 MiB free; "
			    "lower `memory' or end other domains\n");
	conf.autoballoon = AUTOBALLOON_ON;
	assert_int_equal(make_room(65 << 10, &reported), ERROR_NOMEM);
	assert_string_equal(reported, "g: not enough memory: it is to get 66 MiB and the host has 64 MiB free; "
			    "and dom0 cannot give enough of its own; lower `memory' or end other domains\n");
	shrunk_kb = 1 << 10;
	assert_int_equal(make_room(65 << 10, &reported), 0);
	assert_string_equal(reported, "");
	free_kb = 0;
	assert_int_equal(make_room(65 << 10, &reported), ERROR_NOMEM);
}

/* What libxl says of a key is followed by the key's place. */
static void test_blame(void **state)
{
	static const char text[] = "name='x'\nkernel='/half'\ndisk=[\n'a,,xvda' ]\nmemory=64\n";
	xentoollog_logger_stdiostream *log = xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	xentoollog_logger *l = blame_logger((xentoollog_logger *)log);
	XLU_Config *cfg = xlu_cfg_init(stderr, "t.cfg");
	const char *reported;

	assert_int_equal(xlu_cfg_readdata(cfg, text, strlen(text)), 0);
	blame_report(NULL); /* forgets what the tests before left */
	report_stderr_begin();
	xtl_log(l, XTL_WARN, -1, "xl", "name=%s", "x");
	xtl_log(l, XTL_ERROR, -1, "xl", "xkernel=1, kernels=2, vcpus=3, memory is scarce");
	xtl_log(l, XTL_ERROR, -1, "xl", "cannot load kernel=\"%s\"; memory=64", "/half");
	xtl_log(l, XTL_ERROR, -1, "xl", "kernel=\"%s\" again", "/half");
	blame_report(cfg);
	blame_report(cfg);
	blame_key("disk");
	blame_report(cfg);
	blame_key("disk");
	blame_report(NULL);
	xlu_cfg_destroy(cfg);
	reported = report_stderr_end();
	assert_non_null(strstr(reported, "memory is scarce\nxl: error: cannot load"));
	assert_non_null(strstr(reported, "again\nt.cfg:5: error: `memory': the error above is about this setting\n"
			       "t.cfg:2: error: `kernel': the error above is about this setting\n"
			       "t.cfg:4: error: `disk': the error above is about this setting\n"));
	assert_null(strstr(reported, "t.cfg:1"));
	xtl_logger_destroy((xentoollog_logger *)log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_are_asked), cmocka_unit_test(test_numbers), cmocka_unit_test(test_options),
		cmocka_unit_test(test_operands), cmocka_unit_test(test_pinning), cmocka_unit_test(test_no_such_domain),
		cmocka_unit_test(test_memory), cmocka_unit_test(test_blame),
	};

	return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
