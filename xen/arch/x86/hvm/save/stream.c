/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * domctl gethvmcontext, sethvmcontext, gethvmcontext_partial: the stream of records, HEADER first and END last. A stream
 * to load may hold any of them: the builder of PVH guests sends the boot processor's CPU record alone.
 */
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/xstate.h>
#include "private.h"

#define STREAM_MAX (4U << 20)
#define MSR_RECORD_MAX (sizeof(struct hvm_msr) + 16 * sizeof(struct hvm_one_msr))
#define XSAVE_MAX (sizeof(struct hvm_hw_cpu_xsave) + 8192)

#define ROW(NAME, fn, vcpu) \
	{ #NAME, HVM_SAVE_CODE(NAME), vcpu, sizeof(HVM_SAVE_TYPE(NAME)), sizeof(HVM_SAVE_TYPE(NAME)), save_##fn, load_##fn }
#define DEVICE(NAME) { #NAME, HVM_SAVE_CODE(NAME), false, 0, sizeof(HVM_SAVE_TYPE(NAME)), NULL, NULL }

/* In the order of a stream. Without functions: devices of a PC that there are none of; what a stream says of them is skipped. */
static const struct save_row rows[] = {
	ROW(HEADER, header, false),
	{ "CPU", HVM_SAVE_CODE(CPU), true, sizeof(struct hvm_hw_cpu_compat), sizeof(struct hvm_hw_cpu), save_cpu, load_cpu },
	DEVICE(PIC), DEVICE(IOAPIC),
	ROW(LAPIC, lapic, true),
	ROW(LAPIC_REGS, lapic_regs, true),
	DEVICE(PCI_IRQ), DEVICE(ISA_IRQ), DEVICE(PCI_LINK), DEVICE(PIT), DEVICE(RTC), DEVICE(HPET), DEVICE(PMTIMER),
	ROW(MTRR, mtrr, true),
	{ "CPU_XSAVE", CPU_XSAVE_CODE, true, offsetof(struct hvm_hw_cpu_xsave, save_area), XSAVE_MAX, save_xsave, load_xsave },
	{ "VMCE_VCPU", HVM_SAVE_CODE(VMCE_VCPU), true, 8, sizeof(struct hvm_vmce_vcpu), save_vmce, load_vmce },
	ROW(TSC_ADJUST, tsc_adjust, true),
	{ "CPU_MSR", CPU_MSR_CODE, true, sizeof(struct hvm_msr), MSR_RECORD_MAX, save_msrs, load_msrs },
};

static const struct save_row *find_row(u16 code)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].code == code)
			return &rows[i];
	return NULL;
}

/* A buffer in hypervisor memory; all of it is read or written at once. */
struct stream {
	u8 *p;
	u32 at, size;
};

static int put_record(struct stream *s, const struct save_row *row, struct domain *d, struct vcpu *v)
{
	struct hvm_save_descriptor desc = { .typecode = row->code, .instance = v ? v->vcpu_id : 0 };

	if (s->size - s->at < sizeof(desc) + row->max)
		return -ENOSPC;
	memset(s->p + s->at + sizeof(desc), 0, row->max);
	desc.length = row->save(d, v, s->p + s->at + sizeof(desc));
	if (!desc.length)
		return 0;
	memcpy(s->p + s->at, &desc, sizeof(desc));
	s->at += sizeof(desc) + desc.length;
	return 0;
}

static int put_all(struct stream *s, struct domain *d)
{
	const struct hvm_save_descriptor end = { .typecode = HVM_SAVE_CODE(END) };
	struct vcpu *v;
	int rc = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows) && !rc; i++) {
		if (!rows[i].save)
			continue;
		if (!rows[i].per_vcpu) {
			rc = put_record(s, &rows[i], d, NULL);
			continue;
		}
		for_each_vcpu(d, v) {
			rc = put_record(s, &rows[i], d, v);
			if (rc)
				break;
		}
	}
	if (rc)
		return rc;
	memcpy(s->p + s->at, &end, sizeof(end));
	s->at += sizeof(end);
	return 0;
}

static u32 max_size(const struct domain *d)
{
	u32 size = sizeof(struct hvm_save_descriptor), vcpus = 0;
	struct vcpu *v;

	for_each_vcpu(d, v)
		vcpus++;
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].save)
			size += (sizeof(struct hvm_save_descriptor) + rows[i].max) * (rows[i].per_vcpu ? vcpus : 1);
	return size;
}

