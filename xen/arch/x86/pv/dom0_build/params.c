/* SPDX-License-Identifier: GPL-2.0-only */
/* dom0_mem=[min:<n>,][max:<n>,][<n>], dom0_max_vcpus=<n>[-<m>], dom0_vcpus_pin */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <asm/dom0.h>
#include "private.h"

static s64 dom0_pages __initdata, dom0_min_pages __initdata, dom0_max_pages __initdata;
static bool dom0_max_given __initdata;
static unsigned int opt_min_vcpus __initdata = 1, opt_max_vcpus __initdata = ~0U;
static bool opt_dom0_vcpus_pin __initdata;
boolean_param("dom0_vcpus_pin", opt_dom0_vcpus_pin);

/* "-256M" means all but 256 MiB. */
static int __init parse_amount(const char **s, s64 *pages)
{
	bool negative = **s == '-';
	const char *from = *s + negative;
	u64 bytes = parse_size_and_unit(from, s);

	if (*s == from)
		return -EINVAL;
	*pages = negative ? -(s64)(bytes >> PAGE_SHIFT) : (s64)(bytes >> PAGE_SHIFT);
	return 0;
}

static int __init parse_dom0_mem(const char *s)
{
	int rc = 0;

	do {
		if (!strncmp(s, "min:", 4)) {
			s += 4;
			rc = parse_amount(&s, &dom0_min_pages);
		} else if (!strncmp(s, "max:", 4)) {
			s += 4;
			rc = parse_amount(&s, &dom0_max_pages);
			dom0_max_given = true;
		} else {
			rc = parse_amount(&s, &dom0_pages);
		}
	} while (!rc && *s++ == ',');
	return rc ?: s[-1] ? -EINVAL : 0;
}
custom_param("dom0_mem", parse_dom0_mem);

static int __init parse_dom0_max_vcpus(const char *s)
{
	const char *end = s;

	if (*s != '-')
		opt_min_vcpus = simple_strtoul(s, &end, 0);
	opt_max_vcpus = opt_min_vcpus;
	if (*end == '-') {
		opt_max_vcpus = ~0U;
		if (end[1])
			opt_max_vcpus = simple_strtoul(end + 1, &end, 0);
		else
			end++;
	}
	if (*end || !opt_min_vcpus || opt_min_vcpus > opt_max_vcpus)
		return -EINVAL;
	return 0;
}
custom_param("dom0_max_vcpus", parse_dom0_max_vcpus);

unsigned int __init dom0_max_vcpus(void)
{
	unsigned int n = cpumask_weight(&cpu_online_map);

	n = max(n, opt_min_vcpus);
	n = min(n, opt_max_vcpus);
	return min(n, (unsigned int)MAX_VIRT_CPUS);
}

struct vcpu *__init dom0_create_vcpus(struct domain *d)
{
	unsigned int cpu = 0;

	for (unsigned int i = 0; i < d->max_vcpus; i++) {
		struct vcpu *v = vcpu_create(d, i);

		if (!v) {
			printk(XENLOG_ERR "dom0: only %u of %u vCPUs could be made\n", i, d->max_vcpus);
			break;
		}
		if (opt_dom0_vcpus_pin) {
			cpumask_t one = cpumask_of(cpu);

			if (vcpu_set_affinity(v, &one, true))
				printk(XENLOG_WARNING "dom0: vCPU %u not pinned to CPU %u\n", i, cpu);
		}
		cpu = cpumask_cycle(cpu, &cpu_online_map);
	}
	return d->vcpu[0];
}

/* What the heap can spare, less something for the hypervisor and other guests' first pages. */
unsigned long __init dom0_nr_pages(void)
{
	s64 avail = avail_domheap_pages(), want = dom0_pages, reserve;

	reserve = min_t(s64, avail / 16, MB(128) >> PAGE_SHIFT);
	avail -= reserve;
	if (!want)
		want = avail;
	else if (want < 0)
		want += avail + reserve;
	if (dom0_min_pages && want < dom0_min_pages)
		want = dom0_min_pages;
	if (dom0_max_given && dom0_max_pages > 0 && want > dom0_max_pages)
		want = dom0_max_pages;
	if (dom0_min_pages > avail + reserve || want <= 0)
		panic("dom0_mem: %ld MiB are free, dom0 is to have at least %ld", (avail + reserve) >> 8,
		      dom0_min_pages >> 8);
	if (want > avail + reserve - 64) {
		printk(XENLOG_WARNING "dom0_mem: %ld MiB asked for, %ld MiB are free: dom0 gets %ld\n", want >> 8,
		       (avail + reserve) >> 8, avail >> 8);
		want = avail;
	}
	return want;
}

u64 __init dom0_max_tot_pages(unsigned long nr_pages)
{
	if (!dom0_max_given)
		return dom0_pages ? nr_pages : ~0U >> 1;
	return max_t(u64, nr_pages, dom0_max_pages > 0 ? dom0_max_pages : nr_pages);
}
