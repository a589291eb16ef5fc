/* SPDX-License-Identifier: GPL-2.0-only */
/* Fallbacks for the handlers that hypercall.tbl names and a test does not link. */
#define HYPERCALL_STUB(...) __attribute__((weak)) __VA_ARGS__ { fail_msg("not part of this test"); return 0; }
#include <gen/hypercall-stubs.h>
