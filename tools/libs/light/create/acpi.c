// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Firmware of a PVH guest: ACPI tables (ACPI specification 5.1, chapter 5) and the memory map.
 * There is no hardware behind the tables but processors, so they say little: FADT, MADT, and a DSDT
 * made of create/processor.asl.
 */
#include <assert.h>
#include <stdio.h>

#include "_processor.hex"
#include "create/create.h"

#define ACPI_RSDP_ADDRESS 0xfc000000u /* a page of its own */
#define ACPI_TABLES_ADDRESS 0xfc001000u
#define LAPIC_ADDRESS 0xfee00000u
#define SPECIAL_PAGES_START \
	((uint64_t)(X86_HVM_END_SPECIAL_REGION - X86_HVM_NR_SPECIAL_PAGES) << 12)

/* ---- layout of the tables ---- */

struct acpi_header {
	char signature[4];
	uint32_t length;
	uint8_t revision, checksum;
	char oem_id[6], oem_table_id[8];
	uint32_t oem_revision;
	char creator_id[4];
	uint32_t creator_revision;
} __attribute__((packed));

struct acpi_rsdp {
	char signature[8];
	uint8_t checksum;
	char oem_id[6];
	uint8_t revision;
	uint32_t rsdt_address, length;
	uint64_t xsdt_address;
	uint8_t extended_checksum, reserved[3];
} __attribute__((packed));

struct acpi_address {
	uint8_t space, bit_width, bit_offset, access;
	uint64_t address;
} __attribute__((packed));

struct acpi_fadt {
	struct acpi_header header;
	uint32_t facs, dsdt;
	uint8_t model, profile;
	uint16_t sci_int;
	uint32_t smi_cmd;
	uint8_t acpi_enable, acpi_disable, s4bios, pstate;
	uint32_t pm1a_evt, pm1b_evt, pm1a_cnt, pm1b_cnt, pm2_cnt, pm_tmr, gpe0, gpe1;
	uint8_t pm1_evt_len, pm1_cnt_len, pm2_cnt_len, pm_tmr_len, gpe0_len, gpe1_len, gpe1_base;
	uint8_t cst_cnt;
	uint16_t c2_latency, c3_latency, flush_size, flush_stride;
	uint8_t duty_offset, duty_width, day_alarm, month_alarm, century;
	uint16_t boot_arch;
	uint8_t reserved;
	uint32_t flags;
	struct acpi_address reset_reg;
	uint8_t reset_value;
	uint16_t arm_boot_arch;
	uint8_t minor_revision;
	uint64_t x_facs, x_dsdt;
	struct acpi_address x_pm1a_evt, x_pm1b_evt, x_pm1a_cnt, x_pm1b_cnt, x_pm2_cnt, x_pm_tmr;
	struct acpi_address x_gpe0, x_gpe1, sleep_control, sleep_status;
} __attribute__((packed));
_Static_assert(sizeof(struct acpi_fadt) == 268, "ACPI 5.1, table 5-34: FADT revision 5");

struct acpi_madt {
	struct acpi_header header;
	uint32_t lapic_address, flags;
} __attribute__((packed));

struct acpi_madt_lapic {
	uint8_t type, length, acpi_id, apic_id;
	uint32_t flags;
} __attribute__((packed));

struct acpi_madt_x2apic {
	uint8_t type, length;
	uint16_t reserved;
	uint32_t x2apic_id, flags, acpi_uid;
} __attribute__((packed));

struct acpi_facs {
	char signature[4];
	uint32_t length, hardware_signature, waking_vector, global_lock, flags;
	uint64_t x_waking_vector;
	uint8_t version, reserved[31];
} __attribute__((packed));
_Static_assert(sizeof(struct acpi_facs) == 64, "ACPI 5.1, table 5-39");

#define MADT_LAPIC 0
#define MADT_X2APIC 9
#define MADT_PCAT_COMPAT 1
#define MADT_ENABLED 1

