/* SPDX-License-Identifier: GPL-2.0-only */
/* dom0's accesses to configuration space by ports 0xcf8/0xcfc. */
#include <xen/domain.h>
#include <xen/pci.h>
#include <asm/msi.h>
#include <asm/pci.h>

bool pci_conf_write_intercept(struct domain *d, u32 cf8, unsigned int offset, unsigned int bytes, u32 *data)
{
	pci_sbdf_t s = { (cf8 >> 8) & 0xffff };
	unsigned int reg = (cf8 & 0xfc) + offset;
	struct pci_dev *pdev;
	bool allowed = true;

	if (reg < 0x40) /* the header is dom0's */
		return true;
	pcidevs_lock();
	pdev = pci_get_pdev(s);
	if (pdev)
		allowed = msi_conf_write_intercept(pdev, reg, bytes);
	pcidevs_unlock();
	return allowed;
}
