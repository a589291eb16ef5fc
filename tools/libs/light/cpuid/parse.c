// SPDX-License-Identifier: LGPL-2.1-only
/*
 * The two notations of xl.cfg's cpuid: "name=value" (libxl's) and "leaf,subleaf:reg=bits" (xend's).
 * Feature names are those of the public header cpufeatureset.h in lower case with '-' for '_'.
 */
#include <ctype.h>

#include "cpuid/policy.h"

/* what both parsers answer; programs print them as numbers */
enum {
	PARSE_OK,
	PARSE_NO_SEPARATOR,
	PARSE_UNKNOWN_NAME,
	PARSE_BAD_VALUE,
	PARSE_BAD_LENGTH,
};

/* ---- where a feature lives ---- */

struct place {
	uint32_t leaf, subleaf; /* leaf 0: an MSR, whose index is subleaf */
	enum libxl__reg reg;    /* of an MSR: EAX the low half, EDX the high one */
};

#define ANY LIBXL__CPUID_UNUSED
#define MSR_ARCH_CAPABILITIES 0x10a

/* one per word of the feature set, as its header says beside each word */
static const struct place words[] = {
	{ 1, ANY, LIBXL__EDX },
	{ 1, ANY, LIBXL__ECX },
	{ 0x80000001, ANY, LIBXL__EDX },
	{ 0x80000001, ANY, LIBXL__ECX },
	{ 0xd, 1, LIBXL__EAX },
	{ 7, 0, LIBXL__EBX },
	{ 7, 0, LIBXL__ECX },
	{ 0x80000007, ANY, LIBXL__EDX },
	{ 0x80000008, ANY, LIBXL__EBX },
	{ 7, 0, LIBXL__EDX },
	{ 7, 1, LIBXL__EAX },
	{ 0x80000021, ANY, LIBXL__EAX },
	{ 7, 1, LIBXL__EBX },
	{ 7, 2, LIBXL__EDX },
	{ 7, 1, LIBXL__ECX },
	{ 7, 1, LIBXL__EDX },
	{ 0, MSR_ARCH_CAPABILITIES, LIBXL__EAX },
	{ 0, MSR_ARCH_CAPABILITIES, LIBXL__EDX },
	{ 0x80000021, ANY, LIBXL__ECX },
};

static const struct { const char *name; unsigned int bit; } features[] = {
#define XEN_CPUFEATURE(name, value) { #name, value },
#include <xen/arch-x86/cpufeatureset.h>
#undef XEN_CPUFEATURE
};