/* flags of the FADT, table 5-35, and of its boot architecture field, table 5-36 */
#define FADT_WBINVD (1u << 0)
#define FADT_PROC_C1 (1u << 2)
#define FADT_PWR_BUTTON (1u << 4)
#define FADT_SLP_BUTTON (1u << 5)
#define FADT_FIX_RTC (1u << 6)
#define FADT_TMR_VAL_EXT (1u << 8)
#define FADT_USE_PLATFORM_CLOCK (1u << 15)
#define BOOT_NO_VGA (1u << 2)
#define BOOT_NO_CMOS_RTC (1u << 5)

#define PM1A_EVT 0xb000
#define PM1A_CNT 0xb004
#define GPE0 0xafe0
#define SPACE_IO 1

/* ---- building ---- */

struct blob {
	uint8_t *data;
	uint32_t size, used;
};

/* room for a table, 16-byte aligned; its offset */
static uint32_t take(struct blob *blob, uint32_t size)
{
	uint32_t at = blob->used;

	blob->used = (at + size + 15) & ~15u;
	assert(blob->used <= blob->size);
	return at;
}

static uint8_t checksum(const void *p, uint32_t n)
{
	const uint8_t *b = p;
	uint8_t sum = 0;

	while (n--)
		sum += *b++;
	return -sum;
}

static void start(struct acpi_header *h, const char *signature, uint32_t length, uint8_t revision)
{
	memcpy(h->signature, signature, 4);
	h->length = length;
	h->revision = revision;
	memcpy(h->oem_id, "Xen   ", 6);
	memcpy(h->oem_table_id, "HVM     ", 8);
	memcpy(h->creator_id, "HVML", 4);
}

static void seal(struct acpi_header *h)
{
	h->checksum = 0;
	h->checksum = checksum(h, h->length);
}

static struct acpi_address io_port(uint64_t port, uint8_t bits)
{
	return (struct acpi_address){ .space = SPACE_IO, .bit_width = bits, .address = port };
}

/* what stands for a processor's name, number and state in processor.asl */
static const uint8_t name_mark[] = { 'P', '0', '0', '0' };
static const uint8_t uid_mark[] = { 0x78, 0x56, 0x34, 0x12 };
static const uint8_t state_mark[] = { 0xa5 };

#define STA_WORKS 0x0f /* present, enabled, shown, functioning: ACPI 5.1, 6.3.7 */

static const uint8_t *const processor = _processor_aml_code + sizeof(struct acpi_header);
static const uint32_t processor_size = sizeof(_processor_aml_code) - sizeof(struct acpi_header);

static void fill_in(uint8_t *body, const uint8_t *mark, size_t size, const void *value)
{
	uint8_t *at = memmem(body, processor_size, mark, size);

	assert(at);
	memcpy(at, value, size);
}

static void add_processor(uint8_t *body, uint32_t uid, bool online)
{
	uint8_t state = online ? STA_WORKS : 0;
	char name[sizeof(name_mark) + 1];

	memcpy(body, processor, processor_size);
	snprintf(name, sizeof(name), "P%03X", uid & 0xfff);
	fill_in(body, name_mark, sizeof(name_mark), name);
	fill_in(body, state_mark, sizeof(state_mark), &state);
	fill_in(body, uid_mark, sizeof(uid_mark), &uid);
}

static uint32_t add_dsdt(struct blob *blob, const libxl_domain_build_info *info)
{
	uint32_t size = sizeof(struct acpi_header) + info->max_vcpus * processor_size;
	uint32_t at = take(blob, size);
	struct acpi_header *h = (void *)(blob->data + at);
	int i;

	start(h, "DSDT", size, 2);
	for (i = 0; i < info->max_vcpus; i++)
		add_processor((uint8_t *)(h + 1) + i * processor_size, i,
			      libxl_bitmap_test(&info->avail_vcpus, i));
	seal(h);
	return at;
}

