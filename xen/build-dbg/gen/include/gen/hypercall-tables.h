/* Made from include/hypercall.tbl by tools/gen-hypercall.py. */
__attribute__((weak)) long do_set_trap_table(trap_info_t_in traps)
{
	return hypercall_missing("do_set_trap_table");
}

__attribute__((weak)) long do_mmu_update(mmu_update_t_in updates, u32 count, u32_out pdone, u32 foreigndom)
{
	return hypercall_missing("do_mmu_update");
}

__attribute__((weak)) long do_set_gdt(u64_in frames, u32 entries)
{
	return hypercall_missing("do_set_gdt");
}

__attribute__((weak)) long do_stack_switch(u64 ss, u64 sp)
{
	return hypercall_missing("do_stack_switch");
}

__attribute__((weak)) long do_set_callbacks(u64 event, u64 failsafe, u64 syscall)
{
	return hypercall_missing("do_set_callbacks");
}

__attribute__((weak)) long do_fpu_taskswitch(u32 set)
{
	return hypercall_missing("do_fpu_taskswitch");
}

__attribute__((weak)) long do_set_debugreg(u32 reg, u64 value)
{
	return hypercall_missing("do_set_debugreg");
}

__attribute__((weak)) long do_get_debugreg(u32 reg)
{
	return hypercall_missing("do_get_debugreg");
}

__attribute__((weak)) long do_update_descriptor(u64 maddr, u64 desc)
{
	return hypercall_missing("do_update_descriptor");
}

__attribute__((weak)) long do_memory_op(u32 cmd, u8_inout arg)
{
	return hypercall_missing("do_memory_op");
}

__attribute__((weak)) long do_update_va_mapping(u64 va, u64 val, u64 flags)
{
	return hypercall_missing("do_update_va_mapping");
}

__attribute__((weak)) long do_update_va_mapping_otherdomain(u64 va, u64 val, u64 flags, u32 domid)
{
	return hypercall_missing("do_update_va_mapping_otherdomain");
}

__attribute__((weak)) long do_iret(void)
{
	return hypercall_missing("do_iret");
}

__attribute__((weak)) long do_set_segment_base(u32 which, u64 base)
{
	return hypercall_missing("do_set_segment_base");
}

__attribute__((weak)) long do_mmuext_op(mmuext_op_t_in ops, u32 count, u32_out pdone, u32 foreigndom)
{
	return hypercall_missing("do_mmuext_op");
}

__attribute__((weak)) long do_nmi_op(u32 cmd, u8_in arg)
{
	return hypercall_missing("do_nmi_op");
}

__attribute__((weak)) long do_callback_op(u32 cmd, u8_in arg)
{
	return hypercall_missing("do_callback_op");
}

__attribute__((weak)) long do_physdev_op(u32 cmd, u8_inout arg)
{
	return hypercall_missing("do_physdev_op");
}

__attribute__((weak)) long do_hvm_op(u32 cmd, u8_inout arg)
{
	return hypercall_missing("do_hvm_op");
}

__attribute__((weak)) long do_dm_op(u32 domid, u32 nr_bufs, u8_inout bufs)
{
	return hypercall_missing("do_dm_op");
}

__attribute__((weak)) long do_mca(u8_inout op)
{
	return hypercall_missing("do_mca");
}

__attribute__((weak)) long domctl_shadow_op(struct domain *d, struct xen_domctl_shadow_op *arg)
{
	return hypercall_missing("domctl_shadow_op");
}

__attribute__((weak)) long domctl_ioport_permission(struct domain *d, struct xen_domctl_ioport_permission *arg)
{
	return hypercall_missing("domctl_ioport_permission");
}

__attribute__((weak)) long domctl_hypercall_init(struct domain *d, struct xen_domctl_hypercall_init *arg)
{
	return hypercall_missing("domctl_hypercall_init");
}

__attribute__((weak)) long domctl_sendtrigger(struct domain *d, struct xen_domctl_sendtrigger *arg)
{
	return hypercall_missing("domctl_sendtrigger");
}

__attribute__((weak)) long domctl_gethvmcontext(struct domain *d, struct xen_domctl_hvmcontext *arg)
{
	return hypercall_missing("domctl_gethvmcontext");
}

__attribute__((weak)) long domctl_sethvmcontext(struct domain *d, struct xen_domctl_hvmcontext *arg)
{
	return hypercall_missing("domctl_sethvmcontext");
}

__attribute__((weak)) long domctl_set_address_size(struct domain *d, struct xen_domctl_address_size *arg)
{
	return hypercall_missing("domctl_set_address_size");
}

__attribute__((weak)) long domctl_get_address_size(struct domain *d, struct xen_domctl_address_size *arg)
{
	return hypercall_missing("domctl_get_address_size");
}

__attribute__((weak)) long domctl_memory_mapping(struct domain *d, struct xen_domctl_memory_mapping *arg)
{
	return hypercall_missing("domctl_memory_mapping");
}

__attribute__((weak)) long domctl_ioport_mapping(struct domain *d, struct xen_domctl_ioport_mapping *arg)
{
	return hypercall_missing("domctl_ioport_mapping");
}

__attribute__((weak)) long domctl_set_ext_vcpucontext(struct domain *d, struct xen_domctl_ext_vcpucontext *arg)
{
	return hypercall_missing("domctl_set_ext_vcpucontext");
}

__attribute__((weak)) long domctl_get_ext_vcpucontext(struct domain *d, struct xen_domctl_ext_vcpucontext *arg)
{
	return hypercall_missing("domctl_get_ext_vcpucontext");
}

__attribute__((weak)) long domctl_gethvmcontext_partial(struct domain *d, struct xen_domctl_hvmcontext_partial *arg)
{
	return hypercall_missing("domctl_gethvmcontext_partial");
}

__attribute__((weak)) long domctl_gettscinfo(struct domain *d, struct xen_domctl_tsc_info *arg)
{
	return hypercall_missing("domctl_gettscinfo");
}

__attribute__((weak)) long domctl_settscinfo(struct domain *d, struct xen_domctl_tsc_info *arg)
{
	return hypercall_missing("domctl_settscinfo");
}

__attribute__((weak)) long domctl_getpageframeinfo3(struct domain *d, struct xen_domctl_getpageframeinfo3 *arg)
{
	return hypercall_missing("domctl_getpageframeinfo3");
}

__attribute__((weak)) long domctl_setvcpuextstate(struct domain *d, struct xen_domctl_vcpuextstate *arg)
{
	return hypercall_missing("domctl_setvcpuextstate");
}

__attribute__((weak)) long domctl_getvcpuextstate(struct domain *d, struct xen_domctl_vcpuextstate *arg)
{
	return hypercall_missing("domctl_getvcpuextstate");
}

__attribute__((weak)) long domctl_get_vcpu_msrs(struct domain *d, struct xen_domctl_vcpu_msrs *arg)
{
	return hypercall_missing("domctl_get_vcpu_msrs");
}

__attribute__((weak)) long domctl_set_vcpu_msrs(struct domain *d, struct xen_domctl_vcpu_msrs *arg)
{
	return hypercall_missing("domctl_set_vcpu_msrs");
}

__attribute__((weak)) long domctl_get_cpu_policy(struct domain *d, struct xen_domctl_cpu_policy *arg)
{
	return hypercall_missing("domctl_get_cpu_policy");
}

__attribute__((weak)) long domctl_set_cpu_policy(struct domain *d, struct xen_domctl_cpu_policy *arg)
{
	return hypercall_missing("domctl_set_cpu_policy");
}

__attribute__((weak)) long domctl_get_paging_mempool_size(struct domain *d, struct xen_domctl_paging_mempool *arg)
{
	return hypercall_missing("domctl_get_paging_mempool_size");
}

__attribute__((weak)) long domctl_set_paging_mempool_size(struct domain *d, struct xen_domctl_paging_mempool *arg)
{
	return hypercall_missing("domctl_set_paging_mempool_size");
}

__attribute__((weak)) long arch_platform_microcode_update(struct xenpf_microcode_update *arg)
{
	return hypercall_missing("arch_platform_microcode_update");
}

__attribute__((weak)) long arch_platform_get_cpu_version(struct xenpf_pcpu_version *arg)
{
	return hypercall_missing("arch_platform_get_cpu_version");
}

