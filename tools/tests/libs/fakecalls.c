/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctls: what each was given, and what it answers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "fakexen.h"

#include <xen/xen.h>
#include <xen/domctl.h>
#include <xen/sysctl.h>
#include <xen/memory.h>
#include <xen/arch-x86/xen-mca.h>
#include <xen/hvm/hvm_op.h>
#include <xen/sys/privcmd.h>
#include <xen/sys/evtchn.h>
#include <xen/sys/gntdev.h>
#include <xen/sys/gntalloc.h>

/* How much of memory whose size is unknown is shown. */
#define DUMP_BYTES 48

/* --- the argument structs: which hypercall, which of its arguments points to one, how large it is --- */

struct call {
	unsigned int op;
	const char *name;
	int cmd_arg;   /* index of the sub-operation; -1 for one inside the struct, or for none */
	int ptr_arg;   /* index of the pointer */
	size_t size;   /* of the struct; 0 to look the sub-operation up */
	size_t header; /* bytes at its start that no answer changes */
};

static const struct call calls[] = {
	{ __HYPERVISOR_domctl, "domctl", -1, 0, sizeof(struct xen_domctl), 16 },
	{ __HYPERVISOR_sysctl, "sysctl", -1, 0, sizeof(struct xen_sysctl), 8 },
	{ __HYPERVISOR_platform_op, "platform_op", -1, 0, 136, 8 },
	{ __HYPERVISOR_xsm_op, "xsm_op", -1, 0, 40, 8 },
	{ __HYPERVISOR_mca, "mca", -1, 0, 152, 8 },
	{ __HYPERVISOR_memory_op, "memory_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_xen_version, "xen_version", 0, 1, 16, 0 },
	{ __HYPERVISOR_event_channel_op, "event_channel_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_physdev_op, "physdev_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_hvm_op, "hvm_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_sched_op, "sched_op", 0, 1, 8, 0 },
	{ __HYPERVISOR_kexec_op, "kexec_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_grant_table_op, "grant_table_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_mmuext_op, "mmuext_op", -1, 0, 24, 0 },
	{ __HYPERVISOR_mmu_update, "mmu_update", -1, 0, 16, 0 },
	{ __HYPERVISOR_hypfs_op, "hypfs_op", 0, 1, 0, 0 },
	{ __HYPERVISOR_dm_op, "dm_op", -1, 2, 32, 0 },
};

static const struct {
	unsigned int op, cmd;
	size_t size;
} sizes[] = {
	{ __HYPERVISOR_memory_op, XENMEM_increase_reservation, 32 },
	{ __HYPERVISOR_memory_op, XENMEM_decrease_reservation, 32 },
	{ __HYPERVISOR_memory_op, XENMEM_populate_physmap, 32 },
	{ __HYPERVISOR_memory_op, XENMEM_claim_pages, 32 },
	{ __HYPERVISOR_memory_op, XENMEM_exchange, sizeof(xen_memory_exchange_t) },
	{ __HYPERVISOR_memory_op, XENMEM_maximum_gpfn, 2 },
	{ __HYPERVISOR_memory_op, XENMEM_machphys_mfn_list, sizeof(xen_machphys_mfn_list_t) },
	{ __HYPERVISOR_memory_op, XENMEM_add_to_physmap, 24 },
	{ __HYPERVISOR_memory_op, XENMEM_add_to_physmap_batch, 32 },
	{ __HYPERVISOR_memory_op, XENMEM_remove_from_physmap, 16 },
	{ __HYPERVISOR_memory_op, XENMEM_machine_memory_map, 16 },
	{ __HYPERVISOR_memory_op, XENMEM_set_memory_map, 24 },
	{ __HYPERVISOR_memory_op, XENMEM_set_pod_target, 40 },
	{ __HYPERVISOR_memory_op, XENMEM_get_pod_target, 40 },
	{ __HYPERVISOR_memory_op, XENMEM_paging_op, 24 },
	{ __HYPERVISOR_memory_op, XENMEM_access_op, 32 },
	{ __HYPERVISOR_memory_op, XENMEM_sharing_op, 48 },
	{ __HYPERVISOR_memory_op, XENMEM_get_vnumainfo, 40 },
	{ __HYPERVISOR_memory_op, XENMEM_reserved_device_memory_map, 24 },
	{ __HYPERVISOR_event_channel_op, EVTCHNOP_status, 24 },
	{ __HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, 8 },
	{ __HYPERVISOR_event_channel_op, EVTCHNOP_reset, 2 },
	{ __HYPERVISOR_physdev_op, PHYSDEVOP_map_pirq, sizeof(struct physdev_map_pirq) },
	{ __HYPERVISOR_physdev_op, PHYSDEVOP_unmap_pirq, sizeof(struct physdev_unmap_pirq) },
	{ __HYPERVISOR_hvm_op, HVMOP_set_param, 16 },
	{ __HYPERVISOR_hvm_op, HVMOP_get_param, 16 },
	{ __HYPERVISOR_hvm_op, HVMOP_altp2m, sizeof(xen_hvm_altp2m_op_t) },
	{ __HYPERVISOR_kexec_op, 0, 4 },
	{ __HYPERVISOR_kexec_op, 3, 24 },
	{ __HYPERVISOR_kexec_op, 4, 24 },
	{ __HYPERVISOR_kexec_op, 5, 1 },
	{ __HYPERVISOR_kexec_op, 6, 1 },
	{ __HYPERVISOR_grant_table_op, 2, 24 },
	{ __HYPERVISOR_grant_table_op, 6, 16 },
	{ __HYPERVISOR_grant_table_op, 10, 8 },
};

static const struct call *find_call(unsigned int op)
{
	unsigned int i;

	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (calls[i].op == op)
			return &calls[i];
	return NULL;
}

static size_t struct_size(const struct call *c, const uint64_t *args)
{
	unsigned int i;

	if (c->size || c->cmd_arg < 0)
		return c->size;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		if (sizes[i].op == c->op && sizes[i].cmd == args[c->cmd_arg])
			return sizes[i].size;
	return DUMP_BYTES;
}

/* --- writing memory down --- */

static uint64_t word_at(const void *p, size_t offset, size_t size)
{
	uint64_t w = 0;

	memcpy(&w, (const char *)p + offset, size - offset < 8 ? size - offset : 8);
	return w;
}

/* Offset=value of each 8-byte word that is not zero; what a word points to follows it. */
static void dump(uint64_t addr, size_t size, int depth)
{
	size_t left = fake_buffer_left(addr), i;
	uint64_t w;

	if (size > left)
		size = left;
	fake_log("{");
	for (i = 0; i < size; i += 8) {
		w = word_at((void *)addr, i, size);
		if (!w)
			continue;
		if (fake_buffer_left(w)) {
			fake_log(" %zx->", i);
			if (depth)
				dump(w, DUMP_BYTES, depth - 1);
			else
				fake_log("buffer");
		} else {
			fake_log(" %zx=%lx", i, w);
		}
	}
	fake_log(" }");
}

/* Small numbers everywhere but in the header and in pointers; pointed-to memory gets some too. */
static void fill(uint64_t addr, size_t size, size_t header, int depth)
{
	size_t left = fake_buffer_left(addr), i;
	uint32_t *word;
	uint64_t w;

	if (size > left)
		size = left;
	for (i = header; i < size; i += 8) {
		w = word_at((void *)addr, i, size);
		word = (uint32_t *)(addr + i);
		if (fake_buffer_left(w)) {
			if (depth)
				fill(w, DUMP_BYTES, 0, depth - 1);
			continue;
		}
		word[0] = i / 4 + 1;
		if (size - i > 4)
			word[1] = i / 4 + 2;
	}
}

/* A domain that exists: the one that was asked for, an HVM one if its number is even. */
static void fill_special(unsigned int op, void *arg)
{
	struct xen_domctl *domctl = arg;

	if (op == __HYPERVISOR_domctl && domctl->cmd == XEN_DOMCTL_getdomaininfo) {
		domctl->u.getdomaininfo.domain = domctl->domain;
		domctl->u.getdomaininfo.flags = domctl->domain % 2 ? 0 : XEN_DOMINF_hvm_guest;
	}
}

long (*fake_hook)(unsigned int op, const uint64_t *args);

static long answer(void)
{
	if (fake_is("fail")) {
		errno = getenv("FAKEXEN_ERRNO") ? atoi(getenv("FAKEXEN_ERRNO")) : EPERM;
		return -1;
	}
	return fake_is("five") ? 5 : 0;
}

static long hypercall(unsigned int op, const uint64_t *args)
{
	const struct call *c = find_call(op);
	struct multicall_entry *entries;
	size_t size;
	uint64_t i;
	long rc;

	if (op == __HYPERVISOR_multicall) {
		entries = (struct multicall_entry *)args[0];
		for (i = 0; i < args[1]; i++) {
			rc = hypercall(entries[i].op, (const uint64_t *)entries[i].args);
			entries[i].result = rc < 0 ? -errno : rc;
		}
		return 0;
	}
	if (!c) {
		fake_log("  hypercall %u %lx %lx %lx %lx\n", op, args[0], args[1], args[2], args[3]);
		return answer();
	}

	size = struct_size(c, args);
	fake_log("  %s", c->name);
	for (i = 0; i < 5; i++) {
		if ((int)i == c->ptr_arg && fake_buffer_left(args[i]))
			dump(args[i], size, 2);
		else if (args[i] || (int)i == c->cmd_arg)
			fake_log(" %ld", (long)args[i]);
	}
	fake_log("\n");

	rc = fake_hook ? fake_hook(op, args) : FAKE_PASS;
	if (rc != FAKE_PASS)
		return rc;
	if (fake_is("fill") && fake_buffer_left(args[c->ptr_arg])) {
		fill(args[c->ptr_arg], size, c->header, 1);
		fill_special(op, (void *)args[c->ptr_arg]);
	}
	return answer();
}

unsigned int fake_paged_out_for;

static int map_batch(privcmd_mmapbatch_v2_t *m)
{
	unsigned int i;
	int rc = 0;

	fake_log("  mmapbatch dom=%u num=%u:", m->dom, m->num);
	for (i = 0; i < m->num; i++)
		fake_log(" %lx", (unsigned long)m->arr[i]);
	fake_log("\n");
	for (i = 0; i < m->num; i++) {
		m->err[i] = fake_is("five") && i % 2 ? -EINVAL : 0;
		if (m->arr[i] == FAKE_PAGED_OUT && fake_paged_out_for) {
			fake_paged_out_for--;
			m->err[i] = -ENOENT;
			errno = ENOENT;
			rc = -1;
		}
	}
	return fake_is("fail") ? answer() : rc;
}

static int dm_op(privcmd_dm_op_t *op)
{
	unsigned int i, j;

	if (op->dom == DOMID_INVALID)
		return 0; /* a question whether there is such an ioctl */

	fake_log("  dm_op dom=%u", op->dom);
	for (i = 0; i < op->num; i++) {
		fake_log(" [%zu]", op->ubufs[i].size);
		for (j = 0; j < op->ubufs[i].size; j += 8)
			fake_log(" %lx", word_at(op->ubufs[i].uptr, j, op->ubufs[i].size));
		for (j = 8; fake_is("fill") && j < op->ubufs[i].size; j++)
			((char *)op->ubufs[i].uptr)[j] = j;
	}
	fake_log("\n");
	return answer();
}

static int map_resource(privcmd_mmap_resource_t *r)
{
	fake_log("  mmap_resource dom=%u type=%u id=%u idx=%u num=%lu addr=%d\n", r->dom, r->type,
		 r->id, r->idx, (unsigned long)r->num, !!r->addr);
	if (!r->num)
		r->num = 4;
	return fake_is("fail") ? answer() : 0;
}

static int privcmd(unsigned long request, void *arg)
{
	privcmd_hypercall_t *h = arg;

	switch (request) {
	case IOCTL_PRIVCMD_HYPERCALL:
		return hypercall(h->op, (const uint64_t *)h->arg);
	case IOCTL_PRIVCMD_MMAPBATCH_V2:
		return map_batch(arg);
	case IOCTL_PRIVCMD_MMAP_RESOURCE:
		if (getenv("FAKEXEN_OLD_KERNEL"))
			break;
		return map_resource(arg);
	case IOCTL_PRIVCMD_DM_OP:
		if (getenv("FAKEXEN_OLD_KERNEL"))
			break;
		return dm_op(arg);
	case IOCTL_PRIVCMD_RESTRICT:
		fake_log("  restrict %u\n", *(domid_t *)arg);
		return answer();
	}
	errno = ENOTTY;
	return -1;
}

/* The other devices: the argument's bytes, and outputs where there are some. */
static int other(const char *path, unsigned long request, void *arg)
{
	size_t size = _IOC_SIZE(request), i;
	struct ioctl_gntdev_map_grant_ref *map = arg;
	struct ioctl_gntdev_get_offset_for_vaddr *where = arg;
	struct ioctl_gntalloc_alloc_gref *alloc = arg;

	fake_log("  ioctl %s %lu", path, (unsigned long)_IOC_NR(request));
	if (request == IOCTL_GNTDEV_MAP_GRANT_REF)
		size = 16 + 8 * map->count;
	if (request == IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR || request == IOCTL_GNTDEV_GRANT_COPY)
		size = 0;
	if (request == IOCTL_GNTALLOC_ALLOC_GREF)
		size = 8;
	for (i = 0; i < size; i += 8)
		fake_log(" %lx", word_at(arg, i, size));
	fake_log("\n");

	if (fake_is("fail"))
		return answer();
	if (request == IOCTL_GNTDEV_MAP_GRANT_REF)
		map->index = 0x3000;
	if (request == IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR) {
		where->offset = 0x3000;
		where->count = 2;
	}
	if (request == IOCTL_GNTALLOC_ALLOC_GREF) {
		alloc->index = 0x5000;
		for (i = 0; i < alloc->count; i++)
			alloc->gref_ids[i] = 100 + i;
	}
	return !strcmp(path, "/dev/xen/evtchn") ? answer() : 0;
}

int fake_ioctl(const char *path, unsigned long request, void *arg)
{
	return strcmp(path, "/dev/xen/privcmd") ? other(path, request, arg) : privcmd(request, arg);
}
