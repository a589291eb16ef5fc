/* SPDX-License-Identifier: GPL-2.0-only */
/* PCI configuration space by mechanism 1, as a guest's port accesses name it. Lock rank pci inside. */
#ifndef ASM_PCI_H
#define ASM_PCI_H

#include <xen/types.h>

struct domain;

/* @cf8: the address register's value; @offset 0..3, @bytes 1, 2 or 4, within the data register. */
u32 pci_conf_read(u32 cf8, unsigned int offset, unsigned int bytes);
void pci_conf_write(u32 cf8, unsigned int offset, unsigned int bytes, u32 data);
/* A guest's write: may change *data; false: drop the write. */
bool pci_conf_write_intercept(struct domain *d, u32 cf8, unsigned int offset, unsigned int bytes, u32 *data);

#endif
