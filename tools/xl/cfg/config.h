/* SPDX-License-Identifier: GPL-2.0-only */
/* xl.cfg: from text to libxl_domain_config. */
#ifndef XL_CONFIG_H
#define XL_CONFIG_H

#include "../keys.h"

/* What a text says: the configuration for libxl, and what is put together from several keys. */
struct config {
	libxl_domain_config d; /* first: rows of the key table give offsets into it */
	char *root, *extra, *cmdline;
	long vcpus;             /* 0: not given */
	libxl_bitmap cpus_hard, cpus_soft; /* for all vCPUs; size 0: not given */
	bool pci_permissive, pci_msitranslate, pci_seize, pci_power_mgmt;
	libxl_vnc_info vnc;     /* for a PV guest's framebuffer */
	libxl_sdl_info sdl;
	char *keymap;
	bool ignore_global_masks;
};

struct config_text {
	const char *name; /* of the file, for reports */
	const char *data;
	int length;
	const char *extra; /* settings of the command line, or NULL */
	bool quiet;        /* no warnings */
	bool ignore_global_masks;
	XLU_Config **keep; /* gets the settings, for their places, when all went well; the caller destroys them; or NULL */
	bool check_host;   /* whether the host has the files, bridges and memory, and the name is free */
};

/*
 * Fills *d, which the caller disposes of even on failure. 0, or -1 with every mistake reported by
 * file, line and key; ERROR_FAIL when the only mistake is a name that is taken.
 */
int config_parse(const struct config_text *text, libxl_domain_config *d);

/* Bits of key.variants. */
#define FOR_PV (1u << LIBXL_DOMAIN_TYPE_PV)
#define FOR_PVH (1u << LIBXL_DOMAIN_TYPE_PVH)
#define FOR_HVM (1u << LIBXL_DOMAIN_TYPE_HVM)

/* Reports what the host lacks for d. */
void config_check_host(struct key_ctx *k, const libxl_domain_config *d);

extern const struct key config_keys[];
extern const unsigned int config_key_count;

/* PV, unless a type was chosen. */
void config_default_type(struct key_ctx *k);

/* Setters of single rows. */
int config_set_type(struct key_ctx *k, const struct key *key);
int config_set_uuid(struct key_ctx *k, const struct key *key);
int config_set_vcpus(struct key_ctx *k, const struct key *key);
int config_set_memory(struct key_ctx *k, const struct key *key);
int config_set_cpus(struct key_ctx *k, const struct key *key);
int config_set_tsc_mode(struct key_ctx *k, const struct key *key);
int config_set_word_or_number(struct key_ctx *k, const struct key *key);
int config_set_cpuid(struct key_ctx *k, const struct key *key);
int config_set_bootloader_args(struct key_ctx *k, const struct key *key);
int config_set_firmware(struct key_ctx *k, const struct key *key);
int config_set_viridian(struct key_ctx *k, const struct key *key);
int config_set_string_or_list(struct key_ctx *k, const struct key *key);
int config_set_ioports(struct key_ctx *k, const struct key *key);
int config_set_iomem(struct key_ctx *k, const struct key *key);
int config_set_irqs(struct key_ctx *k, const struct key *key);
int config_set_disks(struct key_ctx *k, const struct key *key);
int config_set_vifs(struct key_ctx *k, const struct key *key);
int config_set_pci(struct key_ctx *k, const struct key *key);
int config_set_rdm(struct key_ctx *k, const struct key *key);
int config_set_vfbs(struct key_ctx *k, const struct key *key);
int config_set_vkbs(struct key_ctx *k, const struct key *key);
int config_set_vtpms(struct key_ctx *k, const struct key *key);
int config_set_p9s(struct key_ctx *k, const struct key *key);
int config_set_pvcalls(struct key_ctx *k, const struct key *key);
int config_set_channels(struct key_ctx *k, const struct key *key);
int config_set_usbctrls(struct key_ctx *k, const struct key *key);
int config_set_usbdevs(struct key_ctx *k, const struct key *key);
int config_set_dtdevs(struct key_ctx *k, const struct key *key);

/* One vif string into an initialised device; also for network-attach. 0 or -1. */
int config_parse_vif(struct key_ctx *k, const struct key *key, const char *text,
		     libxl_device_nic *nic);
/* Defaults of xl.conf for what a vif leaves open. */
void config_vif_defaults(libxl_device_nic *nic);

#endif /* XL_CONFIG_H */
