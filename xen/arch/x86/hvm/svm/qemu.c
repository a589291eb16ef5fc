/* SPDX-License-Identifier: GPL-2.0-only */
/* What QEMU 7.2's processor forgets when several threads emulate the machine, and what is done for it. */
#include <xen/cpumask.h>
#include <xen/lib.h>
#include <asm/apic.h>
#include <asm/processor.h>
#include <asm/system.h>
#include "private.h"

#define TCG_SIGNATURE 0x54474354U /* "TCGT", as the processor names itself where hypervisors do */

bool svm_on_qemu __read_mostly;

void __init svm_detect_qemu(void)
{
	svm_on_qemu = (cpuid(1).c >> 31) && cpuid(0x40000000).b == TCG_SIGNATURE;
	if (svm_on_qemu)
		printk("SVM: this is QEMU's processor: HVM and PVH guests start on other CPUs than CPU 0, if there are any\n");
}

/*
 * A VMRUN notes a virtual interrupt without the lock under which other threads tell the processor to look into its local
 * APIC: what they say at that moment can be lost, and with it the interrupt of our timer, after which no deadline would be
 * programmed again. A write of the task priority has it look.
 */
void svm_look_for_interrupts(void)
{
	apic_write(APIC_TASKPRI, apic_read(APIC_TASKPRI));
}

/*
 * Whether nested paging is on, GIF and more are bits of one word, and every processor that loads an x87 state clears a bit
 * (IGNNE#) in the first processor's word, with no lock. An entry or exit of the first one at that moment is undone in part:
 * guest or hypervisor go on with the other's translation, until the guest dies or the machine resets. So guests do not begin
 * there; a user may still pin them to it.
 */
void svm_place(struct vcpu *v)
{
	if (svm_on_qemu && cpumask_weight(&cpu_online_map) > 1)
		cpumask_clear_cpu(0, v->hard_affinity);
}
