/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spec-ctrl=, and which leaks by speculative execution are stopped at VM entries: L1TF (Intel, "L1 Terminal Fault"), and
 * MDS, TAA and RFDS ("Microarchitectural Data Sampling" and its kin). The rest is decided at build time: thunks for indirect
 * branches, and the return predictor is filled after each VM exit.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <asm/cpu-policy.h>
#include <asm/processor.h>
#include <asm/spec-ctrl.h>
#include <asm/system.h>

struct spec_ctrl spec_ctrl __read_mostly;

/* As the command line has them; -1: not mentioned. */
static s8 opt_l1d_flush = -1, opt_verw_hvm = -1;
static bool without_effect; /* it has words for what this hypervisor does not do */

/* Documented for Xen 4.17. */
static const char *const others[] __initconst = {
	"msr-sc", "rsb", "ibpb-entry", "bhb-entry", "bti-thunk", "bhb-seq", "ibrs", "ibpb", "stibp", "ssbd", "psfd", "eager-fpu",
	"branch-harden", "srb-lock", "unpriv-mmio", "gds-mit", "div-scrub", "lock-harden", "bhi-dis-s", "bp-spec-reduce", "pv",
};

static void __init switch_off(void)
{
	opt_l1d_flush = opt_verw_hvm = 0;
}

/* verw=<bool>, or verw=hvm, verw=no-pv and so on; md-clear= is its old name. -1: it is not that. */
static int __init parse_verw(const char *s, const char *end)
{
	static const char *const names[] = { "verw", "md-clear" };

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		int b = parse_named_bool(names[i], s, end);
		size_t n = strlen(names[i]);

		if (b < 0 && end - s > n && !strncmp(s, names[i], n) && s[n] == '=') {
			if (parse_named_bool("pv", s + n + 1, end) >= 0) {
				without_effect = true;
				return 0;
			}
			b = parse_named_bool("hvm", s + n + 1, end);
		}
		if (b >= 0) {
			opt_verw_hvm = b;
			return 0;
		}
	}
	return -1;
}

static int __init parse_word(const char *s, const char *end)
{
	int b;

	if (parse_bool(s, end) == 0 || parse_named_bool("xen", s, end) == 0 || parse_named_bool("hvm", s, end) == 0) {
		switch_off();
		return 0;
	}
	if (parse_named_bool("hvm", s, end) == 1) {
		opt_l1d_flush = opt_verw_hvm = 1;
		return 0;
	}
	b = parse_named_bool("l1d-flush", s, end);
	if (b >= 0) {
		opt_l1d_flush = b;
		return 0;
	}
	if (!parse_verw(s, end))
		return 0;
	if (end - s > 3 && !strncmp(s, "no-", 3))
		s += 3;
	for (unsigned int i = 0; i < ARRAY_SIZE(others); i++) {
		size_t n = strlen(others[i]);

		if (end - s >= n && !strncmp(s, others[i], n) && (s + n == end || s[n] == '=')) {
			without_effect = true;
			return 0;
		}
	}
	return -EINVAL;
}

/* A word that is wrong does not keep the others from being obeyed. */
static int __init parse_spec_ctrl(const char *s)
{
	int rc = 0;

	for (;; s++) {
		const char *end = strchr(s, ',') ?: s + strlen(s);

		rc = parse_word(s, end) ?: rc;
		s = end;
		if (!*s)
			return rc;
	}
}
custom_param("spec-ctrl", parse_spec_ctrl);

u64 read_arch_capabilities(void)
{
	u64 caps;

	return boot_cpu_has(X86_FEATURE_ARCH_CAPS) && !rdmsr_safe(MSR_ARCH_CAPABILITIES, &caps) ? caps : 0;
}

/*
 * Intel's processors that take a page table entry without P for one that names no memory: Atoms and Xeon Phi, of those that
 * have EPT; the later ones of all families say RDCL_NO.
 */
static bool __init l1tf_vulnerable(u64 caps)
{
	static const u8 safe_models[] = { 0x37, 0x4a, 0x4c, 0x4d, 0x57, 0x5a, 0x5c, 0x5d, 0x5f, 0x75, 0x7a, 0x85, 0x86 };

	if (boot_cpu_data.vendor != VENDOR_intel || boot_cpu_data.family != 6 || (caps & ARCH_CAPS_RDCL_NO))
		return false;
	for (unsigned int i = 0; i < ARRAY_SIZE(safe_models); i++)
		if (boot_cpu_data.model == safe_models[i])
			return false;
	return true;
}

