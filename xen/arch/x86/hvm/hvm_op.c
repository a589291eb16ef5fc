/* SPDX-License-Identifier: GPL-2.0-only */
/* hvm_op: parameters of a domain and the few operations that guests have left. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/nospec.h>
#include <asm/p2m.h>
#include <asm/time.h>
#include "private.h"

long do_hvm_op(u32 cmd, u8_inout arg)
{
	return subop_call(&hvm_op_table, cmd, NULL, arg);
}

/* Who may: the guest itself read or write; a control domain everything. A row that is not here does not exist. */
#define SELF_GET 1
#define SELF_SET 2
#define ONCE 4          /* set, it stays */
#define KNOWN 8
static const u8 param_rows[HVM_NR_PARAMS] = {
	[HVM_PARAM_CALLBACK_IRQ] = KNOWN | SELF_GET | SELF_SET,
	[HVM_PARAM_STORE_PFN] = KNOWN | SELF_GET,
	[HVM_PARAM_STORE_EVTCHN] = KNOWN | SELF_GET,
	[HVM_PARAM_IOREQ_PFN] = KNOWN,
	[HVM_PARAM_BUFIOREQ_PFN] = KNOWN,
	[HVM_PARAM_VIRIDIAN] = KNOWN,
	[HVM_PARAM_TIMER_MODE] = KNOWN,
	[HVM_PARAM_HPET_ENABLED] = KNOWN,
	[HVM_PARAM_IDENT_PT] = KNOWN,
	[HVM_PARAM_ACPI_S_STATE] = KNOWN,
	[HVM_PARAM_VM86_TSS] = KNOWN | SELF_GET | SELF_SET,
	[HVM_PARAM_VPT_ALIGN] = KNOWN,
	[HVM_PARAM_CONSOLE_PFN] = KNOWN | SELF_GET,
	[HVM_PARAM_CONSOLE_EVTCHN] = KNOWN | SELF_GET,
	[HVM_PARAM_ACPI_IOPORTS_LOCATION] = KNOWN | SELF_GET | SELF_SET,
	[HVM_PARAM_PAGING_RING_PFN] = KNOWN,
	[HVM_PARAM_MONITOR_RING_PFN] = KNOWN,
	[HVM_PARAM_SHARING_RING_PFN] = KNOWN,
	[HVM_PARAM_TRIPLE_FAULT_REASON] = KNOWN,
	[HVM_PARAM_IOREQ_SERVER_PFN] = KNOWN,
	[HVM_PARAM_NR_IOREQ_SERVER_PAGES] = KNOWN,
	[HVM_PARAM_VM_GENERATION_ID_ADDR] = KNOWN | SELF_GET | SELF_SET,
	[HVM_PARAM_ALTP2M] = KNOWN | ONCE,
	[HVM_PARAM_X87_FIP_WIDTH] = KNOWN | SELF_GET | SELF_SET,
	[HVM_PARAM_VM86_TSS_SIZED] = KNOWN | SELF_GET | SELF_SET,
	[HVM_PARAM_MCA_CAP] = KNOWN,
};

/* ERR_PTR(-ESRCH, -EINVAL, -EPERM), or the referenced domain. Hardens arg->index. */
static struct domain *param_domain(xen_hvm_param_t *arg, u8 self_right)
{
	struct domain *d;

	if (arg->index >= HVM_NR_PARAMS)
		return ERR_PTR(-EINVAL);
	arg->index = array_index_nospec(arg->index, HVM_NR_PARAMS);
	if (!(param_rows[arg->index] & KNOWN))
		return ERR_PTR(-EINVAL);
	d = get_domain_by_any_id(arg->domid);
	if (!d)
		return ERR_PTR(-ESRCH);
	if (is_hvm_domain(d)) {
		if (d == current->domain ? param_rows[arg->index] & self_right : is_control_domain(current->domain))
			return d;
		put_domain(d);
		return ERR_PTR(-EPERM);
	}
	put_domain(d);
	return ERR_PTR(-EINVAL);
}

static long set_callback(struct domain *d, u64 value)
{
	struct hvm_domain *hd = d->arch.hvm;
	unsigned int type = value >> 56;
	struct vcpu *v;

	/* A guest that sets its callback tells by that which layout its shared pages have. */
	if (d == current->domain)
		d->abi32 = hvm_address_bytes(current) != 8;
	switch (value ? type : HVM_CALLBACK_none) {
	case HVM_PARAM_CALLBACK_TYPE_VECTOR:
		if ((u8)value < 0x10)
			return -EINVAL;
		hd->callback_vector = value;
		smp_wmb();
		hd->callback = HVM_CALLBACK_vector;
		break;
	default: /* lines of interrupt controllers that there are none of: Linux sets one although it has vectors */
		hd->callback = HVM_CALLBACK_none;
	}
	for_each_vcpu(d, v)
		if (READ_ONCE(v->vcpu_info->evtchn_upcall_pending) && !v->arch.hvm->upcall_vector)
			hvm_kick(v);
	return 0;
}

