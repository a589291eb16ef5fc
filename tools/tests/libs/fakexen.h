/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAKEXEN_H
#define FAKEXEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAKE_FDS 1024
#define FAKE_MAPS 256

/* One line, or part of one, into the record. */
void fake_log(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

const char *fake_mode(void);
bool fake_is(const char *mode);

/* Bytes from @addr to the end of the mapping of ours that it is in; 0 if it is in none. */
size_t fake_buffer_left(uint64_t addr);

int fake_ioctl(const char *path, unsigned long request, void *arg);

#endif /* FAKEXEN_H */
