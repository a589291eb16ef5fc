/* SPDX-License-Identifier: LGPL-2.1-only */
/* The snapshot: the host, its domains, and what else was asked for. */
#include "private.h"

/* Domains that are asked for at once. */
#define DOMAINS_CHUNK 256

void *append(void *array, unsigned int *nr, size_t size)
{
	char *larger = realloc(*(void **)array, (*nr + 1) * size);

	if (!larger)
		return NULL;
	*(void **)array = larger;
	return memset(larger + (*nr)++ * size, 0, size);
}

xenstat_handle *xenstat_init(void)
{
	xenstat_handle *handle = calloc(1, sizeof(*handle));

	if (!handle)
		return NULL;

	handle->xch = xc_interface_open(NULL, NULL, 0);
	if (!handle->xch) {
		perror("xc_interface_open");
		free(handle);
		return NULL;
	}
	handle->xs = xs_open(0);
	if (!handle->xs) {
		perror("xs_open");
		xc_interface_close(handle->xch);
		free(handle);
		return NULL;
	}
	return handle;
}

void xenstat_uninit(xenstat_handle *handle)
{
	if (!handle)
		return;
	xenstat_uninit_networks(handle);
	xenstat_uninit_vbds(handle);
	xs_close(handle->xs);
	xc_interface_close(handle->xch);
	free(handle);
}

/* --- what flags ask for --- */

static int collect_version(xenstat_node *node)
{
	xenstat_handle *handle = node->handle;
	xen_extraversion_t extra;
	int version;

	if (handle->xen_version[0])
		return 1; /* it does not change */
	version = xc_version(handle->xch, XENVER_version, NULL);
	if (version < 0 || xc_version(handle->xch, XENVER_extraversion, extra) < 0)
		return 0;
	snprintf(handle->xen_version, sizeof(handle->xen_version), "%d.%d%.*s", version >> 16,
		 version & 0xffff, (int)sizeof(extra), extra);
	return 1;
}

static int collect_domain_vcpus(xenstat_node *node, xenstat_domain *domain)
{
	xc_vcpuinfo_t info;
	unsigned int i;

	domain->vcpus = calloc(domain->num_vcpus ? domain->num_vcpus : 1, sizeof(*domain->vcpus));
	if (!domain->vcpus)
		return 0;
	for (i = 0; i < domain->num_vcpus; i++) {
		if (xc_vcpu_getinfo(node->handle->xch, domain->id, i, &info)) {
			if (errno == ENOMEM)
				return 0;
			continue; /* the domain, or this vCPU, is gone */
		}
		domain->vcpus[i].online = info.online;
		domain->vcpus[i].ns = info.cpu_time;
	}
	return 1;
}

static int collect_vcpus(xenstat_node *node)
{
	unsigned int i;

	for (i = 0; i < node->num_domains; i++)
		if (!collect_domain_vcpus(node, &node->domains[i]))
			return 0;
	return 1;
}

static const struct {
	unsigned int flag;
	int (*collect)(xenstat_node *node);
} collectors[] = {
	{ XENSTAT_VCPU, collect_vcpus },
	{ XENSTAT_NETWORK, xenstat_collect_networks },
	{ XENSTAT_XEN_VERSION, collect_version },
	{ XENSTAT_VBD, xenstat_collect_vbds },
};

/* --- the host and its domains --- */

static int collect_host(xenstat_node *node)
{
	xc_physinfo_t info = { .nr_cpus = 0 };

	if (xc_physinfo(node->handle->xch, &info))
		return 0;
	node->cpu_hz = (unsigned long long)info.cpu_khz * 1000;
	node->num_cpus = info.nr_cpus;
	node->tot_mem = info.total_pages * XC_PAGE_SIZE;
	/* Pages that are still to be scrubbed will be given out all the same. */
	node->free_mem = (info.free_pages + info.scrub_pages) * XC_PAGE_SIZE;
	return 1;
}

