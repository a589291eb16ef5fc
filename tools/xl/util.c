/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libxl_event.h>

#include "xl.h"

void xl_error(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void xl_fatal(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(EXIT_FAILURE);
}

static void *not_null(void *p)
{
	if (!p)
		xl_fatal("xl: out of memory");
	return p;
}

void *xl_calloc(size_t count, size_t size)
{
	return not_null(calloc(count, size));
}

void *xl_reallocarray(void *old, size_t count, size_t size)
{
	return not_null(reallocarray(old, count, size));
}

char *xl_strdup(const char *text)
{
	return not_null(strdup(text));
}

char *xl_asprintf(const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	return not_null(text);
}

pid_t xl_fork(const char *what)
{
	pid_t child;

	fflush(stdout);
	fflush(stderr);
	child = fork();
	if (child < 0)
		xl_fatal("xl: cannot fork a process for %s: %s", what, strerror(errno));
	return child;
}

int xl_wait(pid_t child, const char *what)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno == EINTR)
			continue;
		xl_error("xl: waiting for %s failed: %s", what, strerror(errno));
		return -1;
	}
	if (!status)
		return 0;
	libxl_report_child_exitstatus(ctx, XTL_ERROR, what, child, status);
	return -1;
}

int xl_find_domain(const char *word, uint32_t *domid)
{
	return libxl_domain_qualifier_to_domid(ctx, word, domid);
}

uint32_t xl_domain(const char *word)
{
	uint32_t domid;
	int rc = xl_find_domain(word, &domid);

	if (rc)
		xl_fatal("%s is an invalid domain identifier (rc=%d)", word, rc);
	return domid;
}

char *xl_domain_name(uint32_t domid)
{
	char *name = libxl_domid_to_name(ctx, domid);

	return name ? name : xl_strdup("");
}

int xl_parse_number(const char *text, long max, long *value)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return -1;
	errno = 0;
	*value = strtol(text, &end, 10);
	return errno || *end || *value > max ? -1 : 0;
}

int64_t xl_parse_memory_kb(const char *text, int unit_shift)
{
	static const char units[] = "bkmgt";
	const char *unit;
	uint64_t value;
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return -1;
	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text)
		return -1;
	if (*end) {
		unit = strchr(units, *end | 0x20);
		if (!unit || end[1])
			return -1;
		unit_shift = (unit - units) * 10;
	}
	if (unit_shift && value > (uint64_t)INT64_MAX >> unit_shift)
		return -1;
	return value << unit_shift >> 10;
}
