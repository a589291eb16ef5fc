// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random calls, family by family. What would end this kernel by its own word (shutting down, freeing or remapping its own
 * pages) is left out; everything else is fair. The hypervisor passes by still being there.
 */
#include "guest.h"

static uint64_t rng;
/* Pointers go into the first four pages; what is written through them may be longer. */
#define SCRATCH (4 * PAGE_SIZE)
static uint8_t scratch[SCRATCH + 16 * PAGE_SIZE] __attribute__((aligned(4096)));

static uint32_t rnd(uint32_t below)
{
	return random_below(&rng, below);
}

/* Never the frame of a page that this kernel needs, nor an address in it. */
static unsigned long word(void)
{
	switch (rnd(8)) {
	case 0: return rnd(16);
	case 1: return (unsigned long)scratch + rnd(SCRATCH);
	case 2: return ~0UL - rnd(64);
	case 3: return virt_to_mfn(scratch + PAGE_SIZE);
	case 4: return 1UL << (28 + rnd(36)); /* as a frame: beyond this machine */
	case 5: return 0xffff800000000000UL + ((unsigned long)rnd(~0U) << 8);
	case 6: return (1UL << 40) + rnd(~0U);
	}
	return rnd(128);
}

/* A structure full of such words, at one of several places. */
static void *garbage(void)
{
	unsigned long *p = (unsigned long *)(scratch + 8 * rnd(256));

	for (unsigned int i = 0; i < 20; i++)
		p[i] = rnd(3) ? word() : (unsigned long)rnd(64) << 32 | rnd(64);
	return rnd(20) ? (void *)p : (void *)word();
}

struct call { unsigned long nr, a[6]; };

static void any(struct call *c) { for (int i = 0; i < 6; i++) c->a[i] = rnd(3) ? word() : (unsigned long)garbage(); }
static void sub(struct call *c, unsigned int max) { any(c); c->a[0] = rnd(max); c->a[1] = (unsigned long)garbage(); }

static void g_version(struct call *c) { sub(c, 14); }
static void g_event(struct call *c) { sub(c, 17); }

static void g_sched(struct call *c)
{
	static sched_poll_t poll;

	sub(c, 10);
	switch (c->a[0]) {
	case SCHEDOP_block: case SCHEDOP_shutdown: case SCHEDOP_watchdog: case SCHEDOP_remote_shutdown:
		c->a[0] = SCHEDOP_yield;
		break;
	case SCHEDOP_poll: /* over at once, so that it comes back */
		poll.nr_ports = rnd(4) ? rnd(4) : rnd(~0U);
		poll.ports.p = (void *)c->a[1];
		poll.timeout = 1;
		c->a[1] = (unsigned long)&poll;
	}
}

static void g_vcpu(struct call *c)
{
	any(c);
	c->a[0] = rnd(16);
	c->a[1] = rnd(2) ? rnd(4) : word();
	c->a[2] = (unsigned long)garbage();
	if ((uint32_t)c->a[1] == 0 && (c->a[0] == VCPUOP_down || c->a[0] == VCPUOP_send_nmi || c->a[0] == VCPUOP_register_vcpu_info))
		c->a[0] = VCPUOP_is_up;
}

/* Maps and unmaps only where nothing else is. */
static void g_grant(struct call *c)
{
	sub(c, 15);
	if (c->a[1] - (unsigned long)scratch < SCRATCH)
		*(unsigned long *)c->a[1] = rnd(2) ? (unsigned long)scratch + 4 * PAGE_SIZE : ~0UL - rnd(64);
	c->a[2] = rnd(8) ? rnd(2) : word() | 1UL << 31;
}

static void g_memory(struct call *c)
{
	sub(c, 31);
	if (!rnd(4))
		c->a[0] |= (unsigned long)rnd(1000) << 6;
}

static void g_domctl(struct call *c)
{
	xen_domctl_t *d = (void *)(scratch + 8 * rnd(256));

	garbage();
	any(c);
	for (unsigned int i = 0; i < sizeof(*d) / 8; i++)
		((unsigned long *)d)[i] = word();
	d->cmd = rnd(90);
	d->interface_version = rnd(50) ? XEN_DOMCTL_INTERFACE_VERSION : rnd(100);
	d->domain = rnd(3) ? rnd(5) : rnd(65536);
	c->a[0] = rnd(50) ? (unsigned long)d : word();
	if (d->cmd == XEN_DOMCTL_createdomain && rnd(100))
		d->cmd = XEN_DOMCTL_getdomaininfo;
}

