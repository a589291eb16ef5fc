// SPDX-License-Identifier: GPL-2.0-only
/* Hypercalls from 64-bit, 32-bit and user code; events and their ways in; memory and grants as an HVM guest has them. */
#include "pvh.h"

#define SHARED_GFN 0x3f8UL /* a page of RAM gives way to shared_info */
static shared_info_t *const shared = (void *)(SHARED_GFN << 12);
static uint8_t page[PAGE_SIZE] __attribute__((aligned(4096)));
static volatile unsigned int upcalls, last_vector;
static bool with_eoi;

static void upcall(struct frame *f)
{
	upcalls++;
	last_vector = f->vector;
	shared->vcpu_info[0].evtchn_upcall_pending = 0;
	if (with_eoi)
		eoi();
}

static long evtchn(unsigned int cmd, void *arg) { return hc(__HYPERVISOR_event_channel_op, cmd, arg); }

static bool take(unsigned int port)
{
	return __atomic_fetch_and(&shared->evtchn_pending[port / 64], ~(1UL << port % 64), __ATOMIC_SEQ_CST) & (1UL << port % 64);
}

static long user_version(void) { return hc(__HYPERVISOR_xen_version, XENVER_version, 0); }

static void test_version(void)
{
	xen_feature_info_t f = { .submap_idx = 0 };

	is(hc(__HYPERVISOR_xen_version, XENVER_version, 0), 4 << 16 | 17, "64-bit hypercall");
	is(hc32(__HYPERVISOR_xen_version, XENVER_version, 0, 0), 4 << 16 | 17, "32-bit hypercall");
	is(user_run(user_version), -EPERM, "from user mode: -EPERM");
	is(hc(__HYPERVISOR_xen_version, XENVER_get_features, &f), 0, "features");
	ok(f.submap & 1U << XENFEAT_auto_translated_physmap, "auto-translated");
	ok(f.submap & 1U << XENFEAT_hvm_callback_vector, "callback vector");
	ok(!(f.submap & 1U << XENFEAT_dom0), "not dom0");
	is(hc(__HYPERVISOR_mmu_update, 0, 0, 0), -ENOSYS, "mmu_update is not for HVM");
	is(hc(60, 0, 0), -ENOSYS, "unknown hypercall");
	is(hc(__HYPERVISOR_xen_version, XENVER_get_features, STRAY_VA), -EFAULT, "an argument where nothing is mapped");
	is(hc(__HYPERVISOR_xen_version, XENVER_get_features, 0xc0000000), -EFAULT, "an argument where there is no memory");
	is(hc(__HYPERVISOR_domctl, page), -EPERM, "domctl is not for this domain");
}

static void test_shared_info(void)
{
	struct xen_add_to_physmap a = { .domid = DOMID_SELF, .space = XENMAPSPACE_shared_info, .gpfn = SHARED_GFN };
	vcpu_info_t *mine = (void *)page;
	vcpu_register_vcpu_info_t r = { .mfn = (unsigned long)page >> 12 };

	is(hc(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &a), 0, "shared_info is placed");
	ok(shared->vcpu_info[0].time.tsc_to_system_mul, "the clock is in it");
	ok(!(shared->vcpu_info[0].time.version & 1), "at rest");
	is(hc(__HYPERVISOR_memory_op, XENMEM_maximum_gpfn, &a.domid) >= (long)SHARED_GFN, true, "maximum_gpfn");
	(void)mine; (void)r;
}