/* The name that the toolstack gave the domain; one that is being built or torn down has none. */
static char *domain_name(xenstat_handle *handle, unsigned int domid)
{
	char path[64], *name;
	unsigned int len;

	snprintf(path, sizeof(path), "/local/domain/%u/name", domid);
	name = xs_read(handle->xs, XBT_NULL, path, &len);
	return name ? name : strdup("(unnamed)");
}

static int add_domain(xenstat_node *node, const xc_domaininfo_t *info)
{
	xenstat_domain *domain = append(&node->domains, &node->num_domains, sizeof(*domain));

	if (!domain)
		return 0;
	domain->id = info->domain;
	domain->name = domain_name(node->handle, info->domain);
	domain->flags = info->flags;
	domain->ssid = info->ssidref;
	domain->cpu_ns = info->cpu_time;
	domain->cur_mem = info->tot_pages * XC_PAGE_SIZE;
	domain->max_mem = info->max_pages == UINT32_MAX ? ~0ULL : info->max_pages * XC_PAGE_SIZE;
	domain->num_vcpus = info->max_vcpu_id == XEN_INVALID_MAX_VCPU_ID ? 0 :
			    info->max_vcpu_id + 1;
	return domain->name != NULL;
}

static int collect_domains(xenstat_node *node)
{
	xc_domaininfo_t info[DOMAINS_CHUNK];
	uint32_t next = 0;
	int nr, i;

	do {
		nr = xc_domain_getinfolist(node->handle->xch, next, DOMAINS_CHUNK, info);
		if (nr < 0)
			return 0;
		for (i = 0; i < nr; i++)
			if (!add_domain(node, &info[i]))
				return 0;
		if (nr)
			next = info[nr - 1].domain + 1;
	} while (nr == DOMAINS_CHUNK);
	return 1;
}

xenstat_node *xenstat_get_node(xenstat_handle *handle, unsigned int flags)
{
	xenstat_node *node = calloc(1, sizeof(*node));
	size_t i;
	int ok, saved;

	if (!node)
		return NULL;
	node->handle = handle;
	node->flags = flags;

	ok = collect_host(node) && collect_domains(node);
	for (i = 0; ok && i < sizeof(collectors) / sizeof(*collectors); i++)
		if (flags & collectors[i].flag)
			ok = collectors[i].collect(node);
	if (ok)
		return node;

	saved = errno;
	xenstat_free_node(node);
	errno = saved;
	return NULL;
}

void xenstat_free_node(xenstat_node *node)
{
	unsigned int i;

	if (!node)
		return;
	for (i = 0; i < node->num_domains; i++) {
		free(node->domains[i].name);
		free(node->domains[i].vcpus);
		free(node->domains[i].networks);
		free(node->domains[i].vbds);
	}
	free(node->domains);
	free(node);
}

/* --- looking into it --- */

xenstat_domain *xenstat_node_domain(xenstat_node *node, unsigned int domid)
{
	unsigned int i;

	for (i = 0; i < node->num_domains; i++)
		if (node->domains[i].id == domid)
			return &node->domains[i];
	return NULL;
}

xenstat_domain *xenstat_node_domain_by_index(xenstat_node *node, unsigned index)
{
	return index < node->num_domains ? &node->domains[index] : NULL;
}

const char *xenstat_node_xen_version(xenstat_node *node)
{
	return node->flags & XENSTAT_XEN_VERSION ? node->handle->xen_version : NULL;
}

unsigned long long xenstat_node_tot_mem(xenstat_node *node)
{
	return node->tot_mem;
}

unsigned long long xenstat_node_free_mem(xenstat_node *node)
{
	return node->free_mem;
}

long xenstat_node_freeable_mb(xenstat_node *node)
{
	return 0;
}

unsigned int xenstat_node_num_domains(xenstat_node *node)
{
	return node->num_domains;
}

unsigned int xenstat_node_num_cpus(xenstat_node *node)
{
	return node->num_cpus;
}

unsigned long long xenstat_node_cpu_hz(xenstat_node *node)
{
	return node->cpu_hz;
}