long domctl_gethvmcontext(struct domain *d, struct xen_domctl_hvmcontext *op)
{
	struct stream s = { 0 };
	long rc;

	if (!is_hvm_domain(d) || d == current->domain)
		return -EINVAL;
	s.size = max_size(d);
	if (!op->buffer.p) {
		op->size = s.size;
		return 0;
	}
	s.p = vzalloc(s.size);
	if (!s.p)
		return -ENOMEM;
	domain_pause(d);
	rc = put_all(&s, d);
	domain_unpause(d);
	if (!rc && op->size < s.at)
		rc = -ENOSPC;
	if (!rc && guest_raw_write(op->buffer.p, s.p, s.at))
		rc = -EFAULT;
	op->size = s.at;
	vfree(s.p);
	return rc;
}

long domctl_gethvmcontext_partial(struct domain *d, struct xen_domctl_hvmcontext_partial *op)
{
	const struct save_row *row = op->type <= HVM_SAVE_CODE_MAX ? find_row(op->type) : NULL;
	struct vcpu *v = NULL;
	void *buf;
	long rc = 0;
	u32 n;

	if (!is_hvm_domain(d) || d == current->domain || !row || !row->save)
		return -EINVAL;
	if (row->per_vcpu) {
		v = op->instance < d->max_vcpus ? d->vcpu[op->instance] : NULL;
		if (!v)
			return -ENOENT;
	} else if (op->instance) {
		return -ENOENT;
	}
	buf = xzalloc_bytes(row->max);
	if (!buf)
		return -ENOMEM;
	domain_pause(d);
	n = row->save(d, v, buf);
	domain_unpause(d);
	if (!n)
		rc = -ENOENT;
	else if (op->bufsz < n)
		rc = op->buffer.p ? -ENOSPC : 0;
	else if (op->buffer.p && guest_raw_write(op->buffer.p, buf, n))
		rc = -EFAULT;
	op->bufsz = n;
	xfree(buf);
	return rc;
}

static int load_record(struct domain *d, const struct hvm_save_descriptor *desc, u8 *p)
{
	const struct save_row *row = find_row(desc->typecode);
	struct vcpu *v = NULL;
	void *buf;
	int rc;

	if (!row)
		return hc_fail(-EINVAL, "%pd: save record %u is not known", d, desc->typecode);
	if (desc->length < row->min || desc->length > row->max)
		return hc_fail(-EINVAL, "%pd: record %s of %u bytes", d, row->name, desc->length);
	if (!row->load)
		return 0;
	if (row->per_vcpu) {
		v = desc->instance < d->max_vcpus ? d->vcpu[desc->instance] : NULL;
		if (!v)
			return hc_fail(-EINVAL, "%pd: record %s of vCPU %u, which does not exist", d, row->name, desc->instance);
	}
	buf = xzalloc_bytes(row->max);
	if (!buf)
		return -ENOMEM;
	memcpy(buf, p, desc->length);
	rc = row->load(d, v, buf, desc->length);
	xfree(buf);
	return rc ? hc_fail(rc, "%pd: record %s %u is refused", d, row->name, desc->instance) : 0;
}

static int load_all(struct stream *s, struct domain *d)
{
	struct hvm_save_descriptor desc;
	bool first = true;
	int rc;

	for (;; first = false) {
		if (s->size - s->at < sizeof(desc))
			return hc_fail(-EINVAL, "%pd: stream without END", d);
		memcpy(&desc, s->p + s->at, sizeof(desc));
		s->at += sizeof(desc);
		if (desc.typecode == HVM_SAVE_CODE(END))
			return first ? -EINVAL : 0;
		if (first != (desc.typecode == HVM_SAVE_CODE(HEADER)))
			return hc_fail(-EINVAL, "%pd: HEADER is not the first record", d);
		if (desc.length > s->size - s->at)
			return hc_fail(-EINVAL, "%pd: record %u ends after the stream", d, desc.typecode);
		rc = load_record(d, &desc, s->p + s->at);
		if (rc)
			return rc;
		s->at += desc.length;
	}
}

long domctl_sethvmcontext(struct domain *d, struct xen_domctl_hvmcontext *op)
{
	struct stream s = { .size = op->size };
	struct vcpu *v;
	long rc;

	if (!is_hvm_domain(d) || d == current->domain || !op->size || op->size > STREAM_MAX)
		return -EINVAL;
	s.p = vzalloc(op->size);
	if (!s.p)
		return -ENOMEM;
	rc = guest_raw_read(s.p, op->buffer.p, op->size) ? -EFAULT : 0;
	if (!rc) {
		domain_pause(d);
		/* A CPU record brings its vCPU up; the others wait to be started. */
		for_each_vcpu(d, v)
			set_bit(_VPF_down, &v->pause_flags);
		rc = load_all(&s, d);
		domain_unpause(d);
	}
	vfree(s.p);
	return rc;
}