static void test_events(void)
{
	evtchn_alloc_unbound_t a = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	evtchn_bind_interdomain_t b = { .remote_dom = DOMID_SELF };
	xen_hvm_param_t p = { .domid = DOMID_SELF, .index = HVM_PARAM_CALLBACK_IRQ, .value = 2UL << 56 | 0xf3 };
	xen_hvm_evtchn_upcall_vector_t up = { .vcpu = 0, .vector = 0xf2 };
	evtchn_send_t s;

	is(hc(__HYPERVISOR_hvm_op, HVMOP_set_param, &p), 0, "callback by vector 0xf3");
	on_interrupt = upcall;
	upcalls = 0;
	is(evtchn(EVTCHNOP_alloc_unbound, &a), 0, "a port is allocated");
	b.remote_port = a.port;
	is(evtchn(EVTCHNOP_bind_interdomain, &b), 0, "and bound to itself");
	irq_window();
	take(b.local_port);
	upcalls = 0;
	shared->vcpu_info[0].evtchn_pending_sel = 0;
	s.port = b.local_port;
	is(evtchn(EVTCHNOP_send, &s), 0, "send, interrupts off");
	is(upcalls, 0, "no upcall yet");
	irq_window();
	ok(upcalls == 1 && last_vector == 0xf3, "one when they are on");
	ok(take(a.port), "the port is pending");
	irq_window();
	is(upcalls, 1, "and no more without an EOI");
	shared->vcpu_info[0].evtchn_pending_sel = 0;
	is(hc(__HYPERVISOR_hvm_op, HVMOP_set_evtchn_upcall_vector, &up), 0, "an upcall vector of the APIC's");
	up.vector = 15;
	is(hc(__HYPERVISOR_hvm_op, HVMOP_set_evtchn_upcall_vector, &up), -EINVAL, "not below 16");
	up.vcpu = 1000;
	up.vector = 0xf2;
	is(hc(__HYPERVISOR_hvm_op, HVMOP_set_evtchn_upcall_vector, &up), -ENOENT, "nor for a vCPU that there is not");
	with_eoi = true;
	upcalls = 0;
	is(evtchn(EVTCHNOP_send, &s), 0, "send");
	irq_window();
	ok(upcalls == 1 && last_vector == 0xf2, "comes by the APIC");
	take(a.port);
	shared->vcpu_info[0].evtchn_pending_sel = 0;
}

static void test_timer_event(void)
{
	evtchn_bind_virq_t virq = { .virq = VIRQ_TIMER, .vcpu = 0 };
	vcpu_set_singleshot_timer_t t = { .flags = 0 };
	uint64_t now;

	is(evtchn(EVTCHNOP_bind_virq, &virq), 0, "VIRQ_TIMER");
	now = shared->vcpu_info[0].time.system_time;
	t.timeout_abs_ns = now + 20000000;
	upcalls = 0;
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_set_singleshot_timer, 0, &t), 0, "a timer is set");
	while (!upcalls)
		__asm__ volatile("sti; hlt; cli" ::: "memory");
	ok(take(virq.port), "it wakes from HLT");
	shared->vcpu_info[0].evtchn_pending_sel = 0;
	/* The same by 32-bit code: 12 bytes, and the time in two registers. */
	upcalls = 0;
	is(hc32(__HYPERVISOR_set_timer_op, (uint32_t)(t.timeout_abs_ns + 20000000), (t.timeout_abs_ns + 20000000) >> 32, 0), 0,
	   "32-bit set_timer_op");
	while (!upcalls)
		__asm__ volatile("sti; hlt; cli" ::: "memory");
	ok(take(virq.port), "fires");
	shared->vcpu_info[0].evtchn_pending_sel = 0;
}

/* The time it has slept is in the area when it wakes. */
static void test_runstate(void)
{
	static vcpu_runstate_info_t area;
	volatile uint64_t *slept = &area.time[RUNSTATE_blocked];
	vcpu_register_runstate_memory_area_t r = { .addr.v = &area };
	uint64_t before;

	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_register_runstate_memory_area, 0, &r), 0, "a runstate area");
	ok(area.state == RUNSTATE_running && area.state_entry_time, "filled at once");
	before = *slept;
	wrmsr(X2(0x3e0), 0xb);
	wrmsr(X2(0x320), 0x61);
	for (unsigned int i = 0; i < 100 && *slept == before; i++) { /* it may be late for HLT: then there was no sleep */
		upcalls = 0;
		wrmsr(X2(0x380), 500000);
		while (!upcalls)
			__asm__ volatile("sti; hlt; cli" ::: "memory");
	}
	ok(*slept > before, "and again when it runs after a sleep");
	r.addr.v = NULL;
	hc(__HYPERVISOR_vcpu_op, VCPUOP_register_runstate_memory_area, 0, &r);
}

