// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercalls of 32-bit code: each structure against the layout of the i386 ABI, written down here by hand; each
 * operation by both decoders, whose handlers must see the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <public/version.h>
#include "../../../common/memory/private.h"
#include "../fake-smp/fake.h"

static struct domain dom;
static struct vcpu vcpu;
static struct guest_ops ops;
static u8 *guest; /* 64 KiB below 4 GiB: what the guest can address */
#define GUEST_SIZE 65536
struct domain *hardware_domain = &dom;
struct vcpu *idle_vcpu[NR_CPUS];

static bool inside(const void *p, size_t n)
{
	return (const u8 *)p >= guest && (const u8 *)p <= guest + GUEST_SIZE && n <= (size_t)(guest + GUEST_SIZE - (const u8 *)p);
}
size_t guest_raw_read(void *dst, const void *g, size_t n)
{
	if (!inside(g, n))
		return n;
	memcpy(dst, g, n);
	return 0;
}
size_t guest_raw_write(void *g, const void *src, size_t n)
{
	if (!inside(g, n))
		return n;
	memcpy(g, src, n);
	return 0;
}
struct domain *get_domain_by_any_id(domid_t id) { return NULL; }
void domain_destroy_last_ref(struct domain *d) { }
void vcpu_pause_nosync(struct vcpu *v) { }
void vcpu_unpause(struct vcpu *v) { }
void gnttab_batch_complete(void *batch) { }

/* What the handler saw last, and what it answers. */
static u8 seen[128], answer[128];
static unsigned long timeout_seen, elements;
static unsigned long continued[6], continued_op;

#define RECORD(name) long name(struct memop *m) { memcpy(seen, &m->arg, sizeof(m->arg)); memcpy(&m->arg, answer, sizeof(m->arg)); return 0; }
RECORD(memory_reservation) RECORD(memory_exchange) RECORD(memory_claim) RECORD(memory_acquire_resource)
RECORD(memory_maximum_ram_page) RECORD(memory_domain_info) RECORD(memory_sharing_pages) RECORD(memory_pod_target)
RECORD(memory_vnuma) RECORD(memory_add_to_physmap) RECORD(memory_add_to_physmap_batch) RECORD(memory_remove_from_physmap)
RECORD(arch_memory_map) RECORD(arch_set_memory_map) RECORD(arch_machine_memory_map) RECORD(arch_machphys_mapping)
RECORD(arch_machphys_mfn_list)

long gnttab_copy_one(struct gnttab_batch *batch, gnttab_copy_t *arg)
{
	memcpy(seen, arg, sizeof(*arg));
	arg->status = -3 - elements++;
	return 0;
}
long do_set_timer_op(u64 timeout) { timeout_seen = timeout; return 0; }
long do_console_io(u32 cmd, u32 count, char_inout buffer) { return cmd + count; }

static void set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args)
{
	continued_op = op;
	memcpy(continued, args, sizeof(continued));
}

