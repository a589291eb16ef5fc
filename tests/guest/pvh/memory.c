// SPDX-License-Identifier: GPL-2.0-only
/* The guest-physical map from inside: memory that comes and goes, moves, is granted, and is populated on demand. */
#include "pvh.h"
#include "public/hvm/hvm_vcpu.h"

#define AREA 0x8000UL /* guest frames above all memory; linear addresses are physical ones */
#define ORDER 9
#define NR (1UL << ORDER)

static volatile uint64_t *at(unsigned long gfn) { return (void *)(gfn << 12); }
static uint8_t page[PAGE_SIZE] __attribute__((aligned(4096)));

static long memory_op(unsigned int cmd, void *arg) { return hc(__HYPERVISOR_memory_op, cmd, arg); }

static long reservation(unsigned int cmd, xen_pfn_t gfn, unsigned int order)
{
	struct xen_memory_reservation r = { .nr_extents = 1, .extent_order = order, .domid = DOMID_SELF };

	set_xen_guest_handle(r.extent_start, &gfn);
	return memory_op(cmd, &r);
}

static long populate(xen_pfn_t gfn, unsigned int order) { return reservation(XENMEM_populate_physmap, gfn, order); }
static long release(xen_pfn_t gfn, unsigned int order) { return reservation(XENMEM_decrease_reservation, gfn, order); }

static long pages(void)
{
	domid_t self = DOMID_SELF;

	return memory_op(XENMEM_current_reservation, &self);
}

/* Whether the hypervisor finds memory there. */
static bool there(unsigned long gfn)
{
	return hc(__HYPERVISOR_xen_version, XENVER_changeset, at(gfn)) != -EFAULT;
}

static void test_populate(void)
{
	long before = pages(), wrong = 0;
	unsigned long more = 0;

	ok(!there(AREA + 5), "no memory to begin with");
	is(populate(AREA + 5, 0), 1, "a page is populated");
	*at(AREA + 5) = 0x1234;
	ok(there(AREA + 5) && !there(AREA + 6), "that one only");
	is(pages(), before + 1, "and counts");
	is(release(AREA + 5, 0), 1, "it is given back");
	ok(!there(AREA + 5), "and gone");
	is(release(AREA + 5, 0), 0, "it cannot be given back twice");
	is(populate(AREA, ORDER), 1, "512 pages in one");
	for (unsigned long i = 0; i < NR; i++)
		*at(AREA + i) = i + 1;
	is(release(AREA + 7, 0), 1, "one of them is given back");
	ok(!there(AREA + 7), "and gone");
	for (unsigned long i = 0; i < NR; i++)
		wrong += i != 7 && *at(AREA + i) != i + 1;
	is(wrong, 0, "the others are as they were");
	is(populate(AREA + 7, 0), 1, "and back");
	is(*at(AREA + 7), 0, "empty");
	is(populate(AREA, 0), 1, "populated again, in place of what was there");
	is(*at(AREA), 0, "empty too");
	is(pages(), before + (long)NR, "which makes no more pages");
	is(populate(AREA + 0x1000, ORDER + 1), 0, "larger extents are not for guests");
	while (more < 16 && populate(AREA + 0x1000 + (more << ORDER), ORDER) == 1)
		more++;
	ok(more < 16, "nor is more than the domain may have");
	while (more)
		wrong += release(AREA + 0x1000 + (--more << ORDER), ORDER) != 1;
	is(wrong, 0, "what it may have goes back");
	is(populate(1UL << 36, 0) + populate(~0UL, 0) + release(1UL << 36, 0) + release(~0UL, 0) + release(1UL << 52, ORDER), 0,
	   "no such frames");
}

static long move(unsigned int space, unsigned long idx, unsigned long gfn)
{
	struct xen_add_to_physmap a = { .domid = DOMID_SELF, .space = space, .idx = idx, .gpfn = gfn, .size = 3 };

	return memory_op(XENMEM_add_to_physmap, &a);
}

