/* SPDX-License-Identifier: GPL-2.0-only */
/* The HVM wing, as the rest of x86 sees it. */
#ifndef ASM_HVM_HVM_H
#define ASM_HVM_HVM_H

struct guest_ops;
/* NULL: no SVM or VMX with nested paging on this machine, or no HVM wing in this build. */
const struct guest_ops *hvm_guest_ops(void);

#endif
