/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Disk strings, xl-disk-configuration(5): parameters apart by commas, each positional (target,
 * format, vdev, access), a flag, or NAME=VALUE; plus the prefixes and the order of xend.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum position { AT_TARGET, AT_FORMAT, AT_VDEV, AT_ACCESS, AT_END };

struct disk_parse {
	XLU_Config *cfg;
	libxl_device_disk *disk;
	const char *spec;
	unsigned int position; /* the next positional parameter */
	unsigned int seen;     /* bit per row of params[] given with a value that is not empty */
};

struct param {
	const char *name;
	int (*set)(struct disk_parse *p, const char *value);
};

struct word {
	const char *word;
	int value;
};

static int disk_error(struct disk_parse *p, const char *message, const char *near)
{
	if (near)
		return xlu__place_error(p->cfg, "disk specification", p->spec, "%s: near `%s'",
				       message, near);
	return xlu__place_error(p->cfg, "disk specification", p->spec, "%s", message);
}

static int set_string(char **field, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return ENOMEM;
	free(*field);
	*field = copy;
	return 0;
}

/* The value of a word in a list that ends with a NULL word, or -1. */
static int look_up(const struct word *words, const char *word)
{
	for (; words->word; words++)
		if (!strcmp(words->word, word))
			return words->value;
	return -1;
}

static const struct word formats[] = {
	{ "raw", LIBXL_DISK_FORMAT_RAW }, { "qcow", LIBXL_DISK_FORMAT_QCOW },
	{ "qcow2", LIBXL_DISK_FORMAT_QCOW2 }, { "vhd", LIBXL_DISK_FORMAT_VHD },
	{ "qed", LIBXL_DISK_FORMAT_QED }, { "empty", LIBXL_DISK_FORMAT_EMPTY }, { }
};

static int set_target(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->pdev_path, value);
}

static int set_format(struct disk_parse *p, const char *value)
{
	int format = look_up(formats, value);

	if (format < 0)
		return disk_error(p, "unknown value for format", value);
	p->disk->format = format;
	return 0;
}

static int set_vdev(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->vdev, value);
}

static int set_access(struct disk_parse *p, const char *value)
{
	static const struct word accesses[] = {
		{ "rw", 1 }, { "w", 1 }, { "ro", 0 }, { "r", 0 }, { }
	};
	int readwrite = look_up(accesses, value);

	if (readwrite < 0)
		return disk_error(p, "unknown value for access", value);
	p->disk->readwrite = readwrite;
	return 0;
}

static int set_devtype(struct disk_parse *p, const char *value)
{
	static const struct word types[] = { { "cdrom", 1 }, { "disk", 0 }, { } };
	int cdrom = look_up(types, value);

	if (cdrom < 0)
		return disk_error(p, "unknown value for type", value);
	p->disk->is_cdrom = cdrom;
	return 0;
}

static int set_backend(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->backend_domname, value);
}

static int set_backendtype(struct disk_parse *p, const char *value)
{
	static const struct word types[] = {
		{ "phy", LIBXL_DISK_BACKEND_PHY }, { "tap", LIBXL_DISK_BACKEND_TAP },
		{ "qdisk", LIBXL_DISK_BACKEND_QDISK },
		{ "standalone", LIBXL_DISK_BACKEND_STANDALONE }, { }
	};
	int type = look_up(types, value);

	if (type < 0)
		return disk_error(p, "unknown value for backendtype", value);
	p->disk->backend = type;
	return 0;
}

static int set_script(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->script, value);
}

static int set_specification(struct disk_parse *p, const char *value)
{
	static const struct word specifications[] = {
		{ "xen", LIBXL_DISK_SPECIFICATION_XEN },
		{ "virtio", LIBXL_DISK_SPECIFICATION_VIRTIO }, { }
	};
	int specification = look_up(specifications, value);

	if (specification < 0)
		return disk_error(p, "unknown value for specification", value);
	p->disk->specification = specification;
	return 0;
}

static int set_colo_host(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->colo_host, value);
}

