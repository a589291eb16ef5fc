/* SPDX-License-Identifier: GPL-2.0-only */
/* XEN_VERSION: who we are and what a guest may count on. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm-frame.h>
#include <xen/param.h>
#include <xen/system.h>
#include <xen/version.h>
#include <public/version.h>
#include <gen/compile.h>

#define VERSION 4
#define SUBVERSION 17

/* What each sub-operation gives: a block of bytes. */
union version_info {
	char text[1024];
	struct xen_compile_info compile;
	struct xen_platform_parameters platform;
};

const char *xen_extra_version(void)
{
	return XEN_EXTRAVERSION_TEXT;
}

unsigned int xen_major_version(void)
{
	return VERSION;
}

unsigned int xen_minor_version(void)
{
	return SUBVERSION;
}

const char *xen_changeset(void)
{
	return XEN_CHANGESET;
}

const char *xen_compile_date(void)
{
	return XEN_COMPILE_DATE;
}

const char *xen_compiler(void)
{
	return XEN_COMPILER;
}

const char *xen_compile_by(void)
{
	return XEN_COMPILE_BY;
}

const char *xen_compile_domain(void)
{
	return XEN_COMPILE_DOMAIN;
}

static size_t text(union version_info *info, const char *s, size_t size)
{
	strlcpy(info->text, s, size);
	return size;
}

static size_t compile_info(union version_info *info)
{
	strlcpy(info->compile.compiler, XEN_COMPILER, sizeof(info->compile.compiler));
	strlcpy(info->compile.compile_by, XEN_COMPILE_BY, sizeof(info->compile.compile_by));
	strlcpy(info->compile.compile_domain, XEN_COMPILE_DOMAIN, sizeof(info->compile.compile_domain));
	strlcpy(info->compile.compile_date, XEN_COMPILE_DATE, sizeof(info->compile.compile_date));
	return sizeof(info->compile);
}

static u32 features(const struct domain *d)
{
	u32 f = (1U << XENFEAT_memory_op_vnode_supported) | (1U << XENFEAT_linux_rsdp_unrestricted);

	if (is_hardware_domain(d))
		f |= 1U << XENFEAT_dom0;
	return f | arch_xen_features(d);
}

static long get_features(const struct domain *d, u8_out arg)
{
	struct xen_feature_info info;

	if (guest_raw_read(&info, arg.out, sizeof(info)))
		return -EFAULT;
	info.submap = info.submap_idx < XENFEAT_NR_SUBMAPS ? features(d) : 0;
	return info.submap_idx >= XENFEAT_NR_SUBMAPS ? -EINVAL : guest_raw_write(arg.out, &info, sizeof(info)) ? -EFAULT : 0;
}

/* The linker's build id: an ELF note between these. NULL argument: only its length is asked for. */
static long build_id(u8_out arg)
{
	const void *id;
	unsigned int len = xen_build_id(&id);
	struct { u32 len; } head;

	if (!len)
		return -ENODATA;
	if (!arg.out)
		return len;
	if (guest_raw_read(&head, arg.out, sizeof(head)))
		return -EFAULT;
	if (!head.len)
		return -EINVAL;
	if (head.len < len)
		return -ENOBUFS;
	if (guest_raw_write(arg.out + sizeof(head), id, len))
		return -EFAULT;
	return len;
}

long do_xen_version(u32 cmd, u8_out arg)
{
	struct domain *d = current->domain;
	union version_info info;
	size_t n;

	/* Asked for only to make us look at pending events, as often as anything else. */
	if (likely(cmd == XENVER_version))
		return VERSION << 16 | SUBVERSION;
	if (cmd == XENVER_pagesize)
		return PAGE_SIZE;
	if (cmd == XENVER_get_features)
		return get_features(d, arg);
	if (cmd == XENVER_build_id)
		return build_id(arg);

	memset(&info, 0, sizeof(info));
	switch (cmd) {
	case XENVER_extraversion:
		n = text(&info, XEN_EXTRAVERSION_TEXT, sizeof(xen_extraversion_t));
		break;
	case XENVER_compile_info:
		n = compile_info(&info);
		break;
	case XENVER_capabilities:
		arch_xen_capabilities(info.text, sizeof(xen_capabilities_info_t));
		n = sizeof(xen_capabilities_info_t);
		break;
	case XENVER_changeset:
		n = text(&info, XEN_CHANGESET, sizeof(xen_changeset_info_t));
		break;
	case XENVER_platform_parameters:
		info.platform.virt_start = arch_xen_virt_start(d);
		return guest_layout_write(arg.out, &info.platform, sizeof(info.platform), LAYOUT32_OF(info.platform));
	case XENVER_guest_handle:
		memcpy(info.text, d->handle, sizeof(d->handle));
		n = sizeof(d->handle);
		break;
	case XENVER_commandline:
		n = text(&info, is_control_domain(d) ? saved_cmdline : "<denied>", sizeof(xen_commandline_t));
		break;
	default:
		return -ENOSYS;
	}
	return guest_raw_write(arg.out, &info, n) ? -EFAULT : 0;
}