__attribute__((weak)) long arch_platform_firmware_info(struct xenpf_firmware_info *arg)
{
	return hypercall_missing("arch_platform_firmware_info");
}

__attribute__((weak)) long arch_platform_enter_acpi_sleep(struct xenpf_enter_acpi_sleep *arg)
{
	return hypercall_missing("arch_platform_enter_acpi_sleep");
}

__attribute__((weak)) long arch_platform_set_pminfo(struct xenpf_set_processor_pminfo *arg)
{
	return hypercall_missing("arch_platform_set_pminfo");
}

__attribute__((weak)) long sysctl_get_cpu_featureset(struct xen_sysctl_cpu_featureset *arg)
{
	return hypercall_missing("sysctl_get_cpu_featureset");
}

__attribute__((weak)) long sysctl_get_cpu_policy(struct xen_sysctl_cpu_policy *arg)
{
	return hypercall_missing("sysctl_get_cpu_policy");
}

__attribute__((weak)) long arch_vcpu_op_send_nmi(struct vcpu *v)
{
	return hypercall_missing("arch_vcpu_op_send_nmi");
}

__attribute__((weak)) long arch_vcpu_op_get_physid(struct vcpu *v, vcpu_get_physid_t *arg)
{
	return hypercall_missing("arch_vcpu_op_get_physid");
}

__attribute__((weak)) long arch_vcpu_op_register_time_area(struct vcpu *v, vcpu_register_time_memory_area_t *arg)
{
	return hypercall_missing("arch_vcpu_op_register_time_area");
}

static unsigned long hc_set_trap_table(const unsigned long *a)
{
	return do_set_trap_table((trap_info_t_in){ .in = (const trap_info_t *)a[0] });
}

static unsigned long hc_mmu_update(const unsigned long *a)
{
	return do_mmu_update((mmu_update_t_in){ .in = (const mmu_update_t *)a[0] }, a[1], (u32_out){ .out = (u32 *)a[2] }, a[3]);
}

static unsigned long hc_set_gdt(const unsigned long *a)
{
	return do_set_gdt((u64_in){ .in = (const u64 *)a[0] }, a[1]);
}

static unsigned long hc_stack_switch(const unsigned long *a)
{
	return do_stack_switch(a[0], a[1]);
}

static unsigned long hc_set_callbacks(const unsigned long *a)
{
	return do_set_callbacks(a[0], a[1], a[2]);
}

static unsigned long hc_fpu_taskswitch(const unsigned long *a)
{
	return do_fpu_taskswitch(a[0]);
}

static unsigned long hc_sched_op_compat(const unsigned long *a)
{
	return do_sched_op_compat(a[0], a[1]);
}

static unsigned long hc_platform_op(const unsigned long *a)
{
	return do_platform_op((xen_platform_op_t_inout){ .inout = (xen_platform_op_t *)a[0] });
}

static unsigned long hc_set_debugreg(const unsigned long *a)
{
	return do_set_debugreg(a[0], a[1]);
}

static unsigned long hc_get_debugreg(const unsigned long *a)
{
	return do_get_debugreg(a[0]);
}

static unsigned long hc_update_descriptor(const unsigned long *a)
{
	return do_update_descriptor(a[0], a[1]);
}

static unsigned long hc_memory_op(const unsigned long *a)
{
	return do_memory_op(a[0], (u8_inout){ .inout = (u8 *)a[1] });
}

static unsigned long hc_multicall(const unsigned long *a)
{
	return do_multicall((multicall_entry_t_inout){ .inout = (multicall_entry_t *)a[0] }, a[1]);
}

static unsigned long hc_update_va_mapping(const unsigned long *a)
{
	return do_update_va_mapping(a[0], a[1], a[2]);
}

static unsigned long hc_set_timer_op(const unsigned long *a)
{
	return do_set_timer_op(a[0]);
}

static unsigned long hc_event_channel_op_compat(const unsigned long *a)
{
	return do_event_channel_op_compat((evtchn_op_t_inout){ .inout = (evtchn_op_t *)a[0] });
}

static unsigned long hc_xen_version(const unsigned long *a)
{
	return do_xen_version(a[0], (u8_out){ .out = (u8 *)a[1] });
}

static unsigned long hc_console_io(const unsigned long *a)
{
	return do_console_io(a[0], a[1], (char_inout){ .inout = (char *)a[2] });
}

static unsigned long hc_physdev_op_compat(const unsigned long *a)
{
	return do_physdev_op_compat((u8_inout){ .inout = (u8 *)a[0] });
}

static unsigned long hc_grant_table_op(const unsigned long *a)
{
	return do_grant_table_op(a[0], (u8_inout){ .inout = (u8 *)a[1] }, a[2]);
}

static unsigned long hc_vm_assist(const unsigned long *a)
{
	return do_vm_assist(a[0], a[1]);
}

static unsigned long hc_update_va_mapping_otherdomain(const unsigned long *a)
{
	return do_update_va_mapping_otherdomain(a[0], a[1], a[2], a[3]);
}

static unsigned long hc_iret(const unsigned long *a)
{
	return do_iret();
}

static unsigned long hc_vcpu_op(const unsigned long *a)
{
	return do_vcpu_op(a[0], a[1], (u8_inout){ .inout = (u8 *)a[2] });
}

static unsigned long hc_set_segment_base(const unsigned long *a)
{
	return do_set_segment_base(a[0], a[1]);
}

static unsigned long hc_mmuext_op(const unsigned long *a)
{
	return do_mmuext_op((mmuext_op_t_in){ .in = (const mmuext_op_t *)a[0] }, a[1], (u32_out){ .out = (u32 *)a[2] }, a[3]);
}

static unsigned long hc_xsm_op(const unsigned long *a)
{
	return do_xsm_op((u8_inout){ .inout = (u8 *)a[0] });
}

static unsigned long hc_nmi_op(const unsigned long *a)
{
	return do_nmi_op(a[0], (u8_in){ .in = (const u8 *)a[1] });
}

static unsigned long hc_sched_op(const unsigned long *a)
{
	return do_sched_op(a[0], (u8_inout){ .inout = (u8 *)a[1] });
}

static unsigned long hc_callback_op(const unsigned long *a)
{
	return do_callback_op(a[0], (u8_in){ .in = (const u8 *)a[1] });
}

static unsigned long hc_event_channel_op(const unsigned long *a)
{
	return do_event_channel_op(a[0], (u8_inout){ .inout = (u8 *)a[1] });
}

static unsigned long hc_physdev_op(const unsigned long *a)
{
	return do_physdev_op(a[0], (u8_inout){ .inout = (u8 *)a[1] });
}

static unsigned long hc_hvm_op(const unsigned long *a)
{
	return do_hvm_op(a[0], (u8_inout){ .inout = (u8 *)a[1] });
}

static unsigned long hc_sysctl(const unsigned long *a)
{
	return do_sysctl((xen_sysctl_t_inout){ .inout = (xen_sysctl_t *)a[0] });
}

static unsigned long hc_domctl(const unsigned long *a)
{
	return do_domctl((xen_domctl_t_inout){ .inout = (xen_domctl_t *)a[0] });
}

static unsigned long hc_xenpmu_op(const unsigned long *a)
{
	return do_xenpmu_op(a[0], (u8_inout){ .inout = (u8 *)a[1] });
}

static unsigned long hc_dm_op(const unsigned long *a)
{
	return do_dm_op(a[0], a[1], (u8_inout){ .inout = (u8 *)a[2] });
}

static unsigned long hc_mca(const unsigned long *a)
{
	return do_mca((u8_inout){ .inout = (u8 *)a[0] });
}

const hypercall_fn_t pv_hypercall_table[NR_HYPERCALLS] = {
	[0] = hc_set_trap_table,
	[1] = hc_mmu_update,
	[2] = hc_set_gdt,
	[3] = hc_stack_switch,
	[4] = hc_set_callbacks,
	[5] = hc_fpu_taskswitch,
	[6] = hc_sched_op_compat,
	[7] = hc_platform_op,
	[8] = hc_set_debugreg,
	[9] = hc_get_debugreg,
	[10] = hc_update_descriptor,
	[12] = hc_memory_op,
	[13] = hc_multicall,
	[14] = hc_update_va_mapping,
	[15] = hc_set_timer_op,
	[16] = hc_event_channel_op_compat,
	[17] = hc_xen_version,
	[18] = hc_console_io,
	[19] = hc_physdev_op_compat,
	[20] = hc_grant_table_op,
	[21] = hc_vm_assist,
	[22] = hc_update_va_mapping_otherdomain,
	[23] = hc_iret,
	[24] = hc_vcpu_op,
	[25] = hc_set_segment_base,
	[26] = hc_mmuext_op,
	[27] = hc_xsm_op,
	[28] = hc_nmi_op,
	[29] = hc_sched_op,
	[30] = hc_callback_op,
	[32] = hc_event_channel_op,
	[33] = hc_physdev_op,
	[34] = hc_hvm_op,
	[35] = hc_sysctl,
	[36] = hc_domctl,
	[40] = hc_xenpmu_op,
	[41] = hc_dm_op,
	[48] = hc_mca,
};

