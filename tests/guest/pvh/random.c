// SPDX-License-Identifier: GPL-2.0-only
/* Random hypercalls, registers and bytes. The hypervisor passes by still being there. */
#include "pvh.h"

static uint8_t scratch[8 * PAGE_SIZE] __attribute__((aligned(4096)));

/* As an address none of them is the guest's own code or stack: an answer there would end the run in its own way. */
static unsigned long word(void)
{
	switch (rnd(8)) {
	case 0: return rnd(16);
	case 1: return (unsigned long)scratch + rnd(4 * PAGE_SIZE);
	case 2: return ~0UL - rnd(64);
	case 3: return ((unsigned long)scratch >> 12) + 4 + rnd(4);
	case 4: return 1UL << rnd(64) | (rnd(2) ? 1UL << 31 : 0);
	case 5: return rnd(~0U) | 1UL << 30; /* above all memory */
	case 6: return (1UL << 40) + rnd(~0U);
	}
	return rnd(128);
}

/* A structure of such words; half of it as 32-bit code would lay it out. */
static unsigned long garbage(void)
{
	unsigned long *p = (unsigned long *)(scratch + 8 * rnd(256));

	for (unsigned int i = 0; i < 16; i++)
		p[i] = rnd(2) ? word() : (unsigned long)(uint32_t)word() << 32 | (uint32_t)word();
	return rnd(20) ? (unsigned long)p : word();
}

static const uint8_t families[] = {
	__HYPERVISOR_memory_op, __HYPERVISOR_multicall, __HYPERVISOR_set_timer_op, __HYPERVISOR_xen_version,
	__HYPERVISOR_grant_table_op, __HYPERVISOR_vcpu_op, __HYPERVISOR_event_channel_op, __HYPERVISOR_physdev_op,
	__HYPERVISOR_hvm_op, __HYPERVISOR_vm_assist, __HYPERVISOR_sched_op, __HYPERVISOR_console_io,
};

/* Not what would stop this vCPU, or take its own memory: frames it names are of scratch or nowhere. */
static bool harmful(unsigned long nr, uint32_t cmd)
{
	unsigned int sub = cmd & 63;

	switch (nr) {
	case __HYPERVISOR_sched_op:
	case __HYPERVISOR_sched_op_compat:
		return cmd != SCHEDOP_yield && cmd < 8;
	case __HYPERVISOR_multicall:
		return true; /* its entries are not looked at here */
	case __HYPERVISOR_vcpu_op:
		return cmd == VCPUOP_down || cmd == VCPUOP_register_runstate_memory_area ||
		       cmd == VCPUOP_register_vcpu_time_memory_area || cmd == VCPUOP_register_vcpu_info || cmd == VCPUOP_send_nmi;
	case __HYPERVISOR_memory_op: /* the low frames are ours */
		return sub <= XENMEM_populate_physmap || sub == XENMEM_add_to_physmap || sub == XENMEM_exchange ||
		       sub == XENMEM_add_to_physmap_batch || sub == XENMEM_remove_from_physmap || sub == XENMEM_acquire_resource;
	}
	return false;
}

/* The memory operations left out above, on frames that nobody needs. */
static void random_memory(void)
{
	static uint8_t names[8] = { XENMEM_increase_reservation, XENMEM_decrease_reservation, XENMEM_populate_physmap,
				    XENMEM_add_to_physmap, XENMEM_remove_from_physmap, XENMEM_exchange, XENMEM_acquire_resource,
				    XENMEM_add_to_physmap_batch };
	uint8_t op = names[rnd(8)];
	static xen_pfn_t list[8];
	uint64_t *a = (uint64_t *)(scratch + 1024);

	for (unsigned int i = 0; i < 8; i++)
		list[i] = rnd(2) ? 0x3e0 + rnd(16) : rnd(2) ? 0x1000 + rnd(64) : word() | 1UL << 30;
	for (unsigned int i = 0; i < 9; i++)
		a[i] = rnd(4) ? rnd(9) : word();
	if (op <= XENMEM_populate_physmap || op == XENMEM_exchange) {
		struct xen_memory_reservation r = { .nr_extents = rnd(10), .extent_order = rnd(4) ? 0 : rnd(32),
						    .mem_flags = rnd(4) ? 0 : word(), .domid = rnd(10) ? DOMID_SELF : rnd(65536) };

		set_xen_guest_handle(r.extent_start, list);
		/* Orders cover frames from the first on: the list is beyond ours then. */
		if (r.extent_order)
			for (unsigned int i = 0; i < 8; i++)
				list[i] |= 0x1000;
		memcpy(a, &r, sizeof(r));
		memcpy(a + 4, &r, sizeof(r));
	} else if (op == XENMEM_add_to_physmap) {
		struct xen_add_to_physmap p = { .domid = DOMID_SELF, .size = rnd(8), .space = rnd(6), .idx = word(), .gpfn = list[0] };

		if (p.space == XENMAPSPACE_gmfn || p.space == XENMAPSPACE_gmfn_range) /* what moves is none of the guest's own */
			p.idx = rnd(2) ? 0x3e0 + rnd(8) : p.idx | 1UL << 30;

		memcpy(a, &p, sizeof(p));
	} else if (op == XENMEM_remove_from_physmap) {
		struct xen_remove_from_physmap p = { .domid = DOMID_SELF, .gpfn = list[0] };

		memcpy(a, &p, sizeof(p));
	} else {
		a[1 + rnd(3)] = (unsigned long)list;
	}
	hc(__HYPERVISOR_memory_op, op, a);
}

static void ignore(struct frame *f)
{
	if (f->vector != 2)
		*(volatile uint32_t *)0xfee000b0 = 0;
}

