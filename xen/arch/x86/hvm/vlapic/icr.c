/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupt command register (SDM 11.6.1, 11.12.9): decoded and checked here, performed by ipi.c. */
#include <xen/lib.h>
#include "private.h"

/* What hardware does with a message of each delivery mode. */
#define MODE_sent 1U
#define MODE_vector 2U     /* the vector has to be legal */
#define MODE_any_target 4U /* may go to the sender by a shorthand (SDM table 11-3) */
static const u8 modes[8] = {
	[DM_fixed] = MODE_sent | MODE_vector | MODE_any_target,
	[DM_lowest] = MODE_sent | MODE_vector,
	[DM_nmi] = MODE_sent,
	[DM_init] = MODE_sent,
	[DM_startup] = MODE_sent,
	/* SMI: there is no SMM to enter. ExtINT and remote read cannot be sent. */
};

static struct vlapic_ipi decode(const struct vlapic *a, u32 low, u32 dest)
{
	return (struct vlapic_ipi){
		.dest = dest,
		.vector = low,
		.mode = low >> 8 & 7,
		.logical = low & APIC_ICR_DEST_LOGICAL,
		.shorthand = low >> 18 & 3,
		.x2apic = vlapic_x2apic(a),
	};
}

/* INIT with level 0 only told APICs of old to set their arbitration IDs. */
static bool init_deassert(u32 low)
{
	return (low & (APIC_LVT_MODE | APIC_INT_LEVELTRIG | APIC_INT_ASSERT)) == (APIC_DM_INIT | APIC_INT_LEVELTRIG);
}

void vlapic_icr_write(struct vcpu *v, u32 low, u32 dest)
{
	struct vlapic *a = vcpu_vlapic(v);
	struct vlapic_ipi ipi = decode(a, low, dest);
	u8 mode = modes[ipi.mode];

	vlapic_set_reg(a, APIC_ICR, low & ~APIC_ICR_BUSY);
	if (ipi.x2apic)
		a->icr_dest = dest;
	a->stats.ipis[ipi.mode]++;
	if (!(mode & MODE_sent) || init_deassert(low))
		return;
	if ((ipi.shorthand == SHORTHAND_self || ipi.shorthand == SHORTHAND_all) && !(mode & MODE_any_target))
		return;
	if ((mode & MODE_vector) && ipi.vector < 16) {
		vlapic_error(v, APIC_ESR_SEND_ILLEGAL);
		return;
	}
	vlapic_ipi_send(v, &ipi);
}