static int set_colo_port(struct disk_parse *p, const char *value)
{
	char *end;
	long port;

	errno = 0;
	port = strtol(value, &end, 10);
	if (end == value || *end || errno || port < 1 || port > 65535)
		return disk_error(p, "colo-port is not a port number", value);
	p->disk->colo_port = port;
	return 0;
}

static int set_colo_export(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->colo_export, value);
}

static int set_active_disk(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->active_disk, value);
}

static int set_hidden_disk(struct disk_parse *p, const char *value)
{
	return set_string(&p->disk->hidden_disk, value);
}

/* The positional parameters first, in their order. */
static const struct param params[] = {
	[AT_TARGET] = { "target", set_target },
	[AT_FORMAT] = { "format", set_format },
	[AT_VDEV] = { "vdev", set_vdev },
	[AT_ACCESS] = { "access", set_access },
	{ "devtype", set_devtype },
	{ "backend", set_backend },
	{ "backendtype", set_backendtype },
	{ "script", set_script },
	{ "specification", set_specification },
	{ "colo-host", set_colo_host },
	{ "colo-port", set_colo_port },
	{ "colo-export", set_colo_export },
	{ "active-disk", set_active_disk },
	{ "hidden-disk", set_hidden_disk },
};
#define PARAM_COUNT (sizeof(params) / sizeof(params[0]))

/* An empty value leaves the default and may be followed by another one. */
static int set_param(struct disk_parse *p, unsigned int index, const char *value)
{
	char message[64];

	if (!*value)
		return 0;
	if (p->seen & (1U << index)) {
		snprintf(message, sizeof(message), "%s respecified", params[index].name);
		return disk_error(p, message, value);
	}
	p->seen |= 1U << index;
	return params[index].set(p, value);
}

static unsigned int find_param(const char *name, size_t length)
{
	unsigned int i;

	for (i = 0; i < PARAM_COUNT; i++)
		if (strlen(params[i].name) == length && !memcmp(params[i].name, name, length))
			break;
	return i;
}

/* True when the word is a flag, which has then taken effect. */
static bool set_flag(struct disk_parse *p, const char *word)
{
	libxl_device_disk *disk = p->disk;

	if (!strcmp(word, "cdrom"))
		disk->is_cdrom = 1;
	else if (!strcmp(word, "direct-io-safe"))
		disk->direct_io_safe = true;
	else if (!strcmp(word, "discard"))
		libxl_defbool_set(&disk->discard_enable, true);
	else if (!strcmp(word, "no-discard"))
		libxl_defbool_set(&disk->discard_enable, false);
	else if (!strcmp(word, "trusted"))
		libxl_defbool_set(&disk->trusted, true);
	else if (!strcmp(word, "untrusted"))
		libxl_defbool_set(&disk->trusted, false);
	else if (!strcmp(word, "colo"))
		libxl_defbool_set(&disk->colo_enable, true);
	else if (!strcmp(word, "no-colo"))
		libxl_defbool_set(&disk->colo_enable, false);
	else
		return false;
	return true;
}

/* What xend wrote before the target: "file:", "phy:" and others; returns the length of a prefix at s, or 0. */
static size_t xend_prefix(struct disk_parse *p, const char *s, int *rc)
{
	static const char *const ignored[] = {
		"tapdisk:", "tap2:", "tap:", "aio:", "ioemu:", "file:", "phy:", NULL
	};
	static const char *const scripts[] = { "iscsi:", "nbd:", "enbd:", "drbd:", NULL };
	static const char *const with_format[] = { "raw:", "qcow2:", "qcow:", "vhd:", "qed:", NULL };
	char word[24];
	int i;

	for (i = 0; ignored[i]; i++)
		if (!strncmp(s, ignored[i], strlen(ignored[i])))
			return strlen(ignored[i]);
	for (i = 0; scripts[i]; i++) {
		if (strncmp(s, scripts[i], strlen(scripts[i])))
			continue;
		snprintf(word, sizeof(word), "block-%.*s", (int)strlen(scripts[i]) - 1, scripts[i]);
		*rc = set_param(p, find_param("script", 6), word);
		return strlen(scripts[i]);
	}
	for (i = 0; with_format[i]; i++) {
		if (strncmp(s, with_format[i], strlen(with_format[i])))
			continue;
		snprintf(word, sizeof(word), "%.*s", (int)strlen(with_format[i]) - 1, with_format[i]);
		*rc = set_param(p, AT_FORMAT, word);
		return strlen(with_format[i]);
	}
	return 0;
}