static uint32_t add_facs(struct blob *blob)
{
	/* the specification wants 64-byte alignment */
	uint32_t at;
	struct acpi_facs *facs;

	blob->used = (blob->used + 63) & ~63u;
	at = take(blob, sizeof(*facs));
	facs = (void *)(blob->data + at);
	memcpy(facs->signature, "FACS", 4);
	facs->length = sizeof(*facs);
	facs->version = 1;
	return at;
}

static uint32_t add_fadt(struct blob *blob, uint32_t dsdt, uint32_t facs)
{
	uint32_t at = take(blob, sizeof(struct acpi_fadt));
	struct acpi_fadt *f = (void *)(blob->data + at);

	start(&f->header, "FACP", sizeof(*f), 5);
	f->facs = ACPI_TABLES_ADDRESS + facs;
	f->dsdt = ACPI_TABLES_ADDRESS + dsdt;
	f->x_dsdt = f->dsdt;
	f->sci_int = 9;
	f->pm1a_evt = PM1A_EVT;
	f->pm1_evt_len = 4;
	f->pm1a_cnt = PM1A_CNT;
	f->pm1_cnt_len = 2;
	f->gpe0 = GPE0;
	f->gpe0_len = 4;
	f->c2_latency = 0xfff; /* above 100 and 1000: no such states */
	f->c3_latency = 0xfff;
	f->boot_arch = BOOT_NO_VGA | BOOT_NO_CMOS_RTC;
	f->flags = FADT_WBINVD | FADT_PROC_C1 | FADT_PWR_BUTTON | FADT_SLP_BUTTON | FADT_FIX_RTC |
		   FADT_TMR_VAL_EXT | FADT_USE_PLATFORM_CLOCK;
	f->reset_reg = io_port(0xcf9, 8);
	f->reset_value = 6;
	f->minor_revision = 1;
	f->x_pm1a_evt = io_port(PM1A_EVT, 32);
	f->x_pm1a_cnt = io_port(PM1A_CNT, 16);
	f->x_gpe0 = io_port(GPE0, 32);
	seal(&f->header);
	return at;
}

/* vCPU n has APIC id 2n; ids that do not fit 8 bits need the x2APIC form */
static uint32_t add_madt(struct blob *blob, const libxl_domain_build_info *info)
{
	uint32_t size = sizeof(struct acpi_madt), at;
	struct acpi_madt *madt;
	uint8_t *p;
	int i;

	for (i = 0; i < info->max_vcpus; i++)
		size += 2 * i < 255 ? sizeof(struct acpi_madt_lapic) :
				      sizeof(struct acpi_madt_x2apic);
	at = take(blob, size);
	madt = (void *)(blob->data + at);
	start(&madt->header, "APIC", size, 2);
	madt->lapic_address = LAPIC_ADDRESS;
	madt->flags = MADT_PCAT_COMPAT;
	p = (uint8_t *)(madt + 1);
	for (i = 0; i < info->max_vcpus; i++) {
		uint32_t flags = libxl_bitmap_test(&info->avail_vcpus, i) ? MADT_ENABLED : 0;

		if (2 * i < 255) {
			struct acpi_madt_lapic l = {
				MADT_LAPIC, sizeof(l), i, 2 * i, flags };

			memcpy(p, &l, sizeof(l));
			p += sizeof(l);
		} else {
			struct acpi_madt_x2apic x = {
				MADT_X2APIC, sizeof(x), 0, 2 * i, flags, i };

			memcpy(p, &x, sizeof(x));
			p += sizeof(x);
		}
	}
	seal(&madt->header);
	return at;
}

