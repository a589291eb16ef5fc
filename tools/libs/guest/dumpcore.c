// SPDX-License-Identifier: LGPL-2.1-only
/*
 * A guest's memory and registers as an ELF file of sections (docs/misc/dump-core-format.txt).
 * All sizes are known before the first byte is written, so the output need not be seekable.
 */
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xen/elfnote.h>

#include "sr/sr.h"

#define FORMAT_VERSION 1        /* (0, 1) */

enum section {
	SEC_NULL, SEC_SHSTRTAB, SEC_NOTE, SEC_PRSTATUS, SEC_SHARED_INFO, SEC_P2M, SEC_PAGES, NR_SECTIONS
};

static const char shstrtab[] = "\0.shstrtab\0.note.Xen\0.xen_prstatus\0.xen_shared_info\0.xen_p2m\0"
			       ".xen_pfn\0.xen_pages";

struct note_head {
	uint32_t namesz, descsz, type;
	char name[4];
};

/* the whole of .note.Xen */
struct notes {
	struct note_head none;
	struct note_head header_head;
	struct { uint64_t magic, nr_vcpus, nr_pages, page_size; } header;
	struct note_head version_head;
	struct {
		uint64_t major, minor;
		xen_extraversion_t extra;
		xen_compile_info_t compile;
		xen_capabilities_info_t caps;
		xen_changeset_info_t changeset;
		xen_platform_parameters_t platform;
		uint64_t pagesize;
	} version;
	struct note_head format_head;
	uint64_t format;
};

struct p2m_entry { uint64_t pfn, gmfn; };

struct dump {
	struct sr_ctx sr;
	dumpcore_rtn_t *out;
	void *arg;
	uint64_t offset;                /* written so far */
	struct p2m_entry *pages;        /* ascending by pfn */
	uint64_t nr_pages, room;
	uint64_t nr_pfns;
	vcpu_guest_context_any_t *vcpus;
	unsigned int nr_vcpus;
	Elf64_Shdr sh[NR_SECTIONS];
	struct notes notes;
};

static int put(struct dump *d, const void *data, size_t len)
{
	const char *p = data;

	while (len) {
		unsigned int n = len < 1 << 20 ? len : 1 << 20;

		if (d->out(d->sr.xch, d->arg, (char *)p, n)) {
			SR_ERR(&d->sr, "cannot write: %s", strerror(errno));
			return -1;
		}
		d->offset += n;
		p += n;
		len -= n;
	}
	return 0;
}

static int pad_to(struct dump *d, uint64_t offset)
{
	static const char zero[PAGE_SIZE];

	while (d->offset < offset)
		if (put(d, zero, offset - d->offset < sizeof(zero) ? offset - d->offset : sizeof(zero)))
			return -1;
	return 0;
}

/* --- what there is ---------------------------------------------------------------------------- */

static int add_page(struct dump *d, uint64_t pfn, uint64_t gmfn)
{
	if (d->nr_pages == d->room) {
		uint64_t room = d->room ? d->room * 2 : 1 << 15;
		struct p2m_entry *pages = realloc(d->pages, room * sizeof(*pages));

		if (!pages) {
			SR_ERR(&d->sr, "no memory for a list of %"PRIu64" pages", room);
			return -1;
		}
		d->pages = pages;
		d->room = room;
	}
	d->pages[d->nr_pages++] = (struct p2m_entry){ pfn, gmfn };
	return 0;
}

static int find_pages(struct dump *d)
{
	xen_pfn_t types[SR_BATCH];
	uint64_t mfn;

	for (uint64_t pfn = 0; pfn < d->nr_pfns && !d->sr.hvm; pfn++)
		if (pv_pfn_to_mfn(&d->sr.pv, pfn, &mfn) && add_page(d, pfn, mfn))
			return -1;
	for (uint64_t pfn = 0; pfn < d->nr_pfns && d->sr.hvm; pfn += SR_BATCH) {
		unsigned int n = d->nr_pfns - pfn < SR_BATCH ? d->nr_pfns - pfn : SR_BATCH;

		for (unsigned int i = 0; i < n; i++)
			types[i] = pfn + i;
		if (sr_get_types(&d->sr, types, n))
			return -1;
		for (unsigned int i = 0; i < n; i++)
			if (type_has_data(types[i] & XEN_DOMCTL_PFINFO_LTAB_MASK) &&
			    add_page(d, pfn + i, pfn + i))
				return -1;
	}
	return 0;
}

static int find_vcpus(struct dump *d, unsigned int max_id)
{
	xc_vcpuinfo_t vi;

	d->vcpus = calloc(max_id + 1, sizeof(*d->vcpus));
	if (!d->vcpus)
		return -1;
	for (unsigned int i = 0; i <= max_id; i++)
		if (!xc_vcpu_getinfo(d->sr.xch, d->sr.domid, i, &vi) && vi.online &&
		    !xc_vcpu_getcontext(d->sr.xch, d->sr.domid, i, &d->vcpus[d->nr_vcpus]))
			d->nr_vcpus++;
	if (!d->nr_vcpus) {
		errno = ENODATA;
		SR_ERR(&d->sr, "it has no vCPU online");
	}
	return d->nr_vcpus ? 0 : -1;
}

