/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>
#include "private.h"

void vlapic_dump_stats(const struct vcpu *v)
{
	static const char *const names[8] = { "fixed", "lowest", "SMI", "remote", "NMI", "INIT", "startup", "ExtINT" };
	const struct vlapic_stats *s = &vcpu_vlapic(v)->stats;

	printk("  APIC: %s, timer armed %lu fired %lu, EOIs %lu\n",
	       !vlapic_hw_enabled(vcpu_vlapic(v)) ? "off" : vlapic_x2apic(vcpu_vlapic(v)) ? "x2APIC" : "xAPIC",
	       s->timer_armed, s->timer_fired, s->eois);
	for (unsigned int i = 0; i < 8; i++)
		if (s->ipis[i])
			printk("  IPIs sent, %s: %lu\n", names[i], s->ipis[i]);
	for (unsigned int i = 0; i < 256; i++)
		if (s->injected[i])
			printk("  vector %02x: %u\n", i, s->injected[i]);
}
