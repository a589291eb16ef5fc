/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MSI and MSI-X: the hypervisor writes the messages, since they carry machine vectors; dom0 only says which
 * messages it wants. PCI Local Bus specification 3.0, 6.8.1 and 6.8.2.
 */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/io.h>
#include <asm/msi.h>

/* MSI capability */
#define MSI_CONTROL 2
#define MSI_CONTROL_ENABLE 0x0001
#define MSI_CONTROL_64BIT 0x0080
#define MSI_CONTROL_MASKBITS 0x0100
#define MSI_ADDRESS 4
#define MSI_ADDRESS_HI 8
/* MSI-X capability and table entry */
#define MSIX_CONTROL 2
#define MSIX_CONTROL_ENABLE 0x8000
#define MSIX_CONTROL_MASKALL 0x4000
#define MSIX_TABLE 4
#define MSIX_ENTRY_SIZE 16
enum { ENTRY_ADDRESS, ENTRY_ADDRESS_HI, ENTRY_DATA, ENTRY_CONTROL };

#define MESSAGE_ADDRESS 0xfee00000U /* physical destination, no redirection (SDM vol. 3A 11.11) */

static void set_msi_control(const struct msi_desc *m, u16 clear, u16 set)
{
	pci_sbdf_t s = m->dev->sbdf;

	pci_conf_write16(s, m->cap + MSI_CONTROL, (pci_conf_read16(s, m->cap + MSI_CONTROL) & ~clear) | set);
}

static void write_message(const struct msi_desc *m, u32 address, u32 data)
{
	pci_sbdf_t s = m->dev->sbdf;

	if (m->msix) {
		m->table_entry[ENTRY_ADDRESS] = address;
		m->table_entry[ENTRY_ADDRESS_HI] = 0;
		m->table_entry[ENTRY_DATA] = data;
		return;
	}
	pci_conf_write32(s, m->cap + MSI_ADDRESS, address);
	if (m->is64)
		pci_conf_write32(s, m->cap + MSI_ADDRESS_HI, 0);
	pci_conf_write16(s, m->cap + (m->is64 ? 12 : 8), data);
}

/* Devices without mask bits: switching MSI off loses what comes meanwhile, and is how others do it too. */
static void set_masked(struct msi_desc *m, bool masked)
{
	pci_sbdf_t s = m->dev->sbdf;
	u32 v;

	m->masked = masked;
	if (m->msix) {
		m->table_entry[ENTRY_CONTROL] = masked;
		(void)m->table_entry[ENTRY_CONTROL]; /* posted write: be sure that it has arrived */
	} else if (m->maskable) {
		v = pci_conf_read32(s, m->mask_pos);
		v = masked ? v | 1U << m->entry : v & ~(1U << m->entry);
		pci_conf_write32(s, m->mask_pos, v);
	} else {
		set_msi_control(m, MSI_CONTROL_ENABLE, masked ? 0 : MSI_CONTROL_ENABLE);
	}
}

static void msi_mask(struct irq_desc *desc)
{
	if (desc->msi)
		set_masked(desc->msi, true);
}

static void msi_unmask(struct irq_desc *desc)
{
	if (desc->msi)
		set_masked(desc->msi, false);
}

static void msi_ack(struct irq_desc *desc)
{
	ack_APIC_irq();
}

static void msi_route(struct irq_desc *desc)
{
	struct msi_desc *m = desc->msi;
	bool masked;

	if (!m)
		return;
	masked = m->masked;
	if (!masked && (m->msix || m->maskable)) /* never a message half old, half new */
		set_masked(m, true);
	write_message(m, MESSAGE_ADDRESS | (x86_cpu_to_apicid[desc->cpu] & 0xff) << 12, desc->vector);
	if (!masked && (m->msix || m->maskable))
		set_masked(m, false);
}

const struct irq_chip msi_chip = {
	.name = "PCI-MSI", .mask = msi_mask, .unmask = msi_unmask, .ack = msi_ack, .route = msi_route,
};

/* Address of BAR @bir of a device or, for a virtual function, nothing (dom0 says where it is). 0: none. */
static u64 read_bar(pci_sbdf_t s, unsigned int bir)
{
	unsigned int reg = PCI_BASE_ADDRESS_0 + 4 * bir;
	u32 lo = pci_conf_read32(s, reg);

	if (bir > 5 || (lo & 1))
		return 0;
	if ((lo & 6) == 4 && bir < 5)
		return (u64)pci_conf_read32(s, reg + 4) << 32 | (lo & ~15U);
	return lo & ~15U;
}