static bool is_vdev(const char *s, size_t length)
{
	size_t i;

	if (!length)
		return false;
	for (i = 0; i < length; i++)
		if (!strchr("0123456789abcdefghijklmnopqrstuvwxyz", s[i]))
			return false;
	return true;
}

/* xend's VDEV:DEVTYPE. */
static int set_vdev_devtype(struct disk_parse *p, char *word)
{
	char *colon = strchr(word, ':');
	int rc;

	*colon = '\0';
	rc = set_param(p, AT_VDEV, word);
	return rc ? rc : set_param(p, find_param("devtype", 7), colon + 1);
}

static int set_positional(struct disk_parse *p, char *word)
{
	const char *target = word;
	const char *colon = strchr(word, ':');
	size_t prefix;
	int rc = 0;

	if (p->position == AT_TARGET) {
		while (!rc && (prefix = xend_prefix(p, target, &rc)))
			target += prefix;
		p->position = target == word ? AT_FORMAT : AT_VDEV;
		return rc ? rc : set_param(p, AT_TARGET, target);
	}
	if ((p->position == AT_FORMAT || p->position == AT_VDEV) && colon &&
	    is_vdev(word, colon - word)) {
		p->position = AT_ACCESS;
		return set_vdev_devtype(p, word);
	}
	if (p->position == AT_END)
		return *word ? disk_error(p, "too many positional parameters", word) : 0;
	return set_param(p, p->position++, word);
}

/* One parameter, cut out and trimmed. */
static int set_word(struct disk_parse *p, char *word)
{
	char *equals = strchr(word, '=');
	unsigned int index;

	if (!equals)
		return set_flag(p, word) ? 0 : set_positional(p, word);
	index = find_param(word, equals - word);
	if (index == PARAM_COUNT)
		return disk_error(p, "unknown parameter", word);
	return set_param(p, index, equals + 1);
}

static void trim_end(char *word)
{
	size_t length = strlen(word);

	while (length && strchr(" \t", word[length - 1]))
		word[--length] = '\0';
}

static int parse_spec(struct disk_parse *p, const char *spec)
{
	char *copy = strdup(spec), *word = copy, *comma;
	int rc = 0;

	if (!copy)
		return ENOMEM;
	p->spec = spec;
	while (word && !rc) {
		word += strspn(word, " \t");
		if (!strncmp(word, "target=", 7)) { /* takes all the rest, commas too */
			p->seen &= ~(1U << AT_TARGET);
			rc = set_param(p, AT_TARGET, word + 7);
			break;
		}
		comma = strchr(word, ',');
		if (comma)
			*comma++ = '\0';
		trim_end(word);
		rc = set_word(p, word);
		word = comma;
	}
	free(copy);
	return rc;
}

static int check_disk(struct disk_parse *p)
{
	libxl_device_disk *disk = p->disk;

	if (disk->is_cdrom) {
		disk->removable = 1;
		disk->readwrite = 0; /* whatever was said */
		if (!disk->pdev_path || !*disk->pdev_path)
			disk->format = LIBXL_DISK_FORMAT_EMPTY;
	}
	if (disk->format == LIBXL_DISK_FORMAT_UNKNOWN)
		disk->format = LIBXL_DISK_FORMAT_RAW;
	if (!disk->vdev)
		return disk_error(p, "no vdev specified", NULL);
	if (!disk->pdev_path && !disk->is_cdrom)
		return disk_error(p, "no target specified (and device is not cdrom)", NULL);
	return 0;
}

int xlu_disk_parse(XLU_Config *cfg, int nspecs, const char *const *specs, libxl_device_disk *disk)
{
	struct disk_parse p = { .cfg = cfg, .disk = disk };
	int i, rc = 0;

	disk->readwrite = 1;
	for (i = 0; i < nspecs && !rc; i++)
		rc = parse_spec(&p, specs[i]);
	if (!rc && nspecs)
		rc = check_disk(&p);
	return rc;
}
