/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVM_EMULATE_PRIVATE_H
#define HVM_EMULATE_PRIVATE_H

#include <xen/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <asm/x86_emulate.h>

/* Callbacks (struct x86_emulate_ops); the vCPU is current. */
int hvm_emul_fetch(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n);
int hvm_emul_read(struct x86_emulate_ctxt *c, u64 linear, void *dst, unsigned int n, unsigned int flags);
int hvm_emul_write(struct x86_emulate_ctxt *c, u64 linear, const void *src, unsigned int n, unsigned int flags);
int hvm_emul_cmpxchg(struct x86_emulate_ctxt *c, u64 linear, void *old, const void *new, unsigned int n);
int hvm_emul_read_io(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 *val);
int hvm_emul_write_io(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 val);
int hvm_emul_read_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, struct segment_register *reg);
int hvm_emul_write_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, const struct segment_register *reg);
int hvm_emul_read_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 *val);
int hvm_emul_write_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 val);
int hvm_emul_read_xcr(struct x86_emulate_ctxt *c, u32 index, u64 *val);
int hvm_emul_read_msr(struct x86_emulate_ctxt *c, u32 msr, u64 *val);
int hvm_emul_write_msr(struct x86_emulate_ctxt *c, u32 msr, u64 val);
int hvm_emul_rdtsc(struct x86_emulate_ctxt *c, u64 *tsc, u32 *aux);
int hvm_emul_cpuid(struct x86_emulate_ctxt *c, u32 leaf, u32 subleaf, u32 abcd[4]);
int hvm_emul_flush_caches(struct x86_emulate_ctxt *c);
int hvm_emul_invlpg(struct x86_emulate_ctxt *c, u64 linear);
int hvm_emul_read_vector(struct x86_emulate_ctxt *c, unsigned int reg, void *dst, unsigned int n);
int hvm_emul_write_vector(struct x86_emulate_ctxt *c, unsigned int reg, const void *src, unsigned int n);

/* mmio.c: @n bytes at @gpa, within a page. Whoever claims the address sees naturally aligned pieces of 1, 2, 4 bytes. */
void hvm_mmio_read(struct vcpu *v, paddr_t gpa, void *dst, unsigned int n);
void hvm_mmio_write(struct vcpu *v, paddr_t gpa, const void *src, unsigned int n);

#endif
