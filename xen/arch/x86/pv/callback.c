/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a guest wants its events, failsafe entries, system calls and NMIs. */
#include <xen/domain.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <asm/page.h>
#include <public/callback.h>
#include <public/nmi.h>

static void set_vgc_flag(struct pv_vcpu *pv, u8 flag, bool on)
{
	pv->vgc_flags = on ? pv->vgc_flags | flag : pv->vgc_flags & ~flag;
}

static long register_callback(unsigned int type, unsigned int flags, unsigned long address)
{
	struct pv_vcpu *pv = &current->arch.pv;
	bool mask = flags & CALLBACKF_mask_events;

	if (!is_canonical(address))
		return -EINVAL;
	switch (type) {
	case CALLBACKTYPE_event:
		pv->event_callback_eip = address;
		return 0;
	case CALLBACKTYPE_failsafe:
		pv->failsafe_callback_eip = address;
		set_vgc_flag(pv, VGCF_failsafe_disables_events, mask);
		return 0;
	case CALLBACKTYPE_syscall:
		pv->syscall_callback_eip = address;
		set_vgc_flag(pv, VGCF_syscall_disables_events, mask);
		return 0;
	case CALLBACKTYPE_syscall32:
		pv->syscall32_callback_eip = address;
		pv->syscall32_disables_events = mask;
		return 0;
	case CALLBACKTYPE_sysenter:
		pv->sysenter_callback_eip = address;
		pv->sysenter_disables_events = mask;
		return 0;
	case CALLBACKTYPE_nmi:
		if (current->vcpu_id)
			return -EINVAL;
		pv->nmi_callback_eip = address;
		return 0;
	}
	return -ENOSYS;
}

static long unregister_callback(unsigned int type)
{
	struct pv_vcpu *pv = &current->arch.pv;

	switch (type) {
	case CALLBACKTYPE_event:
	case CALLBACKTYPE_failsafe:
	case CALLBACKTYPE_syscall:
	case CALLBACKTYPE_syscall32:
	case CALLBACKTYPE_sysenter:
		return -EINVAL;
	case CALLBACKTYPE_nmi:
		pv->nmi_callback_eip = 0;
		return 0;
	}
	return -ENOSYS;
}

long do_callback_op(u32 cmd, u8_in arg)
{
	if (cmd == CALLBACKOP_register) {
		struct callback_register reg;

		if (guest_raw_read(&reg, arg.in, sizeof(reg)))
			return -EFAULT;
		return register_callback(reg.type, reg.flags, reg.address);
	}
	if (cmd == CALLBACKOP_unregister) {
		struct callback_unregister unreg;

		if (guest_raw_read(&unreg, arg.in, sizeof(unreg)))
			return -EFAULT;
		return unregister_callback(unreg.type);
	}
	return -ENOSYS;
}

long do_nmi_op(u32 cmd, u8_in arg)
{
	struct xennmi_callback cb;

	if (cmd == XENNMI_unregister_callback)
		return unregister_callback(CALLBACKTYPE_nmi);
	if (cmd != XENNMI_register_callback)
		return -ENOSYS;
	if (guest_raw_read(&cb, arg.in, sizeof(cb)))
		return -EFAULT;
	return register_callback(CALLBACKTYPE_nmi, 0, cb.handler_address);
}

long do_set_callbacks(u64 event, u64 failsafe, u64 syscall)
{
	long rc = register_callback(CALLBACKTYPE_event, 0, event);

	if (!rc)
		rc = register_callback(CALLBACKTYPE_failsafe, 0, failsafe);
	if (!rc && syscall)
		rc = register_callback(CALLBACKTYPE_syscall, 0, syscall);
	return rc;
}