static void g_sysctl(struct call *c)
{
	xen_sysctl_t *s = (void *)(scratch + 8 * rnd(256));

	any(c);
	for (unsigned int i = 0; i < sizeof(*s) / 8; i++)
		((unsigned long *)s)[i] = word();
	s->cmd = rnd(35);
	if (s->cmd == XEN_SYSCTL_debug_keys || s->cmd == XEN_SYSCTL_cpu_hotplug) /* 'R' reboots */
		s->cmd = XEN_SYSCTL_physinfo;
	s->interface_version = rnd(50) ? XEN_SYSCTL_INTERFACE_VERSION : rnd(100);
	c->a[0] = rnd(50) ? (unsigned long)s : word();
}

static void g_platform(struct call *c)
{
	xen_platform_op_t *p = (void *)(scratch + 8 * rnd(256));

	any(c);
	for (unsigned int i = 0; i < sizeof(*p) / 8; i++)
		((unsigned long *)p)[i] = word();
	p->cmd = rnd(70);
	if (p->cmd == XENPF_enter_acpi_sleep || p->cmd == XENPF_cpu_offline)
		p->cmd = XENPF_get_cpuinfo;
	p->interface_version = rnd(50) ? XENPF_INTERFACE_VERSION : rnd(100);
	c->a[0] = rnd(50) ? (unsigned long)p : word();
}

static void g_physdev(struct call *c) { sub(c, 36); }
static void g_mmu(struct call *c) { any(c); c->a[0] = (unsigned long)garbage(); c->a[1] = rnd(8) ? rnd(4) : word(); }

/* Own mappings only of the page that is there for it. */
static void g_va(struct call *c)
{
	any(c);
	c->a[0] = rnd(2) ? (unsigned long)scratch + 5 * PAGE_SIZE : 1UL << 47 | word() << 12;
	c->a[1] = rnd(2) ? virt_to_mfn(scratch + 5 * PAGE_SIZE) << 12 | rnd(4096) | 1 : word() << 12 | rnd(4096);
}

static void g_console(struct call *c) { any(c); c->a[0] = 1 + rnd(4); }
static void g_any(struct call *c) { any(c); }
static void g_op(struct call *c) { sub(c, 20); }
/* Not the control register, 7 and its other name 5: a breakpoint would hit this kernel, which has no handler. */
static void g_debugreg(struct call *c) { any(c); c->a[0] = "\0\1\2\3\6\x10"[rnd(6)]; }

