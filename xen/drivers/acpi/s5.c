/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What to write to the PM1 control registers to switch the machine off: the package \_S5 of the DSDT or an SSDT
 * (ACPI specification 7.4.2). It holds constants, so its bytes can be found without interpreting AML (20.2).
 */
#include <xen/acpi.h>
#include <xen/lib.h>

#define AML_NAME_OP 0x08
#define AML_PACKAGE_OP 0x12
#define AML_BYTE_PREFIX 0x0a

/* One small constant; its length in bytes, 0: it is something else. */
static unsigned int read_constant(const u8 *p, const u8 *end, u8 *v)
{
	if (p < end && *p <= 1) { /* ZeroOp, OneOp */
		*v = *p;
		return 1;
	}
	if (end - p >= 2 && *p == AML_BYTE_PREFIX) {
		*v = p[1];
		return 2;
	}
	return 0;
}

/* @p: after the name. */
static bool parse_package(const u8 *p, const u8 *end, u8 *a, u8 *b)
{
	unsigned int n;

	if (end - p < 4 || *p++ != AML_PACKAGE_OP)
		return false;
	p += 1 + (*p >> 6); /* package length: the top bits say how many bytes follow */
	if (p >= end || *p++ < 2) /* number of elements */
		return false;
	n = read_constant(p, end, a);
	return n && read_constant(p + n, end, b);
}

static bool search(const struct acpi_header *t, u8 *a, u8 *b)
{
	const u8 *p = (const u8 *)(t + 1), *end = (const u8 *)t + t->length;

	for (; end - p > 8; p++) {
		if (memcmp(p, "_S5_", 4))
			continue;
		/* Name (_S5_, ...) or Name (\_S5_, ...) */
		if ((p[-1] == AML_NAME_OP || (p[-1] == '\\' && p[-2] == AML_NAME_OP)) && parse_package(p + 4, end, a, b))
			return true;
	}
	return false;
}

bool acpi_s5_types(u8 *a, u8 *b)
{
	const struct acpi_header *t = acpi_table("DSDT", 0);

	if (t && t->length > sizeof(*t) && search(t, a, b))
		return true;
	for (unsigned int i = 0; (t = acpi_table("SSDT", i)); i++)
		if (t->length > sizeof(*t) && search(t, a, b))
			return true;
	return false;
}
