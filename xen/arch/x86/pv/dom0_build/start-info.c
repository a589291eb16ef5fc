/* SPDX-License-Identifier: GPL-2.0-only */
/* start_info (public/xen.h) and, behind it, what dom0 should know of the screen. */
#include <xen/lib.h>
#include "private.h"

static unsigned int __init console_info(dom0_vga_console_info_t *c)
{
	const struct vga_text_mode *v = &boot_info.video;

	memset(c, 0, sizeof(*c));
	if (v->present && v->lfb) {
		c->video_type = XEN_VGATYPE_VESA_LFB;
		c->u.vesa_lfb.width = v->width;
		c->u.vesa_lfb.height = v->height;
		c->u.vesa_lfb.bytes_per_line = v->pitch;
		c->u.vesa_lfb.bits_per_pixel = v->bpp;
		c->u.vesa_lfb.lfb_base = v->base;
		c->u.vesa_lfb.ext_lfb_base = v->base >> 32;
		c->u.vesa_lfb.lfb_size = DIV_ROUND_UP((u32)v->pitch * v->height, 0x10000);
		c->u.vesa_lfb.red_pos = v->red_pos;
		c->u.vesa_lfb.red_size = v->red_size;
		c->u.vesa_lfb.green_pos = v->green_pos;
		c->u.vesa_lfb.green_size = v->green_size;
		c->u.vesa_lfb.blue_pos = v->blue_pos;
		c->u.vesa_lfb.blue_size = v->blue_size;
	} else {
		c->video_type = XEN_VGATYPE_TEXT_MODE_3;
		c->u.text_mode_3.columns = v->present ? v->width : 80;
		c->u.text_mode_3.rows = v->present ? v->height : 25;
		c->u.text_mode_3.font_height = 16;
	}
	return sizeof(*c);
}

void __init dom0_start_info(struct dom0_image *b)
{
	const struct dom0_layout *l = &b->l;
	start_info_t *si = map_domain_page(dom0_mfn(b, l->start_info));

	memset(si, 0, PAGE_SIZE);
	snprintf(si->magic, sizeof(si->magic), "xen-3.0-x86_64");
	si->nr_pages = l->nr_pages;
	si->shared_info = page_to_maddr(b->d->shared_info_page);
	si->flags = SIF_PRIVILEGED | SIF_INITDOMAIN | SIF_VIRT_P2M_4TOOLS;
	si->pt_base = l->virt_base + (l->pt << PAGE_SHIFT);
	si->nr_pt_frames = l->nr_pt;
	si->mfn_list = l->p2m_virt;
	if (l->nr_initrd) {
		si->mod_start = l->initrd;
		if (l->initrd_mapped)
			si->mod_start = l->virt_base + (l->initrd << PAGE_SHIFT);
		else
			si->flags |= SIF_MOD_START_PFN;
		si->mod_len = b->initrd->size;
	}
	if (l->p2m_apart) {
		si->first_p2m_pfn = l->p2m;
		si->nr_p2m_frames = l->nr_p2m + l->nr_p2m_tables;
	}
	strlcpy((char *)si->cmd_line, b->cmdline, sizeof(si->cmd_line));
	si->console.dom0.info_off = sizeof(*si);
	si->console.dom0.info_size = console_info((dom0_vga_console_info_t *)(si + 1));
	unmap_domain_page(si);
}