static void test_move(void)
{
	struct xen_remove_from_physmap r = { .domid = DOMID_SELF, .gpfn = AREA + 3 };
	long before = pages();

	*at(AREA + 1) = 0x51;
	is(move(XENMAPSPACE_gmfn, AREA + 1, AREA + 0x3000), 0, "a page moves");
	is(*at(AREA + 0x3000), 0x51, "with its contents");
	ok(!there(AREA + 1), "away from where it was");
	is(move(XENMAPSPACE_gmfn, AREA + 1, AREA + 2), -EINVAL, "nothing cannot move");
	*at(AREA + 2) = 0x52;
	is(move(XENMAPSPACE_gmfn, AREA + 0x3000, AREA + 2), 0, "it moves to where memory is");
	is(*at(AREA + 2), 0x51, "which it covers");
	is(pages(), before - 1, "and which is given back");
	for (unsigned long i = 10; i < 13; i++)
		*at(AREA + i) = i;
	is(move(XENMAPSPACE_gmfn_range, AREA + 10, AREA + 0x3010), 0, "a range moves");
	ok(*at(AREA + 0x3010) == 10 && *at(AREA + 0x3012) == 12 && !there(AREA + 11), "with its contents");
	is(move(XENMAPSPACE_gmfn, AREA + 4, 1UL << 40), -EINVAL, "but not beyond the address space");
	ok(there(AREA + 4), "and stays");
	is(memory_op(XENMEM_remove_from_physmap, &r), 0, "a page is taken out of the map");
	ok(!there(AREA + 3), "and gone");
	is(memory_op(XENMEM_remove_from_physmap, &r), -ENOENT, "once");
	is(move(XENMAPSPACE_gmfn_foreign, 1, AREA + 1), -ENOSYS, "no foreign page without its domain");
	is(move(XENMAPSPACE_grant_table, 1000, AREA + 1), -EINVAL, "no grant table beyond its limit");
}

static int map_grant(unsigned int ref, unsigned long gfn, unsigned int flags, domid_t self, gnttab_map_grant_ref_t *m)
{
	*m = (gnttab_map_grant_ref_t){ .host_addr = gfn << 12, .flags = GNTMAP_host_map | flags, .ref = ref, .dom = self };
	if (hc(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref, m, 1))
		return -1000;
	return m->status;
}

static int unmap_grant(unsigned long gfn, uint32_t handle)
{
	gnttab_unmap_grant_ref_t u = { .host_addr = gfn << 12, .handle = handle };

	if (hc(__HYPERVISOR_grant_table_op, GNTTABOP_unmap_grant_ref, &u, 1))
		return -1000;
	return u.status;
}

static void test_grant(void)
{
	volatile grant_entry_v1_t *table = (void *)((AREA + 0x3100) << 12);
	gnttab_map_grant_ref_t m;
	uint32_t id[4];

	cpuid(0x40000004, id);
	if (!(id[0] & 1 << 4)) {
		ok(mail->lax, "a guest is told its number");
		return;
	}
	is(move(XENMAPSPACE_grant_table, 0, AREA + 0x3100), 0, "the grant table is placed");
	table[30].domid = id[2];
	table[30].frame = (unsigned long)page >> 12;
	__sync_synchronize();
	table[30].flags = GTF_permit_access;
	memset(page, 0x66, sizeof(page));
	is(map_grant(30, AREA + 20, 0, id[2], &m), GNTST_general_error, "no grant in place of memory");
	is(map_grant(30, AREA + 0x3200, GNTMAP_contains_pte, id[2], &m), GNTST_bad_virt_addr, "nor in a page-table entry");
	is(map_grant(30, AREA + 0x3200, 0, id[2], &m), GNTST_okay, "a granted page is mapped");
	is(*at(AREA + 0x3200), 0x6666666666666666, "and seen");
	*at(AREA + 0x3200) = 7;
	is(page[0], 7, "and written to");
	ok(there(AREA + 0x3200), "by the hypervisor, too");
	page[0] = 7;
	ok(table[30].flags & GTF_writing, "the entry says so");
	is(release(AREA + 0x3200, 0), 0, "it is not the domain's to give back");
	is(move(XENMAPSPACE_gmfn, AREA + 0x3200, AREA + 0x3300), -EINVAL, "nor to move");
	is(unmap_grant(AREA + 0x3201, m.handle), GNTST_general_error, "it is not unmapped elsewhere");
	is(unmap_grant(AREA + 0x3200, m.handle), GNTST_okay, "it is unmapped");
	ok(!there(AREA + 0x3200), "and gone");
	ok(!(table[30].flags & GTF_writing), "the entry says so");
	is(unmap_grant(AREA + 0x3200, m.handle), GNTST_bad_handle, "once");
	is(map_grant(30, AREA + 0x3200, GNTMAP_readonly, id[2], &m), GNTST_okay, "mapped to be read");
	is(*at(AREA + 0x3200) & 0xff, 7, "and seen");
	is(hc(__HYPERVISOR_xen_version, XENVER_changeset, at(AREA + 0x3200)), -EFAULT, "the hypervisor does not write there either");
	is(unmap_grant(AREA + 0x3200, m.handle), GNTST_okay, "and unmapped");
}

/* The builder has promised POD_FRAMES and put POD_PAGES aside: pages that are left zero serve again. */
void test_on_demand(void)
{
	long before = pages(), wrong = 0;

	for (unsigned long i = 0; i < POD_FRAMES; i++)
		if (i % 2)
			*at(POD_FIRST + i) = i;
		else
			wrong += *at(POD_FIRST + i) != 0;
	is(wrong, 0, "promised memory is zero");
	for (unsigned long i = 0; i < POD_FRAMES; i++)
		wrong += *at(POD_FIRST + i) != (i % 2 ? i : 0);
	is(wrong, 0, "what was written stays, what was not is zero");
	is(pages(), before, "and all that counted already");
	is(release(POD_FIRST + 1, 0), 1, "a page is given back while promises lack pages");
	ok(!there(POD_FIRST + 1), "and gone");
	is(pages(), before, "but is kept for them");
}

