/* SPDX-License-Identifier: LGPL-2.1-only */
/* The ways into the hypervisor: one generic function per hypercall. */
#include "private.h"

/*
 * A version that the hypervisor refuses means that the tools and it are not of one release: the
 * one error that is worth a log line wherever it comes up.
 */
static int check_version(xc_interface *xch, const char *call, int rc)
{
	if (rc < 0 && errno == EACCES)
		ERROR("%s refused with EACCES: is this toolstack of the same release as the running Xen?",
		      call);
	return rc;
}

int do_domctl(xc_interface *xch, struct xen_domctl *domctl)
{
	BOUNCE(arg, domctl, sizeof(*domctl), XC_INOUT);

	((struct xen_domctl *)arg.hyp)->interface_version = XEN_DOMCTL_INTERFACE_VERSION;
	return check_version(xch, "domctl", xencall1(xch->xcall, __HYPERVISOR_domctl,
						     (uintptr_t)arg.hyp));
}

int xc_domctl(xc_interface *xch, struct xen_domctl *domctl)
{
	return do_domctl(xch, domctl);
}

int domctl_simple(xc_interface *xch, uint32_t cmd, uint32_t domid)
{
	struct xen_domctl domctl = { .cmd = cmd, .domain = domid };

	return do_domctl(xch, &domctl);
}

int do_sysctl(xc_interface *xch, struct xen_sysctl *sysctl)
{
	BOUNCE(arg, sysctl, sizeof(*sysctl), XC_INOUT);

	((struct xen_sysctl *)arg.hyp)->interface_version = XEN_SYSCTL_INTERFACE_VERSION;
	return check_version(xch, "sysctl", xencall1(xch->xcall, __HYPERVISOR_sysctl,
						     (uintptr_t)arg.hyp));
}

int xc_sysctl(xc_interface *xch, struct xen_sysctl *sysctl)
{
	return do_sysctl(xch, sysctl);
}

int do_platform_op(xc_interface *xch, struct xen_platform_op *op)
{
	BOUNCE(arg, op, sizeof(*op), XC_INOUT);

	((struct xen_platform_op *)arg.hyp)->interface_version = XENPF_INTERFACE_VERSION;
	return check_version(xch, "platform_op", xencall1(xch->xcall, __HYPERVISOR_platform_op,
							  (uintptr_t)arg.hyp));
}

/* Hypercalls that take a number and a pointer. */
static int call_op(xc_interface *xch, unsigned int hypercall, int cmd, void *arg, size_t size)
{
	BOUNCE(buf, arg, size, XC_INOUT);

	return xencall2(xch->xcall, hypercall, cmd, (uintptr_t)buf.hyp);
}

int do_physdev_op(xc_interface *xch, int cmd, void *arg, size_t size)
{
	return call_op(xch, __HYPERVISOR_physdev_op, cmd, arg, size);
}

int do_evtchn_op(xc_interface *xch, int cmd, void *arg, size_t size)
{
	return call_op(xch, __HYPERVISOR_event_channel_op, cmd, arg, size);
}

int do_hvm_op(xc_interface *xch, int cmd, void *arg, size_t size)
{
	return call_op(xch, __HYPERVISOR_hvm_op, cmd, arg, size);
}

int xc_flask_op(xc_interface *xch, xen_flask_op_t *op)
{
	BOUNCE(arg, op, sizeof(*op), XC_INOUT);

	((xen_flask_op_t *)arg.hyp)->interface_version = XEN_FLASK_INTERFACE_VERSION;
	return check_version(xch, "xsm_op", xencall1(xch->xcall, __HYPERVISOR_xsm_op,
						     (uintptr_t)arg.hyp));
}

long xc_memory_op(xc_interface *xch, unsigned int cmd, void *arg, size_t len)
{
	BOUNCE(buf, arg, len, XC_INOUT);

	return xencall2L(xch->xcall, __HYPERVISOR_memory_op, cmd, (uintptr_t)buf.hyp);
}

int xc_mmuext_op(xc_interface *xch, struct mmuext_op *op, unsigned int nr_ops, uint32_t dom)
{
	BOUNCE(ops, op, ARRAY_BYTES(op, nr_ops), XC_INOUT);

	return xencall4(xch->xcall, __HYPERVISOR_mmuext_op, (uintptr_t)ops.hyp, nr_ops, 0, dom);
}

/* Size of what each XENVER_* call gives back; those that are not here take no pointer. */
static size_t version_size(int cmd, const void *arg)
{
	switch (cmd) {
	case XENVER_extraversion:
		return sizeof(xen_extraversion_t);
	case XENVER_compile_info:
		return sizeof(xen_compile_info_t);
	case XENVER_capabilities:
		return sizeof(xen_capabilities_info_t);
	case XENVER_changeset:
		return sizeof(xen_changeset_info_t);
	case XENVER_platform_parameters:
		return sizeof(xen_platform_parameters_t);
	case XENVER_get_features:
		return sizeof(xen_feature_info_t);
	case XENVER_guest_handle:
		return sizeof(xen_domain_handle_t);
	case XENVER_commandline:
		return sizeof(xen_commandline_t);
	case XENVER_build_id:
		return arg ? sizeof(xen_build_id_t) + ((const xen_build_id_t *)arg)->len : 0;
	}
	return 0;
}

static int version_known(int cmd)
{
	return cmd == XENVER_version || cmd == XENVER_pagesize || cmd == XENVER_build_id ||
	       version_size(cmd, NULL);
}

int xc_version(xc_interface *xch, int cmd, void *arg)
{
	if (!version_known(cmd)) {
		ERROR("xc_version: unknown command %d", cmd);
		return fail_with(EINVAL);
	}

	/* Only a build ID has something to say to the hypervisor: its length. */
	BOUNCE(buf, arg, version_size(cmd, arg), cmd == XENVER_build_id ? XC_INOUT : XC_OUT);

	return xencall2(xch->xcall, __HYPERVISOR_xen_version, cmd, (uintptr_t)buf.hyp);
}
