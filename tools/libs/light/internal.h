/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * What every file of libxl shares: the context, memory, logging, xenstore helpers.
 *
 * A public function opens a scope (SCOPE, or libxl__ao_new() for an operation that may take long),
 * which holds the context's lock and owns all memory allocated meanwhile. Long operations are tasks:
 * ordinary sequential code on a stack of its own that sleeps in the libxl__wait_*() functions while
 * the one poll loop goes on (event/task.c). Within libxl no public function is called that would
 * open an operation.
 */
#ifndef LIBXL__INTERNAL_H
#define LIBXL__INTERNAL_H

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <unistd.h>

#include <xenctrl.h>
#include <xenstore.h>
#include <xentoollog.h>

#include <libxl.h>
#include <libxl_event.h>
#include <libxl_utils.h>

#include "_paths.h"
#include "event/event.h"

#define INVALID_PORT (-1)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* seconds, as Xen 4.17 has them */
#ifndef LIBXL_INIT_TIMEOUT /* tests have less patience */
#define LIBXL_INIT_TIMEOUT 10
#define LIBXL_DESTROY_TIMEOUT 10
#endif
#define LIBXL_HOTPLUG_TIMEOUT 40

/* slack above the memory target that a domain's limit gets, kB */
#define LIBXL_MAXMEM_CONSTANT 1024

typedef struct libxl__gc libxl__gc;

struct libxl__ctx {
	xentoollog_logger *lg;
	xc_interface *xch;
	struct xs_handle *xsh;

	pthread_mutex_t lock; /* recursive; guards everything below */

	struct libxl__loop loop;
	libxl_version_info version;
	bool version_known;
};

/* ---- memory (mem.c) ---- */

struct libxl__block;

/* Memory of one scope, and the task that runs in it, if any. */
struct libxl__gc {
	libxl_ctx *ctx;
	struct libxl__task *task;
	struct libxl__block *blocks;
};

/*
 * Zeroed memory that lives as long as the scope; with gc NULL, until free(). These do not fail: out
 * of memory ends the program.
 */
void *libxl__zalloc(libxl__gc *gc, size_t bytes);
void *libxl__realloc(libxl__gc *gc, void *p, size_t bytes);
void *libxl__zalloc_raw(size_t bytes);
char *libxl__strdup(libxl__gc *gc, const char *s);
char *libxl__strndup(libxl__gc *gc, const char *s, size_t n);
char *libxl__sprintf(libxl__gc *gc, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *libxl__vsprintf(libxl__gc *gc, const char *fmt, va_list ap);
/* takes over memory from malloc(); NULL is fine */
void *libxl__own(libxl__gc *gc, void *p);
void libxl__gc_free(libxl__gc *gc);

#define NEW(gc, type) ((type *)libxl__zalloc(gc, sizeof(type)))
#define NEW_ARRAY(gc, type, n) ((type *)libxl__zalloc(gc, (size_t)(n) * sizeof(type)))
#define SPRINTF(...) libxl__sprintf(gc, __VA_ARGS__)

/* ---- scopes ---- */

void libxl__lock(libxl_ctx *ctx);
void libxl__unlock(libxl_ctx *ctx);
void libxl__scope_end(libxl__gc *gc);

/* Declares gc for the rest of the enclosing block and holds the context's lock until its end. */
#define SCOPE(ctx_) \
	libxl__gc gc_scope __attribute__((cleanup(libxl__scope_end))) = { .ctx = (ctx_) }; \
	libxl__gc *const gc __attribute__((unused)) = &gc_scope; \
	libxl__lock(ctx_)

/* ---- logging (log.c) ---- */

#define LIBXL__NO_DOMID (~(uint32_t)0)

void libxl__log(libxl_ctx *ctx, xentoollog_level level, int errnoval, const char *file, int line,
		const char *func, uint32_t domid, const char *fmt, ...)
	__attribute__((format(printf, 8, 9)));

#define LIBXL__LOG(ctx, level, err, domid, ...) \
	libxl__log(ctx, XTL_##level, err, __FILE__, __LINE__, __func__, domid, __VA_ARGS__)
/* plain, about a domain; E: with errno's text */
#define LOG(level, ...) LIBXL__LOG(gc->ctx, level, -1, LIBXL__NO_DOMID, __VA_ARGS__)
#define LOGE(level, ...) LIBXL__LOG(gc->ctx, level, errno, LIBXL__NO_DOMID, __VA_ARGS__)
#define LOGEV(level, err, ...) LIBXL__LOG(gc->ctx, level, err, LIBXL__NO_DOMID, __VA_ARGS__)
#define LOGD(level, domid, ...) LIBXL__LOG(gc->ctx, level, -1, domid, __VA_ARGS__)
#define LOGED(level, domid, ...) LIBXL__LOG(gc->ctx, level, errno, domid, __VA_ARGS__)
#define LOGC(ctx, level, ...) LIBXL__LOG(ctx, level, -1, LIBXL__NO_DOMID, __VA_ARGS__)
#define LOGCE(ctx, level, ...) LIBXL__LOG(ctx, level, errno, LIBXL__NO_DOMID, __VA_ARGS__)

/* "NAME is not implemented yet", and ERROR_NI */
int libxl__not_implemented(libxl_ctx *ctx, const char *name);

/* ---- files and small helpers (utils.c) ---- */

/* errno value; see libxl_read_file_contents() */
int libxl__read_file(libxl__gc *gc, const char *path, char **data, int *len);
/* value of a decimal string, or -1 */
long libxl__parse_id(const char *s);

/* ---- domains: names and kinds (domain/) ---- */

const char *libxl__domid_to_name(libxl__gc *gc, uint32_t domid);
libxl_domain_type libxl__domain_type(libxl__gc *gc, uint32_t domid);
/* 0, ERROR_DOMAIN_NOTFOUND or ERROR_FAIL; info may be NULL */
int libxl__domain_info(libxl__gc *gc, uint32_t domid, xc_domaininfo_t *info);
bool libxl__domain_exists(libxl__gc *gc, uint32_t domid);

#endif