static uint32_t add_xsdt(struct blob *blob, const uint32_t *tables, unsigned int n)
{
	uint32_t size = sizeof(struct acpi_header) + n * sizeof(uint64_t), at = take(blob, size);
	struct acpi_header *h = (void *)(blob->data + at);
	uint8_t *p = (uint8_t *)(h + 1);
	unsigned int i;

	start(h, "XSDT", size, 1);
	for (i = 0; i < n; i++, p += sizeof(uint64_t)) {
		uint64_t address = ACPI_TABLES_ADDRESS + tables[i];

		memcpy(p, &address, sizeof(address));
	}
	seal(h);
	return at;
}

static struct acpi_rsdp *make_rsdp(libxl__gc *gc, uint32_t xsdt)
{
	struct acpi_rsdp *rsdp = libxl__zalloc(gc, sizeof(*rsdp));

	memcpy(rsdp->signature, "RSD PTR ", 8);
	memcpy(rsdp->oem_id, "Xen   ", 6);
	rsdp->revision = 2;
	rsdp->length = sizeof(*rsdp);
	rsdp->xsdt_address = ACPI_TABLES_ADDRESS + xsdt;
	rsdp->checksum = checksum(rsdp, 20); /* the part that revision 0 had */
	rsdp->extended_checksum = checksum(rsdp, sizeof(*rsdp));
	return rsdp;
}

static void add_tables(libxl__gc *gc, const struct libxl__build *b, struct xc_dom_image *dom)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	struct blob blob = { .size = 4096 + (16 + processor_size) * (uint32_t)info->max_vcpus };
	uint32_t tables[2], dsdt, facs, xsdt;

	blob.data = libxl__zalloc(gc, blob.size);
	dsdt = add_dsdt(&blob, info);
	facs = add_facs(&blob);
	tables[0] = add_fadt(&blob, dsdt, facs);
	tables[1] = add_madt(&blob, info);
	xsdt = add_xsdt(&blob, tables, ARRAY_SIZE(tables));

	dom->acpi_modules[0].data = (uint8_t *)make_rsdp(gc, xsdt);
	dom->acpi_modules[0].length = sizeof(struct acpi_rsdp);
	dom->acpi_modules[0].guest_addr_out = ACPI_RSDP_ADDRESS;
	dom->acpi_modules[1].data = blob.data;
	dom->acpi_modules[1].length = blob.used;
	dom->acpi_modules[1].guest_addr_out = ACPI_TABLES_ADDRESS;
}

/* ---- the memory map ---- */

static void add_range(struct xc_dom_image *dom, uint64_t addr, uint64_t size, uint32_t type)
{
	if (size)
		dom->e820[dom->e820_entries++] = (struct e820entry){ addr, size, type };
}

static void add_memory_map(libxl__gc *gc, struct xc_dom_image *dom)
{
	int i;

	dom->e820 = NEW_ARRAY(gc, struct e820entry, 3 + MAX_ACPI_MODULES);
	dom->e820_entries = 0;
	add_range(dom, 0, dom->lowmem_end, E820_RAM);
	add_range(dom, SPECIAL_PAGES_START, X86_HVM_NR_SPECIAL_PAGES * XC_PAGE_SIZE, E820_RESERVED);
	for (i = 0; i < MAX_ACPI_MODULES; i++)
		if (dom->acpi_modules[i].length)
			add_range(dom, dom->acpi_modules[i].guest_addr_out & ~(XC_PAGE_SIZE - 1ULL),
				  dom->acpi_modules[i].length, E820_ACPI);
	if (dom->highmem_end)
		add_range(dom, (uint64_t)1 << 32, dom->highmem_end - ((uint64_t)1 << 32), E820_RAM);
}

int libxl__pvh_firmware(libxl__gc *gc, const struct libxl__build *b, struct xc_dom_image *dom)
{
	if (libxl_defbool_val(b->config->b_info.acpi))
		add_tables(gc, b, dom);
	add_memory_map(gc, dom);
	if (!xc_domain_set_memory_map(gc->ctx->xch, b->domid, dom->e820, dom->e820_entries))
		return 0;
	LOGED(ERROR, b->domid, "cannot set its memory map");
	return ERROR_FAIL;
}
