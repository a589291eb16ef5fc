/* SPDX-License-Identifier: GPL-2.0-only */
/* VGA text mode, 80 columns at 0xb8000. The boot loader's frame buffer, if it set one, is left alone. */
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/vga.h>
#include <asm/io.h>
#include <asm/setup.h>

#define TEXT_BASE 0xb8000UL
#define ATTRIBUTE 0x0700 /* light grey on black */
#define CRTC_INDEX 0x3d4

static char opt_vga[32] = "";
string_param("vga", opt_vga);

static volatile u16 *screen;
static unsigned int columns = 80, rows = 25, x, y;
static bool ours;

bool __init vga_init(void)
{
	if (ours)
		return true;
	if (boot_info.video.present && boot_info.video.lfb)
		return false;
	/* A chip that answers keeps what is written to its cursor register. */
	outb(0x0f, CRTC_INDEX);
	outb(0x5a, CRTC_INDEX + 1);
	if (inb(CRTC_INDEX + 1) != 0x5a)
		return false;
	if (boot_info.video.present && boot_info.video.width >= 40 && boot_info.video.width <= 132) {
		columns = boot_info.video.width;
		rows = max_t(unsigned int, 1, boot_info.video.height);
	}
	screen = maddr_to_virt(TEXT_BASE);
	for (unsigned int i = 0; i < columns * rows; i++)
		screen[i] = ATTRIBUTE | ' ';
	ours = true;
	return true;
}

static void scroll(void)
{
	for (unsigned int i = 0; i < columns * (rows - 1); i++)
		screen[i] = screen[i + columns];
	for (unsigned int i = columns * (rows - 1); i < columns * rows; i++)
		screen[i] = ATTRIBUTE | ' ';
	y = rows - 1;
}

static void put(char c)
{
	if (c == '\n' || x == columns) {
		x = 0;
		if (++y >= rows)
			scroll();
	}
	if (c == '\r')
		x = 0;
	else if (c != '\n')
		screen[y * columns + x++] = ATTRIBUTE | (u8)c;
}

void vga_puts(const char *s, size_t n)
{
	unsigned int at;

	if (!screen)
		return;
	while (n--)
		put(*s++);
	at = y * columns + x;
	outw(0x0e | (at & 0xff00), CRTC_INDEX);
	outw(0x0f | (at & 0xff) << 8, CRTC_INDEX);
}

static bool __init keep_wanted(void)
{
	const char *s = strstr(opt_vga, "keep");

	return s && (s[4] == 0 || s[4] == ',');
}

void __init vga_endboot(void)
{
	if (!ours || keep_wanted())
		return;
	printk("Xen is relinquishing VGA console.\n");
	ours = false;
	screen = NULL;
}

bool vga_is_ours(void)
{
	return ours;
}
