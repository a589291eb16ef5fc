/* SPDX-License-Identifier: GPL-2.0-only */
/* physdev_op: one row per sub-operation; copy in, check who asks, call, copy back. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/mm.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <xen/pci.h>
#include <asm/ioapic.h>
#include <asm/irq.h>
#include <asm/msi.h>
#include <asm/processor.h>
#include <asm/pv/misc.h>
#include "private.h"

union physdev_arg {
	physdev_eoi_t eoi;
	physdev_pirq_eoi_gmfn_t pirq_eoi_gmfn;
	physdev_irq_status_query_t irq_status_query;
	physdev_set_iopl_t set_iopl;
	physdev_set_iobitmap_t set_iobitmap;
	physdev_apic_t apic;
	physdev_irq_t irq;
	physdev_map_pirq_t map_pirq;
	physdev_unmap_pirq_t unmap_pirq;
	physdev_manage_pci_t manage_pci;
	physdev_manage_pci_ext_t manage_pci_ext;
	physdev_restore_msi_t restore_msi;
	physdev_setup_gsi_t setup_gsi;
	physdev_get_free_pirq_t get_free_pirq;
	physdev_pci_mmcfg_reserved_t mmcfg_reserved;
	struct {
		u16 seg;
		u8 bus, devfn;
		u32 flags;
		struct {
			u8 bus, devfn;
		} physfn;
		u16 pad;
		/* optarr[] follows in the guest's memory; it is read when a flag says so */
	} device_add;
	physdev_pci_device_t pci_device;
	physdev_dbgp_op_t dbgp;
};

static long do_eoi(union physdev_arg *a, u8_inout guest) { return physdev_eoi(&a->eoi); }
static long do_eoi_gmfn_v1(union physdev_arg *a, u8_inout guest) { return physdev_pirq_eoi_gmfn(&a->pirq_eoi_gmfn, true); }
static long do_eoi_gmfn_v2(union physdev_arg *a, u8_inout guest) { return physdev_pirq_eoi_gmfn(&a->pirq_eoi_gmfn, false); }
static long do_status(union physdev_arg *a, u8_inout guest) { return physdev_irq_status_query(&a->irq_status_query); }
static long do_map(union physdev_arg *a, u8_inout guest) { return physdev_map_pirq(&a->map_pirq); }
static long do_unmap(union physdev_arg *a, u8_inout guest) { return physdev_unmap_pirq(&a->unmap_pirq); }
static long do_free_pirq(union physdev_arg *a, u8_inout guest) { return physdev_get_free_pirq(&a->get_free_pirq); }
static long do_setup_gsi(union physdev_arg *a, u8_inout guest) { return physdev_setup_gsi(&a->setup_gsi); }

static long do_set_iopl(union physdev_arg *a, u8_inout guest) { return pv_physdev_iopl(&a->set_iopl); }
static long do_set_iobitmap(union physdev_arg *a, u8_inout guest) { return pv_physdev_iobitmap(&a->set_iobitmap); }

static long do_apic_read(union physdev_arg *a, u8_inout guest)
{
	return ioapic_guest_read(a->apic.apic_physbase, a->apic.reg, &a->apic.value);
}

static long do_apic_write(union physdev_arg *a, u8_inout guest)
{
	return ioapic_guest_write(a->apic.apic_physbase, a->apic.reg, a->apic.value);
}

/* Vectors are the hypervisor's business; Linux asks, and is content to be told its own number. */
static long do_alloc_vector(union physdev_arg *a, u8_inout guest)
{
	if (a->irq.irq >= nr_irqs_gsi)
		return -EINVAL;
	a->irq.vector = a->irq.irq;
	return 0;
}

static long do_free_vector(union physdev_arg *a, u8_inout guest) { return 0; }

static long add_device(pci_sbdf_t s, bool extfn, bool virtfn, pci_sbdf_t physfn, int node)
{
	long rc;

	pcidevs_lock();
	rc = pci_add_device(s, extfn, virtfn, physfn, node);
	pcidevs_unlock();
	return rc;
}

