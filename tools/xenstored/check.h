/* SPDX-License-Identifier: GPL-2.0-only */
/* The invariants of everything the daemon holds, checked from outside: for `check` and the tests. */
#ifndef XENSTORED_CHECK_H
#define XENSTORED_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* False with a description of the first fault found. Takes time in proportion to the store. */
bool check_all(char *fault, size_t size);

#endif
