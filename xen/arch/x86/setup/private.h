/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SETUP_PRIVATE_H
#define SETUP_PRIVATE_H

void noreturn boot_machine(void);
void noreturn drop_init_and_idle(void);

#endif
