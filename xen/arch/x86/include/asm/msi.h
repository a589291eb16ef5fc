/* SPDX-License-Identifier: GPL-2.0-only */
/* Message-signalled interrupts: MSI and MSI-X capabilities of devices (PCI Local Bus specification 3.0, 6.8). */
#ifndef ASM_MSI_H
#define ASM_MSI_H

#include <asm/irq.h>
#include <xen/pci.h>

extern const struct irq_chip msi_chip;

struct msi_info {
	pci_sbdf_t sbdf;
	bool msix;
	unsigned int entry_nr;     /* MSI: number of messages; MSI-X: index in the table */
	u64 table_base;            /* MSI-X: where the guest says the table's BAR is */
};

/* One message of one device. Owned by its irq_desc from msi_enable() on. */
struct msi_desc {
	struct pci_dev *dev;
	bool msix, is64, maskable;
	u8 cap;                    /* offset of the capability in configuration space */
	u8 mask_pos;               /* MSI with mask bits: their offset */
	u16 entry;                 /* MSI-X: index; MSI: message number within the block */
	u8 nr;                     /* MSI: size of the block, in its first descriptor */
	bool masked;
	struct list_head list;     /* of dev->msi_list */
	volatile u32 *table_entry; /* MSI-X, mapped */
	unsigned int irq;
};

/* Makes descriptors for the messages and binds them to @irqs[0..nr): the device is set up, masked.
 * -ENODEV unknown device or no such capability, -EINVAL, -EEXIST entry already in use, -ENOMEM. pcidevs_lock held. */
int msi_enable(const struct msi_info *info, const unsigned int *irqs, unsigned int nr);
/* The irq's message is gone from the device; the last one switches the capability off. pcidevs_lock held. */
void msi_disable(struct msi_desc *msi);
/* Writes again what the device lost in a reset or sleep. pcidevs_lock held. */
int pci_restore_msi_state(struct pci_dev *dev);
int pci_prepare_msix(pci_sbdf_t sbdf, bool off);
void pci_cleanup_msi(struct pci_dev *dev);
/* Whether a guest may write there. pcidevs_lock held. */
bool msi_conf_write_intercept(struct pci_dev *dev, unsigned int reg, unsigned int bytes);

#endif
