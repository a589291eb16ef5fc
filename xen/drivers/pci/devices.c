/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of PCI devices: found at boot, completed by dom0, which knows hotplug and virtual functions. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pci.h>
#include <asm/msi.h>

static DEFINE_SPINLOCK(devices_lock, pci);
static LIST_HEAD(devices);

void pcidevs_lock(void) { spin_lock(&devices_lock); }
void pcidevs_unlock(void) { spin_unlock(&devices_lock); }

struct pci_dev *pci_get_pdev(pci_sbdf_t s)
{
	struct pci_dev *pdev;

	list_for_each_entry(pdev, &devices, list)
		if (pdev->sbdf.sbdf == s.sbdf)
			return pdev;
	return NULL;
}

int pci_add_device(pci_sbdf_t s, bool is_extfn, bool is_virtfn, pci_sbdf_t physfn, int node)
{
	struct pci_dev *pdev = pci_get_pdev(s);

	if (!pdev) {
		pdev = xzalloc(struct pci_dev);
		if (!pdev)
			return -ENOMEM;
		pdev->sbdf = s;
		INIT_LIST_HEAD(&pdev->msi_list);
		list_add_tail(&pdev->list, &devices);
		pdev->domain = hardware_domain;
	}
	pdev->is_extfn = is_extfn;
	pdev->is_virtfn = is_virtfn;
	pdev->physfn = physfn;
	pdev->node = node;
	if (!pdev->domain)
		pdev->domain = hardware_domain;
	return 0;
}

int pci_remove_device(pci_sbdf_t s)
{
	struct pci_dev *pdev = pci_get_pdev(s);

	if (!pdev)
		return -ENODEV;
	pci_cleanup_msi(pdev);
	list_del(&pdev->list);
	xfree(pdev);
	return 0;
}

static bool __init probe(pci_sbdf_t s)
{
	u32 id = pci_conf_read32(s, PCI_VENDOR_ID);

	return id != ~0U && id && (id & 0xffff) != 0xffff;
}

/* Bus numbers that no bridge leads to answer nothing; looking at all of them costs 8192 reads. */
int __init pci_scan(void)
{
	unsigned int found = 0;
	int rc = 0;

	pcidevs_lock();
	for (unsigned int bus = 0; bus < 256 && !rc; bus++)
		for (unsigned int devfn = 0; devfn < 256 && !rc; devfn++) {
			pci_sbdf_t s = PCI_SBDF(0, bus, devfn);

			if ((devfn & 7) && !pci_get_pdev(PCI_SBDF(0, bus, devfn & ~7U))) {
				devfn |= 7; /* without function 0 there are no others */
				continue;
			}
			if (!probe(s)) {
				if (!(devfn & 7))
					devfn |= 7;
				continue;
			}
			rc = pci_add_device(s, false, false, (pci_sbdf_t){ 0 }, -1);
			found++;
			if (!(devfn & 7) && !(pci_conf_read8(s, PCI_HEADER_TYPE) & 0x80))
				devfn |= 7;
		}
	pcidevs_unlock();
	printk("PCI: %u devices\n", found);
	return rc;
}

void __init pci_devices_to_hwdom(void)
{
	struct pci_dev *pdev;

	pcidevs_lock();
	list_for_each_entry(pdev, &devices, list)
		if (!pdev->domain)
			pdev->domain = hardware_domain;
	pcidevs_unlock();
}

static void dump_devices(unsigned char key)
{
	struct pci_dev *pdev;

	printk("==== PCI devices ====\n==== segment 0000 ====\n");
	pcidevs_lock();
	list_for_each_entry(pdev, &devices, list) {
		struct msi_desc *msi;

		printk(PCI_FMT " - d%d - node %d  - MSIs < ", PCI_ARGS(pdev->sbdf),
		       pdev->domain ? pdev->domain->domain_id : -1, pdev->node);
		list_for_each_entry(msi, &pdev->msi_list, list)
			printk("%u ", msi->irq);
		printk(">\n");
	}
	pcidevs_unlock();
}

static int __init devices_init(void)
{
	register_keyhandler('Q', dump_devices, "dump PCI devices", false);
	pci_mmcfg_init();
	return pci_scan();
}
initcall(devices_init);
