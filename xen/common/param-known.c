/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options that the documentation of Xen 4.17 lists and no code of ours reads: they are accepted, so that a
 * configuration made for Xen boots, and named in the log, so that nobody believes in them.
 */
#include <xen/lib.h>
#include <xen/param.h>

static const char known[] __initconst =
	" bootscrub ";

bool __init cmdline_option_is_known(const char *name, size_t n)
{
	for (const char *s = known; *s; s++)
		if (s[0] == ' ' && !strncmp(s + 1, name, n) && s[1 + n] == ' ')
			return true;
	return false;
}
