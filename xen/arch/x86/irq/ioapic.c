/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/console.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <asm/io.h>
#include <asm/ioapic.h>

#define REG_ID 0x00
#define REG_VERSION 0x01
#define REG_RTE(pin) (0x10 + 2 * (pin))
#define WINDOW 0x10
#define EOI_REGISTER 0x40 /* version 0x20 and later */

static struct ioapic {
	paddr_t address;
	volatile char *regs;
	u32 gsi_base, nr_pins;
	u8 id, version;
	struct ioapic_rte *shadow; /* what each entry was last set to; reading the chip is slow */
} ioapics[MAX_IOAPICS];
unsigned int nr_ioapics;
static DEFINE_SPINLOCK(ioapic_lock, ioapic);

/* ISA lines: identity, edge, active high, unless the MADT overrides it. */
static struct {
	u32 gsi;
	bool level, active_low;
} isa_irqs[16] = {
#define ISA(n) [n] = { n, false, false }
	ISA(0), ISA(1), ISA(2), ISA(3), ISA(4), ISA(5), ISA(6), ISA(7),
	ISA(8), ISA(9), ISA(10), ISA(11), ISA(12), ISA(13), ISA(14), ISA(15),
#undef ISA
};

static u32 reg_read(const struct ioapic *io, unsigned int reg)
{
	writel(reg, io->regs);
	return readl(io->regs + WINDOW);
}

static void reg_write(const struct ioapic *io, unsigned int reg, u32 v)
{
	writel(reg, io->regs);
	writel(v, io->regs + WINDOW);
}

void __init ioapic_add(u8 id, paddr_t address, u32 gsi_base)
{
	if (nr_ioapics == MAX_IOAPICS) {
		printk(XENLOG_WARNING "IOAPIC at %#lx: only %u are supported, ignored\n", address, MAX_IOAPICS);
		return;
	}
	ioapics[nr_ioapics].id = id;
	ioapics[nr_ioapics].address = address;
	ioapics[nr_ioapics++].gsi_base = gsi_base;
}

/* Flags: MADT, ACPI specification table 5.26: polarity in bits 0-1, trigger in bits 2-3; 0: as the bus has it. */
void __init ioapic_add_override(u8 irq, u32 gsi, u16 flags)
{
	if (irq >= ARRAY_SIZE(isa_irqs))
		return;
	isa_irqs[irq].gsi = gsi;
	isa_irqs[irq].active_low = (flags & 3) == 3;
	isa_irqs[irq].level = (flags >> 2 & 3) == 3;
}

static void __init init_one(unsigned int i)
{
	struct ioapic *io = &ioapics[i];
	u32 version;

	io->regs = ioremap(io->address, PAGE_SIZE);
	if (!io->regs)
		panic("no memory to map IOAPIC %u", i);
	version = reg_read(io, REG_VERSION);
	io->version = version;
	io->nr_pins = (version >> 16 & 0xff) + 1;
	if (version == ~0U || io->nr_pins > 240) {
		printk(XENLOG_WARNING "IOAPIC[%u] at %#lx does not answer, ignored\n", i, io->address);
		io->nr_pins = 0;
		return;
	}
	io->shadow = xzalloc_array(struct ioapic_rte, io->nr_pins);
	if (!io->shadow)
		panic("no memory for IOAPIC %u", i);
	for (unsigned int pin = 0; pin < io->nr_pins; pin++)
		ioapic_write_rte(io->gsi_base + pin, (struct ioapic_rte){ .masked = 1 });
	printk("IOAPIC[%u]: apic_id %u, version %u, address %#lx, GSI %u-%u\n", i, io->id, io->version, io->address,
	       io->gsi_base, io->gsi_base + io->nr_pins - 1);
}

void __init ioapic_init(void)
{
	if (!nr_ioapics)
		panic("No IOAPIC: interrupts cannot be delivered. Is ACPI off, in the firmware or by acpi=off?");
	for (unsigned int i = 0; i < nr_ioapics; i++)
		init_one(i);
	printk("Enabling APIC mode.  Using %u I/O APICs\n", nr_ioapics);
}

static struct ioapic *find(unsigned int gsi)
{
	for (unsigned int i = 0; i < nr_ioapics; i++)
		if (gsi - ioapics[i].gsi_base < ioapics[i].nr_pins)
			return &ioapics[i];
	return NULL;
}

unsigned int ioapic_nr_gsis(void)
{
	unsigned int n = 16;

	for (unsigned int i = 0; i < nr_ioapics; i++)
		n = max_t(unsigned int, n, ioapics[i].gsi_base + ioapics[i].nr_pins);
	return n;
}

bool gsi_exists(unsigned int gsi)
{
	return find(gsi);
}

unsigned int isa_irq_to_gsi(unsigned int irq)
{
	return irq < ARRAY_SIZE(isa_irqs) ? isa_irqs[irq].gsi : irq;
}

unsigned int gsi_to_isa_irq(unsigned int gsi)
{
	for (unsigned int irq = 0; irq < ARRAY_SIZE(isa_irqs); irq++)
		if (isa_irqs[irq].gsi == gsi && (irq != 2 || gsi == 2))
			return irq;
	return ~0U;
}

