// SPDX-License-Identifier: GPL-2.0-only
/* The memory operations of a translated guest, and populate-on-demand. */
#include "test.h"

void test_memory_ops(void **state) { }
void test_pod_sweep(void **state) { }
void test_pod_build(void **state) { }
void test_refused(void **state) { }
