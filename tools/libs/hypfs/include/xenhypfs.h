/* SPDX-License-Identifier: MIT */
/* The hypervisor's file system of settings and facts. Functions set errno when they fail. */
#ifndef XENHYPFS_H
#define XENHYPFS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xentoollog_logger;

typedef struct xenhypfs_handle xenhypfs_handle;

enum xenhypfs_type {
	xenhypfs_type_dir,
	xenhypfs_type_blob,
	xenhypfs_type_string,
	xenhypfs_type_uint,
	xenhypfs_type_int,
	xenhypfs_type_bool,
};

enum xenhypfs_encoding {
	xenhypfs_enc_plain,
	xenhypfs_enc_gzip
};

struct xenhypfs_dirent {
	char *name;              /* without the path to it */
	size_t size;             /* of the contents, in bytes */
	unsigned short type;     /* enum xenhypfs_type */
	unsigned short encoding; /* enum xenhypfs_encoding */
	unsigned int flags;
#define XENHYPFS_FLAG_WRITABLE 0x00000001
};

/*
 * @logger may be NULL (then stderr) and must outlive the handle. NULL on failure; ENOSYS from a
 * hypervisor without hypfs.
 */
xenhypfs_handle *xenhypfs_open(struct xentoollog_logger *logger, unsigned int open_flags);

/* NULL is fine. */
int xenhypfs_close(xenhypfs_handle *fshdl);

/* The entry at @path as it is stored, and its description. Both are for the caller to free(). */
void *xenhypfs_read_raw(xenhypfs_handle *fshdl, const char *path, struct xenhypfs_dirent **dirent);

/* The entry at @path as text, to free(). EISDIR for a directory, EDOM for what is no text. */
char *xenhypfs_read(xenhypfs_handle *fshdl, const char *path);

/*
 * The @num_entries entries of the directory at @path, names included in one block to free().
 * ENOTDIR for what is no directory.
 */
struct xenhypfs_dirent *xenhypfs_readdir(xenhypfs_handle *fshdl, const char *path,
					 unsigned int *num_entries);

/*
 * Set the entry at @path to @val, a text that is converted to the entry's type: numbers in C
 * notation, booleans as 1, on, yes, true, enable or their opposites. 0, or -1: EACCES if it cannot
 * be written, EINVAL or EDOM for a text that does not suit, ERANGE for a number too large.
 */
int xenhypfs_write(xenhypfs_handle *fshdl, const char *path, const char *val);

#ifdef __cplusplus
}
#endif

#endif /* XENHYPFS_H */