static long remove_device(pci_sbdf_t s)
{
	long rc;

	pcidevs_lock();
	rc = pci_remove_device(s);
	pcidevs_unlock();
	return rc;
}

static long restore_msi(pci_sbdf_t s)
{
	struct pci_dev *pdev;
	long rc = -ENODEV;

	pcidevs_lock();
	pdev = pci_get_pdev(s);
	if (pdev)
		rc = pci_restore_msi_state(pdev);
	pcidevs_unlock();
	return rc;
}

static long do_manage_add(union physdev_arg *a, u8_inout guest)
{
	return add_device(PCI_SBDF(0, a->manage_pci.bus, a->manage_pci.devfn), false, false, (pci_sbdf_t){ 0 }, -1);
}

static long do_manage_remove(union physdev_arg *a, u8_inout guest)
{
	return remove_device(PCI_SBDF(0, a->manage_pci.bus, a->manage_pci.devfn));
}

static long do_manage_add_ext(union physdev_arg *a, u8_inout guest)
{
	const physdev_manage_pci_ext_t *m = &a->manage_pci_ext;

	if (m->is_extfn > 1 || m->is_virtfn > 1)
		return -EINVAL;
	return add_device(PCI_SBDF(0, m->bus, m->devfn), m->is_extfn, m->is_virtfn,
			  PCI_SBDF(0, m->physfn.bus, m->physfn.devfn), -1);
}

static long do_device_add(union physdev_arg *a, u8_inout guest)
{
	u32 flags = a->device_add.flags, pxm = 0;

	if ((flags & XEN_PCI_DEV_PXM) &&
	    guest_raw_read(&pxm, guest.inout + offsetof(physdev_pci_device_add_t, optarr), sizeof(pxm)))
		return -EFAULT;
	return add_device(PCI_SBDF(a->device_add.seg, a->device_add.bus, a->device_add.devfn), flags & XEN_PCI_DEV_EXTFN,
			  flags & XEN_PCI_DEV_VIRTFN,
			  PCI_SBDF(a->device_add.seg, a->device_add.physfn.bus, a->device_add.physfn.devfn), -1);
}

static pci_sbdf_t device_of(const physdev_pci_device_t *d)
{
	return PCI_SBDF(d->seg, d->bus, d->devfn);
}

static long do_device_remove(union physdev_arg *a, u8_inout guest) { return remove_device(device_of(&a->pci_device)); }
static long do_restore_msi_ext(union physdev_arg *a, u8_inout guest) { return restore_msi(device_of(&a->pci_device)); }
static long do_prepare_msix(union physdev_arg *a, u8_inout guest) { return pci_prepare_msix(device_of(&a->pci_device), false); }
static long do_release_msix(union physdev_arg *a, u8_inout guest) { return pci_prepare_msix(device_of(&a->pci_device), true); }

static long do_restore_msi(union physdev_arg *a, u8_inout guest)
{
	return restore_msi(PCI_SBDF(0, a->restore_msi.bus, a->restore_msi.devfn));
}

static long do_mmcfg_reserved(union physdev_arg *a, u8_inout guest)
{
	const physdev_pci_mmcfg_reserved_t *m = &a->mmcfg_reserved;

	return pci_mmcfg_reserved(m->address, m->segment, m->start_bus, m->end_bus, m->flags & XEN_PCI_MMCFG_RESERVED);
}

/* No debug port over USB is driven here: dom0 may reset its controllers as it likes. */
static long do_dbgp(union physdev_arg *a, u8_inout guest)
{
	return a->dbgp.op == PHYSDEVOP_DBGP_RESET_PREPARE || a->dbgp.op == PHYSDEVOP_DBGP_RESET_DONE ? 0 : -ENOSYS;
}

#define HW 1 /* the hardware domain only */
#define OUT 2 /* the argument is copied back on success */
#define PV 4  /* makes sense for PV guests only */

