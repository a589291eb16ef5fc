/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CONSOLE_CLIENT_H
#define CONSOLE_CLIENT_H

enum end {
	END_USER,       /* the escape character */
	END_GONE,       /* the other side hung up */
	END_ERROR,
};

/* Puts stdin into raw mode; undone at exit. */
void terminal_raw(void);
/* Copies between the terminal and tty until one of them ends it. */
enum end terminal_run(int tty, int escape);

#endif