const hypercall_fn_t hvm_hypercall_table[NR_HYPERCALLS] = {
	[6] = hc_sched_op_compat,
	[7] = hc_platform_op,
	[12] = hc_memory_op,
	[13] = hc_multicall,
	[15] = hc_set_timer_op,
	[16] = hc_event_channel_op_compat,
	[17] = hc_xen_version,
	[18] = hc_console_io,
	[19] = hc_physdev_op_compat,
	[20] = hc_grant_table_op,
	[21] = hc_vm_assist,
	[24] = hc_vcpu_op,
	[27] = hc_xsm_op,
	[29] = hc_sched_op,
	[32] = hc_event_channel_op,
	[33] = hc_physdev_op,
	[34] = hc_hvm_op,
	[35] = hc_sysctl,
	[36] = hc_domctl,
	[41] = hc_dm_op,
	[48] = hc_mca,
};

const char *const hypercall_names[NR_HYPERCALLS] = {
	[0] = "set_trap_table",
	[1] = "mmu_update",
	[2] = "set_gdt",
	[3] = "stack_switch",
	[4] = "set_callbacks",
	[5] = "fpu_taskswitch",
	[6] = "sched_op_compat",
	[7] = "platform_op",
	[8] = "set_debugreg",
	[9] = "get_debugreg",
	[10] = "update_descriptor",
	[12] = "memory_op",
	[13] = "multicall",
	[14] = "update_va_mapping",
	[15] = "set_timer_op",
	[16] = "event_channel_op_compat",
	[17] = "xen_version",
	[18] = "console_io",
	[19] = "physdev_op_compat",
	[20] = "grant_table_op",
	[21] = "vm_assist",
	[22] = "update_va_mapping_otherdomain",
	[23] = "iret",
	[24] = "vcpu_op",
	[25] = "set_segment_base",
	[26] = "mmuext_op",
	[27] = "xsm_op",
	[28] = "nmi_op",
	[29] = "sched_op",
	[30] = "callback_op",
	[31] = "xenoprof_op",
	[32] = "event_channel_op",
	[33] = "physdev_op",
	[34] = "hvm_op",
	[35] = "sysctl",
	[36] = "domctl",
	[37] = "kexec_op",
	[38] = "tmem_op",
	[39] = "argo_op",
	[40] = "xenpmu_op",
	[41] = "dm_op",
	[42] = "hypfs_op",
	[48] = "mca",
	[49] = "paging_domctl_cont",
};

static long op_domctl_createdomain(void *ctx, void *arg)
{
	return domctl_createdomain(ctx, arg);
}

static long op_domctl_destroydomain(void *ctx, void *arg)
{
	return domctl_destroydomain(ctx);
}

static long op_domctl_pausedomain(void *ctx, void *arg)
{
	return domctl_pausedomain(ctx);
}

static long op_domctl_unpausedomain(void *ctx, void *arg)
{
	return domctl_unpausedomain(ctx);
}

static long op_domctl_getdomaininfo(void *ctx, void *arg)
{
	return domctl_getdomaininfo(ctx, arg);
}

static long op_domctl_setvcpuaffinity(void *ctx, void *arg)
{
	return domctl_setvcpuaffinity(ctx, arg);
}

static long op_domctl_shadow_op(void *ctx, void *arg)
{
	return domctl_shadow_op(ctx, arg);
}

static long op_domctl_max_mem(void *ctx, void *arg)
{
	return domctl_max_mem(ctx, arg);
}

static long op_domctl_setvcpucontext(void *ctx, void *arg)
{
	return domctl_setvcpucontext(ctx, arg);
}

static long op_domctl_getvcpucontext(void *ctx, void *arg)
{
	return domctl_getvcpucontext(ctx, arg);
}

static long op_domctl_getvcpuinfo(void *ctx, void *arg)
{
	return domctl_getvcpuinfo(ctx, arg);
}

static long op_domctl_max_vcpus(void *ctx, void *arg)
{
	return domctl_max_vcpus(ctx, arg);
}

static long op_domctl_scheduler_op(void *ctx, void *arg)
{
	return domctl_scheduler_op(ctx, arg);
}

static long op_domctl_setdomainhandle(void *ctx, void *arg)
{
	return domctl_setdomainhandle(ctx, arg);
}

static long op_domctl_setdebugging(void *ctx, void *arg)
{
	return domctl_setdebugging(ctx, arg);
}

static long op_domctl_irq_permission(void *ctx, void *arg)
{
	return domctl_irq_permission(ctx, arg);
}

static long op_domctl_iomem_permission(void *ctx, void *arg)
{
	return domctl_iomem_permission(ctx, arg);
}

static long op_domctl_ioport_permission(void *ctx, void *arg)
{
	return domctl_ioport_permission(ctx, arg);
}

static long op_domctl_hypercall_init(void *ctx, void *arg)
{
	return domctl_hypercall_init(ctx, arg);
}

static long op_domctl_settimeoffset(void *ctx, void *arg)
{
	return domctl_settimeoffset(ctx, arg);
}

static long op_domctl_getvcpuaffinity(void *ctx, void *arg)
{
	return domctl_getvcpuaffinity(ctx, arg);
}

static long op_domctl_resumedomain(void *ctx, void *arg)
{
	return domctl_resumedomain(ctx);
}

static long op_domctl_sendtrigger(void *ctx, void *arg)
{
	return domctl_sendtrigger(ctx, arg);
}

static long op_domctl_subscribe(void *ctx, void *arg)
{
	return domctl_subscribe(ctx, arg);
}

static long op_domctl_gethvmcontext(void *ctx, void *arg)
{
	return domctl_gethvmcontext(ctx, arg);
}

static long op_domctl_sethvmcontext(void *ctx, void *arg)
{
	return domctl_sethvmcontext(ctx, arg);
}

static long op_domctl_set_address_size(void *ctx, void *arg)
{
	return domctl_set_address_size(ctx, arg);
}

static long op_domctl_get_address_size(void *ctx, void *arg)
{
	return domctl_get_address_size(ctx, arg);
}

static long op_domctl_memory_mapping(void *ctx, void *arg)
{
	return domctl_memory_mapping(ctx, arg);
}

static long op_domctl_ioport_mapping(void *ctx, void *arg)
{
	return domctl_ioport_mapping(ctx, arg);
}

static long op_domctl_set_ext_vcpucontext(void *ctx, void *arg)
{
	return domctl_set_ext_vcpucontext(ctx, arg);
}

static long op_domctl_get_ext_vcpucontext(void *ctx, void *arg)
{
	return domctl_get_ext_vcpucontext(ctx, arg);
}

static long op_domctl_set_target(void *ctx, void *arg)
{
	return domctl_set_target(ctx, arg);
}

static long op_domctl_gethvmcontext_partial(void *ctx, void *arg)
{
	return domctl_gethvmcontext_partial(ctx, arg);
}

static long op_domctl_gettscinfo(void *ctx, void *arg)
{
	return domctl_gettscinfo(ctx, arg);
}

static long op_domctl_settscinfo(void *ctx, void *arg)
{
	return domctl_settscinfo(ctx, arg);
}

static long op_domctl_getpageframeinfo3(void *ctx, void *arg)
{
	return domctl_getpageframeinfo3(ctx, arg);
}

static long op_domctl_setvcpuextstate(void *ctx, void *arg)
{
	return domctl_setvcpuextstate(ctx, arg);
}

static long op_domctl_getvcpuextstate(void *ctx, void *arg)
{
	return domctl_getvcpuextstate(ctx, arg);
}

static long op_domctl_set_virq_handler(void *ctx, void *arg)
{
	return domctl_set_virq_handler(ctx, arg);
}