static int setup(void **state)
{
	fake_cpus(1);
	fake_current[0] = &vcpu;
	ops.set_continuation = set_continuation;
	dom = (struct domain){ .domain_id = 5, .kind = GUEST_hvm, .ops = &ops, .hypercalls = hvm_hypercall_table };
	memset(&vcpu, 0, sizeof(vcpu));
	vcpu.domain = &dom;
	static vcpu_info_t info;
	memset(&info, 0, sizeof(info));
	vcpu.vcpu_info = &info;
	if (!guest)
		guest = mmap(NULL, GUEST_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	assert_true(guest != MAP_FAILED && (unsigned long)guest < 1UL << 32);
	elements = 0;
	fake_srand(17);
	return 0;
}

static unsigned long hc(unsigned int nr, unsigned long a0, unsigned long a1, unsigned long a2)
{
	const unsigned long args[6] = { a0, a1, a2 };

	return do_hypercall(nr, args);
}

/* Fields of each structure: where the native form has them, and offset and size on i386. */
struct fact { const struct layout32 *layout; u16 offset, size, offset32, size32; };
#define F(l, type, field, offset32, size32) \
	{ &layout32_##l, __builtin_offsetof(type, field), sizeof(((type *)0)->field), offset32, size32 }
#define S(t, field, o, n) F(t, t, field, o, n)
#define X(t, field, o, n) F(t, struct t, field, o, n)
static const struct fact facts[] = {
	S(sched_poll_t, ports, 0, 4), S(sched_poll_t, nr_ports, 4, 4), S(sched_poll_t, timeout, 8, 8),
	S(vcpu_runstate_info_t, state, 0, 4), S(vcpu_runstate_info_t, state_entry_time, 4, 8),
	S(vcpu_runstate_info_t, time[0], 12, 8), S(vcpu_runstate_info_t, time[3], 36, 8),
	S(vcpu_register_runstate_memory_area_t, addr.h, 0, 4), S(vcpu_register_time_memory_area_t, addr.h, 0, 4),
	S(vcpu_set_singleshot_timer_t, timeout_abs_ns, 0, 8), S(vcpu_set_singleshot_timer_t, flags, 8, 4),
	S(gnttab_setup_table_t, dom, 0, 2), S(gnttab_setup_table_t, nr_frames, 4, 4), S(gnttab_setup_table_t, status, 8, 2),
	S(gnttab_setup_table_t, frame_list, 12, 4),
	S(gnttab_copy_t, source.u.gmfn, 0, 4), S(gnttab_copy_t, source.domid, 4, 2), S(gnttab_copy_t, source.offset, 6, 2),
	S(gnttab_copy_t, dest.u.gmfn, 8, 4), S(gnttab_copy_t, dest.domid, 12, 2), S(gnttab_copy_t, dest.offset, 14, 2),
	S(gnttab_copy_t, len, 16, 2), S(gnttab_copy_t, flags, 18, 2), S(gnttab_copy_t, status, 20, 2),
	S(gnttab_get_status_frames_t, nr_frames, 0, 4), S(gnttab_get_status_frames_t, dom, 4, 2),
	S(gnttab_get_status_frames_t, status, 6, 2), S(gnttab_get_status_frames_t, frame_list, 8, 4),
	S(multicall_entry_t, op, 0, 4), S(multicall_entry_t, result, 4, 4), S(multicall_entry_t, args[0], 8, 4),
	S(multicall_entry_t, args[5], 28, 4),
	X(xen_memory_reservation, extent_start, 0, 4), X(xen_memory_reservation, nr_extents, 4, 4),
	X(xen_memory_reservation, extent_order, 8, 4), X(xen_memory_reservation, mem_flags, 12, 4),
	X(xen_memory_reservation, domid, 16, 2),
	X(xen_memory_exchange, in.nr_extents, 4, 4), X(xen_memory_exchange, out.extent_start, 20, 4),
	X(xen_memory_exchange, out.domid, 36, 2), X(xen_memory_exchange, nr_exchanged, 40, 4),
	X(xen_machphys_mfn_list, max_extents, 0, 4), X(xen_machphys_mfn_list, extent_start, 4, 4),
	X(xen_machphys_mfn_list, nr_extents, 8, 4),
	X(xen_machphys_mapping, v_start, 0, 4), X(xen_machphys_mapping, v_end, 4, 4), X(xen_machphys_mapping, max_mfn, 8, 4),
	X(xen_add_to_physmap, domid, 0, 2), X(xen_add_to_physmap, size, 2, 2), X(xen_add_to_physmap, space, 4, 4),
	X(xen_add_to_physmap, idx, 8, 4), X(xen_add_to_physmap, gpfn, 12, 4),
	X(xen_add_to_physmap_batch, domid, 0, 2), X(xen_add_to_physmap_batch, space, 2, 2),
	X(xen_add_to_physmap_batch, size, 4, 2), X(xen_add_to_physmap_batch, u.foreign_domid, 6, 2),
	X(xen_add_to_physmap_batch, idxs, 8, 4), X(xen_add_to_physmap_batch, gpfns, 12, 4),
	X(xen_add_to_physmap_batch, errs, 16, 4),
	X(xen_remove_from_physmap, domid, 0, 2), X(xen_remove_from_physmap, gpfn, 4, 4),
	X(xen_memory_map, nr_entries, 0, 4), X(xen_memory_map, buffer, 4, 4),
	X(xen_foreign_memory_map, domid, 0, 2), X(xen_foreign_memory_map, map.nr_entries, 4, 4),
	X(xen_foreign_memory_map, map.buffer, 8, 4),
	X(xen_pod_target, target_pages, 0, 8), X(xen_pod_target, pod_entries, 24, 8), X(xen_pod_target, domid, 32, 2),
	X(xen_mem_acquire_resource, domid, 0, 2), X(xen_mem_acquire_resource, id, 4, 4),
	X(xen_mem_acquire_resource, nr_frames, 8, 4), X(xen_mem_acquire_resource, frame, 16, 8),
	X(xen_mem_acquire_resource, frame_list, 24, 4),
	X(xen_vnuma_topology_info, domid, 0, 2), X(xen_vnuma_topology_info, nr_vmemranges, 12, 4),
	X(xen_vnuma_topology_info, vdistance, 16, 4), X(xen_vnuma_topology_info, vmemrange, 32, 4),
	X(xen_platform_parameters, virt_start, 0, 4),
	X(physdev_apic, apic_physbase, 0, 4), X(physdev_apic, reg, 4, 4), X(physdev_apic, value, 8, 4),
	X(physdev_map_pirq, domid, 0, 2), X(physdev_map_pirq, type, 4, 4), X(physdev_map_pirq, table_base, 28, 8),
	X(physdev_pirq_eoi_gmfn, gmfn, 0, 4),
	{ &layout32_ulong, 0, 8, 0, 4 },
};

static u64 value_at(const u8 *p, size_t n)
{
	u64 v = 0;

	memcpy(&v, p, n);
	return v;
}

static void check_fact(const struct fact *f)
{
	u8 native[128], compat[128], before[128];

	for (unsigned int n = 0; n < 100; n++) {
		for (unsigned int i = 0; i < 128; i++)
			compat[i] = before[i] = fake_rand(256);
		memset(native, 0xaa, sizeof(native));
		layout32_decode(f->layout, native, compat);
		assert_true(value_at(native + f->offset, f->size) == value_at(compat + f->offset32, f->size32));
		for (unsigned int i = f->layout->size; i < 128; i++)
			assert_int_equal(native[i], 0xaa);
		for (unsigned int i = 0; i < 128; i++)
			native[i] = fake_rand(256);
		layout32_encode(f->layout, compat, native);
		assert_true(value_at(compat + f->offset32, f->size32) == value_at(native + f->offset, f->size32));
		for (unsigned int i = f->layout->size32; i < 128; i++)
			assert_int_equal(compat[i], before[i]);
	}
}

static const struct layout32 *const all[] = {
#define ADDRESS(l) &l,
	FOR_EACH_LAYOUT32(ADDRESS)
};

static void test_layouts(void **state)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(facts); i++)
		check_fact(&facts[i]);
	/* A structure without a fact here has not been looked at. */
	for (unsigned int i = 0; i < ARRAY_SIZE(all); i++) {
		unsigned int n = 0;

		for (unsigned int k = 0; k < ARRAY_SIZE(facts); k++)
			n += facts[k].layout == all[i];
		if (!n)
			fail_msg("no facts about %s", all[i]->name);
	}
	assert_int_equal(layout32_multicall_entry_t.size32, 32);
	assert_int_equal(layout32_xen_memory_reservation.size32, 20);
	assert_int_equal(layout32_gnttab_copy_t.size32, 24);
	assert_int_equal(layout32_vcpu_runstate_info_t.size32, 44);
}

