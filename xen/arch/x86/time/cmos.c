/* SPDX-License-Identifier: GPL-2.0-only */
/* The battery clock (MC146818A): wall-clock time at boot, and dom0's access to the chip. */
#include <xen/calendar.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <asm/acpi.h>
#include <asm/processor.h>
#include <asm/rtc.h>
#include <asm/time.h>
#include "private.h"

#define INDEX_PORT 0x70
#define DATA_PORT 0x71
#define REG_A 0x0a
#define REG_A_UPDATING 0x80
#define REG_B 0x0b
#define REG_B_24H 0x02
#define REG_B_BINARY 0x04
#define PM_FLAG 0x80

static DEFINE_SPINLOCK(rtc_lock, rtc);

static u8 cmos(u8 reg)
{
	outb(reg, INDEX_PORT);
	return inb(DATA_PORT);
}

struct raw_time {
	u8 second, minute, hour, day, month, year, century;
};

static void read_raw(struct raw_time *t)
{
	for (unsigned int i = 0; i < 1000000 && (cmos(REG_A) & REG_A_UPDATING); i++)
		cpu_relax();
	t->second = cmos(0x00);
	t->minute = cmos(0x02);
	t->hour = cmos(0x04);
	t->day = cmos(0x07);
	t->month = cmos(0x08);
	t->year = cmos(0x09);
	t->century = pm_info.century_register ? cmos(pm_info.century_register) : 0;
}

static unsigned int from_bcd(u8 v, bool binary)
{
	return binary ? v : (v >> 4) * 10 + (v & 15);
}

/* 0: the chip shows nonsense. */
u64 cmos_read_time(void)
{
	struct raw_time a, b;
	struct calendar c;
	unsigned long flags;
	unsigned int century;
	bool binary, pm;
	u8 reg_b;

	spin_lock_irqsave(&rtc_lock, flags);
	read_raw(&b);
	for (unsigned int i = 0; i < 10; i++) { /* equal twice: no update fell in between */
		a = b;
		read_raw(&b);
		if (!memcmp(&a, &b, sizeof(a)))
			break;
	}
	reg_b = cmos(REG_B);
	spin_unlock_irqrestore(&rtc_lock, flags);

	binary = reg_b & REG_B_BINARY;
	pm = !(reg_b & REG_B_24H) && (a.hour & PM_FLAG);
	c.second = from_bcd(a.second, binary);
	c.minute = from_bcd(a.minute, binary);
	c.hour = from_bcd(a.hour & ((reg_b & REG_B_24H) ? 0xff : 0x7f), binary);
	if (!(reg_b & REG_B_24H))
		c.hour = c.hour % 12 + (pm ? 12 : 0);
	c.day = from_bcd(a.day, binary);
	c.month = from_bcd(a.month, binary);
	century = from_bcd(a.century, binary);
	c.year = from_bcd(a.year, binary);
	c.year += century >= 19 && century <= 29 ? century * 100 : c.year < 70 ? 2000 : 1900;
	if (c.second > 60 || c.minute > 59 || c.hour > 23 || !c.day || c.day > 31 || !c.month || c.month > 12 ||
	    c.year < 1970)
		return 0;
	return unix_from_calendar(&c);
}

u8 rtc_guest_read(u8 index)
{
	unsigned long flags;
	u8 v;

	spin_lock_irqsave(&rtc_lock, flags);
	v = cmos(index & 0x7f);
	spin_unlock_irqrestore(&rtc_lock, flags);
	return v;
}

void rtc_guest_write(u8 index, u8 data)
{
	unsigned long flags;

	spin_lock_irqsave(&rtc_lock, flags);
	outb(index & 0x7f, INDEX_PORT);
	outb(data, DATA_PORT);
	spin_unlock_irqrestore(&rtc_lock, flags);
}
