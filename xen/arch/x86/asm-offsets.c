/* SPDX-License-Identifier: GPL-2.0-only */
/* Offsets and sizes for assembly: each line becomes a #define in <gen/asm-offsets.h>. */
#include <xen/domain.h>
#include <asm/current.h>

#define DEFINE(name, v) __asm__ volatile("\n@define " #name " %0" : : "i"((long)(v)))
#define OFFSET(name, type, member) DEFINE(name, offsetof(type, member))

void asm_offsets(void);
void asm_offsets(void)
{
	OFFSET(UREGS_r15, struct cpu_user_regs, r15);
	OFFSET(UREGS_r14, struct cpu_user_regs, r14);
	OFFSET(UREGS_r13, struct cpu_user_regs, r13);
	OFFSET(UREGS_r12, struct cpu_user_regs, r12);
	OFFSET(UREGS_rbp, struct cpu_user_regs, rbp);
	OFFSET(UREGS_rbx, struct cpu_user_regs, rbx);
	OFFSET(UREGS_r11, struct cpu_user_regs, r11);
	OFFSET(UREGS_r10, struct cpu_user_regs, r10);
	OFFSET(UREGS_r9, struct cpu_user_regs, r9);
	OFFSET(UREGS_r8, struct cpu_user_regs, r8);
	OFFSET(UREGS_rax, struct cpu_user_regs, rax);
	OFFSET(UREGS_rcx, struct cpu_user_regs, rcx);
	OFFSET(UREGS_rdx, struct cpu_user_regs, rdx);
	OFFSET(UREGS_rsi, struct cpu_user_regs, rsi);
	OFFSET(UREGS_rdi, struct cpu_user_regs, rdi);
	OFFSET(UREGS_error_code, struct cpu_user_regs, error_code);
	OFFSET(UREGS_entry_vector, struct cpu_user_regs, entry_vector);
	OFFSET(UREGS_saved_upcall_mask, struct cpu_user_regs, saved_upcall_mask);
	OFFSET(UREGS_rip, struct cpu_user_regs, rip);
	OFFSET(UREGS_cs, struct cpu_user_regs, cs);
	OFFSET(UREGS_eflags, struct cpu_user_regs, rflags);
	OFFSET(UREGS_rsp, struct cpu_user_regs, rsp);
	OFFSET(UREGS_ss, struct cpu_user_regs, ss);
	DEFINE(UREGS_kernel_sizeof, offsetof(struct cpu_user_regs, es));
	DEFINE(UREGS_user_sizeof, sizeof(struct cpu_user_regs));

	OFFSET(CPUINFO_guest_cpu_user_regs, struct cpu_info, guest_cpu_user_regs);
	OFFSET(CPUINFO_processor_id, struct cpu_info, processor_id);
	OFFSET(CPUINFO_current_vcpu, struct cpu_info, current_vcpu);
	OFFSET(CPUINFO_per_cpu_offset, struct cpu_info, per_cpu_offset);
	OFFSET(CPUINFO_cr4, struct cpu_info, cr4);
	DEFINE(CPUINFO_sizeof, sizeof(struct cpu_info));

	OFFSET(VCPU_processor, struct vcpu, processor);
	OFFSET(VCPU_domain, struct vcpu, domain);
	OFFSET(VCPU_vcpu_info, struct vcpu, vcpu_info);
	OFFSET(VCPU_thread_flags, struct vcpu, arch.flags);
	OFFSET(VCPU_cr3, struct vcpu, arch.cr3);
	OFFSET(VCPUINFO_upcall_pending, struct vcpu_info, evtchn_upcall_pending);
	OFFSET(VCPUINFO_upcall_mask, struct vcpu_info, evtchn_upcall_mask);
}