/* --- headers ---------------------------------------------------------------------------------- */

static void note_head(struct note_head *h, uint32_t type, uint32_t descsz)
{
	h->namesz = sizeof(h->name);
	h->descsz = descsz;
	h->type = type;
	memcpy(h->name, "Xen", sizeof(h->name));
}

static void fill_notes(struct dump *d)
{
	struct notes *n = &d->notes;
	xc_interface *xch = d->sr.xch;
	int version = xc_version(xch, XENVER_version, NULL);

	note_head(&n->none, XEN_ELFNOTE_DUMPCORE_NONE, 0);
	note_head(&n->header_head, XEN_ELFNOTE_DUMPCORE_HEADER, sizeof(n->header));
	n->header.magic = d->sr.hvm ? XC_CORE_MAGIC_HVM : XC_CORE_MAGIC;
	n->header.nr_vcpus = d->nr_vcpus;
	n->header.nr_pages = d->nr_pages;
	n->header.page_size = PAGE_SIZE;
	note_head(&n->version_head, XEN_ELFNOTE_DUMPCORE_XEN_VERSION, sizeof(n->version));
	n->version.major = version >> 16;
	n->version.minor = version & 0xffff;
	xc_version(xch, XENVER_extraversion, &n->version.extra);
	xc_version(xch, XENVER_compile_info, &n->version.compile);
	xc_version(xch, XENVER_capabilities, &n->version.caps);
	xc_version(xch, XENVER_changeset, &n->version.changeset);
	xc_version(xch, XENVER_platform_parameters, &n->version.platform);
	n->version.pagesize = xc_version(xch, XENVER_pagesize, NULL);
	note_head(&n->format_head, XEN_ELFNOTE_DUMPCORE_FORMAT_VERSION, sizeof(n->format));
	n->format = FORMAT_VERSION;
}

static uint32_t name_offset(const char *name)
{
	for (size_t i = 0; i < sizeof(shstrtab); i += strlen(shstrtab + i) + 1)
		if (!strcmp(shstrtab + i, name))
			return i;
	return 0;
}

static void section(struct dump *d, enum section s, const char *name, uint32_t type, uint64_t entry,
		    uint64_t count, uint64_t align)
{
	uint64_t end = s == SEC_SHSTRTAB ? sizeof(Elf64_Ehdr) + sizeof(d->sh) :
		       d->sh[s - 1].sh_offset + d->sh[s - 1].sh_size;

	d->sh[s].sh_name = name_offset(name);
	d->sh[s].sh_type = type;
	d->sh[s].sh_offset = (end + align - 1) / align * align;
	d->sh[s].sh_size = entry * count;
	d->sh[s].sh_entsize = count > 1 ? entry : 0;
	d->sh[s].sh_addralign = align;
}

static void lay_out(struct dump *d)
{
	bool hvm = d->sr.hvm;

	section(d, SEC_SHSTRTAB, ".shstrtab", SHT_STRTAB, sizeof(shstrtab), 1, 1);
	section(d, SEC_NOTE, ".note.Xen", SHT_NOTE, sizeof(d->notes), 1, 8);
	section(d, SEC_PRSTATUS, ".xen_prstatus", SHT_PROGBITS, sizeof(d->vcpus->x64), d->nr_vcpus, 8);
	section(d, SEC_SHARED_INFO, ".xen_shared_info", SHT_PROGBITS, PAGE_SIZE, hvm ? 0 : 1, 8);
	section(d, SEC_P2M, hvm ? ".xen_pfn" : ".xen_p2m", SHT_PROGBITS,
		hvm ? sizeof(uint64_t) : sizeof(struct p2m_entry), d->nr_pages, 8);
	section(d, SEC_PAGES, ".xen_pages", SHT_PROGBITS, PAGE_SIZE, d->nr_pages, PAGE_SIZE);
}

static int put_headers(struct dump *d)
{
	Elf64_Ehdr eh = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT, ELFOSABI_SYSV },
		.e_type = ET_CORE, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
		.e_shoff = sizeof(eh), .e_ehsize = sizeof(eh), .e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = NR_SECTIONS, .e_shstrndx = SEC_SHSTRTAB,
	};

	return put(d, &eh, sizeof(eh)) || put(d, d->sh, sizeof(d->sh)) ? -1 : 0;
}

/* --- contents --------------------------------------------------------------------------------- */

static int put_vcpus(struct dump *d)
{
	for (unsigned int i = 0; i < d->nr_vcpus; i++)
		if (put(d, &d->vcpus[i].x64, sizeof(d->vcpus[i].x64)))
			return -1;
	return 0;
}

