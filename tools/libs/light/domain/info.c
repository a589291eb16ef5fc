// SPDX-License-Identifier: LGPL-2.1-only
/* What domains there are and how they are. */
#include "device/device.h"
#include "types/walk.h"
#include "xs.h"

int libxl__domain_info(libxl__gc *gc, uint32_t domid, xc_domaininfo_t *info)
{
	xc_domaininfo_t local;
	int n;

	info = info ? info : &local;
	n = xc_domain_getinfolist(gc->ctx->xch, domid, 1, info);
	if (n < 0) {
		LOGED(ERROR, domid, "cannot get information about it");
		return ERROR_FAIL;
	}
	return n == 0 || info->domain != domid ? ERROR_DOMAIN_NOTFOUND : 0;
}

bool libxl__domain_exists(libxl__gc *gc, uint32_t domid)
{
	return domid < DOMID_FIRST_RESERVED && !libxl__domain_info(gc, domid, NULL);
}

/* as xenstore has it; without that entry (domain 0, foreign domains) as the hypervisor sees it */
libxl_domain_type libxl__domain_type(libxl__gc *gc, uint32_t domid)
{
	const char *text = libxl__xs_readf(gc, XBT_NULL, "/libxl/%u/type", domid);
	libxl_domain_type type;
	xc_domaininfo_t info;

	if (text && !libxl_domain_type_from_string(text, &type))
		return type;
	if (libxl__domain_info(gc, domid, &info))
		return LIBXL_DOMAIN_TYPE_INVALID;
	return info.flags & XEN_DOMINF_hvm_guest ? LIBXL_DOMAIN_TYPE_HVM : LIBXL_DOMAIN_TYPE_PV;
}

static uint64_t pages_to_kb(uint64_t pages)
{
	return pages * (XC_PAGE_SIZE / 1024);
}

static void fill_info(libxl__gc *gc, libxl_dominfo *out, const xc_domaininfo_t *in)
{
	char *label;
	size_t len;

	libxl_dominfo_init(out);
	memcpy(out->uuid.uuid, in->handle, sizeof(out->uuid.uuid));
	out->domid = in->domain;
	out->ssidref = in->ssidref;
	if (!libxl_flask_sid_to_context(gc->ctx, in->ssidref, &label, &len))
		out->ssid_label = label;
	out->dying = in->flags & XEN_DOMINF_dying;
	out->shutdown = in->flags & XEN_DOMINF_shutdown;
	out->paused = in->flags & XEN_DOMINF_paused;
	out->blocked = in->flags & XEN_DOMINF_blocked;
	out->running = in->flags & XEN_DOMINF_running;
	out->shutdown_reason = out->shutdown ?
		(libxl_shutdown_reason)((in->flags >> XEN_DOMINF_shutdownshift) &
					XEN_DOMINF_shutdownmask) :
		LIBXL_SHUTDOWN_REASON_UNKNOWN;
	out->outstanding_memkb = pages_to_kb(in->outstanding_pages);
	out->current_memkb = pages_to_kb(in->tot_pages);
	out->shared_memkb = pages_to_kb(in->shr_pages);
	out->paged_memkb = pages_to_kb(in->paged_pages);
	out->max_memkb = pages_to_kb(in->max_pages);
	out->cpu_time = in->cpu_time;
	out->vcpu_max_id = in->max_vcpu_id;
	out->vcpu_online = in->nr_online_vcpus;
	out->cpupool = in->cpupool;
	out->gpaddr_bits = in->gpaddr_bits;
	out->domain_type = in->flags & XEN_DOMINF_hvm_guest ?
		LIBXL_DOMAIN_TYPE_HVM : LIBXL_DOMAIN_TYPE_PV;
}

int libxl_domain_info(libxl_ctx *ctx, libxl_dominfo *info_r, uint32_t domid)
{
	xc_domaininfo_t info;
	int rc;
	SCOPE(ctx);

	rc = libxl__domain_info(gc, domid, &info);
	if (!rc && info_r)
		fill_info(gc, info_r, &info);
	return rc;
}

