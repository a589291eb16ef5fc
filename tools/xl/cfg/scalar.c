/* SPDX-License-Identifier: GPL-2.0-only */
/* Setters of keys with one value that need more than a conversion. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "../cpulist.h"
#include "../xl.h"
#include "config.h"

#include <_paths.h>

static libxl_domain_build_info *build_info(struct key_ctx *k)
{
	return &((struct config *)k->base)->d.b_info;
}

/* Once, before any row that belongs to a type. */
static void choose_type(struct key_ctx *k, libxl_domain_type type)
{
	struct config *c = k->base;

	c->d.c_info.type = type;
	libxl_domain_build_info_init_type(&c->d.b_info, type);
	k->variant = 1u << type;
}

void config_default_type(struct key_ctx *k)
{
	struct config *c = k->base;

	if (c->d.c_info.type == LIBXL_DOMAIN_TYPE_INVALID)
		choose_type(k, LIBXL_DOMAIN_TYPE_PV);
}

/* The rows of type and builder: the second one must not contradict the first. */
int config_set_type(struct key_ctx *k, const struct key *key)
{
	struct config *c = k->base;
	const char *text = key_string(k, key);
	int type;

	type = text ? key_word_value(key->words, text) : -1;
	if (type < 0) {
		config_default_type(k);
		return text ? key_error(k, key, "Invalid domain type %s; it can be %s", text,
					key_words_text(key->words)) : -1;
	}
	if (key->replaced_by && xlu_cfg_get_value(k->cfg, key->replaced_by)) {
		if ((libxl_domain_type)type != c->d.c_info.type)
			return key_error(k, key, "contradicts `%s'; remove it", key->replaced_by);
		return 0;
	}
	choose_type(k, type);
	return 0;
}

int config_set_uuid(struct key_ctx *k, const struct key *key)
{
	const char *text = key_string(k, key);

	if (!text)
		return -1;
	if (libxl_uuid_from_string(key_field(k, key), text))
		return key_error(k, key, "Failed to parse UUID: %s; it looks like "
				 "01234567-89ab-cdef-0123-456789abcdef", text);
	return 0;
}

int config_set_vcpus(struct key_ctx *k, const struct key *key)
{
	libxl_domain_build_info *b = build_info(k);
	long vcpus, i;

	if (key_number(k, key, &vcpus))
		return -1;
	*(long *)key_field(k, key) = vcpus;
	b->max_vcpus = vcpus;
	if (libxl_cpu_bitmap_alloc(ctx, &b->avail_vcpus, vcpus))
		return key_error(k, key, "cannot allocate a map of %ld vCPUs", vcpus);
	for (i = 0; i < vcpus; i++)
		libxl_bitmap_set(&b->avail_vcpus, i);
	return 0;
}

/* Also sets the maximum, which a later row may raise. */
int config_set_memory(struct key_ctx *k, const struct key *key)
{
	libxl_domain_build_info *b = build_info(k);

	if (key_set_megabytes(k, key))
		return -1;
	b->max_memkb = b->target_memkb;
	return 0;
}

static int parse_cpus(struct key_ctx *k, const struct key *key, const char *text, libxl_bitmap *map)
{
	if (libxl_cpu_bitmap_alloc(ctx, map, 0))
		return key_error(k, key, "cannot learn how many CPUs the host has");
	if (xl_cpulist_parse(text, map))
		return key_error(k, key, "Invalid pcpu range: %s; write it as \"0-3,5,^1\"", text);
	if (libxl_bitmap_is_empty(map))
		return key_error(k, key, "`%s' names no CPU of this host, which has %d", text,
				 libxl_get_max_cpus(ctx));
	return 0;
}

static int parse_cpus_list(struct key_ctx *k, const struct key *key, XLU_ConfigList *list,
			   libxl_bitmap **maps, int *count)
{
	const char *text;
	int i, room = *count, rc = 0;

	*maps = xl_calloc(room, sizeof(**maps));
	for (i = 0; i < room && !rc; i++) {
		libxl_bitmap_init(&(*maps)[i]);
		text = xlu_cfg_get_listitem(list, i);
		rc = text ? parse_cpus(k, key, text, &(*maps)[i]) :
			    key_error(k, key, "entry %d is a list but should be a string", i + 1);
	}
	return rc;
}

