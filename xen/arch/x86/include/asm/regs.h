/* SPDX-License-Identifier: GPL-2.0-only */
/* The register frame on the stack is the public ABI's cpu_user_regs. */
#ifndef ASM_REGS_H
#define ASM_REGS_H

#include <xen/types.h>
#include <public/xen.h>

#define ring_0(r) (((r)->cs & 3) == 0)
#define guest_mode(r) (((r)->cs & 3) != 0) /* PV guests run at CPL 3; HVM frames never reach such tests */

#endif
