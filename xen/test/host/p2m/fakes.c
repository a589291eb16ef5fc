// SPDX-License-Identifier: GPL-2.0-only
/* What the map needs of the rest of the hypervisor, and the processor that uses it. */
#include <asm/pv/grant-pte.h>
#include "test.h"

struct domain *fake_doms[3];
struct page_info *fake_grant_frame[GRANT_FRAMES];
unsigned long fake_flushes, fake_crashes;
struct vcpu fake_vcpu;
void (*fake_before_flush)(void);

size_t guest_raw_read(void *dst, const void *guest, size_t n)
{
	memcpy(dst, guest, n);
	return 0;
}

size_t guest_raw_write(void *guest, const void *src, size_t n)
{
	memcpy(guest, src, n);
	return 0;
}

void hvm_flush_p2m(struct domain *d)
{
	fake_flushes++;
	if (fake_before_flush)
		fake_before_flush();
	tlb_flush();
}

void domain_crash_at(struct domain *d, const char *func, int line) { fake_crashes++; }

struct domain *get_domain_by_id(domid_t id)
{
	if (id >= ARRAY_SIZE(fake_doms) || !fake_doms[id])
		return NULL;
	get_knownalive_domain(fake_doms[id]);
	return fake_doms[id];
}

/* A type at a time; what is "table" to a test stays so. */
bool get_page_type(struct page_info *pg, unsigned long type)
{
	if ((pg->type_info & PGT_count_mask) && (pg->type_info & PGT_type_mask) != type)
		return false;
	pg->type_info = ((pg->type_info & PGT_count_mask) + 1) | type;
	return true;
}

void put_page_type(struct page_info *pg)
{
	assert_true(pg->type_info & PGT_count_mask);
	pg->type_info--;
}

int gnttab_map_frame(struct domain *d, unsigned long idx, gfn_t gfn, mfn_t *mfn)
{
	if (idx >= GRANT_FRAMES)
		return -EINVAL;
	*mfn = page_to_mfn(fake_grant_frame[idx]);
	return 0;
}

int pv_create_grant_mapping(u64 host_addr, mfn_t frame, unsigned int flags) { return GNTST_general_error; }
int pv_replace_grant_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags) { return GNTST_general_error; }

static bool npt_step(u64 e, unsigned int level, unsigned int *access, bool *leaf)
{
	if (!(e & 1))
		return false;
	assert_true(e & 4); /* user, else every access faults */
	*access &= P2M_ACCESS_R | (e & 2 ? P2M_ACCESS_W : 0) | (e >> 63 ? 0 : P2M_ACCESS_X);
	*leaf = level == 1 || (e & 0x80);
	if (level == 4)
		assert_false(e & 0x80); /* reserved */
	return true;
}

static bool ept_step(u64 e, unsigned int level, unsigned int *access, bool *leaf)
{
	if (!(e & 7))
		return false;
	assert_true(e & 1); /* writable or executable and not readable: a misconfiguration */
	*access &= (e & 1 ? P2M_ACCESS_R : 0) | (e & 2 ? P2M_ACCESS_W : 0) | (e & 4 ? P2M_ACCESS_X : 0);
	*leaf = level == 1 || (e & 0x80);
	if (!*leaf)
		assert_false(e & 0x78); /* reserved */
	else
		assert_true(((e >> 3) & 7) == 6 || ((e >> 3) & 7) == 0);
	if (level == 4)
		assert_false(e & 0x80);
	return true;
}

bool hw_walk(const struct p2m_domain *p2m, unsigned long gfn, struct hw *hw)
{
	unsigned long table = mfn_x(p2m->root);

	hw->access = 7;
	for (unsigned int level = 4; level; level--) {
		u64 e = ((u64 *)mfn_to_virt(_mfn(table)))[(gfn >> (9 * (level - 1))) & 511];
		unsigned long sub = (1UL << (9 * (level - 1))) - 1;
		bool leaf;

		if (!(p2m->fmt == &npt_format ? npt_step : ept_step)(e, level, &hw->access, &leaf))
			return false;
		table = (e & 0xffffffffff000UL) >> 12;
		if (!leaf)
			continue;
		assert_false(table & sub); /* reserved bits of a large leaf's address */
		hw->mfn = table + (gfn & sub);
		hw->level = level;
		return true;
	}
	return false;
}