static int msix_map_table(struct pci_dev *pdev, unsigned int cap, u64 table_base)
{
	u32 where = pci_conf_read32(pdev->sbdf, cap + MSIX_TABLE);
	unsigned int n = (pci_conf_read16(pdev->sbdf, cap + MSIX_CONTROL) & 0x7ff) + 1;
	u64 bar = pdev->is_virtfn ? table_base : read_bar(pdev->sbdf, where & 7);

	if (pdev->msix_table)
		return 0;
	if (!bar)
		return hc_fail(-ENXIO, PCI_FMT ": the MSI-X table's BAR is empty", PCI_ARGS(pdev->sbdf));
	if (mfn_valid(maddr_to_mfn(bar)))
		return hc_fail(-EINVAL, PCI_FMT ": the MSI-X table's BAR points to RAM", PCI_ARGS(pdev->sbdf));
	pdev->msix_table_pa = bar + (where & ~7U);
	pdev->msix_table = ioremap(pdev->msix_table_pa, n * MSIX_ENTRY_SIZE);
	if (!pdev->msix_table)
		return -ENOMEM;
	pdev->msix_entries = n;
	return 0;
}

static bool entry_in_use(const struct pci_dev *pdev, bool msix, unsigned int entry)
{
	struct msi_desc *m;

	list_for_each_entry(m, &pdev->msi_list, list)
		if (m->msix != msix || m->entry == entry || !msix)
			return true;
	return false;
}

static struct msi_desc *new_desc(struct pci_dev *pdev, unsigned int cap, unsigned int irq)
{
	struct msi_desc *m = xzalloc(struct msi_desc);

	if (!m)
		return NULL;
	m->dev = pdev;
	m->cap = cap;
	m->irq = irq;
	m->masked = true;
	m->nr = 1;
	list_add_tail(&m->list, &pdev->msi_list);
	return m;
}

static void attach(struct msi_desc *m)
{
	struct irq_desc *desc = irq_to_desc(m->irq);
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	desc->msi = m;
	spin_unlock_irqrestore(&desc->lock, flags);
}

static int msix_enable(struct pci_dev *pdev, const struct msi_info *info, unsigned int irq)
{
	unsigned int cap = pci_find_cap(pdev->sbdf, PCI_CAP_ID_MSIX);
	struct msi_desc *m;
	u16 control;
	int rc;

	if (!cap)
		return -ENODEV;
	control = pci_conf_read16(pdev->sbdf, cap + MSIX_CONTROL);
	if (info->entry_nr > (control & 0x7ff))
		return -EINVAL;
	if (entry_in_use(pdev, true, info->entry_nr))
		return -EEXIST;
	rc = msix_map_table(pdev, cap, info->table_base);
	if (rc)
		return rc;
	m = new_desc(pdev, cap, irq);
	if (!m)
		return -ENOMEM;
	m->msix = true;
	m->entry = info->entry_nr;
	m->table_entry = (volatile u32 *)(pdev->msix_table + m->entry * MSIX_ENTRY_SIZE);
	pdev->msix_used++;
	/* The table is reachable only while the device decodes memory; unused entries stay masked after reset. */
	pci_conf_write16(pdev->sbdf, PCI_COMMAND,
			 pci_conf_read16(pdev->sbdf, PCI_COMMAND) | PCI_COMMAND_MEMORY | PCI_COMMAND_INTX_DISABLE);
	set_msi_control(m, MSIX_CONTROL_MASKALL, MSIX_CONTROL_ENABLE);
	set_masked(m, true);
	attach(m);
	return 0;
}

/* @nr messages share one address; their vectors differ in the low bits only, which our vectors do not: one. */
static int msi_enable_one(struct pci_dev *pdev, unsigned int irq)
{
	unsigned int cap = pci_find_cap(pdev->sbdf, PCI_CAP_ID_MSI);
	struct msi_desc *m;
	u16 control;

	if (!cap)
		return -ENODEV;
	if (entry_in_use(pdev, false, 0))
		return -EEXIST;
	m = new_desc(pdev, cap, irq);
	if (!m)
		return -ENOMEM;
	control = pci_conf_read16(pdev->sbdf, cap + MSI_CONTROL);
	m->is64 = control & MSI_CONTROL_64BIT;
	m->maskable = control & MSI_CONTROL_MASKBITS;
	m->mask_pos = cap + (m->is64 ? 16 : 12);
	/* One message (multiple message enable, bits 4-6, is 0). */
	set_msi_control(m, 0x70 | MSI_CONTROL_ENABLE, 0);
	if (m->maskable) {
		pci_conf_write32(pdev->sbdf, m->mask_pos, ~0U);
		set_msi_control(m, 0, MSI_CONTROL_ENABLE);
	}
	pci_conf_write16(pdev->sbdf, PCI_COMMAND, pci_conf_read16(pdev->sbdf, PCI_COMMAND) | PCI_COMMAND_INTX_DISABLE);
	attach(m);
	return 0;
}

