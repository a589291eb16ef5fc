/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hypervisor that is a table of domains, in place of libxenctrl and libxenguest, and a process that
 * does what dom0's backends and xenconsoled would do in xenstore.
 */
#ifndef FAKE_XEN_H
#define FAKE_XEN_H

#include <stdbool.h>
#include <sys/types.h>

#define FAKE_DOMAINS 128

struct fake_xen {
	struct {
		bool used, paused, shutdown;
		unsigned char handle[16];
		unsigned int max_vcpus, reason;
		unsigned long max_kb, paging_pages;
	} domain[FAKE_DOMAINS];
	int calls;   /* of hypercalls that make something */
	int fail_at; /* this one fails; 0: none */
	int next_port;
	unsigned int wanted_id; /* that the last creation asked for */
	bool no_backends, no_console;
};

/* shared between the processes of the test */
extern struct fake_xen *fake_xen;

void fake_xen_start(void);
int fake_xen_count(void);
/* the process of dom0; kill() ends it */
pid_t fake_dom0_start(void);

#endif