void gsi_default_trigger(unsigned int gsi, bool *level, bool *active_low)
{
	unsigned int irq = gsi_to_isa_irq(gsi);

	/* PCI lines are level, active low. */
	*level = irq == ~0U || isa_irqs[irq].level;
	*active_low = irq == ~0U || isa_irqs[irq].active_low;
}

static void write_rte(struct ioapic *io, unsigned int pin, struct ioapic_rte rte)
{
	u32 words[2];

	memcpy(words, &rte, sizeof(words));
	/* The half with the mask bit goes last when unmasking, first when masking. */
	if (rte.masked)
		reg_write(io, REG_RTE(pin), words[0]);
	reg_write(io, REG_RTE(pin) + 1, words[1]);
	if (!rte.masked)
		reg_write(io, REG_RTE(pin), words[0]);
	io->shadow[pin] = rte;
}

void ioapic_write_rte(unsigned int gsi, struct ioapic_rte rte)
{
	struct ioapic *io = find(gsi);
	unsigned long flags;

	if (!io)
		return;
	spin_lock_irqsave(&ioapic_lock, flags);
	write_rte(io, gsi - io->gsi_base, rte);
	spin_unlock_irqrestore(&ioapic_lock, flags);
}

struct ioapic_rte ioapic_read_rte(unsigned int gsi)
{
	struct ioapic_rte rte = { .masked = 1 };
	struct ioapic *io = find(gsi);
	unsigned long flags;
	u32 words[2];

	if (!io)
		return rte;
	spin_lock_irqsave(&ioapic_lock, flags);
	words[0] = reg_read(io, REG_RTE(gsi - io->gsi_base));
	words[1] = reg_read(io, REG_RTE(gsi - io->gsi_base) + 1);
	spin_unlock_irqrestore(&ioapic_lock, flags);
	memcpy(&rte, words, sizeof(rte));
	return rte;
}

void ioapic_mask(unsigned int gsi, bool masked)
{
	struct ioapic *io = find(gsi);
	unsigned long flags;
	unsigned int pin;
	u32 word;

	if (!io)
		return;
	pin = gsi - io->gsi_base;
	spin_lock_irqsave(&ioapic_lock, flags);
	if (io->shadow[pin].masked != masked) {
		io->shadow[pin].masked = masked;
		memcpy(&word, &io->shadow[pin], sizeof(word));
		reg_write(io, REG_RTE(pin), word);
	}
	spin_unlock_irqrestore(&ioapic_lock, flags);
}

/* Clears remote IRR of a level line that was masked when the processor's EOI came, where the chip can. */
void ioapic_eoi(unsigned int gsi)
{
	struct ioapic *io = find(gsi);

	if (io && io->version >= 0x20)
		writel(io->shadow[gsi - io->gsi_base].vector, io->regs + EOI_REGISTER);
}

void ioapic_mask_all(void)
{
	for (unsigned int i = 0; i < nr_ioapics; i++)
		for (unsigned int pin = 0; pin < ioapics[i].nr_pins; pin++)
			ioapic_mask(ioapics[i].gsi_base + pin, true);
}

paddr_t ioapic_address(unsigned int i)
{
	return ioapics[i].address;
}

static struct ioapic *find_by_address(paddr_t address)
{
	for (unsigned int i = 0; i < nr_ioapics; i++)
		if (ioapics[i].address == address && ioapics[i].nr_pins)
			return &ioapics[i];
	return NULL;
}

int ioapic_guest_read(paddr_t address, unsigned int reg, u32 *v)
{
	struct ioapic *io = find_by_address(address);
	unsigned long flags;

	if (!io)
		return -ENODEV;
	if (reg > 0xff)
		return -EINVAL;
	spin_lock_irqsave(&ioapic_lock, flags);
	*v = reg_read(io, reg);
	spin_unlock_irqrestore(&ioapic_lock, flags);
	return 0;
}

/* Trigger and polarity are the hypervisor's to set (PHYSDEVOP_setup_gsi); a write changes nothing. */
int ioapic_guest_write(paddr_t address, unsigned int reg, u32 v)
{
	return find_by_address(address) ? 0 : -ENODEV;
}

static void dump(unsigned char key)
{
	static const char *const delivery[] = { "Fixed", "LoPri", "SMI", "Res3", "NMI", "INIT", "Res6", "ExtINT" };

	printk("IOAPIC state (key '%c'):\n", key);
	for (unsigned int i = 0; i < nr_ioapics; i++) {
		printk("IO APIC #%u, %u pins, GSI %u..\n", i, ioapics[i].nr_pins, ioapics[i].gsi_base);
		for (unsigned int pin = 0; pin < ioapics[i].nr_pins; pin++) {
			struct ioapic_rte e = ioapic_read_rte(ioapics[i].gsi_base + pin);

			printk("   pin %2u: vec=%02x delivery=%-6s dest=%c status=%u polarity=%u irr=%u trig=%c mask=%u dest_id:%02x\n",
			       pin, e.vector, delivery[e.delivery], e.logical ? 'L' : 'P', e.status, e.active_low,
			       e.remote_irr, e.level ? 'L' : 'E', e.masked, e.dest);
		}
	}
}

static int __init ioapic_key_init(void)
{
	register_keyhandler('z', dump, "dump IOAPIC info", false);
	return 0;
}
initcall(ioapic_key_init);
