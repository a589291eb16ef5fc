// SPDX-License-Identifier: GPL-2.0-only
/* Makes domain 0 known to the tools, which then treat it like a domain they created. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxl.h>
#include <libxl_utils.h>
#include <xenctrl.h>
#include <xenstore.h>
#include <_paths.h>

#define UUID_FILE XEN_CONFIG_DIR "/dom0-uuid"

struct handles {
	xentoollog_logger *logger;
	xc_interface *xch;
	struct xs_handle *xs;
	libxl_ctx *ctx;
};

static bool open_handles(struct handles *h)
{
	h->logger = (xentoollog_logger *)xtl_createlogger_stdiostream(stderr, XTL_ERROR, 0);
	if (!h->logger)
		return false;
	h->xch = xc_interface_open(h->logger, h->logger, 0);
	if (!h->xch) {
		fprintf(stderr, "xen-init-dom0: cannot open the hypervisor interface: %s\n",
			strerror(errno));
		return false;
	}
	h->xs = xs_open(0);
	if (!h->xs) {
		fprintf(stderr, "xen-init-dom0: cannot connect to xenstored: %s\n", strerror(errno));
		return false;
	}
	return libxl_ctx_alloc(&h->ctx, LIBXL_VERSION, 0, h->logger) == 0;
}

static void close_handles(struct handles *h)
{
	libxl_ctx_free(h->ctx);
	if (h->xs)
		xs_close(h->xs);
	if (h->xch)
		xc_interface_close(h->xch);
	if (h->logger)
		xtl_logger_destroy(h->logger);
}

/* The UUID the administrator wants for domain 0; false if the file is there but wrong. */
static bool set_uuid(struct handles *h)
{
	char line[64];
	libxl_uuid uuid;
	FILE *f = fopen(UUID_FILE, "r");
	bool ok;

	if (!f)
		return errno == ENOENT;
	ok = fgets(line, sizeof(line), f) != NULL;
	fclose(f);
	line[strcspn(line, " \t\r\n")] = 0;
	if (!ok || libxl_uuid_from_string(&uuid, line)) {
		fprintf(stderr, "xen-init-dom0: %s: the first line is not a UUID\n", UUID_FILE);
		return false;
	}
	if (!xc_domain_sethandle(h->xch, 0, libxl_uuid_bytearray(&uuid)))
		return true;
	fprintf(stderr, "xen-init-dom0: cannot set domain 0's UUID: %s\n", strerror(errno));
	return false;
}

/* The least configuration that "xl list -l" and friends can show; a stored one is kept. */
static bool store_config(struct handles *h)
{
	libxl_domain_config config;
	libxl_dominfo info;
	uint8_t *old = NULL;
	int old_len = 0, rc;
	char *json;

	if (!libxl_userdata_retrieve(h->ctx, 0, "libxl-json", &old, &old_len) && old_len) {
		free(old);
		return true;
	}
	free(old);
	libxl_dominfo_init(&info);
	libxl_domain_config_init(&config);
	rc = libxl_domain_info(h->ctx, &info, 0);
	if (!rc) {
		config.c_info.type = info.domain_type;
		libxl_domain_build_info_init_type(&config.b_info, info.domain_type);
		json = libxl_domain_config_to_json(h->ctx, &config);
		rc = json ? libxl_userdata_store(h->ctx, 0, "libxl-json", (uint8_t *)json,
						 strlen(json) + 1) : ERROR_NOMEM;
		free(json);
	}
	libxl_domain_config_dispose(&config);
	libxl_dominfo_dispose(&info);
	if (rc)
		fprintf(stderr, "xen-init-dom0: cannot store domain 0's configuration (%d)\n", rc);
	return !rc;
}

static bool write_nodes(struct handles *h)
{
	static const struct { const char *path, *value; } nodes[] = {
		{ "/local/domain/0/domid", "0" },
		{ "/local/domain/0/name", "Domain-0" },
		{ "/local/pool/0/name", "Pool-0" },
	};

	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		if (xs_write(h->xs, XBT_NULL, nodes[i].path, nodes[i].value,
			     strlen(nodes[i].value)))
			continue;
		fprintf(stderr, "xen-init-dom0: cannot write %s: %s\n", nodes[i].path,
			strerror(errno));
		return false;
	}
	return true;
}

int main(void)
{
	struct handles h = { 0 };
	bool ok = open_handles(&h) && set_uuid(&h) && store_config(&h) && write_nodes(&h);

	close_handles(&h);
	if (ok)
		puts("Done setting up Dom0");
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