/* A random native structure whose longs fit a 32-bit caller, padding zero, and its 32-bit image. */
static void random_pair(const struct layout32 *l, size_t size, u8 *native, u8 *compat)
{
	u8 raw[128];

	for (unsigned int i = 0; i < 128; i++)
		raw[i] = fake_rand(256);
	if (!l) {
		memcpy(native, raw, size);
		memcpy(compat, raw, size);
		return;
	}
	memcpy(compat, raw, l->size32);
	layout32_decode(l, native, compat);
}

static long record(void *ctx, void *arg)
{
	memcpy(seen, arg, elements); /* here: the size */
	memcpy(arg, answer, elements);
	return 0;
}

/* One row by both decoders. */
static void check_row(const struct subop *row)
{
	struct subop copy = *row;
	struct subop_table table = { "test", &copy, 1 };
	u8 native[128], compat[128], first[128], result[128];
	const struct layout32 *l = row->layout;

	copy.fn = record;
	copy.flags &= SUBOP_in | SUBOP_out;
	elements = row->size;
	for (unsigned int n = 0; n < 50; n++) {
		random_pair(l, row->size, native, compat);
		random_pair(l, row->size, answer, result);
		memcpy(guest, native, row->size);
		vcpu.args32 = false;
		assert_int_equal(subop_call(&table, 0, NULL, (u8_inout){ guest }), 0);
		memcpy(first, seen, row->size);
		if (copy.flags & SUBOP_out)
			assert_memory_equal(guest, answer, row->size);

		memset(guest, 0x55, 256);
		memcpy(guest, compat, l ? l->size32 : row->size);
		vcpu.args32 = true;
		assert_int_equal(subop_call(&table, 0, NULL, (u8_inout){ guest }), 0);
		assert_memory_equal(first, seen, row->size);
		for (unsigned int i = l ? l->size32 : row->size; i < 256; i++)
			assert_int_equal(guest[i], 0x55);
		if ((copy.flags & SUBOP_out) && l) {
			layout32_decode(l, native, guest);
			assert_memory_equal(native, answer, row->size);
		}
	}
}

