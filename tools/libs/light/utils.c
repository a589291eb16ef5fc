// SPDX-License-Identifier: LGPL-2.1-only
/* Files, logs, child status: the smaller half of libxl_utils.h. */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "internal.h"

/* what follows the last slash, be it nothing */
char *libxl_basename(const char *name)
{
	const char *slash;

	if (!name || !*name)
		return strdup(".");
	slash = strrchr(name, '/');
	return strdup(slash ? slash + 1 : name);
}

long libxl__parse_id(const char *s)
{
	char *end;
	long v;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	v = strtol(s, &end, 10);
	return *end || errno || v > INT32_MAX ? -1 : v;
}

int libxl_read_exactly(libxl_ctx *ctx, int fd, void *data, ssize_t sz, const char *filename,
		       const char *what)
{
	char *p = data;

	while (sz > 0) {
		ssize_t n = read(fd, p, sz);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int e = errno;

			LIBXL__LOG(ctx, ERROR, e, LIBXL__NO_DOMID, "cannot read %s%s%s", filename,
				   what ? ": " : "", what ? what : "");
			return e;
		}
		if (n == 0) {
			LOGC(ctx, ERROR, "%s is too short%s%s", filename, what ? ": " : "",
			     what ? what : "");
			return EPROTO;
		}
		p += n;
		sz -= n;
	}
	return 0;
}

int libxl_write_exactly(libxl_ctx *ctx, int fd, const void *data, ssize_t sz, const char *filename,
			const char *what)
{
	const char *p = data;

	while (sz > 0) {
		ssize_t n = write(fd, p, sz);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			int e = n < 0 ? errno : EIO;

			LIBXL__LOG(ctx, ERROR, e, LIBXL__NO_DOMID, "cannot write %s%s%s", filename,
				   what ? ": " : "", what ? what : "");
			return e;
		}
		p += n;
		sz -= n;
	}
	return 0;
}

int libxl_read_file_contents(libxl_ctx *ctx, const char *filename, void **data_r, int *datalen_r)
{
	struct stat st;
	char *data = NULL;
	int fd, e = 0;

	fd = open(filename, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		e = errno;
		if (e != ENOENT)
			LIBXL__LOG(ctx, ERROR, e, LIBXL__NO_DOMID, "cannot open %s", filename);
		return e;
	}
	if (fstat(fd, &st)) {
		e = errno;
		LIBXL__LOG(ctx, ERROR, e, LIBXL__NO_DOMID, "cannot examine %s", filename);
		goto out;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > INT32_MAX - 1) {
		LOGC(ctx, ERROR, "%s is not a plain file of reasonable size", filename);
		e = ENOTSUP;
		goto out;
	}
	if (st.st_size && data_r) {
		data = libxl__zalloc_raw(st.st_size + 1);
		e = libxl_read_exactly(ctx, fd, data, st.st_size, filename, NULL);
		if (e) {
			free(data);
			goto out;
		}
	}
	if (data_r)
		*data_r = data;
	if (datalen_r)
		*datalen_r = st.st_size;
out:
	close(fd);
	return e;
}

int libxl__read_file(libxl__gc *gc, const char *path, char **data, int *len)
{
	void *p = NULL;
	int e = libxl_read_file_contents(gc->ctx, path, &p, len);

	if (!e)
		*data = libxl__own(gc, p);
	return e;
}

int libxl_pipe(libxl_ctx *ctx, int pipes[2])
{
	if (!pipe(pipes))
		return 0;
	LOGCE(ctx, ERROR, "cannot create a pipe");
	return -1;
}

static int set_flag(libxl_ctx *ctx, int fd, int get, int set, int flag, int on)
{
	int flags = fcntl(fd, get);

	if (flags < 0 || fcntl(fd, set, on ? flags | flag : flags & ~flag) < 0) {
		LOGCE(ctx, ERROR, "cannot change the flags of descriptor %d", fd);
		return ERROR_FAIL;
	}
	return 0;
}

int libxl_fd_set_cloexec(libxl_ctx *ctx, int fd, int cloexec)
{
	return set_flag(ctx, fd, F_GETFD, F_SETFD, FD_CLOEXEC, cloexec);
}

int libxl_fd_set_nonblock(libxl_ctx *ctx, int fd, int nonblock)
{
	return set_flag(ctx, fd, F_GETFL, F_SETFL, O_NONBLOCK, nonblock);
}

void libxl_report_child_exitstatus(libxl_ctx *ctx, xentoollog_level level, const char *what,
				   pid_t pid, int status)
{
	char text[128];

	if (WIFEXITED(status) && WEXITSTATUS(status))
		snprintf(text, sizeof(text), "exited with error status %d", WEXITSTATUS(status));
	else if (WIFEXITED(status))
		snprintf(text, sizeof(text), "unexpectedly exited with status zero");
	else if (WIFSIGNALED(status))
		snprintf(text, sizeof(text), "died due to fatal signal %s%s",
			 strsignal(WTERMSIG(status)), WCOREDUMP(status) ? " (core dumped)" : "");
	else
		snprintf(text, sizeof(text), "gave unknown wait status 0x%x", status);
	libxl__log(ctx, level, -1, __FILE__, __LINE__, __func__, LIBXL__NO_DOMID, "%s [%ld] %s",
		   what, (long)pid, text);
}

/* NAME.log becomes NAME.log.1 and so on up to 10; *full_name is from malloc() */
int libxl_create_logfile(libxl_ctx *ctx, const char *name, char **full_name)
{
	struct stat st;
	char *log;
	int i;
	SCOPE(ctx);

	log = libxl__sprintf(NULL, "%s/%s.log", XEN_LOG_DIR, name);
	if (!stat(log, &st) && st.st_size > 0) {
		for (i = 9; i >= 0; i--) {
			const char *from = i ? SPRINTF("%s.%d", log, i) : log;

			if (rename(from, SPRINTF("%s.%d", log, i + 1)) && errno != ENOENT)
				LOGE(WARN, "cannot rename %s", from);
		}
	}
	*full_name = log;
	return 0;
}

/* From libxl of old: 256 pages for each vCPU, one for each MiB, and the same again for the p2m. */
unsigned long libxl_get_required_shadow_memory(unsigned long maxmem_kb, unsigned int smp_cpus)
{
	return 4 * (256 * smp_cpus + 2 * (maxmem_kb / 1024));
}
