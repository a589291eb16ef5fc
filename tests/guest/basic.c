// SPDX-License-Identifier: GPL-2.0-only
/* What each operation of the common hypercalls does when it is used as documented, and its plainest errors. */
#include "guest.h"

static volatile uint8_t page_a[PAGE_SIZE] __attribute__((aligned(4096))), page_b[PAGE_SIZE] __attribute__((aligned(4096)));
static uint8_t grant_page[PAGE_SIZE] __attribute__((aligned(4096))), runstate_page[PAGE_SIZE] __attribute__((aligned(4096)));

static bool pending(unsigned int port)
{
	return ((volatile unsigned long *)shared->evtchn_pending)[port / 64] & (1UL << port % 64);
}

static void clear(unsigned int port)
{
	__atomic_fetch_and(&shared->evtchn_pending[port / 64], ~(1UL << port % 64), __ATOMIC_SEQ_CST);
}

static long evtchn(unsigned int cmd, void *arg) { return hc(__HYPERVISOR_event_channel_op, cmd, arg); }

static void test_version(void)
{
	xen_feature_info_t f = { .submap_idx = 0 };
	static xen_capabilities_info_t caps;

	is(hc(__HYPERVISOR_xen_version, XENVER_version, 0), 4 << 16 | 17, "version is 4.17");
	is(hc(__HYPERVISOR_xen_version, XENVER_pagesize, 0), 4096, "page size");
	is(hc(__HYPERVISOR_xen_version, XENVER_get_features, &f), 0, "features");
	ok(f.submap & (1U << XENFEAT_mmu_pt_update_preserve_ad), "preserve_ad is there");
	ok(f.submap & (1U << XENFEAT_dom0), "this is dom0");
	is(hc(__HYPERVISOR_xen_version, XENVER_capabilities, caps), 0, "capabilities");
	ok(!memcmp(caps, "xen-3.0-x86_64", 14), "PV guests of this kind");
	is(hc(__HYPERVISOR_xen_version, 999, &f), -ENOSYS, "unknown sub-operation");
	is(hc(__HYPERVISOR_xen_version, XENVER_get_features, 0xffff800000000000UL), -EFAULT, "argument in the hypervisor's hole");
	is(hc(60, 1, 2, 3), -ENOSYS, "unknown hypercall");
	is(hc(4711, 1, 2, 3), -ENOSYS, "hypercall beyond the table");
}

static void test_events(void)
{
	evtchn_alloc_unbound_t a = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	evtchn_bind_interdomain_t b = { .remote_dom = DOMID_SELF };
	evtchn_status_t st = { .dom = DOMID_SELF };
	evtchn_send_t s;
	evtchn_close_t c;
	evtchn_bind_ipi_t ipi = { .vcpu = 0 };

	is(evtchn(EVTCHNOP_alloc_unbound, &a), 0, "a port is allocated");
	b.remote_port = a.port;
	is(evtchn(EVTCHNOP_bind_interdomain, &b), 0, "and bound to itself");
	ok(pending(b.local_port), "a new connection begins with an event");
	clear(b.local_port);
	s.port = b.local_port;
	is(evtchn(EVTCHNOP_send, &s), 0, "send");
	ok(pending(a.port) && !pending(b.local_port), "the other end is pending");
	clear(a.port);
	st.port = a.port;
	is(evtchn(EVTCHNOP_status, &st), 0, "status");
	ok(st.status == EVTCHNSTAT_interdomain && st.u.interdomain.port == b.local_port, "tells the connection");
	c.port = b.local_port;
	is(evtchn(EVTCHNOP_close, &c), 0, "close");
	is(evtchn(EVTCHNOP_close, &c), -EINVAL, "close again");
	is(evtchn(EVTCHNOP_status, &st), 0, "status of the other end");
	is(st.status, EVTCHNSTAT_unbound, "which is unbound again");
	c.port = a.port;
	is(evtchn(EVTCHNOP_close, &c), 0, "close that too");
	is(evtchn(EVTCHNOP_bind_ipi, &ipi), 0, "IPI");
	s.port = ipi.port;
	is(evtchn(EVTCHNOP_send, &s), 0, "send it");
	ok(pending(ipi.port), "pending");
	c.port = ipi.port;
	evtchn(EVTCHNOP_close, &c);
	s.port = 100000;
	is(evtchn(EVTCHNOP_send, &s), -EINVAL, "send to nowhere");
	is(evtchn(99, &s), -ENOSYS, "unknown operation");
}