static void test_memory(void)
{
	xen_pfn_t gfn = 0x3f9;
	struct xen_memory_reservation r = { .nr_extents = 1, .domid = DOMID_SELF };
	uint32_t gfn32 = 0x3f9;
	uint32_t r32[5] = { (uint32_t)(uintptr_t)&gfn32, 1, 0, 0, DOMID_SELF };
	volatile uint64_t *p = (void *)(gfn << 12);

	set_xen_guest_handle(r.extent_start, &gfn);
	*p = 7;
	is(hc(__HYPERVISOR_memory_op, XENMEM_decrease_reservation, &r), 1, "a page is given back");
	is(*p, ~0UL, "there is nothing any more");
	is(hc(__HYPERVISOR_memory_op, XENMEM_decrease_reservation, &r), 0, "not twice");
	is(hc32(__HYPERVISOR_memory_op, XENMEM_populate_physmap, (uint32_t)(uintptr_t)r32, 0), 1, "32-bit populate_physmap");
	is(*p, 0, "a page is there, and clean");
	*p = 9;
	is(*p, 9, "it keeps what is written");
	is(hc32(__HYPERVISOR_memory_op, XENMEM_decrease_reservation, (uint32_t)(uintptr_t)r32, 0), 1, "32-bit decrease_reservation");
	is(hc(__HYPERVISOR_memory_op, XENMEM_populate_physmap, &r), 1, "64-bit populate_physmap");
}

static void test_grants(void)
{
	struct xen_add_to_physmap a = { .domid = DOMID_SELF, .space = XENMAPSPACE_grant_table, .gpfn = 0x3fa };
	volatile grant_entry_v1_t *table = (void *)0x3fa000;
	gnttab_copy_t c = { .flags = GNTCOPY_source_gref, .len = 64 };
	/* The same for 32-bit code: 24 bytes. */
	struct { uint32_t src; uint16_t sdom, soff; uint32_t dst; uint16_t ddom, doff, len, flags; int16_t status; } c32;
	xen_hvm_param_t p = { .domid = DOMID_SELF, .index = HVM_PARAM_STORE_PFN };

	is(hc(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &a), 0, "the grant table is placed");
	memset(page, 0x5a, sizeof(page));
	table[20].domid = DOMID_SELF;
	table[20].frame = (unsigned long)page >> 12;
	c.source.u.ref = 20;
	c.source.domid = DOMID_SELF;
	c.dest.u.gmfn = 0x3f9;
	c.dest.domid = DOMID_SELF;
	c.dest.offset = 128;
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_copy, &c, 1), 0, "copy");
	ok(c.status < 0, "of what is not granted: refused");
	c = (gnttab_copy_t){ .len = 64 };
	c.source.u.gmfn = (unsigned long)page >> 12;
	c.source.domid = c.dest.domid = DOMID_SELF;
	c.dest.u.gmfn = 0x3f9;
	c.dest.offset = 128;
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_copy, &c, 1), 0, "copy by frames");
	is(c.status, GNTST_okay, "its status");
	is(*(uint8_t *)(0x3f9000 + 130), 0x5a, "the bytes have come");
	memset(&c32, 0, sizeof(c32));
	c32.src = (unsigned long)page >> 12;
	c32.dst = 0x3f9;
	c32.sdom = c32.ddom = DOMID_SELF;
	c32.doff = 512;
	c32.len = 64;
	c32.status = 99;
	is(hc32(__HYPERVISOR_grant_table_op, GNTTABOP_copy, (uint32_t)(uintptr_t)&c32, 1), 0, "32-bit copy");
	is(c32.status, GNTST_okay, "its status");
	is(*(uint8_t *)(0x3f9000 + 512), 0x5a, "the bytes have come");
	is(hc(__HYPERVISOR_hvm_op, HVMOP_get_param, &p), 0, "a parameter is read");
	p.index = 100000;
	is(hc(__HYPERVISOR_hvm_op, HVMOP_get_param, &p), -EINVAL, "one that there is not");
}