static const struct physdev_row {
	long (*fn)(union physdev_arg *a, u8_inout guest);
	u8 size, flags;
	const struct layout32 *layout; /* for 32-bit callers */
} rows[] = {
#define ROW(cmd, handler, type, fl) [PHYSDEVOP_##cmd] = { handler, sizeof(type), fl, LAYOUT32_OF(*(type *)0) }
	ROW(irq_status_query, do_status, physdev_irq_status_query_t, OUT),
	ROW(set_iopl, do_set_iopl, physdev_set_iopl_t, PV),
	ROW(set_iobitmap, do_set_iobitmap, physdev_set_iobitmap_t, PV),
	ROW(apic_read, do_apic_read, physdev_apic_t, HW | OUT),
	ROW(apic_write, do_apic_write, physdev_apic_t, HW),
	ROW(alloc_irq_vector, do_alloc_vector, physdev_irq_t, HW | OUT),
	ROW(free_irq_vector, do_free_vector, physdev_irq_t, HW),
	ROW(eoi, do_eoi, physdev_eoi_t, 0),
	ROW(map_pirq, do_map, physdev_map_pirq_t, OUT),
	ROW(unmap_pirq, do_unmap, physdev_unmap_pirq_t, 0),
	ROW(manage_pci_add, do_manage_add, physdev_manage_pci_t, HW),
	ROW(manage_pci_remove, do_manage_remove, physdev_manage_pci_t, HW),
	ROW(pirq_eoi_gmfn_v1, do_eoi_gmfn_v1, physdev_pirq_eoi_gmfn_t, PV),
	ROW(restore_msi, do_restore_msi, physdev_restore_msi_t, HW),
	ROW(manage_pci_add_ext, do_manage_add_ext, physdev_manage_pci_ext_t, HW),
	ROW(setup_gsi, do_setup_gsi, physdev_setup_gsi_t, HW),
	ROW(get_free_pirq, do_free_pirq, physdev_get_free_pirq_t, OUT),
	ROW(pci_mmcfg_reserved, do_mmcfg_reserved, physdev_pci_mmcfg_reserved_t, HW),
	[PHYSDEVOP_pci_device_add] = { do_device_add, 10, HW },
	ROW(pci_device_remove, do_device_remove, physdev_pci_device_t, HW),
	ROW(restore_msi_ext, do_restore_msi_ext, physdev_pci_device_t, HW),
	ROW(pirq_eoi_gmfn_v2, do_eoi_gmfn_v2, physdev_pirq_eoi_gmfn_t, PV),
	ROW(dbgp_op, do_dbgp, physdev_dbgp_op_t, HW),
	ROW(prepare_msix, do_prepare_msix, physdev_pci_device_t, HW),
	ROW(release_msix, do_release_msix, physdev_pci_device_t, HW),
#undef ROW
};

/* Old name of EOI, without an argument: unmasks everything whose event channel is unmasked again. */
static long irq_unmask_notify(void)
{
	pirq_guest_unmask(current->domain);
	return 0;
}

long do_physdev_op(u32 cmd, u8_inout guest)
{
	const struct physdev_row *row = cmd < ARRAY_SIZE(rows) ? &rows[array_index_nospec(cmd, ARRAY_SIZE(rows))] : NULL;
	union physdev_arg arg;
	long rc;

	if (cmd == PHYSDEVOP_IRQ_UNMASK_NOTIFY)
		return irq_unmask_notify();
	if (!row || !row->fn)
		return hypercall_missing("physdev_op");
	if ((row->flags & HW) && !is_hardware_domain(current->domain))
		return hc_fail(-EPERM, "physdev_op %u is for the hardware domain", cmd);
	if ((row->flags & PV) && !is_pv_vcpu(current))
		return -ENOSYS;
	if (guest_layout_read(&arg, guest.inout, row->size, row->layout))
		return -EFAULT;
	rc = row->fn(&arg, guest);
	if (!rc && (row->flags & OUT) && guest_layout_write(guest.inout, &arg, row->size, row->layout))
		return -EFAULT;
	return rc;
}
