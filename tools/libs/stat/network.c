/* SPDX-License-Identifier: LGPL-2.1-only */
/* Network interfaces: what the backends vifDOMID.DEVICE count, in /proc/net/dev. */
#include "private.h"

/*
 * One line, as proc(5) describes it: the name, eight numbers received, eight transmitted. 0 if it
 * is not that of a backend.
 */
static int parse_line(const char *line, unsigned int *domid, xenstat_network *net)
{
	return sscanf(line, " vif%u.%u: %llu %llu %llu %llu %*u %*u %*u %*u %llu %llu %llu %llu",
		      domid, &net->id, &net->rbytes, &net->rpackets, &net->rerrs, &net->rdrop,
		      &net->tbytes, &net->tpackets, &net->terrs, &net->tdrop) == 10;
}

int xenstat_collect_networks(xenstat_node *node)
{
	FILE *f = fopen("/proc/net/dev", "re");
	xenstat_network net, *place;
	xenstat_domain *domain;
	unsigned int domid;
	char *line = NULL;
	size_t size = 0;
	int ok = 1;

	if (!f)
		return 0;

	while (ok && getline(&line, &size, f) >= 0) {
		if (!parse_line(line, &domid, &net))
			continue;
		domain = xenstat_node_domain(node, domid);
		if (!domain)
			continue; /* newer than the snapshot */
		place = append(&domain->networks, &domain->num_networks, sizeof(*place));
		if (place)
			*place = net;
		ok = place != NULL;
	}
	free(line);
	fclose(f);
	return ok;
}

void xenstat_uninit_networks(xenstat_handle *handle)
{
	/* Nothing is kept open between snapshots. */
}
