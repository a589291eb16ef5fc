/* SPDX-License-Identifier: LGPL-2.1-only */
/* Byte streams and packets between domains. One struct libxenvchan may not be used by two threads at once. */
#ifndef LIBXENVCHAN_H
#define LIBXENVCHAN_H

#include <xen/io/libxenvchan.h>
#include <xen/xen.h>
#include <xen/sys/evtchn.h>
#include <xenevtchn.h>
#include <xengnttab.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xentoollog_logger;

struct libxenvchan_ring {
	struct ring_shared *shr;        /* indices, in the shared page */
	void *buffer;
	int order;                      /* of the size in bytes; ours, not the shared one */
};

struct libxenvchan {
	union {
		xengntshr_handle *gntshr;       /* server */
		xengnttab_handle *gnttab;       /* client */
	};
	struct vchan_interface *ring;
	xenevtchn_handle *event;
	uint32_t event_port;
	int is_server:1;
	int server_persist:1;   /* set it: the server stays open when the client goes */
	int blocking:1;         /* set it: calls wait instead of returning 0 */
	struct libxenvchan_ring read, write;
	char *xs_path;
};

/*
 * Offers a channel to a domain under a xenstore path. read_min and write_min are bytes the rings
 * hold at least, up to 1 MiB. NULL with errno on failure.
 */
struct libxenvchan *libxenvchan_server_init(struct xentoollog_logger *logger, int domain,
					    const char *xs_path, size_t read_min, size_t write_min);
/* Connects to a server. Connecting again after a close works; two clients at once do not. */
struct libxenvchan *libxenvchan_client_init(struct xentoollog_logger *logger, int domain,
					    const char *xs_path);
/* Closes and frees. The peer can still read what was sent. */
void libxenvchan_close(struct libxenvchan *ctrl);

/* Packets, all or nothing: size, 0 if it would block and may not, -1 on error or closed. */
int libxenvchan_recv(struct libxenvchan *ctrl, void *data, size_t size);
int libxenvchan_send(struct libxenvchan *ctrl, const void *data, size_t size);
/* Streams: bytes moved (0 if it would block and may not), -1 on error or closed. */
int libxenvchan_read(struct libxenvchan *ctrl, void *data, size_t size);
int libxenvchan_write(struct libxenvchan *ctrl, const void *data, size_t size);

/* Waits for the peer to do something; 0, -1 on error. */
int libxenvchan_wait(struct libxenvchan *ctrl);
/* Readable when libxenvchan_wait() would not block. */
int libxenvchan_fd_for_select(struct libxenvchan *ctrl);
/* 0 closed, 1 open, 2 (server) no client yet */
int libxenvchan_is_open(struct libxenvchan *ctrl);
/* Bytes that can be read, or sent, without waiting. Asking for none arms the event. */
int libxenvchan_data_ready(struct libxenvchan *ctrl);
int libxenvchan_buffer_space(struct libxenvchan *ctrl);

#ifdef __cplusplus
}
#endif

#endif
