/* SPDX-License-Identifier: GPL-2.0-only */
/* What the SVM room and the injection rules need of the rest of the hypervisor. */
#include <stdio.h>
#include <stdlib.h>
#include <xen/event.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <asm/p2m.h>
#include "test.h"

struct vcpu vcpu, *fake_current = &vcpu;
struct cpu_info fake_cpu_info;
struct cpu_user_regs fake_regs;
struct hvm_vcpu hvm;
struct vmcb vmcb;
struct vcpu_info info;
u8 code[4096] __aligned(4096);
struct hvm_exit last_exit;
unsigned int shutdowns, softirqs, lapic_raises, softirq_pending_bits[NR_CPUS];
int lapic_pending, lapic_irr, lapic_acked;
u8 lapic_cr8;
u32 svm_features;
cpumask_t cpu_online_map = { { 1 } };
unsigned int apic_writes;
unsigned long __per_cpu_offset[NR_CPUS];
struct cpuinfo_x86 boot_cpu_data;

static struct domain domain;
static struct hvm_domain hvm_domain;
struct svm_vcpu svm;
static u64 seed = 88172645463325252UL;

static const struct hvm_ops ops = {
	.get_reg = svm_get_reg, .set_reg = svm_set_reg, .open_window = svm_open_window,
	.get_segment = svm_get_segment, .set_segment = svm_set_segment,
};
const struct hvm_ops *hvm_ops = &ops;

u64 rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

void hvm_handle_exit(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e) { last_exit = *e; }
void hvm_flush_vcpu(struct vcpu *v, u8 what) { hvm.flush |= what; }
void hvm_vcpu_start(struct vcpu *v) { hvm.start = 0; }
u32 apic_read(unsigned int reg) { return reg == APIC_TASKPRI ? 0x10 : 0; }
void apic_write(unsigned int reg, u32 value) { apic_writes += reg == APIC_TASKPRI && value == 0x10; }
void do_softirq(void) { softirqs++; softirq_pending_bits[0] = 0; }
void domain_shutdown(struct domain *d, u8 reason) { shutdowns++; }
const char *vector_name(unsigned int vector) { return ""; }
void printk(const char *fmt, ...) { }
int vlapic_pending(struct vcpu *v) { return lapic_pending; }
int vlapic_highest_irr(const struct vcpu *v) { return lapic_irr; }
u8 vlapic_get_cr8(const struct vcpu *v) { return lapic_cr8; }
void vlapic_set_cr8(struct vcpu *v, u8 cr8) { lapic_cr8 = cr8; }
void vlapic_set_irq(struct vcpu *v, u8 vector) { lapic_pending = lapic_irr = vector; }

void vlapic_ack(struct vcpu *v, u8 vector)
{
	lapic_acked = vector;
	lapic_pending = lapic_irr = -1;
	softirq_pending_bits[0] |= lapic_raises;
}

unsigned int hvm_address_bytes(struct vcpu *v) { return vmcb.seg[X86_SEG_CS].attr & X86_SEG_ATTR_L ? 8 : 4; }

/* Linear is physical; there is one page. */
enum hvm_copy_result hvm_translate(struct vcpu *v, unsigned long addr, unsigned int flags, paddr_t *gpa,
				   struct hvm_copy_fault *fault)
{
	*gpa = addr;
	return addr >> PAGE_SHIFT == 1 ? HVM_COPY_okay : HVM_COPY_fault;
}

enum hvm_copy_result hvm_copy_linear(struct vcpu *v, unsigned long addr, void *buf, size_t n, unsigned int flags,
				     struct hvm_copy_fault *fault)
{
	if (addr < 0x1000 || addr + n > 0x2000)
		return HVM_COPY_fault;
	memcpy(buf, code + (addr & 0xfff), n);
	return HVM_COPY_okay;
}

/* Without it, insn.c goes the long way each time: the page is looked at through hvm_copy_linear(). */
struct page_info *p2m_get_page(struct domain *d, gfn_t gfn, enum p2m_type *t, unsigned int flags) { return NULL; }
void put_page(struct page_info *pg) { }

void bug_at(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s at %s:%d\n", what, file, line);
	abort();
}

int machine_setup(void **state)
{
	memset(&vmcb, 0, sizeof(vmcb));
	memset(&svm, 0, sizeof(svm));
	memset(&hvm, 0, sizeof(hvm));
	memset(&hvm_domain, 0, sizeof(hvm_domain));
	memset(&info, 0, sizeof(info));
	memset(code, 0x90, sizeof(code));
	fake_regs = (struct cpu_user_regs){ .rflags = X86_EFLAGS_IF | 2, .rip = 0x1000 };
	svm.vmcb = &vmcb;
	hvm.svm = &svm;
	hvm.intr_check = true;
	vcpu.arch.hvm = &hvm;
	vcpu.domain = &domain;
	vcpu.vcpu_info = &info;
	domain.arch.hvm = &hvm_domain;
	vmcb.efer = EFER_LME | EFER_LMA | EFER_SVME;
	vmcb.cr0 = X86_CR0_PE | X86_CR0_PG;
	vmcb.seg[X86_SEG_CS].attr = X86_SEG_ATTR_L | X86_SEG_ATTR_P;
	vmcb.rip = 0x1000;
	vmcb.rflags = X86_EFLAGS_IF | 2;
	lapic_pending = lapic_irr = lapic_acked = -1;
	lapic_cr8 = 0;
	shutdowns = softirqs = apic_writes = lapic_raises = softirq_pending_bits[0] = svm_features = 0;
	svm_on_qemu = false;
	hvm_asid_init(15);
	return 0;
}
