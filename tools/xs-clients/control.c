/* SPDX-License-Identifier: GPL-2.0-only */
/* xenstore-control: commands to the daemon. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <xenstore.h>

/* Sends the command with its arguments. The answer is to be freed; NULL with errno on failure. */
static char *send_command(struct xs_handle *xsh, const char *cmd, char *const *arg, int count)
{
	char body[XENSTORE_PAYLOAD_MAX];
	size_t len = 0, n;
	int i;

	for (i = 0; i < count; i++) {
		n = strlen(arg[i]) + 1;
		if (len + n + strlen(cmd) + 1 > sizeof(body)) {
			errno = E2BIG;
			return NULL;
		}
		memcpy(body + len, arg[i], n);
		len += n;
	}
	return xs_control_command(xsh, cmd, body, len);
}

static int list_commands(struct xs_handle *xsh)
{
	char *help = send_command(xsh, "help", NULL, 0);

	if (!help) {
		fprintf(stderr, "Command not supported.\n");
		return 3;
	}
	fprintf(stderr, "Command not supported. Valid commands are:\n%s\n", help);
	free(help);
	return 3;
}

static int run_simple(struct xs_handle *xsh, const char *cmd, char *const *arg, int count)
{
	char *answer = send_command(xsh, cmd, arg, count);

	if (!answer && errno == EINVAL)
		return list_commands(xsh);
	if (!answer) {
		fprintf(stderr, "Error %d when trying to execute command.\n", errno);
		return 3;
	}
	printf("%s\n", answer);
	free(answer);
	return 0;
}

/* One step of a live update. NULL if it went well, else the daemon's reason, to be freed. */
static char *step(struct xs_handle *xsh, char *const *arg, int count)
{
	char *answer = send_command(xsh, "live-update", arg, count);

	if (!answer)
		return strdup(strerror(errno));
	if (strcmp(answer, "OK"))
		return answer;
	free(answer);
	return NULL;
}

static int failed(struct xs_handle *xsh, const char *what, char *reason)
{
	char *abort[] = { "-a" };

	fprintf(stderr, "%s failed:\n%s\n", what, reason);
	free(reason);
	free(step(xsh, abort, 1));
	return 3;
}

/* The daemon says BUSY while transactions keep it from starting. */
static char *start(struct xs_handle *xsh, const char *timeout, bool force)
{
	char *arg[] = { "-s", "-t", (char *)timeout, "-F" }, *reason;
	time_t end = time(NULL) + strtoul(timeout, NULL, 10);

	for (;;) {
		reason = step(xsh, arg, force ? 4 : 3);
		if (!reason || strcmp(reason, "BUSY") || time(NULL) >= end)
			return reason;
		free(reason);
		sleep(1);
	}
}

static int live_update(struct xs_handle *xsh, int argc, char **argv)
{
	char *file = NULL, *cmdline = NULL, *reason;
	char *timeout = "60";
	bool force = false;
	int i;

	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "-F")) {
			force = true;
		} else if (!strcmp(argv[i], "-c")) {
			cmdline = argv[++i];
			if (i == argc) {
				fprintf(stderr, "Missing command line value\n");
				return 2;
			}
		} else if (!strcmp(argv[i], "-t")) {
			timeout = argv[++i];
			if (i == argc) {
				fprintf(stderr, "Missing timeout value\n");
				return 2;
			}
		} else {
			file = argv[i];
		}
	}
	if (!file) {
		fprintf(stderr, "Missing binary specification\n");
		return 2;
	}
	reason = step(xsh, (char *[]){ "-f", file }, 2);
	if (reason)
		return failed(xsh, "Setting update binary", reason);
	if (cmdline) {
		reason = step(xsh, (char *[]){ "-c", cmdline }, 2);
		if (reason)
			return failed(xsh, "Setting the command line", reason);
	}
	reason = start(xsh, timeout, force);
	if (reason)
		return failed(xsh, "Starting live update", reason);
	printf("OK\n");
	return 0;
}

int main(int argc, char **argv)
{
	struct xs_handle *xsh;
	int rc;

	if (argc < 2) {
		fprintf(stderr, "Usage:\n%s <command> [<arg>...]\n", argv[0]);
		return 2;
	}
	xsh = xs_open(0);
	if (!xsh) {
		fprintf(stderr, "Failed to contact Xenstored.\n");
		return 1;
	}
	if (!strcmp(argv[1], "live-update"))
		rc = live_update(xsh, argc - 2, argv + 2);
	else
		rc = run_simple(xsh, argv[1], argv + 2, argc - 2);
	xs_close(xsh);
	return rc;
}