/* One string for all vCPUs, kept until their number is known, or a list with one for each. */
int config_set_cpus(struct key_ctx *k, const struct key *key)
{
	struct config *c = k->base;
	libxl_domain_build_info *b = &c->d.b_info;
	libxl_bitmap *for_all = key_field(k, key);
	bool hard = for_all == &c->cpus_hard;
	int count, max_vcpus = b->max_vcpus ? b->max_vcpus : 1;
	XLU_ConfigList *list;
	const char *text;

	libxl_defbool_set(&b->numa_placement, false);
	if (!xlu_cfg_get_string(k->cfg, key->name, &text, 1))
		return parse_cpus(k, key, text, for_all);
	if (xlu_cfg_get_list(k->cfg, key->name, &list, &count, 1))
		return -1;
	if (count > max_vcpus) {
		if (!k->quiet)
			key_warning(k, key->name, "%d entries for %d vCPUs; the rest is ignored", count,
				    max_vcpus);
		count = max_vcpus;
	}
	if (hard)
		b->num_vcpu_hard_affinity = count;
	else
		b->num_vcpu_soft_affinity = count;
	return parse_cpus_list(k, key, list, hard ? &b->vcpu_hard_affinity : &b->vcpu_soft_affinity,
			       &count);
}

/* Words, or their numbers as older versions had it; negative: none. */
static int word_or_number(struct key_ctx *k, const struct key *key)
{
	const struct key_word *w;
	const char *text = key_string(k, key);
	long number;
	int value;

	if (!text)
		return -1;
	if (xlu_cfg_get_long(k->cfg, key->name, &number, 1)) {
		value = key_word_value(key->words, text);
		if (value < 0)
			key_error(k, key, "invalid value \"%s\"; it can be %s", text,
				  key_words_text(key->words));
		return value;
	}
	for (w = key->words; w->word && w->value != number; w++)
		;
	if (!w->word) {
		key_error(k, key, "%ld is out of range; it can be %s", number,
			  key_words_text(key->words));
		return -1;
	}
	if (!k->quiet)
		key_warning(k, key->name, "specifying it as an integer is deprecated; write %s = \"%s\"",
			    key->name, w->word);
	return w->value;
}

int config_set_word_or_number(struct key_ctx *k, const struct key *key)
{
	int value = word_or_number(k, key);

	if (value < 0)
		return -1;
	key_store(key_field(k, key), key->size, value);
	return 0;
}

int config_set_tsc_mode(struct key_ctx *k, const struct key *key)
{
	const char *text;

	if (!xlu_cfg_get_string(k->cfg, key->name, &text, 1) && !strcmp(text, "native_paravirt"))
		return key_error(k, key, "the mode native_paravirt was removed; use \"native\"");
	return config_set_word_or_number(k, key);
}

/* The meaning of libxl's results for CPUID strings. */
static const char *cpuid_problem(int code)
{
	static const char *const problems[] = {
		[1] = "illegal leaf number", [2] = "illegal subleaf number or unknown flag name",
		[3] = "missing colon or equals sign", [4] = "invalid register name or value",
		[5] = "register policy string too long or too short", [6] = "illegal character",
	};

	code = code < 0 ? -code : code;
	return code < (int)ARRAY_SIZE(problems) && problems[code] ? problems[code] : "not understood";
}

static int cpuid_words(struct key_ctx *k, const struct key *key, const char *text)
{
	char *copy = xl_strdup(text), *rest = copy, *word = strsep(&rest, ",");
	int rc = 0, code;

	if (strcmp(word, "host"))
		rc = key_error(k, key, "\"%s\": the first word must be \"host\"", text);
	while (!rc && (word = strsep(&rest, ","))) {
		code = libxl_cpuid_parse_config(key_field(k, key), word);
		if (code)
			rc = key_error(k, key, "\"%s\": %s", word, code == 2 ?
				       "unknown CPUID flag name; cpufeatureset.h has them" :
				       cpuid_problem(code));
	}
	free(copy);
	return rc;
}

int config_set_cpuid(struct key_ctx *k, const struct key *key)
{
	XLU_ConfigList *list;
	const char *text;
	int i, count, code;

	if (!xlu_cfg_get_string(k->cfg, key->name, &text, 1))
		return cpuid_words(k, key, text);
	if (xlu_cfg_get_list(k->cfg, key->name, &list, &count, 1))
		return -1;
	for (i = 0; i < count; i++) {
		text = xlu_cfg_get_listitem(list, i);
		if (!text)
			return key_error(k, key, "entry %d is a list but should be a string", i + 1);
		code = libxl_cpuid_parse_config_xend(key_field(k, key), text);
		if (code)
			return key_error(k, key, "\"%s\": %s", text, cpuid_problem(code));
	}
	return 0;
}

