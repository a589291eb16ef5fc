/* SPDX-License-Identifier: LGPL-2.1-only */
/* What a configuration consists of: values, settings, names of sources. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static void *no_memory(struct parse *p)
{
	p->error = ENOMEM;
	return NULL;
}

static XLU_ConfigValue *value_mk(struct parse *p, enum XLU_ConfigValueType type, int line)
{
	XLU_ConfigValue *value = calloc(1, sizeof(*value));

	if (!value)
		return no_memory(p);
	value->type = type;
	value->source = p->source;
	value->line = line;
	return value;
}

XLU_ConfigValue *xlu__cfg_string_mk(struct parse *p, int line, char *string)
{
	XLU_ConfigValue *value = string ? value_mk(p, XLU_STRING, line) : NULL;

	if (value)
		value->u.string = string;
	else
		free(string);
	return value;
}

XLU_ConfigValue *xlu__cfg_list_mk(struct parse *p, int line)
{
	return value_mk(p, XLU_LIST, line);
}

/* Takes item, also on failure (noted in p). */
void xlu__cfg_list_append(struct parse *p, XLU_ConfigValue *value, XLU_ConfigValue *item)
{
	XLU_ConfigList *list = value ? &value->u.list : NULL;

	if (!list || !item) {
		no_memory(p);
		xlu__cfg_value_free(item);
		return;
	}
	if (list->count == list->room) {
		int room = list->room ? list->room * 2 : 4;
		XLU_ConfigValue **values = reallocarray(list->values, room, sizeof(*values));

		if (!values) {
			no_memory(p);
			xlu__cfg_value_free(item);
			return;
		}
		list->values = values;
		list->room = room;
	}
	list->values[list->count++] = item;
}

void xlu__cfg_value_free(XLU_ConfigValue *value)
{
	int i;

	if (!value)
		return;
	if (value->type == XLU_STRING) {
		free(value->u.string);
	} else {
		for (i = 0; i < value->u.list.count; i++)
			xlu__cfg_value_free(value->u.list.values[i]);
		free(value->u.list.values);
	}
	free(value);
}

const struct setting *xlu__cfg_find(const XLU_Config *cfg, const char *n)
{
	const struct setting *set;

	for (set = cfg->settings; set; set = set->next)
		if (!strcmp(set->name, n))
			return set;
	return NULL;
}

/* Joins `more' onto `value', which both have the same type; takes more. */
static void value_add(struct parse *p, XLU_ConfigValue *value, XLU_ConfigValue *more)
{
	char *joined;
	int i;

	value->line = more->line;
	value->source = more->source;
	if (value->type == XLU_STRING) {
		if (asprintf(&joined, "%s%s", value->u.string, more->u.string) < 0) {
			no_memory(p);
		} else {
			free(value->u.string);
			value->u.string = joined;
		}
	} else {
		for (i = 0; i < more->u.list.count; i++)
			xlu__cfg_list_append(p, value, more->u.list.values[i]);
		more->u.list.count = 0;
	}
	xlu__cfg_value_free(more);
}

static void setting_update(struct parse *p, struct setting *set, enum XLU_Operation op,
			   XLU_ConfigValue *value, int line)
{
	if (op == XLU_OP_ASSIGNMENT) {
		xlu__cfg_value_free(set->value);
		set->value = value;
		return;
	}
	if (set->value->type == value->type) {
		value_add(p, set->value, value);
		return;
	}
	xlu__report(p->cfg, p->source, line, NULL,
		    "config parsing error: cannot add a %s to `%s', which line %d sets to a %s",
		    value->type == XLU_LIST ? "list" : "string", set->name, set->value->line,
		    set->value->type == XLU_LIST ? "list" : "string");
	p->error = EINVAL;
	xlu__cfg_value_free(value);
}

void xlu__cfg_set_store(struct parse *p, char *name, enum XLU_Operation op,
			XLU_ConfigValue *value, int line)
{
	struct setting *set = name ? (struct setting *)xlu__cfg_find(p->cfg, name) : NULL;

	if (!name || !value)
		goto err_no_memory;
	if (set) {
		setting_update(p, set, op, value, line);
		free(name);
		return;
	}
	set = calloc(1, sizeof(*set));
	if (!set)
		goto err_no_memory;
	set->name = name;
	set->value = value;
	*p->cfg->settings_end = set;
	p->cfg->settings_end = &set->next;
	return;

err_no_memory:
	no_memory(p);
	free(name);
	xlu__cfg_value_free(value);
}

void xlu__cfg_set_free(struct setting *set)
{
	free(set->name);
	xlu__cfg_value_free(set->value);
	free(set);
}
