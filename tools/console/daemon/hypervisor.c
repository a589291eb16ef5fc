// SPDX-License-Identifier: GPL-2.0-only
/* The hypervisor's console ring, followed into a log. */
#include <string.h>
#include <syslog.h>

#include "console.h"

static struct log hv_log = { .fd = -1 };
static int port = -1;
static uint32_t ring_index;

bool hypervisor_start(void)
{
	if (!(opts.log & SUBJECT_HV))
		return true;
	log_open(&hv_log, SUBJECT_HV, "hypervisor");
	port = xenevtchn_bind_virq(xce, VIRQ_CON_RING);
	if (port < 0) {
		message(LOG_ERR, "cannot bind the hypervisor's console interrupt: %m");
		return false;
	}
	hypervisor_read();
	return true;
}

int hypervisor_port(void)
{
	return port;
}

void hypervisor_read(void)
{
	char buf[16384];
	unsigned int len;

	do {
		len = sizeof(buf);
		if (xc_readconsolering(xch, buf, &len, 0, 1, &ring_index)) {
			message(LOG_ERR, "cannot read the hypervisor's console: %m");
			return;
		}
		log_write(&hv_log, buf, len);
	} while (len == sizeof(buf));
}

void hypervisor_reopen_log(void)
{
	log_reopen(&hv_log);
}