void random_hypercalls(void)
{
	on_interrupt = ignore;
	for (unsigned long n = 0; n < mail->calls; n++) {
		unsigned long nr = rnd(20) ? families[rnd(ARRAY_SIZE(families))] : rnd(128), a = rnd(20) ? rnd(32) : word();
		unsigned long b = rnd(3) ? garbage() : word(), c = rnd(2) ? garbage() : word();

		if (nr >= 128 || harmful(nr, a) || nr == __HYPERVISOR_iret) {
			random_memory();
			continue;
		}
		if (nr == __HYPERVISOR_vcpu_op || nr == __HYPERVISOR_console_io)
			b = rnd(4) ? rnd(4) : b;
		if (nr == __HYPERVISOR_grant_table_op)
			c = rnd(4) ? rnd(3) : c;
		if (rnd(2))
			hc(nr, a, b, c, word(), word());
		else
			hc32(nr, a, b, c);
	}
	ok(true, "random hypercalls are over");
}

static uint32_t random_msr(void)
{
	static const uint32_t known[] = { 0x10, 0x1b, 0x17, 0x2a, 0x3b, 0x8b, 0xce, 0xfe, 0x10a, 0x122, 0x174, 0x175, 0x176, 0x179, 0x17a,
					  0x186, 0x1a0, 0x1d9, 0x200, 0x201, 0x20f, 0x250, 0x258, 0x259, 0x26f, 0x277, 0x2ff, 0x3a, 0x400,
					  0x480, 0x6e0, 0x832, 0x838, 0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084,
					  0xc0000100, 0xc0000101, 0xc0000102, 0xc0000103, 0xc0010000, 0xc0010010, 0xc0010015,
					  0xc0010114, 0xc0010117, 0xc0011029, 0x48, 0x49, 0x10b, 0x40000001, 0x40000105, 0xda0 };

	switch (rnd(4)) {
	case 0: return 0x800 + rnd(0x100);
	case 1: return rnd(~0U);
	}
	return known[rnd(ARRAY_SIZE(known))];
}

/* INIT to oneself would be the end. */
static bool ends_the_run(uint32_t msr, uint64_t v)
{
	return msr == 0x830 && ((v >> 8 & 7) == 5 || (v >> 8 & 7) == 6);
}

void random_registers(void)
{
	on_interrupt = ignore;
	for (unsigned long n = 0; n < mail->calls; n++) {
		uint64_t v = rnd(2) ? word() : (uint64_t)rnd(~0U) << 32 | rnd(~0U);
		uint32_t msr = random_msr();

		switch (rnd(8)) {
		case 0 ... 2: rdmsr_try(msr, &v); break;
		case 3 ... 4:
			if (!ends_the_run(msr, v))
				wrmsr_try(msr, v);
			break;
		case 5:
			__asm__ volatile("outl %0, %w1; inb %w1, %%al" :: "a"((uint32_t)v), "d"((uint16_t)rnd(65536)));
			break;
		case 6:
			if (rnd(2)) {
				uint32_t offset = rnd(0x1000);

				if (offset - 0x300 >= 0x10) /* the ICR */
					*(volatile uint32_t *)(0xfee00000UL + (rnd(4) ? offset & ~15U : offset)) = v;
			} else {
				(void)*(volatile uint32_t *)(0xfee00000UL + rnd(0x1000));
			}
			break;
		default:
			cpuid(v, (uint32_t[4]){ 0 });
			irq_window();
		}
	}
	ok(true, "random accesses to registers are over");
}

/* Every exception leads to another place in a page of random bytes. */
static unsigned long hops;

void hop(struct frame *f)
{
	if (hops++ >= mail->calls) {
		hopping = false;
		print("+garbage has been executed");
		shutdown(SHUTDOWN_poweroff);
	}
	for (unsigned int i = 0; i < 64; i++)
		scratch[rnd(PAGE_SIZE)] = rnd(256);
	f->rip = (uint64_t)scratch + rnd(PAGE_SIZE - 16);
	f->cs = 8;
	f->ss = 0x10;
	f->rsp = (uint64_t)scratch + 6 * PAGE_SIZE;
	f->rflags = 2;
	for (unsigned int i = 0; i < 15; i++)
		(&f->r15)[i] = rnd(2) ? word() : (uint64_t)scratch + 2 * PAGE_SIZE;
}

void run_garbage(void)
{
	for (unsigned int i = 0; i < PAGE_SIZE; i++)
		scratch[i] = rnd(256);
	memset(scratch + PAGE_SIZE, 0xcc, 16);
	traps_init();
	hopping = true;
	((void (*)(void))(scratch + 64))();
}

/* The shortest periods and all the IPIs one vCPU can send; but vector 0x80 is the way back from user mode. */
void apic_flood(void)
{
	on_interrupt = ignore;
	*(volatile uint32_t *)0xfee000f0 = 0x1ff;
	*(volatile uint32_t *)0xfee003e0 = 0xb;
	*(volatile uint32_t *)0xfee00320 = 0x20000 | 0x60;
	*(volatile uint32_t *)0xfee00380 = 1;
	for (unsigned long n = 0; n < mail->calls; n++) {
		*(volatile uint32_t *)0xfee00310 = rnd(256) << 24;
		*(volatile uint32_t *)0xfee00300 = (rnd(4) << 18) | (rnd(2) << 11) | (rnd(3) == 0 ? 0x400 : 0) |
							(rnd(8) ? 0x81 + rnd(0x7f) : rnd(16));
		*(volatile uint32_t *)0xfee00380 = 1 + rnd(4);
		irq_window();
	}
	ok(true, "a flood of interrupts is over");
}
