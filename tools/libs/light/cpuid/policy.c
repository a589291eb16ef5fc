// SPDX-License-Identifier: LGPL-2.1-only
/* Policy lists: building, copying, JSON. */
#include "cpuid/policy.h"
#include "types/json.h"
#include "types/walk.h"

static const char *const reg_names[4] = { "eax", "ebx", "ecx", "edx" };

static int cpuid_entries(const struct libxl__cpu_policy *p)
{
	int n = 0;

	while (p && p->cpuid && p->cpuid[n].leaf != LIBXL__CPUID_UNUSED)
		n++;
	return n;
}

static int msr_entries(const struct libxl__cpu_policy *p)
{
	int n = 0;

	while (p && p->msr && p->msr[n].index != XC_MSR_INPUT_UNUSED)
		n++;
	return n;
}

static struct libxl__cpu_policy *policy_of(libxl_cpuid_policy_list *list)
{
	if (!*list)
		*list = libxl__zalloc_raw(sizeof(**list));
	return *list;
}

static struct xc_xend_cpuid *entry_of(struct libxl__cpu_policy *p, uint32_t leaf, uint32_t subleaf)
{
	int i, n = cpuid_entries(p);

	for (i = 0; i < n; i++)
		if (p->cpuid[i].leaf == leaf && p->cpuid[i].subleaf == subleaf)
			return &p->cpuid[i];
	p->cpuid = libxl__realloc(NULL, p->cpuid, (n + 2) * sizeof(*p->cpuid));
	memset(&p->cpuid[n], 0, 2 * sizeof(*p->cpuid));
	p->cpuid[n].leaf = leaf;
	p->cpuid[n].subleaf = subleaf;
	p->cpuid[n + 1].leaf = LIBXL__CPUID_UNUSED;
	return &p->cpuid[n];
}

static char *dont_care(size_t bits)
{
	char *s = libxl__zalloc_raw(bits + 1);

	memset(s, 'x', bits);
	return s;
}

char *libxl__cpuid_register(libxl_cpuid_policy_list *list, uint32_t leaf, uint32_t subleaf,
			    enum libxl__reg reg)
{
	struct xc_xend_cpuid *e = entry_of(policy_of(list), leaf, subleaf);

	if (!e->policy[reg])
		e->policy[reg] = dont_care(32);
	return e->policy[reg];
}

char *libxl__cpuid_msr(libxl_cpuid_policy_list *list, uint32_t index)
{
	struct libxl__cpu_policy *p = policy_of(list);
	int i, n = msr_entries(p);

	for (i = 0; i < n; i++)
		if (p->msr[i].index == index)
			return p->msr[i].policy;
	p->msr = libxl__realloc(NULL, p->msr, (n + 2) * sizeof(*p->msr));
	memset(&p->msr[n], 0, 2 * sizeof(*p->msr));
	p->msr[n].index = index;
	memset(p->msr[n].policy, 'x', 64);
	p->msr[n + 1].index = XC_MSR_INPUT_UNUSED;
	return p->msr[n].policy;
}

/* ---- as a type ---- */

void libxl_cpuid_dispose(libxl_cpuid_policy_list *list)
{
	int i, j, n = cpuid_entries(*list);

	for (i = 0; i < n; i++)
		for (j = 0; j < 4; j++)
			free((*list)->cpuid[i].policy[j]);
	if (*list) {
		free((*list)->cpuid);
		free((*list)->msr);
	}
	free(*list);
	*list = NULL;
}

int libxl_cpuid_policy_list_length(const libxl_cpuid_policy_list *l)
{
	return cpuid_entries(*l);
}

void libxl_cpuid_policy_list_copy(libxl_ctx *ctx, libxl_cpuid_policy_list *dst,
				  const libxl_cpuid_policy_list *src)
{
	const struct libxl__cpu_policy *p = *src;
	int i, j, n = cpuid_entries(p), m = msr_entries(p);

	*dst = NULL;
	for (i = 0; i < n; i++)
		for (j = 0; j < 4; j++)
			if (p->cpuid[i].policy[j])
				strcpy(libxl__cpuid_register(dst, p->cpuid[i].leaf,
							     p->cpuid[i].subleaf, j),
				       p->cpuid[i].policy[j]);
	for (i = 0; i < m; i++)
		strcpy(libxl__cpuid_msr(dst, p->msr[i].index), p->msr[i].policy);
}

static void list_dispose(void *p)
{
	libxl_cpuid_dispose(p);
}

static void list_copy(void *dst, const void *src)
{
	libxl_cpuid_policy_list_copy(NULL, dst, src);
}

static bool list_is_default(const void *p)
{
	const struct libxl__cpu_policy *l = *(struct libxl__cpu_policy *const *)p;

	return !cpuid_entries(l) && !msr_entries(l);
}

