/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes bash completion or manual pages from the tables: gen-docs completion|man1|man5. Runs at build time. */
#include <stdio.h>
#include <string.h>

#include "cfg/config.h"
#include "xl.h"

/* what main.c has in xl itself */
libxl_ctx *ctx;
xentoollog_logger_stdiostream *logger;
bool dry_run, force_execution;
const char *program = "gen-docs";

static const char *const headings[] = {
	[GROUP_DOMAIN] = "DOMAIN SUBCOMMANDS", [GROUP_HOST] = "XEN HOST SUBCOMMANDS",
	[GROUP_SCHEDULER] = "SCHEDULER SUBCOMMANDS", [GROUP_POOL] = "CPUPOOLS COMMANDS",
	[GROUP_DEVICE] = "VIRTUAL DEVICE COMMANDS", [GROUP_PCI] = "PCI PASS-THROUGH",
	[GROUP_USB] = "USB PASS-THROUGH", [GROUP_DM] = "DEVICE-MODEL CONTROL", [GROUP_FLASK] = "FLASK",
	[GROUP_PSR] = "PLATFORM SHARED RESOURCE MONITORING/CONTROL",
};

/* Text for roff: no line begins with a control character, no backslash is special. */
static void roff(const char *text)
{
	bool line_start = true;

	for (; *text; text++) {
		if (line_start && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
		line_start = *text == '\n';
	}
}

static void man_command(const struct xl_cmd *cmd)
{
	printf(".TP\n\\fB");
	roff(cmd->name);
	printf("\\fR ");
	roff(cmd->usage);
	printf("\n");
	roff(cmd->summary);
	printf(".%s\n", cmd->run ? "" : " Not implemented yet.");
	if (cmd->options && *cmd->options) {
		printf(".RS\n.nf\n");
		roff(cmd->options);
		printf("\n.fi\n.RE\n");
	}
}

static void man1(void)
{
	unsigned int group, i;

	printf(".\\\" SPDX-License-Identifier: GPL-2.0-only\n.TH XL 1 \"\" Xen Xen\n"
	       ".SH NAME\nxl \\- manage Xen and its domains\n"
	       ".SH SYNOPSIS\n\\fBxl\\fR [\\-vfNtT] \\fIsubcommand\\fR [\\fIargs\\fR]\n"
	       ".SH GLOBAL OPTIONS\n"
	       ".TP\n\\-v\nmore messages; again for still more\n"
	       ".TP\n\\-N\ndry run: show what would be done\n"
	       ".TP\n\\-f\ngo on where a command would refuse\n"
	       ".TP\n\\-t\nprogress messages overwrite each other\n"
	       ".TP\n\\-T\nmessages carry time and process id\n");
	for (group = 0; group < ARRAY_SIZE(headings); group++) {
		printf(".SH %s\n", headings[group]);
		for (i = 0; i < xl_cmd_count; i++)
			if (xl_cmds[i].group == group)
				man_command(&xl_cmds[i]);
	}
	printf(".SH EXIT STATUS\n0 success, 1 failure, 2 a mistake on the command line; \\fBxl create\\fR ends with "
	       "the negated error of libxl, such as 3.\n.SH SEE ALSO\nxl.cfg(5)\n");
}

static void man5(void)
{
	unsigned int i;

	printf(".\\\" SPDX-License-Identifier: GPL-2.0-only\n.TH XL.CFG 5 \"\" Xen Xen\n"
	       ".SH NAME\nxl.cfg \\- configuration of a domain\n"
	       ".SH SYNTAX\nSettings KEY=VALUE, apart by newlines or semicolons; # begins a comment. A value is a string in "
	       "single or double quotes, a number (decimal, 0 octal, 0x hexadecimal) or a list [ VALUE, VALUE ]. "
	       "KEY+=VALUE adds to a string or a list.\n"
	       "A mistake is reported with file and line, and nothing is created.\n.SH KEYS\n");
	for (i = 0; i < config_key_count; i++) {
		const struct key *k = &config_keys[i];

		if (k->replaced_by)
			continue;
		printf(".TP\n\\fB");
		roff(k->name);
		printf("\\fR");
		if (k->set == key_set_long && k->max)
			printf(" (%ld to %ld)", k->min, k->max);
		printf("\n");
		roff(k->help ? k->help : "not documented");
		printf("%s\n", k->unused ? "; without effect in this version" : "");
	}
	printf(".SH SEE ALSO\nxl(1)\n");
}

static void completion(void)
{
	unsigned int i;

	printf("# SPDX-License-Identifier: GPL-2.0-only\n# shellcheck shell=bash\n# bash completion of xl: subcommands, then domain names and files\n"
	       "_xl()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} commands domains\n\tCOMPREPLY=()\n\tcommands='");
	for (i = 0; i < xl_cmd_count; i++)
		if (xl_cmds[i].run)
			printf("%s%s", i ? " " : "", xl_cmds[i].name);
	printf("'\n\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	       "\t\tmapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$cur\")\n\t\treturn\n\tfi\n"
	       "\tdomains=$(xl list 2>/dev/null | awk 'NR > 1 { print $1 }')\n"
	       "\tmapfile -t COMPREPLY < <(compgen -W \"$domains\" -- \"$cur\")\n}\ncomplete -o default -F _xl xl\n");
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	if (!strcmp(what, "man1"))
		man1();
	else if (!strcmp(what, "man5"))
		man5();
	else if (!strcmp(what, "completion"))
		completion();
	else
		return 2;
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
