/* SPDX-License-Identifier: GPL-2.0-only */
/* What processor this is, and what all processors of the machine can do. */
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <asm/page.h>
#include <asm/processor.h>

struct cpuinfo_x86 boot_cpu_data;
static u32 cleared_caps[FSCAPINTS];

/* word of X86_FEATURE_: leaf, subleaf, register (0..3: a..d) */
static const struct {
	u32 leaf, sub;
	u8 reg;
} feature_words[FSCAPINTS] = {
	[FEATURESET_1d] = { 1, 0, 3 },
	[FEATURESET_1c] = { 1, 0, 2 },
	[FEATURESET_e1d] = { 0x80000001, 0, 3 },
	[FEATURESET_e1c] = { 0x80000001, 0, 2 },
	[FEATURESET_Da1] = { 0xd, 1, 0 },
	[FEATURESET_7b0] = { 7, 0, 1 },
	[FEATURESET_7c0] = { 7, 0, 2 },
	[FEATURESET_e7d] = { 0x80000007, 0, 3 },
	[FEATURESET_e8b] = { 0x80000008, 0, 1 },
	[FEATURESET_7d0] = { 7, 0, 3 },
	[FEATURESET_7a1] = { 7, 1, 0 },
	[FEATURESET_e21a] = { 0x80000021, 0, 0 },
	[FEATURESET_7b1] = { 7, 1, 1 },
	[FEATURESET_7d2] = { 7, 2, 3 },
	[FEATURESET_7c1] = { 7, 1, 2 },
	[FEATURESET_7d1] = { 7, 1, 3 },
};

static const struct {
	enum cpu_vendor vendor;
	const char *id, *name;
} vendors[] = {
	{ VENDOR_intel, "GenuineIntel", "Intel" },
	{ VENDOR_amd, "AuthenticAMD", "AMD" },
	{ VENDOR_hygon, "HygonGenuine", "Hygon" },
	{ VENDOR_centaur, "CentaurHauls", "Centaur" },
	{ VENDOR_shanghai, "  Shanghai  ", "Shanghai" },
};

static void read_features(u32 words[FSCAPINTS])
{
	u32 max = cpuid(0).a, max_ext = cpuid(0x80000000).a;
	u32 max_7 = max >= 7 ? cpuid_count(7, 0).a : 0;

	for (unsigned int i = 0; i < FSCAPINTS; i++) {
		u32 leaf = feature_words[i].leaf, sub = feature_words[i].sub;
		struct cpuid_leaf l;

		words[i] = 0;
		if (leaf > (leaf & 0x80000000 ? max_ext : max) || (leaf == 7 && sub > max_7))
			continue;
		l = cpuid_count(leaf, sub);
		words[i] = ((const u32 *)&l)[feature_words[i].reg] & ~cleared_caps[i];
	}
}

void setup_clear_cpu_cap(unsigned int feature)
{
	cleared_caps[feature / 32] |= 1U << (feature % 32);
	boot_cpu_data.features[feature / 32] &= ~(1U << (feature % 32));
}

static void read_brand(char brand[49])
{
	u32 *words = (u32 *)brand;
	char *s = brand;

	memset(brand, 0, 49);
	if (cpuid(0x80000000).a < 0x80000004)
		return;
	for (u32 i = 0; i < 3; i++) {
		struct cpuid_leaf l = cpuid(0x80000002 + i);

		memcpy(words + 4 * i, &l, sizeof(l));
	}
	while (*s == ' ')
		s++;
	memmove(brand, s, strlen(s) + 1);
	for (size_t n = strlen(brand); n && brand[n - 1] == ' '; n--)
		brand[n - 1] = 0;
}

void __init early_cpu_identify(void)
{
	struct cpuinfo_x86 *c = &boot_cpu_data;
	struct cpuid_leaf l = cpuid(0);
	u32 sig;

	c->cpuid_level = l.a;
	memcpy(c->vendor_id, &l.b, 4);
	memcpy(c->vendor_id + 4, &l.d, 4);
	memcpy(c->vendor_id + 8, &l.c, 4);
	for (unsigned int i = 0; i < ARRAY_SIZE(vendors); i++)
		if (!strcmp(c->vendor_id, vendors[i].id))
			c->vendor = vendors[i].vendor;

	sig = cpuid(1).a;
	c->family = sig >> 8 & 15;
	c->model = sig >> 4 & 15;
	c->stepping = sig & 15;
	if (c->family == 15)
		c->family += sig >> 20 & 0xff;
	if (c->family >= 6)
		c->model |= sig >> 12 & 0xf0;
	c->clflush_bytes = (cpuid(1).b >> 8 & 0xff) * 8;
	c->extended_level = cpuid(0x80000000).a;
	c->phys_bits = 36;
	c->virt_bits = 48;
	if (c->extended_level >= 0x80000008) {
		l = cpuid(0x80000008);
		c->phys_bits = l.a;
		c->virt_bits = l.a >> 8;
	}
	read_features(c->features);
	read_brand(c->model_id);
}

void __init print_cpu_info(void)
{
	const struct cpuinfo_x86 *c = &boot_cpu_data;
	const char *vendor = c->vendor_id;

	for (unsigned int i = 0; i < ARRAY_SIZE(vendors); i++)
		if (vendors[i].vendor == c->vendor)
			vendor = vendors[i].name;
	printk("CPU Vendor: %s, Family %u (%#x), Model %u (%#x), Stepping %u\n", vendor, c->family, c->family, c->model,
	       c->model, c->stepping);
	if (c->model_id[0])
		printk("CPU: %s, %u address bits\n", c->model_id, c->phys_bits);
}

/* An AP that lacks what CPU 0 has would run guests that were promised it. */
static void compare_with_boot_cpu(void)
{
	u32 words[FSCAPINTS];

	read_features(words);
	for (unsigned int i = 0; i < FSCAPINTS; i++)
		if (boot_cpu_data.features[i] & ~words[i])
			printk(XENLOG_WARNING "CPU%u lacks features that CPU0 has: word %u, bits %08x\n", smp_processor_id(), i,
			       boot_cpu_data.features[i] & ~words[i]);
}

void identify_cpu(void)
{
	/* Memory types as the PV ABI has them; nothing is mapped by the changed entries yet. */
	wrmsr(MSR_PAT, XEN_MSR_PAT);
	if (smp_processor_id())
		compare_with_boot_cpu();
	set_in_cr4(X86_CR4_DE | X86_CR4_PGE | X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT |
		   (boot_cpu_has(X86_FEATURE_MCE) ? X86_CR4_MCE : 0) |
		   (boot_cpu_has(X86_FEATURE_SMEP) ? X86_CR4_SMEP : 0) |
		   (boot_cpu_has(X86_FEATURE_FSGSBASE) ? X86_CR4_FSGSBASE : 0));
}
