/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine as platform_op and sysctl describe it. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/platform.h>
#include <xen/sysctl.h>
#include <public/platform.h>
#include <public/sysctl.h>
#include <asm/acpi.h>
#include <asm/hvm/hvm.h>
#include <asm/processor.h>
#include <asm/pv/misc.h>
#include <asm/time.h>

#define BIOS_KBD_SHIFT_FLAGS 0x417 /* BIOS data area */

/* Disks and monitors are not probed: real mode was left long before. */
long arch_platform_firmware_info(struct xenpf_firmware_info *info)
{
	switch (info->type) {
	case XEN_FW_DISK_INFO:
	case XEN_FW_DISK_MBR_SIGNATURE:
		return -ENOENT;
	case XEN_FW_VBEDDC_INFO:
		return -ESRCH;
	case XEN_FW_EFI_INFO:
		return -EOPNOTSUPP;
	case XEN_FW_KBD_SHIFT_FLAGS:
		info->u.kbd_shift_flags = *(const u8 *)maddr_to_virt(BIOS_KBD_SHIFT_FLAGS);
		return info->index ? -ESRCH : 0;
	}
	return -EINVAL;
}

long arch_platform_enter_acpi_sleep(struct xenpf_enter_acpi_sleep *arg)
{
	return acpi_enter_sleep(arg);
}

long arch_platform_get_cpu_version(struct xenpf_pcpu_version *v)
{
	u32 last = 0;
	unsigned int cpu;

	for_each_present_cpu(cpu)
		last = cpu;
	v->max_present = last;
	if (v->xen_cpuid >= nr_cpu_ids || !cpu_online(v->xen_cpuid)) {
		memset(v->vendor_id, 0, sizeof(v->vendor_id));
		v->family = v->model = v->stepping = 0;
		return 0;
	}
	memcpy(v->vendor_id, boot_cpu_data.vendor_id, sizeof(v->vendor_id));
	v->family = boot_cpu_data.family;
	v->model = boot_cpu_data.model;
	v->stepping = boot_cpu_data.stepping;
	return 0;
}

void arch_cpu_ids(unsigned int cpu, u32 *apic_id, u32 *acpi_id)
{
	*apic_id = x86_cpu_to_apicid[cpu];
	*acpi_id = x86_cpu_to_acpiid[cpu];
}

/* Widths in bits of the thread's and the core's number within an APIC ID. */
static void apicid_layout(unsigned int *thread_bits, unsigned int *package_bits)
{
	*thread_bits = *package_bits = 0;
	if (boot_cpu_data.cpuid_level >= 0xb && cpuid_count(0xb, 0).b) { /* SDM vol. 2, leaf 0BH */
		for (u32 sub = 0; sub < 8; sub++) {
			struct cpuid_leaf l = cpuid_count(0xb, sub);
			u32 type = l.c >> 8 & 0xff;

			if (!type)
				break;
			if (type == 1)
				*thread_bits = l.a & 31;
			*package_bits = l.a & 31;
		}
		return;
	}
	if (boot_cpu_has(X86_FEATURE_HTT))
		*package_bits = get_order_from_pages(cpuid(1).b >> 16 & 0xff);
	if (boot_cpu_data.extended_level >= 0x80000008 && boot_cpu_data.vendor == VENDOR_amd) {
		u32 c = cpuid(0x80000008).c;

		*package_bits = c >> 12 & 15 ?: get_order_from_pages((c & 0xff) + 1);
	}
}

void arch_cpu_topology(unsigned int cpu, u32 *core, u32 *socket)
{
	unsigned int thread_bits, package_bits;
	u32 id = x86_cpu_to_apicid[cpu];

	apicid_layout(&thread_bits, &package_bits);
	*socket = id >> package_bits;
	*core = (id & ((1U << package_bits) - 1)) >> thread_bits;
}

void arch_do_physinfo(struct xen_sysctl_physinfo *pi)
{
	unsigned int thread_bits, package_bits, cpu, in_core = 0, in_package = 0;
	u32 core0, socket0;

	apicid_layout(&thread_bits, &package_bits);
	arch_cpu_topology(0, &core0, &socket0);
	for_each_online_cpu(cpu) {
		u32 core, socket;

		arch_cpu_topology(cpu, &core, &socket);
		in_package += socket == socket0;
		in_core += socket == socket0 && core == core0;
	}
	pi->threads_per_core = max_t(unsigned int, 1, in_core);
	pi->cores_per_socket = max_t(unsigned int, 1, in_package / pi->threads_per_core);
	pi->cpu_khz = host_cpu_khz();
	pi->capabilities |= XEN_SYSCTL_PHYSCAP_pv;
	if (hvm_guest_ops())
		pi->capabilities |= XEN_SYSCTL_PHYSCAP_hvm | XEN_SYSCTL_PHYSCAP_hap;
	/* xl info shows them in the order of featuresets. */
	pi->hw_cap[0] = boot_cpu_data.features[FEATURESET_1d];
	pi->hw_cap[1] = boot_cpu_data.features[FEATURESET_1c];
	pi->hw_cap[2] = boot_cpu_data.features[FEATURESET_e1d];
	pi->hw_cap[3] = boot_cpu_data.features[FEATURESET_e1c];
	pi->hw_cap[4] = boot_cpu_data.features[FEATURESET_Da1];
	pi->hw_cap[5] = boot_cpu_data.features[FEATURESET_7b0];
	pi->hw_cap[6] = boot_cpu_data.features[FEATURESET_7c0];
	pi->hw_cap[7] = boot_cpu_data.features[FEATURESET_e7d];
}

/* Only a hardware domain whose vCPUs are pinned has physical CPUs to speak of. */
long arch_vcpu_op_get_physid(struct vcpu *v, vcpu_get_physid_t *arg)
{
	if (!is_hardware_domain(v->domain) || !v->hard_affinity || cpumask_weight(v->hard_affinity) != 1)
		return -EINVAL;
	arg->phys_id = x86_cpu_to_apicid[v->processor] | (u64)x86_cpu_to_acpiid[v->processor] << 32;
	return 0;
}
