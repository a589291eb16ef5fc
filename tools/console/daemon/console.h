/* SPDX-License-Identifier: GPL-2.0-only */
/* xenconsoled: shared declarations. */
#ifndef CONSOLED_H
#define CONSOLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xenctrl.h>
#include <xenevtchn.h>
#include <xenforeignmemory.h>
#include <xengnttab.h>
#include <xenstore.h>
#include <xen/io/console.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* What to log or stamp: bits of --log and --timestamp. */
#define SUBJECT_GUEST 1u
#define SUBJECT_HV    2u

struct options {
	unsigned int log, timestamp;    /* SUBJECT_* */
	const char *log_dir;
	const char *pid_file;
	bool discard_overflow;
	bool replace_escape;
	bool interactive;
	int verbose;
};

/* Handles and options of the whole daemon; set up by main() before anything else runs. */
extern struct options opts;
extern xc_interface *xch;
extern struct xs_handle *xs;
extern xenevtchn_handle *xce;
extern xengnttab_handle *xgt;           /* NULL if the kernel has no gntdev */
extern int epoll_fd;

/* --- buffer.c: a byte queue that keeps at most limit bytes ------------------------------------- */
struct buffer {
	char *data;
	size_t room;            /* allocated */
	size_t start, used;     /* data[start .. start + used), circular */
	size_t limit;
	uint64_t dropped;       /* bytes lost to the limit so far */
};

void buffer_init(struct buffer *b, size_t limit);
void buffer_set_limit(struct buffer *b, size_t limit);
void buffer_free(struct buffer *b);
/* Appends; the oldest bytes make way when the limit is reached. false if out of memory. */
bool buffer_append(struct buffer *b, const char *data, size_t len);
/* The oldest contiguous bytes, *len of them (0: empty). */
const char *buffer_peek(const struct buffer *b, size_t *len);
void buffer_drop(struct buffer *b, size_t len);
static inline size_t buffer_space(const struct buffer *b)
{
	return b->limit - b->used;
}

/* --- log.c -------------------------------------------------------------------------------------- */
struct log {
	int fd;                 /* -1: not open */
	unsigned int subject;
	bool at_line_start;
	char *path;
};

/* Opens log_dir/NAME.log for appending if the subject is logged at all. */
void log_open(struct log *l, unsigned int subject, const char *name);
/* Goes on in the file of another name, if it is another. */
void log_rename(struct log *l, const char *name);
void log_close(struct log *l);
void log_reopen(struct log *l);
void log_write(struct log *l, const char *data, size_t len);
/* A message of the daemon itself, to syslog, and stderr when interactive. */
void message(int priority, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* --- ring.c ------------------------------------------------------------------------------------- */
/* Takes what the guest wrote, at most max bytes; -1 if the indices make no sense. Notifies. */
int ring_read(volatile struct xencons_interface *ring, char *buf, size_t max);
/* Bytes the guest has room for; 0 if the indices make no sense. */
size_t ring_space(volatile struct xencons_interface *ring);
void ring_write(volatile struct xencons_interface *ring, const char *data, size_t len);

/* --- domain.c ----------------------------------------------------------------------------------- */
struct domain {
	struct domain *next;
	uint32_t domid;
	bool seen;              /* during a scan */
	bool broken;            /* its ring is unusable until it is connected anew */
	struct xencons_interface *ring;
	bool ring_by_grant;
	uint64_t ring_ref;
	int remote_port, local_port;    /* -1: not bound */
	bool port_masked;       /* an event came and was not unmasked yet */
	unsigned int events;    /* in this period */
	int master, slave;      /* the pty, -1 */
	uint32_t epoll_events;  /* what the master is watched for; 0: it is not */
	struct buffer out;      /* from the guest, not yet taken by the pty */
	struct log log;
	unsigned int linger;    /* periods its pty stays, once it is gone */
};

void domains_scan(void);
void domains_watch_fired(const char *path, const char *token);
void domain_port_fired(int port);
/* A new rate limit period: those held back go on. */
void domains_new_period(void);
/* Whether some domain waits for the next period. */
bool domains_waiting(void);
void domains_reopen_logs(void);
void domains_free(void);
/* Moves bytes between ring, log, buffer and pty as far as they go. */
void domain_pump(struct domain *d);

/* --- tty.c -------------------------------------------------------------------------------------- */
bool tty_open(struct domain *d, char *name, size_t size);
void tty_close(struct domain *d);
/* Whether somebody may still want to read what is in the buffer or the pty. */
bool tty_has_output(struct domain *d);
/* Buffer to pty. */
void tty_write(struct domain *d);
/* pty to ring; whether anything moved. */
bool tty_read(struct domain *d);
/* Watches the pty for what can be done with it now. */
void tty_update_events(struct domain *d);

/* --- hypervisor.c ------------------------------------------------------------------------------- */
bool hypervisor_start(void);
int hypervisor_port(void);
void hypervisor_read(void);
void hypervisor_reopen_log(void);

#endif
