/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this processor's VMX can do, and what we make of it (SDM vol. 3D app. A): a row per control, with what we do
 * about it, so that a processor which lacks something says in the log what it is.
 */
#include <xen/lib.h>
#include <xen/param.h>
#include <asm/processor.h>
#include "private.h"

struct vmx_caps vmx_caps __read_mostly;

static bool __read_mostly opt_vpid = true;
boolean_param("vpid", opt_vpid);

enum need {
	NEED_on,     /* without it there are no guests */
	NEED_off,    /* must be possible to switch off: we do not handle what it makes exit */
	NEED_switch, /* off at first, must be there to be switched on */
	NEED_use,    /* switched on where it is */
	NEED_none,   /* not used; named in the log because users look for it */
};

static const struct control {
	u8 word, need;
	u32 bits;
	const char *name; /* NULL: every processor with EPT has it, and nobody looks for it */
} controls[] = {
	{ VMX_pin, NEED_on, PIN_EXT_INTR, "external-interrupt exiting" },
	{ VMX_pin, NEED_on, PIN_NMI, "NMI exiting" },
	{ VMX_cpu, NEED_on, CPU_SECONDARY, "secondary processor-based controls" },
	{ VMX_cpu, NEED_on, CPU_TSC_OFFSET, "TSC offsetting" },
	{ VMX_cpu, NEED_on, CPU_HLT, "HLT exiting" },
	{ VMX_cpu, NEED_on, CPU_MWAIT | CPU_MONITOR, "MONITOR and MWAIT exiting" },
	{ VMX_cpu, NEED_on, CPU_RDPMC, "RDPMC exiting" },
	{ VMX_cpu, NEED_on, CPU_MOV_DR, "MOV-DR exiting" },
	{ VMX_cpu, NEED_on, CPU_UNCOND_IO, "unconditional I/O exiting" },
	{ VMX_cpu, NEED_on, CPU_CR8_LOAD | CPU_CR8_STORE, "CR8 exiting" },
	{ VMX_cpu, NEED_off, CPU_IO_BITMAP, NULL },
	{ VMX_cpu, NEED_off, CPU_CR3_LOAD | CPU_CR3_STORE, "CR3 accesses without exits" },
	{ VMX_cpu, NEED_off, CPU_INVLPG, "INVLPG without exits" },
	{ VMX_cpu, NEED_switch, CPU_INTR_WINDOW, "interrupt-window exiting" },
	{ VMX_cpu, NEED_switch, CPU_NMI_WINDOW, "NMI-window exiting" },
	{ VMX_cpu, NEED_switch, CPU_RDTSC, "RDTSC exiting" },
	{ VMX_exit, NEED_on, EXIT_HOST_64, "64-bit host" },
	{ VMX_exit, NEED_on, EXIT_ACK_INTR, "interrupt acknowledgement on exit" },
	{ VMX_exit, NEED_on, EXIT_SAVE_DEBUG, "saving of DR7" },
	{ VMX_exit, NEED_on, EXIT_SAVE_EFER | EXIT_LOAD_EFER, "exits that switch EFER" },
	{ VMX_exit, NEED_on, EXIT_SAVE_PAT | EXIT_LOAD_PAT, "exits that switch PAT" },
	{ VMX_entry, NEED_on, ENTRY_LOAD_DEBUG, "loading of DR7" },
	{ VMX_entry, NEED_on, ENTRY_LOAD_EFER, "entries that switch EFER" },
	{ VMX_entry, NEED_on, ENTRY_LOAD_PAT, "entries that switch PAT" },
	/* From here on in the words of Xen's documentation. */
	{ VMX_cpu2, NEED_none, CPU2_APIC_ACCESS, "APIC MMIO access virtualisation" },
	{ VMX_cpu, NEED_none, CPU_TPR_SHADOW, "APIC TPR shadow" },
	{ VMX_cpu2, NEED_on, CPU2_EPT, "Extended Page Tables (EPT)" },
	{ VMX_cpu2, NEED_use, CPU2_VPID, "Virtual-Processor Identifiers (VPID)" },
	{ VMX_pin, NEED_on, PIN_VIRTUAL_NMI, "Virtual NMI" },
	{ VMX_cpu, NEED_on, CPU_MSR_BITMAP, "MSR direct-access bitmap" },
	{ VMX_cpu2, NEED_on, CPU2_UNRESTRICTED, "Unrestricted Guest" },
	{ VMX_cpu2, NEED_none, CPU2_APIC_REGISTER, "APIC Register Virtualization" },
	{ VMX_cpu2, NEED_none, CPU2_VIRTUAL_INTR, "Virtual Interrupt Delivery" },
	{ VMX_pin, NEED_none, PIN_POSTED_INTR, "Posted Interrupt Processing" },
	{ VMX_cpu2, NEED_none, CPU2_VMCS_SHADOW, "VMCS shadowing" },
	{ VMX_cpu2, NEED_none, CPU2_VMFUNC, "VM Functions" },
	{ VMX_cpu2, NEED_none, CPU2_PML, "Page Modification Logging" },
	{ VMX_cpu2, NEED_none, CPU2_VE, "Virtualisation Exceptions" },
	{ VMX_cpu2, NEED_none, CPU2_TSC_SCALING, "TSC Scaling" },
	{ VMX_cpu2, NEED_use, CPU2_PAUSE_LOOP, "Pause-Loop Exiting" },
	{ VMX_cpu2, NEED_use, CPU2_WBINVD, NULL },
	{ VMX_cpu2, NEED_use, CPU2_RDTSCP, NULL },
	{ VMX_cpu2, NEED_use, CPU2_INVPCID, NULL },
	{ VMX_cpu2, NEED_use, CPU2_XSAVES, NULL },
	{ VMX_cpu2, NEED_use, CPU2_ENCLS, NULL },
};
#define FIRST_ADVANCED "APIC MMIO access virtualisation"

