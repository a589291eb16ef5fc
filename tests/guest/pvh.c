// SPDX-License-Identifier: GPL-2.0-only
/*
 * Builds PVH domains of the kernel in pvh/ as a toolstack would, runs one for each case, and tells what they say. A line
 * of theirs: "+name" passed, "-name" failed.
 */
#include "guest.h"
#include "pvh/mailbox.h"
#include "public/hvm/hvm_op.h"
#include "public/hvm/params.h"
#include "public/hvm/save.h"

#define PAGES (GUEST_MEMORY / PAGE_SIZE)
#define VCPUS 2
#define M2P ((const unsigned long *)0xffff800000000000UL)
#define PATIENCE_MS 120000 /* of the whole machine, should a guest hang; no test depends on it */

extern const uint8_t pvh_image[], pvh_image_end[];
static uint8_t window[PAGE_SIZE] __attribute__((aligned(4096)));
static uint8_t mail_pages[MAILBOX_PAGES * PAGE_SIZE] __attribute__((aligned(4096)));
static struct mailbox *const mail = (void *)mail_pages;
static xen_domctl_t ctl;

static long domctl(domid_t id, uint32_t cmd)
{
	ctl.cmd = cmd;
	ctl.interface_version = XEN_DOMCTL_INTERFACE_VERSION;
	ctl.domain = id;
	return hc(__HYPERVISOR_domctl, &ctl);
}

/* Machine address of the L1 entry that maps @va of ours. Page tables are among our pages. */
static unsigned long pte_of(const void *va)
{
	unsigned long a = (unsigned long)va, *table = (unsigned long *)start_info->pt_base, entry = 0, mfn = 0;

	for (int level = 3; level >= 0; level--) {
		if (level < 3) {
			mfn = (entry & 0x000ffffffffff000UL) >> 12;
			table = (unsigned long *)(0xffffffff80000000UL + M2P[mfn] * PAGE_SIZE);
		}
		entry = table[a >> (12 + 9 * level) & 511];
	}
	return mfn << 12 | (a >> 12 & 511) << 3;
}

/* Maps the domain's page @gfn at one of our pages. */
static long map_guest(domid_t id, unsigned long gfn, void *va)
{
	mmu_update_t u = { .ptr = pte_of(va) | MMU_NORMAL_PT_UPDATE, .val = gfn << 12 | PTE_RW };
	long rc = hc(__HYPERVISOR_mmu_update, &u, 1, 0, id);

	__asm__ volatile("" ::: "memory");
	hc(__HYPERVISOR_update_va_mapping, window, 0, UVMF_TLB_FLUSH | UVMF_LOCAL); /* a page of no use: flushes */
	return rc;
}

static long unmap(void *va)
{
	return map_at(va, 0);
}

static long put(domid_t id, unsigned long addr, const void *data, size_t n)
{
	static uint8_t page[PAGE_SIZE] __attribute__((aligned(4096)));

	while (n) {
		size_t now = PAGE_SIZE - addr % PAGE_SIZE < n ? PAGE_SIZE - addr % PAGE_SIZE : n;
		long rc = map_guest(id, addr / PAGE_SIZE, page);

		if (rc)
			return rc;
		memcpy(page + addr % PAGE_SIZE, data, now);
		addr += now;
		data = (const uint8_t *)data + now;
		n -= now;
	}
	return unmap(page);
}

struct elf64 { uint8_t ident[16]; uint16_t type, machine; uint32_t version; uint64_t entry, phoff, shoff; uint32_t flags;
	       uint16_t ehsize, phentsize, phnum; };
struct phdr64 { uint32_t type, flags; uint64_t offset, vaddr, paddr, filesz, memsz, align; };

/* Loads the image; the address of its PHYS32_ENTRY note's word is 16 bytes into the note. */
static long load(domid_t id, uint32_t *entry)
{
	const struct elf64 *e = (const void *)pvh_image;
	const struct phdr64 *p = (const void *)(pvh_image + e->phoff);

	for (unsigned int i = 0; i < e->phnum; i++, p++) {
		if (p->type == 1 && put(id, p->paddr, pvh_image + p->offset, p->filesz))
			return -EFAULT;
		if (p->type == 4)
			*entry = *(const uint32_t *)(pvh_image + p->offset + 16);
	}
	return 0;
}

static long create(domid_t *id, uint32_t flags, uint32_t vcpus)
{
	struct xen_domctl_createdomain *c = &ctl.u.createdomain;
	long rc;

	memset(&ctl, 0, sizeof(ctl));
	c->flags = flags;
	c->max_vcpus = vcpus;
	c->max_evtchn_port = 1023;
	c->max_grant_frames = 4;
	c->max_maptrack_frames = 4;
	c->grant_opts = 2;
	c->arch.emulation_flags = XEN_X86_EMU_LAPIC;
	rc = domctl(DOMID_INVALID, XEN_DOMCTL_createdomain);
	*id = ctl.domain;
	return rc;
}

