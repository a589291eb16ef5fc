/* SPDX-License-Identifier: GPL-2.0-only */
/* A VMCS in the log, for whoever has to find out why a guest does not run. */
#include "private.h"

static void dump_segment(const char *name, unsigned int n)
{
	printk(" %-4s %04lx access %05lx limit %08lx base %016lx\n", name, vmread(VMCS_GUEST_SELECTOR + 2 * n),
	       vmread(VMCS_GUEST_ACCESS_RIGHTS + 2 * n), vmread(VMCS_GUEST_LIMIT + 2 * n), vmread(VMCS_GUEST_BASE + 2 * n));
}

void vmx_dump(struct vcpu *v)
{
	static const char *const names[] = { "ES", "CS", "SS", "DS", "FS", "GS", "LDTR", "TR" };
	unsigned long cookie = vmx_access_begin(v);

	printk("VMCS of %pv: exit reason %08lx qualification %lx physical %lx linear %lx length %lu\n", v, vmread(VMCS_EXIT_REASON),
	       vmread(VMCS_EXIT_QUALIFICATION), vmread(VMCS_GUEST_PHYSICAL), vmread(VMCS_GUEST_LINEAR),
	       vmread(VMCS_EXIT_INSN_LEN));
	printk(" events: entry %08lx error %lx length %lu, exit %08lx error %lx, delivery %08lx error %lx\n",
	       vmread(VMCS_ENTRY_INTR_INFO), vmread(VMCS_ENTRY_ERROR_CODE), vmread(VMCS_ENTRY_INSN_LEN),
	       vmread(VMCS_EXIT_INTR_INFO), vmread(VMCS_EXIT_ERROR_CODE), vmread(VMCS_IDT_VECTORING),
	       vmread(VMCS_IDT_ERROR_CODE));
	printk(" controls: pin %08lx processor %08lx %08lx exit %08lx entry %08lx exceptions %08lx; EPTP %lx VPID %lx\n",
	       vmread(VMCS_PIN_CONTROLS), vmread(VMCS_CPU_CONTROLS), vmread(VMCS_CPU_CONTROLS2), vmread(VMCS_EXIT_CONTROLS),
	       vmread(VMCS_ENTRY_CONTROLS), vmread(VMCS_EXCEPTIONS), vmread(VMCS_EPTP),
	       vmx_has_vpid() ? vmread(VMCS_VPID) : 0);
	printk(" rip %lx rsp %lx rflags %lx; interruptibility %lx activity %lx pending debug %lx\n", vmread(VMCS_GUEST_RIP),
	       vmread(VMCS_GUEST_RSP), vmread(VMCS_GUEST_RFLAGS), vmread(VMCS_GUEST_INTERRUPTIBILITY),
	       vmread(VMCS_GUEST_ACTIVITY), vmread(VMCS_GUEST_PENDING_DEBUG));
	printk(" cr0 %lx shown as %lx (ours %lx), cr3 %lx, cr4 %lx shown as %lx (ours %lx)\n", vmread(VMCS_GUEST_CR0),
	       vmread(VMCS_CR0_SHADOW), vmread(VMCS_CR0_MASK), vmread(VMCS_GUEST_CR3), vmread(VMCS_GUEST_CR4),
	       vmread(VMCS_CR4_SHADOW), vmread(VMCS_CR4_MASK));
	printk(" EFER %lx PAT %lx DR7 %lx debugctl %lx; PDPTEs %lx %lx %lx %lx\n", vmread(VMCS_GUEST_EFER),
	       vmread(VMCS_GUEST_PAT), vmread(VMCS_GUEST_DR7), vmread(VMCS_GUEST_DEBUGCTL), vmread(VMCS_GUEST_PDPTE),
	       vmread(VMCS_GUEST_PDPTE + 2), vmread(VMCS_GUEST_PDPTE + 4), vmread(VMCS_GUEST_PDPTE + 6));
	for (unsigned int n = 0; n < ARRAY_SIZE(names); n++)
		dump_segment(names[n], n);
	printk(" GDTR limit %04lx base %016lx, IDTR limit %04lx base %016lx\n", vmread(VMCS_GUEST_GDTR_LIMIT),
	       vmread(VMCS_GUEST_GDTR_BASE), vmread(VMCS_GUEST_IDTR_LIMIT), vmread(VMCS_GUEST_IDTR_BASE));
	vmx_access_end(v, cookie);
}
