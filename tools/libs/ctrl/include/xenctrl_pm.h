/* SPDX-License-Identifier: MIT */
/* Power management of the host's processors. Part of xenctrl.h, which includes it. */
#ifndef XENCTRL_PM_H
#define XENCTRL_PM_H

#ifdef __cplusplus
extern "C" {
#endif

/* --- performance states --- */

struct xc_px_val {
	uint64_t freq;      /* MHz */
	uint64_t residency; /* nanoseconds spent */
	uint64_t count;     /* transitions to it */
};

struct xc_px_stat {
	uint8_t total;
	uint8_t usable;
	uint8_t last;
	uint8_t cur;
	uint64_t *trans_pt;   /* total * total transitions, from row to column */
	struct xc_px_val *pt; /* total values */
};

int xc_pm_get_max_px(xc_interface *xch, int cpuid, int *max_px);

/* The arrays of @pxpt must have room for xc_pm_get_max_px() states. */
int xc_pm_get_pxstat(xc_interface *xch, int cpuid, struct xc_px_stat *pxpt);
int xc_pm_reset_pxstat(xc_interface *xch, int cpuid);

/* --- idle states --- */

struct xc_cx_stat {
	uint32_t nr;   /* elements of the next two; C0 counts */
	uint32_t last; /* state */
	uint64_t idle_time;
	uint64_t *triggers;
	uint64_t *residencies;
	uint32_t nr_pc; /* elements of pc and cc, which start at C1 */
	uint32_t nr_cc;
	uint64_t *pc;
	uint64_t *cc;
};
typedef struct xc_cx_stat xc_cx_stat_t;

int xc_pm_get_max_cx(xc_interface *xch, int cpuid, int *max_cx);

/* The numbers in @cxpt say how large its arrays are, and then what there is. */
int xc_pm_get_cxstat(xc_interface *xch, int cpuid, struct xc_cx_stat *cxpt);
int xc_pm_reset_cxstat(xc_interface *xch, int cpuid);

/* The deepest idle state that may be entered; XEN_SYSCTL_CX_UNLIMITED for any. */
int xc_get_cpuidle_max_cstate(xc_interface *xch, uint32_t *value);
int xc_set_cpuidle_max_cstate(xc_interface *xch, uint32_t value);
int xc_get_cpuidle_max_csubstate(xc_interface *xch, uint32_t *value);
int xc_set_cpuidle_max_csubstate(xc_interface *xch, uint32_t value);

/* --- frequency governors --- */

typedef struct xen_userspace xc_userspace_t;
typedef struct xen_ondemand xc_ondemand_t;

/* Members are called as the files of Linux's cpufreq; frequencies are in kHz. */
struct xc_get_cpufreq_para {
	/* elements of the arrays: in and out */
	uint32_t cpu_num;
	uint32_t freq_num;
	uint32_t gov_num;

	/* what any governor has */
	uint32_t *affected_cpus;
	uint32_t *scaling_available_frequencies;
	char *scaling_available_governors; /* names of CPUFREQ_NAME_LEN bytes each */
	char scaling_driver[CPUFREQ_NAME_LEN];

	uint32_t cpuinfo_cur_freq;
	uint32_t cpuinfo_max_freq;
	uint32_t cpuinfo_min_freq;
	uint32_t scaling_cur_freq;

	char scaling_governor[CPUFREQ_NAME_LEN];
	uint32_t scaling_max_freq;
	uint32_t scaling_min_freq;

	/* what some have */
	union {
		xc_userspace_t userspace;
		xc_ondemand_t ondemand;
	} u;

	int32_t turbo_enabled;
};

/* -EAGAIN is returned (and errno set) if the numbers were wrong; they are right then. */
int xc_get_cpufreq_para(xc_interface *xch, int cpuid, struct xc_get_cpufreq_para *para);
int xc_set_cpufreq_gov(xc_interface *xch, int cpuid, char *govname);

/* @ctrl_type is one of SCALING_*, SAMPLING_RATE, UP_THRESHOLD. */
int xc_set_cpufreq_para(xc_interface *xch, int cpuid, int ctrl_type, int ctrl_value);

/* kHz on average since it was asked last. */
int xc_get_cpufreq_avgfreq(xc_interface *xch, int cpuid, int *avg_freq);

int xc_enable_turbo(xc_interface *xch, int cpuid);
int xc_disable_turbo(xc_interface *xch, int cpuid);
int xc_set_sched_opt_smt(xc_interface *xch, uint32_t value);

/* --- on and off --- */

int xc_cpu_online(xc_interface *xch, int cpu);
int xc_cpu_offline(xc_interface *xch, int cpu);

/* All second threads of cores. */
int xc_smt_enable(xc_interface *xch);
int xc_smt_disable(xc_interface *xch);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_PM_H */
