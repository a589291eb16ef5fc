/* SPDX-License-Identifier: GPL-2.0-only */
/* Offsets for assembly: compiled to text; the lines with "->" become gen/asm-offsets.h. Not linked. */
#ifdef GENERATE_ASM_OFFSETS
#include <xen/domain.h>
#include <xen/softirq.h>
#include <asm/current.h>

#define DEFINE(sym, val) __asm__ volatile("\n.ascii \"->" #sym " %0\"" :: "i"(val))
#define OFFSET(sym, type, member) DEFINE(sym, offsetof(type, member))

void asm_offsets(void);
void asm_offsets(void)
{
	OFFSET(UREGS_r15, struct cpu_user_regs, r15);
	OFFSET(UREGS_rax, struct cpu_user_regs, rax);
	OFFSET(UREGS_rcx, struct cpu_user_regs, rcx);
	OFFSET(UREGS_r11, struct cpu_user_regs, r11);
	OFFSET(UREGS_rdi, struct cpu_user_regs, rdi);
	OFFSET(UREGS_error_code, struct cpu_user_regs, error_code);
	OFFSET(UREGS_entry_vector, struct cpu_user_regs, entry_vector);
	OFFSET(UREGS_rip, struct cpu_user_regs, rip);
	OFFSET(UREGS_cs, struct cpu_user_regs, cs);
	OFFSET(UREGS_eflags, struct cpu_user_regs, rflags);
	OFFSET(UREGS_rsp, struct cpu_user_regs, rsp);
	OFFSET(UREGS_ss, struct cpu_user_regs, ss);
	OFFSET(UREGS_kernel_sizeof, struct cpu_user_regs, es);
	DEFINE(UREGS_sizeof, sizeof(struct cpu_user_regs));
	OFFSET(CPUINFO_processor_id, struct cpu_info, processor_id);
	OFFSET(CPUINFO_current_vcpu, struct cpu_info, current_vcpu);
	OFFSET(CPUINFO_per_cpu_offset, struct cpu_info, per_cpu_offset);
	OFFSET(CPUINFO_syscall_scratch, struct cpu_info, syscall_scratch);
	OFFSET(CPUINFO_stack_bottom, struct cpu_info, stack_bottom);
	DEFINE(CPUINFO_sizeof, sizeof(struct cpu_info));
	OFFSET(VCPU_vcpu_info, struct vcpu, vcpu_info);
	OFFSET(VCPU_arch_flags, struct vcpu, arch.flags);
	OFFSET(VCPUINFO_upcall_pending, struct vcpu_info, evtchn_upcall_pending);
	OFFSET(VCPUINFO_upcall_mask, struct vcpu_info, evtchn_upcall_mask);
}
#endif
