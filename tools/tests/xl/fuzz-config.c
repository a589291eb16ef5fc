/* SPDX-License-Identifier: GPL-2.0-only */
/* Any text as xl.cfg: no crash, no leak, and what was accepted prints as JSON. */
#include <stdint.h>
#include <string.h>

#include <cfg/config.h>
#include <print.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config_text text = { .name = "t.cfg", .data = (const char *)data, .length = size };
	libxl_domain_config d;
	static FILE *sink;

	if (!sink)
		sink = fopen("/dev/null", "w");
	libxl_domain_config_init(&d);
	if (!config_parse(&text, &d))
		print_json(&d, sink);
	libxl_domain_config_dispose(&d);
	return 0;
}
