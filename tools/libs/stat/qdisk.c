/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Disks that QEMU serves: query-blockstats on a monitor of its own for statistics (QMP; one JSON
 * object a line). A device model is not trusted: what it sends is bounded in size, number and time.
 */
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <yajl/yajl_tree.h>

#include "_paths.h"
#include "private.h"

#define ANSWER_MAX (256u << 10) /* bytes of one object */
#define OBJECTS_MAX 64          /* events before an answer */
#define SESSION_MS 1000

struct qmp {
	int fd;
	long long deadline_ms;
	size_t used;
	char buf[ANSWER_MAX];
};

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static int qmp_connect(unsigned int domid)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd;

	snprintf(addr.sun_path, sizeof(addr.sun_path), XEN_RUN_DIR "/qmp-libxenstat-%u", domid);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (!connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fd;
	close(fd);
	return -1;
}

/* Receive more: 0, or -1 if there is no more, no room or no time. */
static int receive(struct qmp *q)
{
	struct pollfd p = { .fd = q->fd, .events = POLLIN };
	long long left = q->deadline_ms - now_ms();
	ssize_t len;

	if (left <= 0 || q->used == sizeof(q->buf) || poll(&p, 1, left) != 1)
		return -1;
	len = recv(q->fd, q->buf + q->used, sizeof(q->buf) - q->used, 0);
	if (len <= 0)
		return -1;
	q->used += len;
	return 0;
}

/* The next line, parsed, to yajl_tree_free(); NULL if there is none. */
static yajl_val read_object(struct qmp *q)
{
	yajl_val object;
	char *end;
	size_t size;

	while (!(end = memchr(q->buf, '\n', q->used)))
		if (receive(q))
			return NULL;
	*end = '\0';
	size = end + 1 - q->buf;
	object = yajl_tree_parse(q->buf, NULL, 0);
	q->used -= size;
	memmove(q->buf, end + 1, q->used);
	return object;
}

static yajl_val member(yajl_val object, const char *name, yajl_type type)
{
	const char *path[] = { name, NULL };

	return yajl_tree_get(object, path, type);
}

/*
 * Send a command: the "return" of its answer, which is part of *@object, or NULL. *@object is to
 * be freed in any case. Events that come before the answer are skipped.
 */
static yajl_val qmp_command(struct qmp *q, const char *command, yajl_val *object)
{
	yajl_val value = NULL;
	char text[64];
	unsigned int i;
	int len = snprintf(text, sizeof(text), "{ \"execute\": \"%s\" }\n", command);

	*object = NULL;
	if (send(q->fd, text, len, MSG_NOSIGNAL) != len)
		return NULL;
	for (i = 0; i < OBJECTS_MAX; i++) {
		yajl_tree_free(*object);
		*object = read_object(q);
		if (!*object || member(*object, "error", yajl_t_any))
			return NULL;
		value = member(*object, "return", yajl_t_any);
		if (value)
			break;
	}
	return value;
}

static unsigned long long number_at(yajl_val v, const char *name)
{
	const char *path[] = { "stats", name, NULL };
	yajl_val n = yajl_tree_get(v, path, yajl_t_number);

	return n && YAJL_IS_INTEGER(n) ? YAJL_GET_INTEGER(n) : 0;
}

/*
 * The device number that a node is called by: "xen-vbd-51712" or "xen-qdisk-51712" of a backend in
 * QEMU, "ide0-hd1" and the like of emulated disks (hda is 768, hdb 832).
 */
static int device_number(const char *name, unsigned int *dev)
{
	unsigned int unit;

	if (sscanf(name, "xen-vbd-%u", dev) == 1 || sscanf(name, "xen-qdisk-%u", dev) == 1)
		return 1;
	if (sscanf(name, "ide0-hd%u", &unit) == 1)
		*dev = (3 << 8) | unit << 6;
	else if (sscanf(name, "ide1-hd%u", &unit) == 1)
		*dev = (22 << 8) | unit << 6;
	else
		return 0;
	return unit < 2;
}

static void add_disks(xenstat_domain *domain, yajl_val list)
{
	yajl_val entry, name;
	size_t i;

	for (i = 0; YAJL_IS_ARRAY(list) && i < YAJL_GET_ARRAY(list)->len; i++) {
		xenstat_vbd vbd = { .back_type = VBD_QDISK };

		entry = YAJL_GET_ARRAY(list)->values[i];
		name = member(entry, "device", yajl_t_string);
		if (!name || !*YAJL_GET_STRING(name))
			name = member(entry, "qdev", yajl_t_string);
		if (!name || !device_number(YAJL_GET_STRING(name), &vbd.dev))
			continue;
		vbd.rd_reqs = number_at(entry, "rd_operations");
		vbd.wr_reqs = number_at(entry, "wr_operations");
		vbd.rd_sects = number_at(entry, "rd_bytes") / 512;
		vbd.wr_sects = number_at(entry, "wr_bytes") / 512;
		xenstat_save_vbd(domain, &vbd);
	}
}

static void read_domain(struct qmp *q, xenstat_domain *domain)
{
	yajl_val object, stats;

	q->fd = qmp_connect(domain->id);
	if (q->fd < 0)
		return;
	q->used = 0;
	q->deadline_ms = now_ms() + SESSION_MS;

	/* The greeting, then the handshake that every session starts with. */
	object = read_object(q);
	if (object) {
		yajl_tree_free(object);
		stats = qmp_command(q, "qmp_capabilities", &object);
		yajl_tree_free(object);
		if (stats) {
			stats = qmp_command(q, "query-blockstats", &object);
			if (stats)
				add_disks(domain, stats);
			yajl_tree_free(object);
		}
	}
	close(q->fd);
}

void read_attributes_qdisk(xenstat_node *node)
{
	struct qmp *q = malloc(sizeof(*q));
	unsigned int i;

	for (i = 0; q && i < node->num_domains; i++)
		read_domain(q, &node->domains[i]);
	free(q);
}
