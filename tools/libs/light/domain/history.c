// SPDX-License-Identifier: LGPL-2.1-only
/* The file has one line per destroyed domain: seconds since boot, and the domain id. */
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>

#include "domain/lifecycle.h"

#define HISTORY XEN_RUN_DIR "/domid-history"
#define REUSE_TIMEOUT 60 /* seconds; the environment's LIBXL_DOMID_REUSE_TIMEOUT overrides it */

static long reuse_timeout(void)
{
	const char *v = getenv("LIBXL_DOMID_REUSE_TIMEOUT");
	long t = v ? libxl__parse_id(v) : -1;

	return t < 0 ? REUSE_TIMEOUT : t;
}

static long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* The lock is on the directory, because the history itself is replaced. */
static int lock_history(libxl__gc *gc)
{
	int fd = open(XEN_RUN_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX)) {
		close(fd);
		fd = -1;
	}
	if (fd < 0)
		LOGE(ERROR, "cannot lock %s", XEN_RUN_DIR);
	return fd;
}

void libxl__domid_history_add(libxl__gc *gc, uint32_t domid)
{
	long t = now(), when, limit = t - reuse_timeout();
	int lock = lock_history(gc);
	unsigned int id;
	FILE *in, *out;

	if (lock < 0)
		return;
	out = fopen(HISTORY ".new", "we");
	if (!out) {
		LOGE(ERROR, "cannot create %s.new", HISTORY);
		close(lock);
		return;
	}
	in = fopen(HISTORY, "re");
	while (in && fscanf(in, "%ld %u", &when, &id) == 2)
		if (when >= limit && id != domid)
			fprintf(out, "%ld %u\n", when, id);
	if (in)
		fclose(in);
	fprintf(out, "%ld %u\n", t, domid);
	if (fclose(out) || rename(HISTORY ".new", HISTORY))
		LOGE(ERROR, "cannot write %s", HISTORY);
	close(lock);
}

bool libxl__domid_is_recent(libxl__gc *gc, uint32_t domid)
{
	long when, limit = now() - reuse_timeout();
	FILE *in = fopen(HISTORY, "re");
	bool recent = false;
	unsigned int id;

	while (in && !recent && fscanf(in, "%ld %u", &when, &id) == 2)
		recent = id == domid && when > limit;
	if (in)
		fclose(in);
	return recent;
}

int libxl_clear_domid_history(libxl_ctx *ctx)
{
	int lock, rc = 0;
	SCOPE(ctx);

	lock = lock_history(gc);
	if (lock < 0)
		return ERROR_FAIL;
	if (unlink(HISTORY) && errno != ENOENT) {
		LOGE(ERROR, "cannot remove %s", HISTORY);
		rc = ERROR_FAIL;
	}
	close(lock);
	return rc;
}
