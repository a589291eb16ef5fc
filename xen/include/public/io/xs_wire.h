/* SPDX-License-Identifier: MIT */
/*
 * The xenstore protocol: messages of a header and len bytes of body, over a Unix socket or over the two rings of
 * a page that a domain shares with the daemon. A reply has the request's type, req_id and tx_id, or is XS_ERROR
 * with the error's name as body; XS_WATCH_EVENT comes by itself.
 */
#ifndef _XS_WIRE_H
#define _XS_WIRE_H

enum xsd_sockmsg_type {
	XS_CONTROL,
#define XS_DEBUG XS_CONTROL
	XS_DIRECTORY,
	XS_READ,
	XS_GET_PERMS,
	XS_WATCH,
	XS_UNWATCH,
	XS_TRANSACTION_START,
	XS_TRANSACTION_END,
	XS_INTRODUCE,
	XS_RELEASE,
	XS_GET_DOMAIN_PATH,
	XS_WRITE,
	XS_MKDIR,
	XS_RM,
	XS_SET_PERMS,
	XS_WATCH_EVENT,
	XS_ERROR,
	XS_IS_DOMAIN_INTRODUCED,
	XS_RESUME,
	XS_SET_TARGET,
	XS_RESET_WATCHES = XS_SET_TARGET + 2, /* 20 was given up */
	XS_DIRECTORY_PART,

	XS_TYPE_COUNT, /* one past the last */
	XS_INVALID = 0xffff, /* guaranteed never to be a type */
};

/* not used any more */
#define XS_WRITE_NONE "NONE"
#define XS_WRITE_CREATE "CREATE"
#define XS_WRITE_CREATE_EXCL "CREATE|EXCL"

/* Errors travel by name. The table is there if errno.h was included before. */
struct xsd_errors {
	int errnum;
	const char *errstring;
};

#ifdef EINVAL
#define XSD_ERROR(x) { x, #x }
static const struct xsd_errors xsd_errors[]
#if defined(__GNUC__)
__attribute__((unused))
#endif
	= {
	XSD_ERROR(EINVAL), /* first: stands for every error without a name */
	XSD_ERROR(EACCES),
	XSD_ERROR(EEXIST),
	XSD_ERROR(EISDIR),
	XSD_ERROR(ENOENT),
	XSD_ERROR(ENOMEM),
	XSD_ERROR(ENOSPC),
	XSD_ERROR(EIO),
	XSD_ERROR(ENOTEMPTY),
	XSD_ERROR(ENOSYS),
	XSD_ERROR(EROFS),
	XSD_ERROR(EBUSY),
	XSD_ERROR(EAGAIN),
	XSD_ERROR(EISCONN),
	XSD_ERROR(E2BIG),
	XSD_ERROR(EPERM),
};
#endif

struct xsd_sockmsg {
	uint32_t type; /* XS_* */
	uint32_t req_id; /* the client's own, echoed */
	uint32_t tx_id; /* transaction, 0: none */
	uint32_t len; /* bytes of body, at most XENSTORE_PAYLOAD_MAX */
};

/* Strings in the body of XS_WATCH_EVENT. */
enum xs_watch_type {
	XS_WATCH_PATH = 0,
	XS_WATCH_TOKEN,
};

/* The shared page. Indices run freely; MASK_XENSTORE_IDX gives the position. */
#define XENSTORE_RING_SIZE 1024 /* a power of two */
typedef uint32_t XENSTORE_RING_IDX;
#define MASK_XENSTORE_IDX(idx) ((idx) & (XENSTORE_RING_SIZE - 1))
struct xenstore_domain_interface {
	char req[XENSTORE_RING_SIZE]; /* from the domain */
	char rsp[XENSTORE_RING_SIZE]; /* to the domain: replies and watch events */
	XENSTORE_RING_IDX req_cons, req_prod;
	XENSTORE_RING_IDX rsp_cons, rsp_prod;
	uint32_t server_features; /* XENSTORE_SERVER_FEATURE_* */
	uint32_t connection; /* XENSTORE_CONNECTED or _RECONNECT */
	uint32_t error; /* XENSTORE_ERROR_*, written by the daemon */
};

#define XENSTORE_PAYLOAD_MAX 4096 /* breaking it ends the connection */

/* Bytes, without the NUL. */
#define XENSTORE_ABS_PATH_MAX 3072
#define XENSTORE_REL_PATH_MAX 2048

#define XENSTORE_SERVER_FEATURE_RECONNECTION 1 /* connection is valid */
#define XENSTORE_SERVER_FEATURE_ERROR 2 /* error is valid */

#define XENSTORE_CONNECTED 0
#define XENSTORE_RECONNECT 1 /* the guest asks the daemon to start over: empty the rings, then 0 */

#define XENSTORE_ERROR_NONE 0
#define XENSTORE_ERROR_COMM 1 /* talking to the guest failed */
#define XENSTORE_ERROR_RINGIDX 2 /* impossible ring indices */
#define XENSTORE_ERROR_PROTO 3 /* a message that cannot be */

#endif
