/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state is switched eagerly. XCR0 is the guest's own while it runs; saving and restoring use every
 * component it ever enabled (xcr0_accum), so that switching one off does not lose its contents.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/processor.h>
#include <asm/xstate.h>

#define MXCSR_DEFAULT 0x1f80U
#define FCW_DEFAULT 0x37fU

u64 xfeature_mask __read_mostly;
unsigned int xsave_area_size __read_mostly = 512;
static u32 mxcsr_mask __read_mostly;
static bool use_xsaveopt __read_mostly;
static bool x87_pointers_stay __read_mostly;
static DEFINE_PER_CPU(u64, this_xcr0);

static void set_xcr0(u64 v)
{
	if (this_cpu(this_xcr0) == v)
		return;
	this_cpu(this_xcr0) = v;
	__asm__ volatile("xsetbv" :: "c"(0), "a"((u32)v), "d"((u32)(v >> 32)));
}

bool xcr0_valid(u64 xcr0)
{
	if ((xcr0 & ~xfeature_mask) || !(xcr0 & XSTATE_FP))
		return false;
	if ((xcr0 & XSTATE_YMM) && !(xcr0 & XSTATE_SSE))
		return false;
	if ((xcr0 & XSTATE_AVX512) && ((xcr0 & XSTATE_AVX512) != XSTATE_AVX512 || !(xcr0 & XSTATE_YMM)))
		return false;
	return true;
}

unsigned int xstate_size(u64 xcr0)
{
	unsigned int size = sizeof(struct xsave_area);

	for (unsigned int i = 2; i < 63; i++)
		if ((xcr0 >> i) & 1) {
			struct cpuid_leaf l = cpuid_count(0xd, i);

			size = max(size, l.b + l.a);
		}
	return size;
}

unsigned int xstate_compact_size(u64 xcr0)
{
	unsigned int size = sizeof(struct xsave_area);

	for (unsigned int i = 2; i < 63; i++)
		if ((xcr0 >> i) & 1) {
			struct cpuid_leaf l = cpuid_count(0xd, i);

			if (l.c & 2)
				size = (size + 63) & ~63U;
			size += l.a;
		}
	return size;
}

static void mxcsr_mask_init(void)
{
	static u8 area[512] __aligned(16);

	clts();
	__asm__ volatile("fxsave %0" : "=m"(area));
	memcpy(&mxcsr_mask, area + 28, 4);
	if (!mxcsr_mask)
		mxcsr_mask = 0xffbf;
}

/*
 * AMD's processors before RstrFpErrPtrs load the x87's instruction and data pointers and its opcode only together with an
 * exception that waits (APM vol. 3, FXRSTOR): else those of the vCPU before would be there for the next one to read.
 */
static bool pointers_stay(enum cpu_vendor vendor, bool restores)
{
	return (vendor == VENDOR_amd || vendor == VENDOR_hygon) && !restores;
}

void xstate_init(bool bsp)
{
	u64 mask;

	set_in_cr4(X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT);
	write_cr0((read_cr0() & ~(X86_CR0_EM | X86_CR0_TS)) | X86_CR0_MP);
	if (bsp) {
		mxcsr_mask_init();
		x87_pointers_stay = pointers_stay(boot_cpu_data.vendor, boot_cpu_has(X86_FEATURE_RSTR_FP_ERR_PTRS));
	}
	if (!boot_cpu_has(X86_FEATURE_XSAVE))
		return;
	set_in_cr4(X86_CR4_OSXSAVE);
	if (bsp) {
		struct cpuid_leaf l = cpuid_count(0xd, 0);

		mask = l.a | (u64)l.d << 32;
		xfeature_mask = mask & (XSTATE_FP_SSE | XSTATE_YMM | XSTATE_AVX512);
		if (!xcr0_valid(xfeature_mask))
			xfeature_mask &= XSTATE_FP_SSE | XSTATE_YMM;
		xsave_area_size = xstate_size(xfeature_mask);
		use_xsaveopt = cpuid_count(0xd, 1).a & 1;
		printk("xstate: size: %#x and states: %#lx\n", xsave_area_size, xfeature_mask);
	}
	this_cpu(this_xcr0) = 0;
	set_xcr0(xfeature_mask);
}

int xstate_alloc_save_area(struct vcpu *v)
{
	v->arch.xsave_area = xmalloc_aligned(xsave_area_size, 64);
	if (!v->arch.xsave_area)
		return -ENOMEM;
	vcpu_reset_fpu(v);
	return 0;
}

void xstate_free_save_area(struct vcpu *v)
{
	XFREE(v->arch.xsave_area);
}

void vcpu_reset_fpu(struct vcpu *v)
{
	struct xsave_area *a = v->arch.xsave_area;
	const u16 fcw = FCW_DEFAULT;
	const u32 mxcsr = MXCSR_DEFAULT;

	memset(a, 0, xsave_area_size);
	memcpy(a->fpu, &fcw, sizeof(fcw));
	memcpy(a->fpu + 24, &mxcsr, sizeof(mxcsr));
	if (xfeature_mask)
		a->header.xstate_bv = XSTATE_FP_SSE;
	v->arch.xcr0 = XSTATE_FP_SSE & xfeature_mask;
	v->arch.xcr0_accum = v->arch.xcr0;
}