/* 0, or why the parameter cannot have the value. d's lock is held. */
static long check_and_apply(struct domain *d, u32 index, u64 value)
{
	u64 old = d->arch.hvm->params[index];

	if ((param_rows[index] & ONCE) && old && old != value)
		return -EEXIST;
	switch (index) {
	case HVM_PARAM_CALLBACK_IRQ:
		return set_callback(d, value);
	case HVM_PARAM_VIRIDIAN:
		return value ? hc_fail(-EOPNOTSUPP, "%pd: no Viridian interface", d) : 0;
	case HVM_PARAM_TIMER_MODE:
		return value > HVMPTM_one_missed_tick_pending ? -EINVAL : 0;
	case HVM_PARAM_ALTP2M:
		return value ? hc_fail(-EOPNOTSUPP, "%pd: no altp2m", d) : 0;
	case HVM_PARAM_TRIPLE_FAULT_REASON:
		return value > SHUTDOWN_MAX ? -EINVAL : 0;
	case HVM_PARAM_X87_FIP_WIDTH:
		return value == 0 || value == 4 || value == 8 ? 0 : -EINVAL;
	case HVM_PARAM_MCA_CAP:
		return value ? hc_fail(-EOPNOTSUPP, "%pd: no machine checks for guests", d) : 0;
	case HVM_PARAM_ACPI_S_STATE:
		return value ? -EINVAL : 0;
	}
	return 0;
}

long hvm_op_set_param(xen_hvm_param_t *arg)
{
	struct domain *d = param_domain(arg, SELF_SET);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	spin_lock(&d->lock);
	rc = check_and_apply(d, arg->index, arg->value);
	if (!rc)
		d->arch.hvm->params[arg->index] = arg->value;
	spin_unlock(&d->lock);
	put_domain(d);
	return rc;
}

long hvm_op_get_param(xen_hvm_param_t *arg)
{
	struct domain *d = param_domain(arg, SELF_GET);

	if (IS_ERR(d))
		return PTR_ERR(d);
	arg->value = READ_ONCE(d->arch.hvm->params[arg->index]);
	put_domain(d);
	return 0;
}

long hvm_op_flush_tlbs(void)
{
	struct domain *d = current->domain;

	if (!is_hvm_domain(d))
		return -EINVAL;
	hvm_flush_domain(d, HVM_FLUSH_linear);
	return 0;
}

long hvm_op_get_time(xen_hvm_get_time_t *arg)
{
	arg->now = NOW();
	return 0;
}

long hvm_op_get_mem_type(xen_hvm_get_mem_type_t *arg)
{
	struct domain *d = get_domain_by_any_id(arg->domid);
	enum p2m_type t = p2m_invalid;
	long rc = -EINVAL;

	if (!d)
		return -ESRCH;
	if (d != current->domain && !is_control_domain(current->domain)) {
		rc = -EPERM;
	} else if (is_hvm_domain(d) && arg->pfn < P2M_GFN_LIMIT) {
		p2m_lookup(d, _gfn(arg->pfn), &t, NULL);
		arg->mem_type = p2m_is_writable(t) || t == p2m_populate_on_demand ? HVMMEM_ram_rw :
				p2m_is_ram(t) || t == p2m_grant_map_ro || t == p2m_map_foreign_ro ? HVMMEM_ram_ro :
												   HVMMEM_mmio_dm;
		rc = 0;
	}
	put_domain(d);
	return rc;
}

long hvm_op_set_evtchn_upcall_vector(xen_hvm_evtchn_upcall_vector_t *arg)
{
	struct domain *d = current->domain;
	struct vcpu *v;

	if (!is_hvm_domain(d) || arg->vector < 0x10)
		return -EINVAL;
	if (arg->vcpu >= d->max_vcpus || !(v = d->vcpu[array_index_nospec(arg->vcpu, d->max_vcpus)]))
		return -ENOENT;
	WRITE_ONCE(v->arch.hvm->upcall_vector, arg->vector);
	smp_mb(); /* an event that came before is delivered by the new way */
	if (READ_ONCE(v->vcpu_info->evtchn_upcall_pending))
		hvm_vcpu_events_pending(v);
	return 0;
}
