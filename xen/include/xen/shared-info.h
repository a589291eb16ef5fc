/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of shared_info and vcpu_info that lie elsewhere for a guest that was in 32-bit mode when it set them up
 * (domain.abi32): struct shared_info_x86_32 of public/foreign/x86_32.h, with words of 32 bits. vcpu_info.time and
 * shared_info.evtchn_pending begin at the same place for all.
 */
#ifndef XEN_SHARED_INFO_H
#define XEN_SHARED_INFO_H

#include <xen/domain.h>

#define ABI32_EVTCHN_MASK 2176
#define ABI32_WC_VERSION 2304
#define ABI32_WC_SEC_HI 2340
#define ABI32_PENDING_SEL 4 /* in vcpu_info */
#define ABI32_NR_PORTS 1024

static inline void *evtchn_pending_bits(const struct domain *d) { return d->shared_info->evtchn_pending; }
static inline void *evtchn_mask_bits(const struct domain *d)
{
	return d->abi32 ? (void *)d->shared_info + ABI32_EVTCHN_MASK : d->shared_info->evtchn_mask;
}
static inline unsigned int evtchn_word_bits(const struct domain *d) { return d->abi32 ? 32 : BITS_PER_LONG; }
static inline void *evtchn_pending_sel(const struct vcpu *v)
{
	return v->domain->abi32 ? (void *)v->vcpu_info + ABI32_PENDING_SEL : (void *)&v->vcpu_info->evtchn_pending_sel;
}
static inline u32 *shared_info_wc(const struct domain *d) /* version, sec, nsec */
{
	return d->abi32 ? (void *)d->shared_info + ABI32_WC_VERSION : &d->shared_info->wc_version;
}

#endif
