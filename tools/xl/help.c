/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "xl.h"

#define SUMMARY_COLUMN 19

const struct xl_cmd *xl_cmd_find(const char *name)
{
	size_t length = strlen(name);
	const struct xl_cmd *found = NULL;
	unsigned int i;

	for (i = 0; i < xl_cmd_count; i++) {
		if (strncmp(xl_cmds[i].name, name, length))
			continue;
		if (!xl_cmds[i].name[length])
			return &xl_cmds[i];
		if (found && length) {
			xl_error("command `%s' is ambiguous: `%s' or `%s'?", name, found->name,
				 xl_cmds[i].name);
			return NULL;
		}
		found = &xl_cmds[i];
	}
	return length ? found : NULL;
}

static void list_commands(void)
{
	unsigned int i;

	printf("Usage xl [-vfNtT] <subcommand> [args]\n\nxl full list of subcommands:\n\n");
	for (i = 0; i < xl_cmd_count; i++) {
		printf(" %-*s ", SUMMARY_COLUMN, xl_cmds[i].name);
		if (strlen(xl_cmds[i].name) > SUMMARY_COLUMN)
			printf("\n %-*s ", SUMMARY_COLUMN, "");
		printf("%s\n", xl_cmds[i].summary);
	}
}

void xl_help(const char *name)
{
	const struct xl_cmd *cmd;

	if (!name || !strcmp(name, "--long")) {
		list_commands();
		return;
	}
	cmd = xl_cmd_find(name);
	if (!cmd) {
		printf("command \"%s\" not implemented\n", name);
		return;
	}
	printf("Usage: xl [-vtT%s%s] %s %s\n\n%s.\n\n", cmd->modifies ? "f" : "",
	       cmd->dry_run ? "N" : "", cmd->name, cmd->usage, cmd->summary);
	if (cmd->options)
		printf("Options:\n\n%s\n", cmd->options);
}