static const struct family {
	const char *name;
	unsigned int nr;
	void (*gen)(struct call *c);
} families[] = {
	{ "xen_version", __HYPERVISOR_xen_version, g_version },
	{ "event_channel_op", __HYPERVISOR_event_channel_op, g_event },
	{ "sched_op", __HYPERVISOR_sched_op, g_sched },
	{ "vcpu_op", __HYPERVISOR_vcpu_op, g_vcpu },
	{ "grant_table_op", __HYPERVISOR_grant_table_op, g_grant },
	{ "memory_op", __HYPERVISOR_memory_op, g_memory },
	{ "domctl", __HYPERVISOR_domctl, g_domctl },
	{ "sysctl", __HYPERVISOR_sysctl, g_sysctl },
	{ "platform_op", __HYPERVISOR_platform_op, g_platform },
	{ "physdev_op", __HYPERVISOR_physdev_op, g_physdev },
	{ "mmu_update", __HYPERVISOR_mmu_update, g_mmu },
	{ "mmuext_op", __HYPERVISOR_mmuext_op, g_mmu },
	{ "update_va_mapping", __HYPERVISOR_update_va_mapping, g_va },
	{ "update_va_mapping_otherdomain", __HYPERVISOR_update_va_mapping_otherdomain, g_va },
	{ "console_io", __HYPERVISOR_console_io, g_console },
	{ "set_gdt", __HYPERVISOR_set_gdt, g_mmu },
	{ "update_descriptor", __HYPERVISOR_update_descriptor, g_any },
	{ "set_debugreg", __HYPERVISOR_set_debugreg, g_debugreg },
	{ "get_debugreg", __HYPERVISOR_get_debugreg, g_any },
	{ "vm_assist", __HYPERVISOR_vm_assist, g_op },
	{ "set_segment_base", __HYPERVISOR_set_segment_base, g_any },
	{ "set_timer_op", __HYPERVISOR_set_timer_op, g_any },
	{ "hvm_op", __HYPERVISOR_hvm_op, g_op },
	{ "dm_op", __HYPERVISOR_dm_op, g_any },
	{ "kexec_op", __HYPERVISOR_kexec_op, g_op },
	{ "hypfs_op", __HYPERVISOR_hypfs_op, g_op },
	{ "xenpmu_op", __HYPERVISOR_xenpmu_op, g_op },
	{ "xsm_op", __HYPERVISOR_xsm_op, g_any },
	{ "mca", __HYPERVISOR_arch_0, g_any },
	{ "set_trap_table", __HYPERVISOR_set_trap_table, g_mmu },
	{ "set_callbacks", __HYPERVISOR_set_callbacks, g_any },
	{ "callback_op", __HYPERVISOR_callback_op, g_op },
	{ "stack_switch", __HYPERVISOR_stack_switch, g_any },
	{ "fpu_taskswitch", __HYPERVISOR_fpu_taskswitch, g_any },
	{ "nmi_op", __HYPERVISOR_nmi_op, g_op },
	{ "event_channel_op_compat", __HYPERVISOR_event_channel_op_compat, g_any },
	{ "physdev_op_compat", __HYPERVISOR_physdev_op_compat, g_any },
};
#define NR_FAMILIES (sizeof(families) / sizeof(families[0]))

static void make(struct call *c, unsigned int i)
{
	c->nr = families[i].nr;
	families[i].gen(c);
}

void random_seed(uint64_t seed)
{
	rng = seed * 0x9e3779b97f4a7c15UL + 1;
}

void random_call(unsigned long words[7])
{
	struct call c;

	make(&c, rnd(NR_FAMILIES));
	words[0] = c.nr;
	memcpy(words + 1, c.a, sizeof(c.a));
}

/* Families mixed in batches. */
static void random_multicall(void)
{
	static multicall_entry_t list[16];
	unsigned int n = rnd(16);

	for (unsigned int i = 0; i < n; i++) {
		struct call c;

		make(&c, rnd(NR_FAMILIES));
		list[i].op = c.nr;
		memcpy(list[i].args, c.a, sizeof(c.a));
	}
	/* Elsewhere there could be any call, iret among them. */
	hc(__HYPERVISOR_multicall, rnd(50) ? (unsigned long)list : 0xffff800000001000UL, n);
}

/* Nothing of the kernel but the scratch pages may have changed. */
static void check_own_memory(const struct call *c)
{
	static unsigned long list;

	if (!list)
		list = start_info->mfn_list;
	if (start_info->mfn_list == list)
		return;
	print("# %s changed: %x is %x after call %u (%x, %x, %x)", "start_info", list, start_info->mfn_list, c->nr, c->a[0], c->a[1],
	      c->a[2]);
	ok(false, "own memory is as it was");
	start_info->mfn_list = list;
}

void test_random(unsigned long calls, uint64_t seed, unsigned int from)
{
	print("# seed %u, %u calls of each family", seed, calls);
	for (unsigned int i = from; i < NR_FAMILIES; i++) {
		unsigned long good = 0;

		rng = seed * 0x9e3779b97f4a7c15UL + i + 1;
		for (unsigned long n = 0; n < calls; n++) {
			struct call c;

			make(&c, i);
			good += hypercall(c.nr, c.a[0], c.a[1], c.a[2], c.a[3], c.a[4], c.a[5]) >= 0;
			check_own_memory(&c);
		}
		print("# %s: %u of %u calls succeeded", families[i].name, good, calls);
		ok(hc(__HYPERVISOR_xen_version, XENVER_version, 0) == (4 << 16 | 17), families[i].name);
	}
	rng = seed;
	for (unsigned long n = 0; n < calls; n++)
		random_multicall();
	ok(hc(__HYPERVISOR_xen_version, XENVER_version, 0) == (4 << 16 | 17), "multicall");
}
