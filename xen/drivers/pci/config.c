/* SPDX-License-Identifier: GPL-2.0-only */
/* Configuration space: ports 0xcf8/0xcfc (PCI Local Bus specification 3.2.2.3), memory windows (PCIe 7.2.2). */
#include <xen/acpi.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pci.h>
#include <asm/acpi.h>
#include <asm/e820.h>
#include <asm/io.h>
#include <asm/pci.h>

#define ADDRESS_PORT 0xcf8
#define DATA_PORT 0xcfc
#define ADDRESS_ENABLE 0x80000000U

static DEFINE_SPINLOCK(conf_lock, pci_conf);

u32 pci_conf_read(u32 cf8, unsigned int offset, unsigned int bytes)
{
	unsigned long flags;
	u32 v;

	spin_lock_irqsave(&conf_lock, flags);
	outl(cf8, ADDRESS_PORT);
	v = bytes == 1 ? inb(DATA_PORT + offset) : bytes == 2 ? inw(DATA_PORT + (offset & 2)) : inl(DATA_PORT);
	spin_unlock_irqrestore(&conf_lock, flags);
	return v;
}

void pci_conf_write(u32 cf8, unsigned int offset, unsigned int bytes, u32 data)
{
	unsigned long flags;

	spin_lock_irqsave(&conf_lock, flags);
	outl(cf8, ADDRESS_PORT);
	if (bytes == 1)
		outb(data, DATA_PORT + offset);
	else if (bytes == 2)
		outw(data, DATA_PORT + (offset & 2));
	else
		outl(data, DATA_PORT);
	spin_unlock_irqrestore(&conf_lock, flags);
}

/* Windows of memory, one per segment and range of buses; mapped when dom0 or the memory map vouches for them. */
#define MAX_WINDOWS 16
static struct window {
	paddr_t address; /* of bus 0 */
	u16 segment;
	u8 start_bus, end_bus;
	volatile char *va; /* of start_bus; NULL: not usable yet */
} windows[MAX_WINDOWS];
static unsigned int nr_windows;

static bool opt_mmcfg = true;
static int __init parse_mmcfg(const char *s)
{
	int b = parse_bool(s, strchr(s, ','));

	if (b < 0)
		return -EINVAL;
	opt_mmcfg = b;
	return 0;
}
custom_param("mmcfg", parse_mmcfg);

static int map_window(struct window *w)
{
	size_t size = (size_t)(w->end_bus - w->start_bus + 1) << 20;

	if (w->va)
		return 0;
	w->va = ioremap(w->address + ((paddr_t)w->start_bus << 20), size);
	return w->va ? 0 : -ENOMEM;
}

void __init pci_mmcfg_init(void)
{
	unsigned int nr;
	const struct acpi_mcfg *m = acpi_mcfg(&nr);

	for (unsigned int i = 0; i < nr && opt_mmcfg; i++) {
		const struct mcfg_entry *e = &m->entry[i];
		struct window *w = &windows[nr_windows];
		u64 first = e->address + ((u64)e->start_bus << 20), end = e->address + ((u64)(e->end_bus + 1) << 20);
		bool reserved;

		if (nr_windows == MAX_WINDOWS || e->end_bus < e->start_bus || !e->address)
			break;
		*w = (struct window){ e->address, e->segment, e->start_bus, e->end_bus, NULL };
		nr_windows++;
		reserved = e820_all_mapped(&e820_firmware, first, end, E820_RESERVED);
		printk("PCI: MCFG configuration %u: base %lx segment %04x buses %02x - %02x\n", i, e->address, e->segment,
		       e->start_bus, e->end_bus);
		if (!reserved)
			printk("PCI: Not using MCFG for segment %04x bus %02x-%02x\n", e->segment, e->start_bus, e->end_bus);
		else if (map_window(w))
			printk(XENLOG_WARNING "PCI: no address space for MCFG segment %04x\n", e->segment);
	}
}

int pci_mmcfg_reserved(u64 address, u16 segment, u8 start_bus, u8 end_bus, bool usable)
{
	for (unsigned int i = 0; i < nr_windows; i++) {
		struct window *w = &windows[i];

		if (w->address == address && w->segment == segment && w->start_bus == start_bus && w->end_bus == end_bus)
			return usable ? map_window(w) : 0;
	}
	return -ENODEV;
}

static volatile void *window_of(pci_sbdf_t s, unsigned int reg)
{
	for (unsigned int i = 0; i < nr_windows; i++) {
		const struct window *w = &windows[i];

		if (w->va && w->segment == PCI_SEG(s) && PCI_BUS(s) >= w->start_bus && PCI_BUS(s) <= w->end_bus)
			return w->va + ((PCI_BDF(s) - ((u32)w->start_bus << 8)) << 12) + reg;
	}
	return NULL;
}

static u32 cf8_of(pci_sbdf_t s, unsigned int reg)
{
	return ADDRESS_ENABLE | PCI_BDF(s) << 8 | (reg & 0xfc);
}

/* The first 256 bytes of segment 0 go through the ports: they always work. */
static bool by_ports(pci_sbdf_t s, unsigned int reg)
{
	return !PCI_SEG(s) && reg < 256;
}

#define CONF_ACCESS(bits, type, mmio_read, mmio_write)                                       \
	type pci_conf_read##bits(pci_sbdf_t s, unsigned int reg)                             \
	{                                                                                    \
		volatile void *p;                                                            \
		if (by_ports(s, reg))                                                        \
			return pci_conf_read(cf8_of(s, reg), reg & 3, bits / 8);             \
		p = reg < 4096 ? window_of(s, reg) : NULL;                                   \
		return p ? mmio_read(p) : (type)~0U;                                         \
	}                                                                                    \
	void pci_conf_write##bits(pci_sbdf_t s, unsigned int reg, type v)                    \
	{                                                                                    \
		volatile void *p;                                                            \
		if (by_ports(s, reg)) {                                                      \
			pci_conf_write(cf8_of(s, reg), reg & 3, bits / 8, v);                \
			return;                                                              \
		}                                                                            \
		p = reg < 4096 ? window_of(s, reg) : NULL;                                   \
		if (p)                                                                       \
			mmio_write(v, p);                                                    \
	}
CONF_ACCESS(8, u8, readb, writeb)
CONF_ACCESS(16, u16, readw, writew)
CONF_ACCESS(32, u32, readl, writel)
#undef CONF_ACCESS

unsigned int pci_find_cap(pci_sbdf_t s, u8 cap)
{
	unsigned int pos, turns = 48; /* as many as fit behind the header */

	if (!(pci_conf_read16(s, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return 0;
	pos = pci_conf_read8(s, PCI_CAPABILITY_LIST) & ~3U;
	for (; pos >= 0x40 && turns; turns--) {
		u8 id = pci_conf_read8(s, pos);

		if (id == cap)
			return pos;
		if (id == 0xff)
			return 0;
		pos = pci_conf_read8(s, pos + 1) & ~3U;
	}
	return 0;
}
