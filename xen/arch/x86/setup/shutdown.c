/* SPDX-License-Identifier: GPL-2.0-only */
/* How the machine stops: restart, halt, power off. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/shutdown.h>
#include <xen/smp.h>
#include <public/platform.h>
#include <public/sched.h>
#include <asm/acpi.h>
#include <asm/io.h>
#include <asm/ioapic.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <xen/mm.h>

/* reboot=: t triple fault, k keyboard controller, a ACPI, P 0xcf9 (warm "w" and cold "c" differ by a BIOS word only) */
static char opt_reboot[16] = "";
string_param("reboot", opt_reboot);

static void stop_devices(void)
{
	console_start_sync();
	local_irq_disable();
	smp_send_stop();
	ioapic_mask_all();
}

void noreturn machine_halt(void)
{
	stop_devices();
	for (;;)
		halt();
}

static void reset_by_acpi(void)
{
	const struct acpi_address *r = &pm_info.reset_reg;

	if (!r->address)
		return;
	if (r->space == ACPI_SPACE_IO)
		outb(pm_info.reset_value, r->address);
	else if (r->space == ACPI_SPACE_MEMORY && r->address < GB(4) && mfn_valid(maddr_to_mfn(r->address)))
		writeb(pm_info.reset_value, maddr_to_virt(r->address));
	udelay(10000);
}

static void reset_by_keyboard(void)
{
	for (unsigned int turn = 0; turn < 10; turn++) {
		for (unsigned int i = 0; i < 65536 && (inb(0x64) & 2); i++)
			cpu_relax();
		outb(0xfe, 0x64); /* pulse the reset line */
		udelay(1000);
	}
}

static void reset_by_cf9(void)
{
	outb(0x02, 0xcf9);
	udelay(50);
	outb(0x06, 0xcf9);
	udelay(1000);
}

/* No IDT, then an exception: the processor shuts down, and the chipset resets it. */
static void noreturn reset_by_triple_fault(void)
{
	const struct {
		u16 limit;
		u64 base;
	} __packed none = { 0, 0 };

	__asm__ volatile("lidt %0; ud2" :: "m"(none));
	__builtin_unreachable();
}

void noreturn machine_restart(unsigned int delay_ms)
{
	for (; delay_ms; delay_ms--)
		udelay(1000);
	stop_devices();
	if (strchr(opt_reboot, 't'))
		reset_by_triple_fault();
	if (!strchr(opt_reboot, 'k') && !strchr(opt_reboot, 'P'))
		reset_by_acpi();
	if (!strchr(opt_reboot, 'k'))
		reset_by_cf9();
	reset_by_keyboard();
	reset_by_triple_fault();
}

#define PM1_SLP_EN 0x2000
#define PM1_SLP_TYPE 0x1c00
#define PM1_STATUS_WAKE 0x8000

/* The machine goes off within the last write; when it does not, somebody should see why. */
static void noreturn enter_s5(u16 a, u16 b)
{
	printk("Entering ACPI S5 state.\n");
	stop_devices();
	if (pm_info.pm1a_evt)
		outw(PM1_STATUS_WAKE, pm_info.pm1a_evt);
	outw(a & ~PM1_SLP_EN, pm_info.pm1a_cnt);
	outw(a | PM1_SLP_EN, pm_info.pm1a_cnt);
	if (pm_info.pm1b_cnt) {
		outw(b & ~PM1_SLP_EN, pm_info.pm1b_cnt);
		outw(b | PM1_SLP_EN, pm_info.pm1b_cnt);
	}
	udelay(1000000);
	printk("The firmware did not switch the machine off.\n");
	machine_halt();
}

/* Without dom0's ACPI: its table says what to write. Halts when it does not. */
void noreturn machine_power_off(void)
{
	u8 a, b;

	if (pm_info.pm1a_cnt && acpi_s5_types(&a, &b))
		enter_s5((a & 7) << 10, (b & 7) << 10);
	printk("How to switch this machine off is not known: halting\n");
	machine_halt();
}

int acpi_enter_sleep(const struct xenpf_enter_acpi_sleep *s)
{
	if (s->flags & XENPF_ACPI_SLEEP_EXTENDED)
		return -EOPNOTSUPP; /* hardware-reduced ACPI */
	if (!pm_info.pm1a_cnt)
		return -ENODEV;
	if (s->sleep_state == 5)
		enter_s5(s->val_a & PM1_SLP_TYPE, s->val_b & PM1_SLP_TYPE);
	return s->sleep_state >= 1 && s->sleep_state <= 4 ? -EOPNOTSUPP : -EINVAL;
}

void hwdom_shutdown(u8 reason)
{
	switch (reason) {
	case SHUTDOWN_poweroff:
		printk("Hardware Dom%u halted: switching the machine off\n", hardware_domain->domain_id);
		machine_power_off();
	case SHUTDOWN_crash:
		panic("Hardware Dom%u crashed", hardware_domain->domain_id);
	case SHUTDOWN_reboot:
		printk("Hardware Dom%u shutdown: rebooting machine\n", hardware_domain->domain_id);
		machine_restart(0);
	case SHUTDOWN_watchdog:
		printk("Hardware Dom%u shutdown: watchdog rebooting machine\n", hardware_domain->domain_id);
		machine_restart(0);
	case SHUTDOWN_soft_reset:
		printk("Hardware Dom%u did an unsupported soft reset, rebooting machine\n", hardware_domain->domain_id);
		machine_restart(0);
	default:
		printk("Hardware Dom%u shutdown (unknown reason %u): rebooting machine\n", hardware_domain->domain_id,
		       reason);
		machine_restart(0);
	}
}

static void reboot_key(unsigned char key)
{
	printk("'%c' pressed -> rebooting machine\n", key);
	machine_restart(0);
}

static int __init reboot_key_init(void)
{
	register_keyhandler('R', reboot_key, "reboot machine", true);
	return 0;
}
initcall(reboot_key_init);