/* names of former versions, and features that are no part of the feature set */
static const struct { const char *name; struct place place; unsigned int bit; } aliases[] = {
	{ "aes",           { 1, ANY, LIBXL__ECX }, 25 },
	{ "altmovcr8",     { 0x80000001, ANY, LIBXL__ECX }, 4 },
	{ "arat",          { 6, ANY, LIBXL__EAX }, 2 },
	{ "avx512-ifma",   { 7, 0, LIBXL__EBX }, 21 },
	{ "clfsh",         { 1, ANY, LIBXL__EDX }, 19 },
	{ "cmplegacy",     { 0x80000001, ANY, LIBXL__ECX }, 1 },
	{ "cmpxchg16",     { 1, ANY, LIBXL__ECX }, 13 },
	{ "cmpxchg8",      { 1, ANY, LIBXL__EDX }, 8 },
	{ "cmt",           { 7, 0, LIBXL__EBX }, 12 },
	{ "cntxid",        { 1, ANY, LIBXL__ECX }, 10 },
	{ "est",           { 1, ANY, LIBXL__ECX }, 7 },
	{ "ia64",          { 1, ANY, LIBXL__EDX }, 30 },
	{ "invtsc",        { 0x80000007, ANY, LIBXL__EDX }, 8 },
	{ "lahfsahf",      { 0x80000001, ANY, LIBXL__ECX }, 0 },
	{ "nodeid",        { 0x80000001, ANY, LIBXL__ECX }, 19 },
	{ "perfctr_core",  { 0x80000001, ANY, LIBXL__ECX }, 23 },
	{ "perfctr_nb",    { 0x80000001, ANY, LIBXL__ECX }, 24 },
	{ "psn",           { 1, ANY, LIBXL__EDX }, 18 },
	{ "sse4.1",        { 1, ANY, LIBXL__ECX }, 19 },
	{ "sse4.2",        { 1, ANY, LIBXL__ECX }, 20 },
	{ "sse4_1",        { 1, ANY, LIBXL__ECX }, 19 },
	{ "sse4_2",        { 1, ANY, LIBXL__ECX }, 20 },
	{ "svm_decode",    { 0x8000000a, ANY, LIBXL__EDX }, 7 },
	{ "svm_lbrv",      { 0x8000000a, ANY, LIBXL__EDX }, 1 },
	{ "svm_npt",       { 0x8000000a, ANY, LIBXL__EDX }, 0 },
	{ "svm_nrips",     { 0x8000000a, ANY, LIBXL__EDX }, 3 },
	{ "svm_pausefilt", { 0x8000000a, ANY, LIBXL__EDX }, 10 },
	{ "svm_tscrate",   { 0x8000000a, ANY, LIBXL__EDX }, 4 },
	{ "svm_vmcbclean", { 0x8000000a, ANY, LIBXL__EDX }, 5 },
	{ "sysenter",      { 1, ANY, LIBXL__EDX }, 11 },
	{ "tm",            { 1, ANY, LIBXL__EDX }, 29 },
	{ "tsc_adjust",    { 7, 0, LIBXL__EBX }, 1 },
};

/* keys that take a number */
static const struct { const char *name; struct place place; unsigned int bit, width; } numbers[] = {
	{ "apicidsize",  { 0x80000008, ANY, LIBXL__ECX }, 12, 4 },
	{ "brandid",     { 1, ANY, LIBXL__EBX }, 0, 8 },
	{ "clflush",     { 1, ANY, LIBXL__EBX }, 8, 8 },
	{ "localapicid", { 1, ANY, LIBXL__EBX }, 24, 8 },
	{ "maxhvleaf",   { 0x40000000, ANY, LIBXL__EAX }, 0, 8 },
	{ "maxleaf",     { 0, ANY, LIBXL__EAX }, 0, 32 },
	{ "nc",          { 0x80000008, ANY, LIBXL__ECX }, 0, 8 },
	{ "proccount",   { 1, ANY, LIBXL__EBX }, 16, 8 },
	{ "procpkg",     { 4, 0, LIBXL__EAX }, 26, 6 },
	{ "stepping",    { 1, ANY, LIBXL__EAX }, 0, 4 },
};

/* ---- setting bits ---- */

static void put_number(char *reg, unsigned int bit, unsigned int width, uint32_t value)
{
	unsigned int i;

	for (i = 0; i < width; i++)
		reg[31 - (bit + i)] = (value >> i) & 1 ? '1' : '0';
}

static void put_bit(libxl_cpuid_policy_list *list, const struct place *p, unsigned int bit, char c)
{
	if (p->leaf == 0)
		libxl__cpuid_msr(list, p->subleaf)[63 - (p->reg == LIBXL__EDX ? 32 : 0) - bit] = c;
	else
		libxl__cpuid_register(list, p->leaf, p->subleaf, p->reg)[31 - bit] = c;
}

/* leaf 1 eax splits both; the family above 15 and the model above 15 have a second field */
static void put_family(char *eax, uint32_t family)
{
	put_number(eax, 8, 4, MIN(family, 15));
	put_number(eax, 20, 8, family > 15 ? family - 15 : 0);
}

static void put_model(char *eax, uint32_t model)
{
	put_number(eax, 4, 4, model & 15);
	put_number(eax, 16, 4, model >> 4);
}

static int parse_number(const char *s, uint32_t *value)
{
	char *end;
	unsigned long v;

	errno = 0;
	v = strtoul(s, &end, 0);
	if (end == s || (*end && *end != ',') || errno || v > UINT32_MAX)
		return PARSE_BAD_VALUE;
	*value = v;
	return PARSE_OK;
}

