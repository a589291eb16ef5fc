/* SPDX-License-Identifier: GPL-2.0-only */
/* Single instructions that C cannot express. */
#ifndef ASM_SYSTEM_H
#define ASM_SYSTEM_H

#include <xen/types.h>
#include <asm/extable.h>

#define DEFINE_CR(n)                                                          \
	static always_inline unsigned long read_cr##n(void)                   \
	{                                                                     \
		unsigned long v;                                              \
		__asm__ volatile("mov %%cr" #n ", %0" : "=r"(v));             \
		return v;                                                     \
	}                                                                     \
	static always_inline void write_cr##n(unsigned long v)                \
	{                                                                     \
		__asm__ volatile("mov %0, %%cr" #n :: "r"(v) : "memory");     \
	}
DEFINE_CR(0)
DEFINE_CR(2)
DEFINE_CR(3)
DEFINE_CR(4)
DEFINE_CR(8)
#undef DEFINE_CR

#define read_debugreg(n) ({ unsigned long v_; __asm__ volatile("mov %%db" #n ", %0" : "=r"(v_)); v_; })
#define write_debugreg(n, v) __asm__ volatile("mov %0, %%db" #n :: "r"((unsigned long)(v)))

static always_inline u64 rdmsr(u32 msr)
{
	u32 lo, hi;

	__asm__ volatile("rdmsr" : "=a"(lo), "=d"(hi) : "c"(msr));
	return lo | (u64)hi << 32;
}

static always_inline void wrmsr(u32 msr, u64 v)
{
	__asm__ volatile("wrmsr" :: "c"(msr), "a"((u32)v), "d"((u32)(v >> 32)) : "memory");
}

/* 0, or -EFAULT when the MSR does not exist or refuses the value. */
static inline int rdmsr_safe(u32 msr, u64 *v)
{
	u32 lo = 0, hi = 0;
	int rc = 0;

	__asm__ volatile("1: rdmsr\n2:" EXTABLE_ERR(1b, 2b, "%0")
			 : "+&r"(rc), "+a"(lo), "+d"(hi) : "c"(msr));
	*v = lo | (u64)hi << 32;
	return rc;
}

static inline int wrmsr_safe(u32 msr, u64 v)
{
	int rc = 0;

	__asm__ volatile("1: wrmsr\n2:" EXTABLE_ERR(1b, 2b, "%0")
			 : "+&r"(rc) : "c"(msr), "a"((u32)v), "d"((u32)(v >> 32)) : "memory");
	return rc;
}

struct cpuid_leaf {
	u32 a, b, c, d;
};

static inline struct cpuid_leaf cpuid_count(u32 leaf, u32 sub)
{
	struct cpuid_leaf r;

	__asm__ volatile("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d) : "0"(leaf), "2"(sub));
	return r;
}

#define X86_EFLAGS_IF 0x200UL
static always_inline unsigned long local_save_flags(void)
{
	unsigned long f;

	__asm__ volatile("pushf; pop %0" : "=r"(f));
	return f;
}
static always_inline bool local_irq_is_enabled(void) { return local_save_flags() & X86_EFLAGS_IF; }
static always_inline void local_irq_disable(void) { __asm__ volatile("cli" ::: "memory"); }
static always_inline void local_irq_enable(void) { __asm__ volatile("sti" ::: "memory"); }
#define local_irq_save(f) ((f) = local_save_flags(), local_irq_disable())
static always_inline void local_irq_restore(unsigned long f)
{
	if (f & X86_EFLAGS_IF)
		local_irq_enable();
}
static always_inline void safe_halt(void) { __asm__ volatile("sti; hlt" ::: "memory"); }
static always_inline void halt(void) { __asm__ volatile("hlt" ::: "memory"); }
static always_inline void cpu_relax(void) { __asm__ volatile("pause" ::: "memory"); }
static always_inline u64 rdtsc(void)
{
	u32 lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi));
	return lo | (u64)hi << 32;
}
static always_inline void invlpg(const void *va) { __asm__ volatile("invlpg %0" :: "m"(*(const char *)va) : "memory"); }
static always_inline void wbinvd(void) { __asm__ volatile("wbinvd" ::: "memory"); }
static always_inline void clts(void) { __asm__ volatile("clts"); }

#define DEFINE_IO(sfx, type)                                                                  \
	static always_inline type in##sfx(u16 port)                                           \
	{                                                                                     \
		type v;                                                                       \
		__asm__ volatile("in" #sfx " %w1, %0" : "=a"(v) : "Nd"(port));                \
		return v;                                                                     \
	}                                                                                     \
	static always_inline void out##sfx(type v, u16 port)                                  \
	{                                                                                     \
		__asm__ volatile("out" #sfx " %0, %w1" :: "a"(v), "Nd"(port));                \
	}
DEFINE_IO(b, u8)
DEFINE_IO(w, u16)
DEFINE_IO(l, u32)
#undef DEFINE_IO

/* CR4 bits */
#define X86_CR0_TS 0x8UL
#define X86_CR0_WP 0x10000UL
#define X86_CR4_VME 0x1UL
#define X86_CR4_TSD 0x4UL
#define X86_CR4_DE 0x8UL
#define X86_CR4_PSE 0x10UL
#define X86_CR4_PAE 0x20UL
#define X86_CR4_MCE 0x40UL
#define X86_CR4_PGE 0x80UL
#define X86_CR4_PCE 0x100UL
#define X86_CR4_OSFXSR 0x200UL
#define X86_CR4_OSXMMEXCPT 0x400UL
#define X86_CR4_UMIP 0x800UL
#define X86_CR4_VMXE 0x2000UL
#define X86_CR4_FSGSBASE 0x10000UL
#define X86_CR4_PCIDE 0x20000UL
#define X86_CR4_OSXSAVE 0x40000UL
#define X86_CR4_SMEP 0x100000UL
#define X86_CR4_SMAP 0x200000UL

#define MSR_EFER 0xc0000080U
#define MSR_STAR 0xc0000081U
#define MSR_LSTAR 0xc0000082U
#define MSR_CSTAR 0xc0000083U
#define MSR_SYSCALL_MASK 0xc0000084U
#define MSR_FS_BASE 0xc0000100U
#define MSR_GS_BASE 0xc0000101U
#define MSR_SHADOW_GS_BASE 0xc0000102U
#define MSR_TSC_AUX 0xc0000103U
#define MSR_SYSENTER_CS 0x174U
#define MSR_SYSENTER_ESP 0x175U
#define MSR_SYSENTER_EIP 0x176U
#define MSR_APIC_BASE 0x1bU
#define MSR_PAT 0x277U
#define EFER_SCE 1U
#define EFER_LME 0x100U
#define EFER_LMA 0x400U
#define EFER_NX 0x800U
#define EFER_SVME 0x1000U

/* Base addresses of the running guest. A guest may change them itself when CR4.FSGSBASE is on. */
extern bool cpu_has_fsgsbase;
static inline unsigned long rdfsbase(void)
{
	unsigned long b;

	if (!cpu_has_fsgsbase)
		return rdmsr(MSR_FS_BASE);
	__asm__ volatile("rdfsbase %0" : "=r"(b));
	return b;
}
static inline unsigned long rdgsbase(void)
{
	unsigned long b;

	if (!cpu_has_fsgsbase)
		return rdmsr(MSR_GS_BASE);
	__asm__ volatile("rdgsbase %0" : "=r"(b));
	return b;
}
static inline void wrfsbase(unsigned long b)
{
	if (cpu_has_fsgsbase)
		__asm__ volatile("wrfsbase %0" :: "r"(b));
	else
		wrmsr(MSR_FS_BASE, b);
}
static inline void wrgsbase(unsigned long b)
{
	if (cpu_has_fsgsbase)
		__asm__ volatile("wrgsbase %0" :: "r"(b));
	else
		wrmsr(MSR_GS_BASE, b);
}

#define read_sreg(name) ({ unsigned int s_; __asm__ volatile("mov %%" #name ", %0" : "=r"(s_)); (u16)s_; })

#endif