static long op_domctl_setnodeaffinity(void *ctx, void *arg)
{
	return domctl_setnodeaffinity(ctx, arg);
}

static long op_domctl_getnodeaffinity(void *ctx, void *arg)
{
	return domctl_getnodeaffinity(ctx, arg);
}

static long op_domctl_get_vcpu_msrs(void *ctx, void *arg)
{
	return domctl_get_vcpu_msrs(ctx, arg);
}

static long op_domctl_set_vcpu_msrs(void *ctx, void *arg)
{
	return domctl_set_vcpu_msrs(ctx, arg);
}

static long op_domctl_soft_reset(void *ctx, void *arg)
{
	return domctl_soft_reset(ctx);
}

static long op_domctl_get_cpu_policy(void *ctx, void *arg)
{
	return domctl_get_cpu_policy(ctx, arg);
}

static long op_domctl_set_cpu_policy(void *ctx, void *arg)
{
	return domctl_set_cpu_policy(ctx, arg);
}

static long op_domctl_get_paging_mempool_size(void *ctx, void *arg)
{
	return domctl_get_paging_mempool_size(ctx, arg);
}

static long op_domctl_set_paging_mempool_size(void *ctx, void *arg)
{
	return domctl_set_paging_mempool_size(ctx, arg);
}

static const struct subop domctl_rows[] = {
	[1] = { op_domctl_createdomain, "createdomain", sizeof(struct xen_domctl), 0, SUBOP_nodomain | SUBOP_in | SUBOP_out },
	[2] = { op_domctl_destroydomain, "destroydomain", 0, 0, SUBOP_others },
	[3] = { op_domctl_pausedomain, "pausedomain", 0, 0, SUBOP_others },
	[4] = { op_domctl_unpausedomain, "unpausedomain", 0, 0, 0 },
	[5] = { op_domctl_getdomaininfo, "getdomaininfo", sizeof(struct xen_domctl), 0, SUBOP_nodomain | SUBOP_in | SUBOP_out },
	[9] = { op_domctl_setvcpuaffinity, "setvcpuaffinity", sizeof(struct xen_domctl_vcpuaffinity), offsetof(struct xen_domctl, u.vcpuaffinity), SUBOP_in | SUBOP_out },
	[10] = { op_domctl_shadow_op, "shadow_op", sizeof(struct xen_domctl_shadow_op), offsetof(struct xen_domctl, u.shadow_op), SUBOP_in | SUBOP_out },
	[11] = { op_domctl_max_mem, "max_mem", sizeof(struct xen_domctl_max_mem), offsetof(struct xen_domctl, u.max_mem), SUBOP_in },
	[12] = { op_domctl_setvcpucontext, "setvcpucontext", sizeof(struct xen_domctl_vcpucontext), offsetof(struct xen_domctl, u.vcpucontext), SUBOP_others | SUBOP_in },
	[13] = { op_domctl_getvcpucontext, "getvcpucontext", sizeof(struct xen_domctl_vcpucontext), offsetof(struct xen_domctl, u.vcpucontext), SUBOP_in },
	[14] = { op_domctl_getvcpuinfo, "getvcpuinfo", sizeof(struct xen_domctl_getvcpuinfo), offsetof(struct xen_domctl, u.getvcpuinfo), SUBOP_in | SUBOP_out },
	[15] = { op_domctl_max_vcpus, "max_vcpus", sizeof(struct xen_domctl_max_vcpus), offsetof(struct xen_domctl, u.max_vcpus), SUBOP_others | SUBOP_in },
	[16] = { op_domctl_scheduler_op, "scheduler_op", sizeof(struct xen_domctl_scheduler_op), offsetof(struct xen_domctl, u.scheduler_op), SUBOP_in | SUBOP_out },
	[17] = { op_domctl_setdomainhandle, "setdomainhandle", sizeof(struct xen_domctl_setdomainhandle), offsetof(struct xen_domctl, u.setdomainhandle), SUBOP_in },
	[18] = { op_domctl_setdebugging, "setdebugging", sizeof(struct xen_domctl_setdebugging), offsetof(struct xen_domctl, u.setdebugging), SUBOP_others | SUBOP_in },
	[19] = { op_domctl_irq_permission, "irq_permission", sizeof(struct xen_domctl_irq_permission), offsetof(struct xen_domctl, u.irq_permission), SUBOP_in },
	[20] = { op_domctl_iomem_permission, "iomem_permission", sizeof(struct xen_domctl_iomem_permission), offsetof(struct xen_domctl, u.iomem_permission), SUBOP_in },
	[21] = { op_domctl_ioport_permission, "ioport_permission", sizeof(struct xen_domctl_ioport_permission), offsetof(struct xen_domctl, u.ioport_permission), SUBOP_in },
	[22] = { op_domctl_hypercall_init, "hypercall_init", sizeof(struct xen_domctl_hypercall_init), offsetof(struct xen_domctl, u.hypercall_init), SUBOP_in },
	[24] = { op_domctl_settimeoffset, "settimeoffset", sizeof(struct xen_domctl_settimeoffset), offsetof(struct xen_domctl, u.settimeoffset), SUBOP_in },
	[25] = { op_domctl_getvcpuaffinity, "getvcpuaffinity", sizeof(struct xen_domctl_vcpuaffinity), offsetof(struct xen_domctl, u.vcpuaffinity), SUBOP_in | SUBOP_out },
	[27] = { op_domctl_resumedomain, "resumedomain", 0, 0, SUBOP_others },
	[28] = { op_domctl_sendtrigger, "sendtrigger", sizeof(struct xen_domctl_sendtrigger), offsetof(struct xen_domctl, u.sendtrigger), SUBOP_in },
	[29] = { op_domctl_subscribe, "subscribe", sizeof(struct xen_domctl_subscribe), offsetof(struct xen_domctl, u.subscribe), SUBOP_in },
	[33] = { op_domctl_gethvmcontext, "gethvmcontext", sizeof(struct xen_domctl_hvmcontext), offsetof(struct xen_domctl, u.hvmcontext), SUBOP_in | SUBOP_out },
	[34] = { op_domctl_sethvmcontext, "sethvmcontext", sizeof(struct xen_domctl_hvmcontext), offsetof(struct xen_domctl, u.hvmcontext), SUBOP_in },
	[35] = { op_domctl_set_address_size, "set_address_size", sizeof(struct xen_domctl_address_size), offsetof(struct xen_domctl, u.address_size), SUBOP_in },
	[36] = { op_domctl_get_address_size, "get_address_size", sizeof(struct xen_domctl_address_size), offsetof(struct xen_domctl, u.address_size), SUBOP_in | SUBOP_out },
	[37] = { NULL, "assign_device", sizeof(struct xen_domctl_assign_device), offsetof(struct xen_domctl, u.assign_device), SUBOP_in },
	[38] = { NULL, "bind_pt_irq", sizeof(struct xen_domctl_bind_pt_irq), offsetof(struct xen_domctl, u.bind_pt_irq), SUBOP_in },
	[39] = { op_domctl_memory_mapping, "memory_mapping", sizeof(struct xen_domctl_memory_mapping), offsetof(struct xen_domctl, u.memory_mapping), SUBOP_in },
	[40] = { op_domctl_ioport_mapping, "ioport_mapping", sizeof(struct xen_domctl_ioport_mapping), offsetof(struct xen_domctl, u.ioport_mapping), SUBOP_in },
	[42] = { op_domctl_set_ext_vcpucontext, "set_ext_vcpucontext", sizeof(struct xen_domctl_ext_vcpucontext), offsetof(struct xen_domctl, u.ext_vcpucontext), SUBOP_in },
	[43] = { op_domctl_get_ext_vcpucontext, "get_ext_vcpucontext", sizeof(struct xen_domctl_ext_vcpucontext), offsetof(struct xen_domctl, u.ext_vcpucontext), SUBOP_in | SUBOP_out },
	[45] = { NULL, "test_assign_device", sizeof(struct xen_domctl_assign_device), offsetof(struct xen_domctl, u.assign_device), SUBOP_nodomain | SUBOP_in },
	[46] = { op_domctl_set_target, "set_target", sizeof(struct xen_domctl_set_target), offsetof(struct xen_domctl, u.set_target), SUBOP_in },
	[47] = { NULL, "deassign_device", sizeof(struct xen_domctl_assign_device), offsetof(struct xen_domctl, u.assign_device), SUBOP_in },
	[48] = { NULL, "unbind_pt_irq", sizeof(struct xen_domctl_bind_pt_irq), offsetof(struct xen_domctl, u.bind_pt_irq), SUBOP_in },
	[50] = { NULL, "get_device_group", sizeof(struct xen_domctl_get_device_group), offsetof(struct xen_domctl, u.get_device_group), SUBOP_in | SUBOP_out },
	[54] = { NULL, "debug_op", sizeof(struct xen_domctl_debug_op), offsetof(struct xen_domctl, u.debug_op), SUBOP_in },
	[55] = { op_domctl_gethvmcontext_partial, "gethvmcontext_partial", sizeof(struct xen_domctl_hvmcontext_partial), offsetof(struct xen_domctl, u.hvmcontext_partial), SUBOP_in | SUBOP_out },
	[56] = { NULL, "vm_event_op", sizeof(struct xen_domctl_vm_event_op), offsetof(struct xen_domctl, u.vm_event_op), SUBOP_in | SUBOP_out },
	[57] = { NULL, "mem_sharing_op", sizeof(struct xen_domctl_mem_sharing_op), offsetof(struct xen_domctl, u.mem_sharing_op), SUBOP_in | SUBOP_out },
	[59] = { op_domctl_gettscinfo, "gettscinfo", sizeof(struct xen_domctl_tsc_info), offsetof(struct xen_domctl, u.tsc_info), SUBOP_in | SUBOP_out },
	[60] = { op_domctl_settscinfo, "settscinfo", sizeof(struct xen_domctl_tsc_info), offsetof(struct xen_domctl, u.tsc_info), SUBOP_in },
	[61] = { op_domctl_getpageframeinfo3, "getpageframeinfo3", sizeof(struct xen_domctl_getpageframeinfo3), offsetof(struct xen_domctl, u.getpageframeinfo3), SUBOP_in | SUBOP_out },
	[62] = { op_domctl_setvcpuextstate, "setvcpuextstate", sizeof(struct xen_domctl_vcpuextstate), offsetof(struct xen_domctl, u.vcpuextstate), SUBOP_in },
	[63] = { op_domctl_getvcpuextstate, "getvcpuextstate", sizeof(struct xen_domctl_vcpuextstate), offsetof(struct xen_domctl, u.vcpuextstate), SUBOP_in | SUBOP_out },
	[64] = { NULL, "set_access_required", sizeof(struct xen_domctl_set_access_required), offsetof(struct xen_domctl, u.access_required), SUBOP_in },
	[65] = { NULL, "audit_p2m", sizeof(struct xen_domctl_audit_p2m), offsetof(struct xen_domctl, u.audit_p2m), SUBOP_in | SUBOP_out },
	[66] = { op_domctl_set_virq_handler, "set_virq_handler", sizeof(struct xen_domctl_set_virq_handler), offsetof(struct xen_domctl, u.set_virq_handler), SUBOP_in },
	[67] = { NULL, "set_broken_page_p2m", sizeof(struct xen_domctl_set_broken_page_p2m), offsetof(struct xen_domctl, u.set_broken_page_p2m), SUBOP_in },
	[68] = { op_domctl_setnodeaffinity, "setnodeaffinity", sizeof(struct xen_domctl_nodeaffinity), offsetof(struct xen_domctl, u.nodeaffinity), SUBOP_in },
	[69] = { op_domctl_getnodeaffinity, "getnodeaffinity", sizeof(struct xen_domctl_nodeaffinity), offsetof(struct xen_domctl, u.nodeaffinity), SUBOP_in | SUBOP_out },
	[71] = { NULL, "cacheflush", sizeof(struct xen_domctl_cacheflush), offsetof(struct xen_domctl, u.cacheflush), SUBOP_in },
	[72] = { op_domctl_get_vcpu_msrs, "get_vcpu_msrs", sizeof(struct xen_domctl_vcpu_msrs), offsetof(struct xen_domctl, u.vcpu_msrs), SUBOP_in | SUBOP_out },
	[73] = { op_domctl_set_vcpu_msrs, "set_vcpu_msrs", sizeof(struct xen_domctl_vcpu_msrs), offsetof(struct xen_domctl, u.vcpu_msrs), SUBOP_in | SUBOP_out },
	[74] = { NULL, "setvnumainfo", sizeof(struct xen_domctl_vnuma), offsetof(struct xen_domctl, u.vnuma), SUBOP_in },
	[75] = { NULL, "psr_cmt_op", sizeof(struct xen_domctl_psr_cmt_op), offsetof(struct xen_domctl, u.psr_cmt_op), SUBOP_in | SUBOP_out },
	[77] = { NULL, "monitor_op", sizeof(struct xen_domctl_monitor_op), offsetof(struct xen_domctl, u.monitor_op), SUBOP_in | SUBOP_out },
	[78] = { NULL, "psr_alloc", sizeof(struct xen_domctl_psr_alloc), offsetof(struct xen_domctl, u.psr_alloc), SUBOP_in | SUBOP_out },
	[79] = { op_domctl_soft_reset, "soft_reset", 0, 0, SUBOP_others },
	[81] = { NULL, "vuart_op", sizeof(struct xen_domctl_vuart_op), offsetof(struct xen_domctl, u.vuart_op), SUBOP_in | SUBOP_out },
	[82] = { op_domctl_get_cpu_policy, "get_cpu_policy", sizeof(struct xen_domctl_cpu_policy), offsetof(struct xen_domctl, u.cpu_policy), SUBOP_always | SUBOP_in | SUBOP_out },
	[83] = { op_domctl_set_cpu_policy, "set_cpu_policy", sizeof(struct xen_domctl_cpu_policy), offsetof(struct xen_domctl, u.cpu_policy), SUBOP_always | SUBOP_in | SUBOP_out },
	[84] = { NULL, "vmtrace_op", sizeof(struct xen_domctl_vmtrace_op), offsetof(struct xen_domctl, u.vmtrace_op), SUBOP_in | SUBOP_out },
	[85] = { op_domctl_get_paging_mempool_size, "get_paging_mempool_size", sizeof(struct xen_domctl_paging_mempool), offsetof(struct xen_domctl, u.paging_mempool), SUBOP_in | SUBOP_out },
	[86] = { op_domctl_set_paging_mempool_size, "set_paging_mempool_size", sizeof(struct xen_domctl_paging_mempool), offsetof(struct xen_domctl, u.paging_mempool), SUBOP_in },
};
const struct subop_table domctl_table = { "domctl", domctl_rows, ARRAY_SIZE(domctl_rows) };

