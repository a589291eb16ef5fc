/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory map: firmware's description of the machine's physical addresses, made orderly. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/e820.h>

struct e820 e820, e820_firmware;

/* Appends; false when the map is full. */
static bool e820_add(struct e820 *m, u64 start, u64 end, u32 type)
{
	struct e820_entry *last = m->nr ? &m->map[m->nr - 1] : NULL;

	if (start >= end)
		return true;
	if (last && last->type == type && last->addr + last->size == start) {
		last->size += end - start;
		return true;
	}
	if (m->nr == E820_MAX)
		return false;
	m->map[m->nr++] = (struct e820_entry){ start, end - start, type };
	return true;
}

static int compare_u64(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* Types beyond the known ones mean: not RAM. Among those that claim a byte, the least usable wins. */
static u32 type_at(const struct e820_entry *in, unsigned int nr, u64 addr)
{
	u32 type = 0;

	for (unsigned int i = 0; i < nr; i++)
		if (addr >= in[i].addr && addr - in[i].addr < in[i].size && in[i].addr + in[i].size > in[i].addr)
			type = max_t(u32, type, in[i].type ? in[i].type : E820_RESERVED);
	return type;
}

/* Every border of an input entry is a place where the type may change; between borders it is constant. */
int e820_sanitize(struct e820 *out, const struct e820_entry *in, unsigned int nr)
{
	static u64 border[2 * E820_MAX];
	unsigned int n = 0;
	bool any_ram = false;

	out->nr = 0;
	if (nr > E820_MAX)
		return -E2BIG;
	for (unsigned int i = 0; i < nr; i++) {
		u64 end = in[i].addr + in[i].size;

		if (end <= in[i].addr)
			continue;
		border[n++] = in[i].addr;
		border[n++] = end;
	}
	sort(border, n, sizeof(border[0]), compare_u64);
	for (unsigned int i = 0; i + 1 < n; i++) {
		u32 type;

		if (border[i] == border[i + 1])
			continue;
		type = type_at(in, nr, border[i]);
		any_ram |= type == E820_RAM;
		if (type && !e820_add(out, border[i], border[i + 1], type))
			return -E2BIG;
	}
	return any_ram ? 0 : -ENODATA;
}

bool e820_change_type(struct e820 *m, u64 start, u64 end, u32 from, u32 to)
{
	static struct e820 work;
	bool fits = true;

	work.nr = 0;
	for (unsigned int i = 0; i < m->nr && fits; i++) {
		const struct e820_entry *e = &m->map[i];
		u64 s = e->addr, t = e->addr + e->size;
		u64 cut_s = max_t(u64, s, start), cut_t = min_t(u64, t, end);

		if (e->type != from || cut_s >= cut_t) {
			fits = e820_add(&work, s, t, e->type);
			continue;
		}
		fits = e820_add(&work, s, cut_s, e->type) && e820_add(&work, cut_s, cut_t, to) &&
		       e820_add(&work, cut_t, t, e->type);
	}
	if (fits) {
		m->nr = work.nr;
		memcpy(m->map, work.map, work.nr * sizeof(work.map[0]));
	}
	return fits;
}

void e820_clip_to(struct e820 *m, u64 limit)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < m->nr; i++) {
		struct e820_entry e = m->map[i];

		if (e.type == E820_RAM && e.addr + e.size > limit) {
			if (e.addr >= limit)
				continue;
			e.size = limit - e.addr;
		}
		m->map[kept++] = e;
	}
	m->nr = kept;
}

u64 e820_ram_bytes(const struct e820 *m)
{
	u64 n = 0;

	for (unsigned int i = 0; i < m->nr; i++)
		if (m->map[i].type == E820_RAM)
			n += m->map[i].size;
	return n;
}

bool e820_all_mapped(const struct e820 *m, u64 start, u64 end, u32 type)
{
	for (unsigned int i = 0; i < m->nr && start < end; i++) {
		const struct e820_entry *e = &m->map[i];

		if (e->type == type && e->addr <= start && e->addr + e->size > start)
			start = e->addr + e->size;
	}
	return start >= end;
}

static const char *type_name(u32 type)
{
	static const char *const names[] = { [E820_RAM] = "usable", [E820_RESERVED] = "reserved",
					     [E820_ACPI] = "ACPI data", [E820_NVS] = "ACPI NVS",
					     [E820_UNUSABLE] = "unusable" };

	return type < ARRAY_SIZE(names) ? names[type] : NULL;
}

void e820_print(const struct e820 *m, const char *who)
{
	printk("%s RAM map:\n", who);
	for (unsigned int i = 0; i < m->nr; i++) {
		const struct e820_entry *e = &m->map[i];
		const char *name = type_name(e->type);

		printk(" [%016lx, %016lx] ", e->addr, e->addr + e->size - 1);
		if (name)
			printk("(%s)\n", name);
		else
			printk("(type %u)\n", e->type);
	}
}
