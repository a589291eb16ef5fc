/* SPDX-License-Identifier: LGPL-2.1-only */
/* PCI strings: [DOMAIN:]BUS:DEV.FUNC[@VSLOT] and KEY=VALUE settings; xl-pci-configuration(5). */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static int pci_error(XLU_Config *cfg, const char *spec, const char *message)
{
	return xlu__place_error(cfg, "PCI specification", spec, "%s", message);
}

/* A hexadecimal number up to max at *s, which must be followed by `stop' (skipped); false otherwise. */
static bool read_hex(const char **s, unsigned long max, char stop, unsigned int *value)
{
	unsigned long number;
	char *end;

	if (!isxdigit((unsigned char)**s))
		return false;
	number = strtoul(*s, &end, 16);
	if (number > max || *end != stop)
		return false;
	*s = end + (stop != '\0');
	*value = number;
	return true;
}

/* DOMAIN:BUS:DEV.FUNC, the domain optional, FUNC a digit or `*'. */
static bool read_bdf(libxl_device_pci *pci, const char *s)
{
	const char *colon = strchr(s, ':');
	bool has_domain = colon && strchr(colon + 1, ':');
	unsigned int domain = 0, bus, dev, func;

	if (has_domain && !read_hex(&s, 0xffff, ':', &domain))
		return false;
	if (!read_hex(&s, 0xff, ':', &bus) || !read_hex(&s, 0x1f, '.', &dev))
		return false;
	if (!strcmp(s, "*")) {
		func = 0;
		pci->vfunc_mask = LIBXL_PCI_FUNC_ALL;
	} else if (read_hex(&s, 7, '\0', &func)) {
		pci->vfunc_mask = 1U << 0;
	} else {
		return false;
	}
	pci->domain = domain;
	pci->bus = bus;
	pci->dev = dev;
	pci->func = func;
	return true;
}

int xlu_pci_parse_bdf(XLU_Config *cfg, libxl_device_pci *pci, const char *str)
{
	if (!read_bdf(pci, str))
		return pci_error(cfg, str, "not of the form [DOMAIN:]BUS:DEV.FUNC");
	return 0;
}

static bool read_slot(const char *s, uint32_t *vdevfn)
{
	unsigned int slot;

	if (!read_hex(&s, 0x1f, '\0', &slot))
		return false;
	*vdevfn = slot << 3;
	return true;
}

static bool read_bool(const char *value, bool *flag)
{
	if (strcmp(value, "0") && strcmp(value, "1"))
		return false;
	*flag = *value == '1';
	return true;
}

static bool read_policy(const char *value, libxl_rdm_reserve_policy *policy)
{
	if (!strcmp(value, "strict"))
		*policy = LIBXL_RDM_RESERVE_POLICY_STRICT;
	else if (!strcmp(value, "relaxed"))
		*policy = LIBXL_RDM_RESERVE_POLICY_RELAXED;
	else
		return false;
	return true;
}

static bool set_name(libxl_device_pci *pci, const char *value)
{
	free(pci->name);
	pci->name = strdup(value);
	return pci->name;
}

static int set_option(XLU_Config *cfg, libxl_device_pci *pci, const char *key, const char *value,
		      const char *spec)
{
	bool good;

	if (!strcmp(key, "msitranslate"))
		good = read_bool(value, &pci->msitranslate);
	else if (!strcmp(key, "power_mgmt"))
		good = read_bool(value, &pci->power_mgmt);
	else if (!strcmp(key, "permissive"))
		good = read_bool(value, &pci->permissive);
	else if (!strcmp(key, "seize"))
		good = read_bool(value, &pci->seize);
	else if (!strcmp(key, "rdm_policy"))
		good = read_policy(value, &pci->rdm_policy);
	else if (!strcmp(key, "vslot"))
		good = read_slot(value, &pci->vdevfn);
	else if (!strcmp(key, "bdf"))
		good = read_bdf(pci, value);
	else if (!strcmp(key, "name"))
		good = set_name(pci, value);
	else
		return xlu__place_error(cfg, "PCI specification", spec, "unknown option `%s'", key);
	if (!good)
		return xlu__place_error(cfg, "PCI specification", spec, "`%s' cannot be `%s'", key,
					value);
	return 0;
}

/* The positional words: BDF[@VSLOT], then VSLOT. */
static int set_positional(XLU_Config *cfg, libxl_device_pci *pci, char *word, int index,
			  const char *spec)
{
	char *at = strchr(word, '@');

	if (index == 0) {
		if (at)
			*at++ = '\0';
		if (!read_bdf(pci, word))
			return pci_error(cfg, spec, "not of the form [DOMAIN:]BUS:DEV.FUNC[@VSLOT]");
		if (at && !read_slot(at, &pci->vdevfn))
			return pci_error(cfg, spec, "the virtual slot is not a number up to 1f");
		return 0;
	}
	if (index == 1 && read_slot(word, &pci->vdevfn))
		return 0;
	return pci_error(cfg, spec, "too many positional words");
}

int xlu_pci_parse_spec_string(XLU_Config *cfg, libxl_device_pci *pci, const char *str)
{
	char *copy = strdup(str), *rest = copy, *word, *equals;
	int rc = 0, index = 0;

	if (!copy)
		return ENOMEM;
	while (!rc && (word = strsep(&rest, ","))) {
		word += strspn(word, " \t");
		equals = strchr(word, '=');
		if (equals) {
			*equals = '\0';
			rc = set_option(cfg, pci, word, equals + 1, str);
		} else {
			rc = set_positional(cfg, pci, word, index++, str);
		}
	}
	free(copy);
	return rc;
}
