/* SPDX-License-Identifier: GPL-2.0-only */
/* What vmx_before_entry() tells entry.S, which adds the byte to itself: bit 7 becomes CF, bit 6 SF. */
#ifndef VMX_ENTRY_H
#define VMX_ENTRY_H

#define VMX_ENTRY_RESUME 0x80 /* VMRESUME, not VMLAUNCH */
#define VMX_ENTRY_VERW 0x40   /* the processor's buffers are to be overwritten */

#endif
