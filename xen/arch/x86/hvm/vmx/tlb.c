/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a guest's translations leave in the TLB (SDM vol. 3C 28.3). Translations of linear addresses carry the vCPU's VPID
 * and the EPT's root: a new VPID forgets them. Those of guest-physical addresses carry the root alone: INVEPT it is, which
 * takes the linear ones made through that root along.
 */
#include <asm/hvm/asid.h>
#include <asm/hvm/domain.h>
#include <asm/p2m.h>
#include "private.h"

struct inv_descriptor {
	u64 tag, address;
};

static void invept(unsigned long how, u64 eptp)
{
	const struct inv_descriptor d = { eptp, 0 };

	__asm__ goto("invept %0, %1; jbe %l[failed]" :: "m"(d), "r"(how) : "cc", "memory" : failed);
	return;
failed:
	vmx_insn_failed("INVEPT", how);
}

static void invvpid(unsigned long how, u64 vpid)
{
	const struct inv_descriptor d = { vpid, 0 };

	__asm__ goto("invvpid %0, %1; jbe %l[failed]" :: "m"(d), "r"(how) : "cc", "memory" : failed);
	return;
failed:
	vmx_insn_failed("INVVPID", how);
}

u64 vmx_eptp(const struct domain *d)
{
	return mfn_to_maddr(p2m_root(d)) | EPTP_WALK_4 | MEMORY_TYPE_WB;
}

void vmx_flush_all(void)
{
	invept(INVEPT_ALL, 0);
	if (vmx_has_vpid())
		invvpid(INVVPID_ALL, 0);
}

void vmx_flush(struct vcpu *v)
{
	struct hvm_vcpu *hvm = v->arch.hvm;
	u8 what = __atomic_exchange_n(&hvm->flush, 0, __ATOMIC_SEQ_CST);

	if (what & HVM_FLUSH_p2m) {
		cpumask_clear_cpu(smp_processor_id(), &v->domain->arch.hvm->p2m_stale); /* first: it may be set again */
		invept(INVEPT_SINGLE, vmx_eptp(v->domain));
	}
	if (!vmx_has_vpid())
		return; /* each entry and exit flushes */
	if (hvm_asid_renew(v, what & HVM_FLUSH_linear))
		invvpid(INVVPID_ALL, 0);
	if (hvm->vmx->vpid != hvm->asid) {
		hvm->vmx->vpid = hvm->asid;
		vmwrite(VMCS_VPID, hvm->asid);
	}
}