static long op_event_channel_op_bind_interdomain(void *ctx, void *arg)
{
	return evtchn_bind_interdomain(arg);
}

static long op_event_channel_op_bind_virq(void *ctx, void *arg)
{
	return evtchn_op_bind_virq(arg);
}

static long op_event_channel_op_bind_pirq(void *ctx, void *arg)
{
	return evtchn_bind_pirq(arg);
}

static long op_event_channel_op_close(void *ctx, void *arg)
{
	return evtchn_op_close(arg);
}

static long op_event_channel_op_send(void *ctx, void *arg)
{
	return evtchn_op_send(arg);
}

static long op_event_channel_op_status(void *ctx, void *arg)
{
	return evtchn_op_status(arg);
}

static long op_event_channel_op_alloc_unbound(void *ctx, void *arg)
{
	return evtchn_alloc_unbound(arg);
}

static long op_event_channel_op_bind_ipi(void *ctx, void *arg)
{
	return evtchn_bind_ipi(arg);
}

static long op_event_channel_op_bind_vcpu(void *ctx, void *arg)
{
	return evtchn_op_bind_vcpu(arg);
}

static long op_event_channel_op_unmask(void *ctx, void *arg)
{
	return evtchn_op_unmask(arg);
}

static long op_event_channel_op_reset(void *ctx, void *arg)
{
	return evtchn_op_reset(arg);
}

static long op_event_channel_op_init_control(void *ctx, void *arg)
{
	return evtchn_fifo_init_control(arg);
}

static long op_event_channel_op_expand_array(void *ctx, void *arg)
{
	return evtchn_fifo_expand_array(arg);
}

static long op_event_channel_op_set_priority(void *ctx, void *arg)
{
	return evtchn_op_set_priority(arg);
}

