// SPDX-License-Identifier: GPL-2.0-only
/* The client's loop between two ptys: the user's terminal and the guest's tty. */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <cmocka.h>

#include "client/console.h"

#define ESCAPE 0x1d

static int user, guest;         /* the masters: what the user and the guest's side hold */
static pid_t pid;

/* The client in a child whose terminal is a pty. Its exit status is the end it reports. */
static int start(void **state)
{
	int user_tty, guest_tty, ready[2];
	struct termios raw;
	char byte;

	assert_int_equal(openpty(&user, &user_tty, NULL, NULL, NULL), 0);
	assert_int_equal(openpty(&guest, &guest_tty, NULL, NULL, NULL), 0);
	tcgetattr(guest_tty, &raw);
	cfmakeraw(&raw);
	tcsetattr(guest_tty, TCSANOW, &raw);
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		close(user);
		close(guest);
		dup2(user_tty, 0);
		dup2(user_tty, 1);
		terminal_raw();
		if (write(ready[1], "", 1) != 1)
			_exit(99);
		exit(terminal_run(guest_tty, ESCAPE));
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	close(guest_tty);
	close(user_tty);
	return 0;
}

static int stop(void **state)
{
	int status;

	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	close(user);
	if (guest >= 0)
		close(guest);
	return 0;
}

static void expect(int fd, const char *text)
{
	size_t len = strlen(text), done = 0;
	char buf[256];

	while (done < len) {
		ssize_t n = read(fd, buf + done, len - done);

		assert_true(n > 0);
		done += n;
	}
	assert_memory_equal(buf, text, len);
}

static void put(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static int end_of_client(void)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	pid = 0;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_both_ways_and_escape(void **state)
{
	put(guest, "login: \x1d");      /* the guest's own escape characters mean nothing */
	expect(user, "login: \x1d");
	put(user, "root\r\x03");        /* raw: ^C goes to the guest */
	expect(guest, "root\r\x03");
	put(user, "last\x1dnever");
	expect(guest, "last");
	assert_int_equal(end_of_client(), END_USER);
}

static void test_guest_goes(void **state)
{
	put(guest, "bye");
	expect(user, "bye");
	close(guest);
	guest = -1;
	assert_int_equal(end_of_client(), END_GONE);
}

static void test_restores_terminal(void **state)
{
	struct termios t;

	put(user, "\x1d");
	assert_int_equal(end_of_client(), END_USER);
	assert_int_equal(tcgetattr(user, &t), 0);
	assert_true(t.c_lflag & ICANON);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_both_ways_and_escape, start, stop),
		cmocka_unit_test_setup_teardown(test_guest_goes, start, stop),
		cmocka_unit_test_setup_teardown(test_restores_terminal, start, stop),
	};

	return cmocka_run_group_tests_name("console-terminal", tests, NULL, NULL);
}