int msi_enable(const struct msi_info *info, const unsigned int *irqs, unsigned int nr)
{
	struct pci_dev *pdev = pci_get_pdev(info->sbdf);

	if (!pdev)
		return hc_fail(-ENODEV, PCI_FMT " is unknown", PCI_ARGS(info->sbdf));
	if (info->msix)
		return msix_enable(pdev, info, irqs[0]);
	return nr == 1 ? msi_enable_one(pdev, irqs[0]) : -EOPNOTSUPP;
}

void msi_disable(struct msi_desc *m)
{
	struct pci_dev *pdev = m->dev;

	set_masked(m, true);
	list_del(&m->list);
	if (m->msix) {
		if (!--pdev->msix_used) {
			set_msi_control(m, MSIX_CONTROL_ENABLE, 0);
			iounmap((void *)((unsigned long)pdev->msix_table & PAGE_MASK));
			pdev->msix_table = NULL;
			pdev->msix_table_pa = 0;
		}
	} else {
		set_msi_control(m, MSI_CONTROL_ENABLE, 0);
	}
	xfree(m);
}

void pci_cleanup_msi(struct pci_dev *pdev)
{
	struct msi_desc *m, *n;

	list_for_each_entry_safe(m, n, &pdev->msi_list, list) {
		struct irq_desc *desc = irq_to_desc(m->irq);
		unsigned long flags;

		spin_lock_irqsave(&desc->lock, flags);
		desc->msi = NULL;
		spin_unlock_irqrestore(&desc->lock, flags);
		msi_disable(m);
	}
}

int pci_restore_msi_state(struct pci_dev *pdev)
{
	struct msi_desc *m;

	list_for_each_entry(m, &pdev->msi_list, list) {
		struct irq_desc *desc = irq_to_desc(m->irq);
		unsigned long flags;
		bool masked = m->masked;

		spin_lock_irqsave(&desc->lock, flags);
		if (m->msix)
			set_msi_control(m, MSIX_CONTROL_MASKALL, MSIX_CONTROL_ENABLE);
		m->masked = true;
		msi_route(desc);
		set_masked(m, masked);
		if (!m->msix && m->maskable)
			set_msi_control(m, 0x70, MSI_CONTROL_ENABLE);
		spin_unlock_irqrestore(&desc->lock, flags);
	}
	return 0;
}

/* The device is about to be handed on: its table is not the hypervisor's business between owners. */
int pci_prepare_msix(pci_sbdf_t s, bool off)
{
	struct pci_dev *pdev;
	int rc = 0;

	pcidevs_lock();
	pdev = pci_get_pdev(s);
	if (!pdev || !pci_find_cap(s, PCI_CAP_ID_MSIX))
		rc = -ENODEV;
	else if (pdev->msix_used)
		rc = -EBUSY;
	pcidevs_unlock();
	return rc;
}

/* The capabilities are ours once a message has been set up: dom0's writes to control and address are dropped. */
bool msi_conf_write_intercept(struct pci_dev *pdev, unsigned int reg, unsigned int bytes)
{
	struct msi_desc *m;

	list_for_each_entry(m, &pdev->msi_list, list) {
		unsigned int end = m->msix ? m->cap + 4 : m->mask_pos + 8;

		if (reg + bytes > m->cap + 2U && reg < end)
			return false;
	}
	return true;
}

static void dump_msi(unsigned char key)
{
	printk("MSI information:\n");
	for (unsigned int irq = nr_irqs_gsi; irq < nr_irqs; irq++) {
		struct irq_desc *desc = irq_to_desc(irq);
		unsigned long flags;

		spin_lock_irqsave(&desc->lock, flags);
		if (desc->msi)
			printk(" %-6s %4u vec=%02x CPU%u mask=%u entry=%u " PCI_FMT "\n", desc->msi->msix ? "MSI-X" : "MSI", irq,
			       desc->vector, desc->cpu, desc->msi->masked, desc->msi->entry, PCI_ARGS(desc->msi->dev->sbdf));
		spin_unlock_irqrestore(&desc->lock, flags);
	}
}

static int __init msi_key_init(void)
{
	register_keyhandler('M', dump_msi, "dump MSI state", false);
	return 0;
}
initcall(msi_key_init);
