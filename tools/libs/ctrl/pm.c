/* SPDX-License-Identifier: LGPL-2.1-only */
/* Power management: performance and idle states, frequency governors, processors on and off. */
#include "private.h"

#define PMSTAT(type_, cpu) SYSCTL(get_pmstat, .type = PMSTAT_##type_, .cpuid = (cpu))
#define PM_OP(cmd_, cpu) SYSCTL(pm_op, .cmd = (cmd_), .cpuid = (cpu))

int xc_pm_get_max_px(xc_interface *xch, int cpuid, int *max_px)
{
	struct xen_sysctl sysctl = PMSTAT(get_max_px, cpuid);
	int rc = do_sysctl(xch, &sysctl);

	if (!rc)
		*max_px = sysctl.u.get_pmstat.u.getpx.total;
	return rc;
}

int xc_pm_get_pxstat(xc_interface *xch, int cpuid, struct xc_px_stat *pxpt)
{
	struct xen_sysctl sysctl = PMSTAT(get_pxstat, cpuid);
	struct pm_px_stat *out = &sysctl.u.get_pmstat.u.getpx;
	int max_px, rc;

	if (!pxpt->trans_pt || !pxpt->pt)
		return fail_with(EINVAL);
	rc = xc_pm_get_max_px(xch, cpuid, &max_px);
	if (rc)
		return rc;

	BOUNCE(trans, pxpt->trans_pt, ARRAY_BYTES(pxpt->trans_pt, (size_t)max_px * max_px), XC_OUT);
	BOUNCE(values, pxpt->pt, ARRAY_BYTES(pxpt->pt, max_px), XC_OUT);

	out->total = max_px;
	set_bounce_handle(out->trans_pt, trans);
	set_bounce_handle(out->pt, values);
	rc = do_sysctl(xch, &sysctl);
	if (rc)
		return rc;

	pxpt->total = out->total;
	pxpt->usable = out->usable;
	pxpt->last = out->last;
	pxpt->cur = out->cur;
	return 0;
}

int xc_pm_reset_pxstat(xc_interface *xch, int cpuid)
{
	struct xen_sysctl sysctl = PMSTAT(reset_pxstat, cpuid);

	return do_sysctl(xch, &sysctl);
}

int xc_pm_get_max_cx(xc_interface *xch, int cpuid, int *max_cx)
{
	struct xen_sysctl sysctl = PMSTAT(get_max_cx, cpuid);
	int rc = do_sysctl(xch, &sysctl);

	if (!rc)
		*max_cx = sysctl.u.get_pmstat.u.getcx.nr;
	return rc;
}

int xc_pm_get_cxstat(xc_interface *xch, int cpuid, struct xc_cx_stat *cxpt)
{
	struct xen_sysctl sysctl = PMSTAT(get_cxstat, cpuid);
	struct pm_cx_stat *out = &sysctl.u.get_pmstat.u.getcx;
	BOUNCE(triggers, cxpt->triggers, ARRAY_BYTES(cxpt->triggers, cxpt->nr), XC_OUT);
	BOUNCE(residencies, cxpt->residencies, ARRAY_BYTES(cxpt->residencies, cxpt->nr), XC_OUT);
	BOUNCE(pc, cxpt->pc, ARRAY_BYTES(cxpt->pc, cxpt->nr_pc), XC_OUT);
	BOUNCE(cc, cxpt->cc, ARRAY_BYTES(cxpt->cc, cxpt->nr_cc), XC_OUT);
	int rc;

	out->nr = cxpt->nr;
	out->nr_pc = cxpt->nr_pc;
	out->nr_cc = cxpt->nr_cc;
	set_bounce_handle(out->triggers, triggers);
	set_bounce_handle(out->residencies, residencies);
	set_bounce_handle(out->pc, pc);
	set_bounce_handle(out->cc, cc);
	rc = do_sysctl(xch, &sysctl);
	if (rc)
		return rc;

	cxpt->nr = out->nr;
	cxpt->last = out->last;
	cxpt->idle_time = out->idle_time;
	cxpt->nr_pc = out->nr_pc;
	cxpt->nr_cc = out->nr_cc;
	return 0;
}

