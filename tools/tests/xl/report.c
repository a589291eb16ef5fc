/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"

static FILE *stream;
static char *buffer;
static size_t length;
static char text[65536];
static int saved_stderr = -1;
static FILE *caught;

XLU_Config *report_cfg(void)
{
	stream = open_memstream(&buffer, &length);
	return xlu_cfg_init(stream, "t.cfg");
}

const char *report_text(void)
{
	fflush(stream);
	snprintf(text, sizeof(text), "%.*s", (int)length, buffer ? buffer : "");
	rewind(stream);
	fflush(stream);
	length = 0;
	return text;
}

void report_done(XLU_Config *cfg)
{
	xlu_cfg_destroy(cfg);
	fclose(stream);
	free(buffer);
	buffer = NULL;
	length = 0;
}

void report_stderr_begin(void)
{
	fflush(stderr);
	caught = tmpfile();
	saved_stderr = dup(STDERR_FILENO);
	dup2(fileno(caught), STDERR_FILENO);
}

const char *report_stderr_end(void)
{
	size_t n;

	fflush(stderr);
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	rewind(caught);
	n = fread(text, 1, sizeof(text) - 1, caught);
	text[n] = '\0';
	fclose(caught);
	return text;
}
