/* SPDX-License-Identifier: GPL-2.0-only */
/* Debug keys, from the serial line or xl debug-keys. Other files register theirs. */
#include <xen/console.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/softirq.h>

static struct {
	void (*fn)(unsigned char key);
	const char *desc;
	bool irq;
} keys[128];

static unsigned char pending_key;
static struct tasklet key_tasklet;

void register_keyhandler(unsigned char key, void (*fn)(unsigned char key), const char *desc, bool irq)
{
	ASSERT(key < ARRAY_SIZE(keys) && !keys[key].fn);
	keys[key].desc = desc;
	keys[key].irq = irq;
	keys[key].fn = fn;
}

static void run_pending(void *unused)
{
	handle_keypress(pending_key, false);
}

void handle_keypress(unsigned char key, bool from_irq)
{
	if (key >= ARRAY_SIZE(keys) || !keys[key].fn)
		return;
	if (keys[key].irq || !from_irq) {
		keys[key].fn(key);
		return;
	}
	pending_key = key;
	tasklet_schedule(&key_tasklet);
}

static void show_help(unsigned char key)
{
	printk("'%c' pressed -> showing installed handlers\n", key);
	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].fn)
			printk(" key '%c' (ascii '%02x') => %s\n", i >= ' ' && i < 0x7f ? i : ' ', i, keys[i].desc);
}

static bool adjust_guest;

static void toggle_adjusted(unsigned char key)
{
	adjust_guest = !adjust_guest;
	printk("'%c' pressed -> %s log level adjustment enabled\n", key, adjust_guest ? "guest" : "standard");
}

static void change_level(unsigned char key)
{
	console_adjust_level(adjust_guest, key == '+' ? 1 : -1);
}

/* The keys that show state and change nothing. */
static void run_all_diagnostics(unsigned char key)
{
	static const char harmless[] = "aceghimnqrstuzHIMQ";

	printk("'%c' pressed -> firing all diagnostic keyhandlers\n", key);
	for (const char *k = harmless; *k; k++)
		if (keys[(u8)*k].fn)
			keys[(u8)*k].fn(*k);
}

void __init initialize_keytable(void)
{
	tasklet_init(&key_tasklet, run_pending, NULL);
	register_keyhandler('h', show_help, "show this message", true);
	register_keyhandler('+', change_level, "increase log level threshold", true);
	register_keyhandler('-', change_level, "decrease log level threshold", true);
	register_keyhandler('G', toggle_adjusted, "toggle host/guest log level adjustment", true);
	register_keyhandler('*', run_all_diagnostics, "print all diagnostics", false);
}