/* What of the EPT and VPID capabilities we cannot do without; VPIDs alone can be left unused. */
static const struct {
	u64 bits;
	const char *name;
} ept_needs[] = {
	{ EPT_CAP_WALK_4, "EPT with four levels" },
	{ EPT_CAP_WB, "EPT in write-back memory" },
	{ EPT_CAP_INVEPT | EPT_CAP_INVEPT_SINGLE | EPT_CAP_INVEPT_ALL, "INVEPT" },
};
#define VPID_NEEDS (VPID_CAP_INVVPID | VPID_CAP_SINGLE | VPID_CAP_ALL)

/* Low half: bits that must be 1. High half: bits that may be 1. */
static u64 allowed(enum vmx_word word)
{
	static const u32 msrs[VMX_WORDS][2] = {
		[VMX_pin] = { MSR_VMX_PINBASED_CTLS, MSR_VMX_TRUE_PINBASED_CTLS },
		[VMX_cpu] = { MSR_VMX_PROCBASED_CTLS, MSR_VMX_TRUE_PROCBASED_CTLS },
		[VMX_cpu2] = { MSR_VMX_PROCBASED_CTLS2, MSR_VMX_PROCBASED_CTLS2 },
		[VMX_exit] = { MSR_VMX_EXIT_CTLS, MSR_VMX_TRUE_EXIT_CTLS },
		[VMX_entry] = { MSR_VMX_ENTRY_CTLS, MSR_VMX_TRUE_ENTRY_CTLS },
	};

	if (word == VMX_cpu2 && !((allowed(VMX_cpu) >> 32) & CPU_SECONDARY))
		return 0;
	return rdmsr(msrs[word][!!(rdmsr(MSR_VMX_BASIC) & VMX_BASIC_TRUE_CTLS)]);
}

/* NULL when all controls are as we need them; else the name of the first that is not, at @i which moves on. */
static const char *lacking(const u64 allow[VMX_WORDS], unsigned int *i)
{
	for (; *i < ARRAY_SIZE(controls); ++*i) {
		const struct control *c = &controls[*i];
		u32 must = allow[c->word], may = allow[c->word] >> 32;
		bool bad = (c->need == NEED_on && (may & c->bits) != c->bits) || (c->need == NEED_off && (must & c->bits)) ||
			   (c->need == NEED_switch && ((may & ~must) & c->bits) != c->bits);

		if (bad) {
			++*i;
			return c->name ?: "I/O without bitmaps";
		}
	}
	return NULL;
}

static void choose(struct vmx_caps *caps, const u64 allow[VMX_WORDS])
{
	for (unsigned int w = 0; w < VMX_WORDS; w++)
		caps->controls[w] = (u32)allow[w]; /* the reserved bits that must be 1, too */
	for (unsigned int i = 0; i < ARRAY_SIZE(controls); i++) {
		const struct control *c = &controls[i];

		if (c->need == NEED_on || c->need == NEED_use)
			caps->controls[c->word] |= c->bits & (allow[c->word] >> 32);
	}
	if (!opt_vpid || (caps->ept_vpid & VPID_NEEDS) != VPID_NEEDS)
		caps->controls[VMX_cpu2] &= ~CPU2_VPID;
}

static void read_caps(struct vmx_caps *caps, u64 allow[VMX_WORDS])
{
	for (unsigned int w = 0; w < VMX_WORDS; w++)
		allow[w] = allowed(w);
	caps->basic = rdmsr(MSR_VMX_BASIC);
	caps->misc = rdmsr(MSR_VMX_MISC);
	caps->cr0_fixed0 = rdmsr(MSR_VMX_CR0_FIXED0);
	caps->cr0_fixed1 = rdmsr(MSR_VMX_CR0_FIXED1);
	caps->cr4_fixed0 = rdmsr(MSR_VMX_CR4_FIXED0);
	caps->cr4_fixed1 = rdmsr(MSR_VMX_CR4_FIXED1);
	/* The MSR exists only where one of these may be 1. */
	caps->ept_vpid = (allow[VMX_cpu2] >> 32) & (CPU2_EPT | CPU2_VPID) ? rdmsr(MSR_VMX_EPT_VPID_CAP) : 0;
	choose(caps, allow);
}