#define TLB 64

static struct { const struct p2m_domain *p2m; unsigned long gfn; struct hw hw; } tlb[TLB];
static unsigned int tlb_used;

void tlb_flush(void)
{
	tlb_used = 0;
}

static void tlb_page_freed(struct page_info *pg)
{
	for (unsigned int i = 0; i < tlb_used; i++)
		if (tlb[i].hw.mfn == mfn_x(page_to_mfn(pg)))
			panic("frame %lx is freed while the processor has it for %lx", tlb[i].hw.mfn, tlb[i].gfn);
}

unsigned int tlb_touch(const struct p2m_domain *p2m, unsigned long gfn)
{
	struct hw hw;

	fake_on_last_use = tlb_page_freed;
	if (!hw_walk(p2m, gfn, &hw))
		return 0;
	if (tlb_used < TLB) {
		tlb[tlb_used].p2m = p2m;
		tlb[tlb_used].gfn = gfn;
		tlb[tlb_used++].hw = hw;
	}
	return hw.level;
}

bool tlb_store(unsigned long gfn, u64 value)
{
	for (unsigned int i = 0; i < tlb_used; i++) {
		if (tlb[i].gfn != gfn || !(tlb[i].hw.access & P2M_ACCESS_W))
			continue;
		*(u64 *)mfn_to_virt(_mfn(tlb[i].hw.mfn)) = value;
		return true;
	}
	return false;
}

void tlb_check(void)
{
	for (unsigned int i = 0; i < tlb_used; i++) {
		struct hw hw;

		assert_true(hw_walk(tlb[i].p2m, tlb[i].gfn, &hw));
		assert_int_equal(hw.mfn, tlb[i].hw.mfn);
		assert_int_equal(tlb[i].hw.access & ~hw.access, 0);
	}
}

static unsigned int count_tables(const struct p2m_domain *p2m, const struct page_info *t, unsigned int level)
{
	const u64 *e = page_to_virt(t);
	unsigned int tables = 1, used = 0;

	assert_int_equal(table_level(t), level);
	for (unsigned int i = 0; i < 512; i++) {
		used += !!e[i];
		if (entry_is_table(e[i])) {
			assert_true(level > 1);
			tables += count_tables(p2m, mfn_to_page(entry_mfn(e[i])), level - 1);
		}
	}
	assert_int_equal(used, table_entries(t));
	assert_true(used || level == P2M_ROOT_LEVEL); /* an empty one would have been taken out */
	return tables;
}

static unsigned int list_length(const struct page_list_head *h)
{
	struct page_info *pg;
	unsigned int n = 0;

	page_list_for_each(pg, h)
		n++;
	return n;
}

void check_tables(const struct p2m_domain *p2m)
{
	assert_int_equal(count_tables(p2m, mfn_to_page(p2m->root), P2M_ROOT_LEVEL), p2m->nr_tables);
	assert_int_equal(list_length(&p2m->tables), p2m->nr_tables);
	assert_int_equal(list_length(&p2m->free), p2m->nr_free);
	assert_int_equal(list_length(&p2m->stale), p2m->nr_stale);
	assert_int_equal(list_length(&p2m->pod.single) + 512 * list_length(&p2m->pod.super), p2m->pod.cached);
}

struct domain *translated_domain(domid_t id, const struct p2m_format *fmt)
{
	struct domain *d = fake_domain(id);

	d->kind = GUEST_hvm;
	assert_int_equal(p2m_init(d, fmt), 0);
	fake_doms[id] = d;
	return d;
}