static int put_p2m(struct dump *d)
{
	if (!d->sr.hvm)
		return put(d, d->pages, d->nr_pages * sizeof(*d->pages));
	for (uint64_t i = 0; i < d->nr_pages; i++)
		if (put(d, &d->pages[i].pfn, sizeof(uint64_t)))
			return -1;
	return 0;
}

/* A page that cannot be read any more is zero: the sizes are promised. */
static int put_pages(struct dump *d)
{
	static const char zero[PAGE_SIZE];
	xen_pfn_t frames[SR_BATCH];
	int errors[SR_BATCH];

	for (uint64_t i = 0; i < d->nr_pages; i += SR_BATCH) {
		unsigned int n = d->nr_pages - i < SR_BATCH ? d->nr_pages - i : SR_BATCH;
		int rc = 0;
		char *mapped;

		for (unsigned int j = 0; j < n; j++)
			frames[j] = d->pages[i + j].gmfn;
		mapped = xenforeignmemory_map(d->sr.fmem, d->sr.domid, PROT_READ, n, frames, errors);
		if (!mapped) {
			SR_ERR(&d->sr, "cannot map %u pages: %s", n, strerror(errno));
			return -1;
		}
		for (unsigned int j = 0; j < n && !rc; j++)
			rc = put(d, errors[j] ? zero : mapped + j * PAGE_SIZE, PAGE_SIZE);
		xenforeignmemory_unmap(d->sr.fmem, mapped, n);
		if (rc)
			return -1;
	}
	return 0;
}

static int dump(struct dump *d, const xc_dominfo_t *info)
{
	struct sr_ctx *sr = &d->sr;
	xen_pfn_t gpfns;

	if (sr->hvm) {
		if (xc_domain_nr_gpfns(sr->xch, sr->domid, &gpfns)) {
			SR_ERR(sr, "cannot find out its highest gfn: %s", strerror(errno));
			return -1;
		}
		d->nr_pfns = gpfns;
	} else {
		if (pv_guest_init(&sr->pv, sr->xch, sr->domid) || pv_guest_map_m2p(&sr->pv) ||
		    pv_guest_map_shared_info(&sr->pv) || pv_guest_map_p2m(&sr->pv))
			return -1;
		d->nr_pfns = sr->pv.p2m_size;
	}
	if (find_pages(d) || find_vcpus(d, info->max_vcpu_id))
		return -1;
	fill_notes(d);
	lay_out(d);
	if (put_headers(d) || put(d, shstrtab, sizeof(shstrtab)) ||
	    pad_to(d, d->sh[SEC_NOTE].sh_offset) || put(d, &d->notes, sizeof(d->notes)) ||
	    pad_to(d, d->sh[SEC_PRSTATUS].sh_offset) || put_vcpus(d) ||
	    pad_to(d, d->sh[SEC_SHARED_INFO].sh_offset))
		return -1;
	if (!sr->hvm && put(d, sr->pv.shinfo, PAGE_SIZE))
		return -1;
	if (pad_to(d, d->sh[SEC_P2M].sh_offset) || put_p2m(d) ||
	    pad_to(d, d->sh[SEC_PAGES].sh_offset))
		return -1;
	return put_pages(d);
}

int xc_domain_dumpcore_via_callback(xc_interface *xch, uint32_t domid, void *arg,
				    dumpcore_rtn_t dump_rtn)
{
	struct dump d = {
		.sr = { .xch = xch, .fmem = xc_interface_fmem_handle(xch), .domid = domid,
			.doing = "core dump" },
		.out = dump_rtn, .arg = arg,
	};
	xc_dominfo_t info;
	int rc, saved;

	if (xc_domain_getinfo(xch, domid, 1, &info) != 1 || info.domid != domid) {
		errno = ESRCH;
		SR_ERR(&d.sr, "there is no such domain");
		return -1;
	}
	d.sr.hvm = info.hvm;
	rc = dump(&d, &info);
	saved = errno;
	pv_guest_unmap(&d.sr.pv);
	free(d.pages);
	free(d.vcpus);
	errno = saved;
	return rc;
}

static int write_file(xc_interface *xch, void *arg, char *buffer, unsigned int length)
{
	int fd = *(int *)arg;

	while (length) {
		ssize_t n = write(fd, buffer, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		buffer += n;
		length -= n;
	}
	return 0;
}

int xc_domain_dumpcore(xc_interface *xch, uint32_t domid, const char *corename)
{
	/* it holds whatever secrets the guest has */
	int fd = open(corename, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600), rc, saved;

	if (fd < 0) {
		xc_report_error(xch, XC_INTERNAL_ERROR, "cannot create %s: %s", corename,
				strerror(errno));
		return -1;
	}
	rc = xc_domain_dumpcore_via_callback(xch, domid, &fd, write_file);
	saved = errno;
	if (close(fd) && !rc) {
		xc_report_error(xch, XC_INTERNAL_ERROR, "cannot write %s: %s", corename,
				strerror(errno));
		return -1;
	}
	errno = saved;
	return rc;
}
