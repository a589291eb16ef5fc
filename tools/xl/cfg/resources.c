/* SPDX-License-Identifier: GPL-2.0-only */
/* ioports, iomem, irqs, dtdev: lists of what the guest may touch directly. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "../xl.h"
#include "spec.h"
#include "config.h"

static libxl_domain_build_info *build_info(struct key_ctx *k)
{
	return &((struct config *)k->base)->d.b_info;
}

/* Reads a number at *s, advancing it; false when there is none or it exceeds max. */
static bool read_number(const char **s, int base, unsigned long max, unsigned long *value)
{
	char *end;

	if (!isxdigit((unsigned char)**s))
		return false;
	errno = 0;
	*value = strtoul(*s, &end, base);
	if (end == *s || errno || *value > max)
		return false;
	*s = end;
	return true;
}

static int add_ioport(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_build_info *b = build_info(k);
	unsigned long first, last;
	const char *s = text;
	bool good = read_number(&s, 16, 0xffff, &first);

	last = first;
	if (good && *s == '-') {
		s++;
		good = read_number(&s, 16, 0xffff, &last);
	}
	if (!good || *s || last < first)
		return key_error(k, key, "Invalid argument parsing ioport: %s; hexadecimal is needed, "
				 "as in \"2f8-2ff\"", text);
	b->ioports = xl_reallocarray(b->ioports, b->num_ioports + 1, sizeof(*b->ioports));
	b->ioports[b->num_ioports++] =
		(libxl_ioport_range){ .first = first, .number = last - first + 1 };
	return 0;
}

static int add_iomem(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_build_info *b = build_info(k);
	unsigned long start, number, gfn = 0;
	libxl_iomem_range range;
	const char *s = text;
	bool good, has_gfn = false;

	good = read_number(&s, 16, ~0ul >> 12, &start) && *s++ == ',' &&
	       read_number(&s, 16, ~0ul >> 12, &number) && number;
	if (good && *s == '@') {
		s++;
		has_gfn = true;
		good = read_number(&s, 16, ~0ul >> 12, &gfn);
	}
	if (!good || *s)
		return key_error(k, key, "Invalid argument parsing iomem: %s; hexadecimal is needed, "
				 "as in \"f0000,10\" or \"f0000,10@8000\"", text);
	libxl_iomem_range_init(&range);
	range.start = start;
	range.number = number;
	if (has_gfn)
		range.gfn = gfn;
	b->iomem = xl_reallocarray(b->iomem, b->num_iomem + 1, sizeof(*b->iomem));
	b->iomem[b->num_iomem++] = range;
	return 0;
}

static int add_irq(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_build_info *b = build_info(k);
	unsigned long irq;
	const char *s = text;

	if (!read_number(&s, 0, UINT32_MAX, &irq) || *s)
		return key_error(k, key, "Invalid argument parsing irq: %s; a number is needed", text);
	b->irqs = xl_reallocarray(b->irqs, b->num_irqs + 1, sizeof(*b->irqs));
	b->irqs[b->num_irqs++] = irq;
	return 0;
}

static int add_dtdev(struct key_ctx *k, const struct key *key, const char *text, int index)
{
	libxl_domain_config *d = &((struct config *)k->base)->d;

	d->dtdevs = xl_reallocarray(d->dtdevs, d->num_dtdevs + 1, sizeof(*d->dtdevs));
	libxl_device_dtdev_init(&d->dtdevs[d->num_dtdevs]);
	d->dtdevs[d->num_dtdevs++].path = xl_strdup(text);
	return 0;
}

int config_set_ioports(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_ioport);
}

int config_set_iomem(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_iomem);
}

int config_set_irqs(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_irq);
}

int config_set_dtdevs(struct key_ctx *k, const struct key *key)
{
	return spec_each(k, key, add_dtdev);
}
