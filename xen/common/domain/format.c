/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of domains and vCPUs in messages. */
#include <xen/domain.h>
#include <xen/format.h>
#include <xen/lib.h>

static void domain_name(char *buf, size_t size, const struct domain *d)
{
	const char *name = d->domain_id == DOMID_IDLE ? "IDLE" : d->domain_id == DOMID_IO ? "IO" :
			   d->domain_id == DOMID_XEN ? "XEN" : NULL;

	if (name)
		snprintf(buf, size, "d[%s]", name);
	else
		snprintf(buf, size, "d%u", d->domain_id);
}

bool format_object(char *buf, size_t size, char kind, const void *p)
{
	const struct vcpu *v = p;
	char domain[16];

	if (!p) {
		snprintf(buf, size, "NULL");
		return true;
	}
	switch (kind) {
	case 'd':
		domain_name(buf, size, p);
		return true;
	case 'v':
		domain_name(domain, sizeof(domain), v->domain);
		snprintf(buf, size, "%sv%u", domain, v->vcpu_id);
		return true;
	}
	return false;
}