static void test_subops(void **state)
{
	const struct subop_table *const tables[] = { &event_channel_op_table, &sched_op_table, &vcpu_op_table, &grant_table_op_table };
	unsigned int n = 0;

	for (unsigned int t = 0; t < ARRAY_SIZE(tables); t++)
		for (unsigned int i = 0; i < tables[t]->nr; i++)
			if (tables[t]->rows[i].size) {
				check_row(&tables[t]->rows[i]);
				n++;
			}
	assert_in_range(n, 35, 100);
}

static void test_memory_ops(void **state)
{
	static const struct { u32 op; const struct layout32 *l; size_t size; bool out; } ops_[] = {
		{ XENMEM_increase_reservation, &layout32_xen_memory_reservation, sizeof(struct xen_memory_reservation), false },
		{ XENMEM_decrease_reservation, &layout32_xen_memory_reservation, sizeof(struct xen_memory_reservation), false },
		{ XENMEM_populate_physmap, &layout32_xen_memory_reservation, sizeof(struct xen_memory_reservation), false },
		{ XENMEM_maximum_reservation, NULL, sizeof(struct xen_memory_domain), false },
		{ XENMEM_add_to_physmap, &layout32_xen_add_to_physmap, sizeof(struct xen_add_to_physmap), false },
		{ XENMEM_add_to_physmap_batch, &layout32_xen_add_to_physmap_batch, sizeof(struct xen_add_to_physmap_batch), false },
		{ XENMEM_remove_from_physmap, &layout32_xen_remove_from_physmap, sizeof(struct xen_remove_from_physmap), false },
		{ XENMEM_memory_map, &layout32_xen_memory_map, sizeof(struct xen_memory_map), true },
		{ XENMEM_exchange, &layout32_xen_memory_exchange, sizeof(struct xen_memory_exchange), false },
		{ XENMEM_acquire_resource, &layout32_xen_mem_acquire_resource, sizeof(struct xen_mem_acquire_resource), true },
		{ XENMEM_get_vnumainfo, &layout32_xen_vnuma_topology_info, sizeof(struct xen_vnuma_topology_info), false },
	};
	u8 native[128], compat[128], result[128];

	for (unsigned int i = 0; i < ARRAY_SIZE(ops_); i++)
		for (unsigned int n = 0; n < 50; n++) {
			size_t size32 = ops_[i].l ? ops_[i].l->size32 : ops_[i].size;

			random_pair(ops_[i].l, ops_[i].size, native, compat);
			random_pair(ops_[i].l, ops_[i].size, answer, result);
			memset(guest, 0x55, 256);
			memcpy(guest, compat, size32);
			vcpu.args32 = true;
			assert_int_equal(hc(__HYPERVISOR_memory_op, ops_[i].op, (unsigned long)guest, 0), 0);
			assert_memory_equal(seen, native, ops_[i].size);
			for (unsigned int k = size32; k < 256; k++)
				assert_int_equal(guest[k], 0x55);
			if (ops_[i].out) {
				layout32_decode(ops_[i].l, native, guest);
				assert_memory_equal(native, answer, ops_[i].size);
			} else {
				assert_memory_equal(guest, compat, size32);
			}
		}
	/* At the end of memory: 20 bytes are enough for a 32-bit caller, not for the other. */
	assert_int_equal(hc(__HYPERVISOR_memory_op, XENMEM_populate_physmap, (unsigned long)guest + GUEST_SIZE - 20, 0), 0);
	vcpu.args32 = false;
	assert_int_equal(hc(__HYPERVISOR_memory_op, XENMEM_populate_physmap, (unsigned long)guest + GUEST_SIZE - 20, 0), -EFAULT);
}

/* Arrays: elements are where the caller has them. */
static void test_arrays(void **state)
{
	u32 *list32 = (u32 *)guest;
	xen_pfn_t pfns[16];

	vcpu.args32 = true;
	for (unsigned int i = 0; i < 32; i++)
		list32[i] = 0xf0000000 + i;
	assert_int_equal(guest_read_n(pfns, addr_in(xen_pfn_t, guest), 3, 16), 0);
	for (unsigned int i = 0; i < 16; i++)
		assert_true(pfns[i] == 0xf0000003UL + i);
	pfns[0] = 0x12345;
	assert_int_equal(guest_write(addr_out(xen_pfn_t, guest), 7, pfns), 0);
	assert_int_equal(list32[7], 0x12345);
	assert_int_equal(list32[8], 0xf0000008);
	/* 64-bit elements stay 64 bits. */
	assert_int_equal(guest_read_n((u64 *)pfns, addr_in(u64, guest), 1, 1), 0);
	assert_true(pfns[0] == 0xf0000003f0000002UL);
	vcpu.args32 = false;
	assert_int_equal(guest_read(pfns, addr_in(xen_pfn_t, guest), 1), 0);
	assert_true(pfns[0] == 0xf0000003f0000002UL);
}

