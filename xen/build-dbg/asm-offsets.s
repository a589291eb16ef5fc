	.file	"asm-offsets.c"
	.text
	.section	.text.asm_offsets,"ax",@progbits
	.p2align 4
	.globl	asm_offsets
	.hidden	asm_offsets
	.type	asm_offsets, @function
asm_offsets:
#APP
# 14 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_r15 $0"
# 0 "" 2
# 15 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_rax $80"
# 0 "" 2
# 16 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_rcx $88"
# 0 "" 2
# 17 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_r11 $48"
# 0 "" 2
# 18 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_rdi $112"
# 0 "" 2
# 19 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_error_code $120"
# 0 "" 2
# 20 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_entry_vector $124"
# 0 "" 2
# 21 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_rip $128"
# 0 "" 2
# 22 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_cs $136"
# 0 "" 2
# 23 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_eflags $144"
# 0 "" 2
# 24 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_rsp $152"
# 0 "" 2
# 25 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_ss $160"
# 0 "" 2
# 26 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_kernel_sizeof $168"
# 0 "" 2
# 27 "arch/x86/asm-offsets.c" 1
	
.ascii "->UREGS_sizeof $200"
# 0 "" 2
# 28 "arch/x86/asm-offsets.c" 1
	
.ascii "->CPUINFO_processor_id $200"
# 0 "" 2
# 29 "arch/x86/asm-offsets.c" 1
	
.ascii "->CPUINFO_current_vcpu $208"
# 0 "" 2
# 30 "arch/x86/asm-offsets.c" 1
	
.ascii "->CPUINFO_per_cpu_offset $216"
# 0 "" 2
# 31 "arch/x86/asm-offsets.c" 1
	
.ascii "->CPUINFO_syscall_scratch $232"
# 0 "" 2
# 32 "arch/x86/asm-offsets.c" 1
	
.ascii "->CPUINFO_stack_bottom $240"
# 0 "" 2
# 33 "arch/x86/asm-offsets.c" 1
	
.ascii "->CPUINFO_sizeof $248"
# 0 "" 2
# 34 "arch/x86/asm-offsets.c" 1
	
.ascii "->VCPU_vcpu_info $16"
# 0 "" 2
# 35 "arch/x86/asm-offsets.c" 1
	
.ascii "->VCPU_arch_flags $832"
# 0 "" 2
# 36 "arch/x86/asm-offsets.c" 1
	
.ascii "->VCPUINFO_upcall_pending $0"
# 0 "" 2
# 37 "arch/x86/asm-offsets.c" 1
	
.ascii "->VCPUINFO_upcall_mask $1"
# 0 "" 2
#NO_APP
	ret
	.size	asm_offsets, .-asm_offsets
	.ident	"GCC: (Debian 12.2.0-14+deb12u1) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
