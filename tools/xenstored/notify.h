/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling systemd, if it started us, how far we are (sd_notify(3)'s protocol). */
#ifndef XENSTORED_NOTIFY_H
#define XENSTORED_NOTIFY_H

void notify_ready(void);

#endif