static long give_memory(domid_t id)
{
	static xen_pfn_t gfns[PAGES];
	struct xen_memory_reservation r = { .nr_extents = PAGES, .domid = id };

	for (unsigned int i = 0; i < PAGES; i++)
		gfns[i] = i;
	set_xen_guest_handle(r.extent_start, gfns);
	ctl.u.paging_mempool.size = 512 * PAGE_SIZE;
	if (domctl(id, XEN_DOMCTL_set_paging_mempool_size))
		return -1;
	ctl.u.max_mem.max_memkb = 2 * GUEST_MEMORY / 1024;
	if (domctl(id, XEN_DOMCTL_max_mem))
		return -2;
	return hc(__HYPERVISOR_memory_op, XENMEM_populate_physmap, &r) == PAGES ? 0 : -3;
}

/* Memory that comes when it is touched: more frames than pages. */
static long promise_memory(domid_t id)
{
	xen_pfn_t gfn = POD_FIRST;
	struct xen_memory_reservation r = { .nr_extents = 1, .extent_order = 7, .mem_flags = XENMEMF_populate_on_demand, .domid = id };
	struct xen_pod_target t = { .target_pages = PAGES + POD_PAGES, .domid = id };

	_Static_assert(POD_FRAMES == 1 << 7, "one extent");
	set_xen_guest_handle(r.extent_start, &gfn);
	if (hc(__HYPERVISOR_memory_op, XENMEM_populate_physmap, &r) != 1)
		return -1;
	if (hc(__HYPERVISOR_memory_op, XENMEM_set_pod_target, &t))
		return -2;
	return t.pod_cache_pages == POD_PAGES && t.pod_entries == POD_FRAMES ? 0 : -3;
}

/* The state in which the PVH boot ABI starts vCPU 0. */
static void initial_state(struct hvm_hw_cpu *c, uint32_t entry)
{
	memset(c, 0, sizeof(*c));
	c->rip = entry;
	c->rbx = START_INFO;
	c->rflags = 2;
	c->cr0 = 0x11;
	c->dr6 = 0xffff0ff0;
	c->dr7 = 0x400;
	c->cs_limit = c->ds_limit = c->es_limit = c->ss_limit = ~0U;
	c->cs_arbytes = 0xc9b;
	c->ds_arbytes = c->es_arbytes = c->ss_arbytes = 0xc93;
	c->tr_limit = 0x67;
	c->tr_arbytes = 0x8b;
}

/* 64-bit code of 32-bit operands (SDM vol. 3C 26.3.1.2, APM vol. 2 15.5.1). */
static void refused_state(struct hvm_hw_cpu *c)
{
	c->cr0 |= 1U << 31;
	c->cr4 = 0x20;
	c->msr_efer = 0x500;
	c->cs_arbytes = 0xe9b;
}

static long set_context(domid_t id, uint32_t entry, unsigned int what)
{
	static uint8_t all[32768];
	static struct hvm_hw_cpu cpu;
	static struct {
		struct hvm_save_descriptor dh; struct hvm_save_header h;
		struct hvm_save_descriptor dc; struct hvm_hw_cpu c;
		struct hvm_save_descriptor de;
	} __attribute__((packed)) rec;
	long rc;

	ctl.u.hvmcontext.size = sizeof(all);
	set_xen_guest_handle(ctl.u.hvmcontext.buffer, all);
	rc = domctl(id, XEN_DOMCTL_gethvmcontext);
	if (rc)
		return rc;
	memcpy(&rec, all, sizeof(rec.dh) + sizeof(rec.h));
	rec.dc = (struct hvm_save_descriptor){ HVM_SAVE_CODE(CPU), 0, sizeof(rec.c) };
	rec.de = (struct hvm_save_descriptor){ HVM_SAVE_CODE(END), 0, 0 };
	initial_state(&cpu, entry);
	if (what == CASE_refused)
		refused_state(&cpu);
	rec.c = cpu;
	ctl.u.hvmcontext.size = sizeof(rec);
	set_xen_guest_handle(ctl.u.hvmcontext.buffer, (void *)&rec);
	return domctl(id, XEN_DOMCTL_sethvmcontext);
}

static long trap_tsc(domid_t id, unsigned int what)
{
	if (what != CASE_clock_trapped)
		return 0;
	ctl.u.tsc_info = (struct xen_domctl_tsc_info){ .tsc_mode = 1 };
	return domctl(id, XEN_DOMCTL_settscinfo);
}