static const struct subop event_channel_op_rows[] = {
	[0] = { op_event_channel_op_bind_interdomain, "bind_interdomain", sizeof(evtchn_bind_interdomain_t), 0, SUBOP_in | SUBOP_out },
	[1] = { op_event_channel_op_bind_virq, "bind_virq", sizeof(evtchn_bind_virq_t), 0, SUBOP_in | SUBOP_out },
	[2] = { op_event_channel_op_bind_pirq, "bind_pirq", sizeof(evtchn_bind_pirq_t), 0, SUBOP_in | SUBOP_out },
	[3] = { op_event_channel_op_close, "close", sizeof(evtchn_close_t), 0, SUBOP_in },
	[4] = { op_event_channel_op_send, "send", sizeof(evtchn_send_t), 0, SUBOP_in },
	[5] = { op_event_channel_op_status, "status", sizeof(evtchn_status_t), 0, SUBOP_in | SUBOP_out },
	[6] = { op_event_channel_op_alloc_unbound, "alloc_unbound", sizeof(evtchn_alloc_unbound_t), 0, SUBOP_in | SUBOP_out },
	[7] = { op_event_channel_op_bind_ipi, "bind_ipi", sizeof(evtchn_bind_ipi_t), 0, SUBOP_in | SUBOP_out },
	[8] = { op_event_channel_op_bind_vcpu, "bind_vcpu", sizeof(evtchn_bind_vcpu_t), 0, SUBOP_in },
	[9] = { op_event_channel_op_unmask, "unmask", sizeof(evtchn_unmask_t), 0, SUBOP_in },
	[10] = { op_event_channel_op_reset, "reset", sizeof(evtchn_reset_t), 0, SUBOP_in },
	[11] = { op_event_channel_op_init_control, "init_control", sizeof(evtchn_init_control_t), 0, SUBOP_in | SUBOP_out },
	[12] = { op_event_channel_op_expand_array, "expand_array", sizeof(evtchn_expand_array_t), 0, SUBOP_in },
	[13] = { op_event_channel_op_set_priority, "set_priority", sizeof(evtchn_set_priority_t), 0, SUBOP_in },
};
const struct subop_table event_channel_op_table = { "event_channel_op", event_channel_op_rows, ARRAY_SIZE(event_channel_op_rows) };

static long op_grant_table_op_map_grant_ref(void *ctx, void *arg)
{
	return gnttab_map_grant_ref(ctx, arg);
}

static long op_grant_table_op_unmap_grant_ref(void *ctx, void *arg)
{
	return gnttab_unmap_grant_ref(ctx, arg);
}

static long op_grant_table_op_setup_table(void *ctx, void *arg)
{
	return gnttab_setup_table(ctx, arg);
}

static long op_grant_table_op_dump_table(void *ctx, void *arg)
{
	return gnttab_dump_table(ctx, arg);
}

static long op_grant_table_op_copy(void *ctx, void *arg)
{
	return gnttab_copy_one(ctx, arg);
}

static long op_grant_table_op_query_size(void *ctx, void *arg)
{
	return gnttab_query_size(ctx, arg);
}

static long op_grant_table_op_unmap_and_replace(void *ctx, void *arg)
{
	return gnttab_unmap_and_replace(ctx, arg);
}

static long op_grant_table_op_set_version(void *ctx, void *arg)
{
	return gnttab_set_version(ctx, arg);
}

static long op_grant_table_op_get_status_frames(void *ctx, void *arg)
{
	return gnttab_get_status_frames(ctx, arg);
}

static long op_grant_table_op_get_version(void *ctx, void *arg)
{
	return gnttab_get_version(ctx, arg);
}

static long op_grant_table_op_swap_grant_ref(void *ctx, void *arg)
{
	return gnttab_swap_grant_ref(ctx, arg);
}

static const struct subop grant_table_op_rows[] = {
	[0] = { op_grant_table_op_map_grant_ref, "map_grant_ref", sizeof(gnttab_map_grant_ref_t), 0, SUBOP_in | SUBOP_out },
	[1] = { op_grant_table_op_unmap_grant_ref, "unmap_grant_ref", sizeof(gnttab_unmap_grant_ref_t), 0, SUBOP_in | SUBOP_out },
	[2] = { op_grant_table_op_setup_table, "setup_table", sizeof(gnttab_setup_table_t), 0, SUBOP_in | SUBOP_out },
	[3] = { op_grant_table_op_dump_table, "dump_table", sizeof(gnttab_dump_table_t), 0, SUBOP_in | SUBOP_out },
	[5] = { op_grant_table_op_copy, "copy", sizeof(gnttab_copy_t), 0, SUBOP_in | SUBOP_out },
	[6] = { op_grant_table_op_query_size, "query_size", sizeof(gnttab_query_size_t), 0, SUBOP_in | SUBOP_out },
	[7] = { op_grant_table_op_unmap_and_replace, "unmap_and_replace", sizeof(gnttab_unmap_and_replace_t), 0, SUBOP_in | SUBOP_out },
	[8] = { op_grant_table_op_set_version, "set_version", sizeof(gnttab_set_version_t), 0, SUBOP_in | SUBOP_out },
	[9] = { op_grant_table_op_get_status_frames, "get_status_frames", sizeof(gnttab_get_status_frames_t), 0, SUBOP_in | SUBOP_out },
	[10] = { op_grant_table_op_get_version, "get_version", sizeof(gnttab_get_version_t), 0, SUBOP_in | SUBOP_out },
	[11] = { op_grant_table_op_swap_grant_ref, "swap_grant_ref", sizeof(gnttab_swap_grant_ref_t), 0, SUBOP_in | SUBOP_out },
};
const struct subop_table grant_table_op_table = { "grant_table_op", grant_table_op_rows, ARRAY_SIZE(grant_table_op_rows) };

static long op_platform_op_settime32(void *ctx, void *arg)
{
	return platform_settime32(arg);
}

static long op_platform_op_microcode_update(void *ctx, void *arg)
{
	return arch_platform_microcode_update(arg);
}

static long op_platform_op_get_cpu_version(void *ctx, void *arg)
{
	return arch_platform_get_cpu_version(arg);
}

static long op_platform_op_firmware_info(void *ctx, void *arg)
{
	return arch_platform_firmware_info(arg);
}

static long op_platform_op_enter_acpi_sleep(void *ctx, void *arg)
{
	return arch_platform_enter_acpi_sleep(arg);
}

static long op_platform_op_getidletime(void *ctx, void *arg)
{
	return platform_getidletime(arg);
}

static long op_platform_op_set_processor_pminfo(void *ctx, void *arg)
{
	return arch_platform_set_pminfo(arg);
}

static long op_platform_op_get_cpuinfo(void *ctx, void *arg)
{
	return platform_get_cpuinfo(arg);
}

static long op_platform_op_cpu_online(void *ctx, void *arg)
{
	return platform_cpu_online(arg);
}

static long op_platform_op_cpu_offline(void *ctx, void *arg)
{
	return platform_cpu_offline(arg);
}

static long op_platform_op_settime64(void *ctx, void *arg)
{
	return platform_settime64(arg);
}

static long op_platform_op_get_symbol(void *ctx, void *arg)
{
	return platform_get_symbol(arg);
}

