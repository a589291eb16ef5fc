/* SPDX-License-Identifier: GPL-2.0-only */
/* Guest kernel and guest user: both at CPL 3, told apart by TF_kernel_mode, page tables and GS base. */
#include <xen/domain.h>
#include <xen/mm.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/traps.h>
#include <asm/system.h>

void update_cr3(struct vcpu *v)
{
	v->arch.cr3 = v->arch.flags & TF_kernel_mode ? v->arch.guest_table : v->arch.guest_table_user;
}

void write_ptbase(struct vcpu *v)
{
	write_cr3(mfn_to_maddr(v->arch.cr3));
}

void toggle_guest_mode(struct vcpu *v)
{
	struct pv_vcpu *pv = &v->arch.pv;

	if (v->arch.flags & TF_kernel_mode) {
		pv->gs_base_kernel = rdgsbase();
		wrgsbase(pv->gs_base_user);
	} else {
		pv->gs_base_user = rdgsbase();
		wrgsbase(pv->gs_base_kernel);
	}
	v->arch.flags ^= TF_kernel_mode;
	update_cr3(v);
	write_ptbase(v);
	if ((v->arch.flags & TF_kernel_mode) && unlikely(pv->need_kernel_mode_updates))
		pv_kernel_mode_updates(v);
}