/* A domain that waits to be unpaused, its mailbox mapped. 0, or the step that failed. */
static long build(domid_t *id, unsigned int what, unsigned long calls, uint64_t seed)
{
	static const uint32_t info[14] = { 0x336ec578, 1 };
	struct mailbox head = { .what = what, .vcpus = VCPUS, .calls = calls, .seed = seed, .lax = option("lax", 0) };
	uint32_t entry = 0;
	long rc = create(id, XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap, VCPUS);

	if (rc)
		return rc;
	ctl.u.max_vcpus.max = VCPUS;
	rc = domctl(*id, XEN_DOMCTL_max_vcpus) ?: give_memory(*id) ?: load(*id, &entry) ?: put(*id, START_INFO, info, sizeof(info));
	for (unsigned int i = 0; !rc && i < MAILBOX_PAGES; i++)
		rc = map_guest(*id, MAILBOX / PAGE_SIZE + i, mail_pages + i * PAGE_SIZE);
	if (!rc && what == CASE_demand)
		rc = promise_memory(*id);
	if (rc)
		return rc;
	memset(mail_pages, 0, sizeof(mail_pages));
	memcpy(mail, &head, 36);
	return trap_tsc(*id, what) ?: set_context(*id, entry, what);
}

static void destroy(domid_t id)
{
	for (unsigned int i = 0; i < MAILBOX_PAGES; i++)
		unmap(mail_pages + i * PAGE_SIZE);
	domctl(id, XEN_DOMCTL_destroydomain);
}

/* Prints whole lines that have come since @from. */
static uint32_t tell(uint32_t from)
{
	static char line[256];
	uint32_t n = 0, end = __atomic_load_n(&mail->length, __ATOMIC_ACQUIRE);

	if (end > sizeof(mail->text))
		end = sizeof(mail->text);
	for (uint32_t i = from; i < end; i++) {
		char c = mail->text[i];

		if (c != '\n') {
			if (n < sizeof(line) - 1)
				line[n++] = c;
			continue;
		}
		line[n] = 0;
		ok_(line[0] == '+', line + 1, 0);
		n = 0;
		from = i + 1;
	}
	return from;
}

static uint64_t system_time(void)
{
	const volatile struct vcpu_time_info *t = &shared->vcpu_info[0].time;
	uint32_t lo, hi;
	uint64_t delta;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi));
	delta = (lo | (uint64_t)hi << 32) - t->tsc_timestamp;
	delta = t->tsc_shift < 0 ? delta >> -t->tsc_shift : delta << t->tsc_shift;
	return t->system_time + (uint64_t)((unsigned __int128)delta * t->tsc_to_system_mul >> 32);
}

static void sleep_ms(unsigned int ms)
{
	sched_poll_t poll = { .timeout = system_time() + (uint64_t)ms * 1000000 };

	hc(__HYPERVISOR_sched_op, SCHEDOP_poll, &poll);
}

#define STILL_RUNS 255
/* Runs @id until it shuts down or @ms are over; its shutdown code. */
static unsigned int run(domid_t id, unsigned int ms)
{
	uint32_t told = 0;

	domctl(id, XEN_DOMCTL_unpausedomain);
	for (unsigned int waited = 0; waited < ms; waited += 10) {
		if (domctl(id, XEN_DOMCTL_getdomaininfo))
			return STILL_RUNS;
		told = tell(told);
		if (ctl.u.getdomaininfo.flags & XEN_DOMINF_shutdown) {
			tell(told);
			return ctl.u.getdomaininfo.flags >> XEN_DOMINF_shutdownshift & XEN_DOMINF_shutdownmask;
		}
		sleep_ms(10);
	}
	return STILL_RUNS;
}

static void one(unsigned int what, const char *name, unsigned int expected, unsigned long calls, uint64_t seed)
{
	/* These may write over their own code, or have the hypervisor do it: that it is still there and can end them is the test. */
	bool any_end = what == CASE_garbage || what == CASE_random;
	domid_t id;
	unsigned int end;

	if (is(build(&id, what, calls, seed), 0, name))
		return;
	end = run(id, what == CASE_garbage ? 3000 : what == CASE_random ? 20000 : PATIENCE_MS);
	if (!any_end)
		is(end, expected, "... ends as it should");
	destroy(id);
	is(domctl(id, XEN_DOMCTL_getdomaininfo), -ESRCH, "... and is gone");
}

