/* SPDX-License-Identifier: GPL-2.0-only */
/* Random instructions and register contents that reach the interesting cases more often than chance does. */
#ifndef EMULATE_GEN_H
#define EMULATE_GEN_H

#include <xen/lib.h>
#include "native.h"

void gen_seed(u64 seed);
u64 gen_random(void);
/* X86_INSN_MAX bytes that begin like an instruction of @mode. */
void gen_insn(u8 *bytes, unsigned int mode);
/* Registers, flags and selectors for @mode; rip stays. */
void gen_state(struct native_state *s, unsigned int mode);

#endif