static yajl_gen_status gen_cpuid(yajl_gen hand, const struct xc_xend_cpuid *e)
{
	yajl_gen_status s = yajl_gen_map_open(hand);
	int j;

	s = s ? s : libxl__gen_text(hand, "leaf");
	s = s ? s : yajl_gen_integer(hand, e->leaf);
	if (e->subleaf != LIBXL__CPUID_UNUSED) {
		s = s ? s : libxl__gen_text(hand, "subleaf");
		s = s ? s : yajl_gen_integer(hand, e->subleaf);
	}
	for (j = 0; j < 4; j++)
		if (e->policy[j]) {
			s = s ? s : libxl__gen_text(hand, reg_names[j]);
			s = s ? s : libxl__gen_text(hand, e->policy[j]);
		}
	return s ? s : yajl_gen_map_close(hand);
}

static yajl_gen_status gen_msr(yajl_gen hand, const struct xc_msr *m)
{
	yajl_gen_status s = yajl_gen_map_open(hand);

	s = s ? s : libxl__gen_text(hand, "index");
	s = s ? s : yajl_gen_integer(hand, m->index);
	s = s ? s : libxl__gen_text(hand, "policy");
	s = s ? s : libxl__gen_text(hand, m->policy);
	return s ? s : yajl_gen_map_close(hand);
}

static yajl_gen_status list_gen(yajl_gen hand, const void *ptr)
{
	const struct libxl__cpu_policy *p = *(struct libxl__cpu_policy *const *)ptr;
	int i, n = cpuid_entries(p), m = msr_entries(p);
	yajl_gen_status s = yajl_gen_map_open(hand);

	s = s ? s : libxl__gen_text(hand, "cpuid");
	s = s ? s : yajl_gen_array_open(hand);
	for (i = 0; !s && i < n; i++)
		s = gen_cpuid(hand, &p->cpuid[i]);
	s = s ? s : yajl_gen_array_close(hand);
	s = s ? s : libxl__gen_text(hand, "msr");
	s = s ? s : yajl_gen_array_open(hand);
	for (i = 0; !s && i < m; i++)
		s = gen_msr(hand, &p->msr[i]);
	s = s ? s : yajl_gen_array_close(hand);
	return s ? s : yajl_gen_map_close(hand);
}

static yajl_val member(yajl_val map, const char *key)
{
	const char *path[] = { key, NULL };

	return yajl_tree_get(map, path, yajl_t_any);
}

static bool valid_policy(const char *s, size_t bits)
{
	return strlen(s) == bits && strspn(s, "01xks") == bits;
}

static int parse_cpuid(libxl_cpuid_policy_list *list, yajl_val e)
{
	int64_t leaf, subleaf = LIBXL__CPUID_UNUSED;
	yajl_val v = member(e, "leaf");
	int j;

	if (!v || libxl__json_number(v, false, 32, &leaf))
		return ERROR_FAIL;
	v = member(e, "subleaf");
	if (v && libxl__json_number(v, false, 32, &subleaf))
		return ERROR_FAIL;
	for (j = 0; j < 4; j++) {
		v = member(e, reg_names[j]);
		if (!v)
			continue;
		if (!YAJL_IS_STRING(v) || !valid_policy(v->u.string, 32))
			return ERROR_FAIL;
		strcpy(libxl__cpuid_register(list, leaf, subleaf, j), v->u.string);
	}
	return 0;
}

static int parse_msr(libxl_cpuid_policy_list *list, yajl_val e)
{
	yajl_val index = member(e, "index"), policy = member(e, "policy");
	int64_t n;

	if (!index || libxl__json_number(index, false, 32, &n) || !policy ||
	    !YAJL_IS_STRING(policy) || !valid_policy(policy->u.string, 64))
		return ERROR_FAIL;
	strcpy(libxl__cpuid_msr(list, n), policy->u.string);
	return 0;
}

static int each(libxl_cpuid_policy_list *list, yajl_val array,
		int (*parse)(libxl_cpuid_policy_list *, yajl_val))
{
	size_t i;
	int rc = 0;

	if (!array)
		return 0;
	if (!YAJL_IS_ARRAY(array))
		return ERROR_FAIL;
	for (i = 0; !rc && i < array->u.array.len; i++)
		rc = parse(list, array->u.array.values[i]);
	return rc;
}

/* before MSRs were added the list was a plain array of leaves */
static int list_parse(void *p, yajl_val val)
{
	int rc;

	if (YAJL_IS_ARRAY(val))
		return each(p, val, parse_cpuid);
	if (!YAJL_IS_OBJECT(val))
		return ERROR_FAIL;
	rc = each(p, member(val, "cpuid"), parse_cpuid);
	return rc ? rc : each(p, member(val, "msr"), parse_msr);
}

const struct libxl__type libxl__type_cpuid_policy_list = {
	.name = "cpuid_policy_list", .kind = LIBXL__TYPE_BUILTIN,
	.size = sizeof(libxl_cpuid_policy_list),
	.ops = &(const struct libxl__builtin){
		list_dispose, list_copy, list_is_default, list_gen, list_parse },
};

yajl_gen_status libxl_cpuid_policy_list_gen_json(yajl_gen hand, libxl_cpuid_policy_list *p)
{
	return list_gen(hand, p);
}