static void test_multicall(void)
{
	multicall_entry_t list[2] = { { .op = __HYPERVISOR_xen_version }, { .op = 63 } };
	uint32_t list32[3][8] = { { __HYPERVISOR_xen_version }, { __HYPERVISOR_multicall }, { 63 } };

	is(hc(__HYPERVISOR_multicall, list, 2), 0, "multicall");
	ok(list[0].result == (4 << 16 | 17) && (long)list[1].result == -ENOSYS, "its results");
	is(hc32(__HYPERVISOR_multicall, (uint32_t)(uintptr_t)list32, 3, 0), 0, "32-bit multicall");
	ok(list32[0][1] == (4 << 16 | 17) && (int32_t)list32[1][1] == -EINVAL && (int32_t)list32[2][1] == -ENOSYS, "its results");
	is(hc32(__HYPERVISOR_domctl, (uint32_t)(uintptr_t)page, 0, 0), -ENOSYS, "no domctl for 32-bit code");
}

static void test_poll(void)
{
	evtchn_alloc_unbound_t a = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	evtchn_port_t port;
	struct { uint32_t ports, nr; uint64_t timeout; } __attribute__((packed)) poll32;

	is(hc32(__HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, (uint32_t)(uintptr_t)&a, 0), 0, "32-bit alloc_unbound");
	port = a.port;
	poll32.ports = (uint32_t)(uintptr_t)&port;
	poll32.nr = 1;
	poll32.timeout = 1;
	is(hc32(__HYPERVISOR_sched_op, SCHEDOP_poll, (uint32_t)(uintptr_t)&poll32, 0), 0, "32-bit poll, over at once");
	port = 100000;
	is(hc32(__HYPERVISOR_sched_op, SCHEDOP_poll, (uint32_t)(uintptr_t)&poll32, 0), -EINVAL, "of a port that there is not");
}

/* As a kernel works it out, from the stamp in vcpu_info and its TSC (public/xen.h, vcpu_time_info). */
static uint64_t clock_now(void)
{
	const volatile struct vcpu_time_info *t = &shared->vcpu_info[0].time;
	uint64_t delta, base;
	uint32_t version, mul;
	int shift;

	do {
		version = t->version & ~1U;
		__asm__ volatile("" ::: "memory");
		delta = rdtsc() - t->tsc_timestamp;
		base = t->system_time;
		mul = t->tsc_to_system_mul;
		shift = t->tsc_shift;
		__asm__ volatile("" ::: "memory");
	} while (t->version != version);
	delta = shift < 0 ? delta >> -shift : delta << shift;
	return base + (uint64_t)((unsigned __int128)delta * mul >> 32);
}

/* Calibration moves by less than this. */
#define CLOCK_TOLERANCE 50000000UL

void test_clock(void)
{
	struct xen_add_to_physmap a = { .domid = DOMID_SELF, .space = XENMAPSPACE_shared_info, .gpfn = SHARED_GFN };
	unsigned int wrong = 0;
	uint64_t last = 0;
	uint32_t r[4];

	is(hc(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &a), 0, "shared_info is placed");
	cpuid(0x40000003, r);
	is(r[0] & 1, mail->what == CASE_clock_trapped, "CPUID says whether RDTSC is emulated");
	for (unsigned int i = 0; i < 200; i++) {
		struct xen_hvm_get_time before = { 0 }, after = { 0 };
		uint64_t now;

		hc(__HYPERVISOR_hvm_op, HVMOP_get_time, &before);
		now = clock_now();
		hc(__HYPERVISOR_hvm_op, HVMOP_get_time, &after);
		if (!before.now || now + CLOCK_TOLERANCE < before.now || now > after.now + CLOCK_TOLERANCE || now < last)
			wrong++;
		last = now;
	}
	is(wrong, 0, "the guest's clock is the hypervisor's");
}

void test_hypercalls(void)
{
	test_version();
	test_shared_info();
	test_events();
	test_timer_event();
	test_runstate();
	test_memory();
	test_grants();
	test_multicall();
	test_poll();
	on_interrupt = NULL;
}