int xc_pm_reset_cxstat(xc_interface *xch, int cpuid)
{
	struct xen_sysctl sysctl = PMSTAT(reset_cxstat, cpuid);

	return do_sysctl(xch, &sysctl);
}

/* --- processors on and off --- */

static int cpu_hotplug(xc_interface *xch, uint32_t op, int cpu)
{
	struct xen_sysctl sysctl = SYSCTL(cpu_hotplug, .op = op, .cpu = cpu);

	return do_sysctl(xch, &sysctl);
}

int xc_cpu_online(xc_interface *xch, int cpu)
{
	return cpu_hotplug(xch, XEN_SYSCTL_CPU_HOTPLUG_ONLINE, cpu);
}

int xc_cpu_offline(xc_interface *xch, int cpu)
{
	return cpu_hotplug(xch, XEN_SYSCTL_CPU_HOTPLUG_OFFLINE, cpu);
}

int xc_smt_enable(xc_interface *xch)
{
	return cpu_hotplug(xch, XEN_SYSCTL_CPU_HOTPLUG_SMT_ENABLE, 0);
}

int xc_smt_disable(xc_interface *xch)
{
	return cpu_hotplug(xch, XEN_SYSCTL_CPU_HOTPLUG_SMT_DISABLE, 0);
}

/* --- frequency governors --- */

/* What the hypervisor answered, but for the arrays, into the caller's struct. */
static void cpufreq_para_out(const struct xen_get_cpufreq_para *from,
			     struct xc_get_cpufreq_para *to)
{
	to->cpuinfo_cur_freq = from->cpuinfo_cur_freq;
	to->cpuinfo_max_freq = from->cpuinfo_max_freq;
	to->cpuinfo_min_freq = from->cpuinfo_min_freq;
	to->scaling_cur_freq = from->scaling_cur_freq;
	to->scaling_max_freq = from->scaling_max_freq;
	to->scaling_min_freq = from->scaling_min_freq;
	to->turbo_enabled = from->turbo_enabled;
	memcpy(to->scaling_driver, from->scaling_driver, CPUFREQ_NAME_LEN);
	memcpy(to->scaling_governor, from->scaling_governor, CPUFREQ_NAME_LEN);
	memcpy(&to->u, &from->u, sizeof(to->u));
}

int xc_get_cpufreq_para(xc_interface *xch, int cpuid, struct xc_get_cpufreq_para *para)
{
	struct xen_sysctl sysctl = PM_OP(GET_CPUFREQ_PARA, cpuid);
	struct xen_get_cpufreq_para *arg = &sysctl.u.pm_op.u.get_para;
	/* Counts that are not all there are a question for them; then no array is looked at. */
	int has_counts = para->cpu_num && para->freq_num && para->gov_num;

	if (has_counts && (!para->affected_cpus || !para->scaling_available_frequencies ||
			   !para->scaling_available_governors))
		return fail_with(EINVAL);

	BOUNCE(cpus, has_counts ? para->affected_cpus : NULL,
	       ARRAY_BYTES(para->affected_cpus, para->cpu_num), XC_INOUT);
	BOUNCE(freqs, has_counts ? para->scaling_available_frequencies : NULL,
	       ARRAY_BYTES(para->scaling_available_frequencies, para->freq_num), XC_INOUT);
	BOUNCE(govs, has_counts ? para->scaling_available_governors : NULL,
	       (size_t)para->gov_num * CPUFREQ_NAME_LEN, XC_INOUT);
	int rc;

	arg->cpu_num = para->cpu_num;
	arg->freq_num = para->freq_num;
	arg->gov_num = para->gov_num;
	set_bounce_handle(arg->affected_cpus, cpus);
	set_bounce_handle(arg->scaling_available_frequencies, freqs);
	set_bounce_handle(arg->scaling_available_governors, govs);

	rc = do_sysctl(xch, &sysctl);
	if (rc && errno != EAGAIN)
		return rc;

	/* EAGAIN: the counts were wrong, and here are the right ones. */
	if (rc) {
		para->cpu_num = arg->cpu_num;
		para->freq_num = arg->freq_num;
		para->gov_num = arg->gov_num;
		return -EAGAIN; /* callers know it by the result, not by errno */
	}
	cpufreq_para_out(arg, para);
	return 0;
}

