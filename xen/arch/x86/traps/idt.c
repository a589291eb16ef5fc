/* SPDX-License-Identifier: GPL-2.0-only */
/* GDT, TSS, IDT and the SYSCALL MSRs of each CPU. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <asm/desc.h>
#include <asm/system.h>
#include <asm/traps.h>

extern char idt_stubs[]; /* entry.S: 16 bytes a vector */
extern char syscall_entry[], cstar_entry[], sysenter_entry[];

static struct idt_gate idt[256] __aligned(4096);
DEFINE_PER_CPU(u64 *, gdt_page);
DEFINE_PER_CPU(l1_pgentry_t, gdt_l1e);
static DEFINE_PER_CPU(struct tss64 *, tss_page);
bool cpu_has_fsgsbase __read_mostly;

/* Index of a reserved selector within the hypervisor's descriptor page. */
#define RESERVED_INDEX(sel) (((sel) >> 3) - FIRST_RESERVED_GDT_ENTRY)

static void set_gate(unsigned int vector, unsigned int dpl, unsigned int ist)
{
	unsigned long entry = (unsigned long)idt_stubs + 16 * vector;

	idt[vector] = (struct idt_gate){
		.offset_lo = entry,
		.selector = XEN_CS64,
		.ist = ist,
		.type_dpl = 0x8e | dpl << 5, /* present interrupt gate */
		.offset_mid = entry >> 16,
		.offset_hi = entry >> 32,
	};
}

static void idt_init(void)
{
	for (unsigned int v = 0; v < 256; v++)
		set_gate(v, 0, IST_none);
	/* int3 and into of guests need no emulation: the gates let ring 3 in. */
	set_gate(X86_EXC_BP, 3, IST_none);
	set_gate(X86_EXC_OF, 3, IST_none);
	set_gate(X86_EXC_DB, 0, IST_db);
	set_gate(X86_EXC_NMI, 0, IST_nmi);
	set_gate(X86_EXC_DF, 0, IST_df);
	set_gate(X86_EXC_MC, 0, IST_mce);
}

static void set_system_descriptor(u64 *gdt, unsigned int sel, const void *base, u32 limit, u64 type)
{
	u64 b = (u64)base;
	unsigned int i = RESERVED_INDEX(sel);

	gdt[i] = (limit & 0xffff) | (b & 0xffffff) << 16 | type << 40 | 1UL << 47 | (b & 0xff000000) << 32;
	gdt[i + 1] = b >> 32;
}

int percpu_traps_alloc(unsigned int cpu)
{
	u64 *gdt = alloc_xenheap_page();
	/* The TSS shares nothing with the page of descriptors, which guests can read. */
	struct tss64 *tss = alloc_xenheap_page();

	if (!gdt || !tss) {
		if (gdt)
			free_xenheap_page(gdt);
		if (tss)
			free_xenheap_page(tss);
		return -ENOMEM;
	}
	memset(gdt, 0, PAGE_SIZE);
	memset(tss, 0, PAGE_SIZE);
	gdt[RESERVED_INDEX(XEN_CS64)] = 0x00af9b000000ffffUL;
	gdt[RESERVED_INDEX(XEN_DS64)] = 0x00cf93000000ffffUL;
	gdt[RESERVED_INDEX(USER_CS32)] = 0x00cffb000000ffffUL;
	gdt[RESERVED_INDEX(USER_DS32)] = 0x00cff3000000ffffUL;
	gdt[RESERVED_INDEX(USER_CS64)] = 0x00affb000000ffffUL;
	gdt[RESERVED_INDEX(XEN_PER_CPU_SELECTOR)] = 0x0040f10000000000UL | cpu;
	per_cpu(gdt_page, cpu) = gdt;
	per_cpu(gdt_l1e, cpu).l1 = pte_make(virt_to_mfn(gdt), __PAGE_HYPERVISOR | _PAGE_NX);
	per_cpu(tss_page, cpu) = tss;
	return 0;
}

unsigned long host_tss_base(void)
{
	return (unsigned long)this_cpu(tss_page);
}

