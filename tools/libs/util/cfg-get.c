/* SPDX-License-Identifier: LGPL-2.1-only */
/* Values of a configuration, converted to what the caller asks for. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define WARNING "warning"

/* A value of the wanted type: 0, ESRCH or EINVAL. */
static int find_typed(const XLU_Config *cfg, const char *n, enum XLU_ConfigValueType type,
		      const struct setting **set_r, int dont_warn)
{
	const struct setting *set = xlu__cfg_find(cfg, n);

	if (!set)
		return ESRCH;
	if (set->value->type != type) {
		if (!dont_warn)
			xlu_cfg_report(cfg, n, WARNING,
				       type == XLU_STRING ?
				       "parameter `%s' is a list but should be a single value" :
				       "parameter `%s' is a single value but should be a list", n);
		return EINVAL;
	}
	*set_r = set;
	return 0;
}

int xlu_cfg_get_string(const XLU_Config *cfg, const char *n, const char **value_r, int dont_warn)
{
	const struct setting *set;
	int rc = find_typed(cfg, n, XLU_STRING, &set, dont_warn);

	if (rc) {
		*value_r = NULL;
		return rc;
	}
	*value_r = set->value->u.string;
	return 0;
}

int xlu_cfg_replace_string(const XLU_Config *cfg, const char *n, char **value_r, int dont_warn)
{
	const char *text;
	char *copy;
	int rc = xlu_cfg_get_string(cfg, n, &text, dont_warn);

	if (rc)
		return rc;
	copy = strdup(text);
	if (!copy)
		return ENOMEM;
	free(*value_r);
	*value_r = copy;
	return 0;
}

int xlu_cfg_get_bounded_long(const XLU_Config *cfg, const char *n, long min, long max,
			     long *value_r, int dont_warn)
{
	const struct setting *set;
	const char *text;
	char *end;
	long value;
	int rc = find_typed(cfg, n, XLU_STRING, &set, dont_warn);

	if (rc)
		return rc;
	text = set->value->u.string;
	errno = 0;
	value = strtol(text, &end, 0);
	if (end == text || *end) {
		if (!dont_warn)
			xlu_cfg_report(cfg, n, WARNING,
				       "parameter `%s' is not a valid number: `%s'", n, text);
		return EINVAL;
	}
	if (errno == ERANGE || value < min || value > max) {
		if (!dont_warn)
			xlu_cfg_report(cfg, n, WARNING,
				       "value of `%s' is out of range: %s; it can be %ld to %ld",
				       n, text, min, max);
		return ERANGE;
	}
	*value_r = value;
	return 0;
}

int xlu_cfg_get_long(const XLU_Config *cfg, const char *n, long *value_r, int dont_warn)
{
	return xlu_cfg_get_bounded_long(cfg, n, LONG_MIN, LONG_MAX, value_r, dont_warn);
}

int xlu_cfg_get_defbool(const XLU_Config *cfg, const char *n, libxl_defbool *b, int dont_warn)
{
	long value;
	int rc = xlu_cfg_get_long(cfg, n, &value, dont_warn);

	if (rc)
		return rc;
	libxl_defbool_set(b, value != 0);
	return 0;
}

int xlu_cfg_get_list(const XLU_Config *cfg, const char *n, XLU_ConfigList **list_r, int *entries_r,
		     int dont_warn)
{
	const struct setting *set;
	int rc = find_typed(cfg, n, XLU_LIST, &set, dont_warn);

	if (rc)
		return rc;
	if (list_r)
		*list_r = &set->value->u.list;
	if (entries_r)
		*entries_r = set->value->u.list.count;
	return 0;
}

int xlu_cfg_get_list_as_string_list(const XLU_Config *cfg, const char *n, libxl_string_list *sl,
				    int dont_warn)
{
	XLU_ConfigList *list;
	libxl_string_list strings;
	const char *item;
	int i, rc = xlu_cfg_get_list(cfg, n, &list, NULL, dont_warn);

	if (rc)
		return rc;
	strings = calloc(list->count + 1, sizeof(*strings));
	if (!strings)
		return ENOMEM;
	for (i = 0; i < list->count; i++) {
		item = xlu_cfg_get_listitem(list, i);
		if (!item) {
			if (!dont_warn)
				xlu_cfg_report(cfg, n, WARNING,
					       "entry %d of `%s' is a list but should be a string",
					       i + 1, n);
			libxl_string_list_dispose(&strings);
			return EINVAL;
		}
		strings[i] = strdup(item);
		if (!strings[i]) {
			libxl_string_list_dispose(&strings);
			return ENOMEM;
		}
	}
	*sl = strings;
	return 0;
}

XLU_ConfigValue *xlu_cfg_get_listitem2(const XLU_ConfigList *list, int entry)
{
	return entry >= 0 && entry < list->count ? list->values[entry] : NULL;
}

const char *xlu_cfg_get_listitem(const XLU_ConfigList *list, int entry)
{
	const XLU_ConfigValue *value = xlu_cfg_get_listitem2(list, entry);

	return value && value->type == XLU_STRING ? value->u.string : NULL;
}

enum XLU_ConfigValueType xlu_cfg_value_type(const XLU_ConfigValue *value)
{
	return value->type;
}

static int value_of_type(const XLU_Config *cfg, const XLU_ConfigValue *value,
			 enum XLU_ConfigValueType type, int dont_warn)
{
	if (value->type == type)
		return 0;
	if (!dont_warn)
		xlu__report(cfg, value->source, value->line, WARNING,
			    type == XLU_STRING ? "a list stands where a single value should" :
						 "a single value stands where a list should");
	return EINVAL;
}

int xlu_cfg_value_get_string(const XLU_Config *cfg, XLU_ConfigValue *value, char **value_r,
			     int dont_warn)
{
	int rc = value_of_type(cfg, value, XLU_STRING, dont_warn);

	if (!rc)
		*value_r = value->u.string;
	return rc;
}

int xlu_cfg_value_get_list(const XLU_Config *cfg, XLU_ConfigValue *value, XLU_ConfigList **value_r,
			   int dont_warn)
{
	int rc = value_of_type(cfg, value, XLU_LIST, dont_warn);

	if (!rc)
		*value_r = &value->u.list;
	return rc;
}

int xlu_cfg_for_each(const XLU_Config *cfg, int (*visit)(const char *key, void *opaque),
		     void *opaque)
{
	const struct setting *set;
	int rc = 0;

	for (set = cfg->settings; set && !rc; set = set->next)
		rc = visit(set->name, opaque);
	return rc;
}

XLU_ConfigValue *xlu_cfg_get_value(const XLU_Config *cfg, const char *n)
{
	const struct setting *set = xlu__cfg_find(cfg, n);

	return set ? set->value : NULL;
}