static const struct subop platform_op_rows[] = {
	[17] = { op_platform_op_settime32, "settime32", sizeof(struct xenpf_settime32), offsetof(struct xen_platform_op, u.settime32), SUBOP_hwdom | SUBOP_in },
	[31] = { NULL, "add_memtype", sizeof(struct xenpf_add_memtype), offsetof(struct xen_platform_op, u.add_memtype), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[32] = { NULL, "del_memtype", sizeof(struct xenpf_del_memtype), offsetof(struct xen_platform_op, u.del_memtype), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[33] = { NULL, "read_memtype", sizeof(struct xenpf_read_memtype), offsetof(struct xen_platform_op, u.read_memtype), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[35] = { op_platform_op_microcode_update, "microcode_update", sizeof(struct xenpf_microcode_update), offsetof(struct xen_platform_op, u.microcode), SUBOP_hwdom | SUBOP_in },
	[39] = { NULL, "platform_quirk", sizeof(struct xenpf_platform_quirk), offsetof(struct xen_platform_op, u.platform_quirk), SUBOP_hwdom | SUBOP_in },
	[48] = { op_platform_op_get_cpu_version, "get_cpu_version", sizeof(struct xenpf_pcpu_version), offsetof(struct xen_platform_op, u.pcpu_version), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[49] = { NULL, "efi_runtime_call", sizeof(struct xenpf_efi_runtime_call), offsetof(struct xen_platform_op, u.efi_runtime_call), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[50] = { op_platform_op_firmware_info, "firmware_info", sizeof(struct xenpf_firmware_info), offsetof(struct xen_platform_op, u.firmware_info), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[51] = { op_platform_op_enter_acpi_sleep, "enter_acpi_sleep", sizeof(struct xenpf_enter_acpi_sleep), offsetof(struct xen_platform_op, u.enter_acpi_sleep), SUBOP_hwdom | SUBOP_in },
	[52] = { NULL, "change_freq", sizeof(struct xenpf_change_freq), offsetof(struct xen_platform_op, u.change_freq), SUBOP_hwdom | SUBOP_in },
	[53] = { op_platform_op_getidletime, "getidletime", sizeof(struct xenpf_getidletime), offsetof(struct xen_platform_op, u.getidletime), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[54] = { op_platform_op_set_processor_pminfo, "set_processor_pminfo", sizeof(struct xenpf_set_processor_pminfo), offsetof(struct xen_platform_op, u.set_pminfo), SUBOP_hwdom | SUBOP_in },
	[55] = { op_platform_op_get_cpuinfo, "get_cpuinfo", sizeof(struct xenpf_pcpuinfo), offsetof(struct xen_platform_op, u.pcpu_info), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[56] = { op_platform_op_cpu_online, "cpu_online", sizeof(struct xenpf_cpu_ol), offsetof(struct xen_platform_op, u.cpu_ol), SUBOP_hwdom | SUBOP_in },
	[57] = { op_platform_op_cpu_offline, "cpu_offline", sizeof(struct xenpf_cpu_ol), offsetof(struct xen_platform_op, u.cpu_ol), SUBOP_hwdom | SUBOP_in },
	[58] = { NULL, "cpu_hotadd", sizeof(struct xenpf_cpu_hotadd), offsetof(struct xen_platform_op, u.cpu_add), SUBOP_hwdom | SUBOP_in },
	[59] = { NULL, "mem_hotadd", sizeof(struct xenpf_mem_hotadd), offsetof(struct xen_platform_op, u.mem_add), SUBOP_hwdom | SUBOP_in },
	[60] = { NULL, "core_parking", sizeof(struct xenpf_core_parking), offsetof(struct xen_platform_op, u.core_parking), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[61] = { NULL, "resource_op", sizeof(struct xenpf_resource_op), offsetof(struct xen_platform_op, u.resource_op), SUBOP_hwdom | SUBOP_in | SUBOP_out },
	[62] = { op_platform_op_settime64, "settime64", sizeof(struct xenpf_settime64), offsetof(struct xen_platform_op, u.settime64), SUBOP_hwdom | SUBOP_in },
	[63] = { op_platform_op_get_symbol, "get_symbol", sizeof(struct xenpf_symdata), offsetof(struct xen_platform_op, u.symdata), SUBOP_hwdom | SUBOP_in | SUBOP_out },
};
const struct subop_table platform_op_table = { "platform_op", platform_op_rows, ARRAY_SIZE(platform_op_rows) };

static long op_sched_op_yield(void *ctx, void *arg)
{
	return sched_op_yield();
}

static long op_sched_op_block(void *ctx, void *arg)
{
	return sched_op_block();
}

static long op_sched_op_shutdown(void *ctx, void *arg)
{
	return sched_op_shutdown(arg);
}

static long op_sched_op_poll(void *ctx, void *arg)
{
	return sched_op_poll(arg);
}

static long op_sched_op_remote_shutdown(void *ctx, void *arg)
{
	return sched_op_remote_shutdown(arg);
}

static long op_sched_op_shutdown_code(void *ctx, void *arg)
{
	return sched_op_shutdown_code(arg);
}

static long op_sched_op_watchdog(void *ctx, void *arg)
{
	return sched_op_watchdog(arg);
}

static long op_sched_op_pin_override(void *ctx, void *arg)
{
	return sched_op_pin_override(arg);
}

static const struct subop sched_op_rows[] = {
	[0] = { op_sched_op_yield, "yield", 0, 0, 0 },
	[1] = { op_sched_op_block, "block", 0, 0, 0 },
	[2] = { op_sched_op_shutdown, "shutdown", sizeof(sched_shutdown_t), 0, SUBOP_in },
	[3] = { op_sched_op_poll, "poll", sizeof(sched_poll_t), 0, SUBOP_in },
	[4] = { op_sched_op_remote_shutdown, "remote_shutdown", sizeof(sched_remote_shutdown_t), 0, SUBOP_in },
	[5] = { op_sched_op_shutdown_code, "shutdown_code", sizeof(sched_shutdown_t), 0, SUBOP_in },
	[6] = { op_sched_op_watchdog, "watchdog", sizeof(sched_watchdog_t), 0, SUBOP_in },
	[7] = { op_sched_op_pin_override, "pin_override", sizeof(sched_pin_override_t), 0, SUBOP_hwdom | SUBOP_in },
};
const struct subop_table sched_op_table = { "sched_op", sched_op_rows, ARRAY_SIZE(sched_op_rows) };

static long op_sysctl_readconsole(void *ctx, void *arg)
{
	return sysctl_readconsole(arg);
}

static long op_sysctl_physinfo(void *ctx, void *arg)
{
	return sysctl_physinfo(arg);
}

static long op_sysctl_sched_id(void *ctx, void *arg)
{
	return sysctl_sched_id(arg);
}

static long op_sysctl_getdomaininfolist(void *ctx, void *arg)
{
	return sysctl_getdomaininfolist(arg);
}

static long op_sysctl_debug_keys(void *ctx, void *arg)
{
	return sysctl_debug_keys(arg);
}

static long op_sysctl_getcpuinfo(void *ctx, void *arg)
{
	return sysctl_getcpuinfo(arg);
}

static long op_sysctl_availheap(void *ctx, void *arg)
{
	return sysctl_availheap(arg);
}

static long op_sysctl_cpu_hotplug(void *ctx, void *arg)
{
	return sysctl_cpu_hotplug(arg);
}

static long op_sysctl_cputopoinfo(void *ctx, void *arg)
{
	return sysctl_cputopoinfo(arg);
}

static long op_sysctl_numainfo(void *ctx, void *arg)
{
	return sysctl_numainfo(arg);
}

static long op_sysctl_cpupool_op(void *ctx, void *arg)
{
	return sysctl_cpupool_op(arg);
}

static long op_sysctl_scheduler_op(void *ctx, void *arg)
{
	return sysctl_scheduler_op(arg);
}

static long op_sysctl_get_cpu_levelling_caps(void *ctx, void *arg)
{
	return sysctl_get_cpu_levelling_caps(arg);
}

static long op_sysctl_get_cpu_featureset(void *ctx, void *arg)
{
	return sysctl_get_cpu_featureset(arg);
}

static long op_sysctl_get_cpu_policy(void *ctx, void *arg)
{
	return sysctl_get_cpu_policy(arg);
}

static const struct subop sysctl_rows[] = {
	[1] = { op_sysctl_readconsole, "readconsole", sizeof(struct xen_sysctl_readconsole), offsetof(struct xen_sysctl, u.readconsole), SUBOP_in | SUBOP_out },
	[2] = { NULL, "tbuf_op", sizeof(struct xen_sysctl_tbuf_op), offsetof(struct xen_sysctl, u.tbuf_op), SUBOP_in | SUBOP_out },
	[3] = { op_sysctl_physinfo, "physinfo", sizeof(struct xen_sysctl_physinfo), offsetof(struct xen_sysctl, u.physinfo), SUBOP_in | SUBOP_out },
	[4] = { op_sysctl_sched_id, "sched_id", sizeof(struct xen_sysctl_sched_id), offsetof(struct xen_sysctl, u.sched_id), SUBOP_in | SUBOP_out },
	[5] = { NULL, "perfc_op", sizeof(struct xen_sysctl_perfc_op), offsetof(struct xen_sysctl, u.perfc_op), SUBOP_in | SUBOP_out },
	[6] = { op_sysctl_getdomaininfolist, "getdomaininfolist", sizeof(struct xen_sysctl_getdomaininfolist), offsetof(struct xen_sysctl, u.getdomaininfolist), SUBOP_in | SUBOP_out },
	[7] = { op_sysctl_debug_keys, "debug_keys", sizeof(struct xen_sysctl_debug_keys), offsetof(struct xen_sysctl, u.debug_keys), SUBOP_in },
	[8] = { op_sysctl_getcpuinfo, "getcpuinfo", sizeof(struct xen_sysctl_getcpuinfo), offsetof(struct xen_sysctl, u.getcpuinfo), SUBOP_in | SUBOP_out },
	[9] = { op_sysctl_availheap, "availheap", sizeof(struct xen_sysctl_availheap), offsetof(struct xen_sysctl, u.availheap), SUBOP_in | SUBOP_out },
	[10] = { NULL, "get_pmstat", sizeof(struct xen_sysctl_get_pmstat), offsetof(struct xen_sysctl, u.get_pmstat), SUBOP_in | SUBOP_out },
	[11] = { op_sysctl_cpu_hotplug, "cpu_hotplug", sizeof(struct xen_sysctl_cpu_hotplug), offsetof(struct xen_sysctl, u.cpu_hotplug), SUBOP_in },
	[12] = { NULL, "pm_op", sizeof(struct xen_sysctl_pm_op), offsetof(struct xen_sysctl, u.pm_op), SUBOP_in | SUBOP_out },
	[14] = { NULL, "page_offline_op", sizeof(struct xen_sysctl_page_offline_op), offsetof(struct xen_sysctl, u.page_offline), SUBOP_in | SUBOP_out },
	[15] = { NULL, "lockprof_op", sizeof(struct xen_sysctl_lockprof_op), offsetof(struct xen_sysctl, u.lockprof_op), SUBOP_in | SUBOP_out },
	[16] = { op_sysctl_cputopoinfo, "cputopoinfo", sizeof(struct xen_sysctl_cputopoinfo), offsetof(struct xen_sysctl, u.cputopoinfo), SUBOP_in | SUBOP_out },
	[17] = { op_sysctl_numainfo, "numainfo", sizeof(struct xen_sysctl_numainfo), offsetof(struct xen_sysctl, u.numainfo), SUBOP_in | SUBOP_out },
	[18] = { op_sysctl_cpupool_op, "cpupool_op", sizeof(struct xen_sysctl_cpupool_op), offsetof(struct xen_sysctl, u.cpupool_op), SUBOP_in | SUBOP_out },
	[19] = { op_sysctl_scheduler_op, "scheduler_op", sizeof(struct xen_sysctl_scheduler_op), offsetof(struct xen_sysctl, u.scheduler_op), SUBOP_in | SUBOP_out },
	[20] = { NULL, "coverage_op", sizeof(struct xen_sysctl_coverage_op), offsetof(struct xen_sysctl, u.coverage_op), SUBOP_in | SUBOP_out },
	[21] = { NULL, "psr_cmt_op", sizeof(struct xen_sysctl_psr_cmt_op), offsetof(struct xen_sysctl, u.psr_cmt_op), SUBOP_in | SUBOP_out },
	[22] = { NULL, "pcitopoinfo", sizeof(struct xen_sysctl_pcitopoinfo), offsetof(struct xen_sysctl, u.pcitopoinfo), SUBOP_in | SUBOP_out },
	[23] = { NULL, "psr_alloc", sizeof(struct xen_sysctl_psr_alloc), offsetof(struct xen_sysctl, u.psr_alloc), SUBOP_in | SUBOP_out },
	[25] = { op_sysctl_get_cpu_levelling_caps, "get_cpu_levelling_caps", sizeof(struct xen_sysctl_cpu_levelling_caps), offsetof(struct xen_sysctl, u.cpu_levelling_caps), SUBOP_in | SUBOP_out },
	[26] = { op_sysctl_get_cpu_featureset, "get_cpu_featureset", sizeof(struct xen_sysctl_cpu_featureset), offsetof(struct xen_sysctl, u.cpu_featureset), SUBOP_always | SUBOP_in | SUBOP_out },
	[27] = { NULL, "livepatch_op", sizeof(struct xen_sysctl_livepatch_op), offsetof(struct xen_sysctl, u.livepatch), SUBOP_in | SUBOP_out },
	[29] = { op_sysctl_get_cpu_policy, "get_cpu_policy", sizeof(struct xen_sysctl_cpu_policy), offsetof(struct xen_sysctl, u.cpu_policy), SUBOP_always | SUBOP_in | SUBOP_out },
};
const struct subop_table sysctl_table = { "sysctl", sysctl_rows, ARRAY_SIZE(sysctl_rows) };

static long op_vcpu_op_up(void *ctx, void *arg)
{
	return vcpu_op_up(ctx);
}

static long op_vcpu_op_down(void *ctx, void *arg)
{
	return vcpu_op_down(ctx);
}

static long op_vcpu_op_is_up(void *ctx, void *arg)
{
	return vcpu_op_is_up(ctx);
}

static long op_vcpu_op_get_runstate_info(void *ctx, void *arg)
{
	return vcpu_op_get_runstate_info(ctx, arg);
}

static long op_vcpu_op_register_runstate_memory_area(void *ctx, void *arg)
{
	return vcpu_op_register_runstate(ctx, arg);
}

static long op_vcpu_op_set_periodic_timer(void *ctx, void *arg)
{
	return vcpu_op_set_periodic_timer(ctx, arg);
}

static long op_vcpu_op_stop_periodic_timer(void *ctx, void *arg)
{
	return vcpu_op_stop_periodic_timer(ctx);
}

static long op_vcpu_op_set_singleshot_timer(void *ctx, void *arg)
{
	return vcpu_op_set_singleshot_timer(ctx, arg);
}

static long op_vcpu_op_stop_singleshot_timer(void *ctx, void *arg)
{
	return vcpu_op_stop_singleshot_timer(ctx);
}

static long op_vcpu_op_register_vcpu_info(void *ctx, void *arg)
{
	return vcpu_op_register_vcpu_info(ctx, arg);
}

static long op_vcpu_op_send_nmi(void *ctx, void *arg)
{
	return arch_vcpu_op_send_nmi(ctx);
}

static long op_vcpu_op_get_physid(void *ctx, void *arg)
{
	return arch_vcpu_op_get_physid(ctx, arg);
}

static long op_vcpu_op_register_vcpu_time_memory_area(void *ctx, void *arg)
{
	return arch_vcpu_op_register_time_area(ctx, arg);
}

static const struct subop vcpu_op_rows[] = {
	[1] = { op_vcpu_op_up, "up", 0, 0, 0 },
	[2] = { op_vcpu_op_down, "down", 0, 0, 0 },
	[3] = { op_vcpu_op_is_up, "is_up", 0, 0, 0 },
	[4] = { op_vcpu_op_get_runstate_info, "get_runstate_info", sizeof(vcpu_runstate_info_t), 0, SUBOP_out },
	[5] = { op_vcpu_op_register_runstate_memory_area, "register_runstate_memory_area", sizeof(vcpu_register_runstate_memory_area_t), 0, SUBOP_in },
	[6] = { op_vcpu_op_set_periodic_timer, "set_periodic_timer", sizeof(vcpu_set_periodic_timer_t), 0, SUBOP_in },
	[7] = { op_vcpu_op_stop_periodic_timer, "stop_periodic_timer", 0, 0, 0 },
	[8] = { op_vcpu_op_set_singleshot_timer, "set_singleshot_timer", sizeof(vcpu_set_singleshot_timer_t), 0, SUBOP_in },
	[9] = { op_vcpu_op_stop_singleshot_timer, "stop_singleshot_timer", 0, 0, 0 },
	[10] = { op_vcpu_op_register_vcpu_info, "register_vcpu_info", sizeof(vcpu_register_vcpu_info_t), 0, SUBOP_in },
	[11] = { op_vcpu_op_send_nmi, "send_nmi", 0, 0, 0 },
	[12] = { op_vcpu_op_get_physid, "get_physid", sizeof(vcpu_get_physid_t), 0, SUBOP_out },
	[13] = { op_vcpu_op_register_vcpu_time_memory_area, "register_vcpu_time_memory_area", sizeof(vcpu_register_time_memory_area_t), 0, SUBOP_in },
};
const struct subop_table vcpu_op_table = { "vcpu_op", vcpu_op_rows, ARRAY_SIZE(vcpu_op_rows) };

