/* SPDX-License-Identifier: MIT */
/*
 * Statistics of the host and its domains. xenstat_get_node() takes a snapshot; everything else
 * looks into one and stays valid until it is freed. Pointers to parts are NULL for what is not there.
 */
#ifndef XENSTAT_H
#define XENSTAT_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xenstat_handle xenstat_handle;
typedef struct xenstat_domain xenstat_domain;
typedef struct xenstat_node xenstat_node;
typedef struct xenstat_vcpu xenstat_vcpu;
typedef struct xenstat_network xenstat_network;
typedef struct xenstat_vbd xenstat_vbd;

/* Open the interfaces it needs: NULL on failure, with the reason on stderr. */
xenstat_handle *xenstat_init(void);
void xenstat_uninit(xenstat_handle *handle);

/* What a snapshot contains besides the host and its domains. */
#define XENSTAT_VCPU 0x1
#define XENSTAT_NETWORK 0x2
#define XENSTAT_XEN_VERSION 0x4
#define XENSTAT_VBD 0x8
#define XENSTAT_ALL (XENSTAT_VCPU | XENSTAT_NETWORK | XENSTAT_XEN_VERSION | XENSTAT_VBD)

/* Take a snapshot; NULL with errno set. */
xenstat_node *xenstat_get_node(xenstat_handle *handle, unsigned int flags);
void xenstat_free_node(xenstat_node *node);

/* --- the host --- */

/* A domain by its number, or by its place from 0 to the number of domains. */
xenstat_domain *xenstat_node_domain(xenstat_node *node, unsigned int domid);
xenstat_domain *xenstat_node_domain_by_index(xenstat_node *node, unsigned index);

/* "4.17.0", or NULL if it was not asked for. */
const char *xenstat_node_xen_version(xenstat_node *node);

/* Bytes. */
unsigned long long xenstat_node_tot_mem(xenstat_node *node);
unsigned long long xenstat_node_free_mem(xenstat_node *node);

/* MiB that could be taken from domains; always 0 now. */
long xenstat_node_freeable_mb(xenstat_node *node);

unsigned int xenstat_node_num_domains(xenstat_node *node);
unsigned int xenstat_node_num_cpus(xenstat_node *node);
unsigned long long xenstat_node_cpu_hz(xenstat_node *node);

/* --- a domain --- */

unsigned xenstat_domain_id(xenstat_domain *domain);
char *xenstat_domain_name(xenstat_domain *domain);

/* Nanoseconds that its vCPUs ran. */
unsigned long long xenstat_domain_cpu_ns(xenstat_domain *domain);

unsigned int xenstat_domain_num_vcpus(xenstat_domain *domain);
xenstat_vcpu *xenstat_domain_vcpu(xenstat_domain *domain, unsigned int vcpu);

/* Bytes; the maximum is all ones if there is none. */
unsigned long long xenstat_domain_cur_mem(xenstat_domain *domain);
unsigned long long xenstat_domain_max_mem(xenstat_domain *domain);

/* The number of its security label. */
unsigned int xenstat_domain_ssid(xenstat_domain *domain);

/* Non-zero if it is so. */
unsigned int xenstat_domain_dying(xenstat_domain *domain);
unsigned int xenstat_domain_crashed(xenstat_domain *domain);
unsigned int xenstat_domain_shutdown(xenstat_domain *domain);
unsigned int xenstat_domain_paused(xenstat_domain *domain);
unsigned int xenstat_domain_blocked(xenstat_domain *domain);
unsigned int xenstat_domain_running(xenstat_domain *domain);

unsigned int xenstat_domain_num_networks(xenstat_domain *domain);
xenstat_network *xenstat_domain_network(xenstat_domain *domain, unsigned int network);
unsigned int xenstat_domain_num_vbds(xenstat_domain *domain);
xenstat_vbd *xenstat_domain_vbd(xenstat_domain *domain, unsigned int vbd);

/* --- a vCPU --- */

unsigned int xenstat_vcpu_online(xenstat_vcpu *vcpu);
unsigned long long xenstat_vcpu_ns(xenstat_vcpu *vcpu);

/* --- a network interface: counters of its backend, so "t" is what the backend sent --- */

unsigned int xenstat_network_id(xenstat_network *network);
unsigned long long xenstat_network_rbytes(xenstat_network *network);
unsigned long long xenstat_network_rpackets(xenstat_network *network);
unsigned long long xenstat_network_rerrs(xenstat_network *network);
unsigned long long xenstat_network_rdrop(xenstat_network *network);
unsigned long long xenstat_network_tbytes(xenstat_network *network);
unsigned long long xenstat_network_tpackets(xenstat_network *network);
unsigned long long xenstat_network_terrs(xenstat_network *network);
unsigned long long xenstat_network_tdrop(xenstat_network *network);

/* --- a disk --- */

/* Who serves it: 1 blkback, 2 tap, 3 QEMU. */
unsigned int xenstat_vbd_type(xenstat_vbd *vbd);

/* The device number that the guest sees. */
unsigned int xenstat_vbd_dev(xenstat_vbd *vbd);

/* Times it ran out of requests; requests and 512-byte sectors read and written. */
unsigned long long xenstat_vbd_oo_reqs(xenstat_vbd *vbd);
unsigned long long xenstat_vbd_rd_reqs(xenstat_vbd *vbd);
unsigned long long xenstat_vbd_wr_reqs(xenstat_vbd *vbd);
unsigned long long xenstat_vbd_rd_sects(xenstat_vbd *vbd);
unsigned long long xenstat_vbd_wr_sects(xenstat_vbd *vbd);

/* True if the numbers above could not be read. */
bool xenstat_vbd_error(xenstat_vbd *vbd);

#ifdef __cplusplus
}
#endif

#endif /* XENSTAT_H */