/* The whole state of a domain with some of its bytes changed: refused, or the domain runs with it and ends as it may. */
static long mutate_context(domid_t id, uint64_t *state)
{
	static uint8_t all[65536];
	uint32_t size;
	long rc;

	ctl.u.hvmcontext.size = sizeof(all);
	set_xen_guest_handle(ctl.u.hvmcontext.buffer, all);
	rc = domctl(id, XEN_DOMCTL_gethvmcontext);
	size = ctl.u.hvmcontext.size;
	if (rc || size > sizeof(all))
		return -E2BIG;
	for (unsigned int i = 1 + random_below(state, 4); i; i--) {
		uint32_t at = random_below(state, random_below(state, 3) ? 1200 : size); /* HEADER and CPU come first */

		all[at] ^= random_below(state, 2) ? 1U << random_below(state, 8) : random_below(state, 256);
	}
	ctl.u.hvmcontext.size = size;
	set_xen_guest_handle(ctl.u.hvmcontext.buffer, all);
	return domctl(id, XEN_DOMCTL_sethvmcontext);
}

static void mutated_contexts(unsigned long domains, uint64_t seed)
{
	unsigned long accepted = 0, wrong = 0;
	uint64_t state = seed * 0x9e3779b97f4a7c15UL | 1;
	domid_t id;

	for (unsigned long n = 0; n < domains; n++) {
		if (build(&id, CASE_demand, 0, seed)) {
			wrong++;
			break;
		}
		for (unsigned int i = 0; i < 8; i++)
			accepted += !mutate_context(id, &state);
		domctl(id, XEN_DOMCTL_unpausedomain);
		sleep_ms(2);
		destroy(id);
		wrong += domctl(id, XEN_DOMCTL_getdomaininfo) != -ESRCH;
	}
	is(wrong, 0, "PVH: domains with mutated contexts come and go");
	ok(accepted || domains < 10, "some of the contexts were accepted");
}

static uint32_t rdtscp(void)
{
	uint32_t c;

	__asm__ volatile("rdtscp" : "=c"(c) :: "rax", "rdx");
	return c;
}

/* False: no RDTSCP here. */
static bool set_tsc_aux(uint32_t v)
{
	uint32_t a = 0x80000001, b, c = 0, d;

	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	if (!(d & 1 << 27))
		return false;
	__asm__ volatile("wrmsr" :: "c"(0xc0000103), "a"(v), "d"(0));
	return true;
}

void test_pvh(unsigned long calls, uint64_t seed)
{
	domid_t id;
	bool aux;

	if (create(&id, XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap, VCPUS) == -EINVAL) {
		print("# PVH: no hardware support here");
		return;
	}
	destroy(id);
	is(create(&id, XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap, 129), -EINVAL, "PVH: at most 128 vCPUs");
	aux = set_tsc_aux(0x55);
	one(CASE_basic, "PVH: basic", SHUTDOWN_poweroff, 0, seed);
	if (aux)
		is(rdtscp(), 0x55, "TSC_AUX is this domain's again");
	one(CASE_memory, "PVH: memory", SHUTDOWN_poweroff, 0, seed);
	one(CASE_demand, "PVH: memory on demand", SHUTDOWN_poweroff, 0, seed);
	one(CASE_race, "PVH: two vCPUs change one map", SHUTDOWN_poweroff, calls, seed);
	one(CASE_clock, "PVH: the clock", SHUTDOWN_poweroff, 0, seed);
	one(CASE_clock_trapped, "PVH: the clock where RDTSC is emulated", SHUTDOWN_poweroff, 0, seed);
	one(CASE_emulate, "PVH: emulated instructions", SHUTDOWN_poweroff, 0, seed);
	one(CASE_unknown, "PVH: an instruction that is not emulated", SHUTDOWN_crash, 0, seed);
	one(CASE_refused, "PVH: a state that the processor refuses", SHUTDOWN_crash, 0, seed);
	one(CASE_triple, "PVH: triple fault", SHUTDOWN_reboot, 0, seed);
	one(CASE_triple32, "PVH: triple fault in 32-bit mode", SHUTDOWN_reboot, 0, seed);
	one(CASE_wild_cr3, "PVH: page tables where no memory is", SHUTDOWN_reboot, 0, seed);
	one(CASE_wild_idt, "PVH: gates where no memory is", SHUTDOWN_reboot, 0, seed);
	one(CASE_random, "PVH: random hypercalls", STILL_RUNS, calls, seed);
	one(CASE_registers, "PVH: random registers", SHUTDOWN_poweroff, calls, seed);
	mutated_contexts(calls / 500, seed);
	one(CASE_apic_flood, "PVH: APIC flood", SHUTDOWN_poweroff, calls / 4, seed);
	for (unsigned int i = 0; i < 4; i++)
		one(CASE_garbage, "PVH: executes garbage", STILL_RUNS, calls / 20, seed + i);
}