static void test_grant_list(void **state)
{
	u8 native[128];

	for (unsigned int i = 0; i < 3; i++) {
		random_pair(&layout32_gnttab_copy_t, sizeof(gnttab_copy_t), native, guest + i * 24);
		memset(guest + i * 24 + 22, 0x77, 2); /* padding is the guest's */
	}
	vcpu.args32 = true;
	assert_int_equal(hc(__HYPERVISOR_grant_table_op, GNTTABOP_copy, (unsigned long)guest, 3), 0);
	assert_int_equal(elements, 3);
	assert_memory_equal(seen, native, sizeof(gnttab_copy_t));
	for (unsigned int i = 0; i < 3; i++) {
		assert_int_equal(*(s16 *)(guest + i * 24 + 20), -3 - (int)i);
		assert_int_equal(guest[i * 24 + 22], 0x77);
	}
	/* Interrupted: the continuation names the next where it is. */
	vcpu.vcpu_info->evtchn_upcall_pending = 1;
	elements = 0;
	assert_int_equal(hc(__HYPERVISOR_grant_table_op, GNTTABOP_copy, (unsigned long)guest, 3), -ERESTART);
	assert_int_equal(continued_op, __HYPERVISOR_grant_table_op);
	assert_int_equal(continued[1], (unsigned long)guest + elements * 24);
	assert_int_equal(continued[2], 3 - elements);
	assert_int_equal(elements, 1);
}

static void test_multicall(void **state)
{
	u32 *e = (u32 *)guest;

	memset(guest, 0, 256);
	e[0] = __HYPERVISOR_console_io; e[2] = 7; e[3] = 8;
	e[8] = __HYPERVISOR_multicall;
	e[16] = __HYPERVISOR_set_timer_op; e[18] = 0x11111111; e[19] = 0x22222222;
	e[24] = __HYPERVISOR_domctl;
	vcpu.args32 = true;
	assert_int_equal(hc(__HYPERVISOR_multicall, (unsigned long)guest, 4, 0), 0);
	assert_int_equal(e[1], 15);
	assert_int_equal((s32)e[9], -EINVAL);
	assert_int_equal(e[17], 0);
	assert_true(timeout_seen == 0x2222222211111111UL);
	assert_int_equal((s32)e[25], -ENOSYS);
	assert_int_equal(e[2], 7);
}

/* What is for 64-bit control tools only, and what PV guests have: not here. */
static void test_missing(void **state)
{
	static const u8 nrs[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 14, 19, 22, 23, 25, 26, 28, 30, 31, 35, 36, 37, 38, 39, 40, 41, 48, 63 };

	vcpu.args32 = true;
	for (unsigned int i = 0; i < ARRAY_SIZE(nrs); i++) {
		assert_null(hvm32_hypercall_table[nrs[i]]);
		assert_int_equal(hc(nrs[i], 0, 0, 0), -ENOSYS);
	}
	/* And nothing more than 64-bit callers have. */
	for (unsigned int i = 0; i < NR_HYPERCALLS; i++)
		assert_true(!hvm32_hypercall_table[i] || hvm_hypercall_table[i]);
}

static void test_timer(void **state)
{
	vcpu.args32 = true;
	assert_int_equal(hc(__HYPERVISOR_set_timer_op, 0x89abcdef, 0x01234567, 0), 0);
	assert_true(timeout_seen == 0x0123456789abcdefUL);
	vcpu.args32 = false;
	assert_int_equal(hc(__HYPERVISOR_set_timer_op, 0x89abcdef, 0x01234567, 0), 0);
	assert_true(timeout_seen == 0x89abcdefUL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_layouts, setup), cmocka_unit_test_setup(test_subops, setup),
		cmocka_unit_test_setup(test_memory_ops, setup), cmocka_unit_test_setup(test_arrays, setup),
		cmocka_unit_test_setup(test_grant_list, setup), cmocka_unit_test_setup(test_multicall, setup),
		cmocka_unit_test_setup(test_missing, setup), cmocka_unit_test_setup(test_timer, setup),
	};

	return cmocka_run_group_tests_name("hypercall32", tests, NULL, NULL);
}
