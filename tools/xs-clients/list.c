/* SPDX-License-Identifier: GPL-2.0-only */
/* ls: the tree with values and permissions. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client.h"

#define FRAME 8			/* ` = "`, `\...` in a value that is cut, quote */
#define PERMS_COLUMN 60

static int width = 80;

static void find_width(void)
{
	struct winsize size;

	if (isatty(1) && !ioctl(1, TIOCGWINSZ, &size) && size.ws_col > 2 * FRAME)
		width = size.ws_col - 2;
}

static void join(char *buf, size_t size, const char *dir, const char *name)
{
	snprintf(buf, size, "%s%s%s", dir, strcmp(dir, "/") ? "/" : "", name);
}

/* Dots lead the eye to the permissions where there is room. */
static void show_perms(struct context *c, const char *path, int column, bool cut)
{
	unsigned int n, i;
	struct xs_permissions *perms = xs_get_permissions(c->xsh, c->txn, path, &n);

	if (!perms) {
		complain("could not access permissions for %s", path);
		return;
	}
	if (column & 1 || (column >= PERMS_COLUMN && !cut))
		fputc(' ', c->out);
	for (column += column & 1; column < PERMS_COLUMN; column += 2)
		fputs(" .", c->out);
	fputs("  (", c->out);
	for (i = 0; i < n; i++)
		fprintf(c->out, "%s%c%u", i ? "," : "", "nrwb"[perms[i].perms & 3], perms[i].id);
	fputc(')', c->out);
	free(perms);
}

/* One node in the form of -f. */
static void show_full(struct context *c, const char *path, const char *value, unsigned int len)
{
	char *text = escape(value, len);

	fprintf(c->out, "%s = \"%s\"", path, text);
	free(text);
	if (c->opt.perms)
		show_perms(c, path, PERMS_COLUMN, false);
	fputc('\n', c->out);
}

/* One node, indented and cut to the width of the screen. */
static void show_short(struct context *c, int depth, const char *path, const char *name,
		       const char *value, unsigned int len)
{
	int room = width - FRAME - depth, shown = strlen(name), left;
	char *text = escape(value, len);
	bool cut;
	int column;

	if (room < 0)
		room = 0;
	if (shown > room)
		shown = room;
	left = room - shown;
	cut = len > (unsigned int)left;
	column = fprintf(c->out, "%*s%.*s = \"", depth, "", shown, name);
	if (cut)
		column += fprintf(c->out, "%.*s\\...\"", left, text) + 1;
	else
		column += fprintf(c->out, "%s\"", text);
	free(text);
	if (c->opt.perms)
		show_perms(c, path, column, cut);
	fputc('\n', c->out);
}

static int show_below(struct context *c, const char *dir, int depth)
{
	unsigned int n, len, i;
	char **names = xs_directory(c->xsh, c->txn, dir, &n);
	int rc = 0;

	if (!names && depth && errno == ENOENT)
		return 0; /* gone while we look */
	if (!names)
		return complain("xs_directory (%s): %s", dir, strerror(errno));
	for (i = 0; i < n && !rc; i++) {
		char path[XENSTORE_ABS_PATH_MAX + 256], *value;

		join(path, sizeof(path), dir, names[i]);
		value = xs_read(c->xsh, c->txn, path, &len);
		if (!value)
			len = 0;
		if (c->opt.full)
			show_full(c, path, value ? value : "", len);
		else
			show_short(c, depth, path, names[i], value ? value : "", len);
		free(value);
		rc = show_below(c, path, depth + 1);
	}
	free(names);
	return rc;
}

int cmd_ls(struct context *c, int argc, char **argv)
{
	int i, rc = 0;

	find_width();
	if (!argc)
		return show_below(c, "/", 0);
	for (i = 0; i < argc && !rc; i++)
		rc = show_below(c, argv[i], 0);
	return rc;
}
