/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/acpi.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/e820.h>

struct acpi_rsdp {
	char signature[8];
	u8 checksum;
	char oem_id[6];
	u8 revision;
	u32 rsdt;
	u32 length; /* revision 2 and later, as what follows */
	u64 xsdt;
	u8 extended_checksum, reserved[3];
} __packed;
#define RSDP_V1_SIZE 20

#define MAX_TABLES 64
#define MAX_TABLE_SIZE MB(8)

static struct {
	paddr_t pa;
	const struct acpi_header *table; /* mapped for good */
} tables[MAX_TABLES];
static unsigned int nr_tables;
static paddr_t rsdp_pa;

u8 acpi_checksum(const void *p, size_t n)
{
	const u8 *b = p;
	u8 sum = 0;

	while (n--)
		sum += *b++;
	return sum;
}

unsigned int acpi_walk(const struct acpi_header *table, u32 offset, void (*fn)(const struct acpi_subtable *s, void *data),
		       void *data)
{
	unsigned int n = 0;

	while (offset < table->length && table->length - offset >= sizeof(struct acpi_subtable)) {
		const struct acpi_subtable *s = (const void *)((const char *)table + offset);

		if (s->length < sizeof(*s) || s->length > table->length - offset)
			break;
		fn(s, data);
		offset += s->length;
		n++;
	}
	return n;
}

/* Firmware puts tables into memory of any type, which the direct map need not have. Cached; never unmapped. */
static const void *__init map_for_good(paddr_t pa, size_t len)
{
	unsigned long n = (PAGE_ALIGN(pa + len) >> PAGE_SHIFT) - (pa >> PAGE_SHIFT);
	mfn_t *mfns = xmalloc_array(mfn_t, n);
	char *va;

	if (!mfns)
		return NULL;
	for (unsigned long i = 0; i < n; i++)
		mfns[i] = mfn_add(maddr_to_mfn(pa), i);
	va = vmap(mfns, n);
	xfree(mfns);
	return va ? va + (pa & ~PAGE_MASK) : NULL;
}

static void __init unmap_table(const void *p)
{
	vunmap((void *)((unsigned long)p & PAGE_MASK));
}

static void __init print_table(paddr_t pa, const struct acpi_header *t)
{
	if (!strncmp(t->signature, "FACS", 4)) {
		printk("ACPI: FACS %08lX, %04X\n", pa, t->length);
		return;
	}
	printk("ACPI: %.4s %08lX, %04X (r%u %.6s %.8s %8x %.4s %8x)\n", t->signature, pa, t->length, t->revision, t->oem_id,
	       t->oem_table_id, t->oem_revision, t->creator_id, t->creator_revision);
}

/* NULL when it cannot be mapped or is no table. */
static const struct acpi_header *__init map_table(paddr_t pa)
{
	const struct acpi_header *t = map_for_good(pa, sizeof(*t));
	u32 len;

	if (!t)
		return NULL;
	len = t->length;
	unmap_table(t);
	if (len < 8 || len > MAX_TABLE_SIZE) {
		printk(XENLOG_WARNING "ACPI: table at %#lx has a length of %u bytes, ignored\n", pa, len);
		return NULL;
	}
	return map_for_good(pa, max_t(size_t, len, sizeof(*t)));
}

static void __init add_table(paddr_t pa)
{
	const struct acpi_header *t;

	if (!pa)
		return;
	if (nr_tables == MAX_TABLES) {
		printk(XENLOG_WARNING "ACPI: more than %u tables, the one at %#lx is ignored\n", MAX_TABLES, pa);
		return;
	}
	t = map_table(pa);
	if (!t)
		return;
	print_table(pa, t);
	if (strncmp(t->signature, "FACS", 4) && acpi_checksum(t, t->length)) {
		printk(XENLOG_WARNING "ACPI: %.4s has a wrong checksum\n", t->signature);
		unmap_table(t);
		return;
	}
	tables[nr_tables].pa = pa;
	tables[nr_tables++].table = t;
}

const struct acpi_header *acpi_table(const char *signature, unsigned int nr)
{
	for (unsigned int i = 0; i < nr_tables; i++)
		if (!strncmp(tables[i].table->signature, signature, 4) && !nr--)
			return tables[i].table;
	return NULL;
}

paddr_t acpi_rsdp(void)
{
	return rsdp_pa;
}

static bool __init rsdp_ok(const struct acpi_rsdp *r)
{
	return !strncmp(r->signature, "RSD PTR ", 8) && !acpi_checksum(r, RSDP_V1_SIZE);
}

/* 5.2.5.1: on 16-byte boundaries in the first KiB of the EBDA or between 0xe0000 and 1 MiB. */
static paddr_t __init rsdp_search(void)
{
	paddr_t ebda = (paddr_t)*(const u16 *)maddr_to_virt(0x40e) << 4;
	const struct {
		paddr_t start, end;
	} areas[] = { { ebda, ebda + 1024 }, { 0xe0000, MB(1) } };

	for (unsigned int i = 0; i < ARRAY_SIZE(areas); i++) {
		if (areas[i].start < 0x400 || areas[i].end > MB(1))
			continue;
		for (paddr_t pa = areas[i].start; pa < areas[i].end; pa += 16)
			if (rsdp_ok(maddr_to_virt(pa)))
				return pa;
	}
	return 0;
}

/* FADT names two more tables, with 32-bit and 64-bit addresses that should agree. */
static void __init add_fadt_tables(void)
{
	const struct acpi_fadt *f = (const void *)acpi_table("FACP", 0);
	u64 x_dsdt = 0, x_facs = 0;

	if (!f || f->header.length < offsetof(struct acpi_fadt, smi_cmd))
		return;
	if (f->header.length >= offsetof(struct acpi_fadt, x_pm1a_evt_blk)) {
		x_dsdt = f->x_dsdt;
		x_facs = f->x_facs;
	}
	add_table(x_dsdt ?: f->dsdt);
	add_table(f->facs ?: x_facs);
}

int __init acpi_tables_init(const void *copy, size_t len)
{
	struct acpi_rsdp rsdp = { .revision = 0 };
	const struct acpi_rsdp *r = &rsdp;
	const struct acpi_header *root;
	unsigned int entry = 4;
	paddr_t pa;

	rsdp_pa = rsdp_search();
	if (rsdp_pa)
		memcpy(&rsdp, maddr_to_virt(rsdp_pa), sizeof(rsdp));
	else
		memcpy(&rsdp, copy, min_t(size_t, len, sizeof(rsdp)));
	if (!rsdp_ok(r))
		return -ENODEV;
	printk("ACPI: RSDP %08lX, %04X (r%u %.6s)\n", rsdp_pa, r->revision >= 2 ? r->length : RSDP_V1_SIZE, r->revision,
	       r->oem_id);
	pa = r->rsdt;
	if (r->revision >= 2 && r->xsdt && !acpi_checksum(r, sizeof(*r))) {
		pa = r->xsdt;
		entry = 8;
	}
	root = map_table(pa);
	if (!root)
		return -ENODEV;
	print_table(pa, root);
	if (strncmp(root->signature, entry == 8 ? "XSDT" : "RSDT", 4) || acpi_checksum(root, root->length) ||
	    root->length < sizeof(*root))
		return -EINVAL;
	for (u32 off = sizeof(*root); root->length - off >= entry && off < root->length; off += entry) {
		const void *p = (const char *)root + off;
		u64 a = 0;

		memcpy(&a, p, entry);
		add_table(a);
	}
	add_fadt_tables();
	return 0;
}