static void test_time(void)
{
	vcpu_register_runstate_memory_area_t area = { .addr.v = (void *)runstate_page };
	volatile vcpu_runstate_info_t *rs = (void *)runstate_page;
	evtchn_bind_virq_t virq = { .virq = VIRQ_TIMER, .vcpu = 0 };
	vcpu_set_singleshot_timer_t timer = { .flags = 0 };
	evtchn_port_t port;
	sched_poll_t poll = { .nr_ports = 1 };
	vcpu_runstate_info_t r;

	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_is_up, 0, 0), 1, "vCPU 0 is up");
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_is_up, 8000, 0), -ENOENT, "vCPU 8000 is not there");
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_register_runstate_memory_area, 0, &area), 0, "runstate area");
	is(rs->state, RUNSTATE_running, "it runs");
	is(evtchn(EVTCHNOP_bind_virq, &virq), 0, "VIRQ_TIMER is bound");
	is(evtchn(EVTCHNOP_bind_virq, &virq), -EEXIST, "only once");
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_get_runstate_info, 0, &r), 0, "runstate");
	timer.timeout_abs_ns = r.state_entry_time + r.time[RUNSTATE_running] + 200000000;
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_set_singleshot_timer, 0, &timer), 0, "a timer is set");
	port = virq.port;
	set_xen_guest_handle(poll.ports, &port);
	is(hc(__HYPERVISOR_sched_op, SCHEDOP_poll, &poll), 0, "poll for it");
	ok(pending(port), "it has fired");
	clear(port);
	shared->vcpu_info[0].evtchn_upcall_pending = 0;
	ok(rs->time[RUNSTATE_blocked] > 0, "the vCPU slept meanwhile");
	poll.timeout = 1;
	is(hc(__HYPERVISOR_sched_op, SCHEDOP_poll, &poll), 0, "a poll that is over at once");
	timer.flags = VCPU_SSHOTTMR_future;
	timer.timeout_abs_ns = 5;
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_set_singleshot_timer, 0, &timer), -ETIME, "a time-out in the past is refused");
	is(hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0), 0, "yield");
}

static void test_grants(void)
{
	gnttab_query_size_t q = { .dom = DOMID_SELF };
	gnttab_setup_table_t setup = { .dom = DOMID_SELF, .nr_frames = 1 };
	gnttab_map_grant_ref_t map = { .flags = GNTMAP_host_map, .ref = 20, .dom = 0 };
	gnttab_unmap_grant_ref_t unmap;
	gnttab_copy_t copy = { .flags = GNTCOPY_source_gref, .len = 64 };
	volatile grant_entry_v1_t *table = (void *)grant_page;
	xen_pfn_t frame = 0;
	unsigned long own = virt_to_mfn((void *)page_b);

	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_query_size, &q, 1), 0, "size of the grant table");
	ok(q.status == GNTST_okay && q.nr_frames >= 1 && q.max_nr_frames >= q.nr_frames, "is sane");
	set_xen_guest_handle(setup.frame_list, &frame);
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_setup_table, &setup, 1), 0, "set-up");
	is(map_at(grant_page, frame << 12 | PTE_RW), 0, "the table is mapped");
	memset((void *)page_a, 0x5a, PAGE_SIZE);
	table[20].domid = 0;
	table[20].frame = virt_to_mfn((void *)page_a);
	__atomic_store_n(&table[20].flags, GTF_permit_access, __ATOMIC_SEQ_CST);
	map.host_addr = (unsigned long)page_b;
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref, &map, 1), 0, "map");
	is(map.status, GNTST_okay, "its status");
	is(page_b[100], 0x5a, "the page is there");
	ok(table[20].flags & GTF_writing, "and the entry is in use");
	page_b[100] = 0x11;
	is(page_a[100], 0x11, "it is the same page");
	unmap = (gnttab_unmap_grant_ref_t){ .host_addr = map.host_addr, .handle = map.handle };
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_unmap_grant_ref, &unmap, 1), 0, "unmap");
	is(unmap.status, GNTST_okay, "its status");
	is(table[20].flags, GTF_permit_access, "the entry is free again");
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_unmap_grant_ref, &unmap, 1), 0, "unmap again");
	is(unmap.status, GNTST_bad_handle, "there is nothing to unmap");
	is(map_at((void *)page_b, own << 12 | PTE_RW), 0, "page_b gets its own frame back");
	copy.source.u.ref = 20;
	copy.source.domid = 0;
	copy.dest.u.gmfn = own;
	copy.dest.domid = DOMID_SELF;
	copy.dest.offset = 128;
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_copy, &copy, 1), 0, "copy");
	is(copy.status, GNTST_okay, "its status");
	is(page_b[128], 0x5a, "the bytes have come");
	map.ref = 21;
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref, &map, 1), 0, "map what is not granted");
	ok(map.status < 0, "is refused");
	map.dom = 999;
	is(hc(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref, &map, 1), 0, "map of a domain that is not there");
	is(map.status, GNTST_bad_domain, "is refused");
}

