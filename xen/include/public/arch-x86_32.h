/* SPDX-License-Identifier: MIT */
/* The old name of arch-x86/xen.h. */
#include "arch-x86/xen.h"