void vcpu_setup_fpu(struct vcpu *v, const void *image)
{
	struct xsave_area *a = v->arch.xsave_area;
	u32 mxcsr;

	memcpy(a->fpu, image, sizeof(a->fpu));
	memcpy(&mxcsr, a->fpu + 24, 4);
	mxcsr &= mxcsr_mask; /* a reserved bit would make the restore fault */
	memcpy(a->fpu + 24, &mxcsr, 4);
	if (xfeature_mask)
		a->header.xstate_bv |= XSTATE_FP_SSE;
}

void vcpu_get_fpu(const struct vcpu *v, void *image)
{
	memcpy(image, v->arch.xsave_area->fpu, 512);
}

void vcpu_save_fpu(struct vcpu *v)
{
	struct xsave_area *a = v->arch.xsave_area;

	if (!xfeature_mask) {
		__asm__ volatile("fxsaveq %0" : "=m"(a->fpu));
		return;
	}
	set_xcr0(v->arch.xcr0_accum);
	if (use_xsaveopt)
		__asm__ volatile("xsaveopt64 %0" : "+m"(*a) : "a"(~0U), "d"(~0U) : "memory");
	else
		__asm__ volatile("xsave64 %0" : "+m"(*a) : "a"(~0U), "d"(~0U) : "memory");
}

static void forget_x87_pointers(void)
{
	__asm__ volatile("fninit");
}

/* 0 or -EFAULT: the processor refuses the image. */
static int restore_image(struct vcpu *v)
{
	struct xsave_area *a = v->arch.xsave_area;
	int rc = 0;

	if (unlikely(x87_pointers_stay))
		forget_x87_pointers();
	if (!xfeature_mask) {
		__asm__ volatile("1: fxrstorq %1\n2:" EXTABLE_ERR(1b, 2b, "%0") : "+r"(rc) : "m"(a->fpu));
		return rc;
	}
	set_xcr0(v->arch.xcr0_accum);
	__asm__ volatile("1: xrstor64 %1\n2:" EXTABLE_ERR(1b, 2b, "%0")
			 : "+&r"(rc) : "m"(*a), "a"(~0U), "d"(~0U) : "memory");
	set_xcr0(v->arch.xcr0);
	return rc;
}

void vcpu_restore_fpu(struct vcpu *v)
{
	if (likely(!restore_image(v)))
		return;
	/* XCR0 may not be what we last loaded: a processor without the intercept of XSETBV, as QEMU's. */
	this_cpu(this_xcr0) = 0;
	if (!restore_image(v))
		return;
	/* Every way in checks the image, so this is a processor's refusal we did not foresee. */
	printk(XENLOG_G_WARNING "%pv: FPU state could not be loaded and was reset\n", v);
	vcpu_reset_fpu(v);
	BUG_ON(restore_image(v));
}

int handle_xsetbv(u32 index, u64 value)
{
	struct vcpu *v = current;

	if (index || !xcr0_valid(value))
		return -EINVAL;
	v->arch.xcr0 = value;
	v->arch.xcr0_accum |= value;
	set_xcr0(value);
	return 0;
}

/*
 * An HVM guest's XSETBV exits, so that we know XCR0; but QEMU's emulated processor (TCG, 7.2) has no such intercept, so it
 * is read back where it matters.
 */
void vcpu_sync_xcr0(struct vcpu *v)
{
	u32 lo, hi;
	u64 xcr0;

	if (!xfeature_mask)
		return;
	__asm__ volatile("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
	xcr0 = lo | (u64)hi << 32;
	if (likely(xcr0 == v->arch.xcr0))
		return;
	this_cpu(this_xcr0) = xcr0;
	if (xcr0_valid(xcr0)) {
		v->arch.xcr0 = xcr0;
		v->arch.xcr0_accum |= xcr0;
	}
	set_xcr0(v->arch.xcr0);
}

int xstate_set(struct vcpu *v, u64 xcr0, u64 xcr0_accum, const struct xsave_area *area, unsigned int size)
{
	struct xsave_area *a = v->arch.xsave_area;
	u32 mxcsr;

	if (!xfeature_mask)
		return -EOPNOTSUPP;
	if (!xcr0_valid(xcr0) || !xcr0_valid(xcr0_accum) || (xcr0 & ~xcr0_accum))
		return -EINVAL;
	if (size < sizeof(*area) || size > xsave_area_size || size < xstate_size(xcr0_accum & area->header.xstate_bv))
		return -EINVAL;
	if (area->header.xcomp_bv || (area->header.xstate_bv & ~xcr0_accum))
		return -EINVAL;
	for (unsigned int i = 0; i < ARRAY_SIZE(area->header.reserved); i++)
		if (area->header.reserved[i])
			return -EINVAL;
	memcpy(&mxcsr, area->fpu + 24, 4);
	if (mxcsr & ~mxcsr_mask)
		return -EINVAL;
	memset(a, 0, xsave_area_size);
	memcpy(a, area, size);
	v->arch.xcr0 = xcr0;
	v->arch.xcr0_accum = xcr0_accum;
	return 0;
}
