/* SPDX-License-Identifier: MIT */
/*
 * Looking into HVM guests: events, memory access, alternate views, paging, sharing. Part of
 * xenctrl.h, which includes it.
 */
#ifndef XENCTRL_MONITOR_H
#define XENCTRL_MONITOR_H

#ifdef __cplusplus
extern "C" {
#endif

/* --- events, on a ring shared with the hypervisor (xen/vm_event.h) --- */

/* The version of the ring's contents. */
int xc_vm_event_get_version(xc_interface *xch);

/* Start: the mapped ring, to munmap() when done, and its event channel. NULL on failure, logged. */
void *xc_monitor_enable(xc_interface *xch, uint32_t domain_id, uint32_t *port);
int xc_monitor_disable(xc_interface *xch, uint32_t domain_id);

/* Say that responses were put on the ring. */
int xc_monitor_resume(xc_interface *xch, uint32_t domain_id);

/* A bitmap of 1 << XEN_DOMCTL_MONITOR_EVENT_*. */
int xc_monitor_get_capabilities(xc_interface *xch, uint32_t domain_id, uint32_t *capabilities);

/* Turn events on and off. With @sync the vCPU waits for the response. */
int xc_monitor_write_ctrlreg(xc_interface *xch, uint32_t domain_id, uint16_t index, bool enable,
			     bool sync, uint64_t bitmask, bool onchangeonly);
int xc_monitor_mov_to_msr(xc_interface *xch, uint32_t domain_id, uint32_t msr, bool enable,
			  bool onchangeonly);
int xc_monitor_singlestep(xc_interface *xch, uint32_t domain_id, bool enable);
int xc_monitor_software_breakpoint(xc_interface *xch, uint32_t domain_id, bool enable);
int xc_monitor_descriptor_access(xc_interface *xch, uint32_t domain_id, bool enable);
int xc_monitor_guest_request(xc_interface *xch, uint32_t domain_id, bool enable, bool sync,
			     bool allow_userspace);
int xc_monitor_debug_exceptions(xc_interface *xch, uint32_t domain_id, bool enable, bool sync);
int xc_monitor_cpuid(xc_interface *xch, uint32_t domain_id, bool enable);
int xc_monitor_privileged_call(xc_interface *xch, uint32_t domain_id, bool enable);
int xc_monitor_emul_unimplemented(xc_interface *xch, uint32_t domain_id, bool enable);
int xc_monitor_vmexit(xc_interface *xch, uint32_t domain_id, bool enable, bool sync);

/* No access events for the processor's own page walks; those that cannot be emulated say so. */
int xc_monitor_inguest_pagefault(xc_interface *xch, uint32_t domain_id, bool disable);

/* Emulate each step of a repeated string instruction on its own. */
int xc_monitor_emulate_each_rep(xc_interface *xch, uint32_t domain_id, bool enable);

/* --- access to memory: XENMEM_access_* --- */

/* Without a listener the domain is crashed, rather than the access let through. */
int xc_domain_set_access_required(xc_interface *xch, uint32_t domid, unsigned int required);

/* For @nr frames from @first_pfn, or for @nr frames each with its own access. */
int xc_set_mem_access(xc_interface *xch, uint32_t domain_id, xenmem_access_t access,
		      uint64_t first_pfn, uint32_t nr);
int xc_set_mem_access_multi(xc_interface *xch, uint32_t domain_id, uint8_t *access,
			    uint64_t *pages, uint32_t nr);
int xc_get_mem_access(xc_interface *xch, uint32_t domain_id, uint64_t pfn,
		      xenmem_access_t *access);

/* --- alternate views of memory --- */

int xc_altp2m_get_domain_state(xc_interface *xch, uint32_t dom, bool *state);
int xc_altp2m_set_domain_state(xc_interface *xch, uint32_t dom, bool state);
int xc_altp2m_set_vcpu_enable_notify(xc_interface *xch, uint32_t domid, uint32_t vcpuid,
				     xen_pfn_t gfn);
int xc_altp2m_set_vcpu_disable_notify(xc_interface *xch, uint32_t domid, uint32_t vcpuid);
int xc_altp2m_create_view(xc_interface *xch, uint32_t domid, xenmem_access_t default_access,
			  uint16_t *view_id);
int xc_altp2m_destroy_view(xc_interface *xch, uint32_t domid, uint16_t view_id);

/* On all vCPUs. */
int xc_altp2m_switch_to_view(xc_interface *xch, uint32_t domid, uint16_t view_id);
int xc_altp2m_get_vcpu_p2m_idx(xc_interface *xch, uint32_t domid, uint32_t vcpuid,
			       uint16_t *p2midx);

/* Whether the guest can switch to the view itself. */
int xc_altp2m_set_visibility(xc_interface *xch, uint32_t domid, uint16_t view_id, bool visible);

int xc_altp2m_change_gfn(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t old_gfn,
			 xen_pfn_t new_gfn);
int xc_altp2m_set_mem_access(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			     xenmem_access_t access);
int xc_altp2m_set_mem_access_multi(xc_interface *xch, uint32_t domid, uint16_t view_id,
				   uint8_t *access, uint64_t *gfns, uint32_t nr);
int xc_altp2m_get_mem_access(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			     xenmem_access_t *access);

/* Whether violations at the frame go to the hypervisor rather than to the guest. */
int xc_altp2m_set_suppress_ve(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			      bool sve);
int xc_altp2m_get_suppress_ve(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			      bool *sve);

/* The first frame that failed, and how, if one did. */
int xc_altp2m_set_supress_ve_multi(xc_interface *xch, uint32_t domid, uint16_t view_id,
				   xen_pfn_t first_gfn, xen_pfn_t last_gfn, bool sve,
				   xen_pfn_t *error_gfn, int32_t *error_code);

/* --- paging --- */

int xc_mem_paging_enable(xc_interface *xch, uint32_t domain_id, uint32_t *port);
int xc_mem_paging_disable(xc_interface *xch, uint32_t domain_id);
int xc_mem_paging_resume(xc_interface *xch, uint32_t domain_id);

/* Out: nominate the frame, save its contents, evict it. */
int xc_mem_paging_nominate(xc_interface *xch, uint32_t domain_id, uint64_t gfn);
int xc_mem_paging_evict(xc_interface *xch, uint32_t domain_id, uint64_t gfn);

/* In: make room, or make room and fill it from the page-aligned page @buffer. */
int xc_mem_paging_prep(xc_interface *xch, uint32_t domain_id, uint64_t gfn);
int xc_mem_paging_load(xc_interface *xch, uint32_t domain_id, uint64_t gfn, void *buffer);

/* --- sharing equal pages --- */

/* On or off; pages that are shared stay so until they are written. EXDEV with devices assigned. */
int xc_memshr_control(xc_interface *xch, uint32_t domid, int enable);

/* A ring that says when unsharing ran out of memory; without one the domain crashes then. */
int xc_memshr_ring_enable(xc_interface *xch, uint32_t domid, uint32_t *port);
int xc_memshr_ring_disable(xc_interface *xch, uint32_t domid);
int xc_memshr_domain_resume(xc_interface *xch, uint32_t domid);

/* Offer a frame; the handle stands for its contents and dies when they change. */
int xc_memshr_nominate_gfn(xc_interface *xch, uint32_t domid, unsigned long gfn, uint64_t *handle);
int xc_memshr_nominate_gref(xc_interface *xch, uint32_t domid, grant_ref_t gref, uint64_t *handle);

/*
 * Let both frames be the source's. Errors 10 and 9 (XENMEM_SHARING_OP_[SC]_HANDLE_INVALID) say
 * whose handle is out of date. The contents are not compared.
 */
int xc_memshr_share_gfns(xc_interface *xch, uint32_t source_domain, unsigned long source_gfn,
			 uint64_t source_handle, uint32_t client_domain, unsigned long client_gfn,
			 uint64_t client_handle);
int xc_memshr_share_grefs(xc_interface *xch, uint32_t source_domain, grant_ref_t source_gref,
			  uint64_t source_handle, uint32_t client_domain, grant_ref_t client_gref,
			  uint64_t client_handle);
int xc_memshr_add_to_physmap(xc_interface *xch, uint32_t source_domain, unsigned long source_gfn,
			     uint64_t source_handle, uint32_t client_domain,
			     unsigned long client_gfn);

/* Share what both domains have at each frame of a range: for clones. */
int xc_memshr_range_share(xc_interface *xch, uint32_t source_domain, uint32_t client_domain,
			  uint64_t first_gfn, uint64_t last_gfn);

/* Make @client_domain, which has no memory yet, a copy of the paused @source_domain. */
int xc_memshr_fork(xc_interface *xch, uint32_t source_domain, uint32_t client_domain,
		   bool allow_with_iommu, bool block_interrupts);

/* Back to how it was forked; slow if much was written since. */
int xc_memshr_fork_reset(xc_interface *xch, uint32_t forked_domain, bool reset_state,
			 bool reset_memory);

/* How many share the frame. */
int xc_memshr_debug_gfn(xc_interface *xch, uint32_t domid, unsigned long gfn);
int xc_memshr_debug_gref(xc_interface *xch, uint32_t domid, grant_ref_t gref);

/* How many inconsistencies there are. */
int xc_memshr_audit(xc_interface *xch);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_MONITOR_H */