int xc_set_cpufreq_gov(xc_interface *xch, int cpuid, char *govname)
{
	struct xen_sysctl sysctl = PM_OP(SET_CPUFREQ_GOV, cpuid);
	char *name = sysctl.u.pm_op.u.set_gov.scaling_governor;

	strncpy(name, govname, CPUFREQ_NAME_LEN - 1);
	return do_sysctl(xch, &sysctl);
}

int xc_set_cpufreq_para(xc_interface *xch, int cpuid, int ctrl_type, int ctrl_value)
{
	struct xen_sysctl sysctl = PM_OP(SET_CPUFREQ_PARA, cpuid);

	sysctl.u.pm_op.u.set_para.ctrl_type = ctrl_type;
	sysctl.u.pm_op.u.set_para.ctrl_value = ctrl_value;
	return do_sysctl(xch, &sysctl);
}

int xc_get_cpufreq_avgfreq(xc_interface *xch, int cpuid, int *avg_freq)
{
	struct xen_sysctl sysctl = PM_OP(GET_CPUFREQ_AVGFREQ, cpuid);
	int rc = do_sysctl(xch, &sysctl);

	*avg_freq = sysctl.u.pm_op.u.get_avgfreq;
	return rc;
}

int xc_set_sched_opt_smt(xc_interface *xch, uint32_t value)
{
	struct xen_sysctl sysctl = PM_OP(XEN_SYSCTL_pm_op_set_sched_opt_smt, 0);

	sysctl.u.pm_op.u.set_sched_opt_smt = value;
	return do_sysctl(xch, &sysctl);
}

/* --- idle states: which of the limits is chosen by the cpuid field --- */

#define LIMIT_CSTATE 0
#define LIMIT_CSUBSTATE 1

static int get_max_cstate(xc_interface *xch, uint32_t which, uint32_t *value)
{
	struct xen_sysctl sysctl = PM_OP(XEN_SYSCTL_pm_op_get_max_cstate, which);
	int rc;

	if (!xch || !value)
		return fail_with(EINVAL);
	rc = do_sysctl(xch, &sysctl);
	*value = sysctl.u.pm_op.u.get_max_cstate;
	return rc;
}

static int set_max_cstate(xc_interface *xch, uint32_t which, uint32_t value)
{
	struct xen_sysctl sysctl = PM_OP(XEN_SYSCTL_pm_op_set_max_cstate, which);

	if (!xch)
		return fail_with(EINVAL);
	sysctl.u.pm_op.u.set_max_cstate = value;
	return do_sysctl(xch, &sysctl);
}

int xc_get_cpuidle_max_cstate(xc_interface *xch, uint32_t *value)
{
	return get_max_cstate(xch, LIMIT_CSTATE, value);
}

int xc_get_cpuidle_max_csubstate(xc_interface *xch, uint32_t *value)
{
	return get_max_cstate(xch, LIMIT_CSUBSTATE, value);
}

int xc_set_cpuidle_max_cstate(xc_interface *xch, uint32_t value)
{
	return set_max_cstate(xch, LIMIT_CSTATE, value);
}

int xc_set_cpuidle_max_csubstate(xc_interface *xch, uint32_t value)
{
	return set_max_cstate(xch, LIMIT_CSUBSTATE, value);
}

int xc_enable_turbo(xc_interface *xch, int cpuid)
{
	struct xen_sysctl sysctl = PM_OP(XEN_SYSCTL_pm_op_enable_turbo, cpuid);

	return do_sysctl(xch, &sysctl);
}

int xc_disable_turbo(xc_interface *xch, int cpuid)
{
	struct xen_sysctl sysctl = PM_OP(XEN_SYSCTL_pm_op_disable_turbo, cpuid);

	return do_sysctl(xch, &sysctl);
}
