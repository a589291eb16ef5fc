/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/calendar.h>

static bool leap(unsigned int y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static unsigned int days_of_month(unsigned int y, unsigned int m)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* Days from 1970-01-01 to January 1st of year @y >= 1970. */
static u64 days_before_year(unsigned int y)
{
	u64 past = y - 1;

	return (u64)(y - 1970) * 365 + (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
}

struct calendar calendar_from_unix(u64 sec)
{
	struct calendar c = { .second = sec % 60, .minute = sec / 60 % 60, .hour = sec / 3600 % 24, .month = 1 };
	u64 days = sec / 86400;

	c.year = 1970 + days / 366;
	while (days_before_year(c.year + 1) <= days)
		c.year++;
	days -= days_before_year(c.year);
	while (days >= days_of_month(c.year, c.month))
		days -= days_of_month(c.year, c.month++);
	c.day = days + 1;
	return c;
}

u64 unix_from_calendar(const struct calendar *c)
{
	u64 days = days_before_year(c->year) + c->day - 1;

	for (unsigned int m = 1; m < c->month; m++)
		days += days_of_month(c->year, m);
	return days * 86400 + c->hour * 3600 + c->minute * 60 + c->second;
}
