/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include <libxl.h>
#include <libxl_json.h>

#include "print.h"
#include "xl.h"

struct json_list {
	yajl_gen gen;
};

static yajl_gen new_generator(void)
{
	yajl_gen gen = libxl_yajl_gen_alloc(NULL);

	if (!gen)
		xl_fatal("xl: out of memory");
	return gen;
}

static void check(yajl_gen_status status)
{
	if (status != yajl_gen_status_ok)
		xl_fatal("unable to generate JSON (code %d)", status);
}

static void key(yajl_gen gen, const char *name)
{
	check(yajl_gen_string(gen, (const unsigned char *)name, strlen(name)));
}

static void write_out(yajl_gen gen, FILE *out, const char *end)
{
	const unsigned char *text;
	size_t length;

	check(yajl_gen_get_buf(gen, &text, &length));
	fwrite(text, 1, length, out);
	fputs(end, out);
	yajl_gen_free(gen);
}

struct json_list *json_list_begin(void)
{
	struct json_list *list = xl_calloc(1, sizeof(*list));

	list->gen = new_generator();
	check(yajl_gen_array_open(list->gen));
	return list;
}

void json_list_add(struct json_list *list, uint32_t domid, libxl_domain_config *config)
{
	check(yajl_gen_map_open(list->gen));
	key(list->gen, "domid");
	if (domid == NO_DOMAIN)
		check(yajl_gen_null(list->gen));
	else
		check(yajl_gen_integer(list->gen, domid));
	key(list->gen, "config");
	check(libxl_domain_config_gen_json(list->gen, config));
	check(yajl_gen_map_close(list->gen));
}

void json_list_end(struct json_list *list, FILE *out)
{
	check(yajl_gen_array_close(list->gen));
	write_out(list->gen, out, "\n");
	free(list);
}

void print_json(libxl_domain_config *config, FILE *out)
{
	yajl_gen gen = new_generator();

	check(libxl_domain_config_gen_json(gen, config));
	write_out(gen, out, "");
}

static const char *text(const char *s)
{
	return s ? s : "(null)";
}

void print_sxp(uint32_t domid, libxl_domain_config *config, FILE *out)
{
	const libxl_domain_create_info *c = &config->c_info;
	const libxl_domain_build_info *b = &config->b_info;
	bool hvm = c->type == LIBXL_DOMAIN_TYPE_HVM;

	fprintf(out, "(domain\n\t(domid %d)\n\t(create_info)\n\t(hvm %d)\n", (int)domid, hvm);
	fprintf(out, "\t(hap %s)\n\t(oos %s)\n\t(ssidref %d)\n\t(name %s)\n",
		libxl_defbool_to_string(c->hap), libxl_defbool_to_string(c->oos), c->ssidref,
		text(c->name));
	if (domid != NO_DOMAIN)
		fprintf(out, "\t(uuid " LIBXL_UUID_FMT ")\n", LIBXL_UUID_BYTES(c->uuid));
	else
		fprintf(out, "\t(uuid <unknown>)\n");
	fprintf(out, "\t(xsdata (null))\n\t(platformdata (null))\n\t(build_info)\n");
	fprintf(out, "\t(max_vcpus %d)\n\t(max_grant_frames %d)\n\t(max_maptrack_frames %d)\n",
		b->max_vcpus, (int)b->max_grant_frames, (int)b->max_maptrack_frames);
	fprintf(out, "\t(tsc_mode %s)\n\t(max_memkb %lld)\n\t(target_memkb %lld)\n\t(nomigrate %s)\n",
		libxl_tsc_mode_to_string(b->tsc_mode), (long long)b->max_memkb,
		(long long)b->target_memkb, libxl_defbool_to_string(b->disable_migrate));
	if (c->type == LIBXL_DOMAIN_TYPE_PV)
		fprintf(out, "\t(image\n\t\t(linux 0)\n\t\t\t(kernel %s)\n\t\t\t(cmdline %s)\n"
			"\t\t\t(ramdisk %s)\n\t\t\t(e820_host %s)\n\t\t)\n\t)\n", text(b->kernel),
			text(b->cmdline), text(b->ramdisk),
			libxl_defbool_to_string(b->u.pv.e820_host));
	fprintf(out, ")\n");
}
