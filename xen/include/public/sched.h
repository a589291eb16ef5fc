/* SPDX-License-Identifier: MIT */
/* Scheduling operations: sched_op(cmd, argument). */
#ifndef __XEN_PUBLIC_SCHED_H__
#define __XEN_PUBLIC_SCHED_H__

#include "event_channel.h"

#define SCHEDOP_yield 0 /* no argument */
#define SCHEDOP_block 1 /* no argument; unmasks events and sleeps until one is pending */
#define SCHEDOP_shutdown 2 /* sched_shutdown */
#define SCHEDOP_poll 3 /* sched_poll: sleeps with events masked until a port is pending */
#define SCHEDOP_remote_shutdown 4 /* sched_remote_shutdown; privileged */
#define SCHEDOP_shutdown_code 5 /* sched_shutdown: the reason, ahead of a shutdown by other means */
#define SCHEDOP_watchdog 6 /* sched_watchdog */
#define SCHEDOP_pin_override 7 /* sched_pin_override; hardware domain only */

struct sched_shutdown {
	unsigned int reason; /* SHUTDOWN_* */
};
typedef struct sched_shutdown sched_shutdown_t;
DEFINE_XEN_GUEST_HANDLE(sched_shutdown_t);

struct sched_poll {
	XEN_GUEST_HANDLE(evtchn_port_t) ports; /* at most 128 */
	unsigned int nr_ports;
	uint64_t timeout; /* system time in ns, 0: none */
};
typedef struct sched_poll sched_poll_t;
DEFINE_XEN_GUEST_HANDLE(sched_poll_t);

struct sched_remote_shutdown {
	domid_t domain_id;
	unsigned int reason; /* SHUTDOWN_* */
};
typedef struct sched_remote_shutdown sched_remote_shutdown_t;
DEFINE_XEN_GUEST_HANDLE(sched_remote_shutdown_t);

/*
 * Starts (id 0), pokes or, with timeout 0, stops a timer that resets the domain when it runs
 * out.
 */
struct sched_watchdog {
	uint32_t id; /* in: 0 for a new one; the call answers the id */
	uint32_t timeout; /* in: seconds */
};
typedef struct sched_watchdog sched_watchdog_t;
DEFINE_XEN_GUEST_HANDLE(sched_watchdog_t);

struct sched_pin_override {
	/* the calling vcpu runs only there; below 0: as before */
	int32_t pcpu;
};
typedef struct sched_pin_override sched_pin_override_t;
DEFINE_XEN_GUEST_HANDLE(sched_pin_override_t);

#define SHUTDOWN_poweroff 0 /* reasons, by domain and by tools */
#define SHUTDOWN_reboot 1
#define SHUTDOWN_suspend 2 /* saved to be restored elsewhere */
#define SHUTDOWN_crash 3
#define SHUTDOWN_watchdog 4 /* its watchdog ran out */
#define SHUTDOWN_soft_reset 5 /* start a new kernel in the same domain */
#define SHUTDOWN_MAX 5

#endif
