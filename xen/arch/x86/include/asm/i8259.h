/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_I8259_H
#define ASM_I8259_H
void i8259_init(void); /* boot: all lines masked, vectors where they hurt nobody */
#endif