void load_gdt(unsigned long base)
{
	struct desc_ptr gdtr = { .limit = 0xefff, .base = base };

	__asm__ volatile("lgdt %0" :: "m"(gdtr));
}

void load_idle_gdt(void)
{
	load_gdt((unsigned long)this_cpu(gdt_page) - FIRST_RESERVED_GDT_PAGE * PAGE_SIZE);
}

void load_ldt(unsigned long base, unsigned int ents)
{
	unsigned int sel = 0;

	if (ents) {
		set_system_descriptor(this_cpu(gdt_page), XEN_LDT_SELECTOR, (void *)base, ents * 8 - 1, 2);
		sel = XEN_LDT_SELECTOR;
	}
	__asm__ volatile("lldt %w0" :: "r"(sel));
}

static void load_segments(void)
{
	__asm__ volatile("pushq %q0\n\t"
			 "lea 1f(%%rip), %%rax\n\t"
			 "push %%rax\n\t"
			 "lretq\n"
			 "1:\tmov %1, %%ss\n\t"
			 "mov %2, %%ds\n\tmov %2, %%es\n\tmov %2, %%fs\n\tmov %2, %%gs"
			 :: "i"(XEN_CS64), "r"(0), "r"(0) : "rax", "memory");
}

static void syscall_init(void)
{
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	/* SYSCALL loads CS = XEN_CS64, SS = XEN_DS64; SYSRET CS = USER_CS32 or +16, SS = USER_DS32. */
	wrmsr(MSR_STAR, (u64)XEN_CS64 << 32 | (u64)USER_CS32 << 48);
	wrmsr(MSR_LSTAR, (unsigned long)syscall_entry);
	wrmsr(MSR_CSTAR, (unsigned long)cstar_entry);
	wrmsr(MSR_SYSCALL_MASK, X86_EFLAGS_AC | X86_EFLAGS_NT | X86_EFLAGS_DF | X86_EFLAGS_TF | X86_EFLAGS_IF |
				X86_EFLAGS_RF | X86_EFLAGS_VM | X86_EFLAGS_IOPL);
	wrmsr(MSR_SHADOW_GS_BASE, (unsigned long)get_cpu_info());
	/* Where SYSENTER is not usable from compatibility mode (AMD), it raises #UD whatever stands here. */
	wrmsr_safe(MSR_SYSENTER_CS, XEN_CS64);
	wrmsr_safe(MSR_SYSENTER_ESP, get_stack_bottom());
	wrmsr_safe(MSR_SYSENTER_EIP, (unsigned long)sysenter_entry);
}

void percpu_traps_init(void)
{
	struct tss64 *tss = this_cpu(tss_page);
	struct cpu_info *info = get_cpu_info();
	unsigned long stack = (unsigned long)(info + 1) - STACK_SIZE;
	struct desc_ptr idtr = { sizeof(idt) - 1, (unsigned long)idt };

	info->stack_bottom = get_stack_bottom();
	tss->rsp[0] = info->stack_bottom;
	for (unsigned int i = IST_mce; i <= IST_db; i++)
		tss->ist[i - 1] = stack + i * PAGE_SIZE;
	tss->iomap_base = 0x8000; /* beyond the limit: no port is open to ring 3 */
	set_system_descriptor(this_cpu(gdt_page), XEN_TSS_SELECTOR, tss, sizeof(*tss) - 1, 9);

	load_idle_gdt();
	load_segments();
	__asm__ volatile("lidt %0" :: "m"(idtr));
	__asm__ volatile("ltr %w0" :: "r"(XEN_TSS_SELECTOR));
	__asm__ volatile("lldt %w0" :: "r"(0));
	syscall_init();
}

void traps_init(void)
{
	extable_init();
	idt_init();
	if (cpuid_count(0, 0).a >= 7 && (cpuid_count(7, 0).b & 1)) {
		cpu_has_fsgsbase = true;
		get_cpu_info()->cr4 |= X86_CR4_FSGSBASE;
		write_cr4(read_cr4() | X86_CR4_FSGSBASE);
	}
	if (percpu_traps_alloc(0))
		panic("no memory for the boot CPU's descriptor tables");
	percpu_traps_init();
}