static bool may(const struct control *c, const u64 allow[VMX_WORDS])
{
	return ((allow[c->word] >> 32) & c->bits) == c->bits;
}

static void report(const u64 allow[VMX_WORDS])
{
	unsigned int first = 0;

	while (!controls[first].name || strcmp(controls[first].name, FIRST_ADVANCED))
		first++;
	printk("VMX: Supported advanced features:\n");
	for (unsigned int i = first; i < ARRAY_SIZE(controls); i++)
		if (controls[i].name && may(&controls[i], allow))
			printk(" - %s\n", controls[i].name);
	for (unsigned int i = first; i < ARRAY_SIZE(controls); i++) /* the others are named by complete() */
		if (controls[i].name && controls[i].need != NEED_on && !may(&controls[i], allow))
			printk("VMX: this processor has no %s\n", controls[i].name);
}

/* Every missing feature on a line of its own. */
static bool complete(const struct vmx_caps *caps, const u64 allow[VMX_WORDS])
{
	const char *name;
	unsigned int missing = 0, i = 0;

	while ((name = lacking(allow, &i)) != NULL) {
		printk(XENLOG_WARNING "VMX: CPU%u has no %s\n", smp_processor_id(), name);
		missing++;
	}
	for (i = 0; i < ARRAY_SIZE(ept_needs) && (allow[VMX_cpu2] >> 32) & CPU2_EPT; i++)
		if ((caps->ept_vpid & ept_needs[i].bits) != ept_needs[i].bits) {
			printk(XENLOG_WARNING "VMX: CPU%u has no %s\n", smp_processor_id(), ept_needs[i].name);
			missing++;
		}
	if (VMX_BASIC_MEMORY_TYPE(caps->basic) != MEMORY_TYPE_WB || VMX_BASIC_SIZE(caps->basic) > PAGE_SIZE) {
		printk(XENLOG_WARNING "VMX: CPU%u wants its control structures in uncached or larger memory\n",
		       smp_processor_id());
		missing++;
	}
	return !missing;
}

bool vmx_negotiate(void)
{
	u64 allow[VMX_WORDS];

	read_caps(&vmx_caps, allow);
	report(allow);
	if (complete(&vmx_caps, allow))
		return true;
	printk(XENLOG_WARNING "VMX: not used, because features are missing: no HVM and PVH guests\n");
	return false;
}

bool vmx_same_controls(void)
{
	static const char *const words[VMX_WORDS] = { "pin-based", "processor-based", "secondary", "exit", "entry" };
	struct vmx_caps mine;
	u64 allow[VMX_WORDS];
	bool same = true;

	read_caps(&mine, allow);
	if (!complete(&mine, allow))
		return false;
	for (unsigned int w = 0; w < VMX_WORDS; w++)
		if (mine.controls[w] != vmx_caps.controls[w]) {
			printk(XENLOG_ERR "VMX: CPU%u differs from the boot processor in its %s controls: %08x, not %08x\n",
			       smp_processor_id(), words[w], mine.controls[w], vmx_caps.controls[w]);
			same = false;
		}
	if ((mine.ept_vpid & vmx_caps.ept_vpid) != vmx_caps.ept_vpid || mine.basic != vmx_caps.basic) {
		printk(XENLOG_ERR "VMX: CPU%u can do less than the boot processor: EPT %#lx, not %#lx; basic %#lx, not %#lx\n",
		       smp_processor_id(), mine.ept_vpid, vmx_caps.ept_vpid, mine.basic, vmx_caps.basic);
		same = false;
	}
	return same;
}

bool vmx_feature_control(bool lock)
{
	const u64 on = FEATURE_CONTROL_LOCK | FEATURE_CONTROL_VMXON_OUTSIDE_SMX;
	u64 v;

	if (rdmsr_safe(MSR_FEATURE_CONTROL, &v)) /* an emulator without the MSR: nothing is locked */
		return true;
	if ((v & on) == on)
		return true;
	if (!(v & FEATURE_CONTROL_LOCK))
		return !lock || !wrmsr_safe(MSR_FEATURE_CONTROL, v | on);
	printk(XENLOG_WARNING "VMX: CPU%u: disabled by the firmware. Look for \"Intel Virtualization Technology\", \"VT-x\" or "
	       "\"VMX\" in its setup: no HVM and PVH guests until then\n", smp_processor_id());
	return false;
}
