// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xenctrl.h>
#include <xenguest.h>
#include <xenhypfs.h>
#include <xenstore.h>

#include "fake-xen.h"

struct fake_xen *fake_xen;

void fake_xen_start(void)
{
	fake_xen = mmap(NULL, sizeof(*fake_xen), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			-1, 0);
	if (fake_xen == MAP_FAILED)
		abort();
}

int fake_xen_count(void)
{
	int i, n = 0;

	for (i = 0; i < FAKE_DOMAINS; i++)
		n += fake_xen->domain[i].used;
	return n;
}

/* counts a step that makes something; fails the chosen one */
static int step(void)
{
	if (++fake_xen->calls == fake_xen->fail_at) {
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

/* ---- libxenctrl ---- */

xc_interface *xc_interface_open(xentoollog_logger *logger, xentoollog_logger *dombuild_logger,
				unsigned open_flags)
{
	return calloc(1, 1);
}

int xc_interface_close(xc_interface *xch)
{
	free(xch);
	return 0;
}

int xc_physinfo(xc_interface *xch, xc_physinfo_t *info)
{
	memset(info, 0, sizeof(*info));
	info->nr_cpus = 4;
	info->nr_nodes = 1;
	info->total_pages = info->free_pages = 1 << 20;
	info->capabilities = XEN_SYSCTL_PHYSCAP_hvm | XEN_SYSCTL_PHYSCAP_pv |
		XEN_SYSCTL_PHYSCAP_hap | XEN_SYSCTL_PHYSCAP_gnttab_v1 | XEN_SYSCTL_PHYSCAP_gnttab_v2;
	return 0;
}

long xc_sharing_freed_pages(xc_interface *xch) { return 0; }
long xc_sharing_used_frames(xc_interface *xch) { return 0; }
int xc_get_max_cpus(xc_interface *xch) { return 4; }
int xc_get_max_nodes(xc_interface *xch) { return 1; }
int xc_get_cpumap_size(xc_interface *xch) { return 1; }

int xc_numainfo(xc_interface *xch, unsigned *max_nodes, xc_meminfo_t *meminfo, uint32_t *distance)
{
	*max_nodes = 1;
	if (meminfo)
		*meminfo = (xc_meminfo_t){ 1ULL << 32, 1ULL << 32 };
	if (distance)
		*distance = 10;
	return 0;
}

int xc_domain_create(xc_interface *xch, uint32_t *pdomid, struct xen_domctl_createdomain *config)
{
	uint32_t i;

	if (step())
		return -1;
	fake_xen->wanted_id = *pdomid;
	for (i = 1; i < FAKE_DOMAINS; i++)
		if (!fake_xen->domain[i].used)
			break;
	if (i == FAKE_DOMAINS) {
		errno = ENOMEM;
		return -1;
	}
	memset(&fake_xen->domain[i], 0, sizeof(fake_xen->domain[i]));
	fake_xen->domain[i].used = fake_xen->domain[i].paused = true;
	fake_xen->domain[i].max_vcpus = config->max_vcpus;
	memcpy(fake_xen->domain[i].handle, config->handle, 16);
	*pdomid = i;
	return 0;
}

int xc_domain_destroy(xc_interface *xch, uint32_t domid)
{
	if (domid >= FAKE_DOMAINS || !fake_xen->domain[domid].used) {
		errno = ESRCH;
		return -1;
	}
	fake_xen->domain[domid].used = false;
	return 0;
}

int xc_domain_getinfolist(xc_interface *xch, uint32_t first_domain, unsigned int max_domains,
			  xc_domaininfo_t *info)
{
	unsigned int i, n = 0;

	for (i = first_domain; i < FAKE_DOMAINS && n < max_domains; i++) {
		if (i && !fake_xen->domain[i].used)
			continue;
		memset(&info[n], 0, sizeof(info[n]));
		info[n].domain = i;
		info[n].max_vcpu_id = i ? fake_xen->domain[i].max_vcpus - 1 : 0;
		info[n].flags = fake_xen->domain[i].paused ? XEN_DOMINF_paused : 0;
		if (fake_xen->domain[i].shutdown)
			info[n].flags |= XEN_DOMINF_shutdown |
				fake_xen->domain[i].reason << XEN_DOMINF_shutdownshift;
		memcpy(info[n].handle, fake_xen->domain[i].handle, 16);
		n++;
	}
	return n;
}

int xc_domain_pause(xc_interface *xch, uint32_t domid)
{
	fake_xen->domain[domid].paused = true;
	return 0;
}

int xc_domain_unpause(xc_interface *xch, uint32_t domid)
{
	fake_xen->domain[domid].paused = false;
	return 0;
}

int xc_domain_max_vcpus(xc_interface *xch, uint32_t domid, unsigned int max) { return step(); }

int xc_domain_setmaxmem(xc_interface *xch, uint32_t domid, uint64_t max_memkb)
{
	fake_xen->domain[domid].max_kb = max_memkb;
	return step();
}

int xc_domain_set_memory_map(xc_interface *xch, uint32_t domid, struct e820entry entries[],
			     uint32_t nr_entries)
{
	return step();
}

int xc_domain_set_tsc_info(xc_interface *xch, uint32_t domid, uint32_t tsc_mode,
			   uint64_t elapsed_nsec, uint32_t gtsc_khz, uint32_t incarnation)
{
	return step();
}

int xc_set_paging_mempool_size(xc_interface *xch, uint32_t domid, uint64_t size)
{
	fake_xen->domain[domid].paging_pages = size / 4096;
	return step();
}

int xc_hvm_param_set(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t value)
{
	return step();
}

xc_evtchn_port_or_error_t xc_evtchn_alloc_unbound(xc_interface *xch, uint32_t dom,
						  uint32_t remote_dom)
{
	return step() ? -1 : ++fake_xen->next_port;
}

const char *xc_domain_get_native_protocol(xc_interface *xch, uint32_t domid)
{
	return "x86_64-abi";
}

int xc_flask_sid_to_context(xc_interface *xch, int sid, char *buf, uint32_t size)
{
	errno = ENOSYS;
	return -1;
}

xc_cpupoolinfo_t *xc_cpupool_getinfo(xc_interface *xch, uint32_t poolid)
{
	xc_cpupoolinfo_t *p = calloc(1, sizeof(*p));

	p->sched_id = XEN_SCHEDULER_CREDIT2;
	p->cpumap = calloc(1, 1);
	return p;
}

void xc_cpupool_infofree(xc_interface *xch, xc_cpupoolinfo_t *info)
{
	free(info->cpumap);
	free(info);
}

int xc_sched_credit2_domain_get(xc_interface *xch, uint32_t domid,
				struct xen_domctl_sched_credit2 *sdom)
{
	sdom->weight = 256;
	sdom->cap = 0;
	return 0;
}

/* ---- libxenguest ---- */

int xc_cpuid_apply_policy(xc_interface *xch, uint32_t domid, bool restore,
			  const uint32_t *featureset, unsigned int nr_features, bool pae, bool itsc,
			  bool nested_virt, const struct xc_xend_cpuid *xend, const struct xc_msr *msr)
{
	return step();
}

int xc_dom_loginit(xc_interface *xch) { return 0; }

struct xc_dom_image *xc_dom_allocate(xc_interface *xch, const char *cmdline, const char *features)
{
	return step() ? NULL : calloc(1, sizeof(struct xc_dom_image));
}

void xc_dom_release(struct xc_dom_image *dom) { free(dom); }
int xc_dom_kernel_file(struct xc_dom_image *dom, const char *filename) { return step(); }
int xc_dom_module_file(struct xc_dom_image *dom, const char *filename, const char *cmdline)
{
	return step();
}
int xc_dom_boot_xen_init(struct xc_dom_image *dom, xc_interface *xch, uint32_t domid)
{
	return step();
}
int xc_dom_parse_image(struct xc_dom_image *dom) { return step(); }
int xc_dom_mem_init(struct xc_dom_image *dom, unsigned int mem_mb) { return step(); }
int xc_dom_boot_mem_init(struct xc_dom_image *dom) { return step(); }
/* a PVH guest's ACPI tables stay in a file for the test to read */
int xc_dom_build_image(struct xc_dom_image *dom)
{
	FILE *f = dom->acpi_modules[1].length ? fopen("acpi", "w") : NULL;

	if (f) {
		fwrite(dom->acpi_modules[1].data, 1, dom->acpi_modules[1].length, f);
		fclose(f);
	}
	return step();
}
int xc_dom_boot_image(struct xc_dom_image *dom) { return step(); }
int xc_dom_gnttab_init(struct xc_dom_image *dom) { return step(); }
bool xc_dom_translated(const struct xc_dom_image *dom) { return true; }

/* xenstored has no hypervisor to ask either */
bool xs_introduce_domain(struct xs_handle *h, unsigned int domid, unsigned long mfn,
			 unsigned int eventchn)
{
	return !step();
}

/* ---- dom0 ---- */

static void write_number(struct xs_handle *xs, const char *path, int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", n);
	xs_write(xs, XBT_NULL, path, text, strlen(text));
}

static void dom0_event(struct xs_handle *xs, const char *path)
{
	unsigned int domid, n;
	char kind[16], *state, tty[64];
	int end = 0;

	if (sscanf(path, "/local/domain/0/backend/%15[^/]/%u/%u/state%n", kind, &domid, &n, &end) == 3 &&
	    end == (int)strlen(path) && !fake_xen->no_backends &&
	    (!strcmp(kind, "vbd") || !strcmp(kind, "vif"))) {
		state = xs_read(xs, XBT_NULL, path, NULL);
		if (state && atoi(state) == 1)
			write_number(xs, path, 2);
		if (state && atoi(state) == 5)
			write_number(xs, path, 6);
		free(state);
	}
	end = 0;
	if (sscanf(path, "/local/domain/%u/console/ring-ref%n", &domid, &end) == 1 &&
	    end == (int)strlen(path) && !fake_xen->no_console) {
		snprintf(tty, sizeof(tty), "/local/domain/%u/console/tty", domid);
		state = xs_read(xs, XBT_NULL, path, NULL);
		if (state)
			xs_write(xs, XBT_NULL, tty, "/dev/pts/7", 10);
		free(state);
	}
}

pid_t fake_dom0_start(void)
{
	int ready[2];
	struct xs_handle *xs;
	unsigned int n;
	char **event, c;
	pid_t pid;

	if (pipe(ready))
		abort();
	pid = fork();
	if (pid) {
		close(ready[1]);
		if (read(ready[0], &c, 1) != 1)
			abort();
		close(ready[0]);
		return pid;
	}
	xs = xs_open(0);
	if (!xs || !xs_watch(xs, "/local/domain", "dom0"))
		_exit(1);
	if (write(ready[1], "", 1) != 1)
		_exit(1);
	while ((event = xs_read_watch(xs, &n))) {
		dom0_event(xs, event[XS_WATCH_PATH]);
		free(event);
	}
	_exit(0);
}