/* Buffers that keep what other contexts loaded and stored, and that the microcode makes VERW overwrite. */
static bool __init verw_needed(u64 caps)
{
	bool mds = !(caps & ARCH_CAPS_MDS_NO), taa = boot_cpu_has(X86_FEATURE_RTM) && !(caps & ARCH_CAPS_TAA_NO);

	if (boot_cpu_has(X86_FEATURE_MD_CLEAR) && (mds || taa))
		return true;
	return (caps & ARCH_CAPS_RFDS_CLEAR) && !(caps & ARCH_CAPS_RFDS_NO);
}

static void __init choose(u64 caps)
{
	bool skip = caps & ARCH_CAPS_SKIP_L1DFL_VMENTRY; /* a hypervisor below this one does it */

	spec_ctrl.l1d_flush = opt_l1d_flush >= 0 ? opt_l1d_flush : l1tf_vulnerable(caps) && !skip;
	if (spec_ctrl.l1d_flush && !boot_cpu_has(X86_FEATURE_L1D_FLUSH)) {
		spec_ctrl.l1d_flush = false;
		if (opt_l1d_flush > 0)
			printk(XENLOG_WARNING "spec-ctrl=l1d-flush: this processor, or its microcode, has no L1D_FLUSH\n");
	}
	spec_ctrl.verw_hvm = opt_verw_hvm >= 0 ? opt_verw_hvm : verw_needed(caps);
}

static void __init report(u64 caps)
{
	static const struct {
		u64 bit;
		const char *name;
	} hints[] = {
		{ ARCH_CAPS_RDCL_NO, " RDCL_NO" }, { ARCH_CAPS_SKIP_L1DFL_VMENTRY, " SKIP_L1DFL" }, { ARCH_CAPS_MDS_NO, " MDS_NO" },
		{ ARCH_CAPS_TAA_NO, " TAA_NO" }, { ARCH_CAPS_RFDS_NO, " RFDS_NO" },
	};

	char names[64] = "";
	unsigned int n = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(hints); i++)
		if (caps & hints[i].bit)
			n += scnprintf(names + n, sizeof(names) - n, "%s", hints[i].name);
	/* In the words of Xen's log, which users and their tools look for. */
	printk("Speculative mitigation facilities:\n");
	printk("  Hardware hints:%s\n", names);
	printk("  Hardware features:%s%s%s\n", boot_cpu_has(X86_FEATURE_L1D_FLUSH) ? " L1D_FLUSH" : "",
	       boot_cpu_has(X86_FEATURE_MD_CLEAR) ? " MD_CLEAR" : "", caps & ARCH_CAPS_RFDS_CLEAR ? " RFDS_CLEAR" : "");
	printk("  Compiled-in support: INDIRECT_THUNK\n");
	printk("  Xen settings: BTI-Thunk: RETPOLINE, SPEC_CTRL: No, Other:%s%s\n", spec_ctrl.l1d_flush ? " L1D_FLUSH" : "",
	       spec_ctrl.verw_hvm ? " VERW" : "");
	if (boot_cpu_data.vendor == VENDOR_intel)
		printk("  L1TF: believed%s vulnerable\n", l1tf_vulnerable(caps) ? "" : " not");
	printk("  Support for HVM VMs: RSB EAGER_FPU%s\n", spec_ctrl.verw_hvm ? " MD_CLEAR" : "");
	printk("  Support for PV VMs: EAGER_FPU\n");
	printk("  XPTI (64-bit PV only): Dom0 disabled, DomU disabled\n");
	printk("  PV L1TF shadowing: Dom0 disabled, DomU disabled\n");
	if (boot_cpu_data.vendor == VENDOR_intel && !(caps & ARCH_CAPS_RDCL_NO))
		printk(XENLOG_WARNING "Meltdown: believed vulnerable, and without XPTI PV guests can read all memory: use PVH guests\n");
	if (l1tf_vulnerable(caps) && !spec_ctrl.l1d_flush && opt_l1d_flush)
		printk(XENLOG_WARNING "L1TF: no L1D_FLUSH: HVM guests can read what is in the L1 cache; update the microcode\n");
	if (without_effect)
		printk(XENLOG_WARNING "spec-ctrl: only l1d-flush, verw (md-clear), hvm and no have an effect here\n");
}

void __init spec_ctrl_init(void)
{
	u64 caps = read_arch_capabilities();

	choose(caps);
	report(caps);
}
