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

/* How many mappings of Xen's devices there are; they are forgotten. */
int fake_forget_maps(void);

/*
 * If set, asked first what a hypercall answers: its result, or -1 with errno set; FAKE_PASS leaves
 * it to FAKEXEN's way.
 */
#define FAKE_PASS 0x7fffffffL
extern long (*fake_hook)(unsigned int op, const uint64_t *args);

/* This guest frame is paged out, until so many attempts to map it were made. */
#define FAKE_PAGED_OUT 0xbad
extern unsigned int fake_paged_out_for;

int fake_ioctl(const char *path, unsigned long request, void *arg);

#endif /* FAKEXEN_H */