static void test_multicall(void)
{
	multicall_entry_t list[3] = {
		{ .op = __HYPERVISOR_xen_version },
		{ .op = __HYPERVISOR_multicall },
		{ .op = 63 },
	};

	is(hc(__HYPERVISOR_multicall, list, 3), 0, "multicall");
	is(list[0].result, 4 << 16 | 17, "first result");
	is(list[1].result, -EINVAL, "a multicall in a multicall");
	is(list[2].result, -ENOSYS, "an unknown entry");
}

/* Breakpoints are the guest's, down to the last; what would trap the hypervisor's own accesses is not. */
static void test_debug_registers(void)
{
	is(hc(__HYPERVISOR_set_debugreg, 3, test_version), 0, "an address for breakpoint 3");
	is(hc(__HYPERVISOR_set_debugreg, 7, 0xd0002040), 0, "writes of 4 bytes there, where there are none, and general detect");
	is((unsigned long)hypercall(__HYPERVISOR_get_debugreg, 7, 0, 0, 0, 0, 0), 0xd0000440, "without general detect");
	is(hc(__HYPERVISOR_set_debugreg, 7, 0), 0, "off");
	is(hc(__HYPERVISOR_set_debugreg, 7, 0x20040), -EPERM, "no breakpoint on I/O");
	is(hc(__HYPERVISOR_set_debugreg, 0, 0xffff830000000000), -EPERM, "none in the hypervisor");
}

static void test_control(void)
{
	static xen_sysctl_t s;
	static xen_domctl_t d;

	s.cmd = XEN_SYSCTL_physinfo;
	s.interface_version = XEN_SYSCTL_INTERFACE_VERSION;
	is(hc(__HYPERVISOR_sysctl, &s), 0, "physinfo");
	ok(s.u.physinfo.nr_cpus && s.u.physinfo.total_pages > s.u.physinfo.free_pages, "is sane");
	s.interface_version++;
	is(hc(__HYPERVISOR_sysctl, &s), -EACCES, "another interface version");
	s.interface_version--;
	s.cmd = XEN_SYSCTL_debug_keys;
	s.u.debug_keys.keys.p = "qrega";
	s.u.debug_keys.nr_keys = 5;
	is(hc(__HYPERVISOR_sysctl, &s), 0, "debug keys");
	d.cmd = XEN_DOMCTL_getdomaininfo;
	d.interface_version = XEN_DOMCTL_INTERFACE_VERSION;
	is(hc(__HYPERVISOR_domctl, &d), 0, "getdomaininfo");
	is(d.u.getdomaininfo.domain, 0, "of dom0");
	is(d.u.getdomaininfo.tot_pages, start_info->nr_pages, "which has its pages");
	d.domain = 1;
	is(hc(__HYPERVISOR_domctl, &d), -ESRCH, "there is no other domain");
	d.cmd = XEN_DOMCTL_destroydomain;
	d.domain = 0;
	is(hc(__HYPERVISOR_domctl, &d), -EINVAL, "it cannot destroy itself");
}

void test_basic(void)
{
	test_version();
	test_events();
	test_time();
	test_grants();
	test_multicall();
	test_debug_registers();
	test_control();
}
