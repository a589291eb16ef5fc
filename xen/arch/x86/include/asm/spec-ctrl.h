/* SPDX-License-Identifier: GPL-2.0-only */
/* What is done against leaks by speculative execution when a guest is entered; cpu/spec-ctrl.c decides, at boot. */
#ifndef ASM_SPEC_CTRL_H
#define ASM_SPEC_CTRL_H

#include <xen/types.h>

#define MSR_ARCH_CAPABILITIES 0x10aU
#define ARCH_CAPS_RDCL_NO (1UL << 0)
#define ARCH_CAPS_SKIP_L1DFL_VMENTRY (1UL << 3)
#define ARCH_CAPS_MDS_NO (1UL << 5)
#define ARCH_CAPS_IF_PSCHANGE_MC_NO (1UL << 6)
#define ARCH_CAPS_TAA_NO (1UL << 8)
#define ARCH_CAPS_RFDS_NO (1UL << 27)
#define ARCH_CAPS_RFDS_CLEAR (1UL << 28)
#define MSR_FLUSH_CMD 0x10bU                /* write-only */
#define FLUSH_CMD_L1D 1UL

/* Constant after spec_ctrl_init(). */
struct spec_ctrl {
	bool l1d_flush;   /* FLUSH_CMD_L1D before each VM entry (L1TF); overwrites the buffers, too */
	bool verw_hvm;    /* VERW before each VM entry (MDS and its like), where the above does not do its work */
};
extern struct spec_ctrl spec_ctrl;

/* Boot CPU, after the command line was read: decides, and says so in the log. */
void spec_ctrl_init(void);
/* Of the boot CPU; 0 where there is no such MSR. */
u64 read_arch_capabilities(void);

#endif
