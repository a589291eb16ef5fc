/* SPDX-License-Identifier: GPL-2.0-only */
/* I/O ports of HVM guests: one row per device. Where nothing is, reads are all-ones and writes vanish. */
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include "../private.h"

#define DEBUGCONS_PORT 0xe9

struct hvm_debugcons {
	unsigned int n;
	char line[120];
};

/* A guest's early messages, line by line in the hypervisor's log at guest_loglvl. */
static void debugcons_out(struct vcpu *v, u16 port, unsigned int size, u32 value)
{
	struct domain *d = v->domain;
	struct hvm_debugcons *c;
	char ch = value;

	spin_lock(&d->lock);
	c = d->arch.hvm->debugcons;
	if (!c)
		c = d->arch.hvm->debugcons = xzalloc(struct hvm_debugcons);
	if (c && ch != '\n' && (ch < ' ' || ch > '~') && ch != '\t')
		c = NULL;
	if (c && ch != '\n')
		c->line[c->n++] = ch;
	if (c && (ch == '\n' || c->n == sizeof(c->line) - 1)) {
		c->line[c->n] = 0;
		c->n = 0;
		printk(XENLOG_G_INFO "(%pd) %s\n", d, c->line);
	}
	spin_unlock(&d->lock);
}

static u32 debugcons_in(struct vcpu *v, u16 port, unsigned int size)
{
	return 0xe9;
}

static const struct {
	u16 first, last;
	u32 (*in)(struct vcpu *v, u16 port, unsigned int size);
	void (*out)(struct vcpu *v, u16 port, unsigned int size, u32 value);
} rows[] = {
	{ DEBUGCONS_PORT, DEBUGCONS_PORT, debugcons_in, debugcons_out },
};

u32 hvm_port_in(struct vcpu *v, u16 port, unsigned int size)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (port >= rows[i].first && port <= rows[i].last)
			return rows[i].in(v, port, size);
	return ~0U;
}

void hvm_port_out(struct vcpu *v, u16 port, unsigned int size, u32 value)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (port >= rows[i].first && port <= rows[i].last)
			rows[i].out(v, port, size, value);
}
