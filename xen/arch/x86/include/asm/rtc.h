/* SPDX-License-Identifier: GPL-2.0-only */
/* dom0's access to the CMOS chip, by the value it wrote to port 0x70. Any context. */
#ifndef ASM_RTC_H
#define ASM_RTC_H
#include <xen/types.h>
u8 rtc_guest_read(u8 index);
void rtc_guest_write(u8 index, u8 data);
#endif