#define FRAMES 32
static volatile unsigned int racers;
static volatile bool go;
static bool may_grant;

/* What two vCPUs may do to the same few frames. Any of it may fail; what must hold is looked at in the end. */
static void race(uint64_t state)
{
	gnttab_map_grant_ref_t m;
	uint32_t id[4];

	cpuid(0x40000004, id);
	for (unsigned long n = 0; n < mail->calls; n++) {
		unsigned long a = AREA + random_below(&state, FRAMES), b = AREA + random_below(&state, FRAMES);

		switch (random_below(&state, 8)) {
		case 0 ... 1: populate(a, 0); break;
		case 2: release(a, 0); break;
		case 3 ... 5: move(XENMAPSPACE_gmfn, a, b); break;
		case 6: *at(a) = *at(b); break;
		default:
			if (may_grant && map_grant(30, a, 0, id[2], &m) == GNTST_okay)
				unmap_grant(a, m.handle);
		}
	}
}

static void second(void)
{
	extern char gdt_ptr[];

	__asm__ volatile("lgdt %0" :: "m"(*gdt_ptr));
	traps_init();
	__atomic_fetch_add(&racers, 1, __ATOMIC_SEQ_CST);
	while (!go)
		hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	race(mail->seed * 7919 + 1);
	__atomic_fetch_sub(&racers, 1, __ATOMIC_SEQ_CST);
	for (;;)
		__asm__ volatile("cli; hlt");
}

/* vCPU 1, at @fn in the mode and address space that vCPU 0 is in. */
static long start_second(void (*fn)(void))
{
	static uint8_t stack[8192] __attribute__((aligned(16)));
	static vcpu_hvm_context_t c;

	c.mode = VCPU_HVM_MODE_64B;
	c.cpu_regs.x86_64 = (struct vcpu_hvm_x86_64){ .rip = (unsigned long)fn, .rsp = (unsigned long)stack + sizeof(stack) - 8,
						       .rflags = 2, .efer = rdmsr(0xc0000080) };
	__asm__ volatile("mov %%cr0, %0" : "=r"(c.cpu_regs.x86_64.cr0));
	__asm__ volatile("mov %%cr3, %0" : "=r"(c.cpu_regs.x86_64.cr3));
	__asm__ volatile("mov %%cr4, %0" : "=r"(c.cpu_regs.x86_64.cr4));
	c.cpu_regs.x86_64.cr0 |= 0x20000000; /* NW */
	is(hc(__HYPERVISOR_vcpu_op, VCPUOP_initialise, 1, &c), -EINVAL, "a second vCPU does not begin with CR0.NW without CR0.CD");
	c.cpu_regs.x86_64.cr0 &= ~0x20000000;
	return hc(__HYPERVISOR_vcpu_op, VCPUOP_initialise, 1, &c) ?: hc(__HYPERVISOR_vcpu_op, VCPUOP_up, 1, 0);
}

void test_race(void)
{
	volatile grant_entry_v1_t *table = (void *)((AREA + 0x3100) << 12);
	long before = pages(), wrong = 0, left = 0;
	uint32_t id[4];

	cpuid(0x40000004, id);
	may_grant = id[0] & 1 << 4 && !move(XENMAPSPACE_grant_table, 0, AREA + 0x3100);
	if (may_grant) {
		table[30].domid = id[2];
		table[30].frame = (unsigned long)page >> 12;
		__sync_synchronize();
		table[30].flags = GTF_permit_access;
	}
	is(start_second(second), 0, "a second vCPU begins in 64-bit mode");
	while (!racers)
		hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	go = true;
	race(mail->seed);
	while (racers)
		hc(__HYPERVISOR_sched_op, SCHEDOP_yield, 0);
	for (unsigned long i = 0; i < FRAMES; i++)
		if (there(AREA + i))
			*at(AREA + i) = AREA + i;
	for (unsigned long i = 0; i < FRAMES; i++)
		if (*at(AREA + i) != ~0UL)
			wrong += *at(AREA + i) != AREA + i;
	is(wrong, 0, "no page is at two places");
	for (unsigned long i = 0; i < FRAMES; i++) {
		release(AREA + i, 0);
		left += there(AREA + i);
	}
	is(left, 0, "all can be given back");
	is(pages(), before, "and nothing is lost");
}

void test_memory_map(void)
{
	test_populate();
	test_move();
	test_grant();
}
