/* SPDX-License-Identifier: GPL-2.0-only */
/* What the code under test reports, as text. */
#ifndef TEST_REPORT_H
#define TEST_REPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include <libxlutil.h>

/* A configuration named t.cfg whose reports are kept. */
XLU_Config *report_cfg(void);
/* The text reported since the last call. */
const char *report_text(void);
/* Destroys the configuration. */
void report_done(XLU_Config *cfg);
/* From here on standard error is kept too; until report_stderr_end(). */
void report_stderr_begin(void);
const char *report_stderr_end(void);

#endif /* TEST_REPORT_H */