/* "FOO_BAR" of the header is written foo-bar */
static bool feature_matches(const char *feature, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < len && feature[i]; i++)
		if ((feature[i] == '_' ? '-' : tolower((unsigned char)feature[i])) != name[i])
			return false;
	return i == len && !feature[i];
}

static bool is_name(const char *s, const char *name, size_t len)
{
	return strlen(s) == len && !strncmp(s, name, len);
}

static bool find_feature(const char *name, size_t len, struct place *place, unsigned int *bit)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(aliases); i++)
		if (is_name(aliases[i].name, name, len)) {
			*place = aliases[i].place;
			*bit = aliases[i].bit;
			return true;
		}
	for (i = 0; i < ARRAY_SIZE(features); i++)
		if (features[i].bit / 32 < ARRAY_SIZE(words) &&
		    feature_matches(features[i].name, name, len)) {
			*place = words[features[i].bit / 32];
			*bit = features[i].bit % 32;
			return true;
		}
	return false;
}

/* "name=value", up to a comma. Returns 0 or one of PARSE_*. */
int libxl_cpuid_parse_config(libxl_cpuid_policy_list *policy, const char *str)
{
	const char *value = strchr(str, '=');
	struct place place;
	unsigned int bit;
	uint32_t n = 0;
	size_t i, len;
	int bad;

	if (!value)
		return PARSE_NO_SEPARATOR;
	len = value++ - str;
	bad = parse_number(value, &n);
	if (is_name("family", str, len) || is_name("model", str, len)) {
		bool family = *str == 'f';

		if (bad || n > (family ? 15 + 255 : 255))
			return PARSE_BAD_VALUE;
		(family ? put_family : put_model)(
			libxl__cpuid_register(policy, 1, ANY, LIBXL__EAX), n);
		return PARSE_OK;
	}
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		if (!is_name(numbers[i].name, str, len))
			continue;
		if (bad)
			return PARSE_BAD_VALUE;
		place = numbers[i].place;
		put_number(libxl__cpuid_register(policy, place.leaf, place.subleaf, place.reg),
			   numbers[i].bit, numbers[i].width, n);
		return PARSE_OK;
	}
	if (!find_feature(str, len, &place, &bit))
		return PARSE_UNKNOWN_NAME;
	if (!*value || !strchr("01xks", *value) || (value[1] && value[1] != ','))
		return PARSE_BAD_VALUE;
	put_bit(policy, &place, bit, *value);
	return PARSE_OK;
}

static int register_of(const char *s, size_t len)
{
	static const char *const names[] = { "eax", "ebx", "ecx", "edx" };
	int i;

	for (i = 0; i < 4; i++)
		if (is_name(names[i], s, len))
			return i;
	return -1;
}

/* "leaf[,subleaf]:reg=32 characters[,reg=...]". Returns 0 or one of PARSE_*. */
int libxl_cpuid_parse_config_xend(libxl_cpuid_policy_list *policy, const char *str)
{
	uint32_t leaf, subleaf = ANY;
	char *end;

	leaf = strtoul(str, &end, 0);
	if (end == str)
		return PARSE_NO_SEPARATOR;
	if (*end == ',') {
		str = end + 1;
		subleaf = strtoul(str, &end, 0);
		if (end == str)
			return PARSE_NO_SEPARATOR;
	}
	if (*end != ':')
		return PARSE_NO_SEPARATOR;
	for (str = end + 1; ; str += 33) {
		const char *value = strchr(str, '=');
		int reg;

		if (!value)
			return PARSE_BAD_VALUE;
		reg = register_of(str, value - str);
		if (reg < 0)
			return PARSE_UNKNOWN_NAME;
		str = value + 1;
		if (strspn(str, "01xks") != 32 || (str[32] && str[32] != ','))
			return PARSE_BAD_LENGTH;
		memcpy(libxl__cpuid_register(policy, leaf, subleaf, reg), str, 32);
		if (!str[32])
			return PARSE_OK;
	}
}
