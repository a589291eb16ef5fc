/* SPDX-License-Identifier: GPL-2.0-only */
/* PCI devices: who has them, and access to their configuration space. */
#ifndef XEN_PCI_H
#define XEN_PCI_H

#include <xen/list.h>
#include <xen/lock.h>

struct domain;

/* Segment, bus, device, function as one number: seg << 16 | bus << 8 | device << 3 | function. */
typedef struct {
	u32 sbdf;
} pci_sbdf_t;

#define PCI_SBDF(seg, bus, devfn) ((pci_sbdf_t){ (u32)(seg) << 16 | (u32)(bus) << 8 | (devfn) })
#define PCI_SEG(s) ((s).sbdf >> 16)
#define PCI_BDF(s) ((s).sbdf & 0xffff)
#define PCI_BUS(s) (((s).sbdf >> 8) & 0xff)
#define PCI_DEVFN(s) ((s).sbdf & 0xff)
/* For printk("%04x:%02x:%02x.%u", PCI_ARGS(s)) */
#define PCI_FMT "%04x:%02x:%02x.%u"
#define PCI_ARGS(s) (s).sbdf >> 16, ((s).sbdf >> 8) & 0xff, ((s).sbdf >> 3) & 0x1f, (s).sbdf & 7

struct pci_dev {
	pci_sbdf_t sbdf;
	struct domain *domain;     /* pcidevs lock */
	struct list_head list;     /* of all devices */
	struct list_head msi_list; /* struct msi_desc */
	bool is_virtfn, is_extfn;
	pci_sbdf_t physfn;
	int node;
	u64 msix_table_pa;         /* first page of the MSI-X table, 0: not in use */
	volatile char *msix_table; /* mapped while in use */
	unsigned int msix_entries, msix_used;
};

/* Configuration space: through MMCONFIG where the firmware has it, else mechanism 1 for the first 256 bytes.
 * Reads of nothing give all ones. Any context. */
u8 pci_conf_read8(pci_sbdf_t s, unsigned int reg);
u16 pci_conf_read16(pci_sbdf_t s, unsigned int reg);
u32 pci_conf_read32(pci_sbdf_t s, unsigned int reg);
void pci_conf_write8(pci_sbdf_t s, unsigned int reg, u8 v);
void pci_conf_write16(pci_sbdf_t s, unsigned int reg, u16 v);
void pci_conf_write32(pci_sbdf_t s, unsigned int reg, u32 v);
/* Offset of a capability, 0: the device has none such. Bounded against loops. */
unsigned int pci_find_cap(pci_sbdf_t s, u8 cap);

/* All below: pcidevs lock held (it may be taken with the event lock held by nobody). */
void pcidevs_lock(void);
void pcidevs_unlock(void);
struct pci_dev *pci_get_pdev(pci_sbdf_t s);  /* NULL: unknown */
/* 0, -ENOMEM; a device known already is updated. */
int pci_add_device(pci_sbdf_t s, bool is_extfn, bool is_virtfn, pci_sbdf_t physfn, int node);
int pci_remove_device(pci_sbdf_t s);
/* Boot: which bus ranges MMCONFIG serves. PHYSDEVOP_pci_mmcfg_reserved confirms: dom0's ACPI reserves the window. */
void pci_mmcfg_init(void);
int pci_mmcfg_reserved(u64 address, u16 segment, u8 start_bus, u8 end_bus, bool usable);
int pci_scan(void);                          /* boot: finds the devices of segment 0; nobody has them yet */
void pci_devices_to_hwdom(void);             /* boot, once dom0 exists */

#define PCI_VENDOR_ID 0x00
#define PCI_COMMAND 0x04
#define PCI_COMMAND_MEMORY 0x0002
#define PCI_COMMAND_INTX_DISABLE 0x0400
#define PCI_STATUS 0x06
#define PCI_STATUS_CAP_LIST 0x0010
#define PCI_HEADER_TYPE 0x0e
#define PCI_BASE_ADDRESS_0 0x10
#define PCI_CAPABILITY_LIST 0x34
#define PCI_CAP_ID_MSI 0x05
#define PCI_CAP_ID_MSIX 0x11

#endif