/* every domain, in memory of the scope; NULL on failure */
static xc_domaininfo_t *all_domains(libxl__gc *gc, int *n_out)
{
	enum { STEP = 1024 };
	xc_domaininfo_t *list = NULL;
	uint32_t first = 0;
	int n, total = 0;

	do {
		list = libxl__realloc(gc, list, (total + STEP) * sizeof(*list));
		n = xc_domain_getinfolist(gc->ctx->xch, first, STEP, list + total);
		if (n < 0) {
			LOGE(ERROR, "cannot list the domains");
			return NULL;
		}
		total += n;
		if (n)
			first = list[total - 1].domain + 1;
	} while (n == STEP);
	*n_out = total;
	return list;
}

libxl_dominfo *libxl_list_domain(libxl_ctx *ctx, int *nb_domain_out)
{
	xc_domaininfo_t *in;
	libxl_dominfo *out;
	int i, n;
	SCOPE(ctx);

	in = all_domains(gc, &n);
	if (!in)
		return NULL;
	out = libxl__zalloc_raw(n * sizeof(*out));
	for (i = 0; i < n; i++)
		fill_info(gc, &out[i], &in[i]);
	*nb_domain_out = n;
	return out;
}

void libxl_dominfo_list_free(libxl_dominfo *list, int nb_domain)
{
	int i;

	for (i = 0; i < nb_domain; i++)
		libxl_dominfo_dispose(&list[i]);
	free(list);
}

/* guests without the domains that serve as their device models */
libxl_vminfo *libxl_list_vm(libxl_ctx *ctx, int *nb_vm_out)
{
	xc_domaininfo_t *in;
	libxl_vminfo *out;
	int i, n, count = 0;
	SCOPE(ctx);

	in = all_domains(gc, &n);
	if (!in)
		return NULL;
	out = libxl__zalloc_raw(n * sizeof(*out));
	for (i = 0; i < n; i++) {
		if (libxl_is_stubdom(ctx, in[i].domain, NULL))
			continue;
		memcpy(out[count].uuid.uuid, in[i].handle, sizeof(out[count].uuid.uuid));
		out[count++].domid = in[i].domain;
	}
	*nb_vm_out = count;
	return out;
}

void libxl_vminfo_list_free(libxl_vminfo *list, int nb_vm)
{
	int i;

	for (i = 0; i < nb_vm; i++)
		libxl_vminfo_dispose(&list[i]);
	free(list);
}

int libxl_domid_valid_guest(uint32_t domid)
{
	/* 0 is not a guest, and from DOMID_FIRST_RESERVED on no id is a domain's */
	return domid > 0 && domid < DOMID_FIRST_RESERVED;
}

int libxl_is_stubdom(libxl_ctx *ctx, uint32_t domid, uint32_t *target_domid)
{
	const char *target;
	long id;
	SCOPE(ctx);

	target = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/target", domid);
	id = target ? libxl__parse_id(target) : -1;
	if (id < 0)
		return 0;
	if (target_domid)
		*target_domid = id;
	return 1;
}

int libxl_get_stubdom_id(libxl_ctx *ctx, int guest_domid)
{
	const char *id;
	SCOPE(ctx);

	id = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%d/image/device-model-domid",
			     guest_domid);
	return id ? (int)MAX(0, libxl__parse_id(id)) : 0;
}

uint32_t libxl_vm_get_start_time(libxl_ctx *ctx, uint32_t domid)
{
	const char *vm, *start;
	SCOPE(ctx);

	vm = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/vm", domid);
	start = vm ? libxl__xs_readf(gc, XBT_NULL, "%s/start_time", vm) : NULL;
	return start ? strtoul(start, NULL, 10) : (uint32_t)-1;
}
