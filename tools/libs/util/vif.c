/* SPDX-License-Identifier: LGPL-2.1-only */
/* The rate of a virtual interface: NUMBER UNIT/s[@NUMBER UNIT], xl-network-configuration(5). */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define DEFAULT_INTERVAL_US 50000

struct unit {
	const char *name;
	uint64_t times;
	uint64_t divided_by;
};

/* Reads the number at *s; false when there is none or it is too large. */
static bool read_number(const char **s, uint64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)**s))
		return false;
	errno = 0;
	*value = strtoull(*s, &end, 10);
	*s = end;
	return errno == 0;
}

/* NUMBER UNIT up to `end'. */
static bool read_quantity(const char *s, const char *end, const struct unit *units, uint64_t *value)
{
	if (!read_number(&s, value))
		return false;
	for (; units->name; units++)
		if (strlen(units->name) == (size_t)(end - s) &&
		    !memcmp(units->name, s, end - s))
			break;
	if (!units->name || __builtin_mul_overflow(*value, units->times, value))
		return false;
	*value /= units->divided_by;
	return true;
}

static bool parse_bytes_per_second(const char *s, const char *end, uint64_t *rate)
{
	static const struct unit units[] = {
		{ "GB", 1000000000, 1 }, { "MB", 1000000, 1 }, { "KB", 1000, 1 }, { "B", 1, 1 },
		{ "Gb", 1000000000, 8 }, { "Mb", 1000000, 8 }, { "Kb", 1000, 8 }, { "b", 1, 8 },
		{ }
	};

	return end - s > 2 && !memcmp(end - 2, "/s", 2) && read_quantity(s, end - 2, units, rate);
}

static bool parse_interval(const char *s, uint64_t *us)
{
	static const struct unit units[] = {
		{ "us", 1, 1 }, { "ms", 1000, 1 }, { "s", 1000000, 1 }, { }
	};

	return read_quantity(s, s + strlen(s), units, us);
}

int xlu_vif_parse_rate(XLU_Config *cfg, const char *rate, libxl_device_nic *nic)
{
	const char *at = strchr(rate, '@');
	const char *end = at ? at : rate + strlen(rate);
	uint64_t bytes_per_second, us = DEFAULT_INTERVAL_US, bytes;

	if (!parse_bytes_per_second(rate, end, &bytes_per_second))
		return xlu__place_error(cfg, "vif", rate, "invalid rate");
	if (at && (!parse_interval(at + 1, &us) || !us || us > UINT32_MAX))
		return xlu__place_error(cfg, "vif", at + 1, "invalid replenishment interval");
	if (__builtin_mul_overflow(bytes_per_second, us, &bytes) || bytes / 1000000 > UINT32_MAX)
		return xlu__place_error(cfg, "vif", rate, "rate overflow");
	if (!bytes)
		return xlu__place_error(cfg, "vif", rate, "the rate is zero");
	nic->rate_interval_usecs = us;
	nic->rate_bytes_per_interval = bytes / 1000000;
	return 0;
}
