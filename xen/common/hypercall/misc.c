/* SPDX-License-Identifier: GPL-2.0-only */
/* Small hypercalls without a room of their own. */
#include <xen/console.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/system.h>
#include <xen/version.h>

size_t guest_raw_read(void *dst, const void *guest, size_t n)
{
	return current->domain->ops->raw_read(dst, guest, n);
}

size_t guest_raw_write(void *guest, const void *src, size_t n)
{
	return current->domain->ops->raw_write(guest, src, n);
}

size_t guest_raw_clear(void *guest, size_t n)
{
	return current->domain->ops->raw_clear(guest, n);
}

#define VM_ASSIST_PV ((1UL << VMASST_TYPE_4gb_segments) | (1UL << VMASST_TYPE_4gb_segments_notify) | \
		      (1UL << VMASST_TYPE_writable_pagetables) | (1UL << VMASST_TYPE_pae_extended_cr3) | \
		      (1UL << VMASST_TYPE_architectural_iopl) | (1UL << VMASST_TYPE_m2p_strict))
#define VM_ASSIST_ALL (1UL << VMASST_TYPE_runstate_update_flag)

u64 vm_assist_valid(const struct domain *d)
{
	return VM_ASSIST_ALL | (is_pv_domain(d) ? VM_ASSIST_PV : 0);
}

long do_vm_assist(u32 cmd, u32 type)
{
	struct domain *d = current->domain;

	if (type >= 64 || !(vm_assist_valid(d) & (1UL << type)))
		return -EINVAL;
	switch (cmd) {
	case VMASST_CMD_enable:
		set_bit(type, &d->vm_assist);
		return 0;
	case VMASST_CMD_disable:
		clear_bit(type, &d->vm_assist);
		return 0;
	}
	return -ENOSYS;
}

#ifdef CONFIG_DEBUG
static bool opt_guest_console __ro_after_init = true;
#else
static bool opt_guest_console __ro_after_init;
#endif
boolean_param("guest_console", opt_guest_console);

/* The hypervisor's console: dom0's always; other guests' words only where somebody debugs them. */
long do_console_io(u32 cmd, u32 count, char_inout buffer)
{
	struct domain *d = current->domain;

	switch (cmd) {
	case CONSOLEIO_write:
		if (!is_hardware_domain(d) && !opt_guest_console)
			return -EPERM;
		return console_guest_write(buffer.inout, count);
	case CONSOLEIO_read:
		if (!is_hardware_domain(d))
			return -EPERM;
		/* A count that does not fit the result would read as an error. */
		return count > INT_MAX ? -E2BIG : console_guest_read(buffer.inout, count);
	}
	return -ENOSYS;
}

/* No security module: the tools take this as "no labels", on every listing, so it is not worth a line in the log. */
long do_xsm_op(u8_inout op)
{
	return -ENOSYS;
}

/* No virtual performance counters: guests go on without. */
long do_xenpmu_op(u32 cmd, u8_inout arg)
{
	return -EOPNOTSUPP;
}

/* The old call: number and argument in one structure. */
long do_physdev_op_compat(u8_inout op)
{
	u32 cmd;

	if (guest_raw_read(&cmd, op.inout, sizeof(cmd)))
		return -EFAULT;
	return do_physdev_op(cmd, (u8_inout){ .inout = op.inout + 8 });
}
