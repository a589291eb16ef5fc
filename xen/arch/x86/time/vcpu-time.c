/* SPDX-License-Identifier: GPL-2.0-only */
/* What guests are told about time: the PV clock of each vCPU, and the wall clock in shared_info. */
#include <xen/domain.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <xen/mm.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/shared-info.h>
#include <asm/domain-switch.h>
#include <asm/hvm/hvm.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <public/foreign/x86_32.h>
#include "private.h"

static DEFINE_SPINLOCK(wallclock_lock, rtc);
static u64 wc_sec;   /* Unix time at system time 0; wallclock_lock */
static u32 wc_nsec;

void get_wallclock(u64 *sec, u32 *nsec)
{
	unsigned long flags;

	spin_lock_irqsave(&wallclock_lock, flags);
	*sec = wc_sec;
	*nsec = wc_nsec;
	spin_unlock_irqrestore(&wallclock_lock, flags);
}

u64 wallclock_at(s_time_t t)
{
	u64 base = READ_ONCE(wc_sec);

	return base ? base + (wc_nsec + (u64)t) / 1000000000 : 0;
}

/* It was @sec:@nsec Unix time at system time @base. dom0's clock is the machine's. */
void do_settime(u64 sec, u32 nsec, u64 base)
{
	u64 ns = sec * 1000000000UL + nsec - base;
	unsigned long flags;

	spin_lock_irqsave(&wallclock_lock, flags);
	wc_sec = ns / 1000000000;
	wc_nsec = ns % 1000000000;
	spin_unlock_irqrestore(&wallclock_lock, flags);
}

void __init wallclock_init(void)
{
	u64 now = cmos_read_time();

	if (!now)
		printk(XENLOG_WARNING "The battery clock shows no valid time\n");
	else
		do_settime(now, 0, NOW());
}

/* shared_info's wall clock: an odd version says that it is being changed. */
void update_domain_wallclock_time(struct domain *d)
{
	u32 *wc, nsec, version;
	u64 sec;

	if (!d->shared_info)
		return;
	wc = shared_info_wc(d);
	get_wallclock(&sec, &nsec);
	sec += d->time_offset_seconds;
	version = READ_ONCE(wc[0]) | 1;
	WRITE_ONCE(wc[0], version);
	smp_wmb();
	wc[1] = sec;
	wc[2] = nsec;
	if (d->abi32)
		*(u32 *)((void *)d->shared_info + ABI32_WC_SEC_HI) = sec >> 32;
	else
		d->shared_info->wc_sec_hi = sec >> 32;
	smp_wmb();
	WRITE_ONCE(wc[0], version + 1);
}

_Static_assert(offsetof(struct shared_info_x86_32, evtchn_mask) == ABI32_EVTCHN_MASK, "xen/shared-info.h");
_Static_assert(offsetof(struct shared_info_x86_32, wc_version) == ABI32_WC_VERSION, "xen/shared-info.h");
_Static_assert(offsetof(struct shared_info_x86_32, arch.wc_sec_hi) == ABI32_WC_SEC_HI, "xen/shared-info.h");
_Static_assert(offsetof(struct vcpu_info_x86_32, evtchn_pending_sel) == ABI32_PENDING_SEL, "xen/shared-info.h");
_Static_assert(offsetof(struct shared_info_x86_32, evtchn_pending) == offsetof(shared_info_t, evtchn_pending), "the same");
_Static_assert(offsetof(struct vcpu_info_x86_32, time) == offsetof(vcpu_info_t, time), "the same");

/*
 * The copy in guest memory (VCPUOP_register_vcpu_time_memory_area), written only while @v's address space is loaded.
 * False: the page is not there now; the caller tries again when the guest's other address space is loaded.
 */
bool update_secondary_system_time(struct vcpu *v)
{
	struct vcpu_time_info *guest = (void *)v->time_info_guest;
	struct vcpu_time_info copy = v->arch.time_info_shadow;
	u32 version = copy.version, odd = version | 1;

	if (!guest)
		return true;
	if (guest_raw_write(&guest->version, &odd, sizeof(odd)))
		return false;
	smp_wmb();
	copy.version = odd;
	if (guest_raw_write(guest, &copy, sizeof(copy)))
		return false;
	smp_wmb();
	return !guest_raw_write(&guest->version, &version, sizeof(version));
}

void update_vcpu_system_time(struct vcpu *v)
{
	struct cpu_time t = read_cpu_time();
	struct vcpu_time_info *u, *shadow = &v->arch.time_info_shadow;
	u64 offset = is_hvm_vcpu(v) ? hvm_tsc_offset(v) : 0;
	struct vcpu_time_info n = {
		.tsc_timestamp = t.tsc + offset,
		.system_time = t.stime,
		.tsc_to_system_mul = t.scale.mul,
		.tsc_shift = t.scale.shift,
		.flags = host_tsc_is_reliable() ? XEN_PVCLOCK_TSC_STABLE_BIT : 0,
	};

	if (!v->vcpu_info)
		return;
	if (v->domain->arch.vtsc) {
		t.scale = time_scale_ratio(SECONDS(1), domain_tsc_khz(v->domain) * 1000UL);
		n.tsc_timestamp = domain_tsc_at(v->domain, t.stime) + offset;
		n.tsc_to_system_mul = t.scale.mul;
		n.tsc_shift = t.scale.shift;
		n.flags = XEN_PVCLOCK_TSC_STABLE_BIT;
	}
	u = &v->vcpu_info->time;
	/* Unchanged, and the guest still has it (it may just have registered a new area). */
	n.version = shadow->version;
	if (!memcmp(&n, shadow, sizeof(n)) && u->version == n.version)
		return;
	n.version = (shadow->version + 2) & ~1U;
	*shadow = n;
	WRITE_ONCE(u->version, n.version | 1);
	smp_wmb();
	u->tsc_timestamp = n.tsc_timestamp;
	u->system_time = n.system_time;
	u->tsc_to_system_mul = n.tsc_to_system_mul;
	u->tsc_shift = n.tsc_shift;
	u->flags = n.flags;
	smp_wmb();
	WRITE_ONCE(u->version, n.version);
	if (v == current && !update_secondary_system_time(v))
		v->arch.pv.need_kernel_mode_updates = true;
}

long arch_vcpu_op_register_time_area(struct vcpu *v, vcpu_register_time_memory_area_t *arg)
{
	unsigned long va = arg->addr.p;

	if (!guest_range_ok(va, sizeof(struct vcpu_time_info)))
		return -EFAULT;
	v->time_info_guest = va;
	/* Filled now if it is the caller's own; else when @v runs next. */
	if (v == current && !update_secondary_system_time(v))
		return -EFAULT;
	v->arch.time_info_shadow.tsc_timestamp = 0; /* so that the next update is not skipped */
	return 0;
}
