/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of commands: names, and the help texts that go with them. */
#include <string.h>

#include <xl.h>

#include "report.h"

int a_command(int argc, char **argv);
int a_command(int argc, char **argv)
{
	return 0;
}

/* What Debian's xl 4.17 lists, in its order. */
static const char all[] =
	"create config-update list destroy shutdown reboot pci-attach pci-detach pci-list pci-assignable-add "
	"pci-assignable-remove pci-assignable-list pause unpause console vncviewer save migrate restore "
	"migrate-receive dump-core cd-insert cd-eject mem-max mem-set button-press vcpu-list vcpu-pin vcpu-set "
	"vm-list info sharing sched-credit sched-credit2 sched-rtds domid domname rename trigger sysrq debug-keys "
	"set-parameters dmesg top network-attach network-list network-detach channel-list block-attach block-list "
	"block-detach vtpm-attach vtpm-list vtpm-detach vkb-attach vkb-list vkb-detach vdispl-attach vdispl-list "
	"vdispl-detach vsnd-attach vsnd-list vsnd-detach uptime claims cpupool-create cpupool-list cpupool-destroy "
	"cpupool-rename cpupool-cpu-add cpupool-cpu-remove cpupool-migrate cpupool-numa-split getenforce setenforce "
	"loadpolicy remus devd psr-hwinfo psr-cmt-attach psr-cmt-detach psr-cmt-show psr-cat-set psr-cat-show "
	"psr-mba-set psr-mba-show usbctrl-attach usbctrl-detach usbdev-attach usbdev-detach usb-list "
	"qemu-monitor-command";

static void test_names(void **state)
{
	char names[4096] = "";
	unsigned int i;

	for (i = 0; i < xl_cmd_count; i++) {
		strcat(names, i ? " " : "");
		strcat(names, xl_cmds[i].name);
		assert_ptr_equal(xl_cmd_find(xl_cmds[i].name), &xl_cmds[i]);
		assert_non_null(xl_cmds[i].summary);
		assert_non_null(xl_cmds[i].usage);
	}
	assert_string_equal(names, all);
}

/* The commands of the first release are there. */
static void test_implemented(void **state)
{
	static const char *const names[] = {
		"create", "list", "destroy", "shutdown", "reboot", "pause", "unpause", "console", "dmesg", "info",
		"domid", "domname", "rename", "vcpu-list", "vcpu-pin", "vcpu-set", "mem-set", "mem-max", "uptime",
		"top", "block-list", "network-list", "sched-credit2", "debug-keys",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		assert_non_null(xl_cmd_find(names[i])->run);
}

static void test_find(void **state)
{
	assert_null(xl_cmd_find("frob"));
	assert_null(xl_cmd_find(""));
	assert_string_equal(xl_cmd_find("cre")->name, "create");
	assert_string_equal(xl_cmd_find("vcpu-s")->name, "vcpu-set");
	report_stderr_begin();
	assert_null(xl_cmd_find("vcpu"));
	assert_string_equal(report_stderr_end(), "command `vcpu' is ambiguous: `vcpu-list' or `vcpu-pin'?\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_implemented), cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests_name("commands", tests, NULL, NULL);
}
