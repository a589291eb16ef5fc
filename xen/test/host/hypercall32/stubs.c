// SPDX-License-Identifier: GPL-2.0-only
#include <xen/hypercall.h>
#include "../fake-smp/fake.h"
#include "../hypercall-stubs.h"
