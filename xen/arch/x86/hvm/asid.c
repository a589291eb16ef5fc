/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/hvm/asid.h>

/* Generation 0 is nobody's. */
DEFINE_PER_CPU(struct hvm_asids, hvm_asids);

void hvm_asid_init(u32 max)
{
	struct hvm_asids *a = &this_cpu(hvm_asids);

	a->generation++;
	a->next = 1;
	a->max = max;
}

bool hvm_asid_renew(struct vcpu *v, u8 flush)
{
	struct hvm_asids *a = &this_cpu(hvm_asids);
	struct hvm_vcpu *hv = v->arch.hvm;

	if (!flush && hv->asid_generation == a->generation)
		return false;
	if (likely(a->next <= a->max)) {
		hv->asid = a->next++;
		hv->asid_generation = a->generation;
		/* Tag 1 is the first of a generation: what older generations left under these numbers must go. */
		return hv->asid == 1;
	}
	a->generation++;
	a->next = 2;
	hv->asid = 1;
	/* Without tags, the generation never matches: each entry comes here and flushes. */
	hv->asid_generation = a->max ? a->generation : 0;
	return true;
}