/* A list, or one string cut at blanks. */
int config_set_bootloader_args(struct key_ctx *k, const struct key *key)
{
	libxl_string_list *field = key_field(k, key), list;
	const char *text;
	char *copy, *rest, *word;
	int count = 0;

	if (xlu_cfg_get_string(k->cfg, key->name, &text, 1))
		return key_set_string_list(k, key);
	if (!k->quiet)
		key_warning(k, key->name, "a string is deprecated here; write a list of arguments");
	list = xl_calloc(strlen(text) / 2 + 2, sizeof(*list));
	rest = copy = xl_strdup(text);
	while ((word = strsep(&rest, " \t\n")))
		if (*word)
			list[count++] = xl_strdup(word);
	free(copy);
	*field = list;
	return 0;
}

static int set_hvm_firmware(libxl_domain_build_info *b, const char *text)
{
	static const struct key_word bioses[] = {
		{ "bios", LIBXL_BIOS_TYPE_UNKNOWN }, { "uefi", LIBXL_BIOS_TYPE_OVMF },
		{ "seabios", LIBXL_BIOS_TYPE_SEABIOS }, { "rombios", LIBXL_BIOS_TYPE_ROMBIOS },
		{ "ovmf", LIBXL_BIOS_TYPE_OVMF }, { }
	};
	int bios = key_word_value(bioses, text);

	if (bios >= 0)
		b->u.hvm.bios = bios;
	else
		b->u.hvm.system_firmware = xl_strdup(text);
	return 0;
}

int config_set_firmware(struct key_ctx *k, const struct key *key)
{
	libxl_domain_build_info *b = build_info(k);
	const char *text = key_string(k, key);

	if (!text)
		return -1;
	if (b->kernel)
		return key_error(k, key, "both kernel and firmware specified; remove one");
	if (b->type == LIBXL_DOMAIN_TYPE_HVM)
		return set_hvm_firmware(b, text);
	if (b->type == LIBXL_DOMAIN_TYPE_PVH)
		return key_error(k, key, "there is no firmware for PVH guests; give a kernel");
	if (strcmp(text, "pvgrub32") && strcmp(text, "pvgrub64"))
		return key_error(k, key, "unknown firmware `%s'; it can be pvgrub32 or pvgrub64", text);
	b->kernel = xl_asprintf("%s/%s.bin", XENFIRMWAREDIR, text);
	return 0;
}

static int set_viridian_group(struct key_ctx *k, const struct key *key, const char *name)
{
	libxl_domain_build_info *b = build_info(k);
	bool disable = *name == '!';
	libxl_bitmap *map = disable ? &b->u.hvm.viridian_disable : &b->u.hvm.viridian_enable;
	libxl_viridian_enlightenment group;

	name += disable;
	if (!map->size && libxl_bitmap_alloc(ctx, map, LIBXL_BUILDINFO_HVM_VIRIDIAN_ENABLE_DISABLE_WIDTH))
		return key_error(k, key, "out of memory");
	if (!strcmp(name, "all")) {
		libxl_bitmap_set_any(map);
	} else if (!strcmp(name, "defaults")) {
		libxl_defbool_set(&b->u.hvm.viridian, !disable);
	} else if (libxl_viridian_enlightenment_from_string(name, &group)) {
		return key_error(k, key, "unknown viridian enlightenment `%s'; xl.cfg(5) has them", name);
	} else {
		libxl_bitmap_set(map, group);
	}
	return 0;
}

int config_set_viridian(struct key_ctx *k, const struct key *key)
{
	XLU_ConfigList *list;
	const char *text;
	int i, count;

	if (xlu_cfg_get_list(k->cfg, key->name, &list, &count, 1))
		return key_set_defbool(k, key);
	for (i = 0; i < count; i++) {
		text = xlu_cfg_get_listitem(list, i);
		if (!text)
			return key_error(k, key, "entry %d is a list but should be a string", i + 1);
		if (set_viridian_group(k, key, text))
			return -1;
	}
	return 0;
}

/* serial and usbdevice: the list has a field of its own. */
int config_set_string_or_list(struct key_ctx *k, const struct key *key)
{
	libxl_domain_build_info *b = build_info(k);
	bool serial = key_field(k, key) == (void *)&b->u.hvm.serial;
	struct key list = *key;
	const char *text;

	if (!xlu_cfg_get_string(k->cfg, key->name, &text, 1))
		return key_set_string(k, key);
	list.offset = (char *)(serial ? &b->u.hvm.serial_list : &b->u.hvm.usbdevice_list) -
		      (char *)k->base;
	return key_set_string_list(k, &list);
}
