/* SPDX-License-Identifier: GPL-2.0-only */
/* What the unit tests share. */
#ifndef UNITS_H
#define UNITS_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include <xenctrl.h>

#include "fakexen.h"

/* Per test: a handle under the fake kernel, and a logger that says nothing. */
extern xc_interface *xch;
extern xentoollog_logger silent;
int setup(void **state);
int teardown(void **state);

/* How the fake kernel answers from now on. */
void mode(const char *name);

/* What the fake kernel was asked since the last time. */
const char *asked(void);

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* units-ctrl.c */
extern const struct CMUnitTest ctrl_tests[];
extern const size_t nr_ctrl_tests;

#endif /* UNITS_H */
